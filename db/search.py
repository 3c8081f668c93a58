"""Full-text search over claims: English stems, Chinese pairs and a token a company, so that 小米 finds English text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import text
from sqlmodel import Session

MAX_TERMS, MAX_PAIRED = 12, 4
"""How many terms are looked for, and how many of them two by two."""
_CJK_RUN = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[^\W_\u3400-\u9fff]+")

TABLE = "claim_search"
CREATE = f"CREATE VIRTUAL TABLE {TABLE} USING fts5(words, tokens, tokenize='porter unicode61 remove_diacritics 2')"


def company_token(slug: str) -> str:
    """The token that stands for a company in the index, one word to the tokenizer whatever the slug."""
    return "ent" + "".join(c if c.isascii() and c.isalnum() else f"x{ord(c):x}x" for c in slug)


def pairs(chinese: str) -> list[str]:
    """Every pair of neighbouring characters in the Chinese runs of a text; a run of one stands for itself."""
    found = []
    for run in _CJK_RUN.findall(chinese):
        found += [run[i : i + 2] for i in range(max(1, len(run) - 1))]
    return found


@dataclass(frozen=True, slots=True)
class Entry:
    """What a claim is found by; `number` is its row's."""

    number: int
    texts: tuple[str, ...]
    slugs: tuple[str, ...]


def index(session: Session, entries: Sequence[Entry]) -> None:
    """Make claims findable by these texts and companies, in place of what they were found by before."""
    if not entries:
        return
    connection = session.connection()
    connection.execute(
        text(f"DELETE FROM {TABLE} WHERE rowid = :number"),  # noqa: S608 - a constant
        [{"number": entry.number} for entry in entries],
    )
    connection.execute(
        text(f"INSERT INTO {TABLE}(rowid, words, tokens) VALUES (:number, :words, :tokens)"),  # noqa: S608
        [{"number": entry.number, "words": "\n".join(entry.texts), "tokens": _tokens(entry)} for entry in entries],
    )


def _tokens(entry: Entry) -> str:
    found = (pair for each in entry.texts for pair in pairs(each))
    return " ".join([*(company_token(slug) for slug in entry.slugs), *found])


def tiers(units: Sequence[str], about: str, limit: int) -> Iterator[tuple[str, int]]:
    """Queries from the narrowest to the widest, each with how many claims it may bring."""
    if len(units) > 1:
        yield _all_of(about, *units), limit // 2
    if len(units) > 2:
        first = units[:MAX_PAIRED]
        for one, other in combinations(first, 2):
            yield _all_of(about, one, other), limit // 4
    for unit in units:
        yield _all_of(about, unit), max(limit // 4, limit // len(units))
    if about and not units:
        yield about, limit


def _all_of(*parts: str) -> str:
    return " AND ".join(part for part in parts if part)


def unit_of(spellings: Sequence[str]) -> str:
    """One term as an FTS5 query in which every piece of the user's text is quoted, so that none of it is syntax."""
    found = dict.fromkeys(word for spelling in spellings for word in (*_WORD.findall(spelling), *pairs(spelling)))
    quoted = " OR ".join(f'"{word}"' for word in found)
    return f"({quoted})" if quoted else ""
