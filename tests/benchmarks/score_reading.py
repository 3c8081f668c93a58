"""How well articles are read, measured on the golden texts; a line for each figure, for each half and both.

python tests/benchmarks/score_reading.py [--json] [--misses N]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE.parent)]

from benchmarks.golden import FACTS, HALVES, Gold, Pair, Text, about, load, pair, shown  # noqa: E402

from briefings import edtf  # noqa: E402
from briefings.claims import RESPONSES, Quantity, Report, SourceClass, origin_key  # noqa: E402
from briefings.companies import Watchlist, starter_watchlist  # noqa: E402
from briefings.errors import DateError  # noqa: E402
from briefings.reading import Reader  # noqa: E402

UNNAMED = frozenset({SourceClass.OUTLET.value, SourceClass.OUTLET_ANONYMOUS.value})
"""A story from unnamed people may count as its outlet's or as theirs."""
T = TypeVar("T")
Mention = tuple[str, str]
"""A claim as labelled (its `same_as` key) and the claim of the store that its report was put to."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` is a share of `of` things, or a count of mistakes among `of` things."""

    name: str
    value: float
    of: int
    count: bool = False


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


def figures(texts: Sequence[Read], mentions: Sequence[Mention], watchlist: Watchlist) -> list[Figure]:
    """Every figure over these texts."""
    traps = [each for each in texts if each.text.trap]
    articles = [each for each in texts if not each.text.trap]
    pairs = [one for each in texts for one in each.sure]
    sure = [gold for each in texts for gold in each.text.claims if not gold.doubtful]
    return [
        Figure("claim recall", _share(len(pairs), len(sure)), len(sure)),
        _precision(articles, watchlist),
        _ratio("status accuracy", pairs, same_status),
        _mistakes("false confirmed", articles, "confirmed", watchlist),
        _mistakes("false denied", articles, "denied", watchlist),
        _ratio("stance", pairs, same_stance),
        _ratio("source class", (one for one in pairs if one.gold.source), same_class),
        _ratio("origin", (one for one in pairs if one.gold.attributed_to), same_origin),
        _ratio(
            "event date",
            _retold(texts, watchlist, lambda gold: gold.event_date),
            lambda told: any(map(same_date, told)),
        ),
        _ratio(
            "quantities",
            _retold(texts, watchlist, lambda gold: gold.quantities),
            lambda told: any(map(same_quantities, told)),
        ),
        _ratio("topic", (one for one in pairs if one.report.stance not in RESPONSES), same_topic),
        _ratio("traps passed", traps, lambda each: not wrongly(each, each.text.forbidden, watchlist)),
        _mistakes("trap false confirmed", traps, "confirmed", watchlist),
        _mistakes("trap false denied", traps, "denied", watchlist),
        *_merging(mentions),
    ]


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
    if gold is not None:
        return (gold.doubtful and status not in text.forbidden) or gold.status in allowed
    others = about(report, text.claims, watchlist)
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
    """Whether it would be shown as labelled; a story withdrawn may be shown as a rumour or as withdrawn."""
    given = shown(one.report)
    return given == one.gold.status or (one.gold.stance == "retracts" and given == "retracted")


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
    names = {_plain(name) for name in (source.name, source.origin) if name}
    key = _plain(wanted)
    return any(key == name or (len(key) > 2 and key in name) for name in names)


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
    wanted = {(q["value"], q.get("value_hi"), q["unit"], q.get("per")) for q in one.gold.quantities}
    return wanted <= given


def _amount(quantity: Quantity) -> tuple[float, float | None, str, str | None]:
    return (round(quantity.value, 6), quantity.value_hi, quantity.unit, quantity.per)


def same_topic(one: Pair) -> bool:
    """Whether the topic is a labelled one."""
    return one.report.topic.value in one.gold.topics


def merge(texts: Iterable[Read], watchlist: Watchlist) -> list[Mention]:
    """Ingest, oldest first, the texts that share claims; where each labelled mention was put."""
    from bot.ingest import ingest
    from bot.services import Services
    from db.database import open_database

    shared = [each for each in texts if any(gold.same_as for gold in each.text.claims)]
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/golden.db")
        try:
            with database.begin() as tx:
                tx.store.save_watchlist(watchlist)
            services = Services(database)
            for each in sorted(shared, key=lambda each: (each.text.article.published_at, each.text.article.id)):
                ingest(services, each.text.article, each.text.article.published_at, watchlist)
            stored: dict[str, list[tuple[str, Report]]] = defaultdict(list)
            with database.read() as tx:
                for case in tx.store.all_cases():
                    for report in case.reports:
                        stored[report.article.id].append((case.claim.id, report))
        finally:
            database.close()
    return [mention for each in shared for mention in _mentions(each, stored[each.text.article.id], watchlist)]


def _mentions(each: Read, stored: Sequence[tuple[str, Report]], watchlist: Watchlist) -> list[Mention]:
    homes = {id(report): claim_id for claim_id, report in stored}
    pairs = pair(each.text.claims, [report for _, report in stored], watchlist)
    # An answer that decides nothing is put to every claim that it may be about: it has no one place to compare.
    told = [one for one in pairs if not one.gold.doubtful and one.gold.stance not in RESPONSES]
    return [(one.gold.same_as, homes[id(one.report)]) for one in told if one.gold.same_as]


