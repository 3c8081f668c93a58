"""Every awkward address, in every form, by every way in, against a trap that counts who connects: nobody."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from loopback import a_site, redirects, writes
from test_dialling import INSIDE
from test_fetching_hostile import bomb

from briefings.errors import FetchError
from briefings.fetching import fetch

SPELLINGS = ["2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "127.0.1", "0", "localhost", "017700000001"]
MEMORY_MB = 100
PRIVATE, PORTS = "private or reserved address", "only ports 80 and 443"


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
    """At the usual ports the address itself is refused, before anybody is dialled; at the trap's the port is."""
    tried, refused = 0, list[str]()
    with a_trap() as (port, caught), a_site({"/": redirects("http://name.test/")}) as hop:

        def attempt(url: str, why: str, *answers: str) -> None:
            nonlocal tried
            tried += 1
            given = iter(answers)
            resolve = (lambda *_: next(given).split()) if answers else None
            with pytest.raises(FetchError, match=why):
                fetch(url, allow_private=[hop.place], deadline_seconds=2, resolve=resolve)
            refused.append(url)

        for address in INSIDE:
            plain = address.partition("%")[0]
            attempt(f"http://{literal(plain)}/", PRIVATE)
            attempt(f"https://{literal(plain)}/", PRIVATE)
            attempt("http://name.test/", PRIVATE, plain)
            attempt("https://mixed.test/", PRIVATE, f"93.184.216.34 {plain}")
            # The name is harmless when it is asked first, and leads inside when its own redirect is followed.
            attempt(f"http://name.test:{hop.server_port}/", PRIVATE, "127.0.0.1", plain)
            attempt(f"http://{literal(plain)}:{port}/", PORTS)
            with a_site({"/": redirects(f"http://{literal(plain)}/")}) as site:
                tried += 1
                with pytest.raises(FetchError, match=PRIVATE):
                    fetch(f"http://{site.place}/", allow_private=[site.place], deadline_seconds=2)
                refused.append(plain)
        for host in SPELLINGS:
            attempt(f"http://{host}/", f"{PRIVATE}|not a web address")
            attempt(f"http://{host}:{port}/", f"{PORTS}|not a web address")
    assert tried == len(refused) > 34 * 7
    assert caught == []


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
