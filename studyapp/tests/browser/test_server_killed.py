"""The server is killed while a student has her attempt open, and comes back on the same data."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from studyapp.tests.browser.conftest import MARKS, Visitor, started
from studyapp.tests.browser.sitting import Database, Sitter, begin
from studyapp.tests.ports import free_port
from studyapp.tests.site import prepared

pytestmark = MARKS


class Site:
    """A site of its own, which can be killed with all its processes and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.server: subprocess.Popen[str] | None = None

    def start(self) -> None:
        self.server = started(self.folder, self.port, is_apart=True)

    def kill(self) -> None:
        if self.server is not None:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()
            self.server = None


@pytest.fixture
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(prepared(tmp_path_factory, "killed"))
    site.start()
    yield site
    site.kill()


def test_what_is_answered_while_the_server_is_dead_is_saved_when_it_is_back(
    own_site: Site, browser: Browser
) -> None:
    people: list[Visitor] = []

    def come(name: str) -> Visitor:
        people.append(Visitor(browser, own_site.address).signs_in(name))
        return people[-1]

    sitter: Sitter = begin(come, Database(own_site.folder), "Killed")
    sitter.choose(1, 1)
    sitter.is_saved()
    own_site.kill()
    sitter.choose(1, 2)
    sitter.choose(2, 3)
    expect(sitter.banner).to_contain_text("No connection. Go on answering.")
    assert sitter.kept() == {1: 1}
    assert sitter.shown_as_saved() == {}
    own_site.start()
    sitter.is_saved()
    sitter.assert_true()
    assert sitter.kept() == {1: 2, 2: 3}
    sitter.choose(3, 0)
    sitter.is_saved()
    sitter.page.get_by_role("button", name="Hand in").click()
    sitter.result()
    assert sitter.kept() == {1: 2, 2: 3, 3: 0}
    sitter.forgive()
    for person in people:
        person.context.close()
        assert person.faults == []
