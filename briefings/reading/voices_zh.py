"""Who speaks in Chinese: "他", "前述负责人", "该报道", "从X处", and strangers by what they are."""

from __future__ import annotations

import re
from dataclasses import replace

from briefings.claims import SourceClass
from briefings.reading import nameless
from briefings.reading.memory import AGENTLESS, Memory, Voice
from briefings.reading.names import Kind
from briefings.reading.page import Page
from briefings.reading.phrases_zh import shown
from briefings.reading.voices import identify

_FILLER = (
    r"(?:并|还|也|则|又|再次|同时|对此|此外|随后|当时|当天|后来|其后|日前|近日|另外|而|但|不过|曾|已|"
    r"直接|明确|公开|首次|会|均|都)*"
)
_PRONOUN = re.compile(rf"{_FILLER}(?:他|她|他们|她们|其|后者|前者|对方)?{_FILLER}")
_NOBODY = re.compile(
    r"(?:近日|日前|此前|早前|网上|网络上|市场上|另|又|还|亦|也|曾|更|去年|今年|上周|昨日|今日|其间|一度|\d{1,2}月[间份初底中旬末]*|\d{1,2}月\d{1,2}日|，)*"
    r"(?:有|据|個別|个别|多家|部分|一些|国内|境外|海外|国外|外国|当地|相关|各|其他|另有)?[^，。]{0,4}"
    r"(?:传闻|传言|消息|报道|媒体|自媒体|公众号|爆料|说法|文章|猜测|谣言)(?:刊发文章|发文|发布文章|刊文|称|曾|又|还|也)*"
)
_LONG_SINCE = re.compile(r"(?:此前|早前|先前|早在|之前)[^，。]{0,12}，$")
"""When reports came out that are not those of today: "此前的3月2日，有报道称"."""
_OFFICE = re.compile(
    rf"{_FILLER}(?:该|前述|上述|这名|这位|该名|该位)[^，。]{{0,4}}(?:负责人|发言人|人士|知情人|工作人员|员工|官员|高管|经理|博主|分析师|内部人|律师)"
    rf"{_FILLER}"
)
_STORY = re.compile(
    rf"{_FILLER}(?:该|这篇|上述|前述|同一篇|这份|该篇|同篇)?(?:报道|报导|文章|稿子|稿件|文中|消息源|推文|帖子)中?{_FILLER}"
    rf"|{_FILLER}(?:该|这家)(?:报|刊|台|社|网站?|媒体|杂志|周刊|通讯社){_FILLER}"
)
_LETTER = re.compile(rf"{_FILLER}(?:该|这封|这份)?(?:内部|公开|全员)?(?:信|信件|邮件|微博|帖文)(?:中|里|内)?{_FILLER}")
"""What somebody wrote: then its writer speaks."""
_FROM = re.compile(r"(?:从|自|(?:记者|我们|笔者)(?:向|就此向))(?P<who>[^，。]{2,24}?)(?:处|方面|那里|那儿|内部)?$")
_LOOKED_UP = re.compile(r"(?:查询|查阅|登录|检索|翻阅|注意到|查看)(?P<what>[^，。]{2,16})$")
_INTERVIEW = re.compile(
    r"(?:在|昨日|今日|日前|近日)?接受[^，。]{0,20}(?:采访|访问|专访|提问|电话)(?:时|中|后)?$|受访时?$"
)
"""Whom somebody speaks to is not who speaks."""
_ADMINISTRATOR = re.compile(r"(?:管理人|清盘人|破产管理人|接管人|该(?:负责人|公司|行|发言人|人士|官员|机构))$")
_PLACE = re.compile(r"(?:在|通过)[^，。]{1,12}(?:上|中|里|内|间|平台|媒体|微博|朋友圈)$")
_ADJUNCT = re.compile(
    r"(?:(?:在|于|通过|就|对|向)[^，。]{1,16}|(?:\d{2,4}年)?\d{1,2}月\d{1,2}日(?:上午|下午|晚间|晚上|晚|早间|凌晨)?|"
    r"今日|今天|昨日|昨天|日前|近日|随后|当时|当天|当日|也|还|曾|则|均|已|再次|同时|明确|直接|对此|首次|公开|上周|本周|本月|上月|周[一二三四五六日天])$"
)
_STRANGER = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·@ ]{2,26}$")
_SOMEBODY = re.compile(
    r"(?:人|员|者|会|局|厅|部|院|长|家|司|处|委|行|所|博主|店|群|主任|主席|大臣|总监|教授|律师|门卫|保安|工会|机构|协会|组织|政府|内阁|方)$"
)
_AT_MEETING = re.compile(rf"(?:^|(?<=[，。：\n])){_FILLER}(?:在)?[^，。]{{0,6}}会(?:议)?上{_FILLER}$")
_MEETING = re.compile(r"(?:业绩|财报|发布|说明|沟通|股东大?|投资者|电话|记者)[^，。]{0,3}会")
"""A company's own meeting with the public: what was said "at the meeting" is its host's word."""
_PAPER = re.compile(r"《(?P<name>[^《》]{1,14}(?:报|周刊|月刊|新闻|杂志|时报|观察|评论|经济|财经|日经))》")
"""A paper that is not in the list, by its book marks: 意大利《24小时太阳报》."""
_FAR = 400
_UNNAMED = re.compile(
    r"(?:一[位名家]|[两三四几多数]?[位名家]|有)[^，。]{0,16}(?:供应商|老板|经销商|供应链|"
    r"合作伙伴|中介|投资人|工程师|员工)"
)
"""Somebody who would know, but whom the outlet does not name."""


