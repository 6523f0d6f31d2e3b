"""Every page by keyboard alone: Tab reaches all of it, in order, in sight, and leads out again."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from studyapp.tests.browser.conftest import MARKS, Visitor
from studyapp.tests.browser.test_pages import PAGES, SIGNED_IN, silent_but_for_404
from studyapp.tests.browser.work import given_quiz, previewed

pytestmark = MARKS

# A whole round is walked on every page, the longest has some 210 stops and takes a second. More
# presses than this mean that the round does not end.
MOST_PRESSES = 400
# A field for a date keeps Tab to itself for each of its parts, and then lets go.
MOST_PARTS = 9

WALKER = """([key, mostParts]) => {
  const back = key !== "Tab";
  const named = (e) => e.outerHTML.slice(0, 110).replace(/\\s+/g, " ");

  // What a pointer could use. Checked by hand is only what is meant to be out of the round: the
  // search box's button, which nobody sees and for which Enter in the box stands.
  const isOut = (e) => e.tabIndex < 0 && (
    !e.matches("a, button, input, select, textarea, summary") ||
    getComputedStyle(e).clipPath !== "none");
  const isUsable = (e) => e.checkVisibility({visibilityProperty: true}) &&
    !e.matches(":disabled") && !e.closest("[inert]") && !isOut(e);
  const usable = () => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")]
    .filter(isUsable);

  // Tab enters a group of radio buttons once; the arrow keys go on inside.
  const isSame = (one, other) => one === other ||
    (one.type === "radio" && other.type === "radio" && one.name === other.name);

  // A field for a date marks the part that has the focus: its hours, its button for the calendar.
  const isMarked = (e) => {
    if (e.matches("[type=date], [type=time], [type=datetime-local]")) return true;
    const {outlineStyle, outlineWidth} = getComputedStyle(e);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
  };

  // Some point of it is in the window and not covered by anything else.
  const isInSight = (e) => [...e.getClientRects()].some((box) => {
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    const parts = [0.5, 0.1, 0.9];
    return left < right && top < bottom && parts.some((x) => parts.some((y) =>
      e.contains(document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y))));
  });

  const comesAfter = (one, other) => Boolean(one.compareDocumentPosition(other) &
    (back ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING));

  window.walk = {
    stops: [],
    faults: [],
    last: null,
    parts: 0,
    note(fault, e) { this.faults.push(`${key}: ${fault}: ${named(e)}`); },

    // Where the last press has led; true when the round is over.
    step() {
      const e = document.activeElement;
      if (e === document.body) { this.last = null; return false; }
      if (e === this.last) {
        this.parts += 1;
        if (this.parts > mostParts) this.note("does not let go", e);
        return this.parts > mostParts;
      }
      if (this.stops.includes(e)) {
        if (e !== this.stops[0]) this.note("leads back and never out", e);
        return true;
      }
      this.look(e);
      this.stops.push(e);
      this.last = e;
      this.parts = 0;
      return false;
    },

    look(e) {
      const edge = usable().at(back ? -1 : 0);
      const isWrap = isSame(e, edge);
      const isNext = !this.last?.isConnected || comesAfter(this.last, e);
      if (!isWrap && !isNext) this.note("out of order", e);
      if (e.tabIndex > 0) this.note("a place of its own in the order", e);
      if (!isMarked(e)) this.note("no mark of the focus", e);
      if (!isInSight(e)) this.note("not in sight", e);
    },

    end() {
      const missed = usable().filter((e) => !this.stops.some((stop) => isSame(stop, e)));
      for (const e of missed) this.note("not reached", e);
      return this.faults;
    },
  };
}"""


def faults_of(page: Page, key: str) -> list[str]:
    """What is wrong on the way once round the page by one key."""
    page.evaluate(WALKER, [key, MOST_PARTS])
    for _ in range(MOST_PRESSES):
        page.keyboard.press(key)
        if page.evaluate("walk.step()"):
            return page.evaluate("walk.end()")
    return [f"{key}: the round does not end", *page.evaluate("walk.end()")]


def fetch_late_parts(page: Page) -> None:
    """A part that is fetched when the reader comes near it would move what the walk counts."""
    late = page.locator("[hx-trigger=revealed]")
    while late.count():
        part = late.first.element_handle()
        part.scroll_into_view_if_needed()
        page.wait_for_function("(part) => !part.isConnected", arg=part)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_load_state("networkidle")


def faults_there_and_back(page: Page) -> list[str]:
    fetch_late_parts(page)
    return [*faults_of(page, "Tab"), *faults_of(page, "Shift+Tab")]


@pytest.mark.parametrize("path", PAGES)
def test_the_keyboard_reaches_all_of_the_page(browser: Browser, site: str, path: str) -> None:
    person = Visitor(browser, site, reduced_motion="reduce")
    page = person.opens(path)
    page.wait_for_load_state("networkidle")
    assert faults_there_and_back(page) == []
    assert silent_but_for_404(person, path) == []
    person.context.close()


@pytest.mark.parametrize("name", sorted(SIGNED_IN))
def test_the_keyboard_reaches_all_of_the_pages_of(come: Any, name: str) -> None:
    person = come(name)
    person.page.emulate_media(reduced_motion="reduce")  # nothing glides into sight later
    for path in SIGNED_IN[name]:
        page = person.opens(path)
        page.wait_for_load_state("networkidle")
        assert (path, faults_there_and_back(page)) == (path, [])


def test_the_keyboard_reaches_all_of_an_attempt_and_of_its_result(come: Any) -> None:
    page = given_quiz(come, "Reached by keys")
    page.emulate_media(reduced_motion="reduce")
    assert faults_there_and_back(page) == []
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_role("button", name="Hand in all the same")).to_be_enabled()
    assert faults_there_and_back(page) == []
    page.get_by_role("button", name="Hand in all the same").click()
    page.get_by_role("heading", level=1).filter(has_text="of 2").wait_for()
    assert faults_there_and_back(page) == []


def test_the_keyboard_reaches_all_of_the_form_of_a_term_its_preview_and_its_history(
    come: Any,
) -> None:
    page = come("editor").page
    page.emulate_media(reduced_motion="reduce")
    for _ in previewed(page, "/terms/turgor-pressure/"):
        assert (page.url, faults_there_and_back(page)) == (page.url, [])
