"""The reader's words, kept as data: a phrase or a language is added by adding rows to `lexicon/*.toml`.

A row of `cue` holds `id`, `lang`, `class`, `pattern` (a regular expression without nested repetition), an `example`
that it must match and, where a near miss is worth keeping, a `counter` that no cue of its class may match.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found in a text."""

    start: int
    end: int
    id: str
    cls: str
    weight: int = 1


@dataclass(frozen=True)
class Lexicon:
    """All cues by class, and the named things (outlets, regulators, people, units) as read."""

    cues: tuple[Cue, ...]
    tables: Mapping[str, tuple[Mapping[str, Any], ...]]
    scanners: Mapping[str, Scanner]

    def find(self, cls: str, text: str, start: int = 0, end: int | None = None) -> Hit | None:
        """The first cue of a class within the span."""
        return self.scanners[cls].first(text, start, len(text) if end is None else end)

    def all(self, cls: str, text: str, start: int = 0, end: int | None = None) -> Iterator[Hit]:
        """The cues of a class within the span, from left to right."""
        return self.scanners[cls].scan(text, start, len(text) if end is None else end)

    def has(self, cls: str, text: str, start: int = 0, end: int | None = None) -> bool:
        """Whether the span holds a cue of the class."""
        return self.find(cls, text, start, end) is not None


@dataclass(frozen=True, slots=True)
class Joined:
    """Many cues as one expression: plain to find a place, which is most work; named to tell the cue there."""

    plain: re.Pattern[str]
    named: re.Pattern[str]


@dataclass(frozen=True)
class Scanner:
    """The cues of one class as one expression for each kind of script."""

    cls: str
    cues: tuple[Cue, ...]
    latin: Joined | None
    cjk: Joined | None

    def first(self, text: str, start: int, end: int) -> Hit | None:
        """The leftmost hit of either script."""
        runs = (self._run(one, text, start, end) for one in self._patterns(text, start, end))
        hits = [hit for run in runs if (hit := next(run, None))]
        return min(hits, key=lambda hit: (hit.start, -hit.end), default=None)

    def scan(self, text: str, start: int, end: int) -> Iterator[Hit]:
        """Hits of both scripts, from left to right."""
        hits = [hit for one in self._patterns(text, start, end) for hit in self._run(one, text, start, end)]
        return iter(sorted(hits, key=lambda hit: (hit.start, -hit.end)))

    def _patterns(self, text: str, start: int, end: int) -> tuple[Joined | None, ...]:
        """The expressions that can match at all: those for Chinese not where there are only plain letters."""
        return (self.latin,) if text[start:end].isascii() else (self.latin, self.cjk)

    def _run(self, joined: Joined | None, text: str, start: int, end: int) -> Iterator[Hit]:
        if joined is None:
            return
        for found in joined.plain.finditer(text, start, end):
            match = joined.named.match(text, found.start(), end)
            if match and match.lastgroup:
                cue = self.cues[int(match.lastgroup[1:])]
                yield Hit(match.start(), match.end(), cue.id, self.cls, cue.weight)


@lru_cache(maxsize=1)
def load() -> Lexicon:
    """The lexicon that comes with the package."""
    rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    folder = files("briefings.reading") / "lexicon"
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if path.name.endswith(".toml"):
            for table, entries in tomllib.loads(path.read_text("utf-8")).items():
                rows[table].extend(entries)
    cues = tuple(_cue(row) for row in rows["cue"])
    by_class: dict[str, list[Cue]] = defaultdict(list)
    for cue in cues:
        by_class[cue.cls].append(cue)
    # Of two cues that match at one place the first counts: the plainer one.
    scanners = {cls: _scanner(cls, sorted(members, key=lambda cue: -cue.weight)) for cls, members in by_class.items()}
    return Lexicon(cues, {table: tuple(entries) for table, entries in rows.items() if table != "cue"}, scanners)


def _cue(row: Mapping[str, Any]) -> Cue:
    optional = (row.get("counter", ""), row.get("weight", 1))
    return Cue(row["id"], row["lang"], row["class"], row["pattern"], row["example"], *optional)


def _scanner(cls: str, cues: list[Cue]) -> Scanner:
    def joined(cjk: bool) -> Joined | None:
        parts = [(n, cue.pattern) for n, cue in enumerate(cues) if bool(_CJK.search(cue.pattern)) is cjk]
        if not parts:
            return None
        bodies = ("|".join(f"(?:{one})" for _, one in parts), "|".join(f"(?P<r{n}>{one})" for n, one in parts))
        plain, named = (body if cjk else rf"(?<![\w-])(?:{body})(?!\w)" for body in bodies)
        return Joined(re.compile(plain, re.IGNORECASE), re.compile(named, re.IGNORECASE))

    return Scanner(cls, tuple(cues), joined(False), joined(True))
