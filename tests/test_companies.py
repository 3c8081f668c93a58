"""The watchlist: names in any script, parents, and what an import does to it."""

from __future__ import annotations

import pytest
from builders import a_company, a_watchlist
from hypothesis import given
from hypothesis import strategies as st

from briefings.companies import Watchlist, fold_name, merged, new_company, parse_watchlist, slug_of, starter_watchlist
from briefings.errors import WatchlistError


@pytest.mark.parametrize("name", ["Xiaomi", "xiaomi", "XIAOMI ", "小米", "小米汽车", "1810.hk", "Ｘｉａｏｍｉ"])
def test_a_company_is_found_by_each_of_its_names(name: str) -> None:
    company = a_watchlist().named(name)
    assert company is not None
    assert company.name == "Xiaomi"


def test_a_joint_venture_belongs_to_both_its_parents() -> None:
    watchlist = starter_watchlist()
    venture = watchlist.named("北京现代")
    assert venture is not None
    assert {watchlist.name_of(slug) for slug in venture.parents} == {"BAIC Group", "Hyundai Motor"}
    byd = watchlist.named("BYD")
    assert byd is not None
    assert "FinDreams Battery" in {child.name for child in watchlist.children(byd.slug)}


def test_a_circle_of_parents_ends() -> None:
    circle = Watchlist((a_company("A", parents=("b",)), a_company("B", parents=("a",))))
    assert circle.ancestors("a") == ("b",)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[company]]\nname = 3", "needs a name"),
        ("[[company]]\naliases = ['x']", "company 1: needs a name"),
        ("[[company]]\nname = 'A'\n[[company]]\nname = 'a'", "stands twice"),
        ("[[company]]\nname = 'A'\nparent = 'B'", "has the parent 'B'"),
        ("[[company]]\nname = 'A'\ncolour = 'red'", "unknown key 'colour'"),
        ("[[company]]\nname = 'A'\naliases = 'x'", "aliases is a list"),
        ("[[company]\n", "not TOML"),
        ("", "holds no company"),
        ("[[company]]\nname = '" + "x" * 81 + "'", "1 to 80"),
    ],
)
def test_a_wrong_watchlist_is_refused_with_its_place(text: str, complaint: str) -> None:
    with pytest.raises(WatchlistError, match=complaint) as caught:
        parse_watchlist(text, "mine.toml")
    assert str(caught.value).startswith("mine.toml")


def test_an_import_updates_who_shares_a_name_and_keeps_its_slug() -> None:
    after = merged(a_watchlist(), parse_watchlist("[[company]]\nname = 'Xiaomi Corporation'\naliases = ['小米', 'MI']"))
    company = after.named("小米")
    assert company is not None
    assert (company.slug, company.name) == ("xiaomi", "Xiaomi Corporation")
    assert {"小米", "MI", "小米汽车", "Xiaomi"} <= set(company.aliases)
    assert len(after) == len(a_watchlist())


def test_an_import_matches_names_before_aliases() -> None:
    text = "[[company]]\nname = 'BAIC'\naliases = ['BAIC BluePark']\n[[company]]\nname = 'BAIC Group'"
    after = merged(a_watchlist(), parse_watchlist(text))
    group = after.get("baic-group")
    assert group is not None
    assert group.name == "BAIC Group"


def test_an_alias_that_the_import_gives_away_is_taken_from_its_holder() -> None:
    text = "[[company]]\nname = 'Hyundai Motor'\naliases = ['北汽']\n[[company]]\nname = 'CATL'"
    after = merged(a_watchlist(), parse_watchlist(text))
    assert "北汽" not in (after.get("baic-group") or a_company()).aliases
    holder = after.named("北汽")
    assert holder is not None
    assert holder.slug == "hyundai-motor"


def test_an_import_is_the_same_the_second_time() -> None:
    imported = parse_watchlist("[[company]]\nname = 'BYD Company'\naliases = ['BYD']\n[[company]]\nname = 'Zeekr'")
    once = merged(a_watchlist(), imported)
    assert merged(once, imported) == once


names = st.text("abcé小米-' ", min_size=1, max_size=6).filter(lambda name: bool(fold_name(name)))


@given(
    st.lists(st.tuples(names, st.lists(names, max_size=3)), max_size=6),
    st.lists(st.tuples(names, st.lists(names, max_size=3)), max_size=6),
)
def test_after_any_import_each_name_means_one_company(
    one: list[tuple[str, list[str]]], two: list[tuple[str, list[str]]]
) -> None:
    def companies(rows: list[tuple[str, list[str]]]) -> Watchlist:
        unique = {slug_of(name): new_company(name, aliases) for name, aliases in rows}
        return Watchlist(tuple({fold_name(company.name): company for company in unique.values()}.values()))

    after = merged(companies(one), companies(two))
    slugs = [company.slug for company in after]
    assert len(slugs) == len(set(slugs))
    for company in companies(two):
        held = after.named(company.name)
        assert held is not None
        assert fold_name(held.name) == fold_name(company.name)
