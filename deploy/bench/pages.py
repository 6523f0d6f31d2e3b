"""Requests per second of the pump's page, against nginx serving the same bytes from disk."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

PAGE = "/terms/sodium-potassium-pump/"
SECONDS = 5
ROUNDS = 3
PASSWORD = "bench only"  # noqa: S105 an account that lives as long as the measurement
NGINX = """
worker_processes 2; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
  access_log off; default_type text/html; sendfile on; keepalive_requests 1000000;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port}; root {folder}/www; }}
}}
"""


def measure() -> dict[str, float | str]:
    """The table of the page's speed; says what is missing where it cannot be measured."""
    missing = [name for name in ("wrk", "nginx") if shutil.which(name) is None]
    if missing:
        return {"not measured, missing (apt-get install wrk nginx-light)": ", ".join(missing)}
    with tempfile.TemporaryDirectory() as name, our_site(Path(name)) as site:
        folder = Path(name)
        body = urllib.request.urlopen(site + PAGE).read()
        with nginx(folder, body) as peer:
            return _compare(site, peer, len(body))


def _compare(site: str, peer: str, size: int) -> dict[str, float | str]:
    etag = urllib.request.urlopen(site + PAGE).headers["ETag"]
    session = sign_in(site)
    # In turn, round by round, so that a drift of the machine touches all alike.
    targets = {
        "nginx, same bytes from disk": (peer + "/index.html", ()),
        "anonymous, kept page": (site + PAGE, ()),
        "anonymous, 304": (site + PAGE, (f"If-None-Match: {etag}",)),
        "signed in, rendered": (site + PAGE, (f"Cookie: sessionid={session}",)),
        "anonymous, never kept": (site + PAGE + "?u=1", ()),
    }
    rates: dict[str, list[float]] = {name: [] for name in targets}
    for _ in range(ROUNDS):
        for name, (address, headers) in targets.items():
            rates[name].append(requests_a_second(address, headers))
    middle = {name: sorted(found)[ROUNDS // 2] for name, found in rates.items()}
    first = middle["nginx, same bytes from disk"]
    table: dict[str, float | str] = {"page, bytes uncompressed": float(size)}
    table |= {f"{name}, requests/s": rate for name, rate in middle.items()}
    table |= {
        f"nginx is faster than: {n}, times": first / r for n, r in middle.items() if r != first
    }
    return table


def requests_a_second(address: str, headers: tuple[str, ...] = ()) -> float:
    """wrk's figure with 32 connections."""
    flags = [word for header in headers for word in ("-H", header)]
    command = ["wrk", "-t1", "-c32", f"-d{SECONDS}s", *flags, address]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", text)
    if found is None or "Non-2xx" in text:
        raise RuntimeError(f"wrk could not measure {address}:\n{text}")
    return float(found[1])


@contextmanager
def our_site(folder: Path) -> Iterator[str]:
    """The site on data of its own, served as in production."""
    port = free_port()
    environment = os.environ | {
        "DATA_DIR": str(folder / "data"),
        "ASSETS_DIR": str(Path(os.environ.get("DATA_DIR", "var")).resolve() / "assets"),
        "PORT": str(port),
        "DEMO_PASSWORD": PASSWORD,
    }
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve"], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    if not any(line.startswith("Ready: ") for line in server.stdout):
        raise RuntimeError("the site did not start")
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(timeout=20)


@contextmanager
def nginx(folder: Path, body: bytes) -> Iterator[str]:
    """nginx with `body` as its only page."""
    port = free_port()
    (folder / "www").mkdir()
    (folder / "www" / "index.html").write_bytes(body)
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
    folder.chmod(0o755)
    server = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)])
    time.sleep(1)
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(timeout=10)


def sign_in(site: str) -> str:
    """The session cookie of the demonstration student."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = opener.open(f"{site}/accounts/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    form = {"csrfmiddlewaretoken": token[1], "login": "student", "password": PASSWORD}
    opener.open(f"{site}/accounts/login/", urlencode(form).encode())
    return str(next(cookie.value for cookie in jar if cookie.name == "sessionid"))


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
