"""The laboratory's pages: all of them, for anybody, and of use without a script."""

import json
import re

import pytest
from django.test import Client

from sim.scenariofiles import read_scenario, write_scenario
from sim.tests.scenarios import load_scenarios, read_scenarios
from studyapp.accounts.models import User
from terms import shelf

SCENARIOS = read_scenarios()
SLUGS = [record.slug for record in SCENARIOS]
REQUIRED = {
    *("healthy-cell", "ouabain", "no-atp", "sodium-channels-locked-open"),
    *("high-outside-potassium", "leak-doubled", "cold", "hypotonic-bath"),
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def scenarios():
    return load_scenarios()


def test_the_scenarios_that_other_pages_link_to_are_there():
    assert set(SLUGS) >= REQUIRED


@pytest.mark.parametrize("slug", SLUGS)
def test_a_stranger_gets_every_scenario(client, scenarios, slug):
    response = client.get(f"/sim/{slug}/")
    assert response.status_code == 200
    chosen = response.context["chosen"]
    page = response.content.decode()
    assert f"<h1>{chosen.title}</h1>" in page
    assert 'aria-current="page"' in page


def test_the_teacher_and_her_student_get_the_same_page_as_a_stranger(scenarios):
    for role in (User.Role.TEACHER, User.Role.STUDENT):
        client = Client()
        client.force_login(User.objects.create_user(role, role=role))
        assert client.get("/sim/ouabain/").status_code == 200


def test_the_index_lists_every_scenario(client, scenarios):
    page = client.get("/sim/").content.decode()
    for slug in SLUGS:
        assert f'class="card" href="/sim/{slug}/"' in page


def test_a_scenario_that_is_not_there_is_not_found(client, scenarios):
    assert client.get("/sim/perpetual-motion/").status_code == 404


def test_without_a_script_the_run_is_a_table_and_a_sentence(client, scenarios):
    response = client.get("/sim/ouabain/")
    page = response.content.decode()
    assert "<noscript>" in page
    assert 8 <= len(response.context["rows"]) <= 12
    assert "After 2 h in the cell: Na⁺ inside 130" in page


def test_the_page_needs_no_inline_script_or_style(client, scenarios):
    page = client.get("/sim/ouabain/").content.decode()
    assert not re.search(r"\sstyle=", page)
    assert "<style" not in page
    assert not re.search(r"\son\w+=", page)
    for attributes in re.findall(r"<script([^>]*)>", page):
        assert "src=" in attributes or 'type="application/json"' in attributes
    assert 'id="plotly.js-style-global" class="no-inline-styles"' in page


def test_the_setup_names_the_run_and_every_control(client, scenarios):
    page = client.get("/sim/ouabain/").content.decode()
    setup = json.loads(re.search(r'id="lab-setup"[^>]*>(.*?)</script>', page, re.S)[1])
    assert setup["scenario"]["events"] == [{"t_s": 60.0, "set": {"ouabain": 1.0}}]
    for control in setup["controls"]:
        assert f'data-control="{control["name"]}"' in page
        assert control["changes"][0][0] in setup["cells"]["animal_cell"]


def test_all_seven_charts_have_axes_with_units(client, scenarios):
    figures = client.get("/sim/").context["figures"]
    assert len(figures) == 7
    assert {"mM", "mV", "fmol/s", "spikes/s"} <= {figure["unit"] for figure in figures}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("/attempts/7/", "/attempts/7/"),
        ("//elsewhere.example/", ""),
        ("https://elsewhere.example/", ""),
        ("/\\elsewhere.example", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_the_way_back_stays_on_this_site(client, scenarios, given, expected):
    assert client.get("/sim/ouabain/", {"return": given}).context["back"] == expected


LIMITS = (
    *("Ca²⁺", "pH", "bicarbonate", "cytoskeleton", "volume regulation", "osmotically inactive"),
    *("phosphocreatine", "AMP", "bath is endless", "space clamp", "spikes do not travel"),
    *("pump does not feel the voltage", "never runs backward"),
)


def test_the_page_states_every_limit_of_the_model(client, scenarios):
    page = client.get("/sim/ouabain/").content.decode()
    stated = page.split("What this model leaves out</summary>")[1].split("</details>")[0]
    assert [limit for limit in LIMITS if limit not in stated] == []


def test_no_meter_shows_a_number_before_it_is_computed(client, scenarios):
    """Each kind of cell has its own: 42.3 kJ is the animal cell's, 44.2 kJ the neuron's."""
    page = client.get("/sim/one-spike/").content.decode()
    shown = re.findall(r"<output data-value>(.*?)</output>", page)
    assert len(shown) >= 5
    assert not any(re.search(r"\d", text) for text in shown)


def test_the_number_of_queries_does_not_grow_with_the_scenarios(
    client, scenarios, django_assert_max_num_queries
):
    shelf.current()  # the course is read once for each version of the content
    with django_assert_max_num_queries(3):
        client.get("/sim/ouabain/?fresh=1")


def test_explanations_have_the_length_that_was_agreed():
    for record in SCENARIOS:
        assert 80 <= len(record.explanation.split()) <= 160, record.slug


def test_a_scenario_file_written_anew_is_the_same_record():
    for record in SCENARIOS:
        assert read_scenario(write_scenario([record]), "x.yaml") == [record]
