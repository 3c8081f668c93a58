"""What a statement says, language apart: its ideas, its places, and the other words that tell it from its like."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_LATIN = re.compile(r"[a-zà-ÿ][a-zà-ÿ0-9.'+-]*[a-zà-ÿ0-9+]|\d[\d.,]*")
_NUMBERED = re.compile(r"\b([A-Z][a-z]+) (\d{1,3})\b(?![.,]?\d)")
_PARTNER = re.compile(r"\b(?:with|and|from|by|to) (?:the )?([A-Z][\w'-]*\w)")
_PARTICLE = re.compile(r"\b([a-z]{3,}) (up|off|out|over|down|away|back)\b")
"""What makes another verb of a verb: "to set up" is not "to set"."""
_AN_END = re.compile(r"\bend(?= to\b)")
"""An "end to talks" ends them; at "the end of March" nothing does."""
_TAIL = re.compile(r"-(?:up|off|out|over|down|away|back)$")
_COMPANY = (
    r"(?:car|auto)?makers?|manufacturers?|groups?|compan(?:y|ies)|firms?|giants?|brands?|start-?ups?|suppliers?|rivals?"
    r"|partners?|newspapers?|dail(?:y|ies)|papers?"
)
_CLAUSE = re.compile(r"\b(?:which|who|whose|whom|where|when|while|though|although|since|because|after|before)\b.*")
"""A clause that only tells more."""
_PAST = re.compile(r"(?:(?<=\bthe )|(?<='s )|(?<=\bits )|(?<=\ba )|(?<=\ban )|(?<=\btheir ))(?:\w+ed|shut)(?= \w)")
"""What has become of a thing, told beside its name: "Ford's shuttered factory"."""
_HAN = re.compile(r"[\u3400-\u9fff]+")
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ed", "es", "s", "ly", "e", "y")
_KEPT = 4096
"""Statements whose gist is kept, for those that are compared again and again."""
_COMMON, _IDEA, _PLACE, _WORD, _PAIR = 0.8, 1.2, 1.5, 1.4, 0.7
"""What a common idea, another, a place, an English word and a pair of Chinese characters tell: a Chinese word makes
some two pairs."""


@dataclass(frozen=True, slots=True)
class Gist:
    """`ideas` and `places` are the same in every language; `words` are the rest: stems, or pairs of characters."""

    ideas: frozenset[str]
    places: frozenset[str]
    words: frozenset[str]
    all: frozenset[str]
    """The three together."""
    weights: Mapping[str, float]
    """How much each of them tells: a place or a rare word more than what half of all news is about."""
    mass: float
    """All that they tell together."""
    negated: bool
    """Whether it says that something is not so."""
    ends: bool
    """Whether it has an idea of ending, closing or stopping in it."""
    ends_aside: bool
    """Whether something ends only where more is told of a thing: "its shuttered plant", "whose sale was off"."""
    strangers: frozenset[str]
    """The words that name somebody else, who is no company that we know: "with Northern Power"."""


@dataclass(frozen=True, slots=True)
class _Concepts:
    """The ideas and places of `data/concepts.toml`: by English stem, and as one pattern for the Chinese words."""

    idle: frozenset[str]
    common: frozenset[str]
    ends: frozenset[str]
    negators: re.Pattern[str]
    stems: Mapping[str, tuple[str, bool]]
    chinese: Mapping[str, tuple[str, bool]]
    pattern: re.Pattern[str]


@lru_cache(_KEPT)
def gist(statement: str, names: tuple[str, ...] = ()) -> Gist:
    """The gist of a statement, without the `names` of its companies as they are written."""
    concepts = _concepts()
    text = _described(names).sub(lambda met: "" if _is_place(met[0], concepts) else met[0], statement).lower()
    text = _named(names).sub(" ", text) if names else text
    plain = _PAST.sub(lambda met: "" if _is_end(met[0], concepts) else met[0], text)
    met = [*_english(plain, concepts), *_chinese(plain, concepts), *_numbered(statement, concepts)]
    ideas = frozenset(name for name, kind in met if kind == "idea")
    places = frozenset(name for name, kind in met if kind == "place")
    words = frozenset(name for name, kind in met if kind == "word")
    weights = {each: _COMMON if each in concepts.common else _IDEA for each in ideas}
    weights |= {each: _PAIR if _HAN.match(each) else _WORD for each in words} | dict.fromkeys(places, _PLACE)
    negated = bool(concepts.negators.search(statement.lower()))
    others = {stem(name.lower()) for name in _PARTNER.findall(statement)}
    ends = not ideas.isdisjoint(concepts.ends)
    aside = (ends or plain != text) and not _ends_plainly(plain, concepts)
    return Gist(
        ideas=ideas,
        places=places,
        words=words,
        all=ideas | places | words,
        weights=weights,
        mass=sum(weights.values()),
        negated=negated,
        ends=ends,
        ends_aside=aside,
        strangers=words & others,
    )


def words_of(idea: str) -> tuple[str, ...]:
    """The words, in both languages, that tell an idea or a place of `data/concepts.toml`."""
    return _words().get(idea, ())


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    data = tomllib.loads(files("briefings").joinpath("data/concepts.toml").read_text("utf-8"))
    return {name: tuple(words) for table in ("concept", "place") for name, words in data[table].items()}


def is_chinese(text: str) -> bool:
    """Whether a text is Chinese for the most part, the names apart."""
    return sum(len(run) for run in _HAN.findall(text)) * 4 >= max(1, len(text))


def stem(word: str) -> str:
    """An English word without its ending, and without the letter doubled before one: "cancelled", "drop"."""
    ending = next((each for each in _ENDINGS if word.endswith(each) and len(word) >= len(each) + 3), "")
    word = word[: len(word) - len(ending)]
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeious" else word


@lru_cache(_KEPT)
def _named(names: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all of the names; Latin ones only as whole words."""
    spelt = sorted({name.lower() for name in names}, key=len, reverse=True)
    return re.compile(
        "|".join(re.escape(name) if _HAN.match(name) else rf"\b{re.escape(name)}(?:'s)?\b" for name in spelt)
    )


