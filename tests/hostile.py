"""Feeds and pages built to exhaust whoever reads them, made when they are needed."""

from __future__ import annotations

from collections.abc import Callable


def _rss(inside: str, before: str = "") -> bytes:
    return f"<?xml version='1.0'?>{before}<rss version='2.0'><channel><title>x</title>{inside}</channel></rss>".encode()


def _laughs() -> bytes:
    rows = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return _rss("<item><title>&l9;</title></item>", f'<!DOCTYPE x [<!ENTITY l0 "ha">{rows}]>')


def _quadratic() -> bytes:
    return _rss(f"<item><title>{'&a;' * 20_000}</title></item>", f'<!DOCTYPE x [<!ENTITY a "{"a" * 60_000}">]>')


def _outside() -> bytes:
    return _rss("<item><title>&x;</title></item>", '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>')


def _attributes(count: int) -> Callable[[], bytes]:
    attributes = " ".join(f"a{number}='1'" for number in range(count))
    return lambda: _rss(f"<item {attributes}><title>t</title></item>")


def _namespaces() -> bytes:
    return _rss("".join(f'<a xmlns:n{n}="urn:{n}"/>' for n in range(90_000)))


FEED_BOMBS: dict[str, Callable[[], bytes]] = {
    "billion laughs": _laughs,
    "quadratic blow-up": _quadratic,
    "a file from outside": _outside,
    "200,000 items": lambda: _rss("<item><title>t</title></item>" * 160_000),
    "200,000 nested tags": lambda: _rss("<a>" * 200_000 + "</a>" * 200_000),
    "20,000 attributes": _attributes(20_000),
    "200,000 attributes": _attributes(200_000),
    "90,000 namespaces": _namespaces,
    "deep JSON": lambda: b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * 400_000,
    "a feed larger than allowed": lambda: _rss("x" * (6 * 1024 * 1024)),
}
PAGE_BOMBS: dict[str, Callable[[], bytes]] = {
    "200,000 attributes": lambda: b"<p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">hello",
    "200,000 nested tags": lambda: b"<div>" * 200_000 + b"hello",
    "200,000 paragraphs": lambda: b"<p>Xiaomi" * 200_000,
    "a huge script": lambda: b"<script>" + b"var a=1;" * 500_000 + b"</script><p>hello",
    "a table within tables": lambda: b"<table><tr><td>" * 20_000 + b"hello",
    "4 MB of one word": lambda: b"<article><p>" + b"a" * 4_000_000,
    "4 MB of short sentences": lambda: b"<article><p>" + b"Xiaomi said so. " * 250_000,
    "linked data in linked data": lambda: (
        b'<script type="application/ld+json">' + b'{"@graph":[' * 90_000 + b"</script>"
    ),
    "a million entities": lambda: b"<article><p>" + b"&nbsp;&#x41;" * 350_000,
}
