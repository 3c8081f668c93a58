"""One article's course: who was speaking, who was meant, what has been reported so far."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefings.claims import ArticleRef, Report, Stance, Status
from briefings.reading import (
    attribution,
    attribution_zh,
    clefts,
    embedded,
    linking,
    publishing,
    relatives,
    targets,
    told,
)
from briefings.reading.assertions import Assertions
from briefings.reading.attribution import Framed
from briefings.reading.carrying import Carrier
from briefings.reading.clauses import clauses
from briefings.reading.drafting import Draft, Drafts
from briefings.reading.facts import Place
from briefings.reading.judging import Judgement, answer
from briefings.reading.memory import AGENTLESS, OWN, Memory, Voice
from briefings.reading.names import Kind
from briefings.reading.page import Page

_CLAUSE = re.compile(
    r"\bthat\s|:\s|\s(?:it|they|he|she|we)\s|^.{7}(?:\S+ ){0,4}(?:is|are|was|were|has|have|had|will|would|"
    r"may|might|could|should)\b|将|已|拟|[\u4e00-\u9fff]",
    re.IGNORECASE,
)
_SAME_SUBJECT = re.compile(
    r"(?:But |And |Still, |Meanwhile, |However, )?(?:It|The (?:[A-Z][\w.-]+ )?(?:[\w-]+ )?(?:company|"
    r"carmaker|automaker|group|firm|"
    r"start-?up|maker|manufacturer)) (?:is|was|has|had|will|would|said|also|makes|made|plans)\b"
)
"""A sentence that goes on about whom the one before it was about."""


class Discourse:
    """Takes the sentences of one article in their order and collects the reports."""

    def __init__(self, page: Page, ref: ArticleRef, publisher: Voice | None = None) -> None:
        self._page = page
        self._publisher = publisher
        self._memory = Memory()
        self._memory.saw(page.companies(0, len(page.article.title)))
        self._hero = self._memory.subject
        if publisher and publisher.companies:  # on its own page "the company" is the company whose page it is
            self._hero = publisher.companies[0]
        self._memory.hero = self._hero
        self._carrier = Carrier(page, self._memory)
        self._drafts = Drafts(page, ref, self._memory)
        self._assertions = Assertions(page, self._memory, self._drafts)
        self._paragraphs: list[int] = []

    def read(self, paragraph: int, spans: Sequence[tuple[int, int]]) -> None:
        """Read a paragraph; the sentences of a quotation are the words of whoever is named at its end."""
        for number, span in enumerate(spans):
            if number == 0 and self._hero and not self._page.companies(*span):
                self._memory.subject = self._hero
                self._memory.parties = (self._hero,)
            self._take(paragraph, *span, self._named_later(span, spans[number + 1 :]))

    def _named_later(self, span: tuple[int, int], following: Sequence[tuple[int, int]]) -> Framed | None:
        """The frame at the end of a quotation that goes on over sentences: "A. B," the chief executive said."""
        close = self._page.quote_end(span[0])
        if close is None or close <= span[1]:
            return None
        last = next((one for one in following if one[0] < close <= one[1]), None)
        if last is None:
            return None
        if self._page.chinese(*last):
            return attribution_zh.after_quote(self._page, close, last[1], self._memory)
        frames = attribution.frames(self._page, *last, self._memory)
        return next((framed for framed in frames if framed.voice is not None and framed.content[0] < close), None)

    def _take(self, paragraph: int, start: int, end: int, later: Framed | None) -> None:
        """Read one sentence; `later` is the frame that names its speaker further on."""
        page, memory = self._page, self._memory
        self._assertions.place = Place(paragraph, self._assertions.place.before + 1)
        if page.lexicon.has("opinion", page.text, start, end) and not page.lexicon.has("deny", page.text, start, end):
            return
        before = len(self._drafts.found)
        read = attribution_zh.frames if page.chinese(start, end) else attribution.frames
        for number, framed in enumerate(read(page, start, end, memory)):
            if not number:
                named = told.told(page, memory, self._drafts, framed, (start, end))
                withdrawn = named and page.lexicon.has("retract", page.text, start, named[0])
                if named and framed.voice is None and framed.whole[0] <= named[0] < framed.whole[1] and not withdrawn:
                    continue
            answers = framed.voice is None and self._drafts.rumours
            retort = clefts.retort(page, *framed.whole, memory) if answers else None
            if retort is not None:
                self._assertions.take(retort, retort.content, retort.voice or OWN, (start, end))
            self._piece(paragraph, self._voiced(framed, later), (start, end))
        for head, framed in relatives.asides(page, start, end):
            self._assertions.by_the_way(head, framed, (start, end))
        for framed in embedded.denials(page, start, end, memory):
            self._assertions.take(framed, framed.content, framed.voice or OWN, (start, end))
        self._drafts.settle(before)
        self._paragraphs.extend([paragraph] * (len(self._drafts.found) - before))
        outlets = [m.name for m in page.named(start, end, Kind.OUTLET)]
        memory.outlet = outlets[-1] if outlets else memory.outlet
        speaker = memory.subject
        spoke = memory.spoke == (start, end)
        memory.saw(page.companies(start, end))
        if spoke or (speaker and _SAME_SUBJECT.match(page.text, start, end)):
            memory.subject = speaker

    def _voiced(self, framed: Framed, later: Framed | None) -> Framed:
        """A piece without a source: its speaker is named later on, by the sentence's build, or is whose page it is."""
        if framed.voice is not None:
            return framed
        if later is not None:
            return replace(framed, voice=later.voice, verb=later.verb, rule=f"{later.rule}.later")
        cleft = clefts.cleft(self._page, *framed.whole, self._memory)
        if cleft is None and self._publishes(framed):
            return replace(framed, voice=self._publisher, verb="say", rule="publisher.says")
        return cleft or framed

    def _publishes(self, framed: Framed) -> bool:
        """Whether words without a source are those of the company whose page or notice the article is."""
        return self._publisher is not None and publishing.speaks(self._page, *framed.whole)

    def reports(self) -> tuple[Report, ...]:
        """What was read, with answers bound to what they answer; the headline only where the body says nothing."""
        if not self._drafts.found:
            self._headline()
        led = linking.traced(self._page, linking.led(self._drafts.found, self._paragraphs))
        return tuple(targets.answered(self._page.watchlist, led))

    def _headline(self) -> None:
        """A headline is nobody's word: it can only report a rumour."""
        page, end = self._page, len(self._page.article.title)
        companies = page.companies(0, end)
        if companies and not self._drafts.satire:
            framed = Framed((0, end), AGENTLESS, "", "headline", (0, end))
            self._drafts.add(
                Draft(
                    framed,
                    (0, end),
                    (0, end),
                    AGENTLESS,
                    companies,
                    Judgement(Stance.REPORTS, Status.RUMOURED, False, "headline"),
                )
            )

    def _piece(self, paragraph: int, framed: Framed, sentence: tuple[int, int]) -> None:
        """One piece of a sentence: its voice, then each of its assertions."""
        page = self._page
        voice = self._carrier.voice(paragraph, framed)
        content = framed.content
        if (
            framed.verb == "announce"
            and framed.content[0] > framed.whole[0]
            and not _CLAUSE.search(page.text[max(framed.whole[0], content[0] - 7) : content[0] + 40])
        ):
            content = self._act(framed)
        answered = False
        for first, last in clauses(page, *content):
            given = answer(page, first, last) is not None
            if (
                answered
                and not given
                and re.search(r"\b(?:no|not|nothing|never|neither|nor)\b", page.text[first:last], re.IGNORECASE)
            ):
                continue
            answered = answered or given
            self._assertions.take(framed, (first, last), voice, sentence)
        if framed.voice is not None:
            self._carrier.remember(paragraph, framed, voice, sentence)

    def _act(self, framed: Framed) -> tuple[int, int]:
        """ "X announced its first plant": the announcing is the assertion."""
        return (
            framed.whole[0],
            max(framed.content[1], framed.whole[1] if framed.content[0] > framed.whole[0] else framed.content[1]),
        )
