"""Finding cues: each is tried only where the text begins as it can begin, and a text is searched once for each class.

A class holds dozens of phrases and an article is asked for some hundred times; joining the phrases into one expression
tries every one of them at every word. Here the first letters of each phrase are worked out once, and a word that begins
otherwise is passed over.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

# The standard parser of patterns is private: tests/test_reading_values.py holds what is relied on here.
_LETTERS = 3
"""So many first letters tell words apart."""
_MANY = 200
"""Beginnings that one phrase may have before it is tried everywhere."""
_WORD = re.compile(r"(?<![\w-])(?=\S)")
_CJK = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of the lexicon."""

    id: str
    lang: str
    cls: str
    pattern: str
    example: str
    counter: str = ""
    weight: int = 1

    @property
    def chinese(self) -> bool:
        """Whether the phrase is written in Chinese, where words have no edges."""
        return bool(_CJK.search(self.pattern))


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found in a text."""

    start: int
    end: int
    id: str
    cls: str
    weight: int = 1


class Words:
    """The places of a text where a phrase can begin, by their first letters."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.end = end
        self._low = text[start:end].lower()
        if len(self._low) != end - start:  # a letter that grows in lower case (İ) would shift what follows
            self._low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text[start:end])
        letters = {} if self._low.isascii() else self._grouped(range(start, end))
        self.by_script = (self._grouped(m.start() for m in _WORD.finditer(text, start, end)), letters)
        """Where words begin; and every place, where the text is not only plain letters."""

    def _grouped(self, places: Iterable[int]) -> dict[str, list[int]]:
        grouped: dict[str, list[int]] = defaultdict(list)
        low, start = self._low, self.start
        for place in places:
            grouped[low[place - start : place - start + _LETTERS]].append(place)
        return grouped


class Scanner:
    """The cues of one class; of two that match at one place the first counts."""

    def __init__(self, cls: str, cues: Sequence[Cue]) -> None:
        self.cls = cls
        self.cues = tuple(cues)
        self.anchored = any(_anchored(cue.pattern) for cue in cues)
        """Whether a phrase is bound to the edge of the span that is searched."""
        self.tables = (_Table([cue for cue in cues if not cue.chinese]), _Table([cue for cue in cues if cue.chinese]))
        """For words, and for Chinese letters."""

    def scan(self, words: Words) -> list[Hit]:
        """The cues in the words, from left to right."""
        hits: list[Hit] = []
        for table, places in zip(self.tables, words.by_script, strict=True):
            if places and table.cues:
                led = ((table.candidates(key), at) for key, at in places.items())
                hits += table.scan(words, [(place, numbers) for numbers, at in led if numbers for place in at])
        return sorted(hits, key=lambda hit: (hit.start, -hit.end))


Near = list[tuple[int, tuple[int, ...]]]
"""Places with the numbers of the cues that may begin there."""


