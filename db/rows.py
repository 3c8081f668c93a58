"""Rows to values and back: the only place that knows both."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row

from briefings.claims import (
    ArticleRef,
    Claim,
    Quantity,
    Report,
    Source,
    SourceClass,
    Stage,
    Stance,
    Standing,
    Status,
    Topic,
)
from db.tables import ClaimRow, ReportRow


def claim_from(row: ClaimRow) -> Claim:
    """The claim of a row."""
    return Claim(row.id, row.statement, tuple(row.companies), Topic(row.topic), row.facility, row.target, row.ending)


def claim_to(claim: Claim, standing: Standing) -> dict[str, Any]:
    """The columns of a claim with its latest standing."""
    return {
        "id": claim.id,
        "statement": claim.statement,
        "companies": list(claim.companies),
        "topic": claim.topic.value,
        "facility": claim.facility,
        "target": claim.target,
        "ending": claim.ending,
        "status": standing.status.value,
        "stage": standing.stage.value if standing.stage else None,
        "needs_review": standing.needs_review,
        "first_reported": standing.first_reported,
        "updated": standing.updated,
    }


def report_from(row: ReportRow | Row[Any], article: ArticleRef) -> Report:
    """The report of a row, or of its columns."""
    return Report(
        article=article,
        statement=row.statement,
        quote=row.quote,
        span=(row.span_start, row.span_end),
        companies=tuple(row.companies),
        topic=Topic(row.topic),
        stance=Stance(row.stance),
        supports=Status(row.supports),
        source=Source(SourceClass(row.source_class), row.source_name, row.source_origin, row.source_company),
        rule=row.rule,
        stage=Stage(row.stage) if row.stage else None,
        background=row.background,
        needs_review=row.needs_review,
        spoken_on=row.spoken_on,
        event_date=row.event_date,
        quantities=tuple(_quantity_from(raw) for raw in row.quantities),
        facility=row.facility,
        ending=row.ending,
    )


def report_to(claim_id: str, position: int, report: Report) -> dict[str, Any]:
    """The columns of a report about a claim; `position` is its place in the article."""
    return {
        "claim_id": claim_id,
        "article_id": report.article.id,
        "position": position,
        "statement": report.statement,
        "quote": report.quote,
        "span_start": report.span[0],
        "span_end": report.span[1],
        "companies": list(report.companies),
        "topic": report.topic.value,
        "stance": report.stance.value,
        "supports": report.supports.value,
        "source_class": report.source.cls.value,
        "source_name": report.source.name,
        "source_origin": report.source.origin,
        "source_company": report.source.company,
        "rule": report.rule,
        "stage": report.stage.value if report.stage else None,
        "background": report.background,
        "needs_review": report.needs_review,
        "spoken_on": report.spoken_on,
        "event_date": report.event_date,
        "facility": report.facility,
        "ending": report.ending,
        "quantities": [_quantity_to(quantity) for quantity in report.quantities],
    }


def companies_of(claim: Claim, reports: Iterable[Report]) -> tuple[str, ...]:
    """Every company that a claim or one of its reports is about, in a fixed order."""
    slugs = dict.fromkeys(claim.companies)
    for report in reports:
        slugs |= dict.fromkeys(report.companies)
    return tuple(slugs)


def _quantity_from(raw: dict[str, Any]) -> Quantity:
    stated = raw.get("stated")
    return Quantity(
        raw["value"], raw["unit"], raw.get("value_hi"), raw.get("per"), (stated[0], stated[1]) if stated else None
    )


def _quantity_to(quantity: Quantity) -> dict[str, Any]:
    return {
        "value": quantity.value,
        "unit": quantity.unit,
        "value_hi": quantity.value_hi,
        "per": quantity.per,
        "stated": list(quantity.stated) if quantity.stated else None,
    }
