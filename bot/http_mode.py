"""HTTP mode: Slack calls us. A small guard in front of Bolt answers 401 to what cannot be Slack's."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

if TYPE_CHECKING:
    from slack_bolt import App

MAX_BODY_BYTES = 1024 * 1024
_TIMESTAMP = re.compile(r"\d{10}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Bolt logs what matters; request lines are noise."""


def serve(app: App, port: int) -> WSGIServer:
    """A threaded server for the app at /slack/events, bound but not running yet; raises OSError."""
    from slack_bolt.adapter.wsgi import SlackRequestHandler

    handler = SlackRequestHandler(app)
    return make_server("", port, guarded(handler), server_class=_Server, handler_class=_QuietHandler)


def guarded(application: Wsgi) -> Wsgi:
    """The application behind the guard: unsigned or malformed requests end in 401 before anything parses them.

    Bolt itself answers 500 to a timestamp that is no number and raises on a body that is no JSON, both unauthenticated.
    """

    def guard(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or "0"
        timestamp = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
        signature = environ.get("HTTP_X_SLACK_SIGNATURE", "")
        if environ["REQUEST_METHOD"] == "POST":
            known = _TIMESTAMP.fullmatch(timestamp) and _SIGNATURE.fullmatch(signature)
            if not known or not (length.isascii() and length.isdigit()) or int(length) > MAX_BODY_BYTES:
                return _refuse(start_response)
            body = environ["wsgi.input"].read(int(length))
            try:
                body.decode("utf-8")
            except UnicodeDecodeError:
                return _refuse(start_response)
            environ["wsgi.input"] = io.BytesIO(body)
        return application(environ, start_response)

    return guard


def _refuse(start_response: Any) -> Iterable[bytes]:
    start_response("401 Unauthorized", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"not signed by Slack\n"]
