"""Laboratory tasks: predict, run, explain; and that no result can be forged."""

import datetime
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from sim import actions, marking
from sim.core.run import RunProblems
from sim.core.seeded import seeded_cell
from sim.models import Task, TaskAttempt
from sim.taskfiles import read_task
from sim.tests.tasks import load_task, read_tasks, work
from studyapp.classes.activities import ACTIVITIES
from studyapp.classes.models import Assignment, Result
from studyapp.tests import factories
from studyapp.tests.clients import signed_in

pytestmark = pytest.mark.django_db
PLUG = [{"t_s": 40.0, "set": {"ttx": 1.0}}]
LATE = [{"t_s": 630.0, "set": {"ttx": 1.0}}]


@pytest.fixture
def task() -> Task:
    return load_task("least-atp")


def begun(task: Task, user: Any, seed: int = 3, **more: Any) -> TaskAttempt:
    """An attempt on the cell of `seed`, its prediction locked."""
    attempt = actions.begin(user=user, task=task, **more)
    attempt.seed = seed
    attempt.save()
    return actions.predict(attempt=attempt, choice=0)


def hand_in(client: Client, attempt: TaskAttempt, fields: dict[str, str]) -> TaskAttempt:
    client.post(f"/sim/attempts/{attempt.pk}/hand-in/", fields)
    attempt.refresh_from_db()
    return attempt


def test_there_are_tasks_of_every_sort() -> None:
    records = read_tasks()
    assert len(records) >= 5
    measures = {goal.measure for record in records for goal in record.goals}
    assert measures >= {"at", "highest", "lowest", "total", "setting"}
    assert any(record.readings for record in records)


def test_a_student_predicts_runs_explains_and_sees_her_marks(task: Task) -> None:
    student = factories.PersonFactory()
    client = signed_in(student)
    page = client.post("/sim/tasks/least-atp/begin/", follow=True)
    assert "Lock in my prediction" in page.content.decode()
    attempt = TaskAttempt.objects.get(user=student)
    page = client.post(f"/sim/attempts/{attempt.pk}/predict/", {"prediction": "0"}, follow=True)
    assert 'id="lab"' in page.content.decode()
    highest = marking.marked(attempt.record(), attempt.seed, PLUG).readings[0].value
    fields = work(attempt.record(), attempt.seed, PLUG, **{"reading-0": f"{highest:.0f} "})
    hand_in(client, attempt, fields)
    assert (attempt.points, attempt.out_of) == (5, 5)
    page = client.get(attempt.get_absolute_url())
    assert "5 of 5" in page.content.decode()
    assert "Tetrodotoxin plugs" in page.content.decode()


def test_two_markers_always_agree(task: Task) -> None:
    attempt = begun(task, factories.PersonFactory())
    hand_in(signed_in(attempt.user), attempt, work(attempt.record(), 3, LATE))
    first, second = actions.marks_of(attempt), actions.marks_of(attempt)
    assert first == second
    explanation = attempt.explanation
    assert explanation is not None
    assert attempt.points == actions.total(attempt.record(), first, explanation)
    assert attempt.points == 1  # too late for either goal on this cell: the explanation alone


def test_a_log_that_was_edited_after_the_run_is_refused(task: Task) -> None:
    attempt = begun(task, factories.PersonFactory())
    fields = work(attempt.record(), 3, LATE) | {"log": json.dumps(PLUG)}
    hand_in(signed_in(attempt.user), attempt, fields)
    assert attempt.is_open
    assert attempt.points is None


@pytest.mark.parametrize(
    ("own", "where"),
    [
        ([{"t_s": 40, "set": {"locked_open": 0.0}}], "locked_open"),  # no control of this task
        ([{"t_s": 40, "set": {"pump_max_fmol_s": 9.0}}], "pump_max_fmol_s"),
        ([{"t_s": 40, "set": {"ouabain": 1.0, "ttx": 2.0}}], "ttx"),
        ([{"t_s": 40, "set": {"p_gramicidin_um3_s": 50.0}}], "p_gramicidin_um3_s"),
        ([{"t_s": 1801, "set": {"ttx": 1.0}}], "t_s"),
        ([{"t_s": -1, "set": {"ttx": 1.0}}], "t_s"),
        ([{"t_s": 1, "set": {"ttx": 1.0}}] * 101, "events"),
        ("nothing", "events"),
        (["nothing"], "events[0]"),
        (None, "events"),
    ],
)
def test_a_change_that_no_control_can_make_is_refused(task: Task, own: Any, where: str) -> None:
    with pytest.raises(RunProblems) as refused:
        marking.read_own(task.served(), 3, own)
    assert where in str(refused.value)


