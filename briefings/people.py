"""People who are asked about by name, and whose company they stand for, from `data/people.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from briefings.companies import Watchlist


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by the names that are written, the English one first; `slug` is the company's."""

    names: tuple[str, ...]
    slug: str


def find_people(text: str, watchlist: Watchlist) -> tuple[Person, ...]:
    """The people named in a text whose companies are followed."""
    found = []
    for names, company in _people():
        followed = watchlist.named(company)
        if followed and _pattern(names).search(text):
            found.append(Person(names, followed.slug))
    return tuple(found)


@cache
def _people() -> tuple[tuple[tuple[str, ...], str], ...]:
    data = tomllib.loads(files("briefings").joinpath("data/people.toml").read_text("utf-8"))
    return tuple((tuple(row["names"]), row["company"]) for row in data["person"])


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """The names in any case, save that one of a single word has to have its capital: "barra" is a bar too."""
    spelt = [
        rf"\b{re.escape(name)}\b" if " " not in name else rf"(?i:\b{re.escape(name)}\b)"
        for name in names
        if name.isascii()
    ]
    return re.compile("|".join([*spelt, *(re.escape(name) for name in names if not name.isascii())]))
