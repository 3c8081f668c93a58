"""What a report does to its claim, and what that alone supports: nothing is confirmed without a licence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefings.claims import SourceClass, Stance, Status
from briefings.companies import Watchlist
from briefings.reading.linking import OPINED
from briefings.reading.memory import Voice
from briefings.reading.page import Page

EVENT, STATE, RETOLD = "own.event", "own.state", "own.retold"
"""Rules of what an outlet tells as a fact: an act that anyone could see, how things stand, an earlier fact."""

_ANSWERS = (
    ("no_comment", Stance.NO_COMMENT),
    ("unaware", Stance.UNAWARE),
    ("qualifies", Stance.QUALIFIES),
    ("defers", Stance.DEFERS),
)
_OWN_ACT = re.compile(
    r"^\W*(?:that )?(?:it|they|the \w+|we|no|an?)\b|公司|本"
    r"|\b(?:is|are|was|were|has|have|had) (?:\w+ )?(?:recall|investigat|approv|fin|licens|certif|regist|grant|reject|"
    r"clear|suspend|delist)(?:ing|ed|led|ling|ered|ified)\b"
    r"|\b(?:recalled|approved|fined|opened an? (?:\w+ )?(?:probe|investigation))\b"
    r"|召回|批准|受理|立案|处罚|备案|公示",
    re.IGNORECASE,
)
"""What an authority does itself: "it will …", a recall, a permit, a fine."""
INTERNAL = re.compile(
    r"\b(?:told|informed|wrote to|briefed) (?:\w+ ){0,3}(?:staff|employees|workers|suppliers|partners"
    r"|colleagues|team|dealers)\b"
    r"|内部(?:信|邮件|会议|讲话|通知)|全员(?:信|大会)|员工大会|信中(?:称|写道|表示)"
)
"""Words that were not meant for the public: an outlet's account of them confirms nothing by itself."""
_DOUBLE = re.compile(
    r"\b(?:would|will|did|does|do|is|are|was|has|had) not\b|n't\b|\bnever\b|\bno longer\b|\b(?:stop|end|"
    r"halt|ceas|cut|cancel|drop|shelv|clos|delay|paus)\w*\b|停供|停止|取消|终止|放弃|否认",
    re.IGNORECASE,
)
_NO_TALKS = re.compile(
    r"\b(?:not|n't|never) (?:currently |at present |now |presently |actively |even )?(?:in (?:any |active )*(?:talks|"
    r"negotiations|discussions|contact)|(?:been |had |held |holding )?(?:any )?(?:negotiat|discuss|co"
    r"nsider|approach|talk)\w*\b)"
    r"|\bno (?:\w+ ){0,2}(?:talks|discussions|negotiations|contacts?|conversations)\b"
    r"|(?:从未|從未|并未|並未|未曾|没有?|未|不存在)(?:[与和同就][^，。]{1,20})?[^，。]{0,8}(?:接触|谈判|洽谈|磋商|商谈)",
    re.IGNORECASE,
)
"""Talks, considered deals: what two companies do not do together is only said where somebody said that they do."""