class _Table:
    """Cues of one script by the letters they can begin with."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self.cues = [(cue, _compiled(cue)) for cue in cues]
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._anywhere: list[int] = []
        for number, cue in enumerate(cues):
            for key in beginnings(cue.pattern):
                (self._by_key[key] if key else self._anywhere).append(number)
        self._known: dict[str, tuple[int, ...]] = {}

    def candidates(self, key: str) -> tuple[int, ...]:
        """The numbers of the cues that can begin with these letters."""
        known = self._known.get(key)
        if known is None:
            numbers = {n for size in range(1, _LETTERS + 1) for n in self._by_key.get(key[:size], ())}
            known = self._known[key] = tuple(sorted(numbers))
        return known

    def scan(self, words: Words, near: Near) -> Iterator[Hit]:
        """The leftmost hits that do not overlap."""
        past = words.start
        for place, numbers in self._with_anywhere(words, near):
            if place < past:
                continue
            for number in numbers:
                cue, pattern = self.cues[number]
                match = pattern.match(words.text, place, words.end)
                if match and match.end() > place:
                    yield Hit(place, match.end(), cue.id, cue.cls, cue.weight)
                    past = match.end()
                    break

    def _with_anywhere(self, words: Words, near: Near) -> Near:
        """The places in order, with those of the cues that can begin with anything."""
        if not self._anywhere:
            return sorted(near)
        every = {place: set(numbers) for place, numbers in near}
        for number in self._anywhere:
            for match in self.cues[number][1].finditer(words.text, words.start, words.end):
                every.setdefault(match.start(), set()).add(number)
        return sorted((place, tuple(sorted(numbers))) for place, numbers in every.items())


class Index:
    """Where in the whole lexicon a few first letters may lead: class and cues for each."""

    def __init__(self, scanners: Iterable[Scanner]) -> None:
        self._scanners = tuple(scanners)
        self._known: tuple[dict[str, list[tuple[str, tuple[int, ...]]]], ...] = ({}, {})

    def near(self, words: Words) -> tuple[dict[str, Near], ...]:
        """By script: for each class the places where one of its cues may begin."""
        found = []
        for script, places in enumerate(words.by_script):
            near: dict[str, Near] = defaultdict(list)
            for key, at in places.items():
                for cls, numbers in self._of(script, key):
                    near[cls].extend((place, numbers) for place in at)
            found.append(near)
        return tuple(found)

    def _of(self, script: int, key: str) -> list[tuple[str, tuple[int, ...]]]:
        known = self._known[script].get(key)
        if known is None:
            pairs = ((one.cls, one.tables[script].candidates(key)) for one in self._scanners)
            known = self._known[script][key] = [pair for pair in pairs if pair[1]]
        return known


def _compiled(cue: Cue) -> re.Pattern[str]:
    body = cue.pattern if cue.chinese else rf"(?<![\w-])(?:{cue.pattern})(?!\w)"
    return re.compile(body, re.IGNORECASE)


def _anchored(pattern: str) -> bool:
    """Whether a pattern speaks of the edge of what is searched: `^` or `$`."""
    return any(
        kind is op.AT and where in (op.AT_BEGINNING, op.AT_END) for kind, where in _walked(_parser.parse(pattern))
    )


def _walked(items: Any) -> Iterator[tuple[Any, Any]]:
    for kind, value in items:
        yield kind, value
        for part in value if isinstance(value, tuple | list) else ():
            for inner in part if isinstance(part, list) else (part,):
                if isinstance(inner, _parser.SubPattern):
                    yield from _walked(inner)


def beginnings(pattern: str) -> set[str]:
    """The first letters (at most three) of what a pattern can match; an empty string where it can be anything."""
    goes_on, ended = _extended(_parser.parse(pattern), {""})
    found = {key.lower() for key in goes_on | ended}
    return {""} if len(found) > _MANY or "" in found else found


def _extended(items: Any, keys: set[str]) -> tuple[set[str], set[str]]:
    """Beginnings that go on after the items, and those that are long enough or end in something unknown."""
    ended: set[str] = set()
    for kind, value in items:
        longer, done = _step(kind, value, keys)
        ended |= done | {key for key in longer if len(key) >= _LETTERS}
        keys = {key for key in longer if len(key) < _LETTERS}
        if not keys or len(keys) + len(ended) > _MANY:
            break
    return keys, ended


def _step(kind: Any, value: Any, keys: set[str]) -> tuple[set[str], set[str]]:
    if kind is op.LITERAL:
        return {key + chr(value) for key in keys}, set()
    if kind is op.IN:
        letters = [chr(item) for what, item in value if what is op.LITERAL]
        return ({k + c for k in keys for c in letters}, set()) if len(letters) == len(value) else (set(), keys)
    if kind is op.SUBPATTERN:
        return _extended(value[-1], keys)
    if kind is op.BRANCH:
        branches = [_extended(branch, keys) for branch in value[1]]
        return set().union(*(b[0] for b in branches)), set().union(*(b[1] for b in branches))
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
        least, most, inner = value
        goes_on, ended = _extended(inner, keys)
        if most > 1:  # it may come again: what follows is not known
            goes_on, ended = set(), ended | goes_on
        return (goes_on | keys, ended) if least == 0 else (goes_on, ended)
    if kind in (op.ASSERT, op.ASSERT_NOT, op.AT):
        return keys, set()
    return set(), keys
