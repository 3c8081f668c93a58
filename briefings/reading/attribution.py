"""Frames of English sentences: which words are whose. "X said on Monday that …", "…, said X", "according to X, …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from briefings.claims import SourceClass
from briefings.reading import speech
from briefings.reading.judging import INTERNAL
from briefings.reading.lead_ins import (
    addressee,
    content_start,
    of_story,
    opens_content,
    past_story,
    pretext,
    said_before,
)
from briefings.reading.memory import Memory, Voice
from briefings.reading.names import Kind
from briefings.reading.page import Page
from briefings.reading.papers import some_report
from briefings.reading.scanning import Hit
from briefings.reading.subjects import ADVERBIAL, JOINER, VERB, head_end, subject_start
from briefings.reading.voices import identify, learned, meant, parted, with_origin

Span = tuple[int, int]

_ANSWERS = ("no_comment", "unaware", "silent")
_PIECE = re.compile(
    r";\s|,\s+when\s|,\s+(?=(?:saying|adding|denying|but|while|whereas|and|although|though)\s)"
    r"|(?<!\ball)(?<!thing)(?<!none)\s(?=(?:but|while|whereas)\s)"
)
_AFTER = re.compile(
    r",?\s(?:after|following)\s(?=(?:the |a |an |news agency |newspaper |broadcaster |"
    r"magazine )*[A-Z])"
)
_AUXILIARY = re.compile(
    r"(?:\s(?:was|is|were|are|has|have|had|also|then|later|again|since|now|still|long|"
    r"(?!family|supply|assembly|ally|daily|weekly|monthly)[a-z]{3,}ly|already))+\s+$"
)


@dataclass(frozen=True, slots=True)
class Framed:
    """A piece of a sentence, and whose words it holds: `content` is what was said, `spoken` where the day stands."""

    content: Span
    voice: Voice | None
    verb: str
    rule: str
    whole: Span
    spoken: Span | None = None


def frames(page: Page, start: int, end: int, memory: Memory) -> Iterator[Framed]:
    """The pieces of a sentence, each with its outermost frame; `voice` is None where nobody is named."""
    memory.local = start
    pieces = list(_pieces(page, start, end))
    for number, (first, last) in enumerate(pieces):
        yield (
            _continued(page, first, last, memory, first > start)
            or _frame(page, first, last, memory)
            or _shared(page, (first, last), pieces[number + 1 : number + 2], memory)
            or Framed((first, last), None, "", "own.voice", (first, last))
        )


def attributed(page: Page, start: int, end: int) -> bool:
    """Whether a sentence hands its words to somebody, known or not."""
    if page.chinese(start, end):
        return any(not page.quoted(hit.start) for hit in page.lexicon.all("say", page.text, start, end))
    return any(hit.cls in ("say", "report", "according") for hit in speech.cues(page, start, end))


def _shared(page: Page, piece: Span, following: list[Span], memory: Memory) -> Framed | None:
    """A piece without a source before one that names it at its end: "A will start but make few, the sources said"."""
    after = _frame(page, *following[0], memory) if following else None
    if after is None or after.content[0] != following[0][0] or after.voice is None:
        return None
    return Framed(piece, after.voice, after.verb, f"{after.rule}.shared", piece)


def _pieces(page: Page, start: int, end: int) -> Iterator[Span]:
    """The sentence, cut before a conjunction that opens another frame or answer."""
    cuts = []
    for match in _PIECE.finditer(page.text, start, end):
        if (
            not page.quoted(match.start())
            and _speaks(page, match.end(), min(end, match.end() + 140))
            and match.start() - start > 12
        ):
            cuts.append(match.end())
    for match in _AFTER.finditer(page.text, start + 12, end):
        if not page.quoted(match.start()) and _outlet_reports(page, match.end(), end):
            cuts.append(match.end())
    edges = [start, *sorted(cuts), end]
    for first, last in pairwise(edges):
        joiner = JOINER.match(page.text[first:last]) if first != start else None
        yield (first + (joiner.end() if joiner else 0), last)


def _outlet_reports(page: Page, start: int, end: int) -> bool:
    """Whether an outlet's report opens here: "(after) the newspaper X reported that"."""
    outlet = next(iter(page.named(start, min(end, start + 30), Kind.OUTLET)), None)
    cue = page.lexicon.find("report", page.text, outlet.end, min(end, outlet.end + 24)) if outlet else None
    return cue is not None


def _speaks(page: Page, start: int, end: int) -> bool:
    text, lexicon = page.text, page.lexicon
    return any(lexicon.has(cls, text, start, end) for cls in (*speech.SPEECH[:5], *_ANSWERS))


