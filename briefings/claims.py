"""Claims, the reports about them, and what is said of both: the words of the field, as values."""

from __future__ import annotations

import hashlib
import re
from base64 import b32encode
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from briefings import edtf


class Stance(StrEnum):
    """What a report does to its claim."""

    REPORTS = "reports"
    CONFIRMS = "confirms"
    DENIES = "denies"
    NO_COMMENT = "no_comment"
    UNAWARE = "unaware"
    DEFERS = "defers"
    QUALIFIES = "qualifies"
    RETRACTS = "retracts"


RESPONSES = frozenset({Stance.NO_COMMENT, Stance.UNAWARE, Stance.DEFERS, Stance.QUALIFIES})
"""Stances that are shown beside a claim and never move its status."""


class Status(StrEnum):
    """Whether a claim is established."""

    RUMOURED = "rumoured"
    CORROBORATED = "corroborated"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    DISPUTED = "disputed"
    RETRACTED = "retracted"
    LAPSED = "lapsed"


RUMOURS = frozenset({Status.RUMOURED, Status.CORROBORATED, Status.LAPSED})
"""Statuses of what is only said: nobody concerned has settled it."""


class Stage(StrEnum):
    """How far the thing itself has come."""

    CONSIDERED = "considered"
    NEGOTIATING = "negotiating"
    AGREED = "agreed"
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    DELAYED = "delayed"
    CANCELLED = "cancelled"


class SourceClass(StrEnum):
    """Who stands behind a report, strongest first."""

    OFFICIAL_RECORD = "official_record"
    PARTY = "party"
    OUTLET = "outlet"
    OUTLET_ANONYMOUS = "outlet_anonymous"
    AGENTLESS = "agentless"
    ANALYST = "analyst"
    THIRD_PARTY = "third_party"


OFFICIALS = frozenset({SourceClass.OFFICIAL_RECORD, SourceClass.PARTY})
"""Classes whose word can deny, and confirm."""
LICENSED = OFFICIALS | {SourceClass.OUTLET}
"""Classes whose word can confirm; `outlet` only for what anyone can see (a price, a launch), as the reader decides."""
RULING = "ruling"
"""The rule of what a person decided: it prevails over what was said before."""
BYSTANDERS = frozenset({SourceClass.ANALYST, SourceClass.THIRD_PARTY})
"""Classes whose word is shown and never counted once a claim stands."""


class Topic(StrEnum):
    """What a claim is about."""

    PARTNERSHIP = "partnership"
    SUPPLY = "supply"
    PLANT = "plant"
    LICENCE = "licence"
    STAKE = "stake"
    FUNDING = "funding"
    LAUNCH = "launch"
    TECHNOLOGY = "technology"
    PRICE = "price"
    SALES = "sales"
    PERSONNEL = "personnel"
    LEGAL = "legal"
    STRATEGY = "strategy"


@dataclass(frozen=True, slots=True)
class Source:
    """Who said it: `name` as shown, `company` its slug where we follow it, `origin` the outlet it goes back to."""

    cls: SourceClass
    name: str | None = None
    origin: str | None = None
    company: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount: `value` (to `value_hi`) in `unit`, `per` year, car, …; `stated` is the article's own conversion."""

    value: float
    unit: str
    value_hi: float | None = None
    per: str | None = None
    stated: tuple[float, str] | None = None


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """Where a report was printed, and when: `published_at` by the world's clock, `recorded_at` by ours (both UTC)."""

    id: str
    url: str
    outlet: str
    published_at: datetime
    recorded_at: datetime
    title: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One assertion about one claim in one article. Immutable evidence.

    `quote` is `article.text[span[0]:span[1]]`. `companies` holds slugs of the claim's parties. `supports` is the
    status that this article alone would give the claim. `answers` holds the positions, in the list that the reader
    returned, of the reports that this one responds to.
    """

    article: ArticleRef
    statement: str
    quote: str
    span: tuple[int, int]
    companies: tuple[str, ...]
    topic: Topic
    stance: Stance
    supports: Status
    source: Source
    rule: str
    stage: Stage | None = None
    background: bool = False
    needs_review: bool = False
    spoken_on: str | None = None
    event_date: str | None = None
    quantities: tuple[Quantity, ...] = ()
    facility: str | None = None
    ending: bool = False
    answers: tuple[int, ...] = ()

    @property
    def origin(self) -> str:
        """The outlet that the report goes back to."""
        return self.source.origin or self.article.outlet

    @property
    def speaker(self) -> str:
        """Whose word it is: the company's slug, a name, or the outlet."""
        return self.source.company or self.source.name or self.origin

    @property
    def said_on(self) -> date:
        """The day it was said: for facts retold the day then, otherwise the day of publication."""
        printed = self.article.published_at.date()
        if self.background and self.spoken_on:
            return min(edtf.bounds(self.spoken_on)[1], printed)
        return printed


@dataclass(frozen=True, slots=True)
class Claim:
    """The proposition that reports are about. `companies` holds slugs; `target` is EDTF."""

    id: str
    statement: str
    companies: tuple[str, ...]
    topic: Topic
    facility: str | None = None
    target: str | None = None
    ending: bool = False


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A claim's standing moved: when in the world, to what, and by which report."""

    on: date
    status: Status
    stage: Stage | None
    because: Report


@dataclass(frozen=True, slots=True)
class Standing:
    """What the evidence makes of a claim. `confirmed_by` and `denied_by` hold names as shown.

    `official` is False where a confirmation stands on the word of outlets alone, about what anyone can see.
    """

    status: Status
    stage: Stage | None
    needs_review: bool
    first_reported: date
    updated: date
    origins: tuple[str, ...]
    confirmed_by: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()
    changes: tuple[StatusChange, ...] = ()
    official: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """A claim with its evidence and its standing on a day."""

    claim: Claim
    standing: Standing
    reports: tuple[Report, ...]


def found(report: Report) -> Claim:
    """The claim that a report gives rise to when it is the first."""
    seed = "\n".join((report.article.id, str(report.span), report.statement, *report.companies))
    # 60 bits: among a million claims, two share an id once in some two million stores.
    digest = b32encode(hashlib.sha256(seed.encode()).digest())[:12].decode().lower()
    return Claim(
        id=f"c{digest}",
        statement=report.statement,
        companies=report.companies,
        topic=report.topic,
        facility=report.facility,
        target=report.event_date,
        ending=report.ending,
    )


def wire(outlet: str) -> str:
    """The agency whose text an outlet prints, where its name says so: "Business Recorder (Reuters)" is Reuters'."""
    named = re.search(r"[(（]([^()（）]{2,40})[)）]\s*$", outlet)
    return named[1].strip() if named else outlet


@lru_cache(maxsize=4096)
def origin_key(name: str) -> str:
    """An outlet's name as origins are compared: "Reuters", "reuters.com" and "Daily (Reuters)" are one."""
    name = wire(name)
    small = re.sub(
        r"^(?:https?://)?(?:www\.)?|^the\s+|\.(?:com|net|org|cn|co|io|de|jp|kr|uk)\b.*$", "", name.casefold()
    )
    return re.sub(r"[\W_]+", "", small) or name.casefold()
