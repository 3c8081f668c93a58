"""What a sentence tells by the way: "Polestar, which borrowed $950 million in February, repeated that …".

Such a clause is the outlet's own background, whoever speaks in the sentence around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefings.reading.attribution import Framed
from briefings.reading.names import Kind
from briefings.reading.page import Page

RULE = "own.relative"

_RELATIVE = re.compile(r"(?:\)|\w)(?P<head>), (?:which|who) (?P<clause>(?:[^,;\n]|,(?=\d)){12,220})(?:,|(?=[.;\n])|$)")
_CONTINUES = re.compile(r"(?:in|at|of|for|with|from|to|by|on) $", re.IGNORECASE)


def asides(page: Page, start: int, end: int) -> Iterator[tuple[str, Framed]]:
    """The relative clauses about a company that the sentence names just before them: its slug, the clause."""
    for match in _RELATIVE.finditer(page.text, start, end):
        first, last = match.span("clause")
        head = None if page.quoted(match.start()) else _head(page, start, match.start("head"))
        if head:
            yield head, Framed((first, last), None, "", RULE, (first, last))


def _head(page: Page, start: int, at: int) -> str | None:
    """The company whose name ends where the relative clause begins."""
    named = page.named(max(start, at - 60), at, Kind.COMPANY)
    last = named[-1] if named else None
    if last is None or last.end < at - 24 or _CONTINUES.search(page.text, last.end, at):
        return None
    between = page.text[last.end : at]
    return last.company if not re.search(r"[,.;]|\b(?:and|that|in|at|of|for|with|from)\b|'s ", between) else None
