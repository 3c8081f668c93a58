"""Questions about the sample articles, as people type them, and whether an answer is what they should get.

`tests/data/questions/samples.toml`: `ask`; `quotes`, one of which has to be cited; `status` that has to be said, where
only one is right; `mentions`, words that have to be told ("a|b": either); `declines` where nothing may be answered;
`follows` the question before it in the thread; `as_of` a day.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.ask import ask
from briefings.answers import Answer
from briefings.questions import Question
from db.database import Database

FILE = Path(__file__).parent.parent / "data/questions/samples.toml"
UNCONFIRMED = frozenset({"rumoured", "corroborated", "lapsed"})
"""What is all told as a rumour that nobody has confirmed."""
TODAY = date(2024, 7, 31)
"""The last day of the samples."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A question with what its answer has to have."""

    id: str
    ask: str
    follows: str | None = None
    as_of: date | None = None
    quotes: tuple[str, ...] = ()
    status: str | None = None
    mentions: tuple[str, ...] = ()
    declines: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with an answer, in words; nothing where it is right."""

    asking: Asking
    answer: Answer
    faults: tuple[str, ...]

    @property
    def false_confirmed(self) -> bool:
        """Whether something is told as confirmed that is not."""
        return self.answer.status == "confirmed" and self.asking.status not in (None, "confirmed", "mixed")


def load(path: Path = FILE) -> list[Asking]:
    """The questions of a file, in its order."""
    rows = tomllib.loads(path.read_text("utf-8"))["question"]
    return [
        Asking(
            id=row["id"],
            ask=row["ask"],
            follows=row.get("follows"),
            as_of=date.fromisoformat(row["as_of"]) if "as_of" in row else None,
            quotes=tuple(row.get("quotes", ())),
            status=row.get("status"),
            mentions=tuple(row.get("mentions", ())),
            declines=row.get("declines", False),
        )
        for row in rows
    ]


def answered(database: Database, questions: Iterable[Asking]) -> Iterator[Verdict]:
    """Every question asked of the store, those in a thread after the one they follow."""
    asked: dict[str, Question] = {}
    with database.read() as tx:
        for each in questions:
            before = asked.get(each.follows) if each.follows else None
            found = ask(tx, each.ask, each.as_of or TODAY, before)
            asked[each.id] = found.question
            yield Verdict(each, found.answer, tuple(_faults(each, found.answer)))


def _faults(asking: Asking, answer: Answer) -> Iterator[str]:
    if asking.declines or answer.abstained:
        if not (asking.declines and answer.abstained):
            yield "declined" if answer.abstained else "not declined"
        return
    cited = [citation.quote for citation in answer.citations]
    if asking.quotes and not any(want in quote for want in asking.quotes for quote in cited):
        yield "other evidence"
    told_as = "rumoured" if answer.status in UNCONFIRMED else answer.status
    if asking.status and told_as != asking.status:
        yield f"{answer.status} for {asking.status}"
    told = answer.text.casefold()
    for mention in asking.mentions:
        if not any(word.casefold() in told for word in mention.split("|")):
            yield f"not told: {mention}"