def source(page: Page, sentence: int, start: int, end: int, memory: Memory, told: str | None) -> Voice | None:
    """The voice of the words before a verb: what they point back to, else whom they name."""
    words = page.text[start:end].strip('，。：； "”“')
    if _NOBODY.fullmatch(words) and not page.named(start, end, Kind.OUTLET, Kind.COMPANY):
        told_before = _LONG_SINCE.search(page.text, sentence, start) and "报道" in page.text[start : end + 2]
        return replace(AGENTLESS, name="earlier reports" if told_before else nameless.shown(words) or "media reports")
    for pattern in (_INTERVIEW, _PLACE):
        place = pattern.search(page.text, start + 1, end)
        end = place.start() if place else end
    words = page.text[start:end].strip('，。：； "”“')
    pronoun = _PRONOUN.fullmatch(words)
    if pronoun and any(one in words for one in ("他", "她", "其")):
        people = page.named(sentence, start, Kind.PERSON)
        return identify(page, people[-1].start, people[-1].end, memory, told) if people else memory.person
    speaks_for = "发言人" in words and memory.person and memory.person.cls is SourceClass.OUTLET_ANONYMOUS
    if _OFFICE.fullmatch(words) and memory.person and not speaks_for:
        return memory.person
    if _STORY.fullmatch(words) and memory.outlet:
        return Voice(SourceClass.OUTLET, memory.outlet, memory.outlet)
    if _LETTER.fullmatch(words) and memory.person and memory.person.cls is SourceClass.PARTY:
        return memory.person
    meeting = _AT_MEETING.search(page.text, start, end)
    if meeting and memory.subject and _MEETING.search(page.text, max(0, start - _FAR), meeting.end()):
        name = page.watchlist.name_of(memory.subject)
        return Voice(SourceClass.PARTY, name, told, (memory.subject,))
    heard = _FROM.search(page.text, start, end) or _LOOKED_UP.search(page.text, start, end)
    if heard:
        outlet = next((m.name for m in page.named(start, heard.start(), Kind.OUTLET)), told)
        found = identify(page, heard.start(1), heard.end(1), memory, outlet)
        if found:
            return found
    paper = None if page.named(start, end, Kind.OUTLET) else _PAPER.search(page.text, start, end)
    if paper:
        return Voice(SourceClass.OUTLET, paper["name"], paper["name"])
    return described(page, start, end, identify(page, start, end, memory, told))


def office(page: Page, start: int, end: int) -> bool:
    """Whether words end in an office that can be asked: "管理人", "该负责人"."""
    return _ADMINISTRATOR.search(page.text, start, end) is not None


def described(page: Page, start: int, end: int, voice: Voice | None) -> Voice | None:
    """A voice with its source phrase in English: an unnamed officer by the company or office that employs them."""
    if voice is None or not voice.name or voice.name not in page.text[start:end]:
        return voice
    if voice.cls is SourceClass.OUTLET_ANONYMOUS:
        return replace(voice, name=shown(page, start, end))
    if voice.cls is SourceClass.THIRD_PARTY and _UNNAMED.search(page.text, start, end):
        return replace(voice, cls=SourceClass.OUTLET_ANONYMOUS, name=shown(page, start, end))
    if voice.cls in (SourceClass.THIRD_PARTY, SourceClass.ANALYST, SourceClass.OFFICIAL_RECORD):
        return replace(voice, name=shown(page, start, end))
    return voice


def stranger(page: Page, start: int, end: int) -> Voice | None:
    """Somebody whom nobody here follows: a guard, an administrator, a ministry, by what the phrase says."""
    stop = end
    while adjunct := _ADJUNCT.search(page.text, start, stop):
        stop = adjunct.start()
    match = _STRANGER.search(page.text, start, stop)
    if match is None or not _SOMEBODY.search(page.text, match.start(), stop):
        return None
    return Voice(SourceClass.THIRD_PARTY, shown(page, match.start(), stop))
