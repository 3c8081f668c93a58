"""What companies are known by besides their names: people, brands and models, from `data/known_by.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from briefings.companies import Watchlist


@dataclass(frozen=True, slots=True)
class KnownBy:
    """A person, brand or model by the names that are written, the English one first; `slug` is the company's."""

    names: tuple[str, ...]
    slug: str
    is_brand: bool


def find_known(text: str, watchlist: Watchlist) -> tuple[KnownBy, ...]:
    """The people, brands and models named in a text whose companies are followed."""
    found = []
    for names, company, is_brand in _rows():
        followed = watchlist.named(company)
        if followed and _pattern(names, is_brand).search(text):
            found.append(KnownBy(names, followed.slug, is_brand))
    return tuple(found)


@cache
def _rows() -> tuple[tuple[tuple[str, ...], str, bool], ...]:
    data = tomllib.loads(files("briefings").joinpath("data/known_by.toml").read_text("utf-8"))
    return tuple((tuple(row["names"]), row["company"], kind == "brand") for kind in data for row in data[kind])


@cache
def _pattern(names: tuple[str, ...], any_case: bool) -> re.Pattern[str]:
    """The names in any case, save that a person's of a single word has to have its capital: "barra" is a bar too."""
    spelt = [
        rf"(?i:(?<![a-z0-9]){re.escape(name)}(?:s|'s)?(?![a-z0-9]))"
        if any_case or " " in name
        else rf"\b{re.escape(name)}\b"
        for name in names
        if name.isascii()
    ]
    return re.compile("|".join([*spelt, *(re.escape(name) for name in names if not name.isascii())]))
