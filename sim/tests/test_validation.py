"""The model against papers, closed forms and itself: it holds, and would not if it were wrong."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from sim import published, validation
from sim.core import references
from sim.published import read_published
from studyapp.lib.problems import ContentProblems

KAY = published.FOLDER / "kay-2017.yaml"


@pytest.fixture(scope="module")
def found():
    return validation.report()


def rows_of(found):
    return [row for part in (*found["groups"], *found["models"]) for row in part["rows"]]


def test_every_comparison_holds(found):
    assert [row["says"] for row in rows_of(found) if not row["holds"]] == []
    assert len(rows_of(found)) > 50


@pytest.mark.parametrize(
    ("says", "how_many"),
    [
        ("at its Nernst potential, per one-way flux", 3),
        ("Net current without a pump at Goldman’s voltage", 1),
        ("in the Donnan state", 4),
        ("Nernst potential of", 3),
        ("Mullins–Noda", 1),
    ],
)
def test_closed_forms_hold_to_the_precision_of_the_machine(found, says, how_many):
    """A run comes near them; the equations themselves leave nothing but rounding."""
    (group,) = [group for group in found["groups"] if group["title"] == "Closed forms"]
    rows = [row for row in group["rows"] if says in row["says"]]
    assert len(rows) == how_many
    for row in rows:
        assert row["difference"] <= 1e-12 * max(1.0, abs(row["expected"])), row["says"]


def test_the_three_models_have_their_source_and_figures(found):
    assert [m["id"] for m in found["models"]] == [
        "duesterwald-2018", "kay-2017", "hodgkin-huxley-1952",
    ]  # fmt: skip
    for model in found["models"]:
        assert model["doi"]
        assert model["figures"]
        for figure in model["figures"]:
            for line in figure["lines"]:
                assert len(line["t"]) == len(line["ours"]) == len(line["reference"]) > 50


@pytest.mark.parametrize("name", ["g_na", "g_k", "pump", "osmolarity", "k_out"])
def test_a_paper_with_another_number_would_not_agree(name):
    text = KAY.read_text()
    model = read_published(text, "kay")
    given = {**model.given, name: model.given[name].model_copy(
        update={"value": model.given[name].value * 1.02}
    )}  # fmt: skip
    other = model.model_copy(update={"given": given})
    compared = validation.compare_pump_leak(references.kay, other, "pump-stops")
    check = next(c for c in model.checks if c.against == "integration" and c.column == "v_mV")
    assert not validation._proof(check, compared).holds


def test_a_faulty_file_is_refused_with_its_line():
    text = KAY.read_text().replace("ouabain: 1}", "ouabain: 7}")
    with pytest.raises(ContentProblems) as caught:
        read_published(text, "kay.yaml")
    assert "must be between 0 and 1" in str(caught.value)
    text = KAY.read_text().replace("doi: ", "dio: ")
    with pytest.raises(ContentProblems):
        read_published(text, "kay.yaml")


def test_what_was_computed_is_kept_until_the_physics_changes(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    made = []
    monkeypatch.setattr(validation, "made", lambda: made.append(1) or {"groups": [], "models": []})
    validation.report()
    validation.report()
    assert len(made) == 1
    monkeypatch.setattr(validation, "source_fingerprint", lambda: "other")
    validation.report()
    assert len(made) == 2
    next(tmp_path.glob("validation-*.json")).write_text("half a fi")
    validation.report()


def test_the_command_says_what_does_not_hold(monkeypatch, capsys):
    call_command("validate_model")
    assert "comparisons of the membrane model hold" in capsys.readouterr().out
    row = {"says": "A is B", "holds": False}
    monkeypatch.setattr(validation, "report", lambda: {"groups": [{"rows": [row]}], "models": []})
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("validate_model")
    assert "A is B" in capsys.readouterr().err


@pytest.mark.django_db
def test_the_page_shows_each_residual_and_computed_curves(found):
    page = Client().get("/sim/validation/").content.decode()
    assert page.count("✓ yes") == len(rows_of(found))
    assert "✗ no" not in page
    assert "10.1113/jphysiol.1952.sp004764" in page
    plots = page.count("data-chart")
    assert plots == sum(len(model["figures"]) for model in found["models"])
    first = page.split('type="application/json">')[1].split("</script>")[0]
    names = [trace["name"] for trace in json.loads(first)["data"]]
    assert "from 90 mM, reference" in names


@pytest.mark.django_db
def test_no_scenario_may_take_the_address_of_another_page():
    from sim.scenariofiles import read_scenario  # noqa: PLC0415

    text = (published.FOLDER.parent / "scenarios" / "cold.yaml").read_text()
    with pytest.raises(ContentProblems, match="is another page"):
        read_scenario(text.replace("slug: cold", "slug: validation"), "x.yaml")
