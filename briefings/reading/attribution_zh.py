"""Frames of Chinese sentences: 据X报道，…; X表示，…; X否认…."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from briefings.claims import SourceClass
from briefings.reading import names, voices_zh
from briefings.reading.attribution import Framed
from briefings.reading.memory import Memory, Voice
from briefings.reading.names import Kind
from briefings.reading.page import Page
from briefings.reading.scanning import Hit
from briefings.reading.voices import identify, learned

_STOP = re.compile(r"[，,；;：:。！？]")
_PIECE = re.compile(
    r"[；;]|，(?=(?:但|而|不过|不過|与此同时|同时|其中|此外|另外|对此))|，(?=[^，。；“\"]{1,14}(?:否认|否認|回应|辟谣|予以))"
)
_NOT_YET = re.compile(
    r"(?:将|预计|拟|或|尚未|没有|未|不|是否|有待)[^，。]{0,4}$|(?:最快|最早|最迟|有望|料)[^，。]{0,8}$|下周初?$"
)
_TO_US = re.compile(
    r"[，；](?P<who>[^，。；：“\"]{2,24}?)(?:对|向|告诉|告知)(?P<whom>[^，。；：“\"说表透确证称]{1,10})(?=[说称表透确证]|明确|[，：“])"
)
_DATELINE = re.compile(
    r"【[^】]{2,14}】|[^，。：“\"（(]{2,16}(?:网|社|报|日|财经|"
    r"科技)?讯[（(：:，, ](?:[^）)]{1,14}[）)])?"
)
"""Who prints it, before it begins: "X网讯（记者 某某）", 【X网】."""
_HEAD = re.compile(r"(?P<who>[^，。：；“\"]{2,8})：(?=[^，。\s]{3})")
_ABOUT = re.compile(r"^(?:针对|对于|對於|就|关于|面对|当被问|被问|问及|谈及|至于)")
_ASKED = re.compile(
    r"(?:就|针对|对于|關於|关于|围绕|至于)[^。]{1,40}(?:传闻|传言|消息|报道|说法|一事|爆料|言论|猜测|质疑|问题)|"
    r"致电|求证|询问|联系|采访|回应|问及|问到|谈及|谈到|提及|被问"
)
_QUOTES = re.compile(r"[：:，,]?[“\"「]")
_VERIFIED = re.compile(r"经(?:公司|本公司)?(?:核实|核查|自查|查实|查证)，(?P<said>(?:本|我)?公司)")
_REPLIES = ("no_comment", "unaware", "deny")
_TOLD = re.compile(r"[对對向](?P<who>[^，。]{2,10}?)(?=[表称说透证確确])")


def frames(page: Page, start: int, end: int, memory: Memory) -> Iterator[Framed]:
    """The pieces of a Chinese sentence, each with its outermost frame."""
    memory.local = start
    dateline = _DATELINE.match(page.text, start, end)
    start = dateline.end() if dateline else start
    cuts = {m.end() for m in _PIECE.finditer(page.text, start, end) if not page.quoted(m.start())}
    answers = set(_answer_cuts(page, start, end))
    edges = [start, *sorted(cuts.union(answers, _direct_cuts(page, start, end))), end]
    carried: Framed | None = None
    for first, last in pairwise(edges):
        found = _headed(page, first, last, memory) or _according(page, first, last, memory)
        found = found or _spoken(page, first, last, memory) or _notice(page, first, last, memory)
        goes_on = first not in answers and not page.lexicon.has("silent", page.text, first, last)
        if found is None and carried is not None and goes_on:
            found = Framed(
                (first, last), carried.voice, carried.verb, f"{carried.rule}.carried", (first, last), carried.spoken
            )
        if found:
            carried = found
            yield found
        else:
            yield Framed((first, last), None, "", "own.voice", (first, last))


def _notice(page: Page, start: int, end: int, memory: Memory) -> Framed | None:
    """How a company's notice goes on in the next sentence: "经核实，公司未…"."""
    match = _VERIFIED.match(page.text, start, end)
    if match is None or memory.voice.cls is not SourceClass.PARTY or not memory.voice.companies:
        return None
    return Framed((match.start("said"), end), memory.voice, "say", "zh.notice", (start, end), None)


