"""What statements say, language apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.gist import gist, is_chinese


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Xiaomi is acquiring a factory in Hungary", "小米收购匈牙利工厂"),
        ("Xiaomi postponed its Hungarian plants", "小米推迟匈牙利工厂"),
        ("Xiaomi signed an agreement on batteries", "小米签署电池协议"),
    ],
)
def test_two_languages_say_the_same(one: str, other: str) -> None:
    ours, theirs = gist(one, ("xiaomi",)), gist(other, ("小米",))
    assert ours.ideas == theirs.ideas
    assert ours.places == theirs.places
    assert ours.ideas


def test_names_of_the_companies_tell_nothing() -> None:
    assert "xiaomi" not in gist("Xiaomi's cars need chips", ("Xiaomi",)).all
    assert gist("Nio has senior staff", ("Nio",)) == gist("Has senior staff")


@pytest.mark.parametrize("word", ["the", "said", "company", "vehicles", "Reuters", "2026", "150,000"])
def test_words_of_every_report_tell_nothing(word: str) -> None:
    assert gist(f"{word} hydrogen") == gist("hydrogen")


@given(st.text(max_size=200), st.lists(st.text(min_size=1, max_size=12), max_size=3))
def test_any_text_has_a_gist(text: str, names: list[str]) -> None:
    said = gist(text, tuple(names))
    assert said.all == said.ideas | said.places | said.words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Volvo set up a venture", "Volvo establishes a venture"),
        ("Skoda is taking over the plant", "Skoda buys the plant"),
        ("The venture is broken up", "The venture dissolves"),
        ("Volvo laid off 40 welders", "Volvo's layoffs hit 40 welders"),
        ("The talks have broken down", "The talks collapsed"),
        ("Volvo weighs an end to production", "Volvo considers ending production"),
    ],
)
def test_a_verb_with_its_particle_is_another_verb(one: str, other: str) -> None:
    assert gist(one, ("Volvo", "Skoda")).all == gist(other, ("Volvo", "Skoda")).all - {"hit"}


@pytest.mark.parametrize(
    ("statement", "negated"),
    [
        ("Volvo is not in talks with Skoda", True),
        ("Volvo hasn't decided", True),
        ("沃尔沃没有收购计划", True),
        ("Volvo buys the No. 2 plant", False),
        ("Volvo opens a plant which is not finished", False),
        ("沃尔沃将收购工厂", False),
    ],
)
def test_a_statement_that_something_is_not_so(statement: str, negated: bool) -> None:
    assert gist(statement).negated is negated


def test_rare_words_and_places_tell_more_than_what_half_of_all_news_is_about() -> None:
    weights = gist("Volvo makes hydrogen trailers in Norway", ("Volvo",)).weights
    assert weights["make"] < weights["hydrogen"] < weights["trailer"] < weights["norway"]


def test_what_is_counted_is_told_apart_by_its_number() -> None:
    assert "level 4" in gist("The car will drive at Level 4").all
    assert gist("It starts on March 4").all == gist("It starts").all


def test_language_is_told_by_most_of_the_text() -> None:
    assert is_chinese("小米计划在匈牙利建厂")
    assert is_chinese("小米SU7将上市")
    assert not is_chinese("Xiaomi (小米) plans a plant in Hungary")
    assert not is_chinese("")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Volvo cancelled the order", "Volvo cancels the order"), ("It is dropping vans", "It drops vans")],
)
def test_a_doubled_letter_makes_no_other_word(one: str, other: str) -> None:
    assert gist(one).all == gist(other).all


@pytest.mark.parametrize(
    ("statement", "places"),
    [
        ("Volvo builds in Hungary", {"hungary"}),
        ("Hungary's Volvo builds in Turkey", {"turkey"}),
        ("The Turkish truck maker builds in Hungary", {"hungary"}),
        ("Volvo builds in Hungary's north", {"hungary"}),
    ],
)
def test_where_somebody_comes_from_is_no_place_of_the_matter(statement: str, places: set[str]) -> None:
    assert gist(statement, ("volvo",)).places == places


@pytest.mark.parametrize(
    ("statement", "aside"),
    [
        ("Volvo will close the plant", False),
        ("Volvo will close its shuttered plant", False),
        ("Volvo looks at Skoda's shuttered plant", True),
        ("Volvo buys a firm whose listing was cancelled", True),
        ("Volvo builds vans", False),
        ("沃尔沃将关闭工厂", False),
    ],
)
def test_what_ends_only_where_more_is_told(statement: str, aside: bool) -> None:
    assert gist(statement).ends_aside is aside
