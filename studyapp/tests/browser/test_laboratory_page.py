"""The laboratory as an instrument: zoom, looking back, comparing, logarithmic time, paper."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from studyapp.tests.browser.conftest import MARKS, Visitor, started
from studyapp.tests.browser.test_laboratory import begins, fast, table, wait_until
from studyapp.tests.ports import free_port
from studyapp.tests.site import prepared

pytestmark = MARKS

# A function each: the page's policy lets nothing be evaluated as text.
AXIS = "document.querySelector('[data-chart=voltage] .plot')._fullLayout.xaxis.range"
SHOWN_FROM_TO = f"() => {AXIS}"
ASKED = """() => {
  const found = {};
  document.getElementById('lab').dispatchEvent(new CustomEvent('lab:ask', { detail: found }));
  return found;
}"""


def moment(page: Page) -> float:
    return float(page.locator("#lab").get_attribute("data-t") or 0)


def run_name(page: Page) -> str:
    """The name that the server gives this run: a digest of its log."""
    page.wait_for_function(f"() => ({ASKED})().run")
    return str(page.evaluate(ASKED)["run"])


def test_a_first_visitor_sees_a_gradient_move_within_two_seconds(visitor: Visitor) -> None:
    shown = "() => Number(document.getElementById('lab')?.dataset.t) > 0 && performance.now()"
    waits = []
    for _ in range(3):  # the machine may be busy with something else
        visitor.opens("/sim/")
        waits.append(visitor.page.wait_for_function(shown, polling=20).json_value())
    assert min(waits) < 2000
    page = visitor.page
    page.wait_for_function(
        """(before) => document.querySelector('#ions').toDataURL() !== before""",
        arg=page.evaluate("document.querySelector('#ions').toDataURL()"),
    )
    inside = page.locator("[data-chart=concentrations] .key output").first
    sodium_mM = float(inside.inner_text())
    page.get_by_role("switch", name="Poison the pump").click()
    expect(page.locator("#event-list li")).to_have_count(1)
    page.wait_for_function(
        """(mM) => Number(document.querySelector(
          '[data-chart=concentrations] .key output').textContent) > mM + 1""",
        arg=sodium_mM,
    )


def test_a_zoom_is_kept_whatever_the_run_does(visitor: Visitor) -> None:
    page = begins(visitor)
    wait_until(page, 60)
    page.locator("#zoom-in").click()
    expect(page.locator("#follow")).to_have_attribute("aria-pressed", "false")
    page.wait_for_timeout(500)
    zoomed = page.evaluate(SHOWN_FROM_TO)
    page.get_by_role("switch", name="Poison the pump").check()
    fast(page, "1 s = 5 min")
    wait_until(page, 900)
    assert page.evaluate(SHOWN_FROM_TO) == pytest.approx(zoomed)
    page.get_by_role("button", name="Follow").click()
    page.wait_for_function(f"() => {AXIS}[1] > 900")


def test_the_scrub_bar_goes_back_through_the_run(visitor: Visitor) -> None:
    page = begins(visitor, "/sim/ouabain/?return=/")
    fast(page, "1 s = 15 min")
    wait_until(page, 3600)
    page.locator("#scrub").fill("0")
    expect(page.locator("#lab")).to_have_attribute("data-state", "paused")
    expect(page.locator("[data-chart=concentrations] .key output").first).to_have_text("12.0")
    assert moment(page) == 0
    page.locator("#scrub").fill("1000")
    page.wait_for_function("() => Number(document.getElementById('lab').dataset.t) >= 3600")


def test_the_run_before_stays_as_faint_lines_until_it_is_turned_off(visitor: Visitor) -> None:
    page = begins(visitor)
    before = page.locator("[data-chart=concentrations] .marks .before path").first
    expect(page.get_by_role("button", name="Compare")).to_be_disabled()
    page.get_by_role("switch", name="Poison the pump").check()
    fast(page, "1 s = 15 min")
    wait_until(page, 1800)
    page.get_by_role("button", name="Restart").click()
    expect(page.locator("#before-key")).to_be_visible()
    page.wait_for_timeout(800)
    assert len(before.get_attribute("d") or "") > 20
    page.get_by_role("button", name="Describe now").click()
    expect(page.locator("#shared")).to_contain_text("In the run before, at this time: Na⁺")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("#before-key")).to_be_hidden()
    expect(before).to_have_attribute("d", "")


def test_a_change_in_the_past_leaves_what_would_have_come_as_the_run_before(
    visitor: Visitor,
) -> None:
    page = begins(visitor)
    fast(page, "1 s = 15 min")
    wait_until(page, 3600)
    page.locator("#scrub").fill("300")
    page.get_by_role("switch", name="Poison the pump").check()
    expect(page.locator("#before-key")).to_be_visible()
    expect(page.get_by_role("switch", name="Poison the pump")).to_be_checked()


def test_logarithmic_time_shows_milliseconds_and_hours_together(visitor: Visitor) -> None:
    page = begins(visitor)
    page.get_by_role("switch", name="Poison the pump").check()
    fast(page, "1 s = 15 min")
    wait_until(page, 3600)
    page.get_by_role("button", name="Log time").click()
    page.wait_for_function(f"() => Math.abs({AXIS}[0] + 3) < 0.01 && {AXIS}[1] > 3.5")
    ticks = page.locator("[data-chart=voltage] .xtick text").all_text_contents()
    assert "1 ms" in ticks
    assert any("min" in tick or "h" in tick for tick in ticks)
    page.get_by_role("button", name="Log time").click()
    page.wait_for_function(f"() => {AXIS}[0] === 0 && {AXIS}[1] > 3600")


def test_a_firing_neuron_has_a_rate_and_an_envelope(visitor: Visitor) -> None:
    page = begins(visitor)
    expect(page.locator("[data-chart=rate]")).to_be_hidden()
    page.get_by_role("radio", name="Neuron").check()
    page.locator(".group", has_text="Channels").get_by_text("More").click()
    fast(page, "1 s = 10 s")
    page.get_by_role("switch", name="Stimulate for long").check()
    wait_until(page, 40)
    rate = page.locator("[data-chart=rate] .key output")
    expect(rate).to_be_visible()
    assert 15 < float(rate.inner_text()) < 40
    run = table(page)
    assert max(run["rate_hz"]) < 60
    assert sum(run["spikes"]) > 300
    # Drawn as a band: the curve reaches the peaks between the samples.
    assert max(run["v_max_mV"]) > 30


def test_in_a_closed_layer_potassium_piles_up_outside(visitor: Visitor) -> None:
    page = begins(visitor)
    page.get_by_label("Around it").select_option(label="thin closed layer")
    page.get_by_role("switch", name="Poison the pump").check()
    fast(page, "1 s = 15 min")
    wait_until(page, 3600)
    run = table(page)
    assert run["k_out_mM"][-1] > 60
    assert abs(run["charge_error_mV"][-1]) < 1e-6
    expect(page.get_by_label("Around it")).to_have_value("500.0")


def test_the_pump_takes_six_steps_and_says_why_it_stands(visitor: Visitor) -> None:
    page = begins(visitor)
    steps = page.locator("#pump-cycle li")
    expect(steps).to_have_count(6)
    seen = set()
    for _ in range(30):
        seen.add(
            page.evaluate(
                "[...document.querySelectorAll('#pump-cycle li')].findIndex((li) => li.className)"
            )
        )
        page.wait_for_timeout(120)
    assert seen >= {0, 1, 2, 3, 4, 5}
    expect(page.locator("[data-caption]")).to_contain_text("turn 13 million times a second")
    page.get_by_role("switch", name="Poison the pump").check()
    expect(page.locator("[data-caption]")).to_contain_text("Ouabain holds the pumps")
    expect(steps.nth(3)).to_have_class("is-now")


def test_a_link_gives_the_same_run_to_the_last_bit(
    visitor: Visitor, browser: Any, site: str
) -> None:
    page = begins(visitor)
    page.get_by_role("switch", name="Dilute the bath").check()
    page.wait_for_timeout(500)
    page.get_by_role("switch", name="Punch holes").check()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#shared")).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    mine = run_name(page)
    other = Visitor(browser, site)
    with other.page.expect_request("**/sim/run/") as first:
        again = begins(other, address.removeprefix(site))
    assert run_name(again) == mine
    asked = json.loads(first.value.post_data or "")
    window = {name: asked[name] for name in asked if name not in {"from_s", "until_s", "points"}}
    window |= {"from_s": 0, "until_s": 600, "points": 200}
    answers = [person.request.post("/sim/run/", data=window).body() for person in (page, again)]
    assert answers[0] == answers[1]
    assert json.loads(answers[0])["run"] == mine
    assert other.faults == []
    other.context.close()


def test_everything_goes_by_keyboard_alone(visitor: Visitor) -> None:
    page = begins(visitor)
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('[data-control=ouabain]') !== null"):
            break
    page.keyboard.press("Space")
    expect(page.locator("#event-list li")).to_have_count(1)
    page.keyboard.press("k")
    expect(page.locator("#lab")).to_have_attribute("data-state", "paused")
    stood = moment(page)
    page.keyboard.press("j")
    page.wait_for_function("(t) => Number(document.getElementById('lab').dataset.t) < t", arg=stood)
    page.keyboard.press("d")
    expect(page.locator("#spoken")).to_contain_text("Membrane potential")
    for name in ("log-time", "whole", "sound"):
        page.locator(f"#{name}").focus()
        page.keyboard.press("Enter")
    expect(page.locator("#sound")).to_have_attribute("aria-pressed", "true")


def test_what_changes_is_spoken_and_every_picture_has_words(visitor: Visitor) -> None:
    page = begins(visitor)
    page.get_by_role("switch", name="Poison the pump").check()
    expect(page.locator("#spoken[aria-live=polite]")).to_have_text("Ouabain blocks the pump")
    names = page.locator("[role=img]").evaluate_all(
        "all => all.map((one) => one.ariaLabel ?? one.querySelector('title')?.textContent)"
    )
    assert len(names) >= 8
    assert all(names)


def test_without_motion_there_are_states(visitor: Visitor, browser: Any, site: str) -> None:
    still = Visitor(browser, site, reduced_motion="reduce")
    page = begins(still, "/sim/ouabain/?return=/")
    assert page.locator("#pump-cycle li.is-now").count() == 0, "all six are shown, none moves"
    page.get_by_role("button", name="Play").click()
    seen = set()
    for _ in range(36):
        seen.add(moment(page))
        page.wait_for_timeout(100)
    assert 2 <= len(seen) <= 5, "one state, then the next, about 1.5 s apart"
    assert still.faults == []
    still.context.close()


def test_a_run_on_paper_has_its_parameters(visitor: Visitor) -> None:
    page = begins(visitor)
    page.get_by_role("switch", name="Poison the pump").check()
    page.wait_for_timeout(600)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator("#print-changes")).to_contain_text("ouabain")
    expect(page.locator("#print-start")).to_contain_text("temperature_C")
    expect(page.locator("#print-link")).to_contain_text("#run=")
    expect(page.get_by_role("switch", name="Poison the pump")).to_be_hidden()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")


def test_a_server_that_restarts_is_waited_for(
    browser: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, port = prepared(tmp_path_factory, "restarted"), free_port()
    server = started(folder, port)
    person = Visitor(browser, f"http://127.0.0.1:{port}")
    page = begins(person)
    server.terminate()
    server.wait(timeout=20)
    page.get_by_role("switch", name="Poison the pump").check()
    expect(page.locator("#trouble")).to_contain_text("What you see is kept")
    page.get_by_role("switch", name="Punch holes").check()
    server = started(folder, port)
    expect(page.locator("#trouble")).to_be_hidden(timeout=30_000)
    expect(page.locator("#shared")).to_have_text("The server answers again: the run goes on.")
    run = table(page)
    assert run["pump_fmol_s"][-1] == 0, "what was asked while nobody answered is not lost"
    expect(page.locator("#event-list")).to_contain_text("Ouabain blocks the pump; Gramicidin")
    faults = [fault for fault in person.faults if "ERR_CONNECTION" not in fault]
    person.context.close()
    server.terminate()
    server.wait(timeout=20)
    assert faults == []


def test_a_flood_of_changes_ends_in_the_last_one_with_all_of_them_in_the_log(
    visitor: Visitor,
) -> None:
    page = begins(visitor)
    page.get_by_role("button", name="Pause").click()
    asked: list[Any] = []
    page.on("request", lambda request: asked.append(request))
    for name in ("Poison the pump", "Take away oxygen", "Block K⁺ leak", "Add sucrose"):
        page.get_by_role("switch", name=name).check()
    expect(page.locator("#event-list li")).to_have_count(1)  # all at the same moment
    run_name(page)
    last = json.loads(asked[-1].post_data or "")
    sets: dict[str, float] = {}
    for event in last["events"]:
        sets |= event["set"]
    assert sets == {"ouabain": 1, "oxygen": 0, "k_leak_block": 0.9, "bath_sucrose_mM": 150}
    assert re.search("sucrose|Sucrose", page.locator("#event-list").inner_text())
