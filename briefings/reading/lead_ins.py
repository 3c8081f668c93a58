"""What stands between a verb of speech and what was said: "told Reuters on Monday, in a statement, that"."""

from __future__ import annotations

import re

from briefings.reading.names import Kind
from briefings.reading.page import Page
from briefings.reading.scanning import Hit
from briefings.reading.subjects import ADVERBIAL, VERB

Span = tuple[int, int]

_WHERE = re.compile(
    r"\s*(?:in|at|during|through|via|to|on|for|with|of|about|after|ahead of|"
    r"as)\s(?:[\w'&.-]+\s){0,9}?(?=that\s)|\s*(?:in|through|via|on)\s(?:a|an|its|"
    r"the)\s(?:[\w'&.-]+\s){0,3}?(?:statement|filing|interview|notice|release|post|briefing|call|Weibo|"
    r"website|presentation|speech)\b(?:\s(?:to|with|in|on|at)\s(?:the\s)?[A-Z]\w+){0,2}",
    re.IGNORECASE,
)
_LEADIN = re.compile(
    r"\s*(?:publicly |officially |formally |also |then |only |again |back |earlier |previously |"
    r"later )*(?:that|how|:|,)\s+|\s*:\s*",
    re.IGNORECASE,
)
_STORY_THAT = re.compile(
    r"\s(?:the |an? |any |media |online |earlier )*(?:rumou?rs?|reports?|speculation|claims?|suggestions?|"
    r"allegations?|talk|stories)(?: (?:out of|in|by|from|on|about)(?: [\w'-]+){1,4}?)? "
    r"(?=that |(?:it|they|he|she|the (?:company|carmaker|group)|its) )"
)
_QUESTION = re.compile(
    r"\s(?:to|about|on|regarding)\s(?:[\w'-]+\s){0,4}?(?:rumou?rs?|reports?|speculation|claims?|quest"
    r"ions?|stor(?:y|ies)|"
    r"news|allegations?|quer(?:y|ies)|requests?|talk)\b"
)
_OF_STORY = re.compile(
    r"\s(?:of|about|on|regarding|in (?:reply|response|answer|reaction) to) "
    r"(?:(?:the|an?|any|all|this|that|these|those|such|recent|media) ){0,2}"
    r"(?:[A-Z][\w'-]+ ){0,3}(?:rumou?rs?|reports?|speculation|claims?|suggestions?|allegations?|talk|stor(?:y|ies)|"
    r"articles?)\b"
)
_PAST_STORY = re.compile(
    r':? (?=")|: |, (?:that )?|(?<=[\w"]) that (?=(?:it|its|the|this|there|they|no|he|she|such)\b)'
)
_WHO = re.compile(r"\b(?:who|that|which|whose)\b")
_SOMEBODY = re.compile(
    r"\s(?:(?:the\s)?[A-Z][\w&'-]*(?: [A-Z][\w&'-]*){0,3}|the (?:Journal|Times|Post|paper|newspaper|agency|outlet|"
    r"broadcaster|magazine|wire|site|channel|exchange|bourse)(?= )|(?:\w+\s){0,2}(?:reporters|journal"
    r"ists|analysts|investors|"
    r"shareholders|employees|staff|media|us|them|lawmakers|workers|newspapers?))(?=\s(?:that|it|he|she|they|there|the|"
    r"its|in an?|in [A-Z]\w*|on [A-Z]\w*|at|during|via|by|after|\"|talks|discussions|negotiations|no|nothing|both)\b|,)"
)
"""Whoever was told: "told the Journal that", "told reporters in Seoul"."""
_LED_IN = re.compile(r'[^":]{3,80}: (?=")')
"""What an outlet says of the words that it quotes: `The answer was short: "…," a spokesman said`."""
_SAYS_LAST = re.compile(
    r"[,\s]*(?:the |one of |two of |some of |both )?(?:[a-z]+ ){0,2}?(?:people|sources?|persons?|insiders?|"
    r"officials?|executives?|paper|newspaper|agency|report|magazine|outlet)(?: familiar with (?:the )?\w+)? "
    r"(?:said|says|added|reported|wrote|told [A-Z]\w+)(?: (?:on|in) [A-Z]\w+)?\.(?=\s|$)"
)
"""Nothing follows who speaks: then what stands before it is what was said, whatever it begins with."""
_TOLD = re.compile(r"\s(?:(?:to|with)\s)?(?:the\s)?(?P<who>[A-Z][\w'&. -]{1,40})")


