"""What a student waits for in the laboratory, while a class of fifty plays on the same machine."""

import gzip
import json
import statistics
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from deploy import chromium
from deploy.bench.pages import our_site
from deploy.bench.students import Class

STUDENTS = 50
CHANGES = 60
FRAMES_S = 6
TWELVE = [
    *("t_s", "v_mV", "na_in_mM", "k_in_mM", "cl_in_mM", "m", "h", "n", "e_k_mV"),
    *("na_leak_fmol_s", "k_leak_fmol_s", "k_open"),
]
Table = dict[str, float | str]

# From a change of a control to the paint of the first point of its answer: the next paint after
# the first curve that is written once the answer has been read.
WATCH_CHANGES = """() => {
  window.waits = [];
  let changed = null;
  let isAnswered = false;
  const begin = () => {
    const now = performance.now();
    if (changed !== null) window.waits.push(now - changed); // never seen: it took longer than this
    [changed, isAnswered] = [now, false];
  };
  document.addEventListener("change", begin, true);
  const asked = window.fetch;
  window.fetch = async (...question) => {
    const response = await asked(...question);
    const read = response.json.bind(response);
    response.json = async () => { const answer = await read(); isAnswered = true; return answer; };
    return response;
  };
  const written = { subtree: true, attributes: true, attributeFilter: ["d"] };
  new MutationObserver(() => {
    if (changed === null || !isAnswered) return;
    const began = changed;
    changed = null;
    requestAnimationFrame(() => {
      const painted = new MessageChannel();
      painted.port1.onmessage = () => window.waits.push(performance.now() - began);
      painted.port2.postMessage(0);
    });
  }).observe(document.getElementById("charts"), written);
}"""

COUNT_FRAMES = """(seconds) => new Promise((done) => {
  const frames = [];
  let [updates, isNew] = [0, false];
  new MutationObserver(() => { isNew = true; }).observe(
    document.getElementById("charts"), { subtree: true, attributes: true, attributeFilter: ["d"] });
  const frame = (now) => {
    frames.push(now);
    if (isNew) updates += 1;
    isNew = false;
    if (now - frames[0] < 1000 * seconds) return requestAnimationFrame(frame);
    const steps = frames.slice(1).map((at, i) => at - frames[i]).sort((a, b) => a - b);
    const spent = (frames.at(-1) - frames[0]) / 1000;
    done({ frames: steps.length / spent, updates: updates / spent, longest: steps.at(-1),
           p95: steps[Math.floor(steps.length * 0.95)] });
  };
  requestAnimationFrame(frame);
})"""


def measure() -> Table:
    """The table; says what is missing where it cannot be measured."""
    with tempfile.TemporaryDirectory() as name, our_site(Path(name)) as site:
        table = first_answer(site) | windows(site)
        if chromium.path() is None:
            return table | {"not measured, missing": "chromium (apt-get install chromium)"}
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium.path(), args=list(chromium.FLAGS)
            )
            for slowed in (1, 4):
                table |= frames(browser, site, slowed)
            table |= waits(browser, site, "alone")
            with Class(site, STUDENTS) as students:
                time.sleep(5)
                table |= waits(browser, site, f"{STUDENTS} students")
            table |= _spread(f"answers to {STUDENTS} students", [1e3 * w for w in students.waits])
            browser.close()
    return table


