"""Articles into the store: copies count once, and a failure leaves nothing behind."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import a_watchlist, an_article, utc

from bot.ingest import ingest
from bot.services import Services
from briefings.articles import Article
from briefings.claims import Case, Status, Topic
from briefings.errors import ArticleError
from db.database import Database

NOW = utc("2022-09-10")
STORY = an_article(
    id="first",
    outlet="36Kr",
    published_at="2022-08-26",
    title="Xiaomi talks to BAIC",
    body=(
        "Xiaomi is negotiating with BAIC Group to jointly produce electric vehicles. The phone maker has waited for "
        "a licence of its own for more than a year. Beijing Automotive runs a plant with free capacity in the south "
        "of the capital, and its new-energy arm has sold fewer cars than planned since the beginning of the year."
    ),
)


@pytest.fixture
def services(database: Database) -> Services:
    with database.begin() as tx:
        tx.store.save_watchlist(a_watchlist())
    return Services(database, lambda: NOW)


def told(services: Services, *articles: Article) -> list[Case]:
    for article in articles:
        ingest(services, article)
    with services.database.read() as tx:
        return [each for each in tx.store.all_cases(NOW.date()) if each.claim.topic is Topic.PARTNERSHIP]


def test_a_copy_in_another_outlet_is_the_same_origin(services: Services) -> None:
    copy = replace(STORY, id="copy", url="https://news.example/copy", outlet="Sina", published_at=utc("2022-08-27"))
    (case,) = told(services, STORY, copy)
    assert (case.standing.status, case.standing.origins) == (Status.RUMOURED, ("36Kr",))
    assert {report.article.outlet for report in case.reports} == {"36Kr", "Sina"}


def test_the_same_news_in_other_words_is_another_origin(services: Services) -> None:
    own = an_article(
        id="own",
        url="https://news.example/own",
        outlet="Caixin",
        published_at="2022-08-28",
        title="A partner for Xiaomi",
        body="Xiaomi is in talks with BAIC Group to produce electric vehicles jointly, people close to both say.",
    )
    (case,) = told(services, STORY, own)
    assert case.standing.status is Status.CORROBORATED


def test_an_article_from_the_future_is_refused_and_leaves_nothing(services: Services) -> None:
    with pytest.raises(ArticleError, match="in the future"):
        ingest(services, replace(STORY, published_at=utc("2022-09-13")))
    with services.database.read() as tx:
        assert (tx.store.articles.count_articles(), tx.store.count_claims()) == (0, {})


def test_a_store_that_fails_half_way_keeps_nothing_of_the_article(services: Services) -> None:
    with services.database.engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE status_change")
        connection.commit()
    with pytest.raises(Exception, match="status_change"):
        ingest(services, STORY)
    with services.database.read() as tx:
        assert (tx.store.articles.count_articles(), tx.store.count_claims()) == (0, {})
