"""The reader's words, kept as data: a phrase or a language is added by adding rows to `lexicon/*.toml`.

A row of `cue` holds `id`, `lang`, `class`, `pattern` (a regular expression without nested repetition), an `example`
that it must match and, where a near miss is worth keeping, a `counter` that no cue of its class may match.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from typing import Any

from briefings.reading.scanning import Cue, Hit, Index, Scanner, Words


class Lexicon:
    """All cues by class, and the named things (outlets, regulators, people, units) as read."""

    def __init__(
        self,
        cues: tuple[Cue, ...],
        tables: Mapping[str, tuple[Mapping[str, Any], ...]],
        scanners: Mapping[str, Scanner],
    ) -> None:
        self.cues = cues
        self.tables = tables
        self.scanners = scanners
        self.index = Index(scanners.values())

    def find(self, cls: str, text: str, start: int = 0, end: int | None = None) -> Hit | None:
        """The first cue of a class within the span."""
        return next(self.all(cls, text, start, end), None)

    def all(self, cls: str, text: str, start: int = 0, end: int | None = None) -> Iterator[Hit]:
        """The cues of a class within the span, from left to right."""
        return iter(self.scanners[cls].scan(Words(text, start, len(text) if end is None else min(end, len(text)))))

    def has(self, cls: str, text: str, start: int = 0, end: int | None = None) -> bool:
        """Whether the span holds a cue of the class."""
        return self.find(cls, text, start, end) is not None


class TextLexicon(Lexicon):
    """The lexicon over one text, which is searched once for each class however often it is asked."""

    def __init__(self, lexicon: Lexicon, text: str) -> None:
        self.cues, self.tables, self.scanners, self.index = (
            lexicon.cues,
            lexicon.tables,
            lexicon.scanners,
            lexicon.index,
        )
        self._text = text
        self._words = Words(text, 0, len(text))
        self._near = self.index.near(self._words)
        self._hits: dict[str, tuple[list[int], list[Hit]]] = {}

    def all(self, cls: str, text: str, start: int = 0, end: int | None = None) -> Iterator[Hit]:
        """The cues of a class within the span, from left to right."""
        if text is not self._text or self.scanners[cls].anchored:
            return super().all(cls, text, start, end)
        end = len(text) if end is None else end
        starts, hits = self._of(cls)
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        cut = (first > 0 and hits[first - 1].end > start) or (last > first and hits[last - 1].end > end)
        # A phrase that reaches over the edge of the span may hide a shorter one within.
        return super().all(cls, text, start, end) if cut else iter(hits[first:last])

    def _of(self, cls: str) -> tuple[list[int], list[Hit]]:
        if cls not in self._hits:
            tables = self.scanners[cls].tables
            found = [table.scan(self._words, near.get(cls, [])) for table, near in zip(tables, self._near, strict=True)]
            hits = sorted(chain(*found), key=lambda hit: (hit.start, -hit.end))
            self._hits[cls] = [hit.start for hit in hits], hits
        return self._hits[cls]


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
    scanners = {cls: Scanner(cls, sorted(members, key=lambda cue: -cue.weight)) for cls, members in by_class.items()}
    return Lexicon(cues, {table: tuple(entries) for table, entries in rows.items() if table != "cue"}, scanners)


def _cue(row: Mapping[str, Any]) -> Cue:
    optional = (row.get("counter", ""), row.get("weight", 1))
    return Cue(row["id"], row["lang"], row["class"], row["pattern"], row["example"], *optional)
