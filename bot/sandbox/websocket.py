"""The server's side of a WebSocket: the handshake and the frames of RFC 6455 that Socket Mode uses."""

from __future__ import annotations

import base64
import hashlib
import select
import socket
import struct
import threading
from dataclasses import dataclass

_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
GOING_AWAY = 1001
_CHUNK = 65_536


def accept_key(client_key: str) -> str:
    """The `Sec-WebSocket-Accept` that answers a client's key (RFC 6455, 4.2.2)."""
    digest = hashlib.sha1((client_key + _GUID).encode("ascii"), usedforsecurity=False).digest()
    return base64.b64encode(digest).decode("ascii")


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame, unmasked."""

    opcode: int
    data: bytes


def encode(opcode: int, data: bytes) -> bytes:
    """A whole, unmasked frame, as servers send them."""
    size = len(data)
    if size < 126:
        header = struct.pack("!BB", 0x80 | opcode, size)
    elif size < 65_536:
        header = struct.pack("!BBH", 0x80 | opcode, 126, size)
    else:
        header = struct.pack("!BBQ", 0x80 | opcode, 127, size)
    return header + data


def decode(buffer: bytes) -> tuple[Frame, bytes] | None:
    """The first frame of a buffer and what follows it; None while it is not whole."""
    if len(buffer) < 2:
        return None
    opcode, masked, size, at = buffer[0] & 0x0F, bool(buffer[1] & 0x80), buffer[1] & 0x7F, 2
    for code, width, layout in ((126, 2, "!H"), (127, 8, "!Q")):
        if size == code:
            if len(buffer) < at + width:
                return None
            (size,) = struct.unpack(layout, buffer[at : at + width])
            at += width
            break
    mask = buffer[at : at + 4] if masked else b""
    at += len(mask)
    if len(buffer) < at + size or (masked and len(mask) < 4):
        return None
    data = buffer[at : at + size]
    if masked:
        data = bytes(byte ^ mask[place % 4] for place, byte in enumerate(data))
    return Frame(opcode, data), buffer[at + size :]


class WebSocket:
    """A connection after its handshake; any thread may send, one reads."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._sending = threading.Lock()
        self._buffer = b""

    def send(self, opcode: int, data: bytes) -> None:
        """Send one frame; OSError when the other side is gone."""
        with self._sending:
            self._socket.sendall(encode(opcode, data))

    def receive(self, timeout_seconds: float) -> Frame | None:
        """The next frame, or None when none came in time; EOFError once the other side is gone."""
        while (decoded := decode(self._buffer)) is None:
            readable, _, _ = select.select([self._socket], [], [], timeout_seconds)
            if not readable:
                return None
            received = self._socket.recv(_CHUNK)
            if not received:
                raise EOFError
            self._buffer += received
        frame, self._buffer = decoded
        return frame

    def close(self, code: int = GOING_AWAY) -> None:
        """Say goodbye and stop both ways; the owner of the socket closes it."""
        try:
            self.send(CLOSE, struct.pack("!H", code))
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