def _answer_cuts(page: Page, start: int, end: int) -> Iterator[int]:
    """Where a clause begins in which somebody named gives an answer: "…，管理人拒绝评论", "…，长城说没听说"."""
    commas = [m for m in re.finditer("[，；,;]", page.text[start:end]) if not page.quoted(start + m.start())]
    for at in (start + m.end() for m in commas):
        stop = _STOP.search(page.text, at, end)
        last = stop.start() if stop else end
        cue = next((h for cls in _REPLIES if (h := page.lexicon.find(cls, page.text, at, last))), None)
        untrue = page.lexicon.find("false", page.text, at, last) if cue is None else None
        cue = untrue if untrue and page.lexicon.has("say", page.text, at, untrue.start) else cue
        said = page.lexicon.find("say", page.text, at, cue.start) if cue and page.quoted(cue.start) else None
        if cue is None or cue.start == at or (page.quoted(cue.start) and said is None):
            continue
        named = page.named(at, cue.start, Kind.COMPANY, Kind.PERSON)
        offices = ("generic", "authority", "third", "role")
        if (
            named
            or any(page.lexicon.has(cls, page.text, at, cue.start) for cls in offices)
            or voices_zh.office(page, at, cue.start)
        ):
            yield at


def _direct_cuts(page: Page, start: int, end: int) -> Iterator[int]:
    """Where a clause begins in which somebody speaks to this very reporter: "…，一名负责人对记者说"."""
    for match in _TO_US.finditer(page.text, start, end):
        told = page.named(*match.span("whom"), Kind.OUTLET)
        ours = told and told[0].name == names.outlet_name(page.article.outlet, page.lexicon)
        if (ours or "记者" in match["whom"] or "我" in match["whom"]) and not page.quoted(match.start()):
            yield match.start() + 1


def _headed(page: Page, start: int, end: int, memory: Memory) -> Framed | None:
    """ "X：…": the words of a medium or a company."""
    match = _HEAD.match(page.text, start, end)
    if match is None:
        return None
    if any(page.lexicon.has(cls, page.text, *match.span("who")) for cls in ("say", "deny", "announce", "confirm")):
        return None
    voice = identify(page, *match.span("who"), memory)
    if voice is None and match["who"].endswith(("媒", "社", "报", "网")):
        voice = Voice(SourceClass.OUTLET, match["who"], match["who"])
    if voice is None:
        return None
    return Framed((match.end(), end), voice, "say", "zh.headed", (start, end), match.span("who"))


def _according(page: Page, start: int, end: int, memory: Memory) -> Framed | None:
    hit = next((h for h in page.lexicon.all("according", page.text, start, end) if not page.quoted(h.start)), None)
    if hit is None or hit.start - start > 25:
        return None
    stop = _STOP.search(page.text, hit.end, end)
    edge = stop.start() if stop else end
    report = page.lexicon.find("report", page.text, hit.end, edge) or page.lexicon.find("say", page.text, hit.end, edge)
    who = hit.end, report.start if report else edge
    voice = voices_zh.source(page, start, *who, memory, None) or _unknown_outlet(page, hit.end, report)
    if voice is None or stop is None:
        return None
    return Framed((stop.end(), end), voice, "say", hit.id, (start, end), (start, edge))


def _unknown_outlet(page: Page, start: int, report: Hit | None) -> Voice | None:
    if report is None or not 2 <= report.start - start <= 14:
        return None
    name = page.text[start : report.start].strip('《》“”" ')
    return Voice(SourceClass.OUTLET, name, name)


def _spoken(page: Page, start: int, end: int, memory: Memory) -> Framed | None:
    hits = [
        h
        for cls in ("deny", "announce", "confirm", "say", "report")
        for h in page.lexicon.all(cls, page.text, start, end)
    ]
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if page.quoted(hit.start) or _NOT_YET.search(page.text[max(start, hit.start - 8) : hit.start]):
            continue
        denial = page.lexicon.find("deny", page.text, hit.end, min(end, hit.end + 6)) if hit.cls != "deny" else None
        if denial and denial.start - hit.end <= 2:
            hit = replace(hit, end=denial.end, cls="deny", id=denial.id)
        found = _by(page, start, end, hit, memory)
        if found:
            return found
    return None


