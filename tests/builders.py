"""Values for tests: each builder gives a complete, plausible value, and takes only what a test cares about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from briefings.articles import Article
from briefings.claims import ArticleRef, Case, Claim, Report, Source, SourceClass, Stance, Status, Topic
from briefings.companies import Company, Watchlist
from briefings.folding import case

DAY = date(2022, 9, 1)


def utc(text: str) -> datetime:
    """An aware UTC time from `2022-08-29` or `2022-08-29T08:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def a_company(name: str = "Xiaomi", **changes: Any) -> Company:
    """A company whose slug follows from its name."""
    return replace(Company(name.casefold().replace(" ", "-"), name), **changes)


def a_watchlist(*more: Company) -> Watchlist:
    """The companies of the sample story, and more."""
    return Watchlist(
        (
            a_company("Xiaomi", aliases=("小米", "小米汽车", "Xiaomi Auto"), tickers=("1810.HK",)),
            a_company("BAIC Group", aliases=("北汽集团", "北汽", "BAIC")),
            a_company("BAIC BluePark", aliases=("北汽蓝谷",), tickers=("600733.SS",), parents=("baic-group",)),
            a_company("Beijing Hyundai", aliases=("北京现代",), parents=("baic-group", "hyundai-motor")),
            a_company("Hyundai Motor", aliases=("现代汽车", "Hyundai"), tickers=("005380.KS",)),
            a_company("CATL", aliases=("宁德时代",), tickers=("300750.SZ",)),
            a_company("BYD", aliases=("比亚迪",), tickers=("1211.HK",)),
            a_company("FinDreams Battery", aliases=("弗迪电池",), parents=("byd",)),
            a_company("Ford", common_words=("Ford",)),
            *more,
        )
    )


def an_article(**changes: Any) -> Article:
    """An article with text; `published_at` may be given as text."""
    if isinstance(changes.get("published_at"), str):
        changes["published_at"] = utc(changes["published_at"])
    base = Article(
        id="pandaily-1",
        url="https://news.example/xiaomi-baic",
        outlet="Pandaily",
        published_at=utc("2022-08-29"),
        title="Xiaomi may build cars with BAIC",
        body="Xiaomi is negotiating with BAIC Group to jointly produce electric vehicles, Bloomberg reported.",
        lang="en",
    )
    return replace(base, **changes)


def a_ref(**changes: Any) -> ArticleRef:
    """Where a report was printed; recorded when it was published, unless told otherwise."""
    for key in ("published_at", "recorded_at"):
        if isinstance(changes.get(key), str):
            changes[key] = utc(changes[key])
    published = changes.pop("published_at", utc("2022-08-29"))
    base = ArticleRef(
        "pandaily-1",
        "https://news.example/xiaomi-baic",
        "Pandaily",
        published,
        published,
        "Xiaomi may build cars with BAIC",
    )
    return replace(base, **changes)


_OF_THE_ARTICLE = {"id", "url", "outlet", "published_at", "recorded_at", "title"}


def a_report(**changes: Any) -> Report:
    """A rumour by Bloomberg in Pandaily. Fields of the article (`url`, `published_at`, …) may be given as well."""
    article = changes.pop("article", None) or a_ref(**{key: changes.pop(key) for key in _OF_THE_ARTICLE & set(changes)})
    quote = changes.get("quote", "Xiaomi is negotiating with BAIC Group to jointly produce electric vehicles")
    base = Report(
        article=article,
        statement="Xiaomi is negotiating with BAIC Group to jointly produce electric vehicles",
        quote=quote,
        span=(0, len(quote)),
        companies=("xiaomi", "baic-group"),
        topic=Topic.PARTNERSHIP,
        stance=Stance.REPORTS,
        supports=Status.RUMOURED,
        source=Source(SourceClass.OUTLET_ANONYMOUS, "Bloomberg", "Bloomberg"),
        rule="test",
    )
    return replace(base, **changes)


def a_confirmation(by: str = "Xiaomi", company: str | None = "xiaomi", **changes: Any) -> Report:
    """A party's own word that the claim holds."""
    return a_report(
        **{
            "id": "xiaomi-1",
            "outlet": "Reuters",
            "url": "https://news.example/confirmed",
            "published_at": "2022-08-30",
            "stance": Stance.CONFIRMS,
            "supports": Status.CONFIRMED,
            "source": Source(SourceClass.PARTY, by, None, company),
            "quote": f"{by} confirmed the agreement",
        }
        | changes
    )


def a_denial(by: str = "Hyundai Motor", company: str | None = "hyundai-motor", **changes: Any) -> Report:
    """A party's own word that the claim does not hold."""
    return a_report(
        **{
            "id": "denial-1",
            "outlet": "Yonhap",
            "url": "https://news.example/denied",
            "published_at": "2022-08-30",
            "stance": Stance.DENIES,
            "supports": Status.DENIED,
            "source": Source(SourceClass.PARTY, by, None, company),
            "quote": f"{by} said the report is groundless",
        }
        | changes
    )


def a_response(stance: Stance = Stance.UNAWARE, by: str = "BAIC Group", **changes: Any) -> Report:
    """An answer of a party that settles nothing."""
    return a_report(
        **{
            "stance": stance,
            "source": Source(SourceClass.PARTY, by, None, by.casefold().replace(" ", "-")),
            "quote": f"{by} responded that it has not received anything specific just yet",
            "statement": f"{by} has not received anything specific",
        }
        | changes
    )


def a_claim(**changes: Any) -> Claim:
    """The claim that the sample rumour is about."""
    base = Claim(
        "c0000000001",
        "Xiaomi is negotiating with BAIC Group to jointly produce electric vehicles",
        ("xiaomi", "baic-group"),
        Topic.PARTNERSHIP,
    )
    return replace(base, **changes)


def a_case(reports: Iterable[Report] | None = None, day: date = DAY, **changes: Any) -> Case:
    """A claim folded from its reports (by default the one rumour) as of a day; `changes` are the claim's."""
    evidence = (a_report(),) if reports is None else tuple(reports)
    if evidence and "statement" not in changes:
        first = evidence[0]
        changes = {
            "statement": first.statement,
            "companies": first.companies,
            "topic": first.topic,
            "target": first.event_date,
        } | changes
    found = case(a_claim(**changes), evidence, day)
    assert found is not None, "a case needs a report published by the day"
    return found
