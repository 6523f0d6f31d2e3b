"""The laboratory: its page, and the runs it asks for."""

from typing import Any

from django.core.validators import slug_re
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sim import controls, runs
from sim.core.decoding import decode
from sim.core.run import Problem, RunProblems
from sim.figures import figures
from sim.models import Scenario
from sim.records import ChoiceRecord, ScenarioRecord
from sim.resume import read_carried
from sim.scenariofiles import run_of
from sim.schema import document
from sim.tables import rows_of
from sim.validation import charts_of, report
from studyapp.accounts.access import public
from studyapp.lib import markdown
from studyapp.lib.pagecache import cached_page
from terms import shelf
from terms.models import Term

FIRST = "healthy-cell"
SLUG_LENGTH = 80
LETTERS = "ABCD"


@public
@cached_page
def index(request: HttpRequest) -> HttpResponse:
    return _laboratory(request, FIRST)


@public
@cached_page
def scenario(request: HttpRequest, slug: str) -> HttpResponse:
    return _laboratory(request, slug)


@public
@cached_page
def schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document of `/sim/run/`."""
    return JsonResponse(document(request.build_absolute_uri("/"), reverse("sim:run")))


@public
@cached_page
def validation(request: HttpRequest) -> HttpResponse:
    """The model against papers, closed forms and itself, with what is left between them."""
    found = report()
    models = [model | {"charts": charts_of(model)} for model in found["models"]]
    rows = [row for group in (*found["groups"], *found["models"]) for row in group["rows"]]
    context = {
        "groups": found["groups"],
        "models": models,
        "count": len(rows),
        "holding": sum(row["holds"] for row in rows),
    }
    return render(request, "sim/validation.html", context)


def _laboratory(request: HttpRequest, slug: str) -> HttpResponse:
    scenarios = [row.served() for row in Scenario.objects.published()]
    chosen = next((record for record in scenarios if record.slug == slug), None)
    if chosen is None:
        raise Http404("no such scenario")
    rows, outcome = rows_of(chosen)
    context = {
        "chosen": chosen,
        "is_index": request.resolver_match is not None
        and request.resolver_match.url_name == "index",
        "scenarios": scenarios,
        "explanation": markdown.render(chosen.explanation),
        "term_links": _term_links(chosen.terms),
        "control_groups": controls.grouped(),
        "cells": [(name, controls.CELLS[name]) for name in controls.CHOSEN_CELLS],
        "start_choices": controls.START_CHOICES,
        "figures": figures(),
        "setup": _setup(chosen),
        "rows": rows,
        "outcome": outcome,
        "back": _back(request),
        "predictions": _predictions(chosen),
    }
    return render(request, "sim/laboratory.html", context)


def _predictions(record: ScenarioRecord) -> list[tuple[str, ChoiceRecord, str]]:
    """(letter, prediction, the idea that replaces its misconception), in the scenario's order."""
    course = shelf.current()
    return [
        (letter, choice, getattr(course.misconceptions.get(choice.misconception), "right", ""))
        for letter, choice in zip(LETTERS, record.choices, strict=False)
    ]


def _term_links(slugs: tuple[str, ...]) -> list[tuple[str, str]]:
    """(title, address) of the term pages that readers can open, in the scenario's order."""
    titles = dict(Term.objects.published().filter(slug__in=slugs).values_list("slug", "title"))
    return [(titles[s], reverse("terms:term", args=[s])) for s in slugs if s in titles]


def _setup(record: ScenarioRecord) -> dict[str, Any]:
    """What the page's script must know besides the figures."""
    return {
        "scenario": {
            "slug": record.slug,
            "title": record.title,
            "horizon_s": record.horizon_s,
            "speed": record.speed,
            **run_of(record),
        },
        "controls": controls.for_page(),
        "cells": controls.resting_values(),
        "names": controls.CELLS,
        "runUrl": reverse("sim:run"),
        "limit_s": runs.LIMITS.max_horizon_s,
        "eventLimit": runs.LIMITS.max_events,
    }


def _back(request: HttpRequest) -> str:
    """The page of this site that sent the reader here, if it said so."""
    path = request.GET.get("return", "")
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_ours else ""


@public
@csrf_exempt
@require_POST
def run(request: HttpRequest) -> HttpResponse:
    """Answer a run. Nothing is written, so neither session nor CSRF token is asked for."""
    try:
        raw = _resolved(_body(request))
        asked, columns, carried = runs.read_run(raw), runs.read_columns(raw), read_carried(raw)
    except RunProblems as error:
        problems = [{"where": p.where, "reason": p.reason} for p in error.problems]
        return JsonResponse({"problems": problems}, status=400)
    return HttpResponse(runs.answer(asked, columns, carried), content_type="application/json")


def _body(request: HttpRequest) -> Any:
    if request.content_type != "application/json":
        raise RunProblems([Problem("body", "must be sent as application/json")])
    try:
        too_large = int(request.META.get("CONTENT_LENGTH") or 0) > runs.MAX_BODY_BYTES
    except ValueError:
        too_large = True
    if too_large or len(request.body) > runs.MAX_BODY_BYTES:
        raise RunProblems([Problem("body", f"must be at most {runs.MAX_BODY_BYTES} bytes")])
    try:
        return decode(request.body)
    except RunProblems as error:
        raise RunProblems([Problem("body", f"is not JSON ({error.problems[0].reason})")]) from error


def _resolved(raw: Any) -> Any:
    """`raw` with its scenario, if it names one, put in its place; events of its own come on top."""
    if not isinstance(raw, dict) or "scenario" not in raw:
        return raw
    slug = raw["scenario"]
    row = None
    # What no slug can hold (NUL, half a character) must not reach the database: it would fail.
    if isinstance(slug, str) and len(slug) <= SLUG_LENGTH and slug_re.fullmatch(slug):
        row = Scenario.objects.published().filter(slug=slug).first()
    if row is None:
        raise RunProblems([Problem("scenario", "there is no such scenario")])
    if "preset" in raw:
        raise RunProblems([Problem("preset", "give either a scenario or a preset")])
    record: ScenarioRecord = row.served()
    return runs.on_scenario(raw, run_of(record), record.horizon_s)
