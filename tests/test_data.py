"""The files that come with the bot, and the expected values that stand beside the sample texts."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from briefings import edtf
from briefings.articles import Article, parse_line
from briefings.claims import SourceClass, Stance, Status, Topic
from briefings.companies import Watchlist, fold_name, parse_watchlist

ROOT = Path(__file__).parent.parent
STARTER = ROOT / "briefings" / "data"
EXPECTED = ROOT / "tests" / "data"
LAST_DAY = date(2024, 7, 31)
SUPPORTED = {
    "confirms": {"confirmed"},
    "denies": {"denied"},
    "reports": {"rumoured", "confirmed"},
    "no_comment": {"rumoured"},
    "unaware": {"rumoured"},
}
"""Which statuses a stance can give its claim in one article."""


@pytest.fixture(scope="module")
def watchlist() -> Watchlist:
    return Watchlist(parse_watchlist((STARTER / "watchlist.toml").read_text("utf-8")))


@pytest.fixture(scope="module")
def samples() -> list[Article]:
    return [parse_line(line) for line in (STARTER / "samples.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def twin() -> str:
    return (EXPECTED / "seed_twin.txt").read_text("utf-8")


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads((EXPECTED / name).read_text("utf-8"))


def expected_claims() -> Iterator[tuple[str, dict[str, Any]]]:
    for article in toml("samples.expected.toml")["article"]:
        for claim in article["claim"]:
            yield article["id"], claim


def test_watchlist_covers_the_industry(watchlist: Watchlist) -> None:
    assert len(watchlist) >= 60
    for name in ("Xiaomi", "Tesla", "Volkswagen", "Toyota", "Kia", "Tata Motors", "VinFast", "CATL", "Huawei"):
        assert watchlist.named(name), name


def test_no_name_belongs_to_two_companies(watchlist: Watchlist) -> None:
    owners = Counter(
        name
        for company in watchlist
        for name in {fold_name(text) for text in (*company.names, *company.tickers, company.slug)}
    )
    assert [name for name, count in owners.items() if count > 1] == []


def test_no_company_repeats_a_name(watchlist: Watchlist) -> None:
    for company in watchlist:
        folded = [fold_name(name) for name in company.names]
        assert len(folded) == len(set(folded)), company.name


def test_no_name_or_ticker_is_a_single_letter(watchlist: Watchlist) -> None:
    assert [text for company in watchlist for text in (*company.names, *company.tickers) if len(text) < 2] == []


def test_no_company_is_its_own_ancestor(watchlist: Watchlist) -> None:
    parents = {company.slug: company.parents for company in watchlist}

    def above(slug: str, path: tuple[str, ...]) -> None:
        assert slug not in path, f"{slug} belongs to itself"
        for parent in parents[slug]:
            above(parent, (*path, slug))

    for slug in parents:
        above(slug, ())


def test_common_words_are_names_of_the_company(watchlist: Watchlist) -> None:
    for company in watchlist:
        assert set(company.common_words) <= set(company.names), company.name
    assert {word for company in watchlist for word in company.common_words} >= {"Ford", "Apple", "理想", "大众"}


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("小米汽车", "Xiaomi"),
        ("寧德時代", "CATL"),
        ("比亞迪", "BYD"),
        ("弗迪电池", "FinDreams Battery"),
        ("Hon Hai", "Foxconn"),
        ("1810.HK", "Xiaomi"),
        ("tsla", "Tesla"),
        ("Xpeng", "XPeng"),
    ],
)
def test_names_of_the_trade_lead_to_the_company(watchlist: Watchlist, spelling: str, name: str) -> None:
    company = watchlist.named(spelling)
    assert company is not None
    assert company.name == name


@pytest.mark.parametrize(
    ("child", "parents"),
    [
        ("FinDreams Battery", {"BYD"}),
        ("BAIC BluePark", {"BAIC Group"}),
        ("Beijing Hyundai", {"BAIC Group", "Hyundai Motor"}),
        ("Kia", {"Hyundai Motor"}),
        ("Polestar", {"Geely", "Volvo Cars"}),
        ("Yinwang", {"Huawei"}),
    ],
)
def test_groups_and_joint_ventures_are_linked(watchlist: Watchlist, child: str, parents: set[str]) -> None:
    company = watchlist.named(child)
    assert company is not None
    assert {watchlist.name_of(slug) for slug in company.parents} == parents


def test_samples_are_distinct_and_in_order(samples: list[Article]) -> None:
    assert len(samples) >= 20
    assert len({article.id for article in samples}) == len(samples)
    assert len({article.url for article in samples}) == len(samples)
    days = [article.published_at for article in samples]
    assert days == sorted(days)


def test_samples_end_with_july_2024(samples: list[Article]) -> None:
    days = [article.published_at.date() for article in samples]
    assert max(days) <= LAST_DAY
    assert sum(day >= date(2024, 7, 1) for day in days) >= 3


def test_sample_addresses_are_secure_and_of_named_outlets(samples: list[Article]) -> None:
    for article in samples:
        assert re.match(r"https://[\w.-]+\.\w+/\S+$", article.url), article.id
        assert article.outlet, article.id


def test_sample_languages_are_what_the_text_is_in(samples: list[Article]) -> None:
    for article in samples:
        chinese = len(re.findall(r"[\u4e00-\u9fff]", article.body))
        assert article.lang == ("zh" if chinese > len(article.body) / 2 else "en"), article.id
    assert sum(article.lang == "zh" for article in samples) >= 6


def test_samples_read_like_short_news(samples: list[Article]) -> None:
    for article in samples:
        words = re.findall(r"[\u4e00-\u9fff]" if article.lang == "zh" else r"\S+", article.body)
        assert 120 <= len(words) <= 300, f"{article.id}: {len(words)}"
        for sentence in re.split(r"[。！？\n]|[.!?] ", article.body):
            length = len(re.findall(r"[\u4e00-\u9fff]", sentence)) or len(sentence.split())
            assert length <= 100, sentence


def test_samples_quote_no_more_than_a_few_words(samples: list[Article]) -> None:
    for article in samples:
        for quoted in re.findall(r"[“\"]([^”\"]*)[”\"]", article.body):
            assert len(quoted) <= 30, f"{article.id}: {quoted}"


def test_every_sample_names_a_company_that_is_followed(samples: list[Article], watchlist: Watchlist) -> None:
    names = [fold_name(name) for company in watchlist for name in company.names]
    for article in samples:
        text = fold_name(article.text)
        assert any(name in text for name in names), article.id


def test_every_sample_has_one_to_four_expected_claims(samples: list[Article]) -> None:
    counts = {article["id"]: len(article["claim"]) for article in toml("samples.expected.toml")["article"]}
    assert set(counts) == {article.id for article in samples}
    assert all(1 <= count <= 4 for count in counts.values())


def test_expected_claims_point_into_their_articles(samples: list[Article]) -> None:
    texts = {article.id: article.text for article in samples}
    for article_id, claim in expected_claims():
        assert claim["contains"] in texts[article_id], f"{article_id}: {claim['contains']}"


def test_expected_claims_use_the_words_of_the_house(watchlist: Watchlist) -> None:
    known = {"contains", "companies", "status", "stance", "source", "topic", "background"}
    for article_id, claim in expected_claims():
        assert set(claim) <= known, article_id
        assert claim.get("status", Status.RUMOURED) in set(Status), article_id
        assert claim.get("stance", Stance.REPORTS) in set(Stance), article_id
        assert set(claim.get("topic", Topic.PLANT).split("|")) <= set(Topic), article_id
        assert set(claim["companies"]) <= {company.name for company in watchlist}, article_id


def test_expected_stances_and_statuses_belong_together() -> None:
    rows = [claim for _, claim in expected_claims()] + toml("seed_twin.expected.toml")["row"]
    for row in rows:
        if "stance" in row and "status" in row:
            assert row["status"] in SUPPORTED[row["stance"]], row["contains"]


def test_samples_tell_of_rumours_confirmations_and_denials() -> None:
    found = {(claim.get("status"), claim.get("stance")) for _, claim in expected_claims()}
    assert {("rumoured", "reports"), ("confirmed", "confirms"), ("denied", "denies")} <= found
    assert {("rumoured", "no_comment"), ("rumoured", "unaware")} <= found


def test_twin_is_a_title_and_paragraphs(twin: str) -> None:
    title, blank, *paragraphs = twin.split("\n")
    assert title
    assert not blank
    assert len([line for line in paragraphs if line]) >= 8
    assert "Xiaomi‘s" in twin


def test_twin_rows_point_into_the_text(twin: str) -> None:
    expected = toml("seed_twin.expected.toml")
    for row in expected["row"] + expected["no_claim"]:
        assert twin.count(row["contains"]) == 1, row["contains"]


def test_twin_rows_use_the_words_of_the_house(watchlist: Watchlist) -> None:
    for row in toml("seed_twin.expected.toml")["row"]:
        assert row["status"] in set(Status)
        assert row.get("stance", Stance.REPORTS) in set(Stance)
        assert row["source_class"] in set(SourceClass)
        assert set(row["companies"]) <= {company.name for company in watchlist}
        for key in ("spoken_on", "event_date"):
            assert key not in row or edtf.normalise(row[key]) == row[key]
        for quantity in row.get("quantities", []):
            assert quantity["value"] > 0
            assert quantity["unit"]


def test_data_files_are_plain_unicode() -> None:
    for path in (*STARTER.glob("*.jsonl"), STARTER / "watchlist.toml", *EXPECTED.glob("s*.toml")):
        text = path.read_bytes().decode("utf-8")
        assert not set(text) & {"\ufffd", "\r"}, path.name
    for line in (STARTER / "samples.jsonl").read_text("utf-8").splitlines():
        assert list(json.loads(line)) == ["id", "url", "outlet", "published", "title", "body", "lang"]
