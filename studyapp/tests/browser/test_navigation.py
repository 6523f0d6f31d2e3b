"""The main navigation: all of it in sight at every width; and the page that is one's own."""

import pytest
from playwright.sync_api import Browser, expect

from studyapp.tests.browser.conftest import MARKS, Visitor
from studyapp.tests.browser.test_mock_exam import faults_of, newcomer

pytestmark = MARKS
READ = ["Course", "Terms", "Q&A", "Laboratory"]
DO = ["Practice", "Review", "Mock exam", "Progress", "Classes"]


@pytest.mark.parametrize(("width", "lines"), [(1440, 1), (1024, 1), (390, 2)])
def test_the_navigation_is_one_line_and_on_a_phone_two(
    browser: Browser, site: str, width: int, lines: int
) -> None:
    """To read, and to do: each link in sight, and room for the search beside them."""
    person = Visitor(browser, site, viewport={"width": width, "height": 800})
    page = person.opens("/terms/osmosis/")
    links = page.get_by_role("navigation", name="Main").get_by_role("link")
    expect(links).to_have_text([*READ, *DO])
    boxes = [link.bounding_box() for link in links.all()]
    assert len({round(box["y"]) for box in boxes if box}) == lines
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
    search = page.get_by_role("searchbox").bounding_box()
    assert search
    assert search["width"] > 150
    person.context.close()


def test_axe_finds_nothing_where_a_student_sees_what_waits_for_her(visitor: Visitor) -> None:
    page = newcomer(visitor, "has.an.account")
    for path in ("/", "/accounts/you/"):
        page.goto(path)
        expect(page.get_by_role("main").get_by_role("link", name="Mock exam")).to_be_visible()
        assert (path, faults_of(page)) == (path, [])
