"""What a statement says, language apart: its ideas, its places, and the other words that tell it from its like."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_LATIN = re.compile(r"[a-zà-ÿ][a-zà-ÿ0-9.'+-]*[a-zà-ÿ0-9+]|\d[\d.,]*")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ed", "es", "s", "ly", "e", "y")
_KEPT = 4096
"""Statements whose gist is kept, for those that are compared again and again."""


@dataclass(frozen=True, slots=True)
class Gist:
    """`ideas` and `places` are the same in every language; `words` are the rest: stems, or pairs of characters."""

    ideas: frozenset[str]
    places: frozenset[str]
    words: frozenset[str]
    all: frozenset[str]
    """The three together."""


@dataclass(frozen=True, slots=True)
class _Concepts:
    """The ideas and places of `data/concepts.toml`: by English stem, and as one pattern for the Chinese words."""

    idle: frozenset[str]
    stems: Mapping[str, tuple[str, bool]]
    chinese: Mapping[str, tuple[str, bool]]
    pattern: re.Pattern[str]


@lru_cache(_KEPT)
def gist(statement: str, names: tuple[str, ...] = ()) -> Gist:
    """The gist of a statement, without the `names` of its companies as they are written."""
    concepts = _concepts()
    text = _named(names).sub(" ", statement.lower()) if names else statement.lower()
    met = [*_english(text, concepts), *_chinese(text, concepts)]
    ideas = frozenset(name for name, kind in met if kind == "idea")
    places = frozenset(name for name, kind in met if kind == "place")
    words = frozenset(name for name, kind in met if kind == "word")
    return Gist(ideas, places, words, ideas | places | words)


def is_chinese(text: str) -> bool:
    """Whether a text is Chinese for the most part, the names apart."""
    return sum(len(run) for run in _HAN.findall(text)) * 4 >= max(1, len(text))


def stem(word: str) -> str:
    """An English word without its ending."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + 3:
            return word[: -len(ending)]
    return word


@lru_cache(_KEPT)
def _named(names: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all of the names; Latin ones only as whole words."""
    spelt = sorted({name.lower() for name in names}, key=len, reverse=True)
    return re.compile(
        "|".join(re.escape(name) if _HAN.match(name) else rf"\b{re.escape(name)}(?:'s)?\b" for name in spelt)
    )


def _english(text: str, concepts: _Concepts) -> Iterator[tuple[str, str]]:
    for token in _LATIN.findall(text):
        word = token.removesuffix("'s").strip("'.,-")
        if len(word) < 2 or word in concepts.idle:
            continue
        root = stem(word)
        known = concepts.stems.get(root)
        if known:
            yield known[0], "place" if known[1] else "idea"
        elif len(word) > 2 and not word[0].isdigit():
            yield root, "word"


def _chinese(text: str, concepts: _Concepts) -> Iterator[tuple[str, str]]:
    for run in _HAN.findall(text):
        at, rest = 0, []
        for match in concepts.pattern.finditer(run):
            rest.append(run[at : match.start()])
            at = match.end()
            known = concepts.chinese.get(match[0])
            if known:
                yield known[0], "place" if known[1] else "idea"
        for piece in (*rest, run[at:]):
            yield from ((piece[n : n + 2], "word") for n in range(len(piece) - 1))


@cache
def _concepts() -> _Concepts:
    data = tomllib.loads(files("briefings").joinpath("data/concepts.toml").read_text("utf-8"))
    stems: dict[str, tuple[str, bool]] = {}
    chinese: dict[str, tuple[str, bool]] = {}
    for table in ("concept", "place"):
        for name, words in data[table].items():
            for word in words:
                if _HAN.match(word):
                    chinese.setdefault(word, (name, table == "place"))
                else:
                    stems.setdefault(stem(word), (name, table == "place"))
    known = sorted({*chinese, *data["idle_zh"].split()}, key=len, reverse=True)
    return _Concepts(frozenset(data["idle"].split()), stems, chinese, re.compile("|".join(map(re.escape, known))))
