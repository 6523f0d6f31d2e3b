"""A student types, and the connection, the page or the time is gone before she pauses.

After each fault the server keeps what the page last said was saved, and after recovery all that
was typed; the points are those of the answers.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from studyapp.tests.browser.conftest import MARKS
from studyapp.tests.browser.sitting import (
    LATER_MS,
    SAVED,
    SAVES,
    Database,
    Sitter,
    assigned,
    open_attempt,
    until,
)

pytestmark = MARKS

# As in tests of their kinds: a word, a number with its unit, four parts without a graph.
TYPED = ["u2-2.1-101", "u2-2.8-107"]
WRITTEN = "u2-frq-algae-cell-size"
WORD, NUMBER, UNIT = "choice-1", "choice-2.value", "choice-2.unit"
PARTS = [f"choice-3.{label}" for label in "ABCD"]
LONG = "The pump’s 3 Na⁺ & 2 K⁺, “uphill”: 50 %;\n\ttwo lines, one thought. "

# The wait after the last letter is 500 ms: with `window.slowly` a test has time to act within it.
SLOWLY = """
window.slowly = 1;
const realWait = window.setTimeout;
window.setTimeout = (f, ms, ...a) => realWait(f, ms === 500 ? ms * window.slowly : ms, ...a);
"""
BOXES = """() => [...document.querySelectorAll('[data-save]')].map((field) => [
  Number(field.dataset.position),
  field.querySelector('[data-saved]').textContent.startsWith('saved'),
  Object.fromEntries([...field.elements]
    .filter((box) => box.name.startsWith('choice-') && box.value)
    .map((box) => [box.name.replace(/^choice-[0-9]+/, ''), box.value])),
])"""


def text_of(letters: int) -> str:
    return (LONG * (letters // len(LONG) + 1))[:letters].rstrip() + "."


class Writer(Sitter):
    """The student with a word, a number with its unit and a long text to write."""

    def box(self, name: str) -> Any:
        return self.page.locator(f'[name="{name}"]')

    def writes(self, name: str, text: str, is_done: bool = True) -> None:
        """Typed at once; who is not done has the cursor still in the text and goes on."""
        self.page.evaluate("(times) => { window.slowly = times; }", 1 if is_done else 60)
        self.box(name).fill(text)
        if is_done:
            self.box(name).blur()

    def _boxes(self, is_saved: bool) -> dict[int, Any]:
        rows = self.page.evaluate(BOXES)
        return {place: said for place, saved, said in rows if said and (saved or not is_saved)}

    def typed(self) -> dict[int, Any]:
        """All that stands in the boxes, by position and by the ends of their names."""
        return self._boxes(is_saved=False)

    def shown_as_saved(self) -> dict[int, Any]:
        return self._boxes(is_saved=True)

    def kept(self) -> dict[int, Any]:
        def said(response: Any) -> dict[str, str]:
            named = response if isinstance(response, dict) else {"": response}
            return {f".{key}" if key else "": text for key, text in named.items() if text}

        return {place: said(response) for place, response in super().kept().items()}

    def is_whole(self) -> None:
        """The server has all that was typed, and the page says so."""
        until(self.page, lambda: self.kept() == self.typed())
        expect(self.banner).to_contain_text(SAVED, timeout=LATER_MS)
        self.assert_true()

    def leaves(self) -> None:
        """She is warned, and goes."""
        self.page.on("dialog", lambda dialog: dialog.accept())


def writing(come: Any, database: Database, title: str) -> Writer:
    teacher, student = come("teacher"), come("student")
    given = assigned(teacher, database, title, TYPED)
    database.change(
        "INSERT INTO quizzes_quizitem (quiz_id, item_id, position)"
        " SELECT a.activity_id, i.id, 3 FROM classes_assignment a, quizzes_item i"
        " WHERE a.id = ? AND i.uid = ?",
        given,
        WRITTEN,
    )
    open_attempt(student, given, lambda context: context.add_init_script(SLOWLY))
    return Writer(student, teacher, database)


@pytest.fixture
def writer(come: Any, database: Database, request: Any) -> Iterator[Writer]:
    begun = writing(come, database, request.node.name[5:100])
    yield begun
    begun.is_marked_as_kept()


def test_what_is_typed_as_the_network_is_cut_is_kept_until_it_is_back(writer: Writer) -> None:
    writer.writes(WORD, "smooth ER")
    writer.is_whole()
    writer.writes(PARTS[0], text_of(3000), is_done=False)
    writer.offline()
    assert writer.kept() == {1: {"": "smooth ER"}}
    writer.box(PARTS[0]).blur()
    expect(writer.banner).to_contain_text("No connection. Go on answering.")
    writer.writes(NUMBER, "1.62")
    writer.writes(UNIT, "mM/min")
    writer.writes(PARTS[0], text_of(3500))
    writer.writes(PARTS[1], text_of(200))
    assert writer.shown_as_saved() == writer.kept() == {1: {"": "smooth ER"}}
    writer.offline(False)
    writer.is_whole()
    assert set(writer.kept()) == {1, 2, 3}
    writer.forgive()


@pytest.mark.parametrize("name", [WORD, NUMBER, PARTS[0]])
def test_a_reload_before_she_pauses_keeps_every_letter(writer: Writer, name: str) -> None:
    writer.writes(PARTS[1], "Before.")
    writer.is_whole()
    kept, text = writer.kept(), text_of(2000) if name == PARTS[0] else "1.62"
    writer.writes(name, text, is_done=False)
    assert writer.kept() == kept
    writer.leaves()
    writer.page.reload()
    expect(writer.box(name)).to_have_value(text)
    writer.is_whole()
    assert writer.kept() != kept
    writer.forgive()


# Nothing but what the browser sends of a page that is gone comes through: at most 64 kB.
TOO_SLOW = """() => {
  const real = window.fetch;
  window.fetch = (address, options) =>
    options?.keepalive ? real(address, options) : new Promise(() => {});
}"""


@pytest.mark.parametrize(("letters", "arrives"), [(1500, True), (18_000, False)])
def test_a_tab_that_is_closed_before_she_pauses_loses_nothing(
    writer: Writer, letters: int, arrives: bool
) -> None:
    for name in PARTS[:3]:
        writer.writes(name, text_of(letters))
    writer.is_whole()
    kept, context = writer.kept(), writer.person.context
    writer.writes(PARTS[3], text_of(letters), is_done=False)
    typed = writer.typed()
    assert writer.kept() == kept
    writer.page.evaluate(TOO_SLOW)
    writer.leaves()
    with writer.page.expect_event("close"):
        writer.page.close(run_before_unload=True)
    writer.page = context.new_page()
    if arrives:
        until(writer.page, lambda: writer.kept() == typed)
    else:
        assert writer.kept() == kept
    writer.page.goto(f"/attempts/{writer.attempt}/")
    expect(writer.box(PARTS[3])).to_have_value(text_of(letters))
    writer.is_whole()
    assert writer.kept() == typed
    writer.forgive()


FILL_UP = """() => {
  localStorage.setItem('room', 'x'.repeat(5000));
  for (let size = 1 << 20, name = 0; size > 8;) {
    try { localStorage.setItem(`filler${name++}`, 'x'.repeat(size)); } catch { size >>= 1; }
  }
  localStorage.removeItem('room');
}"""


def test_a_text_that_the_full_storage_cannot_take_is_said_and_saved(writer: Writer) -> None:
    writer.page.evaluate(FILL_UP)
    writer.offline()
    writer.writes(PARTS[0], text_of(500))
    expect(writer.banner).to_contain_text("Your answers are kept in this browser")
    writer.writes(PARTS[0], text_of(19_000))
    expect(writer.banner).to_contain_text("storage is full: leave this page open")
    writer.offline(False)
    writer.is_whole()
    outbox = "Object.keys(localStorage).filter((key) => key.startsWith('outbox:'))"
    assert writer.page.evaluate(outbox) == []
    writer.writes(PARTS[1], text_of(19_000))
    writer.is_whole()
    expect(writer.banner).to_contain_text("storage is full")
    writer.writes(WORD, "smooth ER")
    writer.is_whole()
    expect(writer.banner).to_have_text(SAVED)
    writer.forgive()


# A letter each 50 ms without a pause; `localStorage.typed` is what she has typed.
NEVER_PAUSES = """(name) => {
  const box = document.querySelector(`[name="${name}"]`);
  box.focus();
  let count = 0;
  setInterval(() => {
    if (box.matches(':disabled')) return;
    if (!document.execCommand('insertText', false, ` ${++count}`)) return;
    localStorage.setItem('typed', box.value);
  }, 50);
}"""


def test_the_time_ends_while_she_types_and_every_letter_counts(writer: Writer) -> None:
    writer.database.leave(writer.attempt, 4)
    writer.page.reload()
    writer.page.evaluate(NEVER_PAUSES, PARTS[0])
    writer.result()
    typed = writer.page.evaluate("localStorage.getItem('typed')")
    assert writer.kept() == {3: {".A": typed}}
    assert writer.database.finisher(writer.attempt) == "deadline"


def test_who_never_pauses_is_saved_all_the_same(writer: Writer) -> None:
    writer.page.evaluate(NEVER_PAUSES, PARTS[0])
    until(writer.page, lambda: bool(writer.kept()))
    expect(writer.line(3)).to_contain_text("saved")


HEARD_MS = 300  # the old page, which cannot be asked any more, has the reply


def test_a_page_written_before_the_save_came_shows_the_answer_all_the_same(
    writer: Writer,
) -> None:
    held: list[Route] = []
    is_held = True

    def save(route: Route) -> None:
        held.append(route)
        if not is_held:
            route.continue_()

    def written_before(route: Route) -> None:
        nonlocal is_held
        old, is_held = route.fetch(), False
        held[0].continue_()
        until(writer.page, lambda: bool(writer.kept()))
        writer.page.wait_for_timeout(HEARD_MS)
        route.fulfill(response=old)

    writer.page.route(SAVES, save)
    writer.page.route(f"**/attempts/{writer.attempt}/", written_before, times=1)
    writer.writes(NUMBER, "1.62", is_done=False)
    writer.leaves()
    writer.page.reload()
    expect(writer.box(NUMBER)).to_have_value("1.62")
    writer.is_whole()
    assert writer.kept() == {2: {".value": "1.62"}}
