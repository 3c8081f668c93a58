"""The same articles give the same claims, whatever the order they came in; what people did stays."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from builders import utc

from bot.ingest import ingest
from bot.records import case_record
from bot.rereading import reread
from bot.reviewing import rule
from bot.services import Services
from briefings.articles import sample_articles
from briefings.companies import starter_watchlist
from briefings.rulings import Decision, Ruling
from db.database import open_database
from db.outbox import Place

NOW = utc("2024-08-01")


def filled(folder: Path, seed: int) -> Services:
    """The samples, come in in an order of their own."""
    database = open_database(f"sqlite:///{folder}/{seed}.db")
    with database.begin() as tx:
        tx.store.save_watchlist(starter_watchlist())
        tx.workspaces.remember("T1", "one", "U1")
    services = Services(database, lambda: NOW)
    articles = sample_articles()
    random.Random(seed).shuffle(articles)
    for article in articles:
        ingest(services, article)
    return services


def exported(services: Services) -> str:
    with services.database.read() as tx:
        watchlist = tx.store.watchlist()
        return "\n".join(json.dumps(case_record(case, watchlist)) for case in tx.store.all_cases(NOW.date()))


def test_after_a_reread_the_order_of_arrival_is_forgotten(tmp_path: Path) -> None:
    stores = [filled(tmp_path, seed) for seed in (1, 2)]
    for services in stores:
        done = reread(services)
        assert done.read == len(sample_articles())
    one, other = map(exported, stores)
    assert one == other
    reread(stores[0])
    assert exported(stores[0]) == one
    for services in stores:
        services.database.close()


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return filled(tmp_path, 3)


def test_old_ids_rulings_and_posts_lead_to_the_new_claims(services: Services) -> None:
    with services.database.begin() as tx:
        before = {each.claim.id: {(r.article.id, r.quote) for r in each.reports} for each in tx.store.all_cases()}
        chosen = max(before, key=lambda claim: (len(before[claim]), claim))
        tx.outbox.remember_post(Place("T1", "C1", "1.0"), [chosen], NOW)
    rule(services, "T1", Ruling(0, chosen, Decision.CONFIRM, "ada", "I asked them", NOW))
    reread(services)
    with services.database.read("T1") as tx:
        for old, reports in before.items():
            now = tx.store.claim_id(old)
            assert now is not None, "an id was given and works no longer"
            (case,) = tx.store.cases([now], NOW.date())
            assert reports & {(r.article.id, r.quote) for r in case.reports}
        now = tx.store.claim_id(chosen)
        assert now is not None
        assert tx.store.cases([now], NOW.date())[0].standing.confirmed_by == ("ada (ruling)",)
        assert tx.outbox.posts_about("T1", now) == [("C1", "1.0")]
    services.database.close()


def test_articles_whose_text_is_gone_keep_their_reports(services: Services) -> None:
    before = exported(services).count('"quote"')
    with services.database.begin() as tx:
        tx.store.articles.empty_old_articles(utc("2030-01-01"))
    done = reread(services)
    assert (done.read, done.kept) == (0, len(sample_articles()))
    assert exported(services).count('"quote"') >= before * 0.9
    services.database.close()
