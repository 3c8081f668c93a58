"""The store's questions: what is kept comes back as it was, by company, by words, by time."""

from __future__ import annotations

import re
from datetime import date

import pytest
from builders import DAY, a_case, a_claim, a_confirmation, a_report, a_response, a_watchlist, an_article, utc
from hypothesis import given
from hypothesis import strategies as st
from stored import NOW, keep

from briefings.claims import Quantity, Stage, Status
from db import search
from db.articles import Known
from db.database import Database
from db.store import Grown


def test_a_watchlist_comes_back_as_it_was(database: Database) -> None:
    with database.begin() as tx:
        tx.store.save_watchlist(a_watchlist())
        tx.store.save_watchlist(a_watchlist())
    with database.read() as tx:
        assert set(tx.store.watchlist()) == set(a_watchlist())


def test_a_case_comes_back_as_it_was(database: Database) -> None:
    report = a_report(
        title="Xiaomi may build cars with BAIC",
        quantities=(Quantity(1e10, "CNY", stated=(1.5e9, "USD")), Quantity(1, "vehicles", 2, "year")),
        stage=Stage.NEGOTIATING,
        spoken_on="2022-08-26",
        event_date="2024",
        facility="No. 2 plant",
    )
    kept = keep(
        database, a_claim(target="2024"), [report, a_response(id="r2", title="Xiaomi may build cars with BAIC")]
    )
    with database.read() as tx:
        assert tx.store.cases([kept.claim.id], DAY) == [kept]
        assert tx.store.cases([kept.claim.id], date(2022, 1, 1)) == []
        assert list(tx.store.all_cases(DAY)) == [kept]


def test_an_article_is_known_by_its_id_and_by_the_same_text_at_the_same_address(database: Database) -> None:
    with database.begin() as tx:
        tx.store.articles.add_article(an_article(), NOW)
        assert tx.store.articles.known_as(an_article()) is Known.SAME
        assert tx.store.articles.known_as(an_article(id="another")) is Known.SAME
        assert tx.store.articles.known_as(an_article(body="A corrected text.")) is Known.CHANGED
        assert tx.store.articles.known_as(an_article(outlet="Reuters", body="Their text.")) is Known.TAKEN
        assert tx.store.articles.known_as(an_article(id="another", body="A new text.")) is None
        assert tx.store.articles.known_as(an_article(id="another", url="https://news.example/other")) is None


def test_the_full_text_of_old_articles_goes_and_their_quotes_stay(database: Database) -> None:
    kept = keep(database, a_claim(), [a_report()])
    with database.begin() as tx:
        tx.store.articles.empty_old_articles(utc("2030-01-01"))
    with database.read() as tx:
        assert tx.store.cases([kept.claim.id], DAY) == [kept]


def test_a_card_gets_the_claims_that_moved_last_of_each_status(database: Database) -> None:
    for number in range(5):
        keep(database, a_claim(id=f"rumour-{number}"), [a_report(id=f"a{number}", published_at=f"2022-08-2{number}")])
    keep(database, a_claim(id="fact"), [a_confirmation()])
    with database.read() as tx:
        ids = [each.claim.id for each in tx.store.card_cases("xiaomi", DAY, 2)]
        assert ids == ["rumour-4", "rumour-3", "fact"]
        assert tx.store.count_claims("xiaomi") == {Status.RUMOURED: 5, Status.CONFIRMED: 1}
        assert tx.store.count_claims("byd") == {}
        assert len(tx.store.cases(tx.finder.latest_about(["baic-group"], limit=3), DAY)) == 3


def test_an_old_claim_about_two_companies_can_still_be_matched(database: Database) -> None:
    keep(database, a_claim(id="pair", companies=("byd", "ford")), [a_report(published_at="2020-01-01")])
    for number in range(3):
        alone = a_claim(id=f"alone-{number}", companies=("byd",))
        keep(database, alone, [a_report(id=f"a{number}", published_at=f"2022-08-2{number}")])
    with database.read() as tx:
        ids = [each.claim.id for each in tx.store.cases_to_match(["byd", "ford"], limit=2)]
        assert ids == ["alone-2", "alone-1", "pair"]
        assert [each.claim.id for each in tx.store.cases_to_match(["byd"], limit=2)] == ["alone-2", "alone-1"]


def test_a_change_of_standing_is_noted_once(database: Database) -> None:
    kept = keep(database, a_claim(), [a_report()])
    with database.begin() as tx:
        tx.store.save([Grown(kept, ())], NOW)
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT status_before, status FROM status_change").fetchall()
    assert [tuple(row) for row in rows] == [(None, "rumoured")]


def test_what_was_recorded_in_a_window_is_found_by_our_clock_not_the_worlds(database: Database) -> None:
    keep(database, a_claim(), [a_report(published_at="2021-01-01", recorded_at="2022-08-31T12:00")])
    with database.read() as tx:
        assert len(tx.store.cases_recorded(utc("2022-08-31"), utc("2022-09-01"))) == 1
        assert tx.store.cases_recorded(utc("2022-09-01"), utc("2022-09-02")) == []
        assert tx.store.cases_recorded(utc("2020-12-31"), utc("2021-01-02")) == []


