"""Socket Mode: connections, envelopes, the ack deadline and retries. https://docs.slack.dev/apis/events-api/using-socket-mode"""

from __future__ import annotations

import json
import secrets
import threading
import time
import uuid
from datetime import datetime, timedelta
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.delivery import Attempt, Delivery
from bot.sandbox.limits import ACK_SECONDS, RETRY_AFTER_SECONDS
from bot.sandbox.websocket import CLOSE, PING, PONG, TEXT, WebSocket

PING_SECONDS = 0.2
"""Often, because slack_sdk's client needs up to three seconds to close a socket on which nothing arrives."""


class Connection:
    """One open socket of the app."""

    def __init__(self, web_socket: WebSocket, number: int) -> None:
        self.web_socket = web_socket
        self.number = number
        self.is_retiring = False

    def send(self, message: dict[str, Any]) -> bool:
        """Send JSON; False when the app is gone."""
        try:
            self.web_socket.send(TEXT, json.dumps(message).encode())
        except OSError:
            return False
        return True


class SocketMode:
    """Hands each envelope to one connection, waits for its ack, and tries events again as Slack does."""

    def __init__(self, clock: Clock, changed: threading.Condition, app_id: str) -> None:
        self._clock = clock
        self._changed = changed
        self._app_id = app_id
        self._tickets: set[str] = set()
        self._connections: list[Connection] = []
        self._opened = 0
        self._turn = 0
        self._waiting: dict[str, tuple[float, Delivery]] = {}
        self._retries: list[tuple[datetime, Delivery]] = []
        self._closing = False
        self._postman = threading.Thread(target=self._watch, name="sandbox-postman")
        self._stop_listening = clock.on_move(self._notify)

    def start(self) -> None:
        """Begin to watch deadlines."""
        self._postman.start()

    def close(self) -> None:
        """Say goodbye to every connection and stop watching."""
        self._stop_listening()
        with self._changed:
            started, self._closing = self._postman.is_alive(), True
            connections = list(self._connections)
            self._changed.notify_all()
        for connection in connections:
            connection.web_socket.close()
        if started:
            self._postman.join()

    # Connections

    def new_ticket(self) -> str:
        """A ticket that opens one connection."""
        ticket = secrets.token_hex(16)
        with self._changed:
            self._tickets.add(ticket)
        return ticket

    def spend_ticket(self, ticket: str) -> bool:
        """Whether the ticket was good; it no longer is."""
        with self._changed:
            good = ticket in self._tickets and not self._closing
            self._tickets.discard(ticket)
            return good

    @property
    def connection_count(self) -> int:
        """How many connections can be handed something."""
        with self._changed:
            return sum(not connection.is_retiring for connection in self._connections)

    @property
    def connections_opened(self) -> int:
        """How many connections there ever were."""
        with self._changed:
            return self._opened

    def greet(self, web_socket: WebSocket) -> Connection:
        """Take a connection on: nothing is handed to it before it was told hello. Call while holding `changed`."""
        self._opened += 1
        connection = Connection(web_socket, self._opened)
        hello = {
            "type": "hello",
            "num_connections": len(self._connections) + 1,
            "connection_info": {"app_id": self._app_id},
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
        }
        connection.send(hello)
        self._connections.append(connection)
        self._changed.notify_all()
        return connection

    def serve(self, connection: Connection) -> None:
        """Read what the app sends until it is gone."""
        try:
            while not self._closing:
                frame = connection.web_socket.receive(PING_SECONDS)
                if frame is None:
                    connection.web_socket.send(PING, b"sandbox")
                elif frame.opcode == PING:
                    connection.web_socket.send(PONG, frame.data)
                elif frame.opcode == CLOSE:
                    break
                elif frame.opcode == TEXT:
                    self._acknowledge(frame.data)
        except (OSError, EOFError):
            pass
        finally:
            with self._changed:
                self._connections.remove(connection)
                self._changed.notify_all()

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to make way for a new one, as Slack does several times a day."""
        with self._changed:
            for connection in self._connections:
                message = {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
                connection.send(message)
                connection.is_retiring = reason != "warning"

    # Envelopes

    @property
    def is_waiting(self) -> bool:
        """Whether an envelope is out whose ack may still come in time."""
        with self._changed:
            return bool(self._waiting)

    def hand_over(self, delivery: Delivery) -> Delivery:
        """Send the first envelope."""
        with self._changed:
            self._attempt(delivery)
            self._changed.notify_all()
        return delivery

    def _attempt(self, delivery: Delivery) -> None:
        now = time.monotonic()
        attempt = Attempt(str(uuid.uuid4()), len(delivery.attempts), now)
        delivery.attempts.append(attempt)
        self._waiting[attempt.envelope_id] = (now + ACK_SECONDS, delivery)
        if not self._send(_envelope(delivery, attempt)):
            del self._waiting[attempt.envelope_id]
            self._missed(delivery, "dispatch_failed")

    def _send(self, envelope: dict[str, Any]) -> bool:
        """To one connection: in turn, where Slack chooses at random."""
        ready = [connection for connection in self._connections if not connection.is_retiring]
        for offset in range(len(ready)):
            if ready[(self._turn + offset) % len(ready)].send(envelope):
                self._turn += offset + 1
                return True
        return False

    def _acknowledge(self, data: bytes) -> None:
        message = json.loads(data)
        envelope_id = message.get("envelope_id", "")
        with self._changed:
            _, delivery = self._waiting.pop(envelope_id, (0.0, None))
            if delivery is not None and delivery.acknowledge(envelope_id, time.monotonic(), message.get("payload")):
                self._retries = [retry for retry in self._retries if retry[1] is not delivery]
            self._changed.notify_all()

    def _missed(self, delivery: Delivery, failure: str) -> None:
        """No ack for an attempt: an event is tried again (at once, after one minute, after five), the rest fails."""
        tried = len(delivery.attempts)
        if not delivery.is_event or tried > len(RETRY_AFTER_SECONDS):
            delivery.give_up(failure)
        else:
            due = self._clock.now() + timedelta(seconds=RETRY_AFTER_SECONDS[tried - 1])
            self._retries.append((due, delivery))
        self._changed.notify_all()

    # The postman: deadlines by the real clock, retries by the sandbox's

    def _notify(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _watch(self) -> None:
        with self._changed:
            while not self._closing:
                self._expire()
                self._retry()
                deadlines = [deadline for deadline, _ in self._waiting.values()]
                pause = max(0.0, min(deadlines) - time.monotonic()) if deadlines else None
                self._changed.wait(pause)

    def _expire(self) -> None:
        now = time.monotonic()
        for envelope_id, (deadline, delivery) in list(self._waiting.items()):
            if deadline <= now:
                del self._waiting[envelope_id]
                self._missed(delivery, "operation_timeout")

    def _retry(self) -> None:
        while due := [retry for retry in self._retries if retry[0] <= self._clock.now()]:
            for retry in due:
                self._retries.remove(retry)
                if not retry[1].settled:
                    self._attempt(retry[1])


def _envelope(delivery: Delivery, attempt: Attempt) -> dict[str, Any]:
    envelope: dict[str, Any] = {
        "envelope_id": attempt.envelope_id,
        "type": delivery.kind,
        "accepts_response_payload": delivery.accepts_response,
        "payload": delivery.payload,
    }
    if attempt.number:
        envelope |= {"retry_attempt": attempt.number, "retry_reason": "timeout"}
    return envelope