def _continued(page: Page, start: int, end: int, memory: Memory, later: bool) -> Framed | None:
    """A later piece that begins with a verb of speech ("… but called the report false") goes on with the same voice."""
    if not later:
        return None
    for cls in speech.SPEECH[:5]:
        hit = page.lexicon.find(cls, page.text, start, min(end, start + 24))
        if hit and hit.start - start <= 1:
            begin = content_start(page, hit, end)
            untrue = page.lexicon.find("false", page.text, begin, min(end, begin + 24)) if cls == "say" else None
            deny = untrue is not None and page.text.startswith(("call", "describ", "label", "brand"), hit.start)
            voice = memory.voice if memory.voice.name and not deny else meant(page, start, memory)
            if voice and not (voice.companies and _of_others(page, memory.local, start)):
                return Framed((begin, end), voice, "deny" if deny else cls, f"{hit.id}.continued", (start, end), None)
    return None


def _of_others(page: Page, start: int, end: int) -> bool:
    """Whether a sentence began with somebody who is no company: "a blogger deleted the post, saying that"."""
    return page.lexicon.has("third", page.text, start, end) and not page.companies(start, end)


def _frame(page: Page, start: int, end: int, memory: Memory) -> Framed | None:
    cues = speech.cues(page, start, end)
    outermost = _trailing(page, start, end, cues, memory)
    if outermost:
        return outermost
    return _first(page, start, end, cues, memory)


def _first(page: Page, start: int, end: int, cues: list[Hit], memory: Memory) -> Framed | None:
    for hit in cues:
        found = (
            _according(page, start, end, hit, memory)
            if hit.cls == "according"
            else _spoken(page, start, end, hit, memory)
        )
        if found:
            return None if found.voice and found.voice.official and _handed_on(page, cues, hit) else found
    return None


def _handed_on(page: Page, cues: list[Hit], hit: Hit) -> bool:
    """Whether a verb stands in what somebody unknown says: "the papers claim that X told Y (it would close)"."""
    return any(
        one.start < hit.start
        and page.text.startswith(" that ", one.end)
        and not re.search(r'[,;:"]', page.text[one.end : hit.start])
        for one in cues
    )


_TAIL = re.compile(r'[,"] (?P<who>[^,"]{2,70}) $')


def _trailing(page: Page, start: int, end: int, cues: list[Hit], memory: Memory) -> Framed | None:
    """ "Executives told staff that X, Bloomberg reported": the last to speak holds all the words before."""
    if len(cues) < 2 or cues[-1].cls not in ("say", "report") or end - cues[-1].end > _TAIL_MAX:
        return None
    hit = cues[-1]
    match = _TAIL.search(page.text[start : hit.start])
    if match is None or VERB.search(match["who"]) or JOINER.match(match["who"]):
        return None
    first = start + match.start("who")
    voice = identify(page, first, hit.start, memory, addressee(page, hit, end))
    if voice is None or voice.cls is SourceClass.PARTY or voice.cls is SourceClass.OFFICIAL_RECORD:
        return None
    if opens_content(page, hit, content_start(page, hit, end), end):
        return None
    stop = start + match.start()
    inner = _first(page, start, end, cues[:-1], memory)
    passed_on = inner is not None and inner.voice is not None and voice.cls is SourceClass.OUTLET
    if inner and inner.voice and passed_on and inner.content[0] < stop and not INTERNAL.search(page.text, start, stop):
        said = with_origin(inner.voice, voice.origin)
        return replace(inner, voice=said, content=(inner.content[0], min(inner.content[1], stop)))
    return Framed((start, stop), voice, hit.cls, f"{hit.id}.trailing", (start, end), (first, end))


_TAIL_MAX = 90
_SOURCE_END = re.compile(r"(?<=\w) (?=(?:the|its|it|they|there|a|an|this|these|[A-Z]\w+) )")


def _according(page: Page, start: int, end: int, hit: Hit, memory: Memory) -> Framed | None:
    """ "According to X, content", "content, according to X"."""
    comma = page.text.find(",", hit.end, end)
    leading = hit.start - start < 4 or (
        ADVERBIAL.match(page.text[start : hit.start]) is not None and not VERB.search(page.text[start : hit.start])
    )
    if leading:
        comma, open_ended = (end, True) if comma < 0 else (comma, False)
        stop = comma
        long = _SOURCE_END.search(page.text, hit.end + 4, comma) if VERB.search(page.text[hit.end : comma]) else None
        if long:
            voice = identify(page, hit.end, long.start(), memory)
            return (
                Framed((long.start() + 1, end), voice, "say", hit.id, (start, end), (hit.end, long.start()))
                if voice
                else None
            )
        voice = None if open_ended else identify(page, hit.end, comma, memory)
        follows = page.text.find(",", comma + 1, end)
        if voice and follows > 0 and re.match(r"\s(?:a|an|the|which|who|quoted)\s", page.text[comma + 1 : follows]):
            stop = follows
        return Framed((stop + 1, end), voice, "say", hit.id, (start, end), (hit.end, stop)) if voice else None
    stop = comma if comma > 0 else end
    voice = identify(page, hit.end, stop, memory)
    if voice is None and '"' not in page.text[start : hit.start] and not speech.cues(page, start, hit.start):
        voice = some_report(page, hit.end, stop, memory)
    if voice is None:
        return None
    cut = hit.start
    while cut > start and page.text[cut - 1] in " ,":
        cut -= 1
    if page.lexicon.has("report", page.text, start, cut) and page.named(start, cut, Kind.OUTLET):
        return None
    return Framed((start, cut), voice, "say", hit.id, (start, end), (hit.end, end))


