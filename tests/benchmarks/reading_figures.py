"""How well a set of texts is read: the figures, one by one, from the reports beside the labels."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from benchmarks.golden import BACKGROUND, FACTS, Gold, Pair, Text, about, pair, shown, words

from briefings import edtf
from briefings.claims import RESPONSES, Quantity, Report, SourceClass, Stance, origin_key
from briefings.companies import Watchlist
from briefings.errors import DateError
from briefings.reading import Reader

UNNAMED = frozenset({SourceClass.OUTLET.value, SourceClass.OUTLET_ANONYMOUS.value})
"""A story from unnamed people may count as its outlet's or as theirs."""
ANSWERS = frozenset({Stance.DENIES, Stance.RETRACTS, *RESPONSES})
"""Stances of who answers a claim."""
EVASIVE = frozenset({Stance.NO_COMMENT, Stance.DEFERS, Stance.QUALIFIES})
"""Answers that neither deny nor know nothing: careful readers differ on which is which."""
DESCRIBED = 0.6
"""How many of the words for a nameless speaker ("Sweden's business minister") have to be there."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` is a share of `of` things, or a count of mistakes among `of` things."""

    name: str
    value: float
    of: int
    count: bool = False

    @property
    def share(self) -> float:
        """The value as a share, also of a count."""
        return share(self.value, self.of) if self.count and self.of else self.value


@dataclass(frozen=True, slots=True)
class Read:
    """A text with what the reader made of it."""

    text: Text
    reports: tuple[Report, ...]
    pairs: tuple[Pair, ...]

    @property
    def sure(self) -> list[Pair]:
        """The pairs whose label is beyond doubt."""
        return [each for each in self.pairs if not each.gold.doubtful]


def read(text: Text, reader: Reader, watchlist: Watchlist) -> Read:
    """Read a text and put its reports beside the labels."""
    reports = reader.read(text.article)
    return Read(text, reports, tuple(pair(text.claims, reports, watchlist)))


def figures(texts: Sequence[Read], watchlist: Watchlist) -> list[Figure]:
    """Every figure over these texts that the reports alone give."""
    articles = [each for each in texts if not each.text.trap]
    return [
        *_finding(texts, articles, watchlist),
        *_standing(texts, articles, watchlist),
        *_telling(texts, watchlist),
        *_traps([each for each in texts if each.text.trap], watchlist),
    ]


def _finding(texts: Sequence[Read], articles: Sequence[Read], watchlist: Watchlist) -> list[Figure]:
    sure = [gold for each in texts for gold in each.text.claims if not gold.doubtful]
    reports = [(report, each) for each in articles for report in each.reports]
    labelled = sum(len(each.text.claims) for each in articles)
    return [
        Figure("claim recall", share(sum(len(each.sure) for each in texts), len(sure)), len(sure)),
        ratio("report precision", reports, lambda one: bool(about(one[0], one[1].text.claims, watchlist))),
        Figure("reports per claim", share(len(reports), labelled), labelled),
        Figure("waiting for a person", sum(report.needs_review for report, _ in reports), len(reports), count=True),
    ]


def _standing(texts: Sequence[Read], articles: Sequence[Read], watchlist: Watchlist) -> list[Figure]:
    pairs = [one for each in texts for one in each.sure]
    facts = [one for one in pairs if one.gold.status == "confirmed"]
    old = [one for one in pairs if one.gold.status == BACKGROUND and _shown_as(one.report) == "confirmed"]
    return [
        ratio("status accuracy", pairs, same_status),
        ratio("confirmed found", facts, lambda one: _shown_as(one.report) == "confirmed"),
        ratio("old facts shown as old", old, lambda one: shown(one.report) == BACKGROUND),
        _mistakes("false confirmed", articles, "confirmed", watchlist),
        _mistakes("false denied", articles, "denied", watchlist),
    ]


