"""Connections to the public internet only: who may be dialled, and for how long.

What is checked is the address that is dialled, at the moment it is dialled: a check of the name before that
would lose to redirects and to a name server that changes its answer.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from queue import Empty, Queue
from threading import Thread
from typing import TYPE_CHECKING, Any

from briefings.errors import FetchError

if TYPE_CHECKING:
    import httpcore

PORTS = (80, 443)
ATTEMPT_SECONDS = 5.0
"""For one of several addresses of a host; the last one has all the time that is left."""

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], Iterable[str]]
"""Host and port to addresses; raises OSError."""

_INTERNET_V6 = IPv6Network("2000::/3")
_DENIED: tuple[Network, ...] = tuple(
    ip_network(each)
    for each in (
        "168.63.129.16/32",  # a cloud's control address, though it looks public
        "192.0.0.0/24",  # protocol assignments, among them another cloud's metadata
        "192.88.99.0/24",  # 6to4 relays
        "2001::/23",  # Teredo and other protocol assignments
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: any IPv4 address in disguise
        "3fff::/20",  # documentation
    )
)


@dataclass(frozen=True, slots=True)
class Exemption:
    """A network that may be read although it is not public; without `port` at the usual ports."""

    network: Network
    port: int | None

    @classmethod
    def parse(cls, text: str) -> Exemption:
        """From `10.1.0.0/16`, `127.0.0.1:8080`, `fd00::/8` or `[::1]:8080`; raises FetchError."""
        try:
            if "]" in text:
                inside, _, port = text.removeprefix("[").partition("]")
                return cls(ip_network(inside), _port(port.removeprefix(":")))
            if text.count(":") == 1:
                inside, _, port = text.partition(":")
                return cls(ip_network(inside), _port(port))
            return cls(ip_network(text), None)
        except ValueError as error:
            raise FetchError(
                f"{text[:60]!r} is no network: write it as 10.1.0.0/16, or 127.0.0.1:8080 for one port"
            ) from error

    def covers(self, address: Address, port: int) -> bool:
        """Whether this address may be dialled at this port."""
        return address in self.network and (port == self.port if self.port else port in PORTS)


def may_dial(address: Address) -> bool:
    """Whether an address belongs to the public internet and is not one of its back doors."""
    address = _unwrapped(address)
    if address.is_multicast or address.is_reserved or not address.is_global:
        return False
    if isinstance(address, IPv6Address) and address not in _INTERNET_V6:
        return False
    return not any(address in network for network in _DENIED if network.version == address.version)


def ask_resolver(host: str, port: int) -> list[str]:
    """All addresses of a host, as the system resolves it; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class Guard:
    """Opens connections for httpcore: to checked addresses only, and never past the deadline."""

    def __init__(self, exemptions: tuple[Exemption, ...], deadline: float, resolve: Resolve) -> None:
        self._exemptions = exemptions
        self._deadline = deadline
        self._resolve = resolve

    def connect_tcp(self, host: str, port: int, **options: Any) -> Timed:
        """Dial one of the host's addresses; refuses the host where any of them is not allowed."""
        import httpcore

        addresses = self._addresses(host, port)
        for address in addresses:
            left = self.left(host)
            try:
                stream = httpcore.SyncBackend().connect_tcp(
                    str(address),
                    port,
                    timeout=left if address is addresses[-1] else min(left, ATTEMPT_SECONDS),
                    socket_options=options.get("socket_options"),
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
            return Timed(stream, host, self)
        self.left(host)
        raise FetchError(f"cannot connect to {host}: check the address, or try later")

    def _addresses(self, host: str, port: int) -> list[Address]:
        addresses = self._resolved(host, port)
        if not addresses:
            raise FetchError(f"there is no host {host}: check the address")
        for address in addresses:
            if any(exemption.covers(address, port) for exemption in self._exemptions):
                continue
            # The address itself stays unsaid: it would tell a stranger about the inside of our network.
            if port not in PORTS:
                raise FetchError(f"{host}: only ports 80 and 443 are read")
            if not may_dial(address):
                raise FetchError(f"{host} leads to a private or reserved address: give a public one")
        return addresses

    def _resolved(self, host: str, port: int) -> list[Address]:
        """The resolver has no deadline of its own, so it runs beside us and may be left behind."""
        answers: Queue[list[Address] | Exception] = Queue()

        def ask() -> None:
            try:
                answers.put([_unwrapped(ip_address(each)) for each in self._resolve(host, port)])
            except (OSError, ValueError) as error:
                answers.put(error)

        Thread(target=ask, name="resolver", daemon=True).start()
        try:
            answer = answers.get(timeout=self.left(host))
        except Empty as error:
            raise self.too_slow(host) from error
        if isinstance(answer, Exception):
            raise FetchError(f"there is no host {host}, or no answer about it: check the address") from answer
        return answer

    def left(self, host: str) -> float:
        """Seconds until the deadline; raises FetchError when it has passed."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise self.too_slow(host)
        return left

    def too_slow(self, host: str) -> FetchError:
        """The error for a deadline that has passed."""
        return FetchError(f"{host} did not answer completely in the time allowed: try later")


class Timed:
    """A connection of httpcore's whose every step is bounded by the guard's deadline."""

    def __init__(self, stream: httpcore.NetworkStream, host: str, guard: Guard) -> None:
        self._stream = stream
        self._host = host
        self._guard = guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        """What has arrived, at most so many bytes."""
        return self._stream.read(max_bytes, self._guard.left(self._host))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        """Send everything."""
        self._stream.write(buffer, self._guard.left(self._host))

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> Timed:
        """The same connection under TLS; the certificate is checked against the name, not the address."""
        try:
            left = self._guard.left(self._host)
        except FetchError:
            self._stream.close()
            raise
        return Timed(self._stream.start_tls(ssl_context, server_hostname, left), self._host, self._guard)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore wants to know about the connection."""
        return self._stream.get_extra_info(info)


def _port(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text[:6]) < 65536):
        raise ValueError(text)
    return int(text)


def _unwrapped(address: Address) -> Address:
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
