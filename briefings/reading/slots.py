"""The slots of an assertion: topic, stage, parties, facility, when, how much."""

from __future__ import annotations

import re

from briefings.claims import Quantity, Stage, Topic
from briefings.reading.memory import Memory
from briefings.reading.names import Kind
from briefings.reading.page import Page

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
_SUBJECT = re.compile(
    r"(?:it|the (?:company|carmaker|automaker|group|firm|startup)) (?!is (?:\w+ )?(?:that|clear))", re.IGNORECASE
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


def stage(page: Page, start: int, end: int) -> Stage | None:
    """How far the thing has come, by the first kind of word that says so."""
    return next((one for one in _STAGES if page.lexicon.has(f"stage.{one}", page.text, start, end)), None)


def parties(page: Page, start: int, end: int, speakers: tuple[str, ...], memory: Memory) -> tuple[str, ...]:
    """Slugs of the companies that an assertion is about: those named, those meant by "it", "the two" or "the plant"."""
    named = page.companies(start, end)
    text = page.text[start:end]
    meant: tuple[str, ...] = ()
    if _BOTH.search(text) and len(named) < 2:
        meant = speakers if len(speakers) > 1 else memory.pair or speakers
    elif _leads(text, page, start, end, named):
        meant = ()
    elif not speakers and memory.subject and _SUBJECT.match(text):
        meant = (memory.subject,)
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


def quantities(page: Page, start: int, end: int) -> tuple[Quantity, ...]:
    """The amounts of an assertion, each once."""
    return tuple(dict.fromkeys(amount.quantity for amount in page.amounts(start, end)))[:8]