_ELLIPTIC = re.compile(r",\s+(?:and|but)\s+\w+ \w+")
"""After "it wasn't": the negation is over, and something else is told."""
_OWN_NO = re.compile(
    r"\b(?:no|not any|n't any|not have any|not had any) (?:(?!longer|doubt|problem|clear|firm|final|definit|concrete|"
    r"specific|fixed|binding)\w+ ){0,2}(?:plans?|intentions?|intent|talks|discussions|negotiations|desire)\b"
    r"|\bnothing of the (?:kind|sort)\b|\b(?:not|n't) (?:planning|intending|considering|seeking|looking) to\b"
    r"|\b(?:is|are|am|was|were)(?: not|n't) (?:\w+ly |now )?(?:buying|selling|leaving|closing|acquiring|merging|"
    r"quitting|abandoning|withdrawing|exiting|shutting|pulling out|giving up|"
    r"going to (?:be )?(?:buy|sell|leave|clos|shut|quit|sold)\w*)\b"
    r"|\b(?:has|have|had)(?: not|n't| never) (?:\w+ly |ever )?(?:submitted|made|filed|placed|tabled|entered|sought|"
    r"requested|lodged) (?:an? |any |such )?(?:\w+ )?(?:bids?|offers?|orders?|applications?|proposals?|requests?|"
    r"approach)\b"
    r"|\b(?:not|n't|never) (?:been )?(?:up )?for sale\b|\bneither (?:sought|asked for|requested|received|bought|sold)\b"
    r"|\bzero (?:plans?|intention|interest)\b"
    r"|\bno (?!longer\b|doubt\b)(?:[\w'-]+ ){1,8}?(?:is|are|was|were|has been|had been|have been) (?:\w+ )?"
    r"(?:planned|intended|foreseen|envisaged|under consideration|in the works|on the table)\b|"
    r"不在(?:讨论|考虑|计划|规划)(?:之列|之内|范围|中)|从[来未]没?有?[^，。]{0,3}(?:谈过|接触过)"
    r"|(?:没有|并无|暂无|从无|无|不存在)(?:任何|此类?|相关|这样的?|类似|上述)*[^，。“”\"]{0,8}(?:计划|打算|意向|安排|想法)(?!书)"
    r"|(?:没有?|从未|未曾?)[与和跟同]任何[^，。]{1,6}(?:谈过|谈及|谈判|接触|洽谈|商谈|讨论)|从来没有[^，。]{0,8}(?:谈过|考虑过|想过)"
    r"|无意|不打算",
    re.IGNORECASE,
)
"""A plan, an intention or an own step that is plainly said not to be: that answers talk of it, told here or not."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Stance, the status that the report alone supports, and whether a person should look."""

    stance: Stance
    status: Status
    review: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Saying:
    """What is to be judged: an assertion, whose it is, by which verb, about whom."""

    start: int
    end: int
    whole: tuple[int, int]
    voice: Voice
    verb: str
    rule: str
    companies: tuple[str, ...]
    relayed: bool
    """Whether a known outlet passes on the word of a party."""
    disputed: bool
    """Whether the article tells a rumour that these words may answer."""
    answering: bool = False
    """Whether they at least look like an answer to one: then a person decides."""


