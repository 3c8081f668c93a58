"""Full-text search over claims: English stems, Chinese pairs and a token a company, so that 小米 finds English text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, text
from sqlmodel import Session

MAX_TERMS = 24
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


def find(session: Session, terms: str, slugs: Sequence[str], day: date, limit: int) -> list[str]:
    """Ids of the claims that fit best: about any of `slugs` (if given), with some of the terms, known by `day`."""
    query = _query(terms, slugs)
    if query is None:
        return []
    statement = text(
        f"SELECT claim.id FROM {TABLE} JOIN claim ON claim.number = {TABLE}.rowid "  # noqa: S608
        f"WHERE {TABLE} MATCH :query AND claim.first_reported <= :day "
        f"ORDER BY bm25({TABLE}), claim.updated DESC, claim.id LIMIT :limit"
    ).bindparams(bindparam("query", query), bindparam("limit", limit), bindparam("day", day.isoformat()))
    return [row[0] for row in session.execute(statement)]


def _query(terms: str, slugs: Sequence[str]) -> str | None:
    """An FTS5 query in which every piece of the user's text is quoted, so that none of it is syntax."""
    wanted = " OR ".join(f'"{word}"' for word in [*_WORD.findall(terms), *pairs(terms)][:MAX_TERMS])
    about = " OR ".join(f'"{company_token(slug)}"' for slug in slugs)
    return " AND ".join(f"({part})" for part in (about, wanted) if part) or None