_RELATIVE = re.compile(r"(?:which|whose|who)\s")
"""What parts a subject from its verb: whom it names does not speak."""


def _spoken(page: Page, start: int, end: int, hit: Hit, memory: Memory) -> Framed | None:
    passive = speech.PASSIVE.search(page.text[start : hit.start])
    if passive and not page.text[: hit.end].endswith("ing"):
        return _passive(page, start, end, hit, memory, start + passive.start())
    inverted = _inverted(page, start, end, hit, memory)
    if inverted:
        return inverted
    trailing = page.text[hit.start : hit.end].endswith("ing") and " as " not in page.text[hit.start : hit.end]
    trailing = trailing and page.text[start : hit.start].rstrip().endswith(",")
    first = start if trailing else subject_start(page, start, hit.start)
    if said_before(page, first, hit):
        return None
    auxiliary = _AUXILIARY.search(page.text, first, hit.start)
    voice = parted(page, start, hit.start, memory) if _RELATIVE.match(page.text, first, hit.start) else None
    to = addressee(page, hit, end)
    voice = voice or identify(page, first, auxiliary.start() if auxiliary else hit.start, memory, to)
    voice = voice or parted(page, start, hit.start, memory)
    if voice is None and first == start and page.text[hit.start : hit.end].lower() == "saying":
        voice = None if _of_others(page, memory.local, start) else meant(page, hit.start, memory)
    if voice is None:
        return None
    named = voice.name and voice.name in page.text[first : hit.start]
    if named and hit.cls == "report" and voice.cls is SourceClass.THIRD_PARTY:
        voice = Voice(SourceClass.OUTLET, voice.name, voice.name)
    voice = learned(page, hit, voice) or voice
    begin = content_start(page, hit, end)
    about = of_story(page, hit.end, end)
    before = pretext(page, start, first)
    quoted = before is not None and '"' in page.text[before[1] - 1 : first]
    if (
        before
        and hit.cls in ("say", "report", "confirm", "announce")
        and (quoted or not opens_content(page, hit, begin, end))
    ):
        return Framed(before, voice, hit.cls, hit.id, (start, end), (first, end))
    if about and about.start() <= hit.end + 1:
        begin = past_story(page, about.end(), end)
    return Framed((min(begin, end), end), voice, hit.cls, hit.id, (start, end), (start, begin))


_STORY_BEFORE = ("it", "this", "that", "which")
"""What stands for a story told before: "It was shot down by X"."""


def _passive(page: Page, start: int, end: int, hit: Hit, memory: Memory, before: int) -> Framed | None:
    """ "That X was confirmed on Thursday by Y"; "it was announced that X"."""
    by = re.compile(r"\bby (?=the |a |an |its |[A-Z])").search(page.text, hit.end, min(end, hit.end + 60))
    subject = page.text[start:before].strip().lower()
    if by:
        voice = identify(page, by.end(), end, memory)
        if voice and hit.cls == "deny" and subject in _STORY_BEFORE:
            return Framed((hit.end, hit.end), voice, hit.cls, f"{hit.id}.passive", (start, end), None)
        if voice and (len(subject) > 3):
            return Framed((start, before), voice, hit.cls, f"{hit.id}.passive", (start, end), (hit.end, end))
    if subject.split(",")[-1].strip() in ("it", "there") or subject == "":
        begin = content_start(page, hit, end)
        official = memory.voice.official and hit.cls in ("announce", "confirm", "say")
        voice = memory.voice if official else None
        return Framed((begin, end), voice, hit.cls, f"{hit.id}.carried", (start, end), None) if voice else None
    return None


def _inverted(page: Page, start: int, end: int, hit: Hit, memory: Memory) -> Framed | None:
    """ "…," said X."""
    left = page.text[start : hit.start].rstrip()
    naming = page.text.startswith(
        ("call", "told", "tell"), hit.start
    )  # whom one calls or tells follows, not who speaks
    if (
        naming
        or hit.cls not in ("say", "report", "announce")
        or not left.endswith((",", '"', ',"', "-"))
        or len(left) < 12
    ):
        return None
    stop = min((p for p in (page.text.find(c, hit.end, end) for c in ',"') if p > 0), default=end)
    stop = head_end(page.text, hit.end, stop)
    about = of_story(page, hit.end, stop)
    stop = about.start() if about else stop
    tail = page.text[hit.end : stop]
    person = page.named(hit.end, stop, Kind.PERSON)
    if (
        len(tail.split()) > 14
        or re.match(r"\s*(?:that|it|on|in|he|she|to)\b", tail)
        or (VERB.search(tail) and not person)
    ):
        return None
    voice = identify(page, hit.end, stop, memory)
    if voice is None:
        return None
    return Framed(
        (start, start + len(left.rstrip(",- "))), voice, hit.cls, f"{hit.id}.inverted", (start, end), (hit.end, end)
    )
