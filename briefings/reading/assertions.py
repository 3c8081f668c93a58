"""One assertion of a sentence: whose it is, about whom, what it does to a claim, and whether it stands as a fact."""

from __future__ import annotations

import re
from dataclasses import replace

from briefings.claims import SourceClass, Stance, Status
from briefings.reading import attribution, attribution_zh, disputes, slots, statements, told, topics
from briefings.reading.answers import Answers
from briefings.reading.attribution import Framed
from briefings.reading.drafting import Draft, Drafts
from briefings.reading.facts import Facts, Place
from briefings.reading.judging import Judgement, Saying, answer, judge
from briefings.reading.memory import OWN, Memory, Voice
from briefings.reading.names import Kind
from briefings.reading.page import Page
from briefings.reading.voices import with_origin

_SUPPLIERS = re.compile(
    r"\b(?:main |battery |key |two |three )*suppliers(?: of \w+)?(?:, namely|:|,)|供应商[^，。]{0,6}[，：]",
    re.IGNORECASE,
)
_LED_UP = re.compile(
    r", (?:(?:but|although|though|yet|while) (?:\w+ ){0,2})?$|\s(?:but|although|though|yet) (?:\w+ ){0,2}$"
    r"|，(?:但|不过|只是|然而)[^；。]{0,30}$",
    re.IGNORECASE,
)
"""How an answer is joined to an assertion before it."""
_AND_THEN = re.compile(r",? and (?:\w+ ){0,1}$", re.IGNORECASE)
"""How one is joined to a denial: "labelled it baseless and refused to discuss it"."""
_BY_THEM = re.compile(
    r"\baccording to (?:the |both |its |their )?(?:\w+ )?(?:compan|carmaker|automaker|manufacturer|partner|"
    r"group|firm|two)",
    re.IGNORECASE,
)


