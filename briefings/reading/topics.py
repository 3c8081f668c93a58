"""What an assertion is about: the topic that its governing words name most plainly."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from briefings.claims import Topic
from briefings.reading.page import Page
from briefings.reading.scanning import Hit
from briefings.reading.sentences import sentences

_TOPICS = tuple(Topic)
_JOINT = (Topic.TECHNOLOGY, Topic.LAUNCH, Topic.PLANT, Topic.STRATEGY, Topic.SALES)
_NAMED_AFTER = ("technolog", "motors", "platform", "strateg", "supply", "battery")
_SUBORDINATE = re.compile(
    r",? (?:which|who|whose|where|because|since|after|when|while|although|though|if|until|unless|so that|"
    r"in line with|as part of|in order to|in a bid to|because of|despite|amid|following|compared with)\b"
    r"|, (?:as|a|an|the|its|one|part of|part|making|helping|and so) | \(|由于|因为|以便|以保障|以满足",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"(?:as|in|on|at|for|by|with|after|before|since|when|while|although|though|if|because|despite|amid|under|"
    r"following|to|given|unlike|like|once|until)\b[^,;]{3,160}, |(?:由于|随着|作为|除了|为了|因)[^，；。]{2,40}，",
    re.IGNORECASE,
)
_EVENTS = ("matter", "ending", "false", "story", "negated")
_ASIDE = 0.6
_MORE = 0.3
_MODIFIES = 0.6
_PLAIN = 4
"""From here on words name a topic plainly: the article's theme has no say."""
_PRIOR = 1.5
_OPENING = 400
_TITLE = 2
_LATER = 0.25
_CLEAR = 4


def topic(page: Page, start: int, end: int, theme: Topic | None = None) -> Topic | None:
    """The topic that the words name most plainly, main clause before asides; of equals the one named first.

    The article's theme decides only where the words no more than lean. What two companies do "together" is a
    partnership.
    """
    scored = _scores(page, start, end)
    if theme is not None and max(scored.values(), default=0) < _PLAIN:
        scored[theme] = scored.get(theme, 0) + _PRIOR
    best = max(scored, key=lambda one: scored[one], default=None)
    if best is None:
        return None
    several = len(page.companies(start, end)) > 1
    if several and best in _JOINT and page.lexicon.has("joint", page.text, start, end):
        return Topic.PARTNERSHIP
    return best


def tells(page: Page, start: int, end: int) -> bool:
    """Whether words tell an event or commitment: of one of the topics, on a day, of an amount, or a denial."""
    if any(page.lexicon.has(cls, page.text, start, end) for cls in _EVENTS):
        return True
    if _scores(page, start, end):
        return True
    return bool(page.amounts(start, end) or page.dates(start, end, page.day))


def theme(page: Page) -> Topic | None:
    """What the article as a whole is about: the topic that its headline and opening name most; the rest tells less."""
    title = len(page.article.title)
    votes: dict[Topic, float] = defaultdict(float)
    for start, end in [(0, title), *sentences(page.text, (title + 1, len(page.text)))]:
        says = _TITLE if start == 0 else 1 if start < title + _OPENING else _LATER
        for one, value in _scores(page, start, end).items():
            votes[one] += round(value * says, 3)
    best = max(votes, key=lambda one: votes[one], default=None)
    return best if best and votes[best] >= _CLEAR else None


def _scores(page: Page, start: int, end: int) -> dict[Topic, float]:
    if (start, end) not in page.weighed:
        page.weighed[start, end] = {str(one): value for one, value in _weighed(page, start, end)}
    return {Topic(one): value for one, value in page.weighed[start, end].items()}


def _weighed(page: Page, start: int, end: int) -> Iterator[tuple[Topic, float]]:
    lead, tail = _main(page, start, end)
    found = {one: _evidence(page, one, start, end) for one in _TOPICS}
    starts = frozenset(hit.start for hits in found.values() for hit in hits)
    for one, hits in found.items():
        value = _score([(hit, _weight(page, hit, starts)) for hit in hits], lead, tail)
        if value > 0:
            yield one, value


def _weight(page: Page, hit: Hit, starts: Collection[int]) -> float:
    """How much a word tells: less where it only modifies the next one ("sales jobs", 工厂的员工)."""
    after = page.text[hit.end : hit.end + 1]
    modifies = after == "的" or (after == " " and hit.end + 1 in starts and hit.weight < _PLAIN)
    return hit.weight * (_MODIFIES if modifies else 1)


def _evidence(page: Page, one: Topic, start: int, end: int) -> Sequence[Hit]:
    """The words for a topic, without those that belong to a name."""
    found = [hit for hit in _words(page, one, start, end) if not _in_name(page, hit)]
    return sorted(found, key=lambda hit: hit.start)


def _words(page: Page, one: Topic, start: int, end: int) -> Iterator[Hit]:
    yield from page.lexicon.all(f"topic.{one}", page.text, start, end)
    if one is Topic.FUNDING or (one is Topic.STAKE and len(page.companies(start, end)) > 1):
        yield from page.lexicon.all("invests", page.text, start, end)


def _in_name(page: Page, hit: Hit) -> bool:
    """Whether a word belongs to a name ("X Technology Co."): then it tells no topic."""
    word = page.text[hit.start : hit.start + 12]
    if word[:1].isupper() and word.lower().startswith(_NAMED_AFTER):
        return True
    return any(m.start <= hit.start < m.end for m in page.named(max(0, hit.start - 60), hit.start + 1))


def past_lead_in(page: Page, start: int, end: int) -> int:
    """Where the main clause begins after "After the vote, …"."""
    lead = _LEAD_IN.match(page.text, start, end)
    return lead.end() if lead else start


def _main(page: Page, start: int, end: int) -> tuple[int, int]:
    """The main clause, without what leads in to it and what hangs on to it."""
    first = past_lead_in(page, start, end)
    tail = _SUBORDINATE.search(page.text, min(end, first + 12), end)
    return first, tail.start() if tail else end


def _score(hits: Sequence[tuple[Hit, float]], first: int, last: int) -> float:
    """The plainest word in full, the others in part; the earlier, the more."""
    values = sorted(
        (weight * (1 if first <= hit.start < last else _ASIDE) - (hit.start - first) / 2000 for hit, weight in hits),
        reverse=True,
    )
    return values[0] + _MORE * min(sum(values[1:3]), 4.0) if values else 0.0