_OURS = re.compile(
    r"\bour (?:[\w-]+ ){0,4}?(?:partners?|suppliers?|customers?|shareholders?|investors?|ventures?|"
    r"subsidiar\w+|clients?)\b"
    r"|^\W*(?:that )?[Tt]he (?:[a-z-]+ ){0,3}(?:contract|deal|agreement|order|partnership|alliance|pact|talks|"
    r"negotiations|discussions|venture) with\b"
    r"|\b(?:talks|negotiations|discussions) (?:are|were|have been) (?:being |now |currently )?(?:held|conducted|under "
    r"way|ongoing) with\b"
    r"|^\W*(?:that )?(?:[Tt]he )?(?:[a-z-]+ ){1,3}(?:will|would|are to|is to) (?:\w+ly )?(?:come from|be (?:supplied|"
    r"provided|delivered) by)\b"
    r"|\b(?:with|to|from|for) us\b|我们的?[^，。]{0,10}(?:伙伴|供应商|客户|股东|合作)|与(?:我们|我司|本公司)"
)
"""What is ours: the speaker is a party to it, also where the sentence names another company only."""
_NAMELESS = re.compile(
    r"\W*(?:that )?(?:an?|one|another|some|several|two|three) (?:[\w'-]+ ){0,2}?"
    r"(?:(?:carmaker|automaker|customer|client|brand|manufacturer|partner|investor|rival|supplier|buyer)s?"
    r" (?:will|would|may|(?:is|are|was|were) (?:to|going to|about to|set to|due to))\b)"
    r"|\W*(?:有)?(?:一|某|另一?|两|多)家[^，。]{0,8}(?:车企|客户|厂商|品牌|企业)(?:将|会|拟|即将)",
)
"""What somebody without a name will do: a party may know it, and it is not the party's own matter to settle."""
_SECOND_HAND = re.compile(
    r"\b(?:they|people|some|many|others|everyone|the (?:papers?|press|media|internet)) (?:sa(?:y|id|ys)|thinks?|"
    r"believes?|claim(?:s|ed)?|writes?|wrote) (?!(?:no|yes)\b)"
    r"|\b(?:had|has|have|'ve) (?:also |only |just )?(?:read|heard|been told) (?:that|of|about|from|in)\b",
    re.IGNORECASE,
)
"""What a party has only read or heard, and tells as such."""
_FORGED = re.compile(
    r"\b(?:forged|faked?|hoax|bogus|impersonat\w+|pos(?:es?|ed|ing) as|pretend(?:s|ed|ing)? to be|parody)\b"
    r"|伪造|冒充|假冒",
    re.IGNORECASE,
)
"""What only looks like somebody's word."""
_CANNOT = re.compile(
    r"(?:can|could|(?:is|are|was|were|has been|have been)) ?(?:not|n't) (?:be )?(?:able|meet|pay|deliver|find|"
    r"reach|keep|raise|repay|secure|finish|fulfil|complete|supply|start|make|produce|honou?r)\b|cannot\b|不再",
    re.IGNORECASE,
)
_ITS_OWN = re.compile(r"\W*(?:that )?(?:it|its|we|our)\b", re.IGNORECASE)
_OF_A_STORY = re.compile(
    r"\W*(?:(?:an?|the|any|this|that|those|these|such|media|press|news|recent|earlier|online|all) )*"
    r"(?:reports?|rumou?rs?|claims?|speculation|stor(?:y|ies)|articles?|talk|suggestions?|allegations?)\b"
    r"(?: [\w'-]+){0,5}? (?:that|about|of|suggesting|saying|claiming)\b"
    r"|(?:有关|关于|对于|针对|所谓|网传|网上|媒体)[^，。]{0,30}(?:报道|传闻|消息|说法|传言)",
    re.IGNORECASE,
)
_PRAISE = re.compile(
    r"\b(?:is|are|was|be|remains?) (?:\w+ ){0,2}?(?:an? |the )?(?:(?:very|really|quite|truly) )?(?:good|great|fine|"
    r"excellent|ideal|wonderful|nice|beautiful|attractive|perfect|lovely|logical|natural) (?:place|spot|location|"
    r"site|region|country|market|partner|fit|match|choice|option|idea|candidate|opportunity)s?\b"
    r"|是一?个?(?:很|非常|最)?(?:好|不错|理想|绝佳|合适)的?(?:地方|选择|伙伴|地点|机会|主意|市场)",
    re.IGNORECASE,
)
"""What somebody finds good is no fact, and no decision."""
_OFFICE = re.compile(r"\b(?:governor|minister|mayor|premier|president|secretary|commissioner|ministry|council)\b", re.I)
_PARENTHESIS = re.compile(r", (?:and|but|as|if|though|or|which|who)\b[^,]{2,80},")
_LEARNED = re.compile(r"从[^，。]{2,16}获[悉知]|从[^，。]{2,16}了解到")
"""Told by a company itself: 从宁德时代获悉; its insiders would be nobody's word."""
_PREDICTS = re.compile(
    r"(?:\W+\w+){0,4}?\W+(?:predict|expect|reckon|believ|sa(?:y|id)|bet|speculat|think|thought|estimat|forecast|see|"
    r"wr[io]t|not|argu|told|put)\w*",
    re.IGNORECASE,
)
_MONEYED = re.compile(r"investors?|creditors?|bankers?|investment banks?|fund managers?|投行|机构", re.IGNORECASE)
"""Those who give money, and are often only spoken of."""
_BY = re.compile(r"(?:\baccording to|\bby|\bof|\bfrom|据|由)(?: \w+){0,2} ?$", re.IGNORECASE)
_DOUBTFUL = ("hedge", "irrealis", "hearsay", "anonymous", "negated", "third_hand")
_OPEN = ("stage.considered", "stage.negotiating")


def answer(page: Page, start: int, end: int) -> tuple[Stance, str] | None:
    """The non-answer that a span holds: no comment, not aware, nothing decided, put off."""
    for cls, stance in _ANSWERS:
        hit = page.lexicon.find(cls, page.text, start, end)
        if hit:
            return stance, hit.id
    return None


def forecast(page: Page, start: int, end: int) -> bool:
    """Whether a span is an analyst's; investors and creditors count only as its subject or source."""
    for hit in page.lexicon.all("analyst", page.text, start, end):
        before = page.text[max(start, hit.start - 16) : hit.start]
        source = _PREDICTS.match(page.text, hit.end, end) or _BY.search(before)
        if source or hit.start - start < 12 or not _MONEYED.search(page.text, hit.start, hit.end):
            return True
    return False


def party_to(watchlist: Watchlist, speakers: tuple[str, ...], companies: tuple[str, ...]) -> bool:
    """Whether one of the speakers is a party to a claim about these companies."""
    return any(watchlist.related(speaker, company) for speaker in speakers for company in companies)