def after_quote(page: Page, close: int, end: int, memory: Memory) -> Framed | None:
    """The frame that follows a quotation: "A。B。”X联席CEO在微博回复说"."""
    stop = _STOP.search(page.text, close, end)
    last = stop.start() if stop else end
    hit = next((h for cls in ("say", "deny") if (h := page.lexicon.find(cls, page.text, close, last))), None)
    if hit is None or not 2 <= hit.start - close <= 40:
        return None
    voice = voices_zh.source(page, close, close, hit.start, memory, None) or voices_zh.stranger(page, close, hit.start)
    return Framed((close, last), voice, "say", hit.id, (close, last)) if voice else None


_NAMED = re.compile(r"(?:的|相关|有关|上述|该|此|这[一些篇])$")
"""Before 报道 as a noun: 针对“…”的报道，某公司表示."""


def _by(page: Page, start: int, end: int, hit: Hit, memory: Memory) -> Framed | None:
    """The frame of one verb, where its subject is a source."""
    breaks = [m.end() for m in _STOP.finditer(page.text, start, hit.start)]
    first = breaks[-1] if breaks else start
    told = _TOLD.search(page.text, first, min(end, hit.end))
    addressee = next((m.name for m in page.named(told.start(), told.end(), Kind.OUTLET)), None) if told else None
    stop = told.start() if told and told.start() > first else hit.start
    if page.text.startswith("的", hit.end) and hit.cls in ("say", "report"):
        return None
    if hit.cls == "report" and _NAMED.search(page.text, start, hit.start) and page.text[hit.end - 1] != "称":
        return None
    if page.text[hit.start] == "称" and page.text[hit.start - 1] in "简名号堪昵俗统职尊全旧":
        return None
    voice = voices_zh.source(page, start, first, stop, memory, addressee)
    if voice is None and stop - first <= 12 and breaks:
        first = breaks[-2] if len(breaks) > 1 else start
        voice = None if _ABOUT.match(page.text[first:stop]) else identify(page, first, stop, memory, addressee)
        first = first if voice else breaks[-1]
    if voice is None and hit.cls in ("say", "confirm", "deny"):
        voice = voices_zh.stranger(page, first, stop)
    voice = learned(page, hit, voices_zh.described(page, first, stop, voice))
    if voice is None and stop - first <= 8 and memory.speaker and first == start:
        voice = (
            memory.speaker
            if re.fullmatch(r"(?:并|还|他|她|同时|对此|其|此外|也|还会)*", page.text[first:stop])
            else None
        )
    supposed = page.lexicon.find("irrealis", page.text, start, hit.start)
    if supposed and supposed.start - start < 4:
        return None
    if voice is None or (
        voice.companies
        and not (first > start and _QUOTES.match(page.text, hit.end, end))
        and page.lexicon.has("hearsay", page.text, start, first + 6)
        and not _ASKED.search(page.text, start, first)
    ):
        return None
    begin = hit.end
    heard = page.named(begin, min(end, begin + 3), Kind.OUTLET)
    if heard and page.text[heard[0].end : heard[0].end + 1] in "，：,":
        begin = heard[0].end
    while begin < end and page.text[begin] in "，,：: ":
        begin += 1
    if hit.cls == "deny" and hit.end < end and page.text[hit.end] in "，；":
        # "X denied it, …": what is denied stands before, in this sentence or an earlier one.
        return Framed(
            (start, first) if first > start else (hit.end, hit.end), voice, hit.cls, hit.id, (start, end), None
        )
    if end - begin < 4 and first > start:
        return Framed((start, first), voice, hit.cls, hit.id, (start, end), (first, end))
    return Framed((begin, end), voice, hit.cls, hit.id, (start, end), (start, hit.end))
