"""Feeds and pages with bytes gone wrong: refused in words or read, never anything else.

`EV_FUZZ_FEEDS` says how many; `make fuzz` takes 100,000.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from news_outlets import Outlet, Story, feed_of, page_of

from bot.workers import Workers
from briefings.errors import BriefingsError, ExhaustedError
from briefings.feeds import entry_text, read_feed
from briefings.pages import read_page

COUNT = int(os.environ.get("EV_FUZZ_FEEDS", "600"))
BATCH = 100
WHEN = datetime(2024, 8, 1, 9, tzinfo=UTC)
PIECES = (
    *(
        b"<![CDATA[",
        b"]]>",
        b"<!--",
        b"-->",
        b"<item>",
        b"</item>",
        b"<entry",
        b"<a:b c:d='e'>",
        b"</title>",
        b"<script>",
    ),
    *(
        b"&#x0;",
        b"&#55296;",
        b"&nbsp;",
        b"&",
        b"%s%n{0}",
        b"\\ud800",
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
    ),
    *(b"<?xml version='1.0' encoding='utf-16'?>", b"<?xml version='1.0' encoding='gb2312'?>", b"charset=koi8-r"),
    *(b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"xmlns:a='b'", b"<link rel=canonical href=//[>", b"javascript:alert(1)"),
    *(b"9999999999999999", b"-1", b"0000-00-00", b"Thu, 32 Foo 20244 99:99:99 +9999", b"//", b"]}"),
    *("汽车".encode("gbk"), "汽车".encode()),
)


def _corpus() -> list[tuple[str, bytes]]:
    """Feeds of each form and pages, of a few entries each."""
    stories = [
        Story(
            f"/{n}",
            f"Xiaomi & BAIC <talk>, part {n}",
            (f"小米汽车第{n}次回应。", "Nothing is signed. " * 20),
            WHEN,
            f"g{n}",
        )
        for n in range(4)
    ]
    found: list[tuple[str, bytes]] = []
    for form in ("rss", "atom", "json"):
        for charset in ("utf-8", "gbk"):
            outlet = Outlet("x.test", "Ünïted “News”", form, whole=charset == "gbk", charset=charset, ttl=20)
            found.append(("feed", feed_of(outlet, stories, 80).encode(charset, "xmlcharrefreplace")))
            found.append(("page", page_of(outlet, stories[0], 80).encode(charset, "xmlcharrefreplace")))
    rdf = (
        b"<?xml version='1.0'?><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
        b"xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>R</title></channel>"
        b"<item><title>One</title><link>http://x.test/1</link><dc:date>2024-08-01</dc:date></item></rdf:RDF>"
    )
    return [*found, ("feed", rdf)]


def mutated(body: bytes, chance: random.Random) -> bytes:
    """The same bytes with a few things gone wrong."""
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(body) + 1)
        to = min(len(body), at + chance.choice((1, 8, 200)))
        match chance.randrange(6):
            case 0:
                body = body[:at] + bytes([chance.randrange(256)]) + body[at + 1 :]
            case 1:
                body = body[:at] + body[to:]
            case 2:
                body = body[:to] + body[at:]
            case 3:
                body = body[:at] + chance.choice(PIECES) * chance.choice((1, 1, 1, 40)) + body[at:]
            case 4:
                body = body[:at] if chance.random() < 0.2 else body
            case _:
                body = body[:at] + chance.randbytes(to - at) + body[to:]
    return body


@dataclass
class Found:
    """What reading a batch brought."""

    unhandled: list[str]
    slowest: float
    read: int
    peak_mb: float


def read_mutants(seed: int, count: int) -> Found:
    """In a process that can be killed: so many mutants read, with whatever was raised that should not be."""
    chance, corpus = random.Random(seed), _corpus()
    found = Found([], 0.0, 0, 0.0)
    for number in range(count):
        kind, body = chance.choice(corpus)
        body = mutated(body, chance)
        began = time.monotonic()
        try:
            if kind == "feed":
                for entry in read_feed(body, "http://x.test/feed").entries:
                    entry_text(entry).encode()
            else:
                read_page(body, "http://x.test/1", chance.choice((None, "utf-8", "gbk", "nonsense"))).text.encode()
            found.read += 1
        except BriefingsError as error:
            if "\n" in str(error) or not str(error):
                found.unhandled.append(f"{seed}/{number}: {error!r}")
        except Exception as error:
            found.unhandled.append(f"{seed}/{number}: {error!r}"[:300])
        found.slowest = max(found.slowest, time.monotonic() - began)
    status = Path("/proc/self/status").read_text()
    found.peak_mb = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    return found


def test_bytes_gone_wrong_are_read_or_refused_in_words() -> None:
    workers = Workers()
    batches = range(0, COUNT, BATCH)
    try:
        with ThreadPoolExecutor(2) as threads:
            found = list(threads.map(lambda seed: _batch(workers, seed), batches))
    finally:
        workers.close()
    unhandled = [each for one in found for each in one.unhandled]
    figures = {
        "mutants": len(batches) * BATCH,
        "unhandled": len(unhandled),
        "read": sum(one.read for one in found),
        "slowest_seconds": round(max(one.slowest for one in found), 2),
        "peak_mb": round(max(one.peak_mb for one in found)),
    }
    sys.stdout.write(f"{json.dumps(figures)}\n")
    assert not unhandled, unhandled[:10]
    assert figures["slowest_seconds"] < 5
    assert figures["peak_mb"] <= 512


def _batch(workers: Workers, seed: int) -> Found:
    try:
        return workers.run("the batch", BATCH * 5, read_mutants, seed, BATCH)
    except ExhaustedError as error:
        return Found([f"batch {seed}: {error}"], 0.0, 0, 0.0)
