"""Which paragraphs are the story: links to others, credits, subscriptions and tags are not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefings.reading.lexicon import Lexicon
from briefings.reading.sentences import Span, paragraphs

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DATELINE = re.compile(
    r"(?:[A-ZÀ-Ý][\w/.,' -]{2,60}?\s?)?\([A-Z][A-Za-z.-]+(?:[ /][A-Z][A-Za-z.-]+){0,3}\)\s?(?:[-–—]|--)\s+"
    rf"|[A-ZÀ-Ý][\w/.' -]{{2,40}}, {_MONTH} \d{{1,2}}(?:, \d{{4}})?\s?(?:[-–—]|--|:)\s+"
    r"|[A-Z][A-Z/ ]{3,30}(?:,[A-Za-z. ]{3,20})?(?::|\s?[-–—]{1,2})\s+(?=[A-Z])|"
    r"[（(][^（）()]{2,14}[）)](?=[^，。]{3})|[\u4e00-\u9fff]{2,8}讯\s+|记者[^，。]{0,6}报道\s+"
)
_DATED = re.compile(r"^[A-Z][a-z]+ \d{1,2}, (?:19|20)\d\d\s?[-–—]\s+")
_STAMP = re.compile(r"^[\d\s:./年月日-]{6,30}(?:[A-Za-z/ ]{0,60})?$|^\d{1,2} [A-Z][a-z]+ \d{4}(?: - \d\d:\d\d)?$")


_INLINE_LINK = re.compile(r"(?<=[.!?…”\"] )(?:SEE ALSO|READ MORE|READ ALSO|ALSO READ|RELATED|MORE)\s?:")


def story(text: str, start: int, lexicon: Lexicon) -> Iterator[Span]:
    """Spans of the paragraphs that tell the story, without datelines."""
    for begin, end in paragraphs(text, start):
        line = text[begin:end]
        if lexicon.has("more_follows", line):
            return
        if lexicon.has("boilerplate", line[:200]) or _STAMP.match(line[:100]) or line.startswith(("- ", "* ", "• ")):
            continue
        dateline = _DATELINE.match(line) or _DATED.match(line)
        links = _INLINE_LINK.search(line)
        yield begin + (dateline.end() if dateline else 0), begin + links.start() if links else end
