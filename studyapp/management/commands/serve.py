"""Prepare, then serve with the production server; say `Ready:` when it answers."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from studyapp.management.commands.close_overdue import close_now_and_then

PATIENCE_S = 60.0


class Command(BaseCommand):
    help = "Everything from a fresh database to a serving site."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--workers", type=int, default=int(os.environ.get("WORKERS", "2")))
        parser.add_argument("--no-prepare", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["no_prepare"]:
            call_command("prepare", stdout=self.stdout)
        if _is_taken(options["host"], settings.PORT):
            raise CommandError(f"Port {settings.PORT} is taken. Choose another: PORT=8001 make run")
        server = subprocess.Popen(_command(options["host"], options["workers"]))  # noqa: S603
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: server.send_signal(signal.SIGTERM))
        address = f"http://127.0.0.1:{settings.PORT}/"
        if not _answers(f"{address}healthz/", server):
            server.terminate()
            raise CommandError(f"The server did not answer on port {settings.PORT}.")
        self.stdout.write(f"Ready: {address}")
        self.stdout.flush()
        sys.exit(_watch(server))


def _watch(server: "subprocess.Popen[bytes]") -> int:
    """Until the server ends, finish overdue attempts now and then; how it ended.

    Each machine that serves does so: whichever comes first finishes an attempt, once.
    """
    last = 0.0
    while True:
        try:
            return server.wait(timeout=1)
        except subprocess.TimeoutExpired:
            last = close_now_and_then(last)


def _is_taken(host: str, port: int) -> bool:
    """Whether somebody listens there. The server itself would share the port without a word."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def _command(host: str, workers: int) -> list[str]:
    flags = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(settings.PORT),
        "--workers": str(workers),
        "--blocking-threads": "4",
        "--backlog": "2048",
        # A worker that is told to end while it still starts does not hear it.
        "--workers-kill-timeout": "10",
        "--log-level": "warning",
    }
    named = [word for pair in flags.items() for word in pair]
    return [sys.executable, "-m", "granian", *named, "studyapp.wsgi:application"]


def _answers(address: str, server: "subprocess.Popen[bytes]") -> bool:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 our own address
                return True
        except urllib.error.HTTPError:
            return False
        except OSError:
            time.sleep(0.05)
    return False
