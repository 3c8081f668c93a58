"""Web servers on loopback for tests: each path is answered by a function, right, wrong or slow."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from briefings.fetching import Fetched, fetch

Answer = Callable[[BaseHTTPRequestHandler], None]


class Site(ThreadingHTTPServer):
    """A server on loopback: a path is answered by its function; it remembers every request it got."""

    daemon_threads = True

    def __init__(self, answers: dict[str, Answer], tls: ssl.SSLContext | None = None) -> None:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self.server.requests.append((self.path, dict(self.headers.items())))  # type: ignore[attr-defined]
                self.close_connection = True
                answers[self.path.partition("?")[0]](self)

            def log_message(self, *_: Any) -> None: ...

        self.requests: list[tuple[str, dict[str, str]]] = []
        super().__init__(("127.0.0.1", 0), Handler)
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)

    def handle_error(self, *_: Any) -> None:
        """Clients that hang up are what is tested here."""

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def fetch(self, path: str = "/", **options: Any) -> Fetched:
        options.setdefault("allow_private", [self.place])
        options.setdefault("deadline_seconds", 5)
        return fetch(options.pop("url", f"http://{self.place}{path}"), **options)


@contextmanager
def a_site(answers: dict[str, Answer], tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    with Site(answers, tls) as site:
        thread = threading.Thread(target=site.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.shutdown()
            thread.join()


def says(body: bytes = b"<rss/>", status: int = 200, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


def redirects(location: str, status: int = 302) -> Answer:
    return says(b"", status, Location=location)


def writes(*pieces: bytes, pause: float = 0.0) -> Answer:
    """Bytes as they are, so that an answer can be wrong or slow anywhere."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        for piece in pieces:
            request.wfile.write(piece)
            time.sleep(pause)

    return answer