def _telling(texts: Sequence[Read], watchlist: Watchlist) -> list[Figure]:
    pairs = [one for each in texts for one in each.sure]
    answers = [(each, gold) for each in texts for gold in each.text.claims if _answer(gold)]
    dated = _retold(texts, watchlist, lambda gold: gold.event_date)
    counted = _retold(texts, watchlist, lambda gold: gold.quantities)
    return [
        ratio("stance", pairs, same_stance),
        ratio("answers found", answers, lambda one: _answered(*one)),
        ratio("source class", (one for one in pairs if one.gold.source), same_class),
        ratio("origin", (one for one in pairs if one.gold.attributed_to), same_origin),
        ratio("event date", dated, lambda told: any(map(same_date, told))),
        ratio("quantities", counted, lambda told: any(map(same_quantities, told))),
        ratio("topic", (one for one in pairs if one.report.stance not in RESPONSES), same_topic),
    ]


def _answer(gold: Gold) -> bool:
    return gold.stance in ANSWERS and not gold.doubtful


def _answered(each: Read, gold: Gold) -> bool:
    """Whether an answer was found, and read as the kind of answer that it is."""
    given = {one.report.stance for one in each.pairs if one.gold is gold}
    return any(stance == gold.stance or {stance, Stance(gold.stance)} <= EVASIVE for stance in given)


def _traps(traps: Sequence[Read], watchlist: Watchlist) -> list[Figure]:
    official = [each for each in traps if each.text.expected and each.text.expected <= {"confirmed", "denied"}]
    return [
        ratio("traps passed", traps, lambda each: passed(each, watchlist)),
        ratio("officials believed", official, lambda each: bool(each.text.expected & _all_shown(each))),
        _mistakes("trap false confirmed", traps, "confirmed", watchlist),
        _mistakes("trap false denied", traps, "denied", watchlist),
    ]


def passed(each: Read, watchlist: Watchlist) -> bool:
    """Whether nothing of a trap is shown as it must not be, and something as it must be, or waits for a person."""
    expected = each.text.expected
    waits = bool(expected & {"confirmed", "denied"}) and any(report.needs_review for report in each.reports)
    told = not expected or waits or bool(expected & _all_shown(each))
    return told and not wrongly(each, each.text.forbidden, watchlist)


def _all_shown(each: Read) -> set[str]:
    return {_shown_as(report) for report in each.reports}


def wrongly(each: Read, statuses: Iterable[str], watchlist: Watchlist) -> list[Report]:
    """The reports shown with one of these statuses where the labels say otherwise.

    A report without a label is wrong in a trap, where the status is forbidden; in an article it may be a claim too
    small to label.
    """
    taken = {id(one.report): one.gold for one in each.pairs}
    return [
        report
        for report in each.reports
        for status in ({_shown_as(report)} & set(statuses))
        if not _excused(report, status, taken.get(id(report)), each.text, watchlist)
    ]


def _excused(report: Report, status: str, gold: Gold | None, text: Text, watchlist: Watchlist) -> bool:
    allowed = FACTS if status == "confirmed" else {status}
    others = about(report, text.claims, watchlist)
    if gold is not None:
        # Of several claims in one sentence the one denied may have been paired with another report.
        denied = report.stance is Stance.DENIES and any(status == other.status == "denied" for other in others)
        return (gold.doubtful and status not in text.forbidden) or gold.status in allowed or denied
    if any(other.status in allowed for other in others):
        return True
    return status not in text.forbidden and (not others or any(other.doubtful for other in others))


def _shown_as(report: Report) -> str:
    return "confirmed" if shown(report) in FACTS else shown(report)


def _retold(texts: Iterable[Read], watchlist: Watchlist, labelled: Callable[[Gold], object]) -> list[list[Pair]]:
    """For each claim found and labelled so: with every report about it, as a sentence may be told in several."""
    found = [(each, one.gold) for each in texts for one in each.sure if labelled(one.gold)]
    return [
        [Pair(gold, report) for report in each.reports if about(report, (gold,), watchlist)] for each, gold in found
    ]


