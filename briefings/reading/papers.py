"""What is written speaks too: newspapers, statements, filings, registers; each as the voice that stands behind it."""

from __future__ import annotations

import re
from dataclasses import replace

from briefings.claims import SourceClass
from briefings.reading import nameless
from briefings.reading.memory import AGENTLESS, Memory, Voice
from briefings.reading.names import Kind, Mention
from briefings.reading.page import Page

NAME_RUN = re.compile(
    r"(?<![A-Za-z])(?!(?:C[EFOTM]O|MD|VP|EVP|SVP)\b)(?:[A-Z][\w&'.-]*|[a-z0-9-]+\.(?:com|de|it|cn|net|"
    r"org))(?: (?:[A-Z][\w&'.-]*|of|de|del|"
    r"della|und|&))*(?<! of)(?<! de)(?<! und)"
)
ARTICLE = re.compile(
    r"^(?:(?:Earlier|Previous|Local|Media|News|Press|Recent|Other|Foreign|Domestic|Reports|State|Multiple|"
    r"The|A|An|In|On|At|But|And|One|Its|Their|His|Her|However|Meanwhile|According|Two|Several|Some|Bo"
    r"th|It|He|She|They|We|This|That|There|No|As|For|Chinese|Korean"
    r"|German|Italian|Japanese|Indian|Swedish|French|Spanish|Turkish|Hungarian|American|European)\b ?)+",
    re.IGNORECASE,
)
DEMONYM = re.compile(r"[A-Z][a-z]+(?:ese|ish|ean|ian|can|ch|ss|'s)|German|Thai|Czech|Slovak|Greek|Israeli|Emirati")
"""Where newspapers are from is no name: "Polish newspapers"."""
_PRINTED_BY = re.compile(
    r"\W*(?:an?|the|this|that) (?:\w+ ){0,2}(?:report|article|story|post|piece|item) (?:from|by|in|on"
    r"|published (?:by|in|on)) "
    r"(?:the )?(?P<name>[A-Z][\w&'.-]*(?: [A-Z][\w&'.-]*){0,3})"
)
_THAT_OUTLET = re.compile(
    r"\W*(?:\w+ )?(?:the|this|that|its) (?:\w+ ){0,2}?(?:reports?|article|story|paper|newspaper|daily"
    r"|agency|outlet|portal|site|"
    r"website|magazine|broadcaster|publication|weekly|blog)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"websites?|sites?|portal|data|官网|网站", re.IGNORECASE)
"""Where an authority publishes is no outlet: "the website of the industry ministry"."""
_WHEN_SAID = re.compile(
    r"^(?:an?|the) (?=\S+ \S)|,? (?:on|in|late|early|earlier|last|this|dated|published|released) (?:o"
    r"n |late )?(?:[A-Z]\w+|week|month|today"
    r"|yesterday)\b.*$"
)
_WITH_COMPANY = re.compile(
    r"\b(?:the|both the) (?:[\w-]+ )?(?:company|carmaker|automaker|manufacturer|group|firm|start-?up|maker) and "
    r"(?:the |its )"
    r"|\band the (?:[\w-]+ )?(?:company|carmaker|automaker|manufacturer|group|firm|start-?up|maker)\b",
    re.IGNORECASE,
)
"""A company and an authority that speak together."""


def release(page: Page, start: int, end: int, parties: list[Mention], memory: Memory) -> Voice | None:
    """ "The joint statement", "a press release": the word of those who put it out, if it is known who did."""
    hit = page.lexicon.find("release", page.text, start, end)
    if hit is None or parties:
        return None
    last = memory.speaker
    slugs = last.companies if last and last.official else memory.pair or memory.parties
    if last and last.cls is SourceClass.OFFICIAL_RECORD:
        return last
    words = page.text[hit.start : hit.end]
    slugs = (memory.pair or slugs) if "joint" in words.lower() else slugs
    name = " and ".join(page.watchlist.name_of(slug) for slug in slugs[:3])
    return Voice(SourceClass.PARTY, f"{name} ({words})", None, slugs[:3]) if slugs else None


def outlet_word(page: Page, start: int, end: int, memory: Memory) -> Voice | None:
    """ "The newspaper X", "local media", "the report"."""
    printed = _PRINTED_BY.match(page.text, start, end)
    if printed:
        return Voice(SourceClass.OUTLET, printed["name"], printed["name"])
    hit = page.lexicon.find("outletword", page.text, start, end)
    if hit and _PLACE.match(page.text, hit.start, hit.end) and page.lexicon.has("authority", page.text, start, end):
        return None
    if hit is None or (
        page.named(start, end, Kind.COMPANY, Kind.PERSON)
        and not re.match(
            r"[^,]{0,3}(?:the |a )?\w* ?" + re.escape(page.text[hit.start : hit.end]), page.text[start:end]
        )
    ):
        return None
    if page.chinese(start, end):
        name = re.sub(
            r"^(?:此前|另)?(?:据|據|有)?",
            "",
            re.split(r"[《》]", page.text[start:end])[1] if "《" in page.text[start:end] else page.text[start:end],
        ).strip("，, ")
        generic = (
            re.search(r"(?:媒|媒体|传媒|报道|记者|文章|消息)[^《》]{0,12}$", name) and "《" not in page.text[start:end]
        )
        if generic and "该" in name and memory.outlet:
            return Voice(SourceClass.OUTLET, memory.outlet, memory.outlet)
        heard = replace(AGENTLESS, name=nameless.shown(page.text[max(start - 12, 0) : end]) or "media reports")
        return heard if generic else Voice(SourceClass.OUTLET, name, name)
    run = NAME_RUN.search(ARTICLE.sub("", page.text[start:end].strip()))
    if run and len(run[0]) > 2 and not DEMONYM.fullmatch(run[0]):
        return Voice(SourceClass.OUTLET, run[0], run[0])
    if memory.outlet and _THAT_OUTLET.match(page.text, start, end):
        return Voice(SourceClass.OUTLET, memory.outlet, memory.outlet)
    return replace(AGENTLESS, name=nameless.shown(page.text[start:end]) or "media reports")


_SOME_REPORT = re.compile(
    r"\W*(?:(?:an?|the|that|this|one|some|several) )?(?:\w+ )?reports?(?: \w+)?\W*$", re.IGNORECASE
)


def some_report(page: Page, start: int, end: int, memory: Memory) -> Voice | None:
    """ "According to the report": the outlet's of before; of a report, nobody's."""
    words = page.text[start:end]
    if not _SOME_REPORT.match(words) or re.search(
        r"(?i)annual|quarterly|interim|earnings|progress|research|own|its\b", words
    ):
        return None
    if memory.outlet and _THAT_OUTLET.match(page.text, start, end):
        return Voice(SourceClass.OUTLET, memory.outlet, memory.outlet)
    return replace(AGENTLESS, name=nameless.shown(words) or "media reports")


def record(page: Page, start: int, end: int, parties: list[Mention], memory: Memory) -> Voice | None:
    """A filing, a register, a regulator; "the document" is the one spoken of before."""
    records = page.named(start, end, Kind.RECORD)
    hit = page.lexicon.find("record", page.text, start, end)
    if records and not parties:
        own = (
            not hit
            and re.search(
                r"(?i)minist|commission|MIIT|NDRC|MOFCOM|CPCA|CAAM|association|部|委|"
                r"会",
                page.text[start:end] + records[0].name,
            )
            is not None
        )
        memory.record = Voice(
            SourceClass.OFFICIAL_RECORD, f"{records[0].name} filing" if hit else records[0].name, None, (), own
        )
        return memory.record
    if hit and parties:
        slug = parties[0].company
        return Voice(SourceClass.PARTY, f"{page.watchlist.name_of(slug or '')} (filing)", None, (slug,) if slug else ())
    if hit:
        again = re.search(r"(?i)^\W*(?:the|that|this) \w+\W*$", page.text[start:end])
        if again and memory.record:
            return replace(memory.record, own_act=False)
        last = memory.speaker
        if again and last and last.cls is SourceClass.PARTY and len(last.companies) == 1:
            return Voice(
                SourceClass.PARTY, f"{page.watchlist.name_of(last.companies[0])} (filing)", None, last.companies
            )
        return Voice(SourceClass.OFFICIAL_RECORD, shown(page.text[start:end]))
    with_company = _WITH_COMPANY.search(page.text, start, end) and memory.subject
    if page.lexicon.has("authority", page.text, start, end) and not parties and not with_company:
        return Voice(SourceClass.OFFICIAL_RECORD, shown(page.text[start:end]), None, (), True)
    return None


_FULL_STOP = re.compile(r"(?<=[a-z]{4})\.$")


def shown(text: str) -> str:
    """A source phrase as it is shown: no leading filler, not too long."""
    words = re.sub(
        r"^\W*(?:and|but|while|however|meanwhile|that|when)\b[ ,]*", "", text.strip(" ,;:\"'。，"), flags=re.IGNORECASE
    )
    return _FULL_STOP.sub("", _WHEN_SAID.sub("", " ".join(words.split())))[:80]
