"""One article's course: who was speaking, who was meant, what has been reported so far."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefings.claims import ArticleRef, Report, SourceClass, Stance, Status
from briefings.reading import (
    attribution,
    attribution_zh,
    disputes,
    embedded,
    linking,
    publishing,
    relatives,
    slots,
    statements,
    targets,
    topics,
)
from briefings.reading.answers import Answers
from briefings.reading.attribution import Framed
from briefings.reading.carrying import Carrier
from briefings.reading.clauses import clauses
from briefings.reading.drafting import Draft, Drafts
from briefings.reading.facts import Facts, Place
from briefings.reading.judging import Judgement, Saying, answer, judge
from briefings.reading.memory import AGENTLESS, OWN, Memory, Voice
from briefings.reading.names import Kind
from briefings.reading.page import Page
from briefings.reading.voices import with_origin

_CLAUSE = re.compile(
    r"\bthat\s|:\s|\s(?:it|they|he|she|we)\s|^.{7}(?:\S+ ){0,4}(?:is|are|was|were|has|have|had|will|would|"
    r"may|might|could|should)\b|将|已|拟|[\u4e00-\u9fff]",
    re.IGNORECASE,
)
_CALLED = re.compile(r" (?:is|was|were|are|has been|had been) (?:\w+ ){0,2}$")
_RUMOUR_THAT = re.compile(
    r"\b(?:rumou?rs?|reports?|speculation|claims?|suggestions?|stories|talk) that (?P<what>[^,.;:]{20,200})|"
    r"(?:针对|对于|"
    r"对|关于|就)[\"“]?(?P<zh>[^，。\"”]{8,80})[\"”]?(?:一事)?的?(?:传闻|说法|消息|传言|报道)",
    re.IGNORECASE,
)
_CLAIMANT = re.compile(
    r"(?:\b(?:it|he|she|who|which|also|now|further|and)|(?<=[ \"])(?!The|These|Those|Such|All)[A-Z]\w+)\s$"
)
"""Who claims: then it is a verb."""
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
_MATTER_ONLY = re.compile(r"(?:关于|對於|对于|针对|至于|围绕)[^，。；]*|就[^，。；]*(?:一事|问题|传闻|报道|消息)")
"""What words are about, without any that tell."""
_SAME_SUBJECT = re.compile(
    r"(?:But |And |Still, |Meanwhile, |However, )?(?:It|The (?:[A-Z][\w.-]+ )?(?:[\w-]+ )?(?:company|"
    r"carmaker|automaker|group|firm|"
    r"start-?up|maker|manufacturer)) (?:is|was|has|had|will|would|said|also|makes|made|plans)\b"
)
"""A sentence that goes on about whom the one before it was about."""
_BY_THEM = re.compile(
    r"\baccording to (?:the |both |its |their )?(?:\w+ )?(?:compan|carmaker|automaker|manufacturer|partner|"
    r"group|firm|two)",
    re.IGNORECASE,
)
_MIN_WORDS = 3
_MIN_CHINESE = 6


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
        self._carrier = Carrier(page, self._memory)
        self._drafts = Drafts(page, ref, self._memory)
        self._answers = Answers(page, self._memory, self._drafts)
        self._facts = Facts(page, self._memory, self._drafts)
        self._place = Place(0, -1)
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
        if last is None or self._page.chinese(*last):
            return None
        frames = attribution.frames(self._page, *last, self._memory)
        return next((framed for framed in frames if framed.voice is not None and framed.content[0] < close), None)

    def _take(self, paragraph: int, start: int, end: int, later: Framed | None) -> None:
        """Read one sentence; `later` is the frame that names its speaker further on."""
        page, memory = self._page, self._memory
        self._place = Place(paragraph, self._place.before + 1)
        if page.lexicon.has("opinion", page.text, start, end) and not page.lexicon.has("deny", page.text, start, end):
            return
        before = len(self._drafts.found)
        read = attribution_zh.frames if page.chinese(start, end) else attribution.frames
        for number, framed in enumerate(read(page, start, end, memory)):
            if not number:
                told = self._told(framed, (start, end))
                if told and framed.voice is None and framed.whole[0] <= told[0] < framed.whole[1]:
                    continue
            if framed.voice is None and later is not None:
                framed = replace(framed, voice=later.voice, verb=later.verb, rule=f"{later.rule}.later")
            elif framed.voice is None and self._publishes(framed):
                framed = replace(framed, voice=self._publisher, verb="say", rule="publisher.says")
            self._piece(paragraph, framed, (start, end))
        for head, framed in relatives.asides(page, start, end):
            self._by_the_way(head, framed, (start, end))
        for framed in embedded.denials(page, start, end, memory):
            self._assertion(framed, framed.content, framed.voice or OWN, (start, end))
        self._drafts.settle(before)
        self._paragraphs.extend([paragraph] * (len(self._drafts.found) - before))
        outlets = [m.name for m in page.named(start, end, Kind.OUTLET)]
        memory.outlet = outlets[-1] if outlets else memory.outlet
        speaker = memory.subject
        spoke = memory.spoke == (start, end)
        memory.saw(page.companies(start, end))
        if spoke or (speaker and _SAME_SUBJECT.match(page.text, start, end)):
            memory.subject = speaker

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
            self._assertion(framed, (first, last), voice, sentence)
        if framed.voice is not None:
            self._carrier.remember(paragraph, framed, voice, sentence)

    def _by_the_way(self, head: str, framed: Framed, sentence: tuple[int, int]) -> None:
        """A relative clause about a company, where it tells a fact; what is only said in passing is left."""
        start, end = framed.content
        companies = tuple(dict.fromkeys((head, *self._page.companies(start, end))))
        fact = self._facts.by_the_way(framed, framed.content)
        if fact and topics.tells(self._page, start, end):
            verdict = Judgement(Stance.REPORTS, Status.CONFIRMED, False, fact)
            said = self._page.text[start:end]
            self._drafts.add(Draft(framed, framed.content, sentence, OWN, companies, verdict, said=said))

    def _act(self, framed: Framed) -> tuple[int, int]:
        """ "X announced its first plant": the announcing is the assertion."""
        return (
            framed.whole[0],
            max(framed.content[1], framed.whole[1] if framed.content[0] > framed.whole[0] else framed.content[1]),
        )

    def _assertion(self, framed: Framed, clause: tuple[int, int], voice: Voice, sentence: tuple[int, int]) -> None:
        page, memory = self._page, self._memory
        start, end = clause
        if (
            not self._worth(start, end)
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
        if lead and lead.start() - start > (10 if self._page.chinese(start, at) else 23):
            self._assertion(framed, (start, lead.start()), voice, sentence)
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

    def _cautious(self, verdict: Judgement, sentence: tuple[int, int]) -> Judgement:
        """What follows a denial in the same sentence is part of it: no confirmation without a person."""
        beside = any(
            one.span[0] == statements.quote(self._page, *sentence, sentence)[0]
            and (one.stance is Stance.DENIES or one.needs_review)
            for one in self._drafts.found[-8:]
        )
        return replace(verdict, review=True) if beside and verdict.status is Status.CONFIRMED else verdict

    def _worth(self, start: int, end: int) -> bool:
        text = self._page.text[start:end]
        if _MATTER_ONLY.fullmatch(text):
            return False
        return len(text) >= _MIN_CHINESE if self._page.chinese(start, end) else len(text.split()) >= _MIN_WORDS

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

    def _told(self, framed: Framed, sentence: tuple[int, int]) -> tuple[int, int] | None:
        """A rumour named on the way to its answer: "in reply to rumours that …", 针对“…”的传闻."""
        page = self._page
        match = _RUMOUR_THAT.search(page.text, *sentence)
        if match is None or (
            match[0].startswith("claims ") and _CLAIMANT.search(page.text, sentence[0], match.start())
        ):
            return None
        start, end = match.span("what") if match["what"] else match.span("zh")
        untrue = page.lexicon.find("false", page.text, start, end)
        verdict = _CALLED.search(page.text[start : untrue.start]) if untrue else None
        end = start + verdict.start() if verdict else end
        speakers = framed.voice.companies if framed.voice else ()
        companies = slots.parties(page, start, end, speakers, self._memory) or page.companies(*sentence)
        if companies and self._worth(start, end):
            rumours = Voice(SourceClass.AGENTLESS, "media reports" if "report" in match[0].lower() else None, None)
            told = Framed((start, end), rumours, "", "told.rumour", framed.whole)
            self._drafts.add(
                Draft(
                    told,
                    (start, end),
                    sentence,
                    rumours,
                    companies,
                    Judgement(Stance.REPORTS, Status.RUMOURED, False, "told.rumour"),
                )
            )
            return start, end
        return None

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

    def _fact(
        self, framed: Framed, clause: tuple[int, int], voice: Voice, companies: tuple[str, ...], verdict: Judgement
    ) -> str | None:
        """Why the article's own words tell a fact, where no party's word has settled it."""
        if framed.voice is not None or (voice.official and verdict.status is Status.CONFIRMED):
            return None
        return self._facts.rule(framed, clause, self._place, companies)