class Assertions:
    """Takes the assertions of an article one by one and reports each."""

    def __init__(self, page: Page, memory: Memory, drafts: Drafts) -> None:
        self._page = page
        self._memory = memory
        self._drafts = drafts
        self._answers = Answers(page, memory, drafts)
        self._facts = Facts(page, memory, drafts)
        self.place = Place(0, -1)
        """Where the sentence at hand stands."""

    def take(self, framed: Framed, clause: tuple[int, int], voice: Voice, sentence: tuple[int, int]) -> None:
        """Report what a clause asserts, as an answer, a denial or a telling."""
        page, memory = self._page, self._memory
        start, end = clause
        if (
            not told.worth(page, start, end)
            and framed.verb != "deny"
            and not answer(page, start, end)
            and not page.lexicon.has("false", page.text, start, end)
        ):
            return
        if any(page.lexicon.has(cls, page.text, start, end) for cls in ("silent", "no_claim")):
            return
        opening = framed.whole[0] if start == framed.content[0] and voice.cls is SourceClass.PARTY else start
        if page.lexicon.has("retract", page.text, opening, end):
            self._answers.retraction(framed, clause, voice, sentence)
            return
        if self._answered(framed, clause, voice, sentence):
            return
        companies = self._about(framed, clause, voice, sentence)
        if not companies:
            return
        inner = self._relayed(voice, framed, clause)
        if inner is not None:
            voice, companies = inner, slots.parties(page, start, end, inner.companies, memory)
        verdict = self._verdict(framed, clause, voice, companies, inner is not None, sentence)
        if verdict.stance is Stance.DENIES:
            self._answers.denial(framed, clause, voice, companies, verdict, sentence)
            return
        if verdict.rule.endswith("+no_party"):
            voice = replace(voice, cls=SourceClass.THIRD_PARTY)
        fact = self._fact(framed, clause, voice, companies, verdict)
        if fact:
            voice, verdict = OWN, Judgement(Stance.REPORTS, Status.CONFIRMED, False, fact)
        for part, who in self._each(clause, companies):
            self._drafts.add(Draft(framed, part, sentence, voice, who, verdict))

    def _verdict(
        self,
        framed: Framed,
        clause: tuple[int, int],
        voice: Voice,
        companies: tuple[str, ...],
        relayed: bool,
        sentence: tuple[int, int],
    ) -> Judgement:
        """What an assertion does; a negation that nobody is heard to speak decides nothing."""
        page, (start, end) = self._page, clause
        disputed = disputes.disputed(page, self._drafts, companies, clause, sentence)
        whose = framed.voice or voice
        answering = disputes.answering(page, self._drafts, companies, clause)
        saying = Saying(start, end, sentence, whose, framed.verb, framed.rule, companies, relayed, disputed, answering)
        verdict = self._cautious(judge(page, saying), sentence)
        if framed.voice is not None:
            return verdict
        if verdict.rule == "own.voice" and voice is OWN and self._handed_on(framed):
            return replace(verdict, rule="own.attributed")
        by_record = whose.cls is SourceClass.OFFICIAL_RECORD and verdict.review
        if by_record or (verdict.stance is Stance.DENIES and not page.quoted(start)):
            return Judgement(Stance.REPORTS, Status.RUMOURED, False, f"{verdict.rule}+carried")
        return verdict

    def _handed_on(self, framed: Framed) -> bool:
        """Whether a piece hands its words to somebody whom we do not know; "according to the companies" does not."""
        page = self._page
        return attribution.attributed(page, *framed.whole) and not _BY_THEM.search(page.text, *framed.whole)

    def _cautious(self, verdict: Judgement, sentence: tuple[int, int]) -> Judgement:
        """What follows a denial in the same sentence is part of it: no confirmation without a person."""
        beside = any(
            one.span[0] == statements.quote(self._page, *sentence, sentence)[0]
            and (one.stance is Stance.DENIES or one.needs_review)
            for one in self._drafts.found[-8:]
        )
        return replace(verdict, review=True) if beside and verdict.status is Status.CONFIRMED else verdict

    def _fact(
        self, framed: Framed, clause: tuple[int, int], voice: Voice, companies: tuple[str, ...], verdict: Judgement
    ) -> str | None:
        """Why the article's own words tell a fact, where no party's word has settled it."""
        if framed.voice is not None or (voice.official and verdict.status is Status.CONFIRMED):
            return None
        return self._facts.rule(framed, clause, self.place, companies)

    def _answered(self, framed: Framed, clause: tuple[int, int], voice: Voice, sentence: tuple[int, int]) -> bool:
        """Whether a clause was a bare confirmation or a non-answer; what leads up to it is read by itself."""
        start, end = clause
        if framed.verb == "confirm" and self._answers.confirmation(framed, clause, voice, sentence):
            return True
        given = answer(self._page, start, end)
        if given is None:
            return False
        at = self._answers.place(clause, given)
        lead = _LED_UP.search(self._page.text, start, at)
        rejected = None if lead else _AND_THEN.search(self._page.text, start, at)
        if rejected and not self._page.lexicon.has("false", self._page.text, start, rejected.start()):
            rejected = None
        lead = lead or rejected
        if lead and (rejected or lead.start() - start > (10 if self._page.chinese(start, at) else 23)):
            self.take(framed, (start, lead.start()), voice, sentence)
            start = at
        taken = self._answers.response(framed, (start, end), voice, given, sentence)
        return taken or (start == at and at != clause[0])

    def _about(
        self, framed: Framed, clause: tuple[int, int], voice: Voice, sentence: tuple[int, int]
    ) -> tuple[str, ...]:
        """The companies of an assertion; none where it is about nothing that we follow."""
        page = self._page
        start, end = clause
        companies = slots.parties(page, start, end, voice.companies, self._memory) or page.companies(*sentence)
        told = framed.voice is not None or topics.tells(page, start, end)
        return companies if told else ()

    def _relayed(self, voice: Voice, framed: Framed, clause: tuple[int, int]) -> Voice | None:
        """The party whose word a well-known outlet passes on: "Reuters reported that GM said …"."""
        known = voice.cls is SourceClass.OUTLET and any(
            m.name == voice.name for m in self._page.named(*framed.whole, Kind.OUTLET)
        )
        if not known or framed.voice is None:
            return None
        read = attribution_zh.frames if self._page.chinese(*clause) else attribution.frames
        inner = next(iter(read(self._page, *clause, self._memory)), None)
        if inner is None or inner.voice is None or inner.voice.cls is not SourceClass.PARTY or inner.verb == "deny":
            return None
        return with_origin(inner.voice, voice.origin)

    def _each(
        self, clause: tuple[int, int], companies: tuple[str, ...]
    ) -> list[tuple[tuple[int, int], tuple[str, ...]]]:
        """One customer and several suppliers named one by one are as many claims; everything else is one."""
        page = self._page
        start, end = clause
        listed = _SUPPLIERS.search(page.text, start, end)
        named = [m for m in page.named(listed.end(), end, Kind.COMPANY) if m.company in companies] if listed else []
        customers = [slug for slug in companies if slug in page.companies(start, listed.start())] if listed else []
        suppliers = {
            m.company: m
            for m in named
            if m.company and m.company not in customers and m.company in page.companies(start, end)
        }
        if len(suppliers) < 2 or len(customers) != 1:
            return [(clause, companies)]
        return [((start, mention.end), (customers[0], slug)) for slug, mention in suppliers.items()]

    def by_the_way(self, head: str, framed: Framed, sentence: tuple[int, int]) -> None:
        """A relative clause about a company, where it tells a fact; what is only said in passing is left."""
        start, end = framed.content
        companies = tuple(dict.fromkeys((head, *self._page.companies(start, end))))
        fact = self._facts.by_the_way(framed, framed.content)
        if fact and topics.tells(self._page, start, end):
            verdict = Judgement(Stance.REPORTS, Status.CONFIRMED, False, fact)
            said = self._page.text[start:end]
            self._drafts.add(Draft(framed, framed.content, sentence, OWN, companies, verdict, said=said))
