"""A web of news outlets on loopback: many hosts behind one port, told apart by the Host header, right or misbehaving.

Its clock is the test's: a feed shows what was published by then, and every request is remembered with its time.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from news_outlets import Outlet, feed_of, page_of

Clock = Callable[[], datetime]


@dataclass
class Seen:
    """A request that was made: by the test's clock, and by the real one."""

    at: datetime
    began: float
    ended: float
    host: str
    path: str
    headers: dict[str, str]
    status: int = 0
    answered: dict[str, str] = field(default_factory=dict)


class Request(BaseHTTPRequestHandler):
    """One request; troubles write to it what they like."""

    protocol_version = "HTTP/1.1"
    server: NewsServer

    def do_GET(self) -> None:
        self.close_connection = True
        host = self.headers.get("Host", "").partition(":")[0]
        seen = Seen(self.server.clock(), time.monotonic(), 0, host, self.path, dict(self.headers.items()))
        self.seen = seen
        self.server.log.append(seen)
        try:
            self._answer(host)
        except OSError:
            pass
        finally:
            seen.ended = seen.ended or time.monotonic()

    def _answer(self, host: str) -> None:
        outlet = self.server.outlets.get(host)
        path = self.path.partition("?")[0]
        time.sleep(outlet.slow if outlet else 0)
        if outlet is None:
            self.says(b"no such host", 404)
        elif path in outlet.trouble:
            outlet.trouble[path](self)
        elif path.startswith("/feed"):
            self._feed(outlet, path)
        else:
            self._page(outlet, path)

    def _feed(self, outlet: Outlet, path: str) -> None:
        now = self.server.clock()
        listed = [each for each in outlet.stories if path in each.feeds and each.status == 200]
        shown = [each for each in listed if (each.listed_from or each.published) <= now]
        shown = sorted(shown, key=lambda each: each.listed_from or each.published, reverse=True)[: outlet.shows]
        body = feed_of(outlet, shown, self.server.port).encode(outlet.charset, "xmlcharrefreplace")
        headers = dict(outlet.headers)
        content = hashlib.sha256(body).hexdigest()[:12]
        if outlet.good_for is not None:
            headers["Expires"] = format_datetime(now + outlet.clock_error + outlet.good_for, usegmt=True)
        if outlet.validators:
            headers["ETag"] = outlet.etag.format(f"{content}-{outlet.host}")
        if outlet.dates:
            was, since = outlet.changed.get(path, ("", ""))
            since = since if was == content else format_datetime(now + outlet.clock_error, usegmt=True)
            outlet.changed[path] = (content, since)
            headers["Last-Modified"] = since
        tag, since = self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")
        if (tag and tag == headers.get("ETag")) or (not tag and since and since == headers.get("Last-Modified")):
            self.says(b"", 304, **headers)
            return
        headers["Set-Cookie"] = "visitor=1"
        kinds = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
        if outlet.zipped:
            body = gzip.compress(body)
            headers["Content-Encoding"] = "gzip"
        self.says(body, 200, **{"Content-Type": f"{kinds[outlet.form]}; charset={outlet.charset}"}, **headers)

    def _page(self, outlet: Outlet, path: str) -> None:
        story = next((each for each in outlet.stories if each.path == path.removesuffix("/amp")), None)
        if story is None or story.status != 200:
            self.says(b"<html><title>Not found</title></html>", story.status if story else 404)
            return
        body = page_of(outlet, story, self.server.port).encode(outlet.charset, "xmlcharrefreplace")
        tag = f'"{hashlib.sha256(body).hexdigest()[:12]}"'
        if self.headers.get("If-None-Match") == tag:
            self.says(b"", 304, ETag=tag)
            return
        self.says(body, 200, ETag=tag, **{"Content-Type": f"text/html; charset={outlet.charset}"})

    def says(self, body: bytes, status: int = 200, **headers: str) -> None:
        """A whole answer."""
        self.seen.status, self.seen.answered = status, dict(headers)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.seen.ended = time.monotonic()  # from now on the other side may have it all
        self.end_headers()
        self.wfile.write(body)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Now, by the clock of the host."""
        outlet = self.server.outlets.get(self.headers.get("Host", "").partition(":")[0])
        wrong = outlet.clock_error if outlet else timedelta()
        return format_datetime(self.server.clock() + wrong, usegmt=True)

    def log_message(self, *_: Any) -> None: ...


class NewsServer(ThreadingHTTPServer):
    """The outlets by host, and what was asked of them."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.outlets: dict[str, Outlet] = {}
        self.log: list[Seen] = []
        super().__init__(("127.0.0.1", 0), Request)

    @property
    def port(self) -> int:
        return self.server_port

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def resolve(self, host: str, _port: int) -> list[str]:
        """Every name of this web leads here."""
        return ["127.0.0.1"]

    def url(self, host: str, path: str = "/feed") -> str:
        return f"http://{host}:{self.port}{path}"

    def add(self, outlet: Outlet) -> Outlet:
        self.outlets[outlet.host] = outlet
        return outlet

    def asked(self, host: str, path: str | None = None) -> list[Seen]:
        """The requests to a host, or to one of its pages."""
        return [each for each in self.log if each.host == host and path in (None, each.path)]

    def handle_error(self, *_: Any) -> None:
        """Clients that hang up are what is tested here."""


@contextmanager
def news_server(clock: Clock) -> Iterator[NewsServer]:
    with NewsServer(clock) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


# Troubles


def answers(status: int, body: bytes = b"", **headers: str) -> Callable[[Request], None]:
    """A status, with header lines given as Retry_After="120"."""

    def trouble(request: Request) -> None:
        request.says(body, status, **{name.replace("_", "-"): value for name, value in headers.items()})

    return trouble


def drips(seconds: float = 30.0) -> Callable[[Request], None]:
    """One byte now and then, for as long as anybody waits."""

    def trouble(request: Request) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss")
        until = time.monotonic() + seconds
        with suppress(OSError):
            while time.monotonic() < until:
                request.wfile.write(b" ")
                time.sleep(0.2)

    return trouble


def breaks_off(body: bytes = b"<rss><channel><title>x") -> Callable[[Request], None]:
    """An answer that ends before it is complete."""

    def trouble(request: Request) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 100000\r\n\r\n" + body)

    return trouble


def grows(mb: int = 40) -> Callable[[Request], None]:
    """An answer that goes on and on."""

    def trouble(request: Request) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss>")
        with suppress(OSError):
            for _ in range(mb):
                request.wfile.write(b" " * 2**20)

    return trouble


def retry_date(after: timedelta, now: datetime) -> str:
    """Retry-After as a date."""
    return format_datetime(now + after, usegmt=True)
