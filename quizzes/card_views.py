"""A student's cards as a list: found, put aside and brought back, made, imported and exported."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from quizzes import card_actions, card_exchange, faces, guards, plans
from quizzes.cardforms import CardFileForm, OwnCardForm
from quizzes.cardmodels import Card, noon
from quizzes.core import reviews
from quizzes.deck import Deck
from studyapp.accounts.access import signed_in

A_PAGE = 40
FILTERS = {
    "all": "All",
    "weak": "Hardest first",
    "aside": "Put aside",
    "noted": "With a note",
    "own": "Your own",
}


@signed_in
def cards(request: HttpRequest) -> HttpResponse:
    """The cards the student has met, forty a page."""
    return _list(request, OwnCardForm(), CardFileForm())


def _list(request: HttpRequest, own: OwnCardForm, file: CardFileForm) -> HttpResponse:
    chosen = request.GET.get("show", "all")
    rows = _filtered(Card.objects.of(request.user), chosen)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    items = faces.item_titles(card.key for card in page)
    now = noon(timezone.localdate())
    context = {
        "filters": FILTERS,
        "chosen": chosen if chosen in FILTERS else "all",
        "page": page,
        "rows": [_row(card, items, now) for card in page],
        "own_form": own,
        "file_form": file,
    }
    return render(request, "quizzes/cards.html", context)


def _filtered(rows: Any, chosen: str) -> Any:
    by = {
        "weak": lambda: rows.shown().order_by("-difficulty", "key"),
        "aside": lambda: rows.filter(suspended_at__isnull=False).order_by("-suspended_at"),
        "noted": lambda: rows.exclude(note="").order_by("-made_at", "key"),
        "own": lambda: rows.filter(key__startswith="own/").order_by("-made_at", "key"),
    }
    # Where a missing day comes differs from database to database.
    latest = F("reviewed_on").desc(nulls_last=True)
    return by.get(chosen, lambda: rows.order_by(latest, "key"))()


def _row(card: Card, items: Mapping[str, str], now: datetime.datetime) -> dict[str, Any]:
    return {
        "card": card,
        "title": items.get(card.key) or faces.title(card.key, card.front),
        "kind": faces.KINDS.get(card.key.partition("/")[0], ""),
        "topic": faces.topic_of(card.key),
        "recall": round(100 * reviews.recall(card.memory, now)) if card.memory else None,
        "stands": faces.stands(card.key),
    }


@signed_in
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Put a card aside, bring it back, or delete one of one's own."""
    verbs = {
        "aside": card_actions.put_aside,
        "back": card_actions.bring_back,
        "delete": card_actions.delete_own,
    }
    verb = verbs.get(request.POST.get("do", ""))
    if verb is None:
        raise Http404("There is no such thing to do with a card.")
    verb(user=request.user, key=request.POST.get("card", ""))
    chosen = request.POST.get("show", "")
    back = redirect("quizzes:cards")
    if chosen in FILTERS:
        back["Location"] += f"?show={chosen}"
    return back


@signed_in
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """A card of one's own."""
    form = OwnCardForm(request.POST)
    if not form.is_valid():
        return _list(request, form, CardFileForm())
    is_new = card_actions.make_own(user=request.user, **form.cleaned_data)
    told = "The card is made; it comes with your next round." if is_new else "You have that card."
    messages.success(request, told)
    return redirect("quizzes:cards")


@signed_in
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Other words for a card of one's own; then back to the list, or to the card in its round."""
    card = guards.own_card(request.user, pk)
    is_up = request.GET.get("from") == "review"
    back = reverse("quizzes:review") if is_up else f"{reverse('quizzes:cards')}?show=own"
    words = {"front": card.front, "back": card.back}
    form = OwnCardForm(request.POST or None, initial=words)
    if request.method == "POST" and form.is_valid():
        if card_actions.change_own(card=card, **form.cleaned_data):
            messages.success(request, "The card is changed; what you remember of it stays.")
            return redirect(back)
        form.add_error("front", "You have a card with these words already.")
    return render(request, "quizzes/card_edit.html", {"form": form, "card": card, "back": back})


@signed_in
@require_POST
def import_(request: HttpRequest) -> HttpResponse:
    """The cards of a file; the page says what became of each."""
    form = CardFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _list(request, OwnCardForm(), form)
    file = form.cleaned_data["file"]
    reading = card_exchange.read(file.name, file.read())
    taken = card_exchange.take(user=request.user, reading=reading)
    context = {"taken": taken, "name": file.name}
    return render(request, "quizzes/cards_imported.html", context)


@signed_in
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The cards met so far, or with `all` those of the plan's units too, as a file."""
    user: Any = request.user
    deck = Deck(user, plans.plan_of(user), timezone.localdate())
    keys = [*deck.rows, *(deck.unseen if request.GET.get("which") == "all" else ())]
    found = card_exchange.flashcards(deck.rows, dict.fromkeys(keys), request.build_absolute_uri)
    written = card_exchange.write(form, found)
    response = HttpResponse(written.content, content_type=written.type)
    response["Content-Disposition"] = f'attachment; filename="{written.name}"'
    return response
