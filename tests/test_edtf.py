"""Dates as precise as they were said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.edtf import bounds, normalise, overlap
from briefings.errors import DateError


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("2021-03-30", date(2021, 3, 30), date(2021, 3, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-40", date(2024, 1, 1), date(2024, 6, 30)),
        ("2024-35", date(2024, 7, 1), date(2024, 9, 30)),
        ("../2022-12-31", date.min, date(2022, 12, 31)),
        ("2022/..", date(2022, 1, 1), date.max),
        ("2021-11-21/2021-11-30", date(2021, 11, 21), date(2021, 11, 30)),
    ],
)
def test_a_value_has_bounds(text: str, lower: date, upper: date) -> None:
    assert bounds(text) == (lower, upper)


@pytest.mark.parametrize("text", ["", "2021-13", "2021-02-30", "21", "2021-1", "2022/2021", "soon", "2021-03-30T09:00"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(DateError):
        bounds(text)


def test_halves_and_quarters_have_one_spelling() -> None:
    assert (normalise("2024-H1"), normalise("2024-Q3")) == ("2024-40", "2024-35")


@given(st.dates(), st.dates())
def test_two_days_overlap_when_they_are_the_same(one: date, other: date) -> None:
    assert overlap(one.isoformat(), other.isoformat()) == (one == other)
    assert overlap(one.isoformat(), f"{one.year:04}")
