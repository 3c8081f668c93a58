"""Whose words an unattributed sentence holds: hearsay, a record, the voice that still holds, or the article's own."""

from __future__ import annotations

import re
from dataclasses import replace

from briefings.claims import SourceClass
from briefings.reading import attribution, facts, nameless, names, slots
from briefings.reading.attribution import Framed
from briefings.reading.memory import AGENTLESS, OWN, Memory, Voice
from briefings.reading.names import Kind
from briefings.reading.page import Page
from briefings.reading.voices import identify, reporter, with_origin

_PREDICTS = re.compile(
    r" (?:have been |are |has been )?(?:predict|expect|reckon|believ|say|bet|speculat)\w*", re.IGNORECASE
)
_COMPANY_FIRST = re.compile(r"(?:\d{1,2}月\d{1,2}日，|同时，|此外，)?(?:该?公司|集团|双方)")
_IN_RECORD = re.compile(
    r"[据據在从由][^，。]{0,10}$|\b(?:in|on|at|to|by|from|per|with|according to|of) (?:\w+(?:'s)? ){0,3}$",
    re.IGNORECASE,
)
_SAME_RECORD = re.compile(
    r"\b(?:the|this|that|its|the ministry's|the regulator's) (?:document|catalog(?:ue)?|notice|list|filing|register)s?$"
    r"|(?:该|这份|上述)(?:文件|目录|公告|公示|名单)$",
    re.IGNORECASE,
)
_REFERRED = re.compile(r"\b(?:point|refer|direct)\w* (?:\w+ ){0,2}?to (?:\w+(?:'s)? ){0,3}$", re.IGNORECASE)
"""Who points to a document tells nothing of what is in it."""
_RECORD_SHOWS = re.compile(
    r"[^，。]{0,10}(?:显示|顯示|称|披露|列|载|表明|透露|指|批准|受理|公布|发布)|显示|"
    r"(?: \w+){0,2}? (?:show|list|say|said|reveal|stat|indicat|nam|put|giv|gave|contain|describ|declar|approv|open|"
    r"order|clear|"
    r"certif|licen[cs]|register|grant|fine|invalidat|rul|publish|announc|confirm|accept|reject|includ"
    r"|is|are|has|have)\w*",
    re.IGNORECASE,
)
_HAD_IT = re.compile(
    r" (?:\w+ )?(?:had|has) it\b| that (?:had |has |first )*(?:written|reported|claimed|said|wrote)\b|, has floated"
)
_PAPER = re.compile(
    r"(?:But |And |Then |The |A |an? |[A-Z][a-z]+(?:'s|,)? )?(?:\w+ (?:paper|daily|newspaper|site|portal), )?"
    r"(?P<name>(?:[A-Z][\w'-]+ ){1,3}?(?:Daily|Times|Herald|Ledger|Gazette|Tribune|Chronicle|Journal|Observer|Weekly|"
    r"Zeitung|Courier|Telegraph|Mail))(?: on \w+)?,? (?:had|has|puts?|saw|sees|names?d?|floated|estimates?d?|expects?) "
)
"""A paper that is not in the list, by the last word of its name, and what it does in place of saying."""
_NOTICE_SHOWS = re.compile(
    r"(?:公告|通告|公示|财报|年报|招股书|说明书|通函)(?:中|内|还|也|同时|并)?(?:显示|称|指出|披露|提到|介绍|写道|列明|表示)"
)
_LED = 10
"""How far into a Chinese sentence hearsay leads all of it: "按网上流传的信息，…；…"."""
_MANY = re.compile(
    r"(?:[多数几各]|(?<!其)余|不少|众多|部分|一些)家?[^，。]{0,4}(?:车企|厂商|企业|对手)|"
    r"\b(?:several|many|most|some|dozens of|a number of|other|rival) (?:\w+ ){0,2}?"
    r"(?:carmakers|automakers|manufacturers|start-?ups|rivals)\b",
    re.IGNORECASE,
)
"""What many do, whose names are not told, is not a party's own account."""
_DEAL_OPENS = re.compile(
    r"(?:其中|同时|此外|另外|待|在|于)?，?(?:本次|此次|该|上述|相关|最终|潜在|拟议|如|若|一旦|倘若)?(?:[^，。]{0,4})?"
    r"(?:卖方|买方|买卖|双方|各方|交易|交割|协议|条款|合同|转让|标的|对价|价款|款项|定金|增资|认购|股份|目标公司|投资总额|资金来源|募集资金)"
)
"""What opens a sentence that goes on about the deal of a notice: its sides, its terms, its price."""
_HAD_STORY = re.compile(
    r"(?:(?:Those|These|Earlier|Previous|The|That|One|Another|An?) )?(?:\w+ )?"
    r"(?P<what>reports?|rumou?rs?|versions?|accounts?|gossip|Another) (?:has|had|have) "
    r"(?:[A-Z][\w-]+ ){1,4}?(?:\w+ly )?\w+ing\b"
)
"""What a story without an outlet told: "Those reports had X buying Y", "one version had X taking a third"."""
_BYSTANDERS = (SourceClass.THIRD_PARTY, SourceClass.ANALYST)
"""Whose words end with the paragraph: what follows is the article's own again."""
_RUMOUR = (SourceClass.OUTLET, SourceClass.OUTLET_ANONYMOUS, SourceClass.AGENTLESS)


