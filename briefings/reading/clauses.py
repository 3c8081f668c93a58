"""What was said, cut into its assertions: "A will be built in X and will employ Y" holds two."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefings.reading.names import Kind
from briefings.reading.page import Page
from briefings.reading.verbs import FINITE

Span = tuple[int, int]

_LATIN = re.compile(
    r";\s+|,\s+(?:and|but|while|whereas|although|though|so|yet)\s+(?=\S)"
    r"|\s+(?:and|but)\s+(?=(?:only |also |then |later )?"
    r"(?:that|will|would|has|have|had|is|are|was|were|to|it|they|can|could|may|plans|aims|wants|expects|"
    r"obtain\w*|employ\w*|run|starts?|begins?|leaves?|creates?|gives?|appoints?|writes?|wrote|cuts?|sells?|sold|buys?|"
    r"bought|takes?|took|lays?|laid|closed?|closes|opens?|opened|moved?|moves|builds?|built|delivered|recalled|raised|"
    r"raises|launche[sd]|named|hired|invests?|invested|pays?|paid|holds?|held|owns?|supplies|supplied|stopped|stops|"
    r"halted|halts|delayed|delays|intends|hopes|said|expects?)\s)"
    r"|,\s+(?=adding\s)|\s+while\s+"
)
_CJK = re.compile(
    r"[；;]|(?P<comma>[，,])(?P<own>(?=(?:并(?:将|计划|预计|拟|已|表示|称|有|且将)|並(?:將|計劃)|同时|而|但|其中|此外|另|"
    r"预计|預計|首|总|計劃|计划|公司|双方|两家|将|其|该|目前|还|也|年产|至于))"
    r"|(?=(?:(?:今年|去年|明年|次年|当年)?(?:\d{1,2}月(?:\d{1,2}日)?(?:起|底|初)?|[一二三四]季度|[上下]半年)|最快|最早)[^，。；]{4,}))?"
)
_DETAIL = re.compile(
    r"(?:[总總](?:投[资資]|[额額]|[价價]|代价|[对對]价|金[额額]|[产產]能|[规規]模|面[积積]|[数數]|量)|年[产產]|首(?:批|期|年|笔|付)|"
    r"目前(?:持股|占|已|共|约)|也?占|(?:交易)?(?:作[价價]|代[价價]|[对對][价價]|金[额額])|每股|合[计計]|期限|[为為]期|[约約]合)"
    r"[^，。；;]{0,24}\d"
    r"|(?:另有|另外|其[余餘]|剩[余餘]|[余餘]下)的?[约約近]?\d[\d.,]{0,12}[万萬亿億]?(?:%|股|元|[美欧歐港日]|人|名|辆|輛)"
)
"""An amount of what was just told, without a subject of its own: 总投资48亿元, 年产能10GWh; or the rest: 另有5%."""
_BREAKDOWN = re.compile(
    r"[^，,。；]{0,11}(?:[。；，,]|$)|[^，,。；]{1,14}(?:持股|持有|占|认缴|出资|认购)[^，,。；]{0,10}\d"
)
"""What is no assertion by itself beside the one before it: 百度持股55%，吉利持股45%."""
_MORE = re.compile(
    r"(?:also |then )?(?:(?:will|would|could|should|may|to|is to|is expected to|is set to) )?(?:also )?"
    r"(?:employs?|creates?|hires?|costs?|"
    r"takes? up|covers?|requires?|needs?|is designed for) (?:[a-z]+ ){0,4}?(?:[$€£¥₹]|Rs|US|RMB|SEK)?\s?\d[^,;]{0,60}$"
)
"""A further amount of what was just told in numbers: "will make 9,000 a year and employ 300 people"."""
_CONCESSION = re.compile(r"(?:Although|Though|While|Even though|Whereas) [^,\n]{5,160}, ")
_LEFT_WORDS = 5
_RIGHT_WORDS = 4
_LEAD = re.compile(
    r"^(?:and|but|while|whereas|although|though|so|yet|that|adding|which|(?-i:with)|including)\s+(?:that\s+)?",
    re.IGNORECASE,
)


def clauses(page: Page, start: int, end: int) -> Iterator[Span]:
    """The assertions within a span, in order; a cut is made only where both sides can stand."""
    if page.chinese(start, end):
        yield from _chinese(page, start, end)
        return
    begin = _past_concession(page, start, end)
    for match in _LATIN.finditer(page.text, start, end):
        left, right = page.text[begin : match.start()], page.text[match.end() : end]
        if page.quoted(match.start()) and not page.quoted(start + 1):
            continue
        if _MORE.match(right) and any(map(str.isdigit, left)):
            continue
        if _stands(left, _LEFT_WORDS) and _stands(right, _RIGHT_WORDS):
            yield _trimmed(page.text, begin, match.start())
            begin = match.end()
    yield _trimmed(page.text, begin, end)


def _past_concession(page: Page, start: int, end: int) -> int:
    """Where the main clause begins after "Although …,"."""
    match = _CONCESSION.match(page.text, start, end)
    return match.end() if match and _stands(page.text[match.end() : end], _RIGHT_WORDS) else start


def _stands(text: str, words: int) -> bool:
    return len(text.split()) >= words and FINITE.search(text) is not None


def _chinese(page: Page, start: int, end: int) -> Iterator[Span]:
    begin = start
    starts = {mention.start for mention in page.named(start, end, Kind.COMPANY)}
    for match in _CJK.finditer(page.text, start, end):
        named = match["own"] is None and match["comma"] is not None
        if named and (match.end() not in starts or _BREAKDOWN.match(page.text, match.end(), end)):
            continue
        if _DETAIL.match(page.text, match.end(), end):
            continue
        if match.start() - begin >= 10 and end - match.end() >= 8 and not page.quoted(match.start()):
            yield begin, match.start()
            begin = match.end()
    yield _trimmed(page.text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Span:
    lead = _LEAD.match(text[start:end])
    start += lead.end() if lead and end - start - lead.end() > 10 else 0
    while start < end and text[start] in " ,;:，；、。-–—":
        start += 1
    while end > start and text[end - 1] in " ,;:，；、-–—":
        end -= 1
    return start, end