def _english(text: str, concepts: _Concepts) -> Iterator[tuple[str, str]]:
    for token in _LATIN.findall(_PARTICLE.sub(r"\1-\2", _AN_END.sub("ending", text))):
        word = token.removesuffix("'s").strip("'.,-")
        if len(word) < 2 or word in concepts.idle:
            continue
        known = concepts.stems.get(_root(word))
        if known:
            yield known[0], "place" if known[1] else "idea"
            continue
        word = _TAIL.sub("", word)
        if len(word) > 2 and not word[0].isdigit() and word not in concepts.idle:
            known = concepts.stems.get(stem(word))
            yield (known[0], "place" if known[1] else "idea") if known else (stem(word), "word")


@lru_cache(_KEPT)
def _described(names: tuple[str, ...]) -> re.Pattern[str]:
    """What may be where somebody comes from, no place of the matter: "South Korea's LG", "the Swedish group"."""
    spelt = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if not _HAN.match(name))
    return re.compile(
        rf"\b[A-Z][\w.-]+(?=(?:'s)? (?:[a-z-]+ ){{0,3}}(?:{_COMPANY})\b)"
        + (rf"|\b[A-Z][\w.-]+(?=(?:'s)? (?:[a-z-]+ ){{0,3}}(?i:{spelt})\b)" if spelt else "")
    )


def _ends_plainly(text: str, concepts: _Concepts) -> bool:
    """Whether something ends in what a text says first of all."""
    main = (*_english(_CLAUSE.sub(" ", text), concepts), *_chinese(text, concepts))
    return not concepts.ends.isdisjoint(name for name, _ in main)


def _is_end(word: str, concepts: _Concepts) -> bool:
    known = concepts.stems.get(stem(word))
    return known is not None and known[0] in concepts.ends


def _is_place(word: str, concepts: _Concepts) -> bool:
    known = concepts.stems.get(stem(word.lower().strip(".-")))
    return known is not None and known[1]


def _root(word: str) -> str:
    """A word without its ending; of "set-up" and "breaking-off" that of the verb."""
    tail = _TAIL.search(word)
    return f"{stem(word[: tail.start()])}{tail[0]}" if tail else stem(word)


def _numbered(text: str, concepts: _Concepts) -> Iterator[tuple[str, str]]:
    """What is told apart by its number: "Level 4", "Phase 2", but no day of March."""
    for name, number in _NUMBERED.findall(text):
        if name.lower() not in concepts.idle:
            yield f"{name.lower()} {number}", "word"


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


def _negators(english: Sequence[str], chinese: Sequence[str]) -> re.Pattern[str]:
    """What makes a statement a no: not in a clause that only tells more, and not the number of "No. 2 plant"."""
    words = "|".join(english)
    clause = r"which|who|whom|that|where|when|while|though|although|since|because|as|if|unless|after|before|without"
    return re.compile(
        rf"^(?:(?!\b(?:{clause})\b).)*?(?:\b(?:{words})\b(?!\.? ?\d)|n't\b)|{'|'.join(chinese)}", re.DOTALL
    )


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
                    stems.setdefault(_root(word), (name, table == "place"))
    known = sorted({*chinese, *data["idle_zh"].split()}, key=len, reverse=True)
    return _Concepts(
        idle=frozenset(data["idle"].split()),
        common=frozenset(data["common"].split()),
        negators=_negators(data["negators"].split(), data["negators_zh"].split()),
        ends=frozenset(data["ends"].split()),
        stems=stems,
        chinese=chinese,
        pattern=re.compile("|".join(map(re.escape, known))),
    )
