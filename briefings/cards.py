"""A company's card: its open rumours, what was confirmed, what was denied; each with its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from briefings import wording
from briefings.claims import RESPONSES, Case, Stance, Status
from briefings.companies import Company, Watchlist

MAX_LINES = 8
_ANSWERS = RESPONSES | {Stance.DENIES, Stance.CONFIRMS}
_MAX_STATEMENT_CHARS = 240
_SECTIONS: tuple[tuple[str, tuple[Status, ...]], ...] = (
    ("Rumours, not confirmed", (Status.RUMOURED, Status.CORROBORATED, Status.LAPSED)),
    ("Confirmed", (Status.CONFIRMED,)),
    ("Denied", (Status.DENIED,)),
    ("Disputed", (Status.DISPUTED,)),
    ("Withdrawn by the outlet", (Status.RETRACTED,)),
)


@dataclass(frozen=True, slots=True)
class CardLine:
    """One claim of a card; `outlet`, `day` and `url` are those of the report to read first."""

    claim: str
    label: str
    statement: str
    details: tuple[str, ...]
    outlet: str
    day: date
    url: str


@dataclass(frozen=True, slots=True)
class CardSection:
    """The claims of one standing, newest first; `more` counts those left out."""

    title: str
    lines: tuple[CardLine, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Card:
    """What is stored about a company as of a day."""

    company: Company
    belongs_to: tuple[str, ...]
    owns: tuple[str, ...]
    sections: tuple[CardSection, ...]
    day: date
    checked: str | None = None

    @property
    def claims(self) -> tuple[str, ...]:
        """Ids of the claims shown."""
        return tuple(line.claim for section in self.sections for line in section.lines)

    @property
    def group(self) -> tuple[str, ...]:
        """What it belongs to and what belongs to it, in words."""
        found = []
        if self.belongs_to:
            found.append(f"Belongs to {wording.listed(self.belongs_to)}")
        if self.owns:
            more = f" and {len(self.owns) - 10} more" if len(self.owns) > 10 else ""
            found.append(f"Includes {wording.listed(self.owns[:10]) if not more else ', '.join(self.owns[:10])}{more}")
        return tuple(found)

    @property
    def empty(self) -> str | None:
        """What to say where nothing is stored."""
        if self.sections:
            return None
        said = f"Nothing stored about {self.company.name} as of {wording.day_words(self.day)}."
        return f"{said} {self.checked}" if self.checked else said

    @property
    def text(self) -> str:
        """The whole card as plain text."""
        lines = [self.company.name, *self.group]
        if self.empty:
            lines.append(self.empty)
        for section in self.sections:
            lines += ["", f"{section.title}:"]
            lines += [_plain(line) for line in section.lines]
            if section.more:
                lines.append(f"  … and {section.more:,} more")
        return "\n".join(lines)


def card(
    company: Company,
    cases: Sequence[Case],
    watchlist: Watchlist,
    day: date,
    totals: Mapping[Status, int] | None = None,
    checked: str | None = None,
) -> Card:
    """The card from a company's cases; `totals` counts all its claims by status where `cases` holds only some."""
    sections = (_section(title, statuses, cases, totals or {}) for title, statuses in _SECTIONS)
    return Card(
        company=company,
        belongs_to=tuple(watchlist.name_of(slug) for slug in company.parents),
        owns=tuple(child.name for child in watchlist.children(company.slug)),
        sections=tuple(section for section in sections if section.lines),
        day=day,
        checked=checked,
    )


def _section(
    title: str, statuses: tuple[Status, ...], cases: Iterable[Case], totals: Mapping[Status, int]
) -> CardSection:
    found = [case for case in cases if case.standing.status in statuses]
    found.sort(key=lambda case: case.claim.id)
    found.sort(key=lambda case: (case.standing.status is not Status.LAPSED, case.standing.updated), reverse=True)
    total = max(len(found), sum(totals.get(status, 0) for status in statuses))
    weightiest = sorted(found, key=_weight, reverse=True)[:MAX_LINES]
    shown = [case for case in found if case in weightiest]
    return CardSection(title, tuple(card_line(case) for case in shown), total - len(shown))


def _weight(case: Case) -> int:
    """What makes a claim worth a line: how many outlets told it, who answered, whether it is a matter of several."""
    outlets = len({report.article.outlet for report in case.reports})
    answers = len({report.speaker for report in case.reports if report.stance in _ANSWERS})
    return outlets + 2 * answers + 2 * (len(case.claim.companies) > 1)


def card_line(case: Case) -> CardLine:
    """One claim in a line: its standing, statement, where it comes from, who has answered."""
    report = wording.key_report(case)
    return CardLine(
        claim=case.claim.id,
        label=wording.label(case.standing),
        statement=wording.one_line(wording.statement(case), _MAX_STATEMENT_CHARS),
        details=tuple(wording.one_line(text, 160) for text in _details(case)),
        outlet=report.article.outlet,
        day=report.article.published_at.date(),
        url=report.article.url,
    )


def _details(case: Case) -> tuple[str, ...]:
    found: list[str | None] = [wording.review_note(case)]
    if case.standing.status not in (Status.CONFIRMED, Status.DENIED):
        found += [wording.first_report(case), wording.origins(case), wording.stage_words(case.standing)]
    found += wording.responses(case)[:3]
    return tuple(text for text in found if text)


def _plain(line: CardLine) -> str:
    where = f"{wording.one_line(line.outlet, 60)}, {wording.day_words(line.day)}"
    head = f"- {line.label}: {line.statement.rstrip('.。')}. {where}. [{line.claim}] {line.url}"
    return "\n".join([head, *(f"  {detail}" for detail in line.details)])
