"""The slots of an assertion: topic, stage, parties, facility, when, how much."""

from __future__ import annotations

import re

from briefings import edtf
from briefings.claims import Quantity, Stage, Topic
from briefings.reading.names import Kind
from briefings.reading.page import Page
from briefings.reading.voices import Memory

_TOPICS = tuple(Topic)
_STAGES = (
    Stage.CANCELLED,
    Stage.DELAYED,
    Stage.NEGOTIATING,
    Stage.UNDER_WAY,
    Stage.CONSIDERED,
    Stage.AGREED,
    Stage.PLANNED,
    Stage.DONE,
)
_SELF = re.compile(
    r"\b(?:it|its|itself|we|our|us|the company|the carmaker|the automaker|the group|the firm|the brand|"
    r"the startup|he|his|her)\b|公司|我们|其|集团|旗下",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"\b(?:they|their|both|the two|together|each|the companies|the partners|the venture|the joint venture|"
    r"jointly)\b|双方|雙方|两家|兩間|三方|二者",
    re.IGNORECASE,
)
_THING = re.compile(
    r"\b(?:the|this|that|its|their|these|those) (?:\w+[ -]){0,2}?(?:plants?|factory|site|works|deal|car|"
    r"cars|model|models|project|agreement|venture|stake|plan|plans|move|launch|production|facility|"
    r"vehicles?|vans?|pickups?|packs?|batter(?:y|ies)|platform|version|decision|talks|partnership|"
    r"investment|purchase|contract)\b|工厂|项目|新车|该车|合作|交易|车型|产能|电池",
    re.IGNORECASE,
)
_FACILITY = re.compile(r"\b(?:in|at|near) (?P<place>[A-ZÀ-Ý][\wÀ-ÿ'-]+(?: [A-ZÀ-Ý][\wÀ-ÿ'-]+){0,2})(?= |,|\.|$)")
_AFTER_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|with|no|not)\b", re.IGNORECASE)
_SUBJECTLESS = re.compile(r"(?:there (?:is|are|was|were)|no|nothing|talks|discussions|negotiations)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\bNo\. ?\d+ (?:Plant|Factory|Works|line)|\bPhase (?:\d|I{1,3}|one|two)\b", re.IGNORECASE)
_NOT_PLACES = re.compile(
    r"^(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|The|China|Europe|Asia|America|Chinese|European|Phase|Q\d|H\d)\b"
)


def topic(page: Page, start: int, end: int, theme: Topic | None = None) -> Topic | None:
    """The topic that the words name most strongly, the article's theme before others; of equals the one named first.

    Where the words only lean towards a topic, the theme stands. What two companies do "together" is a partnership.
    """
    best: tuple[int, int, Topic] | None = (_LEANING, start - end, theme) if theme else None
    for one in _TOPICS:
        hits = [hit for hit in page.lexicon.all(f"topic.{one}", page.text, start, end) if not _in_name(page, hit.start)]
        if not hits:
            continue
        strongest = max(hit.weight for hit in hits)
        score = strongest * 2 + min(len(hits), 3) - 1 + (_THEME_BONUS if one is theme else 0)
        first = min(hit.start for hit in hits if hit.weight == strongest)
        if best is None or (score, -first) > (best[0], best[1]):
            best = (score, -first, one)
    if best is None:
        return None
    if best[2] is Topic.FUNDING and len(page.companies(start, end)) > 1:
        return Topic.STAKE
    joint = (
        best[2] in _JOINT and len(page.companies(start, end)) > 1 and page.lexicon.has("joint", page.text, start, end)
    )
    return Topic.PARTNERSHIP if joint else best[2]


_LEANING = 4
_THEME_BONUS = 3
_JOINT = (Topic.TECHNOLOGY, Topic.LAUNCH, Topic.PLANT, Topic.STRATEGY, Topic.SALES)


def _in_name(page: Page, position: int) -> bool:
    """Whether a word belongs to a name ("X Technology Co."): then it tells no topic."""
    word = page.text[position : position + 12]
    return (word[:1].isupper() and word[:10].lower().startswith(("technolog", "motors", "platform", "strateg"))) or any(
        m.start <= position < m.end for m in page.named(max(0, position - 60), position + 1)
    )


