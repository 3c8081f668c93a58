"""Sentences with their place in the text; no sentence is longer than the reader can afford."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

MAX_SENTENCE = 1_200
"""Longer runs without a full stop are cut at a comma or a space: reading stays linear in the text."""

_END = re.compile(r"[.!?…]+[\"'”’)\]]{0,3}(?=\s|$)|[。！？]+[”’」』）)]{0,2}|\n")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\"“‘'])(?:[A-Z]|No|Co|Ltd|Inc|Corp|Mr|Mrs|Ms|Dr|Jr|St|vs|approx|Nos|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec"
    r"|[Ee]\.g|[Ii]\.e|U\.S|U\.K|E\.U|a\.m|p\.m|Gov|Gen|Sen|Rep|Prof|est|incl|S\.A|N\.V)\.$"
)
_CUT = re.compile(r"[,;，；、]\s*|\s+")


def paragraphs(text: str, start: int = 0) -> Iterator[Span]:
    """Spans of the lines that hold anything, from `start` on."""
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        span = trimmed(text, start, end)
        if span[0] < span[1]:
            yield span
        start = end + 1


def sentences(text: str, span: Span) -> Iterator[Span]:
    """Spans of the sentences within a paragraph."""
    start, end = span
    begin = start
    for match in _END.finditer(text, start, end):
        if match[0][0] == "." and not _ends(text, begin, match, end):
            continue
        yield from _affordable(text, *trimmed(text, begin, match.end()))
        begin = match.end()
    yield from _affordable(text, *trimmed(text, begin, end))


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _ends(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    """Whether a full stop ends its sentence rather than an abbreviation."""
    following = text[stop.end() : min(stop.end() + 3, end)].lstrip()
    if following and following[0].islower():
        return False
    word = text[max(begin, stop.start() - 12) : stop.start() + 1]
    return not following or _ABBREVIATED.search(word) is None


def _affordable(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > MAX_SENTENCE:
        cut = start + MAX_SENTENCE
        for match in _CUT.finditer(text, start + MAX_SENTENCE // 2, start + MAX_SENTENCE):
            cut = match.end()
        yield trimmed(text, start, cut)
        start = cut
    start, end = trimmed(text, start, end)
    if start < end:
        yield start, end
