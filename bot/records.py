"""Values as the JSON that `ev` prints: public, stable."""

from __future__ import annotations

from typing import Any

from bot.ask import Asked
from briefings.articles import Article, show_time
from briefings.claims import Case, Quantity, Report
from briefings.companies import Watchlist
from briefings.wording import MAX_QUOTE_CHARS


def article_record(article: Article, reports: tuple[Report, ...], watchlist: Watchlist) -> dict[str, Any]:
    """A line of `ev extract`."""
    return {"article": article.id, "reports": [report_record(report, watchlist) for report in reports]}


def report_record(report: Report, watchlist: Watchlist) -> dict[str, Any]:
    """A report with what its own article supports."""
    return {
        "statement": report.statement,
        "quote": report.quote[:MAX_QUOTE_CHARS],
        "companies": [watchlist.name_of(slug) for slug in report.companies],
        "topic": report.topic.value,
        "stance": report.stance.value,
        "status": report.supports.value,
        "background": report.background,
        "needs_review": report.needs_review,
        "source": {
            "class": report.source.cls.value,
            "name": report.source.name,
            "origin": report.source.origin,
        },
        "spoken_on": report.spoken_on,
        "event_date": report.event_date,
        "quantities": [quantity_record(quantity) for quantity in report.quantities],
        "rule": report.rule,
    }


def quantity_record(quantity: Quantity) -> dict[str, Any]:
    """An amount; `stated` is the article's own conversion."""
    stated = {"value": quantity.stated[0], "unit": quantity.stated[1]} if quantity.stated else None
    record = {"value": quantity.value, "value_hi": quantity.value_hi, "unit": quantity.unit, "per": quantity.per}
    return record | ({"stated": stated} if stated else {})


def case_record(case: Case, watchlist: Watchlist) -> dict[str, Any]:
    """A line of `ev export`: a claim with its reports."""
    claim, standing = case.claim, case.standing
    return {
        "claim": claim.id,
        "statement": claim.statement,
        "companies": [watchlist.name_of(slug) for slug in claim.companies],
        "topic": claim.topic.value,
        "status": standing.status.value,
        "stage": standing.stage.value if standing.stage else None,
        "needs_review": standing.needs_review,
        "first_reported": standing.first_reported.isoformat(),
        "updated": standing.updated.isoformat(),
        "origins": len(standing.origins),
        "confirmed_by": list(standing.confirmed_by),
        "denied_by": list(standing.denied_by),
        "reports": [
            report_record(report, watchlist)
            | {
                "article": report.article.id,
                "url": report.article.url,
                "outlet": report.article.outlet,
                "published": show_time(report.article.published_at),
            }
            for report in case.reports
        ],
    }


def answer_record(name: str, asked: Asked) -> dict[str, Any]:
    """A line of `ev ask --json`."""
    answer = asked.answer
    return {
        "question": name,
        "text": answer.text,
        "status": answer.status,
        "claims": list(answer.claims),
        "citations": [
            {
                "claim": each.claim,
                "article": each.article,
                "outlet": each.outlet,
                "published": each.published,
                "quote": each.quote,
                "url": each.url,
            }
            for each in answer.citations
        ],
        "abstained": answer.abstained,
    }
