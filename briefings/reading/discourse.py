"""One article's course: who was speaking, who was meant, what has been reported so far."""

from __future__ import annotations

import re
from dataclasses import replace

from briefings.claims import ArticleRef, Report, SourceClass, Stance, Status
from briefings.reading import attribution, attribution_zh, linking, slots, statements
from briefings.reading.attribution import Framed
from briefings.reading.carrying import Carrier
from briefings.reading.clauses import clauses
from briefings.reading.drafting import Draft, Drafts
from briefings.reading.judging import Judgement, Saying, answer, judge
from briefings.reading.names import Kind
from briefings.reading.page import Page
from briefings.reading.voices import AGENTLESS, OWN, Memory, Voice, identify, with_origin

_CLAUSE = re.compile(
    r"\bthat\s|:\s|\s(?:it|they|he|she|we)\s|^.{7}(?:\S+ ){0,4}(?:is|are|was|were|has|have|had|will|would|"
    r"may|might|could|should)\b|将|已|拟|[\u4e00-\u9fff]",
    re.IGNORECASE,
)
_RUMOUR_THAT = re.compile(
    r"\b(?:rumou?rs|reports?|speculation|claims|suggestions|talk) that (?P<what>[^,.;:]{20,200})|(?:针对|对于|"
    r"对|关于|就)[\"“]?(?P<zh>[^，。\"”]{8,80})[\"”]?(?:一事)?的?(?:传闻|说法|消息|传言|报道)",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\bno (?:such |current |concrete |immediate )?(?:plans?|talks|discussions|negotiations|intention|"
    r"contact|truth|delays?|agreement|deal)\b"
    r"|\b(?:not|never) (?:\w+ )?(?:in talks|negotiat\w+|consider\w*|planning|true|holding|going to|"
    r"discuss\w*|postponed|delayed|met|agreed)\b|没有|从未|並未|并未|无意|暂无|不存在|未曾|未与|没与|并非",
    re.IGNORECASE,
)
_SUPPLIERS = re.compile(
    r"\b(?:main |battery |key |two |three )*suppliers(?: of \w+)?(?:, namely|:|,)|供应商[^，。]{0,6}[，：]",
    re.IGNORECASE,
)
_CLOSE_TO = re.compile(r"\b(?:close to|familiar with|briefed|knowledge of|sources?)\b|接近|知情", re.IGNORECASE)
_NOMINAL = re.compile(r"(?:no|nothing|without|neither|unaware|not)\b|[\u4e00-\u9fff]", re.IGNORECASE)
_MIN_WORDS = 3
_MIN_CHINESE = 6


class Discourse:
    """Takes the sentences of one article in their order and collects the reports."""

    def __init__(self, page: Page, ref: ArticleRef) -> None:
        self._page = page
        self._memory = Memory()
        self._memory.saw(page.companies(0, len(page.article.title)))
        self._carrier = Carrier(page, self._memory)
        self._drafts = Drafts(page, ref, self._memory)
        self._paragraphs: list[int] = []

    def take(self, paragraph: int, start: int, end: int) -> None:
        """Read one sentence."""
        page, memory = self._page, self._memory
        if page.lexicon.has("opinion", page.text, start, end) and not page.lexicon.has("deny", page.text, start, end):
            return
        before = len(self._drafts.found)
        read = attribution_zh.frames if page.chinese(start, end) else attribution.frames
        for number, framed in enumerate(read(page, start, end, memory)):
            if not number:
                self._told(framed, (start, end))
            self._piece(paragraph, framed, (start, end))
        self._paragraphs.extend([paragraph] * (len(self._drafts.found) - before))
        speaker = memory.subject
        spoke = memory.spoke == (start, end)
        memory.saw(page.companies(start, end))
        if spoke:
            memory.subject = speaker

    def reports(self) -> tuple[Report, ...]:
        """What was read, with answers bound to what they answer; the headline only where the body says nothing."""
        if not self._drafts.found:
            self._headline()
        led = linking.traced(self._page, linking.led(self._drafts.found, self._paragraphs))
        return tuple(linking.answered(self._page.watchlist, led))

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
        if page.lexicon.has("silent", page.text, start, end):
            return
        if page.lexicon.has("retract", page.text, start, end) and voice.cls is not SourceClass.PARTY:
            self._retraction(framed, clause, sentence)
            return
        given = answer(page, start, end)
        if given and self._answer(framed, clause, voice, given, sentence):
            return
        companies = self._about(clause, voice, sentence)
        if not companies:
            return
        inner = self._relayed(voice, framed, clause)
        if inner is not None:
            voice, companies = inner, slots.parties(page, start, end, inner.companies, memory)
        disputed = self._disputed(companies, clause, sentence)
        whose = framed.voice or voice
        saying = Saying(start, end, sentence, whose, framed.verb, framed.rule, companies, inner is not None, disputed)
        verdict = self._cautious(judge(page, saying), sentence)
        if verdict.stance is Stance.DENIES and framed.voice is None and page.text[start - 1] not in '"「':
            verdict = Judgement(Stance.REPORTS, Status.RUMOURED, False, f"{verdict.rule}+carried")
        if verdict.stance is Stance.DENIES:
            self._denial(framed, clause, voice, companies, verdict, sentence)
            return
        verdict = self._own(framed, clause, voice, verdict)
        for part, who in self._each(clause, companies):
            self._drafts.add(Draft(framed, part, sentence, voice, who, verdict))

    def _about(self, clause: tuple[int, int], voice: Voice, sentence: tuple[int, int]) -> tuple[str, ...]:
        """The companies of an assertion; none where it is about nothing that we follow."""
        page = self._page
        start, end = clause
        companies = slots.parties(page, start, end, voice.companies, self._memory) or page.companies(*sentence)
        if voice is OWN and not page.companies(*sentence) and not slots.refers(page, start, min(end, start + 30)):
            exact = page.amounts(start, end) or page.dates(start, end, page.day)
            return companies if exact else ()
        anchored = page.companies(start, end) or voice is not OWN or slots.refers(page, start, end)
        return companies if anchored or slots.topic(page, start, end) else ()

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
        return len(text) >= _MIN_CHINESE if self._page.chinese(start, end) else len(text.split()) >= _MIN_WORDS

    def _disputed(self, companies: tuple[str, ...], clause: tuple[int, int], sentence: tuple[int, int]) -> bool:
        """Whether words may answer a rumour: of the sentence, the headline, or one told before of the matter."""
        page = self._page
        if page.lexicon.has("story", page.text, *sentence) or page.lexicon.has("hearsay", page.text, *sentence):
            return True
        if not _NO.search(page.text, *clause):
            return False
        if page.lexicon.has("hearsay", page.text, 0, len(page.article.title)):
            return True
        about = slots.topic(page, *clause, self._drafts.theme)
        told = {slug for slug, _ in self._drafts.rumours}
        if len(told & set(companies)) > 1:
            return True
        return any(slug in companies and about in (None, topic) for slug, topic in self._drafts.rumours)

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

    def _told(self, framed: Framed, sentence: tuple[int, int]) -> None:
        """A rumour named on the way to its answer: "in reply to rumours that …", 针对“…”的传闻."""
        page = self._page
        match = _RUMOUR_THAT.search(page.text, *sentence)
        if match is None:
            return
        start, end = match.span("what") if match["what"] else match.span("zh")
        companies = slots.parties(page, start, end, (), self._memory) or page.companies(*sentence)
        if companies and self._worth(start, end):
            rumours = Voice(SourceClass.AGENTLESS, "media reports" if "report" in match[0].lower() else "rumours", None)
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

    def _own(self, framed: Framed, clause: tuple[int, int], voice: Voice, verdict: Judgement) -> Judgement:
        """The article's own words: facts retold are background, everything else is only said."""
        if voice is OWN and self._carrier.retold(framed, clause):
            return Judgement(Stance.REPORTS, Status.CONFIRMED, False, "own.retold")
        return verdict

    def _answer(
        self,
        framed: Framed,
        clause: tuple[int, int],
        voice: Voice,
        given: tuple[Stance, str],
        sentence: tuple[int, int],
    ) -> bool:
        """A non-answer, once for each company that gives it; False where it is no company's."""
        page = self._page
        start, end = clause
        stance, rule = given
        hit = page.lexicon.find(stance.value, page.text, start, end)
        at = hit.start if hit else start
        if at - start > 25 and page.text[at - 2 : at] == ", ":
            self._assertion(framed, (start, at - 2), voice, sentence)
            start = at
        speaker = (
            voice
            if framed.voice is not None and (voice.companies or voice.cls is SourceClass.OUTLET_ANONYMOUS)
            else self._answering(framed, at, voice)
        )
        speaker = self._on_behalf(framed, at, speaker)
        if speaker is None or speaker.cls is not SourceClass.PARTY or not speaker.companies:
            return start == at and at != clause[0]
        whole = (start, end) if framed.voice is not None and start == clause[0] else framed.whole
        verbal = stance in (Stance.NO_COMMENT, Stance.UNAWARE) and not _NOMINAL.match(page.text, at)
        said = page.text[at:end] if verbal or framed.voice is None else ""
        for slug in speaker.companies:
            one = replace(
                speaker,
                companies=(slug,),
                name=speaker.name if len(speaker.companies) == 1 else page.watchlist.name_of(slug),
            )
            self._drafts.add(
                Draft(framed, whole, sentence, one, (slug,), Judgement(stance, Status.RUMOURED, False, rule), said=said)
            )
        return True

    def _answering(self, framed: Framed, at: int, voice: Voice) -> Voice | None:
        """Who gives an answer: the words before it, or "we" of the voice that still holds."""
        page, start = self._page, framed.whole[0]
        if voice.companies and re.match(r"\W*(?:we|our|there|it)\b", page.text[start : start + 12], re.IGNORECASE):
            return voice
        if page.text[at : at + 7].lower() == "neither":
            named = page.companies(at, framed.whole[1])
            return Voice(SourceClass.PARTY, None, None, named) if named else None
        if not page.chinese(start, at + 1):
            start = attribution.subject_start(page, start, at)
        return identify(page, start, max(at, start + 1), self._memory)

    def _on_behalf(self, framed: Framed, at: int, speaker: Voice | None) -> Voice | None:
        """An unnamed official may answer for a company, though never confirm for it."""
        named = self._page.companies(framed.whole[0], max(at, framed.whole[0] + 1))
        if speaker is None or speaker.cls is not SourceClass.OUTLET_ANONYMOUS or len(named) != 1:
            return speaker
        if _CLOSE_TO.search(self._page.text, framed.whole[0], at):
            return speaker
        return Voice(SourceClass.PARTY, self._page.watchlist.name_of(named[0]), speaker.origin, named)

    def _denial(
        self,
        framed: Framed,
        clause: tuple[int, int],
        voice: Voice,
        companies: tuple[str, ...],
        verdict: Judgement,
        sentence: tuple[int, int],
    ) -> None:
        """A denial, once for each company that gives it; "denied the report" denies what the article told before."""
        page = self._page
        target = linking.denied(self._drafts.found, page, clause, voice, companies)
        for slug in voice.companies or ("",):
            one = (
                replace(voice, companies=(slug,), name=page.watchlist.name_of(slug))
                if len(voice.companies) > 1
                else voice
            )
            self._drafts.add(
                Draft(framed, clause, sentence, one, target.companies if target else companies, verdict, target=target)
            )

    def _retraction(self, framed: Framed, clause: tuple[int, int], sentence: tuple[int, int]) -> None:
        page = self._page
        companies = page.companies(*sentence) or self._memory.parties or page.companies(0, len(page.article.title))
        if companies:
            self._drafts.add(
                Draft(
                    framed,
                    clause,
                    sentence,
                    OWN,
                    companies,
                    Judgement(Stance.RETRACTS, Status.RETRACTED, False, "retract"),
                )
            )
