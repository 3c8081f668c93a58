"""What changed since the last digest: composed from the evidence, so that it can be composed again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from briefings import wording
from briefings.claims import RESPONSES, Case, Report, Stage, Standing, Status
from briefings.folding import fold

FIRST_DAYS = 30
"""What a channel's first digest looks back over."""
LATE_DAYS = 7
"""How long before the window an article may have been published and still be news when it reaches us."""


class Change(StrEnum):
    """What happened to a claim, the weightiest first; the value heads its section."""

    CONFIRMED = "Confirmed"
    DENIED = "Denied"
    DISPUTED = "Disputed"
    ENDED = "Cancelled, delayed or withdrawn"
    REVIEW = "Awaiting review"
    CORROBORATED = "Rumours reported by a further independent origin"
    NEW_RUMOUR = "New rumours, not confirmed"
    RESPONSE = "Responses that settle nothing"


@dataclass(frozen=True, slots=True)
class DigestItem:
    """One change of one claim; `moved` says from what to what, `outlet`, `day`, `url` where it can be read."""

    claim: str
    change: Change
    moved: str
    label: str
    statement: str
    outlet: str
    day: date
    url: str
    companies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """The changes recorded after `since` and up to `until`, the weightiest first."""

    items: tuple[DigestItem, ...]
    since: datetime
    until: datetime
    day: date
    first: bool = False
    checked: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not self.items

    @property
    def claims(self) -> tuple[str, ...]:
        """Ids of the claims mentioned."""
        return tuple(dict.fromkeys(item.claim for item in self.items))

    @property
    def title(self) -> str:
        """The heading, such as "EV briefing, 31 July 2024"."""
        return f"EV briefing, {wording.day_words(self.day)}"

    @property
    def intro(self) -> str:
        """What the digest covers, and what to say when that is nothing."""
        if self.is_empty:
            said = f"Nothing new since {_moment(self.since)}."
        elif self.first:
            said = f"The first digest: covers the last {(self.until - self.since).days} days."
        else:
            said = f"{wording.counted(len(self.items), 'change')} since {_moment(self.since)}."
        return f"{said} {self.checked}" if self.checked else said

    @property
    def sections(self) -> tuple[tuple[Change, tuple[DigestItem, ...]], ...]:
        """The items under their headings, the weightiest heading first."""
        grouped = ((change, tuple(item for item in self.items if item.change is change)) for change in Change)
        return tuple((change, items) for change, items in grouped if items)

    @property
    def text(self) -> str:
        """The whole digest as plain text."""
        lines = [self.title, self.intro]
        for change, items in self.sections:
            lines += ["", f"{change.value}:"]
            lines += [_plain(item) for item in items]
        return "\n".join(lines)


def first_window(until: datetime) -> datetime:
    """Where the window of a channel's first digest begins."""
    return until - timedelta(days=FIRST_DAYS)


def compose(
    cases: Iterable[Case],
    since: datetime,
    until: datetime,
    day: date,
    *,
    first: bool = False,
    checked: str | None = None,
) -> Digest:
    """The digest of what was recorded after `since` and up to `until`; `day` is the date it bears."""
    found = [item for case in cases for item in _items(case, since, until)]
    order = list(Change)
    found.sort(key=lambda item: (order.index(item.change), -item.day.toordinal(), item.claim))
    return Digest(tuple(found), since, until, day, first, checked)


def _items(case: Case, since: datetime, until: datetime) -> list[DigestItem]:
    """What the window did to one claim: at most one item."""
    earliest = since - timedelta(days=LATE_DAYS)
    known = [report for report in case.reports if report.article.recorded_at <= until]
    fresh = [
        report
        for report in known
        if report.article.recorded_at > since and report.article.published_at > earliest and not report.background
    ]
    if not fresh:
        return []
    # Both sides are folded as of the same day, so that only evidence, never the calendar, makes a change.
    as_of = until.astimezone(UTC).date()
    before = fold(case.claim, [r for r in known if r.article.recorded_at <= since], as_of)
    after = fold(case.claim, known, as_of)
    if after is None:
        return []
    told = _told(before, after, fresh)
    return [] if told is None else [_item(Case(case.claim, after, tuple(known)), *told)]