def test_a_score_that_the_browser_sends_is_not_read(task: Task) -> None:
    attempt = begun(task, factories.PersonFactory())
    fields = work(attempt.record(), 3, LATE, points="5", out_of="5", score="5")
    hand_in(signed_in(attempt.user), attempt, fields | {"seed": "1"})
    assert (attempt.points, attempt.seed) == (1, 3)


def test_another_students_log_is_refused(task: Task) -> None:
    mine, hers = (
        begun(task, factories.PersonFactory(), 3),
        begun(task, factories.PersonFactory(), 4),
    )
    hand_in(signed_in(mine.user), mine, work(hers.record(), hers.seed, PLUG))
    assert mine.is_open


def test_what_is_handed_in_stays_as_it_is(task: Task) -> None:
    attempt = begun(task, factories.PersonFactory())
    client = signed_in(attempt.user)
    hand_in(client, attempt, work(attempt.record(), 3, LATE))
    hand_in(client, attempt, work(attempt.record(), 3, PLUG))
    assert attempt.points == 1
    client.post(f"/sim/attempts/{attempt.pk}/predict/", {"prediction": "1"})
    attempt.refresh_from_db()
    assert attempt.prediction == 0


def test_a_prediction_is_locked_and_comes_first(task: Task) -> None:
    attempt = actions.begin(user=factories.PersonFactory(), task=task)
    client = signed_in(attempt.user)
    fields = work(attempt.record(), attempt.seed, PLUG)
    assert hand_in(client, attempt, fields).is_open
    for choice, kept in (("9", None), ("x", None), ("1", 1), ("0", 1)):
        client.post(f"/sim/attempts/{attempt.pk}/predict/", {"prediction": choice})
        attempt.refresh_from_db()
        assert attempt.prediction == kept


@pytest.mark.parametrize("log", ["", "[", "{}", "[1]", "[NaN]", "[" * 5000, '[{"t_s":1,"t_s":2}]'])
def test_a_form_that_makes_no_sense_loses_nothing(task: Task, log: str) -> None:
    attempt = begun(task, factories.PersonFactory())
    fields = work(attempt.record(), 3, PLUG) | {"log": log}
    assert hand_in(signed_in(attempt.user), attempt, fields).is_open


def test_the_goals_can_be_checked_before_handing_in(task: Task) -> None:
    attempt = begun(task, factories.PersonFactory())
    client = signed_in(attempt.user)
    address = f"/sim/attempts/{attempt.pk}/goals/"
    goals = client.post(address, work(attempt.record(), 3, LATE)).json()["goals"]
    assert [goal["met"] for goal in goals] == [False, False]
    assert client.post(address, {"log": "[]", "run": "another"}).status_code == 400
    attempt.refresh_from_db()
    assert attempt.is_open


def test_without_an_account_a_try_is_marked_and_not_kept(task: Task, client: Client) -> None:
    page = client.get("/sim/tasks/least-atp/try/?prediction=0")
    assert 'id="lab"' in page.content.decode()
    assert not page.cookies
    fields = work(task.served(), 0, PLUG, prediction="0")
    page = client.post("/sim/tasks/least-atp/try/", fields)
    assert "4 of 5" in page.content.decode()
    assert client.post("/sim/tasks/least-atp/goals/", fields).json()["goals"][0]["met"]
    bad = client.post("/sim/tasks/least-atp/try/", fields | {"log": "[]"})
    assert "cannot be marked" in bad.content.decode()
    assert not TaskAttempt.objects.exists()


def test_an_assigned_task_reaches_the_gradebook_and_nobody_else() -> None:
    task = load_task("voltage-without-the-pump")
    student = factories.PersonFactory()
    room = factories.MembershipFactory(student=student).classroom
    assignment = Assignment.objects.create(
        classroom=room, activity="task", activity_id=task.uid, title=task.title
    )
    assert (task.uid, task.title) in ACTIVITIES["task"].choices(room.teacher)
    client = signed_in(student)
    start = f"/classes/{room.pk}/assignments/{assignment.pk}/start/"
    address = client.post(start).url
    assert client.post(start).url == address  # one attempt an assignment
    attempt = TaskAttempt.objects.get()
    teacher, stranger = signed_in(room.teacher), signed_in(factories.TeacherFactory())
    assert teacher.get(address).status_code == 404  # open work is hers alone
    client.post(f"{address}predict/", {"prediction": "2"})
    own = [{"t_s": 60.0, "set": {"k_leak_block": 0.9}}]
    hand_in(client, attempt, work(attempt.record(), attempt.seed, own))
    result = Result.objects.get(assignment=assignment, student=student)
    assert (result.points, result.out_of, result.url) == (4, 5, address)
    assert teacher.get(address).status_code == 200
    for path in (address, f"{address}predict/", f"{address}goals/", f"{address}hand-in/"):
        found = stranger.get(path) if path == address else stranger.post(path)
        assert found.status_code == 404
    assert Client().get(address).status_code == 302


