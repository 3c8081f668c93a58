"""Whether a claim is about a company, a place, a model or a name that a question asks for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from briefings.claims import Case
from briefings.companies import Watchlist
from briefings.vocabulary import vocabulary
from briefings.wording import statement

_EXACT, _SPOKE, _BELONGS, _NAMED = 1.0, 0.8, 0.6, 0.5
_SCRIPTS = re.compile(r"(?<=[\u3400-\u9fff])(?=[a-z0-9])|(?<=[a-z0-9])(?=[\u3400-\u9fff])")
"""Where a Latin word begins or ends beside Chinese, which has no space there."""
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_QUOTED, _AROUND = 0.6, 0.3
"""What a word in a quote, or in a headline, counts beside one in the statement: they speak of other things as well."""


@dataclass(frozen=True)
class Wording:
    """A claim's own words, those of its quotes and sources, and those of the headlines above it, folded when needed."""

    case: Case
    watchlist: Watchlist

    @cached_property
    def statement(self) -> str:
        """What the claim says, and the names of its companies."""
        claim = self.case.claim
        names = (self.watchlist.name_of(slug) for slug in claim.companies)
        return _folded((claim.statement, statement(self.case), claim.facility or "", *names))

    @cached_property
    def quoted(self) -> str:
        """What its reports say, and who is behind them."""
        reports = self.case.reports
        sources = (name for r in reports for name in (r.source.name or "", r.origin, r.article.outlet))
        return _folded((*sources, *(text for report in reports for text in (report.statement, report.quote))))

    @cached_property
    def around(self) -> str:
        """The headlines above them."""
        return _folded(report.article.title for report in self.case.reports)

    def has(self, term: str) -> float:
        """How far the claim has a word, or another for the same thing."""
        term = term.replace("-", " ")
        spellings = (term, *vocabulary().synonyms.get(term, ()))
        found = (
            max(_occurs(e, self.statement), _QUOTED * _occurs(e, self.quoted), _AROUND * _occurs(e, self.around))
            for e in spellings
        )
        return max(*found, float(_abbreviates(term, self.statement)))


def concerns(slug: str, case: Case, words: Wording, watchlist: Watchlist, typed: str = "") -> float:
    """How far a claim is about a company: a party to it, its group, somebody who spoke, or only named (as `typed`)."""
    if slug in case.claim.companies:
        return _EXACT
    if any(report.source.company == slug for report in case.reports):
        return _SPOKE
    if any(watchlist.related(slug, party) for party in case.claim.companies):
        return _BELONGS
    company = watchlist.get(slug)
    names = (*_spelt(company.names), *((f" {typed} ",) if typed else ())) if company else ()
    named = any(name in words.statement or name in words.quoted for name in names)
    return _NAMED if named else 0.0


@lru_cache(maxsize=256)
def _spelt(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_folded((name,)).strip() for name in names if len(name) > 2)


def _folded(texts: Iterable[str]) -> str:
    """Texts as one, its words apart by single spaces, so that " word" is found without a pattern."""
    folded = unicodedata.normalize("NFKC", " ".join(dict.fromkeys(texts))).casefold()
    folded = _SCRIPTS.sub(" ", folded)
    return f" {_BETWEEN_WORDS.sub(' ', folded)} "


def _occurs(term: str, text: str) -> float:
    """Whether a word occurs, by its first letters; of a Chinese one the share of its pairs of characters."""
    if not term.isascii() and len(term) > 2:
        pairs = [term[at : at + 2] for at in range(len(term) - 1)]
        return sum(pair in text for pair in pairs) / len(pairs)
    if not term.isascii():
        return float(term in text)
    if len(term) <= 4:
        return float(f" {term} " in text or f" {term}s " in text)
    return float(f" {term[: max(5, len(term) - 3)]}" in text)


def _abbreviates(letters: str, text: str) -> bool:
    """Whether letters are the initials of neighbouring words: "ppes" of "prime planet energy & solutions"."""
    words = rf"{letters[0]}[a-z]+" + "".join(rf"(?: and| of| for| the)? {letter}[a-z]+" for letter in letters[1:])
    return len(letters) > 2 and letters.isalpha() and letters.isascii() and bool(re.search(rf" {words} ", text))