def _told(before: Standing | None, after: Standing, fresh: list[Report]) -> tuple[Change, str, Report] | None:
    """The change worth telling, in words, with the report behind it; None where only the copies grew."""
    if after.status in (Status.CONFIRMED, Status.DENIED) and not any(wording.official(r) for r in fresh):
        return None  # settled by what is no news
    waiting = [report for report in fresh if report.needs_review]
    if waiting and after.needs_review and after.status not in (Status.CONFIRMED, Status.DENIED):
        return Change.REVIEW, wording.waiting_note(waiting[-1]), waiting[-1]
    if before is None:
        return _change_to(after), f"new: {_standing(after)}", _decisive(after, fresh)
    if before.status is not after.status:
        moved = f"{wording.short_label(before.status)} → {_standing(after)}"
        return _change_to(after), moved, _decisive(after, fresh)
    if before.stage is not after.stage and after.status is Status.CONFIRMED and after.stage:
        was = f"confirmed ({_stage(before.stage)})" if before.stage else "confirmed"
        return _change_to(after), f"{was} → {_stage(after.stage)}", _decisive(after, fresh)
    replies = [report for report in fresh if report.stance in RESPONSES]
    if replies:
        return Change.RESPONSE, f"{wording.speaker(replies[-1])}: {wording.response(replies[-1])}", replies[-1]
    return None


def _change_to(after: Standing) -> Change:
    """Under which heading a claim's new standing is told."""
    if after.status is Status.CONFIRMED:
        return Change.ENDED if after.stage in (Stage.CANCELLED, Stage.DELAYED) else Change.CONFIRMED
    return {
        Status.DENIED: Change.DENIED,
        Status.DISPUTED: Change.DISPUTED,
        Status.RETRACTED: Change.ENDED,
        Status.CORROBORATED: Change.CORROBORATED,
    }.get(after.status, Change.NEW_RUMOUR)


def _standing(after: Standing) -> str:
    """A new standing in a few words: "denied by Hyundai Motor"."""
    if after.status is Status.CONFIRMED and not after.official:
        return f"told as a fact by {wording.listed(after.confirmed_by)}"
    if after.status in (Status.CONFIRMED, Status.DENIED):
        names = after.confirmed_by if after.status is Status.CONFIRMED else after.denied_by
        by = f" by {wording.listed(names)}" if names else ""
        stage = f" ({_stage(after.stage)})" if after.status is Status.CONFIRMED and after.stage else ""
        return f"{after.status.value}{stage}{by}"
    if after.status is Status.CORROBORATED:
        return f"{len(after.origins)} independent origins, not confirmed"
    if after.status is Status.RUMOURED:
        return f"rumoured by {wording.listed(after.origins)}" if after.origins else "rumoured"
    return wording.short_label(after.status)


def _stage(stage: Stage | None) -> str:
    return stage.value.replace("_", " ") if stage else "no stage"


def _decisive(after: Standing, fresh: list[Report]) -> Report:
    """The fresh report behind the standing: the last official one where it is settled, else the first."""
    settled = [report for report in fresh if wording.official(report)]
    if after.status in (Status.CONFIRMED, Status.DENIED, Status.DISPUTED) and settled:
        return settled[-1]
    return fresh[-1] if after.status in (Status.CORROBORATED, Status.RETRACTED, Status.DISPUTED) else fresh[0]


def _item(case: Case, change: Change, moved: str, report: Report) -> DigestItem:
    return DigestItem(
        claim=case.claim.id,
        change=change,
        moved=wording.one_line(moved, 160),
        label=wording.label(case.standing),
        statement=wording.one_line(wording.statement(case), 240),
        outlet=report.article.outlet,
        day=report.article.published_at.date(),
        url=report.article.url,
        companies=case.claim.companies,
    )


def _moment(moment: datetime) -> str:
    moment = moment.astimezone(UTC)
    return f"{wording.day_words(moment.date())}, {moment:%H:%M} UTC"


def _plain(item: DigestItem) -> str:
    where = f"{wording.one_line(item.outlet, 60)}, {wording.day_words(item.day)}"
    return f"- {item.statement.rstrip('.。')}. {item.moved}. {where}. [{item.claim}] {item.url}"