def test_a_removed_student_cannot_go_on_with_the_classs_task(task: Task) -> None:
    student = factories.PersonFactory()
    membership = factories.MembershipFactory(student=student)
    assignment = Assignment.objects.create(
        classroom=membership.classroom, activity="task", activity_id=task.uid, title=task.title
    )
    attempt = actions.begin(user=student, task=task, assignment=assignment)
    membership.delete()
    assert signed_in(student).get(attempt.get_absolute_url()).status_code == 404


def test_an_attempt_keeps_the_task_as_it_was_given(task: Task) -> None:
    attempt = begun(task, factories.PersonFactory())
    task.title = "Another title"
    task.updated = timezone.now().date()
    task.publish()
    task.save()
    assert attempt.record().title == "Save the gradient with the least ATP"


def test_every_student_has_a_cell_of_her_own_and_one_marking_scheme(task: Task) -> None:
    rests = {seeded_cell("neuron", seed).initial["v_mV"] for seed in range(20)}
    assert len(rests) > 10
    for seed in range(20):
        assert all(mark.is_met for mark in marking.marked(task.served(), seed, PLUG).goals)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("42", 42.0), (" −61.5 ", -61.5), ("1,200", 1200.0), (".5", 0.5), ("+3.", 3.0)),
        *(("", None), ("about 40", None), ("1e3", None), ("nan", None), ("-", None)),
    ],
)
def test_a_reading_is_a_plain_number(text: str, number: float | None) -> None:
    assert marking.number_of(text) == number


def test_tasks_survive_a_dump_and_a_load(tmp_path: Any) -> None:
    load_task("read-your-cell")
    call_command("dump_content", str(tmp_path), verbosity=0)
    (path,) = tmp_path.glob("**/tasks/*.yaml")
    from_file = read_tasks()
    (again,) = read_task(path.read_text(), path.name)
    assert again in from_file


@pytest.mark.parametrize("path", ["/sim/tasks/", "/sim/tasks/least-atp/"])
def test_a_stranger_reads_what_the_tasks_are(task: Task, client: Client, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert "Save the gradient" in page.content.decode()
    assert client.get("/sim/tasks/none-such/").status_code == 404


def test_a_student_with_more_time_is_not_late(task: Task) -> None:
    for untimed, extra, late in ((True, 0, False), (False, 10, False), (False, 0, True)):
        student = factories.PersonFactory()
        membership = factories.MembershipFactory(student=student)
        membership.is_untimed, membership.extra_minutes = untimed, extra
        membership.save()
        assignment = Assignment.objects.create(
            classroom=membership.classroom,
            activity="task",
            activity_id=task.uid,
            title=task.title,
            due_at=timezone.now() - datetime.timedelta(minutes=5),
        )
        attempt = begun(task, student, assignment=assignment)
        hand_in(signed_in(student), attempt, work(attempt.record(), 3, LATE))
        assert Result.objects.get(student=student).is_late is late


def test_a_second_press_on_begin_opens_the_same_attempt(task: Task) -> None:
    student = factories.PersonFactory()
    first = actions.begin(user=student, task=task)
    assert actions.begin(user=student, task=task) == first
    with pytest.raises(IntegrityError), transaction.atomic():
        TaskAttempt.objects.create(user=student, task=task, given=task.published, seed=1)


def test_a_task_that_was_taken_back_is_still_there_for_those_who_began_it(task: Task) -> None:
    began, late = factories.PersonFactory(), factories.PersonFactory()
    room = factories.MembershipFactory(student=began).classroom
    factories.MembershipFactory(student=late, classroom=room)
    assignment = Assignment.objects.create(
        classroom=room, activity="task", activity_id=task.uid, title=task.title
    )
    address = actions.start_assignment(assignment, began)
    Task.objects.update(published=None)
    assert actions.start_assignment(assignment, began) == address
    assert signed_in(began).get(address).status_code == 200
    start = f"/classes/{room.pk}/assignments/{assignment.pk}/start/"
    page = signed_in(late).post(start, follow=True)
    assert "not offered any more" in page.content.decode()


def test_half_a_character_in_a_log_is_refused_with_a_page(task: Task, client: Client) -> None:
    fields = {"log": '[{"t_s": 1, "set": {"\\ud800": 1}}]', "run": "x", "explanation": "0"}
    page = client.post("/sim/tasks/least-atp/try/?prediction=0", fields)
    assert page.status_code == 200
    assert "cannot be marked" in page.content.decode()
    attempt = begun(task, factories.PersonFactory())
    person = signed_in(attempt.user)
    assert hand_in(person, attempt, fields).is_open
    assert "cannot be marked" in person.get(attempt.get_absolute_url()).content.decode()