def ask(site: str, body: Any) -> tuple[float, bytes]:
    """Milliseconds until an answer (or a refusal) is there, and its bytes as they came."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", "Accept-Encoding": "gzip"}
    request = urllib.request.Request(f"{site}/sim/run/", raw, headers)
    began = time.perf_counter()
    try:
        answer = urllib.request.urlopen(request).read()
    except urllib.error.HTTPError as refusal:
        answer = refusal.read()
    except urllib.error.URLError as error:  # hung up: what is too large need not be read
        if not isinstance(error.reason, BrokenPipeError | ConnectionResetError):
            raise
        answer = b""
    return 1e3 * (time.perf_counter() - began), answer


def first_answer(site: str) -> Table:
    """The first run that anybody asks for after the start, and the next ones."""
    first, _ = ask(site, {"preset": "neuron", "until_s": 1.0, "points": 30})
    others = [
        ask(site, {"preset": "neuron", "until_s": 1.0 + n / 8, "points": 30})[0] for n in range(9)
    ]
    return {"first run after a start, ms": first, "others, ms": statistics.median(others)}


def windows(site: str) -> Table:
    """Windows at the switch of regimes and at a great age; weight; what a hostile file costs."""
    train = [{"t_s": 10.0, "set": {"p_synaptic_um3_s": 0.6}}]
    train += [{"t_s": 40.0, "set": {"p_synaptic_um3_s": 0.0}}]
    log = {"preset": "neuron", "events": train}
    steps = _watched(site, log, 2.0, 30)
    log = {"preset": "animal_cell", "events": [{"t_s": 60.0, "set": {"ouabain": 0.5}}]}
    ages = _watched(site, log, 3600.0, 160)
    young, old = (statistics.median(part) for part in (ages[:20], ages[-20:]))
    weighed = {"preset": "neuron", "events": train, "columns": TWELVE} | _window(9.0, 12.0, 600)
    _, answer = ask(site, weighed)
    return {
        "2 s windows of a neuron that starts and stops firing, slowest, ms": max(steps),
        "an hour of a run a week old against its first day, times as long": old / young,
        "600 points × 12 columns, kB": len(answer) / 1e3,
        "the same unpacked, kB": len(gzip.decompress(answer)) / 1e3,
        "hostile run files refused, slowest, ms": max(ask(site, body)[0] for body in _hostile()),
    }


def _watched(site: str, log: Any, span_s: float, count: int) -> list[float]:
    """Milliseconds of each window of a run, one after the other, as a page asks for them."""
    spent, resume = [], ""
    for n in range(count):
        window = _window(span_s * n, span_s * (n + 1), 30)
        took, answer = ask(site, log | window | {"resume": resume})
        resume = json.loads(gzip.decompress(answer))["resume"]
        spent.append(took)
    return spent


def _window(from_s: float, until_s: float, points: int) -> dict[str, float]:
    return {"from_s": from_s, "until_s": until_s, "points": points}


def _hostile() -> list[Any]:
    event = {"t_s": 1.0, "set": {"ouabain": 1.0}}
    log = {"preset": "neuron", "until_s": 10.0}
    return [
        json.dumps(log | {"events": [event] * 1_000_000}).encode(),
        log | {"events": [event] * 800},
        log | {"until_s": 1e9},
        log | {"parameters": {"p_na_leak_um3_s": 1e300, "volume_fL": -1}},
        log | {"points": 10**9},
        b"[" * 60_000,
    ]


def opened(browser: Browser, site: str) -> Page:
    """The laboratory in a new window, playing."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{site}/sim/?return=/")
    page.locator("#charts .js-plotly-plot").first.wait_for()
    page.wait_for_function("() => document.getElementById('lab').dataset.state === 'playing'")
    return page


def waits(browser: Browser, site: str, name: str) -> Table:
    """A change every second or so; how long each takes to be seen."""
    page = opened(browser, site)
    page.evaluate(WATCH_CHANGES)
    switches = page.get_by_role("switch")
    poison, leak = switches.nth(0), page.get_by_role("switch", name="Double the leak")
    for n in range(CHANGES):
        (poison if n % 2 else leak).click()
        page.wait_for_timeout(700 + 37 * (n % 8))
    found = page.evaluate("() => window.waits")
    page.close()
    if len(found) < CHANGES - 1:
        raise RuntimeError(f"{CHANGES - len(found)} changes were never seen")
    return _spread(f"toggle to painted point, {name}", found)


def _spread(name: str, found: list[float]) -> Table:
    ordered = sorted(found)
    p95 = ordered[int(0.95 * len(ordered))]
    return {
        f"{name}: median, ms": statistics.median(ordered),
        f"{name}: 95th percentile, ms": p95,
        f"{name}: slowest, ms": ordered[-1],
    }


def frames(browser: Browser, site: str, slowed: int) -> Table:
    """Frames and written curves a second while a neuron fires, the processor slowed or not."""
    page = opened(browser, site)
    page.get_by_role("radio", name="Neuron").check()
    page.locator("#speed").select_option(label="1 s = 1 s")
    page.locator(".group", has_text="Channels").get_by_text("More").click()
    page.get_by_role("switch", name="Stimulate for long").check()
    client = page.context.new_cdp_session(page)
    client.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    page.wait_for_timeout(2000)
    found = page.evaluate(COUNT_FRAMES, FRAMES_S)
    page.close()
    name = "7 charts and the drawing" + (f", processor slowed {slowed} times" if slowed > 1 else "")
    return {
        f"{name}: frames/s": found["frames"],
        f"{name}: updates of curves/s": found["updates"],
        f"{name}: 95th percentile of a frame, ms": found["p95"],
        f"{name}: longest frame, ms": found["longest"],
    }
