"""Starting as in production: behind a proxy, under its own name, without demonstration accounts."""

import http.client
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from studyapp.tests.ports import free_port
from studyapp.tests.site import ROOT, environment, manage, prepared

NAME = "study.example.org"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data that a local start has made, demonstration class and all."""
    return prepared(tmp_path_factory, "data")


@pytest.fixture(scope="module")
def port(folder: Path) -> Iterator[int]:
    """The port of a production start on the same data."""
    chosen = free_port()
    env = environment(folder, chosen, ALLOWED_HOSTS=NAME)
    command = [sys.executable, "manage.py", "serve"]
    server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    assert any(line.startswith("Ready: ") for line in server.stdout)
    yield chosen
    server.terminate()
    server.wait(timeout=20)


def asked(port: int, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    return connection.getresponse()


def test_health_is_answered_whatever_the_host(port: int) -> None:
    assert asked(port, "/healthz/", Host="10.0.0.7").status == 200


def test_pages_are_served_under_the_sites_own_name_alone(port: int) -> None:
    own = asked(port, "/", Host=NAME, X_Forwarded_Proto="https", X_Forwarded_For="192.0.2.1")
    assert own.status == 200
    assert "max-age" in (own.headers["Strict-Transport-Security"] or "")
    other = asked(port, "/", Host="elsewhere.example", X_Forwarded_Proto="https")
    assert other.status == 400


def test_plain_http_is_sent_to_https(port: int) -> None:
    reply = asked(port, "/terms/", Host=NAME)
    assert reply.status == 301
    assert reply.headers["Location"] == f"https://{NAME}/terms/"


def test_demonstration_accounts_are_shut_outside_local_mode(port: int, folder: Path) -> None:
    question = (
        "from studyapp.accounts.models import User;"
        "print('active:', User.objects.filter(is_active=True).count(),"
        " 'of', User.objects.count())"
    )
    env = environment(folder, port, ALLOWED_HOSTS=NAME)
    assert "active: 0 of 3" in manage("shell", "-c", question, env=env).stdout


def test_a_taken_port_is_said_and_nothing_is_started(port: int, folder: Path) -> None:
    done = manage("serve", env=environment(folder, port, ALLOWED_HOSTS=NAME))
    assert done.returncode != 0
    assert f"Port {port} is taken" in done.stderr
    assert "Ready" not in done.stdout


@pytest.fixture
def lost(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data of which the database is lost."""
    made = prepared(tmp_path_factory, "lost")
    for path in made.glob("site.sqlite3*"):
        path.unlink()
    return made


def test_a_lost_database_is_filled_again(lost: Path) -> None:
    env = environment(lost, 0, STATIC_MANIFEST="0")
    assert "new, 0 updated" in manage("prepare", env=env).stdout


def test_somebodys_own_account_is_never_made_a_demonstration(lost: Path) -> None:
    env = environment(lost, 0, STATIC_MANIFEST="0", ALLOWED_HOSTS=NAME)
    manage("prepare", env=env)
    make = (
        "from studyapp.accounts.models import User;"
        "User.objects.create_user('editor', password='my own password')"
    )
    manage("shell", "-c", make, env=env)
    local = environment(lost, 0, STATIC_MANIFEST="0")
    assert "belongs to somebody here" in manage("prepare", env=local).stdout
    ask = (
        "from studyapp.accounts.models import User;"
        "u = User.objects.get(username='editor');"
        "print('kept:', u.check_password('my own password'), u.is_staff)"
    )
    assert "kept: True False" in manage("shell", "-c", ask, env=env).stdout


def test_told_to_end_as_soon_as_it_answers_it_ends(folder: Path) -> None:
    env = environment(folder, free_port(), WORKERS="2")
    command = [sys.executable, "manage.py", "serve", "--no-prepare"]
    server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    assert any(line.startswith("Ready: ") for line in server.stdout)
    server.terminate()  # the second worker may still be starting
    assert server.wait(timeout=60) == 0


def test_a_process_has_the_equations_loaded_before_its_first_question(folder: Path) -> None:
    ask = (
        "import studyapp.wsgi; from sim.core.integrate import advance;"
        "print('loaded:', len(advance.signatures))"
    )
    command = [sys.executable, "-c", ask]
    env = environment(folder, 0)
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)
    assert "loaded: 1" in done.stdout, done.stderr