def judge(page: Page, saying: Saying) -> Judgement:
    """The judgement on one assertion of an attributed or unattributed sentence (answers are judged before)."""
    voice = saying.voice
    if saying.verb == "deny":
        return _denial(page, saying)
    false = page.lexicon.has("false", page.text, saying.start, saying.end)
    if voice.cls is SourceClass.PARTY or voice.cls is SourceClass.OFFICIAL_RECORD:
        own = _OWN_NO.search(page.text, saying.start, saying.end)
        if false and (own or saying.disputed or page.lexicon.has("story", page.text, *saying.whole)):
            return _denied(page, saying, "false")
        if false:
            return Judgement(Stance.CONFIRMS, Status.RUMOURED, True, f"{saying.rule}+false")
        if page.lexicon.has("negated", page.text, saying.start, saying.end) and _negates(page, saying):
            span = saying.start, saying.end
            untold = _OWN_NO.search(page.text, *span) or (
                len(saying.companies) > 1 and _NO_TALKS.search(page.text, *span)
            )
            if saying.disputed or untold:
                return _denied(page, saying, "negated")
            if not saying.answering and _unable(page, saying):
                return _licensed(page, saying)
            stance = Stance.DENIES if saying.answering else Stance.CONFIRMS
            return Judgement(stance, Status.RUMOURED, True, f"{saying.rule}+negated")
        return _licensed(page, saying)
    if (
        false
        and (saying.disputed or page.lexicon.has("story", page.text, *saying.whole))
        and voice.cls in (SourceClass.THIRD_PARTY, SourceClass.OUTLET_ANONYMOUS)
    ):
        return Judgement(Stance.DENIES, Status.RUMOURED, False, f"{saying.rule}+false")
    answers = voice.cls is SourceClass.THIRD_PARTY and saying.answering and saying.verb in ("say", "confirm")
    if answers and page.lexicon.has("negated", page.text, saying.start, saying.end) and _negates(page, saying):
        return Judgement(Stance.DENIES, Status.RUMOURED, False, f"{saying.rule}+negated")
    if voice.cls is SourceClass.THIRD_PARTY and _vouches(page, saying):
        # A stranger's own matter, or an official who confirms: a person decides whether they may settle it.
        return Judgement(Stance.CONFIRMS, Status.RUMOURED, True, f"{saying.rule}+stranger")
    if saying.relayed and voice.cls is SourceClass.OUTLET:
        return Judgement(Stance.CONFIRMS, Status.RUMOURED, True, f"{saying.rule}+relayed")
    return Judgement(Stance.REPORTS, Status.RUMOURED, False, saying.rule)


def _unable(page: Page, saying: Saying) -> bool:
    """Whether a "not" tells what somebody cannot do or does no more: news of its own, which answers nothing."""
    hit = page.lexicon.find("negated", page.text, saying.start, saying.end)
    return hit is not None and _CANNOT.match(page.text, hit.start, saying.end) is not None


def _vouches(page: Page, saying: Saying) -> bool:
    """Whether somebody whom nobody here follows speaks plainly of a matter of their own, or confirms one."""
    if not saying.voice.name or saying.voice.origin or saying.verb not in ("say", "confirm", "announce"):
        return False
    if any(page.lexicon.has(cls, page.text, saying.start, saying.end) for cls in _DOUBTFUL):
        return False
    named = saying.voice.name[0].isupper() or _OFFICE.search(saying.voice.name)
    own = _ITS_OWN.match(page.text, saying.start, saying.end) and named
    return bool(own) or saying.verb == "confirm"


def _negates(page: Page, saying: Saying) -> bool:
    """Whether the negation governs the assertion rather than an aside."""
    hit = page.lexicon.find("negated", page.text, saying.start, saying.end)
    return (
        hit is not None
        and hit.start - saying.start < 60
        and not _ELLIPTIC.match(page.text, hit.end, saying.end)
        and not any(
            aside.start() <= hit.start < aside.end()
            for aside in _PARENTHESIS.finditer(page.text, saying.start, saying.end)
        )
        and not page.lexicon.has("stage.done", page.text, saying.start, hit.start)
    )


def _denial(page: Page, saying: Saying) -> Judgement:
    """ "X denied …": only a party denies; the denial of something negative waits for a person."""
    if not saying.voice.official:
        return Judgement(Stance.DENIES, Status.RUMOURED, False, saying.rule)
    return _denied(page, saying, "deny")