@pytest.mark.parametrize("terms", ["negotiate electric vehicles", "NEGOTIATING", "小米 negotiating"])
def test_a_claim_is_found_by_its_words_whatever_their_form(database: Database, terms: str) -> None:
    kept = keep(database, a_claim(), [a_report()])
    words = [(word,) for word in terms.split()]
    with database.read() as tx:
        assert tx.store.cases(tx.finder.by_terms(words, [], DAY), DAY) == [kept]
        assert tx.store.cases(tx.finder.by_terms(words, ["xiaomi"], DAY), DAY) == [kept]
        assert tx.store.cases(tx.finder.by_terms(words, ["byd"], DAY), DAY) == []


def test_a_claim_is_found_by_any_spelling_of_a_term_and_those_with_more_terms_come_first(database: Database) -> None:
    plain = a_report(id="plain", statement="Xiaomi makes vehicles", quote="Xiaomi makes vehicles")
    keep(database, a_claim(id="both"), [a_report()])
    keep(database, a_claim(id="one", statement="Xiaomi makes vehicles"), [plain])
    with database.read() as tx:
        found = tx.store.cases(
            tx.finder.by_terms([("cars", "vehicles"), ("bargaining", "negotiating")], ["xiaomi"], DAY), DAY
        )
        assert [each.claim.id for each in found] == ["both", "one"]


def test_claims_that_began_in_certain_days_are_found_the_last_first(database: Database) -> None:
    for number in range(1, 5):
        reports = [a_report(id=f"a{number}", published_at=f"2022-08-0{number}")]
        keep(database, a_claim(id=f"claim-{number}"), reports)
    with database.read() as tx:
        found = tx.store.cases(tx.finder.begun(["xiaomi"], date(2022, 8, 2), date(2022, 8, 3), DAY), DAY)
        assert [each.claim.id for each in found] == ["claim-3", "claim-2"]
        assert tx.store.cases(tx.finder.begun(["byd"], date(2022, 8, 2), date(2022, 8, 3), DAY), DAY) == []


def test_claims_about_all_of_several_companies_are_found_the_newest_first(database: Database) -> None:
    for number in range(3):
        reports = [a_report(id=f"a{number}", published_at=f"2022-08-2{number}")]
        keep(database, a_claim(id=f"pair-{number}", companies=("byd", "ford")), reports)
    keep(database, a_claim(id="alone", companies=("byd",)), [a_report(id="b", companies=("byd",))])
    with database.read() as tx:
        found = [
            each.claim.id
            for each in tx.store.cases(tx.finder.about_all([["ford"], ["findreams-battery", "byd"]], DAY, 2), DAY)
        ]
        assert found == ["pair-2", "pair-1"]


def test_chinese_questions_find_english_claims_and_the_other_way_round(database: Database) -> None:
    english = keep(database, a_claim(id="en"), [a_report()])
    chinese_report = a_report(id="zh", statement="小米正与北汽洽谈合作造车", quote="小米正与北汽洽谈合作造车")
    chinese = keep(database, a_claim(id="zh", statement="小米正与北汽洽谈合作造车"), [chinese_report])
    found = a_watchlist().named("小米")
    assert found is not None
    with database.read() as tx:
        assert {each.claim.id for each in tx.store.cases(tx.finder.by_terms([], [found.slug], DAY), DAY)} == {
            "en",
            "zh",
        }
        assert tx.store.cases(tx.finder.by_terms([("合作造车",)], [], DAY), DAY) == [chinese]
        assert tx.store.cases(tx.finder.by_terms([("jointly",)], [found.slug], DAY), DAY) == [english]


@given(st.lists(st.text(max_size=30), max_size=4))
def test_no_text_is_search_syntax(spellings: list[str]) -> None:
    query = search.unit_of(spellings)
    assert not re.sub(r'"\w+"|[()]| OR ', "", query)


def test_punctuation_that_means_something_to_the_index_is_harmless(database: Database) -> None:
    keep(database, a_claim(), [a_report()])
    with database.read() as tx:
        for text in (
            "c++",
            "AT&T",
            "o'neil",
            "-x",
            "*",
            '"',
            "NEAR(a b)",
            "words:x",
            "a AND",
            "(",
            "^a",
            "小米*",
            "😀",
        ):
            assert isinstance(tx.store.cases(tx.finder.by_terms([(text,)], ["xiaomi"]), DAY), list)


def test_nothing_of_one_workspace_is_visible_to_another(database: Database) -> None:
    from datetime import time

    from briefings.questions import Question
    from briefings.schedules import Schedule

    schedule = Schedule(frozenset({0}), time(9), "UTC")
    with database.begin() as tx:
        for workspace in ("T1", "T2"):
            tx.workspaces.remember(workspace, workspace, "U")
        tx.workspaces.subscribe("T1", "C1", "U1", schedule, NOW)
        tx.conversations.save("T1", "C1", "1.0", Question("", ("xiaomi",)), NOW)
        assert tx.workspaces.subscription("T2", "C1") is None
        assert tx.workspaces.subscriptions("T2") == []
        assert tx.conversations.last_question("T2", "C1", "1.0") is None
        assert tx.conversations.last_in_channel("T2", "C1", NOW) is None
        assert not tx.workspaces.unsubscribe("T2", "C1")
        assert tx.workspaces.take_request("T1", "e1", NOW)
        assert not tx.workspaces.take_request("T1", "e1", NOW)
        assert tx.workspaces.take_request("T2", "e1", NOW)
        assert tx.workspaces.subscription("T1", "C1") is not None
    assert a_case().claim.companies == ("xiaomi", "baic-group")
