"""Every awkward address, in every form, by every way in, against a trap that counts who connects: nobody."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path

import pytest
from loopback import a_site, redirects, writes
from test_dialling import INSIDE
from test_fetching_hostile import bomb

from briefings.errors import FetchError
from briefings.fetching import fetch

SPELLINGS = ["2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "127.0.1", "0", "localhost", "017700000001"]
MEMORY_MB = 100


@contextmanager
def a_trap() -> Iterator[tuple[int, list[object]]]:
    """A listener on every address of this machine; it counts whom it lets in."""
    caught: list[object] = []
    listener = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)

    def wait() -> None:
        try:
            while True:
                connection, who = listener.accept()
                caught.append(who)
                connection.close()
        except OSError:
            return

    threading.Thread(target=wait, daemon=True).start()
    try:
        yield listener.getsockname()[1], caught
    finally:
        listener.close()


def literal(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def test_no_way_in_leads_to_an_address_inside() -> None:
    tried = refused = 0
    with a_trap() as (port, caught), a_site({"/": redirects("/")}) as site:
        # The trap's port is let through for one address that is none of these: only the address can refuse.
        open_port = [f"192.0.2.77/32:{port}", site.place]

        def attempt(url: str, resolve: Callable[[str, int], list[str]] | None = None) -> None:
            nonlocal tried, refused
            tried += 1
            try:
                fetch(url, allow_private=open_port, deadline_seconds=2, resolve=resolve)
            except FetchError:
                refused += 1

        for address in INSIDE:
            plain = address.partition("%")[0]
            attempt(f"http://{literal(plain)}:{port}/")
            attempt(f"https://{literal(plain)}/")
            attempt(f"http://name.test:{port}/", lambda *_, plain=plain: [plain])
            attempt("http://name.test/", lambda *_, plain=plain: [plain])
            attempt("http://mixed.test/", lambda *_, plain=plain: ["93.184.216.34", plain])
            attempt(f"http://{site.place}/{tried}", _rebinding(plain))
            redirected = f"http://{literal(plain)}:{port}/"
            with a_site({"/": redirects(redirected)}) as hop:
                tried += 1
                with pytest.raises(FetchError):
                    fetch(f"http://{hop.place}/", allow_private=[*open_port, hop.place], deadline_seconds=2)
                refused += 1
        for host in SPELLINGS:
            attempt(f"http://{host}:{port}/")
            attempt(f"http://{host}/")
    assert tried == refused > 34 * 7
    assert caught == []


def _rebinding(inside: str) -> Callable[[str, int], list[str]]:
    """A name server that gives a harmless address first, and the one inside from then on."""
    answers = iter(["93.184.216.34"])
    return lambda *_: [next(answers, inside)] if ip_address(inside).is_private else [inside]


@pytest.mark.parametrize("encodings", [["gzip"], ["gzip, gzip"]])
def test_a_bomb_costs_the_whole_process_little(encodings: list[str]) -> None:
    lines = "".join(f"Content-Encoding: {each}\r\n" for each in encodings).encode()
    body = bomb(len(encodings[0].split(",")))
    with a_site({"/": writes(b"HTTP/1.1 200 OK\r\n" + lines + b"\r\n", body)}) as site:
        script = (
            "import json, pathlib\nfrom briefings.errors import FetchError\nfrom briefings.fetching import fetch\n"
            f"try:\n    fetch('http://{site.place}/', allow_private=['{site.place}'])\n    said = ''\n"
            "except FetchError as error:\n    said = str(error)\n"
            # Not getrusage: that counts what the parent had before the child became a program of its own.
            "peak = pathlib.Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0]\n"
            "print(json.dumps([said, int(peak) / 1024]))\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=Path.cwd()
        )
    said, peak = json.loads(done.stdout)
    assert said
    assert peak < MEMORY_MB
