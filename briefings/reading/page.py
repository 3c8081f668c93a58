"""An article laid out for reading: plain text, names, dates, amounts, all by their place in the text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from briefings.articles import Article
from briefings.companies import Watchlist
from briefings.reading import dates
from briefings.reading.lexicon import Lexicon, TextLexicon
from briefings.reading.names import Kind, Mention
from briefings.reading.quantities import Amount, QuantityReader

_CJK = re.compile(r"[\u3400-\u9fff]")
_UNIT_OF = re.compile(r"(?:subsidiary|unit|arm|division|affiliate|brand) of (?:the )?$", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"\n]{1,1200}"|「[^」\n]{1,600}」|(?<![\w])\'[^\'\n]{8,300}\'(?!\w)')

_TO_BE = re.compile(r"\bbe (?:[a-z]+ly )?$")
"""What will "be launched" is not over."""


@dataclass(frozen=True)
class Page:
    """The article's text, letter for letter as long as `article.text`, with everything that was found in it."""

    article: Article
    text: str
    mentions: Sequence[Mention]
    quotes: tuple[tuple[int, int], ...]
    lexicon: Lexicon
    watchlist: Watchlist
    amounts_in: QuantityReader
    starts: tuple[int, ...]
    weighed: dict[tuple[int, int], Mapping[str, float]] = field(default_factory=dict, compare=False, repr=False)
    """What spans were found to be about: the same clause is asked several times."""
    dated: dict[tuple[int, int, date], list[dates.Found]] = field(default_factory=dict, compare=False, repr=False)
    counted: dict[tuple[int, int], tuple[Amount, ...]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(
        cls,
        article: Article,
        text: str,
        mentions: Sequence[Mention],
        lexicon: Lexicon,
        watchlist: Watchlist,
        amounts: QuantityReader,
    ) -> Page:
        """The page of an article whose text was made plain and whose names were found."""
        quotes = tuple(m.span() for m in _QUOTED.finditer(text))
        starts = tuple(m.start for m in mentions)
        return cls(article, text, mentions, quotes, TextLexicon(lexicon, text), watchlist, amounts, starts)

    @property
    def day(self) -> date:
        """The day of publication."""
        return self.article.published_at.date()

    def named(self, start: int, end: int, *kinds: Kind) -> list[Mention]:
        """The names that begin within a span."""
        found = self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        return [m for m in found if not kinds or m.kind in kinds]

    def companies(self, start: int, end: int) -> tuple[str, ...]:
        """Slugs of the companies named within a span, each once, in order."""
        named = self.named(start, end, Kind.COMPANY)
        return tuple(dict.fromkeys(m.company for m in named if m.company and not self._only_owner(m, named)))

    def _only_owner(self, mention: Mention, named: Sequence[Mention]) -> bool:
        """Whether a company is named only as another's owner: "BYD's FinDreams", "a subsidiary of BAIC"."""
        if _UNIT_OF.search(self.text, max(0, mention.start - 40), mention.start):
            return len(named) > 1
        after = next((m for m in named if mention.end < m.start <= mention.end + 12), None)
        if (
            after is None
            or after.company is None
            or not re.match(r"'s |旗下的?|屬下的?|属下的?", self.text[mention.end : after.start])
        ):
            return False
        return mention.company in self.watchlist.ancestors(after.company)

    def quoted(self, position: int) -> bool:
        """Whether a place lies within quotation marks."""
        return self.quote_end(position) is not None

    def quote_end(self, position: int) -> int | None:
        """Where the quotation that holds a place ends; None outside of quotation marks."""
        at = bisect_right(self.quotes, (position, len(self.text) + 1)) - 1
        return self.quotes[at][1] if at >= 0 and position < self.quotes[at][1] else None

    def chinese(self, start: int, end: int) -> bool:
        """Whether a span is Chinese rather than Latin text."""
        sample = self.text[start : min(end, start + 400)]
        return len(_CJK.findall(sample)) * 4 >= max(1, len(sample))

    def amounts(self, start: int, end: int) -> tuple[Amount, ...]:
        """The amounts within a span."""
        if (start, end) not in self.counted:
            self.counted[start, end] = self.amounts_in.find(self.text, start, end)
        return self.counted[start, end]

    def spoken(self, start: int, end: int) -> list[dates.Found]:
        """The dates within a span that tells when something was said: never ahead."""
        return dates.find(self.text, self.day, lambda *_: False, start, end)

    def dates(self, start: int, end: int, anchor: date) -> list[dates.Found]:
        """The dates within a span, as meant on the anchor day."""
        key = (start, end, anchor)
        if key not in self.dated:
            self.dated[key] = dates.find(self.text, anchor, lambda at, to: self._ahead(start, end, at, to), start, end)
        return self.dated[key]

    def _ahead(self, start: int, end: int, at: int, to: int) -> bool | None:
        """Whether a date lies ahead by the verb nearest to it: the last one before it, otherwise the first after it."""
        if self.chinese(start, end):
            near = max(start, at - 6), min(end, to + 8)
            if self.lexicon.has("ahead", self.text, *near):
                return True
            return False if self.lexicon.has("past", self.text, *near) else None
        future, past = self._verbs("ahead", start, at), self._verbs("past", start, at)
        if future or past:
            return max(future, default=-1) >= max(past, default=-1)  # "planned" is both
        future, past = self._verbs("ahead", to, end), self._verbs("past", to, end)
        if not future and not past:
            return None
        return bool(future) and (not past or future[0] < past[0])

    def _verbs(self, cls: str, start: int, end: int) -> list[int]:
        return [
            hit.start
            for hit in self.lexicon.all(cls, self.text, start, end)
            if not self.text[hit.start].isupper()
            and not (cls == "past" and _TO_BE.search(self.text, max(start, hit.start - 16), hit.start))
        ]
