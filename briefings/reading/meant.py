"""The stake that a clause only points back to: "will pay 2 billion yuan for the shares", of the 12% named before."""

from __future__ import annotations

import re

from briefings.claims import Quantity
from briefings.reading.page import Page
from briefings.reading.quantities import Amount

_BACK = 500
_THE_STAKE = re.compile(
    r"\b(?:for|price of|pay\w*|paid|worth of|values?|valued|sells?|sold|selling|buy|buys|bought|buying|acquir\w+|"
    r"transfer\w*|seller of) (?:the|that|this) (?:[a-z]+ )?"
    r"(?:stake|equity|shareholding|holding|interest|shares)\b"
    r"|^(?:the|that|this) (?:stake|equity|shareholding|holding|interest) "
    r"|(?:该|上述|这)(?:部分|笔|批|等)?(?:股权|股份)",
    re.IGNORECASE,
)
_OF_SHARES = re.compile(
    r" (?:[a-z-]+ )?(?:stake|interest|holding|equity|shareholding|of (?:the |its |[A-Z])[^,;.]{0,40})"
    r"|的?(?:股权|股份|股)",
)
_TAKES = re.compile(
    r"\b(?:buy|buys|bought|buying|acquir\w+|tak(?:e|es|ing)|took|sell|sells|sold|selling|purchas\w+|hold\w*|own\w*)"
    r" (?:up to |about |around |roughly |nearly |some |an? |another |the |its |over |more than ){0,3}$",
    re.IGNORECASE,
)


def stake(page: Page, start: int, end: int) -> tuple[Quantity, ...]:
    """The last stake named before a clause that goes on about "the stake"; one with a share of its own means that."""
    if not _THE_STAKE.search(page.text[start:end]):
        return ()
    if any(one.quantity.unit == "%" for one in page.amounts(start, end)):
        return ()
    before = [one for one in page.amounts(max(0, start - _BACK), start) if one.quantity.unit == "%"]
    return tuple(one.quantity for one in before[-1:] if _held(page, one))


def _held(page: Page, one: Amount) -> bool:
    """Whether a percentage is one of a company: "a 10% stake", "buy 10% of Ampere"."""
    rest = _OF_SHARES.match(page.text, one.end)
    if rest is None:
        return False
    return " of " not in rest[0] or _TAKES.search(page.text, max(0, one.start - 40), one.start) is not None
