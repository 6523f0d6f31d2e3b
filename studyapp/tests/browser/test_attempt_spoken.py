"""What a screen reader is told of an open attempt: roles, names and their order."""

from typing import Any

from playwright.sync_api import expect

from studyapp.tests.browser.conftest import MARKS
from studyapp.tests.browser.sitting import Database, Sitter
from studyapp.tests.browser.test_written_faults import writing

pytestmark = MARKS

BAR = """
- paragraph:
  - timer "Time left": /39:\\d\\d|40:00/
  - button "Hide the time"
  - button "Ask how much time is left"
- group: Questions 0 of 3 answered
- group: Tools
- button "Formulas"
- status: Each answer is saved as you give it.
"""
CHOICE = """
- region "Question 1":
  - heading "Question 1" [level=2]
  - 'button "Mark for review: question 1"'
  - paragraph
  - 'group /Question 1: .+/':
    - 'radio /^A: /'
    - 'radio /^B: /'
    - 'radio /^C: /'
    - 'radio /^D: /'
  - group: Note
  - group: Highlight by sentence
"""
WRITTEN = """
- region "Question 3":
  - heading "Question 3" [level=2]
  - 'button "Mark for review: question 3"'
  - 'group /Question 3: .+/':
    - group /Part A \\d points?/:
      - heading /Part A \\d points?/ [level=3]
      - paragraph
      - paragraph:
        - textbox "Your answer to part A"
    - group /Part B \\d points?/:
      - heading /Part B \\d points?/ [level=3]
      - paragraph
      - paragraph:
        - textbox "Your answer to part B"
    - group /Part C \\d points?/:
      - paragraph:
        - textbox "Your answer to part C"
    - group /Part D \\d points?/:
      - paragraph:
        - textbox "Your answer to part D"
  - group: Note
  - group: Highlight by sentence
"""


def test_the_bar_and_a_question_say_what_they_are(sitter: Sitter) -> None:
    expect(sitter.page.locator(".attempt[data-ready]")).to_be_visible()
    expect(sitter.page.locator(".attempt-bar")).to_match_aria_snapshot(BAR)
    expect(sitter.page.locator("[data-attempt]")).to_match_aria_snapshot(CHOICE)


def test_a_written_question_says_its_parts(come: Any, database: Database) -> None:
    writer = writing(come, database, "spoken")
    expect(writer.page.locator("[data-attempt]")).to_match_aria_snapshot(WRITTEN)
