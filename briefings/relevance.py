"""How well a claim's reports answer to the words of a question: by ideas, in either language, the telling ones more."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from briefings.claims import RESPONSES, Case, Report, Stance
from briefings.gist import gist, words_of
from briefings.vocabulary import vocabulary

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NO_MORE = re.compile(r"\b(?:no longer|not any ?more|not any longer)\b|不再", re.IGNORECASE)
_CAPITALS = re.compile(r"\b[A-Z][a-z]+")
_TITLE = re.compile(r"\b[A-Z][a-z]+(?:,? (?:and |of |for |the |& ?){0,2}[A-Z][a-z]+){2,6}")
"""A name of several words, which goes by its initials as well: "National Development and Reform Commission"."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_NEARBY, _ABOVE = 0.4, 0.3
"""What a word counts that stands in another report of the claim, or in the headline above the report."""
MAX_SPELLINGS = 16
_UNLIKE = 0.4
"""What a Chinese word of the question weighs beside a text that has no Chinese in it: it cannot be found there."""
_REPLIES = RESPONSES | {Stance.DENIES}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question looks for, and how telling each of it is among the claims that may answer."""

    weights: Mapping[str, float]
    total: float
    chinese: float
    """What its Chinese words weigh of that."""
    rest: Mapping[str, float]
    """How telling what the claims tell besides is."""
    missing: float
    """The share of what is asked that no claim has at all: a name, most likely, that nothing is stored about."""

    @property
    def is_empty(self) -> bool:
        """Whether the question has no words but names, dates and those of asking."""
        return not self.weights


@dataclass(frozen=True, slots=True)
class Share:
    """How much of what is asked a report has, and how much of the report is asked for (both 0 to 1)."""

    found: float
    focus: float


@lru_cache(maxsize=8192)
def ideas(text: str) -> frozenset[str]:
    """The ideas, places, words and numbers of a text; an idea is the same in English and Chinese."""
    text = _NO_MORE.sub(" stopped ", text)
    numbers = (number.replace(",", "") for number in _NUMBER.findall(text))
    found = gist(text).all | {number for number in numbers if len(number) > 1}
    initials = " ".join("".join(word[0] for word in _CAPITALS.findall(name)).lower() for name in _TITLE.findall(text))
    found |= gist(initials).all if initials else frozenset()
    return found | {row for word in found for row in _alike().get(word, ())} | _alike_chinese(text)


@cache
def _alike() -> Mapping[str, tuple[str, ...]]:
    """Which rows of words that stand for each other an English word, or an idea that it is taken for, is in."""
    rows: dict[str, set[str]] = {}
    for name, words in vocabulary().alike.items():
        for word in words:
            if word.isascii():
                for each in gist(word).all:
                    rows.setdefault(each, set()).add(f"~{name}")
    return {word: tuple(sorted(names)) for word, names in rows.items()}


def _alike_chinese(text: str) -> set[str]:
    if text.isascii():
        return set()
    rows = vocabulary().alike.items()
    return {f"~{name}" for name, words in rows if any(not w.isascii() and w in text for w in words)}


def spellings(terms: Sequence[str]) -> list[tuple[str, ...]]:
    """For each word of a question the words, in either language, by which reports may tell the same."""
    return [tuple(dict.fromkeys((term, *_others(term))))[:MAX_SPELLINGS] for term in terms]


def _others(term: str) -> list[str]:
    rows = [words for words in vocabulary().alike.values() if term in words]
    ideas_of = [words_of(idea) for idea in sorted(gist(term).ideas | gist(term).places)]
    return [word for words in (*ideas_of, *rows) for word in words]


def wanted(words: str, context: str, cases: Iterable[Case]) -> Wanted:
    """What `words` look for; one that every claim has tells little, one of the `context` half of what it would."""
    asked, before = ideas(words), ideas(context)
    texts = [claim_ideas(case) for case in cases]
    counts: dict[str, int] = {}
    for text in texts:
        for idea in text:
            counts[idea] = counts.get(idea, 0) + 1
    rest = {idea: _weight(idea, count, len(texts)) for idea, count in counts.items()}
    weights = {idea: rest.get(idea) or _weight(idea, 0, len(texts)) for idea in asked | before}
    weights |= {idea: weights[idea] / 2 for idea in before - asked}
    chinese = sum(weight for idea, weight in weights.items() if _HAN.match(idea))
    total = sum(weights.values())
    nowhere = sum(weight for idea, weight in weights.items() if idea not in rest and not _HAN.match(idea))
    return Wanted(weights, total, chinese, rest, nowhere / total if total else 0.0)


def _weight(idea: str, count: int, total: int) -> float:
    # A Chinese word makes some two pairs.
    return math.log(1 + (total + 1) / (count + 1)) / (2 if _HAN.match(idea) else 1)


def claim_ideas(case: Case) -> frozenset[str]:
    """The ideas of all that is told of a claim, the headlines apart."""
    return frozenset().union(*(report_ideas(report) for report in case.reports))


def report_ideas(report: Report) -> frozenset[str]:
    """The ideas of one report, and who is behind it: people ask what an outlet or a person said."""
    names = f"{report.article.outlet} / {report.source.name or ''} / {report.source.origin or ''}"
    return ideas(report.statement) | ideas(report.quote) | ideas(names)


def shares(asked: Wanted, case: Case) -> list[Share]:
    """For each report of a claim how much it has to do with what is asked."""
    around = claim_ideas(case)
    return [_share(asked, report, around) for report in case.reports]


def _share(asked: Wanted, report: Report, around: frozenset[str]) -> Share:
    if asked.is_empty:
        return Share(0.0, 0.0)
    told, above = report_ideas(report), ideas(report.article.title)
    # An answer to a claim speaks of the claim whatever words it uses: "called it groundless".
    nearby = 0.9 if report.stance in _REPLIES else _NEARBY
    found = own = 0.0
    for idea, weight in asked.weights.items():
        if idea in told:
            own += weight
        else:
            found += weight * (nearby if idea in around else _ABOVE if idea in above else 0)
    total = asked.total if _HAN.search(report.quote) else asked.total - (1 - _UNLIKE) * asked.chinese
    mass = sum(asked.rest.get(idea, 0.0) for idea in ideas(report.statement))
    return Share(min(1.0, (found + own) / total), min(1.0, own / mass) if mass else 0.0)
