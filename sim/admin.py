"""Laboratory scenarios and tasks in the admin."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin

from sim.models import Scenario, Task
from sim.records import ScenarioRecord
from sim.runs import LIMITS, problems_of_run
from sim.scenariofiles import problems_of_prediction, run_of
from sim.taskfiles import problems_of_task
from sim.taskrecords import TaskRecord
from studyapp.lib.contentadmin import ContentAdmin
from studyapp.lib.contentfilters import StatusFilter
from studyapp.lib.contentforms import ContentForm
from terms import shelf

NAME = "made of lower-case letters, digits and single hyphens"


class ScenarioForm(ContentForm):
    expected = {"uid": NAME, "slug": NAME, "terms": NAME, "misconceptions": NAME}

    def faults(self) -> Iterator[tuple[str, str]]:
        """The laboratory must be able to run what the scenario says."""
        found = list(super().faults())
        yield from found
        if found or self.errors:
            return
        record = ScenarioRecord.model_validate(self.instance.working_values())
        problems = problems_of_run(run_of(record))
        for where, reason in [*problems, *(problems_of_prediction(record) if not problems else ())]:
            yield where.split(".")[0].split("[")[0], f"{where}: {reason}"
        if record.horizon_s > LIMITS.max_horizon_s:
            yield "horizon_s", f"Must be at most {LIMITS.max_horizon_s:g}."


@admin.register(Scenario)
class ScenarioAdmin(ContentAdmin):
    form = ScenarioForm
    list_display = ["title", "order", "preset", "status", "edited_at"]
    list_filter = [StatusFilter, "preset"]
    search_fields = ["title", "slug", "question", "watch", "explanation"]
    prepopulated_fields = {"slug": ["title"]}
    line_columns = ("terms", "misconceptions")
    yaml_columns = {"parameters": {}, "events": [], "choices": [], "claims": []}
    fixed_when_published = ("slug",)
    has_preview = False
    fieldsets = [
        ("What readers see", {"fields": ["title", "question", "choices", "watch", "explanation"]}),
        (
            "The run",
            {
                "fields": [
                    *("preset", "parameters", "events", "horizon_s", "speed"),
                    *("reveal_s", "claims"),
                ]
            },
        ),
        ("Where it belongs", {"fields": ["order", "terms", "misconceptions"]}),
        ("Housekeeping", {"fields": ["uid", "slug", "updated", "reviewed"]}),
        ("History", {"fields": ["reason"]}),
    ]

    def warnings(self, record: Any) -> Iterable[str]:
        course = shelf.current()
        unknown = [t for t in record.terms if t not in course.terms]
        named = [*record.misconceptions, *(c.misconception for c in record.choices)]
        unknown += [m for m in named if m and m not in course.misconceptions]
        return [f"Unknown: {name}" for name in unknown]


class TaskForm(ContentForm):
    expected = {"uid": NAME, "slug": NAME, "terms": NAME, "misconceptions": NAME}

    def faults(self) -> Iterator[tuple[str, str]]:
        """The solution must reach every goal when it is replayed, the wrong way must not."""
        found = list(super().faults())
        yield from found
        if found or self.errors:
            return
        record = TaskRecord.model_validate(self.instance.working_values())
        columns = set(TaskRecord.model_fields)
        for where, reason in problems_of_task(record):
            column = where.split(".")[0].split("[")[0].split(":")[0]
            yield column if column in columns else "solution", f"{where}: {reason}"


@admin.register(Task)
class TaskAdmin(ContentAdmin):
    form = TaskForm
    list_display = ["title", "order", "preset", "status", "edited_at"]
    list_filter = [StatusFilter, "preset"]
    search_fields = ["title", "slug", "brief", "explanation"]
    prepopulated_fields = {"slug": ["title"]}
    line_columns = ("terms", "misconceptions", "controls")
    yaml_columns = {
        "parameters": {},
        "events": [],
        "predict": {},
        "goals": [],
        "readings": [],
        "explain": {},
        "solution": [],
        "wrong_way": [],
    }
    fixed_when_published = ("slug",)
    has_preview = False
    fieldsets = [
        ("What students see", {"fields": ["title", "brief", "predict", "explain", "explanation"]}),
        ("What counts", {"fields": ["goals", "readings", "solution", "wrong_way"]}),
        (
            "The run",
            {"fields": ["preset", "parameters", "events", "horizon_s", "speed", "controls"]},
        ),
        ("Where it belongs", {"fields": ["order", "terms", "misconceptions"]}),
        ("Housekeeping", {"fields": ["uid", "slug", "updated", "reviewed"]}),
        ("History", {"fields": ["reason"]}),
    ]

    def warnings(self, record: Any) -> Iterable[str]:
        course = shelf.current()
        named = [c.misconception for q in (record.predict, record.explain) for c in q.choices]
        unknown = [t for t in record.terms if t not in course.terms]
        unknown += [
            m for m in (*record.misconceptions, *named) if m and m not in course.misconceptions
        ]
        return [f"Unknown: {name}" for name in unknown]