def _denied(page: Page, saying: Saying, how: str) -> Judgement:
    voice, rule = saying.voice, f"{saying.rule}+{how}"
    licensed = voice.cls is SourceClass.PARTY and party_to(page.watchlist, voice.companies, saying.companies)
    licensed = licensed or (voice.cls is SourceClass.OFFICIAL_RECORD)
    if not licensed:
        return Judgement(Stance.DENIES, Status.RUMOURED, False, rule)
    content = page.text[saying.start : saying.end]
    double = page.lexicon.has("deny", content) or (how == "deny" and _DOUBLE.search(content) is not None)
    return Judgement(Stance.DENIES, Status.RUMOURED if double else Status.DENIED, double, rule)


def _licensed(page: Page, saying: Saying) -> Judgement:
    """The licence to confirm: a party or record, speaking of its own matter, without hedge, condition or hearsay."""
    voice, text = saying.voice, page.text
    stance = Stance.CONFIRMS if saying.verb in ("announce", "confirm", "say") else Stance.REPORTS
    ours = _OURS.search(text[saying.start : saying.end])
    if voice.cls is SourceClass.PARTY and not ours and not party_to(page.watchlist, voice.companies, saying.companies):
        return Judgement(Stance.REPORTS, Status.RUMOURED, False, f"{saying.rule}+no_party")
    if voice.own_act and saying.verb == "say" and not _OWN_ACT.search(text[saying.start : saying.end]):
        return Judgement(Stance.REPORTS, Status.RUMOURED, False, f"{saying.rule}+not_own_act")
    if saying.verb == "report" and not _LEARNED.search(text, *saying.whole):
        return Judgement(Stance.REPORTS, Status.RUMOURED, False, f"{saying.rule}+no_speech")
    if _OF_A_STORY.match(text, saying.start, saying.end):
        # "The report that X is leaving was …": whatever is said of a story, it does not confirm what the story told.
        return Judgement(Stance.REPORTS, Status.RUMOURED, True, f"{saying.rule}+story")
    if page.lexicon.has("irrealis", text, saying.start, saying.end):
        return Judgement(Stance.REPORTS, Status.RUMOURED, False, f"{saying.rule}+irrealis")
    if forecast(page, saying.start, saying.end):
        return Judgement(Stance.REPORTS, Status.RUMOURED, False, f"{saying.rule}+analyst")
    first, last = saying.whole
    if _FORGED.search(text, first, saying.start) or _FORGED.search(text, saying.end, last):
        return Judgement(Stance.REPORTS, Status.RUMOURED, True, f"{saying.rule}+forged")
    if _SECOND_HAND.search(text, saying.start, saying.end):
        return Judgement(Stance.REPORTS, Status.RUMOURED, False, f"{saying.rule}+second_hand")
    if _NAMELESS.match(text, saying.start, saying.end):
        return Judgement(stance, Status.RUMOURED, True, f"{saying.rule}+nameless")
    if _PRAISE.search(text, saying.start, saying.end):
        return Judgement(Stance.REPORTS, Status.RUMOURED, False, f"{saying.rule}+praise")
    for cls in ("hearsay", "anonymous"):
        if page.lexicon.has(cls, text, saying.start, saying.end):
            return Judgement(Stance.REPORTS, Status.RUMOURED, False, f"{saying.rule}+{cls}")
    if page.lexicon.has("hedge", text, saying.start, saying.end):
        return Judgement(Stance.REPORTS, Status.RUMOURED, True, f"{saying.rule}+hedge")
    still_open = (cls for cls in _OPEN if page.lexicon.has(cls, text, saying.start, saying.end))
    quoted = page.quoted(saying.start)
    if saying.rule == "own.voice" and any(not quoted or cls != "stage.negotiating" for cls in still_open):
        # Carried over without a verb of speech, talk of what is weighed may be the outlet's own judgement.
        return Judgement(Stance.REPORTS, Status.RUMOURED, False, f"{saying.rule}+open")
    if saying.rule == "own.voice" and not quoted and OPINED.search(text, *saying.whole):
        return Judgement(Stance.REPORTS, Status.RUMOURED, False, f"{saying.rule}+opinion")
    if INTERNAL.search(text, *saying.whole):
        return Judgement(stance, Status.RUMOURED, True, f"{saying.rule}+internal")
    return Judgement(stance, Status.CONFIRMED, False, saying.rule)