class Carrier:
    """Carries voices from sentence to sentence."""

    def __init__(self, page: Page, memory: Memory) -> None:
        self._page = page
        self._memory = memory

    def voice(self, paragraph: int, framed: Framed) -> Voice:
        """The voice of a piece: its own frame's, hearsay, or the one that still holds."""
        page, memory = self._page, self._memory
        start, end = framed.whole
        if framed.voice is not None:
            return framed.voice
        hearsay = page.lexicon.find("hearsay", page.text, start, end)
        if hearsay is None and memory.local < start and page.chinese(start, end):
            hearsay = page.lexicon.find("hearsay", page.text, memory.local, min(start, memory.local + _LED))
        if hearsay:
            return self._hearsay(
                start, end, page.text[max(min(start, hearsay.start), hearsay.start - 14) : hearsay.end + 16]
            )
        other = self._bystander(start, end) or self._outlet(start, end)
        if other is not None:
            return other
        same = paragraph == memory.voice_paragraph
        if facts.earlier(page, framed) and not (same and memory.voice.cls in _RUMOUR and memory.voice is not OWN):
            return OWN
        if memory.voice.official and attribution.attributed(page, start, end):
            return OWN
        if same:
            return memory.voice if not memory.voice.official or self._goes_on(start, end) else OWN
        if memory.voice.official and _COMPANY_FIRST.match(page.text, start) and paragraph - memory.voice_paragraph <= 1:
            return memory.voice
        ahead = page.lexicon.has("stage.planned", page.text, start, end) or page.lexicon.has(
            "hedge", page.text, start, end
        )
        near = paragraph - memory.voice_paragraph <= 2 and memory.voice.cls not in _BYSTANDERS
        if (
            memory.voice_paragraph >= 0
            and near
            and (ahead and (slots.refers(page, start, end) or page.named(start, end, Kind.COMPANY)))
        ):
            return memory.voice
        return OWN

    def _bystander(self, start: int, end: int) -> Voice | None:
        """A post, an analyst or a record that tells it without a verb of speech."""
        page = self._page
        someone = page.lexicon.find("anonymous", page.text, start, end)
        if someone and someone.start - start < 4:
            return Voice(SourceClass.OUTLET_ANONYMOUS, page.text[someone.start : someone.end])
        for cls, kind in (("third_hand", SourceClass.THIRD_PARTY), ("analyst", SourceClass.ANALYST)):
            hit = page.lexicon.find(cls, page.text, start, end)
            if hit and (hit.start - start < 40 or _PREDICTS.match(page.text, hit.end)):
                return Voice(kind, page.text[hit.start : hit.end])
        record = page.lexicon.find("record", page.text, start, end) or next(
            iter(page.named(start, end, Kind.RECORD)), None
        )
        if (
            record
            and self._shows(start, record.start, record.end)
            and not page.lexicon.has("hedge", page.text, start, end)
        ):
            return self._recorded(record.start, record.end)
        return None

    def _recorded(self, start: int, end: int) -> Voice:
        """The record that tells it; "the document", "the ministry's catalogue" is the one spoken of before."""
        page, before = self._page, self._memory.record
        again = _SAME_RECORD.search(page.text, max(0, start - 14), end)
        if before and again and not page.named(start, end, Kind.RECORD):
            return replace(before, own_act=False)
        return identify(page, start, end, Memory()) or OWN

    def _outlet(self, start: int, end: int) -> Voice | None:
        """An outlet that tells it without a verb of speech: "Jiemian puts it at …", "as Bloomberg had it"."""
        page = self._page
        own = names.outlet_name(page.article.outlet, page.lexicon)
        told = [one for one in page.named(start, end, Kind.OUTLET) if one.name != own]
        if told and (told[0].start - start < 5 or _HAD_IT.match(page.text, told[0].end, end)):
            return Voice(SourceClass.OUTLET, told[0].name, told[0].name)
        story = _HAD_STORY.match(page.text, start, end)
        if story:
            return self._retold(page.text[start : story.end("what")])
        paper = _PAPER.match(page.text, start, end)
        return Voice(SourceClass.OUTLET, paper["name"], paper["name"]) if paper and paper["name"] not in own else None

    def _retold(self, words: str) -> Voice:
        """Whose a story is that is only called one: the outlet's of before, the rumour's of before, or nobody's."""
        voice, outlet = self._memory.voice, self._memory.outlet
        if words.endswith("report"):
            return Voice(SourceClass.OUTLET, outlet, outlet) if outlet else replace(AGENTLESS, name="media reports")
        if words.endswith(("version", "account", "Another")) and voice.cls is SourceClass.AGENTLESS:
            return voice
        return replace(AGENTLESS, name=nameless.shown(words) or "rumours")

    def _shows(self, start: int, first: int, last: int) -> bool:
        """Whether a record is what tells it: "the filing shows", "listed in the catalogue"."""
        text = self._page.text
        if _REFERRED.search(text, max(start, first - 50), first):
            return False
        return bool(_IN_RECORD.search(text, max(start, first - 30), first) or _RECORD_SHOWS.match(text, last))

    def remember(self, paragraph: int, framed: Framed, voice: Voice, sentence: tuple[int, int]) -> None:
        """Keep a voice for the sentences that follow."""
        memory = self._memory
        if voice.cls is SourceClass.THIRD_PARTY and framed.verb == "deny":
            return
        memory.voice, memory.voice_paragraph = voice, paragraph
        if voice.cls is SourceClass.OUTLET and voice.origin:
            memory.outlet = voice.origin
        if voice.name:
            memory.speaker = voice
            if voice.cls not in (SourceClass.OUTLET, SourceClass.AGENTLESS):
                memory.person = voice
            memory.people.setdefault(voice.name.split(" (")[0].split()[-1], voice)
        if voice.companies:
            memory.saw(voice.companies)
            memory.spoke = sentence

    def _goes_on(self, start: int, end: int) -> bool:
        """Whether an unattributed sentence goes on with a party's account: in quotes, by its name, by "it"."""
        page, voice = self._page, self._memory.voice
        if page.quoted(start):
            return True
        opening = min(end, start + 40)
        named = page.companies(start, opening)
        if named:
            return named[0] in voice.companies or voice.cls is SourceClass.OFFICIAL_RECORD
        if self._in_notice(start, end):
            return True
        if _MANY.search(page.text, start, opening):
            return False
        return page.text[start] in '"「“' or slots.refers(page, start, opening)

    def _in_notice(self, start: int, end: int) -> bool:
        """Whether a Chinese sentence without a subject of its own goes on telling what a notice holds."""
        page, told = self._page, self._memory.spoke
        if told is None or not page.chinese(start, end) or not _NOTICE_SHOWS.search(page.text, *told):
            return False
        return _DEAL_OPENS.match(page.text, start, end) is not None and not page.named(start, end, Kind.OUTLET)

    def _hearsay(self, start: int, end: int, cue: str) -> Voice:
        """Nobody's word; it goes back to the outlet that the sentence names or that was quoted before."""
        page, memory = self._page, self._memory
        named = next(iter(page.named(start, end, Kind.OUTLET)), None)
        outlet = named.name if named else None
        kind = (reporter(page, named) if named else None) or nameless.shown(cue)
        return with_origin(
            replace(AGENTLESS, name=kind), outlet or (memory.voice.origin if memory.voice.cls in _RUMOUR else None)
        )
