"""What an article calls a company for short once it has named it in full: "Ola Electric" is then "Ola"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefings.reading.names import Kind, Mention

_FIRST = re.compile(r"(?P<short>[A-Z][A-Za-z]{2,})[ -][A-Z]")
_MANY = 40
_WITHIN_SENTENCE = r"(?<=[a-z,;] )"
_ALONE = r"(?![\w-]| [A-Z][a-z])"
_SUFFIX = re.compile(r"(?P<short>[\u4e00-\u9fff]{2,3})(?:高科|新能源|锂能|科技|股份|动力|新材)")
_PLACES = re.compile(
    r"China|Beijing|Shanghai|American|European|German|Korean?|Japan|Japanese|Indian?|(?:North|South|East|West)(?:ern)?|"
    r"General|Great|"
    r"First|National|United|International|Automotive|Electric|Energy|Battery|New|Royal|Standard"
)
"""First words that tell no company from another."""


def learned(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The short names that a text made `plain` uses, as mentions of the company that bore the full name before.

    A first word counts where it stands alone within a sentence, never in lower case, and belongs to one company only.
    """
    owners: dict[str, set[Mention]] = {}
    for mention in mentions:
        if mention.kind is Kind.COMPANY:
            spelt = text[mention.start : mention.end]
            match = _FIRST.match(spelt) or _SUFFIX.fullmatch(spelt)
            if match and not _PLACES.fullmatch(match["short"]):
                owners.setdefault(match["short"], set()).add(mention)
    taken = {place for one in mentions for place in range(one.start, one.end)}
    found: list[Mention] = []
    for short, named in list(owners.items())[:_MANY]:
        first = min(named, key=lambda one: one.start)
        if len({one.company for one in named}) == 1:
            places = (place for place in _places(text, short, first) if place not in taken)
            found += [Mention(at, at + len(short), Kind.COMPANY, first.name, first.company) for at in places]
    return found


def _places(text: str, short: str, full: Mention) -> list[int]:
    """Where a short name stands alone after the full one."""
    if not short.isascii():
        return [match.start() for match in re.finditer(re.escape(short), text) if match.start() > full.start]
    if re.search(rf"\b{short.lower()}\b", text) or not re.search(rf"{_WITHIN_SENTENCE}{short}{_ALONE}", text):
        return []
    return [m.start() for m in re.finditer(rf"\b{short}{_ALONE}", text) if m.start() >= full.end]
