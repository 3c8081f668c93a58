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


def test_language_is_told_by_most_of_the_text() -> None:
    assert is_chinese("小米计划在匈牙利建厂")
    assert is_chinese("小米SU7将上市")
    assert not is_chinese("Xiaomi (小米) plans a plant in Hungary")
    assert not is_chinese("")
