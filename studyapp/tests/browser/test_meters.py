"""Meters and controls of the laboratory: what the numbers on the page say of the cell."""

import re

from playwright.sync_api import Page, expect

from studyapp.tests.browser.conftest import MARKS, Visitor
from studyapp.tests.browser.test_laboratory import begins, fast, table, wait_until

pytestmark = MARKS


def number(page: Page, meter: str) -> float:
    text = page.locator(f"[data-meter={meter}] [data-value]").inner_text().replace("−", "-")
    found = re.search(r"-?[\d.]+", text)
    assert found, text
    return float(found[0])


def test_at_rest_the_battery_is_full_and_the_arrows_cancel(visitor: Visitor) -> None:
    page = begins(visitor)
    # 3·(66.6 + 60) + 2·(−60 + 89.1) mV times F is 42.3 kJ/mol; e^(126.6/26.7) is 114.
    assert 42.0 < number(page, "battery") < 42.6
    assert number(page, "symport") in {113, 114, 115}
    for ion in ("na", "k"):
        expect(page.locator(f"[data-meter={ion}] [data-value]")).to_contain_text("They cancel")


def test_without_the_pump_the_battery_runs_down(visitor: Visitor) -> None:
    page = begins(visitor)
    page.get_by_role("switch", name="Poison the pump").check()
    fast(page, "1 s = 15 min")
    wait_until(page, 3600)
    assert number(page, "battery") < 25
    assert number(page, "symport") < 12
    expect(page.locator("[data-meter=na] [data-value]")).to_contain_text("The cell gains")
    expect(page.locator("[data-meter=atp] [data-value]")).to_contain_text("the pump takes 0%")


def test_a_spike_moves_one_ion_in_hundreds(visitor: Visitor) -> None:
    page = begins(visitor, "/sim/one-spike/?return=/")
    card = page.locator("[data-meter=spike]")
    expect(card).to_be_hidden()
    if page.get_by_role("button", name="Play").count():
        page.get_by_role("button", name="Play").click()
    # 0.032 fmol come in, 24 are inside (test_one_spike_hardly_moves_the_ions).
    expect(card).to_be_visible(timeout=60_000)
    told = card.locator("[data-value]").inner_text()
    assert 600 < float(told.removeprefix("one in ").replace(",", "")) < 1000


FLOWS = """async ([state, rest]) => {
  const files = performance.getEntriesByType('resource').map((entry) => entry.name);
  const { flowsOf } = await import(files.find((name) => /sim\\/membrane\\.[^/]*js/.test(name)));
  return flowsOf(state, rest, {}).cl;
}"""


def test_chloride_drifts_with_its_net_flux(visitor: Visitor) -> None:
    page = begins(visitor)
    run = table(page)
    assert {"cl_leak_fmol_s", "kcc2_fmol_s"} <= set(run)
    rest = {"na_leak_fmol_s": -0.3, "pump_fmol_s": 0.1}
    # A neuron at rest: V is 7 mV above E Cl⁻, and KCC2 carries out what leaks in.
    balanced = rest | {"v_mV": -70, "e_cl_mV": -77, "cl_leak_fmol_s": -0.02, "kcc2_fmol_s": 0.02}
    assert page.evaluate(FLOWS, [balanced, rest]) == 0
    entering = balanced | {"cl_leak_fmol_s": -0.17}
    assert abs(page.evaluate(FLOWS, [entering, rest]) + 0.5) < 1e-9


def test_nothing_is_lost_whatever_is_done(visitor: Visitor) -> None:
    page = begins(visitor)
    page.get_by_role("switch", name="Punch holes").check()
    fast(page, "1 s = 5 min")
    page.get_by_text("Is anything lost?").click()
    wait_until(page, 1200)
    expect(page.locator("[data-charge]")).to_have_text(re.compile(r"^\de-\d+ mV$"))
    assert float(page.locator("[data-charge]").inner_text().split(" ")[0]) < 1e-6


def test_a_poisoned_cell_without_chloride_channels_does_not_swell(visitor: Visitor) -> None:
    page = begins(visitor)
    page.locator(".group", has_text="Channels").get_by_text("More").click()
    page.get_by_role("switch", name="Close Cl⁻ channels").check()
    page.get_by_role("switch", name="Poison the pump").check()
    fast(page, "1 s = 15 min")
    wait_until(page, 5400)
    run = table(page)
    assert run["na_in_mM"][-1] > 110
    assert abs(run["volume_fL"][-1] / run["volume_fL"][0] - 1) < 0.01
    expect(page.locator("#now")).to_contain_text("Na⁺ comes in only for K⁺ that leaves")


def test_a_slider_says_its_number_and_goes_by_keyboard(visitor: Visitor) -> None:
    page = begins(visitor, "/sim/one-spike/?return=/")
    page.get_by_role("button", name="Pause").click()
    slider = page.locator("[data-control=lock-open] [data-slider]")
    slider.focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    # From 0.001% on in equal ratios: six steps of a twentieth are 0.03%.
    expect(slider).to_have_attribute("aria-valuetext", "0.03%")
    expect(page.locator("#event-list")).to_contain_text("Na⁺ channels are locked open: 0.03%")


def test_the_squid_axon_has_a_radius_and_a_thin_one_gains_more_sodium(visitor: Visitor) -> None:
    page = begins(visitor)
    page.get_by_role("radio", name="Squid axon").check()
    gained = []
    for radius in ("giant axon, 238 µm", "thin fiber, 0.5 µm"):
        page.get_by_label("Radius").select_option(label=radius)
        page.locator("#speed").select_option(label="1 s = 4 ms")
        page.get_by_role("button", name="Stimulate once").click()
        page.wait_for_timeout(2500)
        page.get_by_role("button", name="Pause").click()
        run = table(page)
        assert max(run["v_mV"]) > 20
        gained.append(max(run["na_in_mM"]) - run["na_in_mM"][0])
        page.get_by_role("button", name="Play").click()
    assert gained[0] < 0.01
    assert gained[1] > 0.3
