"""Free response outside the mock exam: written, kept, and scored by its writer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from quizzes import exams, guards, rehearsals, sent
from quizzes.models import Item
from quizzes.scoring import scoring_page
from quizzes.shown import shown_free_response
from studyapp.accounts.access import signed_in


def question(request: HttpRequest, found: Item) -> HttpResponse:
    """A free-response question. Who is signed in writes on a page that saves; everybody else here,
    in the browser's tab, with rubric and model answer below."""
    context = {"item": shown_free_response(found.served())}
    if request.user.is_authenticated:
        context["mine"] = rehearsals.rows_of(request.user, found)
    return render(request, "quizzes/free_response.html", context)


@signed_in
@require_POST
def write(request: HttpRequest, uid: str) -> HttpResponse:
    """Begin an answer, or go on with the one that is open."""
    found = get_object_or_404(Item.objects.published(), uid=uid, kind="free-response")
    return redirect(rehearsals.begin(user=request.user, item=found))


@signed_in
@never_cache
def score_written(request: HttpRequest, pk: int) -> HttpResponse:
    """An answer beside its rubric and model answer, scored by its writer. What was written on paper
    is scored as well."""
    answer = guards.own_rehearsal(request.user, pk)
    item = answer.version.item
    if request.method == "POST":
        kept = exams.score(answer=answer, earned=sent.earned(request.POST, answer.version.parsed()))
        told = f"{kept.points:g} of {kept.out_of:g} points are kept and count on your map."
        messages.success(request, told)
        return redirect(item)
    return render(request, "quizzes/written_score.html", {**scoring_page(answer), "question": item})
