"""How people ask: the words of topics, intents and statuses, from `data/question_words.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from briefings.claims import Status, Topic

SCRIPTS = re.compile(r"(?<=[\u3400-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z])(?=[\u3400-\u9fff])")
"""Where a Latin word begins or ends beside Chinese, which has no space there; "2022年" stays one."""
_ENDINGS = r"(?:'s|s|es|d|ed|ing)?"


class Intent(StrEnum):
    """The kind of answer that a question wants."""

    STATUS = "status"
    LIST = "list"
    WHEN = "when"
    WHO_SAID = "who_said"
    HOW_MUCH = "how_much"
    RESPONSE = "response"
    WHY = "why"
    WHERE = "where"
    COMPARE = "compare"
    TIMELINE = "timeline"
    WHATS_NEW = "whats_new"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How people ask, from `data/question_words.toml`: a pattern for each topic, intent and status."""

    topics: Mapping[Topic, re.Pattern[str]]
    intents: Mapping[Intent, re.Pattern[str]]
    statuses: Mapping[Status, re.Pattern[str]]
    advice: re.Pattern[str]
    opinions: re.Pattern[str]
    recent: re.Pattern[str]
    reasons: re.Pattern[str]
    polar: re.Pattern[str]
    open: re.Pattern[str]
    places: tuple[tuple[str, ...], ...]
    alike: Mapping[str, tuple[str, ...]]
    """Rows of words that people use for one another when they ask, by name."""
    synonyms: Mapping[str, tuple[str, ...]]
    """The row of each such word."""
    chinese: tuple[str, ...]
    ignored: frozenset[str]
    asking: frozenset[str]
    asking_chinese: tuple[str, ...]
    everyday: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """The words of questions, read once."""
    data = tomllib.loads(files("briefings").joinpath("data/question_words.toml").read_text("utf-8"))
    ignored = {*data["ignored"]["words"], *data["ignored"]["months"]}
    listed = (*data["topics"].values(), *data["intents"].values(), *data["statuses"].values())
    single = {word for row in listed for word in row if " " not in word}
    endings = {word + ending for word in single if word.isascii() for ending in ("s", "es", "d", "ed", "ing")}
    return Vocabulary(
        topics={Topic(key): pattern(row) for key, row in data["topics"].items()},
        intents={Intent(key): pattern(row) for key, row in data["intents"].items()},
        statuses={Status(key): pattern(row) for key, row in data["statuses"].items()},
        advice=pattern(data["advice"]["words"]),
        opinions=pattern(data["opinions"]["words"]),
        recent=pattern(data["recent"]["words"]),
        reasons=pattern(data["reasons"]["words"]),
        polar=re.compile("|".join(data["polar"]["patterns"])),
        open=re.compile("|".join(data["polar"]["open"])),
        places=tuple(tuple(row) for row in data["places"].values()),
        alike={name: tuple(row) for name, row in data["synonyms"].items()},
        synonyms={word: tuple(row) for row in data["synonyms"].values() for word in row},
        chinese=tuple(sorted((w for w in single if not w.isascii() and len(w) > 1), key=len, reverse=True)),
        ignored=frozenset(ignored),
        asking=frozenset(ignored - set(data["ignored"]["subjects"])),
        asking_chinese=tuple(sorted((w for w in ignored if not w.isascii()), key=len, reverse=True)),
        everyday=frozenset(ignored | single | endings),
    )


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """One pattern for a list of words, the longest first."""
    ordered = sorted(words, key=len, reverse=True)
    latin = [re.escape(word).replace(r"\ ", r"\W+") for word in ordered if word.isascii()]
    other = [re.escape(word) for word in ordered if not word.isascii()]
    parts = [rf"\b(?:{'|'.join(latin)}){_ENDINGS}\b"] if latin else []
    return re.compile("|".join(parts + other))
