"""Browser tests run against the real server, started as `make run` starts it, on its own data."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from deploy import chromium
from studyapp.tests.browser.sitting import Database, Sitter, begin
from studyapp.tests.ports import free_port
from studyapp.tests.site import PASSWORD, ROOT, environment, prepared

PATIENCE_MS = 15_000


# Every module of browser tests says so. A file runs in one process, each process has one server.
MARKS = [pytest.mark.browser]

if chromium.path() is None:
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the running site keeps its data."""
    return prepared(tmp_path_factory, "site")


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """The address of a running site with the whole course and the demonstration class."""
    folder, port = site_folder, free_port()
    server = started(folder, port)
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(timeout=20)


def started(folder: Path, port: int, is_apart: bool = False) -> "subprocess.Popen[str]":
    """A server on prepared data that answers; the caller ends it.

    One `is_apart` leads a group of its own: the group can be killed as a whole.
    """
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--no-prepare"],
        cwd=ROOT,
        env=environment(folder, port),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=is_apart,
    )
    assert server.stdout is not None
    for line in server.stdout:
        if line.startswith("Ready: "):
            return server
    pytest.fail("the site did not start")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=chromium.path(), args=list(chromium.FLAGS)
        )
        yield found
        found.close()


class Visitor:
    """A person with a browser of her own, whose console must stay silent."""

    def __init__(self, browser: Browser, site: str, **options: Any) -> None:
        self.site = site
        self.faults: list[str] = []
        self.meant: tuple[str, ...] = ()  # what the console may say: the test brings it about
        self.context: BrowserContext = browser.new_context(base_url=site, **options)
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("request", self._check_host)

    def _note(self, message: Any) -> None:
        # A reader who leaves while a part of the page is still on its way breaks off the request.
        is_leaving = message.text.startswith("htmx:sendAbort")
        is_meant = is_leaving or any(text in message.text for text in self.meant)
        if message.type in {"error", "warning"} and not is_meant:
            self.faults.append(f"{message.type}: {message.text}")

    def _check_host(self, request: Any) -> None:
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.faults.append(f"request to another host: {request.url}")

    def opens(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def signs_in(self, name: str) -> "Visitor":
        page = self.opens("/accounts/login/")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name="Classes").wait_for()
        return self


@pytest.fixture
def visitor(browser: Browser, site: str) -> Iterator[Visitor]:
    """A reader without an account. The test fails when her console was not silent."""
    person = Visitor(browser, site, viewport={"width": 1280, "height": 900})
    yield person
    person.context.close()
    assert person.faults == []


@pytest.fixture(scope="session")
def database(site_folder: Path) -> Database:
    return Database(site_folder)


@pytest.fixture(scope="session")
def sessions(browser: Browser, site: str) -> dict[str, Any]:
    """The sessions of those who sign in, for `come`: each time anew would take longest of all."""
    found = {}
    for name in ("teacher", "student", "editor"):
        person = Visitor(browser, site).signs_in(name)
        found[name] = person.context.storage_state()
        person.context.close()
    return found


@pytest.fixture
def come(browser: Browser, site: str, sessions: dict[str, Any]) -> Iterator[Any]:
    """`come("teacher")`: one more person, signed in, whose console must stay silent."""
    people: list[Visitor] = []

    def person(name: str) -> Visitor:
        size = {"width": 1280, "height": 900}
        people.append(Visitor(browser, site, viewport=size, storage_state=sessions[name]))
        return people[-1]

    yield person
    for one in people:
        one.context.close()
        assert one.faults == []


@pytest.fixture
def sitter(come: Any, database: Database, site: str, request: Any) -> Iterator[Sitter]:
    """The student with a fresh attempt at three questions, forty minutes, all on one page.

    Whatever the test does to it, in the end what is kept is what is marked.
    """
    begun = begin(come, database, request.node.name[5:100])
    yield begun
    begun.is_marked_as_kept()
