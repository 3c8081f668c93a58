"""Amounts told outside a claim that belong to it: "that amount", "the stake", "The plant will make 9,000 a year"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefings.claims import Quantity
from briefings.reading.page import Page
from briefings.reading.quantities import Amount

Span = tuple[int, int]

_BACK = 500
_LONGEST = 260
_THAT_SUM = re.compile(
    r"\b(?:for|at|of|to|with|by) (?:that|the same|this) "
    r"(?P<what>amount|sum|price|valuation|volume|number|capacity|size)\b"
    r"|(?:该|上述|这一|同等|同样)(?:金额|价格|数额|估值)",
    re.IGNORECASE,
)
_THE_STAKE = re.compile(
    r"\b(?:for|price of|pay\w*|paid|worth of|values?|valued|sells?|sold|selling|buy|buys|bought|buying|acquir\w+|"
    r"transfer\w*|seller of) (?:[^,;.]{0,30} for )?(?:the|that|this) (?:[a-z]+ )?"
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
    r"\b(?:buy|buys|bought|buying|acquir\w+|tak(?:e|es|ing)|took|sell|sells|sold|selling|purchas\w+|stake of"
    r"|hold\w*|own\w*)"
    r" (?:up to |about |around |roughly |nearly |some |an? |another |the |its |over |more than ){0,3}$",
    re.IGNORECASE,
)
_DEAL = (
    r"deal|transaction|purchase|acquisition|takeover|sale|agreement|investment|stake|shares|offer|bid|contract|order|"
    r"capital increase|funding|financing|loan|venture|joint venture|plan|programme|program"
)
_DEAL_ZH = r"交易|收购|增资|转让|投资|认购|合资公司|合同|订单|协议|要约|定增|融资"
_WORKS = r"plants?|factory|factories|site|works|facility|complex|project|base|line|mill"
_WORKS_ZH = r"工厂|项目|基地|厂区|新厂|产线|园区"
_CUTS = r"cuts|layoffs|lay-offs|job losses|reductions?|redundancies"
_CAR = r"car|SUV|sedan|model|pickup|van|truck|crossover|hatchback"
_KINDS = ((_DEAL, _DEAL_ZH), (_WORKS, _WORKS_ZH), (_CUTS, "裁员"), (_CAR, "新车|该车|车型"))
"""Words that mean the same thing twice: what is a factory may next be called the plant."""
_ALSO = (
    r"stake|shares?|buy\w*|bought|acquir\w*|invest\w*|sell\w*|sold|fund\w*|merg\w*|sign\w*|suppl\w*",
    "股|购|签|入主",
)
"""What makes a deal without being called one."""
_DOES = (
    r"(?:is|are|was|were|will|would|could|should|may|might|can|has|have|had|costs?|covers?|involves?|represents?|values?|"
    r"gives?|leaves?|amounts?|comes?|calls?|runs?|carries|employs?|makes?|starts?|sits?|spans?|takes?|begins?)"
)
_SUBJECT = tuple(
    re.compile(
        rf"(?:The|This|That|Its|Their) (?:[a-z][\w-]+ )?(?:{english})(?:,[^,]{{2,60}},| in [A-Z]\w+)? {_DOES}\b"
        rf"|(?:该|本次|此次|上述|这[笔一项家座]|整个)(?:{chinese})"
    )
    for english, chinese in _KINDS
)
_NAMED = tuple(
    re.compile(
        rf"\b(?:{english}{'|' + _ALSO[0] if kind == 0 else ''})\b|{chinese}{'|' + _ALSO[1] if kind == 0 else ''}",
        re.IGNORECASE,
    )
    for kind, (english, chinese) in enumerate(_KINDS)
)
_OUTCOME = re.compile(
    r"(?:Up)?[Oo]n (?:completion|closing)\b|(?:Once|After|When|Following) (?:the )?(?:completion|closing|it closes|"
    r"(?:the|this|that) (?:[a-z]+ )?(?:deal|transaction|sale|purchase|capital increase|investment|acquisition|"
    r"subscription|transfer))\b"
    r"|With (?:the|that|this|a) (?:capital increase|purchase|transaction|deal|subscription|investment)\b"
    r"|(?:That|This|It|Which|The (?:deal|purchase|transaction|sale|move|investment)) (?:will |would |could )?"
    r"(?:give|leave|rais|lift|tak|bring|hand|cut|reduc|dilut)(?:e|es|s|ing)?\b"
    r"|(?:[^，。]{0,6}(?:交易|收购|转让|增资|认购|发行|投资|交割|入股)(?:全部)?(?:完成)?之?[后後]|届时|屆時)[，,]?"
    r"|根据(?:该|双方|上述)?[^，。]{0,12}(?:协议|公告)"
)


def amounts(page: Page, start: int, end: int) -> tuple[Quantity, ...]:
    """The amounts that a clause only points back to; a clause that has one of the kind means its own."""
    sums, stake = _THAT_SUM.search(page.text, start, end), _THE_STAKE.search(page.text[start:end])
    if not sums and not stake:
        return ()
    own = {_kind(one.quantity) for one in page.amounts(start, end)}
    before = page.amounts(max(0, start - _BACK), start)
    found = []
    if sums and not own:
        found.extend([one.quantity for one in before if one.quantity.unit != "%"][-1:])
    if stake and "%" not in own:
        found.extend([one.quantity for one in before if one.quantity.unit == "%" and _held(page, one)][-1:])
    return tuple(found)


def continued(page: Page, claim: Span, sentence: Span, known: Iterable[Quantity]) -> tuple[Quantity, ...]:
    """The amounts of a sentence that goes on about the thing of the claim before it, of kinds that the claim lacks."""
    start, end = sentence
    if end - start > _LONGEST or not _goes_on(page, claim, sentence):
        return ()
    has = {_kind(one) for one in known}
    told = dict.fromkeys(one.quantity for one in page.amounts(start, end))
    return tuple(one for one in told if _kind(one) not in has)


def _goes_on(page: Page, claim: Span, sentence: Span) -> bool:
    about = [kind for kind, named in enumerate(_NAMED) if named.search(page.text, *claim)]
    if any(_SUBJECT[kind].match(page.text, *sentence) for kind in about):
        return True
    return 0 in about and _OUTCOME.match(page.text, *sentence) is not None


def _held(page: Page, one: Amount) -> bool:
    """Whether a percentage is one of a company: "a 10% stake", "buy 10% of Yinwang"."""
    rest = _OF_SHARES.match(page.text, one.end)
    if rest is None:
        return False
    return not rest[0].startswith(" of ") or _TAKES.search(page.text, max(0, one.start - 40), one.start) is not None


def _kind(one: Quantity) -> str:
    """Money is money in any currency."""
    return "money" if len(one.unit) == 3 and one.unit.isupper() and one.unit.isalpha() else one.unit
