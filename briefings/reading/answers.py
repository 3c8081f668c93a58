"""What companies answer: no comment, denials, bare confirmations, words taken back; each by the right company."""

from __future__ import annotations

import re
from dataclasses import replace

from briefings.claims import SourceClass, Stance, Status
from briefings.reading import linking, targets, voices_zh
from briefings.reading.attribution import Framed
from briefings.reading.drafting import Draft, Drafts
from briefings.reading.judging import Judgement, party_to
from briefings.reading.memory import OWN, Memory, Voice
from briefings.reading.page import Page
from briefings.reading.subjects import subject_start
from briefings.reading.voices import identify, meant, parted

Span = tuple[int, int]

_CLOSE_TO = re.compile(r"\b(?:close to|familiar with|briefed|knowledge of|sources?)\b|接近|知情", re.IGNORECASE)
_NOMINAL = re.compile(r"(?:no|nothing|without|neither|unaware|not|is|are|was|were)\b|[\u4e00-\u9fff]", re.IGNORECASE)
_BARE = re.compile(
    r"\W*(?:of |了|是)?(?:the |this |that |these |those |such |its |这一|这个|该|上述|此|相关)*"
    r"(?:news |media |newspaper )*"
    r"(?:reports?|news|decision|plans?|move|deal|talks|information|rumou?rs?|story|stories|matter|it|this|消息|报道|传闻|"
    r"此事|事|情况)(?:属实|是真的)?(?:(?: (?:to|in|on|by|via|when|for|at|late|earlier)\b|[，,]).{0,60})?\W*",
    re.IGNORECASE,
)
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|could|may|might|plans|intends|wants|[a-z]+ed)\b")
_STORY = re.compile(
    r"\b(?:we|our|story|article|report|newspaper|item|post|piece|publish\w*|reader\w*)\b", re.IGNORECASE
)
_BRANDED = re.compile(r" as (?=[\"'a-z])")


