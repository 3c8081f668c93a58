"""The HTTP server on loopback: the Web API, response URLs, and the door to Socket Mode."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from bot.sandbox.faults import Drop, Garbled, Reset, ServerError, Slow
from bot.sandbox.socket_mode import SocketMode
from bot.sandbox.web_api import Reply, WebApi
from bot.sandbox.websocket import WebSocket, accept_key

_BODY_LIMIT = 5_000_000
_READ_TIMEOUT_SECONDS = 10
_POLL_SECONDS = 0.02


class Server(ThreadingHTTPServer):
    """Binds a free port of 127.0.0.1; closing leaves no thread and no socket behind."""

    daemon_threads = False
    block_on_close = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.closing = threading.Event()
        self.api: WebApi
        self.socket_mode: SocketMode
        self.changed: threading.Condition
        self._open_lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._thread = threading.Thread(target=self.serve_forever, args=(_POLL_SECONDS,), name="sandbox-server")

    def start(self, api: WebApi, socket_mode: SocketMode, changed: threading.Condition) -> None:
        """Serve, in threads of its own."""
        self.api, self.socket_mode, self.changed = api, socket_mode, changed
        self._thread.start()

    def stop(self) -> None:
        """Stop serving: break what is still open, and wait for every thread."""
        self.closing.set()
        if self._thread.is_alive():
            self.shutdown()
            self._thread.join()
        with self._open_lock:
            for connection in self._open:
                _shut(connection)
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection, then serve it in a thread."""
        with self._open_lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close the connection."""
        with self._open_lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no error of ours; anything else is shown as usual."""
        import sys

        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout: ClassVar[int] = _READ_TIMEOUT_SECONDS

    def do_GET(self) -> None:
        """A call without a body, or the door to Socket Mode."""
        if urlsplit(self.path).path == "/link":
            self._open_socket()
        else:
            self._serve({})

    def do_POST(self) -> None:
        """A call with a form or JSON."""
        length = self.headers.get("Content-Length", "0")
        size = int(length) if length.isdigit() else _BODY_LIMIT + 1
        if size > _BODY_LIMIT:
            self._send(413, b'{"ok": false, "error": "request_too_large"}')
            return
        try:
            body = _parse(self.headers.get_content_type(), self.rfile.read(size))
        except ValueError:
            self._send(200, b'{"ok": false, "error": "invalid_json"}')
        else:
            self._serve(body)

    def _serve(self, body: Mapping[str, Any]) -> None:
        with self.server.api.answering():
            self._route(body)

    def _route(self, body: Mapping[str, Any]) -> None:
        parts = urlsplit(self.path)
        values = {**dict(parse_qsl(parts.query)), **body}
        area, _, name = parts.path.strip("/").partition("/")
        if area == "response":
            self._answer(self.server.api.respond(name, values))
        elif area == "api" and name:
            scheme, _, token = self.headers.get("Authorization", "").partition(" ")
            in_body = str(values.pop("token", ""))
            self._answer(self.server.api.call(name, token if scheme == "Bearer" else in_body, values))
        else:
            self._send(404, b"not found", "text/plain")

    def _answer(self, reply: Reply) -> None:
        """Send the reply, as far as the fault lets us."""
        match reply.fault:
            case Drop():
                self.close_connection = True
            case Reset():
                self.close_connection = True
                linger = struct.pack("ii", 1, 0)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self.connection.close()
            case ServerError(status=status):
                self._send(status, b"<html><body>Server Error</body></html>", "text/html")
            case Garbled():
                self._send(200, reply.encoded()[:-8])
            case Slow(seconds=seconds):
                self.server.closing.wait(seconds)
                self._send(reply.status, reply.encoded(), headers=reply.headers)
            case _:
                self._send(reply.status, reply.encoded(), headers=reply.headers)

    def _send(
        self,
        status: int,
        body: bytes,
        kind: str = "application/json; charset=utf-8",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def _open_socket(self) -> None:
        ticket = dict(parse_qsl(urlsplit(self.path).query)).get("ticket", "")
        key = self.headers.get("Sec-WebSocket-Key", "")
        if not key or not self.server.socket_mode.spend_ticket(ticket):
            self._send(401, b'{"ok": false, "error": "invalid_ticket"}')
            return
        self.close_connection = True
        self.connection.settimeout(None)
        # The client counts as connected once it reads this: whatever happens next must find it in the list.
        with self.server.changed:
            self.send_response(101)
            self.send_header("Upgrade", "websocket")
            self.send_header("Connection", "Upgrade")
            self.send_header("Sec-WebSocket-Accept", accept_key(key))
            self.end_headers()
            connection = self.server.socket_mode.greet(WebSocket(self.connection))
        self.server.socket_mode.serve(connection)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """Say nothing: the sandbox keeps its own log."""


def _parse(content_type: str, body: bytes) -> dict[str, Any]:
    if content_type == "application/json":
        document = json.loads(body or b"{}")
        if not isinstance(document, dict):
            raise ValueError("not an object")
        return document
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
