"""Companies by the first word of their name, once an article has named them in full."""

from __future__ import annotations

import pytest

from briefings.companies import Watchlist, new_company
from briefings.reading import names, short_names
from briefings.reading.lexicon import load
from briefings.reading.names import Gazetteer

WATCHLIST = Watchlist(
    tuple(new_company(name) for name in ("Ola Electric", "Northern Steel", "Kia Motors", "Kia Finance"))
)


def shortened(text: str) -> list[str]:
    found = Gazetteer(WATCHLIST, load()).find(names.plain(text), doubting=False)
    return [text[one.start : one.end] for one in short_names.learned(names.plain(text), found)]


def test_a_short_name_means_the_company_that_was_named_in_full() -> None:
    assert shortened("Ola Electric will make cells. On Monday Ola said so, and so did Ola's founder.") == ["Ola", "Ola"]


@pytest.mark.parametrize(
    "text",
    [
        "Ola Electric will make cells. The Ola Hotel in Pune is full.",
        "Northern Steel is bidding. In the Northern region nobody knows.",
        "Kia Motors and Kia Finance met. On Monday Kia said so.",
        "On Monday Ola said so. Later Ola Electric was named.",
    ],
    ids=["part of another name", "a place", "two companies", "before the full name"],
)
def test_a_short_name_that_may_mean_something_else_means_nothing(text: str) -> None:
    assert shortened(text) == []
