"""The time of an attempt is over: a class hands in one by one, what came too late is told truly."""

from typing import Any

from playwright.sync_api import expect

from studyapp.tests.browser.conftest import MARKS
from studyapp.tests.browser.sitting import LATER_MS, SAVES, Database, Sitter, begin

pytestmark = MARKS


def test_where_no_teacher_decides_what_came_too_late_is_said_to_be_lost(
    come: Any, database: Database
) -> None:
    sitter = begin(come, database, "Nobody decides")
    # As in a mock exam: nobody has assigned it.
    database.change("UPDATE quizzes_attempt SET assignment_id = NULL WHERE id = ?", sitter.attempt)
    sitter.page.route(SAVES, lambda route: route.abort())
    sitter.choose(1, 1)
    expect(sitter.banner).to_contain_text("No connection")
    # The answer was given 200 seconds ago, in time; the time ended 100 seconds ago.
    sitter.page.evaluate("() => {const now = Date.now; Date.now = () => now() + 200_000;}")
    database.leave(sitter.attempt, -100)
    sitter.page.unroute(SAVES)
    expect(sitter.banner).to_contain_text("Too late to count: question 1.", timeout=LATER_MS)
    expect(sitter.banner).not_to_contain_text("teacher")
    sitter.banner.get_by_role("link", name="See the result").click()
    expect(sitter.page.get_by_role("heading", name="Receipt")).to_be_visible()
    assert sitter.kept() == {}
    sitter.forgive()


# From the moment at which nothing can be answered any more until the page asks to be handed in.
WAITS_LONGEST = """
Math.random = () => 0.9999;
const asks = window.fetch;
let ended = Infinity;
new MutationObserver(() => {
  const isOver = document.querySelector("[data-save]:disabled");
  if (isOver && ended === Infinity) ended = performance.now();
}).observe(document, {subtree: true, attributes: true, attributeFilter: ["disabled"]});
window.fetch = (address, ...more) => {
  if (String(address).includes("/finish/")) localStorage.waited = performance.now() - ended;
  return asks(address, ...more);
};
"""


def test_a_whole_class_does_not_hand_in_at_the_same_moment(sitter: Sitter) -> None:
    sitter.choose(1, 1)
    sitter.is_saved()
    sitter.database.leave(sitter.attempt, 5)
    sitter.page.add_init_script(WAITS_LONGEST)
    sitter.page.reload()
    sitter.choose(2, 2)
    sitter.result()
    assert float(sitter.page.evaluate("localStorage.waited")) > 3500
    assert sitter.kept() == {1: 1, 2: 2}
    assert sitter.database.finisher(sitter.attempt) == "deadline"
    sitter.forgive()