def content_start(page: Page, hit: Hit, end: int) -> int:
    """Where what was said begins: past "to Reuters", "on Monday", "in a statement", "that"."""
    at = hit.end
    told = (
        _TOLD.match(page.text, at, end)
        if re.match(r"(?:told|tells|responded|replied|said|answered)", page.text[hit.start : hit.end], re.IGNORECASE)
        else None
    )
    if told and page.named(told.start(), told.end(), Kind.OUTLET, Kind.PERSON):
        at = page.named(told.start(), told.end(), Kind.OUTLET, Kind.PERSON)[-1].end
    elif re.match(r"(?:told|tells)\b", page.text[hit.start : hit.end], re.IGNORECASE):
        somebody = _SOMEBODY.match(page.text, at, end)
        at = somebody.end() if somebody else at
    for found in page.dates(at, min(end, at + 50), page.day):
        if re.fullmatch(
            r"\s*(?:on|in|late|early|earlier|last|back in|at)?\s*(?:the )?", page.text[at : found.start], re.IGNORECASE
        ):
            at = found.end
        break
    for pattern in (_STORY_THAT, _WHERE, _LEADIN):
        match = pattern.match(page.text, at, end)
        if match:
            at = match.end()
    match = _LEADIN.match(page.text, at, end)
    at = match.end() if match else at
    while at < end and page.text[at] in " ,":
        at += 1
    return at


def asked(page: Page, hit: Hit, end: int) -> bool:
    """Whether a verb only tells what was answered, not what the answer was: "responded to rumours that"."""
    replies = page.text[hit.start : hit.end].lower().startswith(("respond", "repl", "answer", "comment", "react"))
    return replies and _QUESTION.match(page.text, hit.end, end) is not None


def addressee(page: Page, hit: Hit, end: int) -> str | None:
    """The outlet that was spoken to: "told Reuters"."""
    for mention in page.named(hit.end, min(end, hit.end + 30), Kind.OUTLET):
        if re.fullmatch(
            r"\s(?:(?:to|with|in an interview with) )?(?:the )?(?:newspaper |news agency )?",
            page.text[hit.end : mention.start],
        ):
            return mention.name
    return None


def pretext(page: Page, start: int, first: int) -> Span | None:
    """What stands before the source phrase, where it is a clause and no mere adverbial."""
    stop = first
    while stop > start and page.text[stop - 1] in ' ,-—–:"':
        stop -= 1
    text = page.text[start:stop]
    if len(text.split()) < (1 if page.quoted(start + 1) else 3):
        return None
    segments = re.split(r",\s+", text)
    led_by = all(ADVERBIAL.match(part) for part in segments) and not _SAYS_LAST.match(page.text, first)
    if led_by and not page.quoted(start + 1):
        return None
    if not VERB.search(text) and not page.quoted(start + 1):
        return None
    led = None if page.quoted(start) else _LED_IN.match(page.text, start, stop)
    start = led.end() if led else start
    return (start, min(first, stop + (1 if page.text[stop : stop + 1] == '"' else 0)))


def of_story(page: Page, start: int, end: int) -> re.Match[str] | None:
    """What words are about, where it is what others told: "(said X) of the report that it would close"."""
    return _OF_STORY.search(page.text, start, min(end, start + 60))


def said_before(page: Page, first: int, hit: Hit) -> bool:
    """Whether what stands before a verb is what was said, by somebody after it: `"X told me so," wrote a neighbour`."""
    words = page.text[first : hit.start].rstrip()
    if page.text[hit.start : hit.end].partition(" ")[0].endswith("ing"):
        return False
    if page.quoted(first + 1):
        return words.endswith('"')
    head = words.partition(",")[0]
    return words.endswith(",") and VERB.search(head) is not None and not _WHO.search(head)


def past_story(page: Page, start: int, end: int) -> int:
    """Where the answer begins that follows what a story told: past the second "that", a colon, a comma."""
    told = page.text.startswith(" that ", start)
    match = _PAST_STORY.search(page.text, start + len(" that ") if told else start, end)
    return match.end() if match else end


def opens_content(page: Page, hit: Hit, begin: int, end: int) -> bool:
    """Whether a clause of its own follows the verb (then what stood before it was a lead-in)."""
    about = of_story(page, hit.end, end)
    if about and about.start() <= hit.end + 1:
        return False
    if re.search(r"\bthat\s*$|:\s*$", page.text[hit.end : begin]):
        return True
    rest = page.text[begin:end]
    if re.match(r"\s*(?:a|an|the) \w+ (?:after|before|later)\b", rest):
        return False
    return (
        len(rest.split()) > 5
        and VERB.search(rest) is not None
        and re.match(
            r"\s*(?:when|as|in|on|at|adding|citing|which|after|without|about|during|over|with|to|for|followin"
            r"g|alongside|of|asking not|asking to|requesting|declining|refusing|speaking|who|where|because)\b",
            rest,
        )
        is None
    )
