"""One article's course: who was speaking, who was meant, what has been reported so far."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from briefings import edtf
from briefings.claims import ArticleRef, Report, Source, SourceClass, Stance, Status, Topic
from briefings.reading import attribution, attribution_zh, linking, slots, statements
from briefings.reading.attribution import Framed
from briefings.reading.clauses import clauses
from briefings.reading.judging import Judgement, Saying, answer, judge
from briefings.reading.names import Kind
from briefings.reading.page import Page
from briefings.reading.voices import AGENTLESS, OWN, Memory, Voice, identify, with_origin

_CLAUSE = re.compile(
    r"\bthat\s|:\s|\s(?:it|they|he|she|we)\s|^.{7}(?:\S+ ){0,4}(?:is|are|was|were|has|have|had|will|would|may|might|could|should)\b|将|已|拟|[\u4e00-\u9fff]",
    re.IGNORECASE,
)
_RUMOUR_THAT = re.compile(
    r"\b(?:rumou?rs|reports?|speculation|claims|suggestions|talk) that (?P<what>[^,.;:]{20,200})|(?:针对|对于|对|关于|就)[\"“]?(?P<zh>[^，。\"”]{8,80})[\"”]?(?:一事)?的?(?:传闻|说法|消息|传言|报道)",
    re.IGNORECASE,
)
_COMPANY_FIRST = re.compile(r"(?:\d{1,2}月\d{1,2}日，|同时，|此外，)?(?:该?公司|集团|双方)")
_NO = re.compile(
    r"\bno (?:such |current |concrete |immediate )?(?:plans?|talks|discussions|negotiations|intention|contact|truth|delays?|agreement|deal)\b"
    r"|\b(?:not|never) (?:\w+ )?(?:in talks|negotiat\w+|consider\w*|planning|true|holding|going to|discuss\w*|postponed|delayed|met|agreed)\b|没有|从未|並未|并未|无意|暂无|不存在|未曾|未与|没与|并非",
    re.IGNORECASE,
)
_ALSO = re.compile(r"\b(?:also|added|adding|further)\b|还|並|并")
_SUPPLIERS = re.compile(
    r"\b(?:main |battery |key |two |three )*suppliers(?: of \w+)?(?:, namely|:|,)|供应商[^，。]{0,6}[，：]",
    re.IGNORECASE,
)
_NOMINAL = re.compile(r"(?:no|nothing|without|neither|unaware|not)\b|[\u4e00-\u9fff]", re.IGNORECASE)
_SAME_TIME = re.compile(r"\b(?:that|the same) (?:year|month)\b|同年|当年|同月|当月", re.IGNORECASE)
_PREDICTS = re.compile(
    r" (?:have been |are |has been )?(?:predict|expect|reckon|believ|say|bet|speculat)\w*", re.IGNORECASE
)
_UNSETTLED = ("stage.negotiating", "stage.considered", "irrealis", "story", "anonymous", "analyst")
_RUMOUR = (SourceClass.OUTLET, SourceClass.OUTLET_ANONYMOUS, SourceClass.AGENTLESS)
_OLD = timedelta(days=20)
_LONG_AGO = timedelta(days=60)
_MIN_WORDS = 4
_MIN_CHINESE = 6


class Discourse:
    """Takes the sentences of one article in their order and collects the reports."""

    def __init__(self, page: Page, ref: ArticleRef) -> None:
        self._page = page
        self._ref = ref
        self._memory = Memory()
        self._memory.saw(page.companies(0, len(page.article.title)))
        self._theme = slots.theme(page)
        self._found: list[Report] = []
        self._said: set[tuple[str, Stance, str | None]] = set()
        self._rumours: set[tuple[str, Topic]] = set()
        self._paragraphs: list[int] = []
        self._spoken: str | None = None
        self._sentence = (0, 0)
        self._satire = page.lexicon.has("satire", f"{page.article.outlet}\n{page.text}") and not page.lexicon.has(
            "serious", page.text
        )

    def take(self, paragraph: int, start: int, end: int) -> None:
        """Read one sentence."""
        page, memory = self._page, self._memory
        if page.lexicon.has("opinion", page.text, start, end) and not page.lexicon.has("deny", page.text, start, end):
            return
        before = len(self._found)
        self._sentence = (start, end)
        read = attribution_zh.frames if page.chinese(start, end) else attribution.frames
        for number, framed in enumerate(read(page, start, end, memory)):
            if not number:
                self._told(framed, (start, end))
            self._piece(paragraph, framed, (start, end))
        self._paragraphs.extend([paragraph] * (len(self._found) - before))
        speaker = memory.subject
        spoke = memory.spoke == (start, end)
        memory.saw(page.companies(start, end))
        if spoke:
            memory.subject = speaker

    def reports(self) -> tuple[Report, ...]:
        """What was read, with answers bound to what they answer; the headline only where the body says nothing."""
        if not self._found:
            self._headline()
        led = linking.traced(self._page, linking.led(self._found, self._paragraphs))
        return tuple(linking.answered(self._page.watchlist, led))

    def _headline(self) -> None:
        """A headline is nobody's word: it can only report a rumour."""
        page, end = self._page, len(self._page.article.title)
        companies = page.companies(0, end)
        if companies and not self._satire:
            framed = Framed((0, end), AGENTLESS, "", "headline", (0, end))
            self._emit(
                framed,
                (0, end),
                AGENTLESS,
                companies,
                Judgement(Stance.REPORTS, Status.RUMOURED, False, "headline"),
                (0, end),
            )

    def _piece(self, paragraph: int, framed: Framed, sentence: tuple[int, int]) -> None:
        """One piece of a sentence: its voice, then each of its assertions."""
        page = self._page
        voice = self._voice(paragraph, framed)
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
            self._assertion(paragraph, framed, (first, last), voice, sentence)
        if framed.voice is not None:
            self._remember(paragraph, framed, voice)

    def _act(self, framed: Framed) -> tuple[int, int]:
        """ "X announced its first plant": the announcing is the assertion."""
        return (
            framed.whole[0],
            max(framed.content[1], framed.whole[1] if framed.content[0] > framed.whole[0] else framed.content[1]),
        )

    def _assertion(
        self, paragraph: int, framed: Framed, clause: tuple[int, int], voice: Voice, sentence: tuple[int, int]
    ) -> None:
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
        companies = slots.parties(page, start, end, voice.companies, memory) or page.companies(*sentence)
        anchored = page.companies(start, end) or voice is not OWN or slots.refers(page, start, end)
        if not companies or not (anchored or slots.topic(page, start, end)):
            return
        inner = self._relayed(voice, framed, clause)
        if inner is not None:
            voice, companies = inner, slots.parties(page, start, end, inner.companies, memory)
        saying = Saying(
            start,
            end,
            sentence,
            framed.voice or voice,
            framed.verb,
            framed.rule,
            companies,
            inner is not None,
            self._disputed(companies, clause, sentence),
        )
        verdict = self._cautious(judge(page, saying), sentence)
        if verdict.stance is Stance.DENIES:
            self._denial(framed, clause, voice, companies, verdict, sentence)
            return
        verdict = self._own(framed, clause, voice, verdict)
        for part, who in self._each(clause, companies):
            self._emit(framed, part, voice, who, verdict, sentence)

    def _cautious(self, verdict: Judgement, sentence: tuple[int, int]) -> Judgement:
        """What follows a denial in the same sentence is part of it: no confirmation without a person."""
        beside = any(
            one.span[0] == statements.quote(self._page, *sentence, sentence)[0]
            and (one.stance is Stance.DENIES or one.needs_review)
            for one in self._found[-8:]
        )
        return replace(verdict, review=True) if beside and verdict.status is Status.CONFIRMED else verdict

    def _worth(self, start: int, end: int) -> bool:
        text = self._page.text[start:end]
        return len(text) >= _MIN_CHINESE if self._page.chinese(start, end) else len(text.split()) >= _MIN_WORDS

    def _disputed(self, companies: tuple[str, ...], clause: tuple[int, int], sentence: tuple[int, int]) -> bool:
        """Whether words may answer a rumour: one in the sentence or the headline, or one told before of the same matter."""
        page = self._page
        if page.lexicon.has("story", page.text, *sentence) or page.lexicon.has("hearsay", page.text, *sentence):
            return True
        if not _NO.search(page.text, *clause):
            return False
        if page.lexicon.has("hearsay", page.text, 0, len(page.article.title)):
            return True
        about = slots.topic(page, *clause, self._theme)
        return any(slug in companies and about in (None, topic) for slug, topic in self._rumours)

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
            self._emit(
                told,
                (start, end),
                rumours,
                companies,
                Judgement(Stance.REPORTS, Status.RUMOURED, False, "told.rumour"),
                sentence,
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
        if voice is OWN and self._retold(framed, clause):
            return Judgement(Stance.REPORTS, Status.CONFIRMED, False, "own.retold")
        return verdict

    def _voice(self, paragraph: int, framed: Framed) -> Voice:
        """The voice of a piece: its own frame's, hearsay, or the one that still holds."""
        page, memory = self._page, self._memory
        start, end = framed.whole
        if framed.voice is not None:
            return framed.voice
        hearsay = page.lexicon.find("hearsay", page.text, start, end)
        if hearsay:
            return self._hearsay(start, end, page.text[hearsay.start : hearsay.end])
        for cls, kind in (("third_hand", SourceClass.THIRD_PARTY), ("analyst", SourceClass.ANALYST)):
            hit = page.lexicon.find(cls, page.text, start, end)
            if hit and (hit.start - start < 40 or _PREDICTS.match(page.text, hit.end)):
                return Voice(kind, page.text[hit.start : hit.end])
        record = page.lexicon.find("record", page.text, start, end) or next(
            iter(page.named(start, end, Kind.RECORD)), None
        )
        if record and not page.lexicon.has("hedge", page.text, start, end):
            return identify(page, record.start, record.end, Memory()) or OWN
        same = paragraph == memory.voice_paragraph
        if self._retold(framed, framed.content) and not (
            same and memory.voice.cls in _RUMOUR and memory.voice is not OWN
        ):
            return OWN
        if same:
            return memory.voice if not memory.voice.official or self._goes_on(start, end) else OWN
        if memory.voice.official and _COMPANY_FIRST.match(page.text, start) and paragraph - memory.voice_paragraph <= 1:
            return memory.voice
        ahead = page.lexicon.has("stage.planned", page.text, start, end) or page.lexicon.has(
            "hedge", page.text, start, end
        )
        near = paragraph - memory.voice_paragraph <= 2
        if (
            memory.voice_paragraph >= 0
            and near
            and (ahead and (slots.refers(page, start, end) or page.named(start, end, Kind.COMPANY)))
        ):
            return memory.voice
        return OWN

    def _goes_on(self, start: int, end: int) -> bool:
        """Whether an unattributed sentence goes on with a party's account: in quotes, by its name, "it", "the plant"."""
        page, voice = self._page, self._memory.voice
        opening = min(end, start + 40)
        named = page.companies(start, opening)
        if named:
            return bool(set(named) & set(voice.companies)) or voice.cls is SourceClass.OFFICIAL_RECORD
        return page.text[start] in '"「“' or slots.refers(page, start, opening)

    def _hearsay(self, start: int, end: int, cue: str) -> Voice:
        """Nobody's word; it goes back to the outlet that the sentence names or that was quoted before."""
        page, memory = self._page, self._memory
        outlet = next((m.name for m in page.named(start, end, Kind.OUTLET)), None)
        kind = "media reports" if re.search(r"report|media|报道|消息", cue, re.IGNORECASE) else "rumours"
        return with_origin(
            replace(AGENTLESS, name=kind), outlet or (memory.voice.origin if memory.voice.cls in _RUMOUR else None)
        )

    def _retold(self, framed: Framed, clause: tuple[int, int]) -> bool:
        """Whether a clause in the article's own voice tells an earlier fact."""
        page = self._page
        start, end = framed.whole
        if page.lexicon.has("hedge", page.text, *clause) or page.lexicon.has("hearsay", page.text, start, end):
            return False
        if any(page.lexicon.has(cls, page.text, *clause) for cls in _UNSETTLED):
            return False
        if page.lexicon.has("retold", page.text, start, end):
            return True
        found = page.dates(start, end, page.day)
        return (
            bool(found)
            and edtf.bounds(found[0].edtf)[1] < page.day - _LONG_AGO
            and page.lexicon.has("past", page.text, start, end)
        )

    def _remember(self, paragraph: int, framed: Framed, voice: Voice) -> None:
        memory = self._memory
        if voice.cls is SourceClass.THIRD_PARTY and framed.verb == "deny":
            return
        memory.voice, memory.voice_paragraph = voice, paragraph
        if voice.cls is SourceClass.OUTLET and voice.origin:
            memory.outlet = voice.origin
        if voice.name:
            memory.speaker = voice
            memory.people.setdefault(voice.name.split(" (")[0].split()[-1], voice)
        if voice.companies:
            memory.saw(voice.companies)
            memory.spoke = self._sentence

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
            self._assertion(-1, framed, (start, at - 2), voice, sentence)
            start = at
        speaker = voice if framed.voice is not None and voice.companies else self._answering(framed, at, voice)
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
            self._emit(
                framed, whole, one, (slug,), Judgement(stance, Status.RUMOURED, False, rule), sentence, said=said
            )
        return True

    def _answering(self, framed: Framed, at: int, voice: Voice) -> Voice | None:
        """Who gives an answer: the words before it, or "we" of the voice that still holds."""
        page, start = self._page, framed.whole[0]
        if voice.companies and re.match(r"\W*(?:we|our|there|it)\b", page.text[start : start + 12], re.IGNORECASE):
            return voice
        if not page.chinese(start, at + 1):
            start = attribution.subject_start(page, start, at)
        return identify(page, start, max(at, start + 1), self._memory)

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
        target = linking.denied(self._found, page, clause, voice, companies)
        for slug in voice.companies or ("",):
            one = (
                replace(voice, companies=(slug,), name=page.watchlist.name_of(slug))
                if len(voice.companies) > 1
                else voice
            )
            self._emit(framed, clause, one, target.companies if target else companies, verdict, sentence, target)

    def _retraction(self, framed: Framed, clause: tuple[int, int], sentence: tuple[int, int]) -> None:
        page = self._page
        companies = page.companies(*sentence) or self._memory.parties or page.companies(0, len(page.article.title))
        if companies:
            self._emit(
                framed, clause, OWN, companies, Judgement(Stance.RETRACTS, Status.RETRACTED, False, "retract"), sentence
            )

    def _emit(
        self,
        framed: Framed,
        clause: tuple[int, int],
        voice: Voice,
        companies: tuple[str, ...],
        verdict: Judgement,
        sentence: tuple[int, int],
        target: Report | None = None,
        said: str = "",
    ) -> None:
        """Add a report, unless the article has said the same before."""
        page = self._page
        start, end = clause
        spoken = self._spoken_on(framed, voice)
        about = (
            slots.topic(page, start, end, self._theme)
            or self._theme
            or slots.topic(page, *sentence)
            or self._topic_before()
            or Topic.STRATEGY
        )
        span = statements.quote(page, *sentence, clause)
        background = verdict.status is Status.CONFIRMED and (verdict.rule == "own.retold" or self._long_ago(spoken))
        status = Status.RUMOURED if self._satire and verdict.status is not Status.RETRACTED else verdict.status
        event = (
            slots.event_date(page, start, end, framed.spoken, spoken)
            or self._same_time(start, end)
            or slots.shared_date(page, framed.content, framed.spoken, spoken)
        )
        self._memory.date = event or self._memory.date
        report = Report(
            article=self._ref,
            statement=target.statement
            if target
            else statements.answer(page, said, companies)
            if said
            else statements.statement(page, start, end, companies),
            quote=page.article.text[span[0] : span[1]],
            span=span,
            companies=companies,
            topic=target.topic if target else about,
            stance=verdict.stance,
            supports=status,
            source=Source(voice.cls, voice.name, voice.origin, voice.companies[0] if voice.companies else None),
            rule="own.aside" if verdict.rule == "own.voice" and self._aside(start, end) else verdict.rule,
            stage=slots.stage(page, start, end),
            background=background,
            needs_review=verdict.review and not self._satire,
            spoken_on=spoken or self._today(verdict, event),
            event_date=event,
            quantities=slots.quantities(page, start, end),
            facility=target.facility if target else slots.facility(page, start, end, about),
            ending=page.lexicon.has("ending", page.text, start, end),
        )
        key = (report.statement, report.stance, report.source.company)
        if key not in self._said:
            self._said.add(key)
            self._found.append(report)
            if linking.rumour(report):
                self._rumours.update((slug, report.topic) for slug in report.companies)

    def _aside(self, start: int, end: int) -> bool:
        """Whether a clause in the article's own voice talks about what is told or may be: it is nobody's announcement."""
        return any(
            self._page.lexicon.has(cls, self._page.text, start, end)
            for cls in ("story", "hearsay", "hedge", "irrealis", "negated", "no_comment")
        )

    def _topic_before(self) -> Topic | None:
        return self._found[-1].topic if self._found else None

    def _spoken_on(self, framed: Framed, voice: Voice) -> str | None:
        """The day of saying, where the frame gives it; carried frames keep the day of the frame they carry on."""
        if framed.spoken is None:
            carried = framed.rule.endswith((".carried", ".continued")) or (
                framed.voice is None and voice.official and voice is self._memory.voice
            )
            return self._spoken if carried else None
        found = [
            one.edtf
            for one in self._page.spoken(*framed.spoken)
            if edtf.bounds(one.edtf)[0] <= self._page.day >= edtf.bounds(one.edtf)[1]
        ]
        also = voice.companies == self._memory.voice.companies and _ALSO.search(self._page.text, *framed.spoken)
        self._spoken = found[0] if found else self._spoken if also else None
        return self._spoken

    def _today(self, verdict: Judgement, event: str | None) -> str | None:
        """Fresh official word without any date is taken as of the day of publication."""
        fresh = verdict.status is Status.CONFIRMED and verdict.rule != "own.retold" and event is None
        return self._page.day.isoformat() if fresh or verdict.stance is Stance.DENIES else None

    def _same_time(self, start: int, end: int) -> str | None:
        """What "that year" or "the same month" means: that of the date before."""
        match = _SAME_TIME.search(self._page.text, start, end)
        if match is None or self._memory.date is None or self._memory.date.startswith(".."):
            return None
        return self._memory.date[: 4 if "year" in match[0] or "年" in match[0] else 7]

    def _long_ago(self, spoken: str | None) -> bool:
        return spoken is not None and edtf.bounds(spoken)[1] < self._page.day - _OLD