def same_status(one: Pair) -> bool:
    """Whether it would be shown as labelled; a story withdrawn may be shown as a rumour or as withdrawn.

    Writers differ on when a fact is old: a figure of its own tells whether old facts are shown as old.
    """
    given, wanted = shown(one.report), one.gold.status
    return (
        given == wanted
        or (wanted, given) == (BACKGROUND, "confirmed")
        or (one.gold.stance == "retracts" and given == "retracted")
    )


def same_stance(one: Pair) -> bool:
    """Whether it does to its claim what is labelled; an official record of a fact may report or confirm it."""
    given, gold = one.report.stance.value, one.gold
    recorded = gold.source == SourceClass.OFFICIAL_RECORD and {given, gold.stance} <= {"reports", "confirms"}
    return given == gold.stance or recorded


def same_class(one: Pair) -> bool:
    """Whether the kind of source is as labelled."""
    given, wanted = one.report.source.cls.value, one.gold.source
    return given == wanted or {given, wanted} <= UNNAMED


def same_origin(one: Pair) -> bool:
    """Whether the outlet that it goes back to, or the speaker, is as labelled."""
    source, wanted = one.report.source, one.gold.attributed_to or ""
    if wanted == "anonymous sources":
        return source.cls is SourceClass.OUTLET_ANONYMOUS
    names = {part for name in (source.name, source.origin) if name for part in (name, name.partition(" (")[0])}
    parts = [wanted, *wanted.split(" and ")]  # of two who spoke together, either will do
    return any(_same_name(part, name) for part in parts for name in names)


def _same_name(wanted: str, name: str) -> bool:
    key, plain, told = _plain(wanted), _plain(name), words(wanted)
    described = len(told) > 1 and len(told & words(name)) >= DESCRIBED * len(told)
    return key == plain or (len(key) > 2 and key in plain) or described


def _plain(name: str) -> str:
    return origin_key("".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)))


def same_date(one: Pair) -> bool:
    """Whether the date is the labelled one, or a more precise one within it."""
    if one.report.event_date is None or one.gold.event_date is None:
        return False
    try:
        (low, high), (first, last) = (
            edtf.bounds(one.report.event_date),
            edtf.bounds(edtf.normalise(one.gold.event_date)),
        )
    except DateError:
        return False
    return first <= low and high <= last


def same_quantities(one: Pair) -> bool:
    """Whether every labelled amount is there with its range, unit and `per`."""
    given = {_amount(quantity) for quantity in one.report.quantities}
    stated = (quantity.stated for quantity in one.report.quantities if quantity.stated)
    given |= {(value, None, unit, None) for value, unit in stated}
    wanted = {(q["value"], q.get("value_hi"), q["unit"], q.get("per")) for q in one.gold.quantities}
    return wanted <= given


def _amount(quantity: Quantity) -> tuple[float, float | None, str, str | None]:
    return (float(f"{quantity.value:.12g}"), quantity.value_hi, quantity.unit, quantity.per)


def same_topic(one: Pair) -> bool:
    """Whether the topic is a labelled one."""
    return one.report.topic.value in one.gold.topics


def _mistakes(name: str, texts: Sequence[Read], status: str, watchlist: Watchlist) -> Figure:
    wrong = sum(len(wrongly(each, (status,), watchlist)) for each in texts)
    given = sum(_shown_as(report) == status for each in texts for report in each.reports)
    return Figure(name, wrong, given, count=True)


def ratio(name: str, things: Iterable[T], right: Callable[[T], bool]) -> Figure:
    """The share of things that are right."""
    verdicts = [right(thing) for thing in things]
    return Figure(name, share(sum(verdicts), len(verdicts)), len(verdicts))


def share(part: float, whole: int) -> float:
    """A share; where there is nothing to share, all is well."""
    return part / whole if whole else 1.0