def theme(page: Page) -> Topic | None:
    """What the article as a whole is about: the topic that its headline and opening name most, by weight."""
    title = len(page.article.title)
    opening = min(len(page.text), title + 600)
    best: tuple[int, Topic] | None = None
    for one in _TOPICS:
        hits = page.lexicon.all(f"topic.{one}", page.text, 0, opening)
        score = sum(hit.weight * (2 if hit.start < title else 1) for hit in hits)
        if score > (best[0] if best else 3):
            best = (score, one)
    return best[1] if best else None


def stage(page: Page, start: int, end: int) -> Stage | None:
    """How far the thing has come, by the first kind of word that says so."""
    return next((one for one in _STAGES if page.lexicon.has(f"stage.{one}", page.text, start, end)), None)


def parties(page: Page, start: int, end: int, speakers: tuple[str, ...], memory: Memory) -> tuple[str, ...]:
    """Slugs of the companies that an assertion is about: those named, those meant by "it", "the two" or "the plant"."""
    named = page.companies(start, end)
    text = page.text[start:end]
    meant: tuple[str, ...] = ()
    if _BOTH.search(text) and len(named) < 2:
        meant = speakers if len(speakers) > 1 else memory.pair
    elif _leads(text, page, start, end, named):
        meant = ()
    elif _SELF.search(text) and not (len(named) > 1 and not speakers):
        meant = speakers[:2] or ((memory.subject,) if memory.subject and not named else ())
    elif speakers and (page.chinese(start, end) or _SUBJECTLESS.match(text)):
        meant = speakers[:2]
    elif not named:
        meant = speakers or (memory.parties[:3] if _THING.search(text) or memory.parties else ())
    every = tuple(
        dict.fromkeys((*meant, *named) if meant and not _leads(text, page, start, end, named) else (*named, *meant))
    )
    return every[:6]


def _leads(text: str, page: Page, start: int, end: int, named: tuple[str, ...]) -> bool:
    """Whether the assertion itself begins with a company's name."""
    first = next(iter(page.named(start, min(end, start + 30), Kind.COMPANY)), None)
    if first is not None and page.chinese(start, end):
        return first.start == start
    if first is not None and _AFTER_VERB.search(page.text, start, first.start):
        return False
    pronoun = _SELF.search(text)
    return bool(named) and first is not None and (pronoun is None or first.start - start < pronoun.start())


def refers(page: Page, start: int, end: int) -> bool:
    """Whether an assertion without a company's name speaks of something mentioned before."""
    text = page.text[start:end]
    return bool(_SELF.search(text) or _BOTH.search(text) or _THING.search(text))


def facility(page: Page, start: int, end: int, about: Topic) -> str | None:
    """The plant or place, folded; only where the topic has one."""
    if about not in (Topic.PLANT, Topic.LICENCE, Topic.STAKE, Topic.PARTNERSHIP, Topic.PERSONNEL):
        return None
    numbered = _NUMBERED.search(page.text, start, end)
    if numbered:
        return numbered[0].lower().replace(". ", ".")
    if about is not Topic.PLANT:
        return None
    for match in _FACILITY.finditer(page.text, start, end):
        place = match["place"]
        if (
            not _NOT_PLACES.match(place)
            and not place.endswith("'s")
            and not page.named(match.start("place"), match.end("place"))
        ):
            return place.lower()
    return None


def event_date(page: Page, start: int, end: int, spoken: tuple[int, int] | None, anchor: str | None) -> str | None:
    """When the thing happens: the most exact date of the assertion that is not the day of speaking."""
    within = spoken is not None and start <= spoken[0] < end
    day = edtf.bounds(anchor)[0] if anchor and not within else page.day
    found = [
        one
        for one in page.dates(start, end, day)
        if not spoken or not spoken[0] <= one.start < spoken[1] or spoken[0] <= start
    ]
    if not found:
        return None
    target = [one for one in found if page.lexicon.has("ahead", page.text, max(start, one.start - 30), one.start)]
    return (target or found)[0].edtf


def shared_date(page: Page, content: tuple[int, int], spoken: tuple[int, int] | None, anchor: str | None) -> str | None:
    """The one date of everything that was said, for those of its assertions that name none."""
    day = edtf.bounds(anchor)[0] if anchor else page.day
    found = [one for one in page.dates(*content, day) if not spoken or not spoken[0] <= one.start < spoken[1]]
    return found[0].edtf if len(found) == 1 else None


def quantities(page: Page, start: int, end: int) -> tuple[Quantity, ...]:
    """The amounts of an assertion, each once."""
    return tuple(dict.fromkeys(amount.quantity for amount in page.amounts(start, end)))[:8]