class Answers:
    """Reads the answers of companies and files each with what it answers."""

    def __init__(self, page: Page, memory: Memory, drafts: Drafts) -> None:
        self._page = page
        self._memory = memory
        self._drafts = drafts

    def place(self, clause: Span, given: tuple[Stance, str]) -> int:
        """Where the words of an answer begin."""
        hit = self._page.lexicon.find(given[0].value, self._page.text, *clause)
        return hit.start if hit else clause[0]

    def response(self, framed: Framed, clause: Span, voice: Voice, given: tuple[Stance, str], sentence: Span) -> bool:
        """A non-answer, once for each company that gives it; False where it is an assertion of somebody else's."""
        page = self._page
        start, end = clause
        stance, rule = given
        at = self.place(clause, given)
        verbal = stance in (Stance.NO_COMMENT, Stance.UNAWARE)
        speaker = self._on_behalf(framed, at, self._speaker(framed, at, voice, sentence), sentence)
        if speaker is None or speaker.cls is not SourceClass.PARTY or not speaker.companies:
            return verbal and speaker is not None and self._bystander(framed, at, speaker, (stance, rule), sentence)
        whole = (start, end) if framed.voice is not None and start >= framed.content[0] else framed.whole
        said = page.text[at:end] if (verbal and not _NOMINAL.match(page.text, at)) or framed.voice is None else ""
        for one in self._each(speaker):
            verdict = Judgement(stance, Status.RUMOURED, False, rule)
            self._drafts.add(Draft(framed, whole, sentence, one, one.companies, verdict, said=said))
        return True

    def _bystander(self, framed: Framed, at: int, speaker: Voice, given: tuple[Stance, str], sentence: Span) -> bool:
        """An office or a stranger who is asked and says nothing: told under its own name, of no weight."""
        page = self._page
        if speaker.cls not in (SourceClass.THIRD_PARTY, SourceClass.OFFICIAL_RECORD) or not speaker.name:
            return False
        companies = page.companies(*sentence) or self._memory.parties
        if companies:
            verdict = Judgement(given[0], Status.RUMOURED, False, given[1])
            said = page.text[framed.content[0] if framed.voice else at : sentence[1]]
            self._drafts.add(Draft(framed, framed.whole, sentence, speaker, companies, verdict, said=said))
        return True

    def denial(
        self,
        framed: Framed,
        clause: Span,
        voice: Voice,
        companies: tuple[str, ...],
        verdict: Judgement,
        sentence: Span,
    ) -> None:
        """A denial, once for each company that gives it; "denied the report" denies what the article told before."""
        page = self._page
        target = linking.denied(self._drafts.found, page, clause, voice, companies)
        clause = self._unbranded(clause)
        if framed.verb == "deny" and not _FINITE.search(page.text, *clause) and not page.chinese(*clause):
            companies = tuple(dict.fromkeys((*voice.companies, *companies)))
        for one in self._each(voice):
            about = target.companies if target else companies
            self._drafts.add(Draft(framed, clause, sentence, one, about, verdict, target=target))

    def confirmation(self, framed: Framed, clause: Span, voice: Voice, sentence: Span) -> bool:
        """ "X confirmed the report": it confirms the one rumour of X that was told; of several a person decides."""
        page = self._page
        if voice.cls is not SourceClass.PARTY or not _BARE.fullmatch(page.text, *clause):
            return False
        told = [
            one
            for one in self._drafts.found
            if targets.rumour(one) and party_to(page.watchlist, voice.companies, one.companies)
        ]
        if not told:
            return False
        sure = len(told) == 1
        status = Status.CONFIRMED if sure else Status.RUMOURED
        verdict = Judgement(Stance.CONFIRMS, status, not sure, f"{framed.rule}+bare")
        self._drafts.add(Draft(framed, clause, sentence, voice, told[-1].companies, verdict, target=told[-1]))
        return True

    def retraction(self, framed: Framed, clause: Span, voice: Voice, sentence: Span) -> None:
        """A story withdrawn by its outlet; what a company takes back of its own word is for a person to see."""
        page = self._page
        companies = page.companies(*sentence) or self._memory.parties or page.companies(0, len(page.article.title))
        if not companies:
            return
        doer = self._withdrawer(framed, clause)
        voice = doer if doer.companies or voice.cls is not SourceClass.PARTY else voice
        companies = tuple(dict.fromkeys((*voice.companies, *companies)))
        own = voice.cls is SourceClass.PARTY
        status = Status.RUMOURED if own else Status.RETRACTED
        verdict = Judgement(Stance.RETRACTS, status, own, "retract")
        self._drafts.add(Draft(framed, clause, sentence, voice, companies, verdict))

    def _withdrawer(self, framed: Framed, clause: Span) -> Voice:
        """Who takes words back: whoever the sentence names, the company spoken of, or the outlet its own story."""
        page, start = self._page, framed.whole[0]
        cue = page.lexicon.find("retract", page.text, start, clause[1])
        doer = identify(page, start, cue.start, self._memory) if cue and cue.start > start else None
        if doer and doer.cls in (SourceClass.PARTY, SourceClass.OUTLET):
            return doer
        own = page.chinese(*clause) or _STORY.search(page.text, start, clause[1])
        return OWN if own else meant(page, start, self._memory) or OWN

    def _each(self, voice: Voice) -> list[Voice]:
        """The voice, one for each company that speaks through it."""
        if len(voice.companies) < 2:
            return [voice]
        name_of = self._page.watchlist.name_of
        return [replace(voice, companies=(slug,), name=name_of(slug)) for slug in voice.companies]

    def _unbranded(self, clause: Span) -> Span:
        """What was denied, without what it was called: "dismissed talk of a merger as pure fiction"."""
        start, end = clause
        match = _BRANDED.search(self._page.text, start, end)
        if match and self._page.lexicon.has("false", self._page.text, match.end(), end):
            end = match.start()
        return start, end

    def _speaker(self, framed: Framed, at: int, voice: Voice, sentence: Span) -> Voice | None:
        """Who gives an answer: whose frame it is, the words before it, or "we" of the voice that still holds."""
        if framed.voice is not None and (voice.companies or voice.cls is not SourceClass.OUTLET):
            return voice
        page, start = self._page, framed.whole[0]
        if voice.companies and re.match(r"\W*(?:we|our|there|it)\b", page.text[start : start + 12], re.IGNORECASE):
            return voice
        if page.text[at : at + 7].lower() == "neither" and not page.companies(start, at):
            named = page.companies(at, framed.whole[1])
            return Voice(SourceClass.PARTY, None, None, named) if named else None
        if start > sentence[0] and at - start < 2:
            return self._same_speaker(sentence[0], start)
        chinese = page.chinese(start, at + 1)
        if not chinese:
            start = subject_start(page, start, at)
        found = identify(page, start, max(at, start + 1), self._memory)
        found = found or (None if chinese else parted(page, sentence[0], at, self._memory))
        if found is None and page.quoted(at) and page.quoted(framed.whole[0] + 1):
            return self._memory.person or self._memory.speaker
        if found is None and chinese and voices_zh.office(page, start, at):
            return voices_zh.source(page, sentence[0], start, at, self._memory, None) or voices_zh.stranger(
                page, start, at
            )
        return found

    def _same_speaker(self, start: int, end: int) -> Voice | None:
        """Who goes on to answer without being named again: "…, an X official said, but declined to say when"."""
        last = self._memory.voice
        if last.name and last.cls is not SourceClass.OUTLET and last.name in self._page.text[start:end]:
            return last
        if self._memory.spoke and self._memory.spoke[0] == start and last.cls is SourceClass.PARTY:
            return last
        return meant(self._page, end, self._memory) if self._page.companies(start, end) else None

    def _on_behalf(self, framed: Framed, at: int, speaker: Voice | None, sentence: Span) -> Voice | None:
        """An unnamed official may answer for a company, though never confirm for it."""
        start = sentence[0] if at - framed.whole[0] < 2 else framed.whole[0]
        named = self._page.companies(start, max(at, start + 1))
        if speaker is None or speaker.cls is not SourceClass.OUTLET_ANONYMOUS or len(named) != 1:
            return speaker
        if self._page.lexicon.has("authority", self._page.text, start, at):
            return replace(speaker, cls=SourceClass.THIRD_PARTY)
        if _CLOSE_TO.search(self._page.text, start, at):
            return speaker
        return Voice(SourceClass.PARTY, self._page.watchlist.name_of(named[0]), speaker.origin, named)
