"""The time of an attempt is over: what came too late is told truly."""

from playwright.sync_api import expect

from studyapp.tests.browser.conftest import MARKS
from studyapp.tests.browser.sitting import LATER_MS, SAVES, Sitter

pytestmark = MARKS


def test_where_no_teacher_decides_what_came_too_late_is_said_to_be_lost(sitter: Sitter) -> None:
    # As in a mock exam: nobody has assigned it.
    sitter.database.change(
        "UPDATE quizzes_attempt SET assignment_id = NULL WHERE id = ?", sitter.attempt
    )
    sitter.page.route(SAVES, lambda route: route.abort())
    sitter.choose(1, 1)
    expect(sitter.banner).to_contain_text("No connection")
    # The answer was given 200 seconds ago, in time; the time ended 100 seconds ago.
    sitter.page.evaluate("() => {const now = Date.now; Date.now = () => now() + 200_000;}")
    sitter.database.leave(sitter.attempt, -100)
    sitter.page.unroute(SAVES)
    expect(sitter.banner).to_contain_text("Too late to count: question 1.", timeout=LATER_MS)
    expect(sitter.banner).not_to_contain_text("teacher")
    sitter.banner.get_by_role("link", name="See the result").click()
    expect(sitter.page.get_by_role("heading", name="Receipt")).to_be_visible()
    assert sitter.kept() == {}
    sitter.forgive()
