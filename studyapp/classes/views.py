"""Pages of classes, for the teacher and for her students."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from studyapp.accounts.access import public, signed_in, teacher
from studyapp.classes import actions, activities, guards, joincodes
from studyapp.classes.activities import ACTIVITIES, NotOpen
from studyapp.classes.forms import (
    AccommodationForm,
    AssignmentForm,
    ClassroomForm,
    JoinForm,
    TimesForm,
)
from studyapp.classes.models import Assignment, Classroom, Result


@public
def classes(request: HttpRequest) -> HttpResponse:
    """Everybody's way in: what classes are, or one's own."""
    user: Any = request.user
    if not user.is_authenticated:
        return render(request, "classes/about.html", {"form": JoinForm()})
    activities.settle(student=user)
    taught = Classroom.objects.taught_by(user if guards.may_teach(user) else None)
    context = {
        "taught": taught.prefetch_related("memberships"),
        "joined": Classroom.objects.joined_by(user).select_related("teacher"),
        "due": _due_for(user),
        "form": JoinForm(),
    }
    return render(request, "classes/classes.html", context)


def _due_for(student: Any) -> list[Assignment]:
    """Assignments of a student's classes without a result yet, the next due first."""
    done = Result.objects.filter(student=student).values("assignment")
    return list(
        Assignment.objects.filter(classroom__memberships__student=student)
        .exclude(pk__in=done)
        .select_related("classroom")
    )


@teacher
def new(request: HttpRequest) -> HttpResponse:
    form = ClassroomForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.instance.teacher = request.user
        classroom = form.save()
        messages.success(request, "The class is open. Give your students the join code below.")
        return redirect(classroom)
    return render(request, "classes/new.html", {"form": form})


@signed_in
def classroom(request: HttpRequest, pk: int) -> HttpResponse:
    room = guards.visible_classroom(request.user, pk)
    activities.settle(classroom=room)
    if guards.teaches(request.user, room):
        return render(request, "classes/classroom.html", _teachers_view(request, room))
    results = {r.assignment_id: r for r in Result.objects.filter(student=request.user.pk)}
    rows = [(a, results.get(a.pk)) for a in room.assignments.all()]
    return render(request, "classes/classroom_student.html", {"classroom": room, "rows": rows})


def _teachers_view(request: HttpRequest, room: Classroom) -> dict[str, Any]:
    members = list(room.memberships.select_related("student"))
    present = {m.student_id for m in members}
    rows = []
    for assignment in room.assignments.prefetch_related("results"):
        done = [r for r in assignment.results.all() if r.student_id in present]
        rows.append({"assignment": assignment, "done": len(done), "of": len(members)})
    link = request.build_absolute_uri(f"/join/{room.join_code}/")
    return {"classroom": room, "members": members, "rows": rows, "join_link": link}


@teacher
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    room = guards.taught_classroom(request.user, pk)
    form = AssignmentForm(request.POST or None, teacher=request.user)
    if request.method == "POST" and form.is_valid():
        form.instance.classroom = room
        assignment = form.save()
        messages.success(request, f"“{assignment.title}” is assigned to {room.name}.")
        return redirect(room)
    return render(request, "classes/assign.html", {"classroom": room, "form": form})


@teacher
def assignment(request: HttpRequest, pk: int, assignment_pk: int) -> HttpResponse:
    """The teacher's table: who has done it, and each result."""
    room = guards.taught_classroom(request.user, pk)
    activities.settle(classroom=room)
    found = guards.assignment_in(room, assignment_pk)
    results = {r.student_id: r for r in found.results.select_related("assignment", "student")}
    members = [m.student for m in room.memberships.select_related("student")]
    rows = [(student, results.pop(student.pk, None), False) for student in members]
    percents = [result.percent for _, result, _ in rows if result]
    left = sorted(results.values(), key=lambda result: result.student.shown_name)
    context = {
        "classroom": room,
        "assignment": found,
        "rows": rows + [(result.student, result, True) for result in left],
        "of": len(members),
        "done": len(percents),
        "mean": round(sum(percents) / len(percents)) if percents else None,
    }
    return render(request, "classes/assignment.html", context)


@teacher
def times(request: HttpRequest, pk: int, assignment_pk: int) -> HttpResponse:
    """Change when an assignment is due and how long it may take."""
    room = guards.taught_classroom(request.user, pk)
    found = guards.assignment_in(room, assignment_pk)
    form = TimesForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        actions.change_times(form.instance)
        messages.success(request, "Changed; it holds at once.")
        return redirect(found)
    context = {"classroom": room, "assignment": found, "form": form}
    return render(request, "classes/times.html", context)


@teacher
def student_time(request: HttpRequest, pk: int, student_pk: int) -> HttpResponse:
    """A student's accommodations in this class."""
    room = guards.taught_classroom(request.user, pk)
    members = room.memberships.select_related("student", "classroom")
    membership = get_object_or_404(members, student=student_pk)
    form = AccommodationForm(request.POST or None, instance=membership)
    if request.method == "POST" and form.is_valid():
        actions.accommodate(form.instance)
        messages.success(request, f"Saved for {membership.student.shown_name}; it holds at once.")
        return redirect(room)
    context = {"classroom": room, "student": membership.student, "form": form}
    return render(request, "classes/time.html", context)


@signed_in
@require_POST
def start(request: HttpRequest, pk: int, assignment_pk: int) -> HttpResponse:
    """A student opens an assignment: the activity says where that leads."""
    room = guards.visible_classroom(request.user, pk)
    if not room.has_member(request.user):
        raise Http404
    found = guards.assignment_in(room, assignment_pk)
    try:
        return redirect(ACTIVITIES[found.activity].start(found, request.user))
    except NotOpen as reason:
        messages.error(request, str(reason))
        return redirect(room)


@teacher
@require_POST
def renew_code(request: HttpRequest, pk: int) -> HttpResponse:
    room = guards.taught_classroom(request.user, pk)
    actions.renew_code(room)
    messages.success(request, "The class has a new join code. The old one opens nothing any more.")
    return redirect(room)


@teacher
@require_POST
def remove_student(request: HttpRequest, pk: int, student_pk: int) -> HttpResponse:
    room = guards.taught_classroom(request.user, pk)
    membership = get_object_or_404(room.memberships, student=student_pk)
    actions.leave(classroom=room, student=membership.student)
    messages.success(request, f"{membership.student.shown_name} is no longer in the class.")
    return redirect(room)


@public
def join_form(request: HttpRequest) -> HttpResponse:
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("join", form.cleaned_data["code"])
    return render(request, "classes/about.html", {"form": form})


@public
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Shows the class and its teacher before anybody joins."""
    code = joincodes.tidied(code)
    room = Classroom.objects.filter(join_code=code).select_related("teacher").first()
    if not joincodes.is_valid(code) or room is None:
        return render(request, "classes/no_such_code.html", {"form": JoinForm()}, status=404)
    is_own = room.teacher_id == request.user.pk
    if request.method == "POST" and request.user.is_authenticated and not is_own:
        actions.join(classroom=room, student=request.user)
        messages.success(request, f"You are in {room.name}.")
        return redirect(room)
    context = {
        "classroom": room,
        "code": code,
        "is_own": is_own,
        "is_teaching": is_own and guards.teaches(request.user, room),
        "is_in": request.user.is_authenticated and room.has_member(request.user),
    }
    return render(request, "classes/join.html", context)