def _merging(mentions: Sequence[Mention]) -> list[Figure]:
    """B-cubed: how pure the claim of a mention is, and how much of its like it holds, over all mentions."""

    def mean(side: int) -> float:
        hits = [[other for other in mentions if other[side] == one[side]] for one in mentions]
        return _share(sum(group.count(one) / len(group) for one, group in zip(mentions, hits, strict=True)), len(hits))

    return [
        Figure("merge b3 precision", mean(1), len(mentions)),
        Figure("merge b3 recall", mean(0), len(mentions)),
    ]


def _precision(articles: Sequence[Read], watchlist: Watchlist) -> Figure:
    reports = [(report, each) for each in articles for report in each.reports]
    known = sum(bool(about(report, each.text.claims, watchlist)) for report, each in reports)
    return Figure("report precision", _share(known, len(reports)), len(reports))


def _mistakes(name: str, texts: Sequence[Read], status: str, watchlist: Watchlist) -> Figure:
    wrong = sum(len(wrongly(each, (status,), watchlist)) for each in texts)
    given = sum(_shown_as(report) == status for each in texts for report in each.reports)
    return Figure(name, wrong, given, count=True)


def _ratio(name: str, things: Iterable[T], right: Callable[[T], bool]) -> Figure:
    verdicts = [right(thing) for thing in things]
    return Figure(name, _share(sum(verdicts), len(verdicts)), len(verdicts))


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 1.0


def misses(texts: Iterable[Read], watchlist: Watchlist) -> list[str]:
    """What went wrong, a line each, the worst kinds first."""
    found: list[tuple[int, str]] = []
    for each in texts:
        name = each.text.article.id
        for report in wrongly(each, each.text.forbidden | {"confirmed", "denied"}, watchlist):
            found.append((0, f"{name}: wrongly {shown(report)} ({report.rule}): {report.quote}"))
        paired = {id(one.gold) for one in each.pairs}
        for gold in each.text.claims:
            if id(gold) not in paired and not gold.doubtful:
                found.append((1, f"{name}: not found: {gold.gist} [{gold.quote}]"))
        for one in each.sure:
            found.extend((2, f"{name}: {what} ({one.report.rule}): {one.gold.quote}") for what in _differences(one))
    return [line for _, line in sorted(found, key=lambda pair: pair[0])]


def _differences(one: Pair) -> list[str]:
    gold, report = one.gold, one.report
    compared = [
        (same_status(one), "status", gold.status, shown(report)),
        (same_stance(one), "stance", gold.stance, report.stance.value),
        (not gold.source or same_class(one), "source", gold.source, report.source.cls.value),
        (not gold.attributed_to or same_origin(one), "origin", gold.attributed_to, report.source),
        (not gold.event_date or same_date(one), "date", gold.event_date, report.event_date),
        (not gold.quantities or same_quantities(one), "quantities", gold.quantities, report.quantities),
        (report.stance in RESPONSES or same_topic(one), "topic", gold.topics, report.topic.value),
    ]
    return [f"{what}: {wanted} expected, {given} read" for right, what, wanted, given in compared if not right]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="JSON lines")
    parser.add_argument(
        "--misses", type=int, default=0, metavar="N", help="print up to N misses, of the first half only"
    )
    options = parser.parse_args(arguments)
    watchlist = starter_watchlist()
    reader = Reader(watchlist)
    texts = {half: load(half) for half in HALVES}
    began = time.process_time()
    halves = {half: [read(text, reader, watchlist) for text in texts[half]] for half in HALVES}
    rate = sum(map(len, texts.values())) / max(time.process_time() - began, 1e-9)
    places = {half: merge(halves[half], watchlist) for half in HALVES}
    table = {half: figures(halves[half], places[half], watchlist) for half in HALVES}
    both = [each for half in HALVES for each in halves[half]]
    table["both"] = figures(both, [each for half in HALVES for each in places[half]], watchlist)
    _print_json(table, rate) if options.json else _print_table(table, rate)
    for line in misses(halves[HALVES[0]], watchlist)[: options.misses]:
        print(line)


def _print_json(table: dict[str, list[Figure]], rate: float) -> None:
    for half, rows in table.items():
        for row in rows:
            value = int(row.value) if row.count else round(row.value, 4)
            print(json.dumps({"figure": row.name, "half": half, "value": value, "of": row.of}))
    print(json.dumps({"figure": "articles per second", "half": "both", "value": round(rate, 1)}))


def _print_table(table: dict[str, list[Figure]], rate: float) -> None:
    print(f"{'':24}" + "".join(f"{half:>16}" for half in table))
    for rows in zip(*table.values(), strict=True):
        print(f"{rows[0].name:24}" + "".join(f"{_cell(row):>16}" for row in rows))
    print(f"{'articles per second':24}{rate:>48.0f}")


def _cell(row: Figure) -> str:
    return f"{row.value:.0f} of {row.of}" if row.count else f"{row.value:.3f} of {row.of}"


if __name__ == "__main__":
    main()
