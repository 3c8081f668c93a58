"""The first line to a question that wants a yes or a no: said only where the best claim is what was asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefings.phrases import phrases
from briefings.questions import Question
from briefings.ranking import Match
from briefings.relevance import claim_ideas, ideas

CLOSE = 0.6
"""The share of a question's words that a claim has to have, so that its status is an answer."""
_TURNS = frozenset({"~ending", "~delay"})
"""Ideas that turn a matter into its opposite: that a plant is built does not confirm that it is cancelled."""
_NEGATED = re.compile(
    r"(?<!or )\bnot\b(?! yet)|n['’]t\b|\b(?:false|fake|untrue|lie|hoax|ruled? out|no longer)\b"
    r"|(?<!是)(?<!会)(?<!该)不(?!是)|假",
    re.IGNORECASE,
)
"""A question that says no itself: a plain verdict would be read as its opposite."""


def first_line(question: Question, leading: Sequence[Match]) -> str | None:
    """What is known, never more; None where the question wants no yes or no, or its claim may not be what was asked."""
    if not (question.polar and question.companies and leading) or not is_asked(question, leading[0]):
        return None
    return phrases(question).verdict([match.case for match in leading])


def is_asked(question: Question, best: Match) -> bool:
    """Whether a claim's status answers: it has the question's words, its turn, and the names that we do not follow."""
    if question.unknown and best.fit.required < 1:
        return False
    if _NEGATED.search(question.text):
        return False
    # A question that follows another asks about its words too: "did BYD cancel its plant?", "is that confirmed?"
    turned = (ideas(f"{question.context} {question.words}") - claim_ideas(best.case)) & _TURNS
    close = question.follows or not question.words or best.fit.words >= CLOSE
    return close and not turned
