"""Long attempts: sixty items within a second on a slow school computer, and every kind of item."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect

from studyapp.tests.browser.conftest import MARKS, Visitor
from studyapp.tests.site import environment, manage

pytestmark = MARKS
SLOWER = 4
MOST_MS = 1000

# The items with the most on them first: material, tables, charts.
BEGIN = """
import json
from quizzes import actions
from quizzes.models import Item
from studyapp.accounts.models import User
SIXTY = list(Item.objects.choices().select_related("current"))
SIXTY.sort(key=lambda item: -len(json.dumps(item.published)))
items = Item.objects.published().select_related("current")
KINDS = list({item.kind: item for item in items if item.kind != "free-response"}.values())
attempt = actions.begin_with(
    user=User.objects.get(username="student"), title="Long", minutes=90,
    versions=[item.current for item in WHICH[:60]],
)
print(json.dumps([attempt.pk, attempt.answers.count()]))
"""

# From the reply's first byte until the page hears its first click.
READY = """() => {
  const [entry] = performance.getEntriesByType("navigation");
  return performance.getEntriesByName("attempt-ready")[0].startTime - entry.responseStart;
}"""


def begun(site_folder: Path, which: str) -> tuple[int, int]:
    """An attempt of the student's at SIXTY or KINDS: its number, and how many questions it has."""
    code = BEGIN.replace("WHICH", which)
    made = manage("shell", "-v", "0", "-c", code, env=environment(site_folder, 0))
    assert made.returncode == 0, made.stderr
    attempt, count = json.loads(made.stdout.strip().splitlines()[-1])
    return attempt, count


def test_every_kind_is_answered_on_a_page_and_restored(come: Any, site_folder: Path) -> None:
    attempt, count = begun(site_folder, "KINDS")
    assert count > 5
    page = come("student").opens(f"/attempts/{attempt}/")
    page.evaluate("document.querySelector('[data-switch=oneByOne]').click()")
    for field in page.locator("[data-save]").all():
        field.scroll_into_view_if_needed()
        shown = field.locator("input:not([type=hidden]), select").first
        expect(shown).to_be_visible()
        is_list = shown.evaluate("(input) => input.matches('select')")
        if is_list:
            shown.select_option(index=1)
        elif shown.get_attribute("type") == "text":
            shown.fill("4.2")
        else:
            shown.check()
        for button in field.locator("[data-predict]").all():
            button.click()
        expect(field.locator("[data-saved]")).to_contain_text("saved")
    states = "() => [...document.querySelectorAll('.map a')].map((link) => link.className)"
    assert page.evaluate(states) == ["is-answered"] * count
    page.reload()
    assert page.evaluate(states) == ["is-answered"] * count


def test_sixty_items_start_within_a_second_on_a_slow_processor(
    browser: Browser, site: str, site_folder: Path
) -> None:
    attempt, count = begun(site_folder, "SIXTY")
    assert count == 60
    person = Visitor(browser, site).signs_in("student")
    session: Any = person.context.new_cdp_session(person.page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    times = []
    for _ in range(3):
        person.page.goto(f"/attempts/{attempt}/")
        person.page.locator(".attempt[data-ready]").wait_for(state="attached")
        times.append(person.page.evaluate(READY))
    assert min(times) < MOST_MS, times
    person.context.close()
    assert person.faults == []
