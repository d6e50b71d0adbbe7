"""The days of two sentences, and whether they can be the same."""

from __future__ import annotations

from datetime import date

import pytest

from briefing import days

thursday, friday = date(2024, 5, 16), date(2024, 5, 17)


def apart(one: str, other: str, other_day: date | None = thursday) -> bool:
    return days.apart(days.find(one, thursday), days.find(other, other_day))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The bridge fell on Monday.", "The bridge fell on Tuesday."),
        ("The bridge fell on 13.05.2024.", "The bridge fell on 14.05.2024."),
        ("The bridge fell on 2024-05-13.", "The bridge fell on Tuesday."),
        ("They go to the polls on Sunday.", "They went to the polls on Sunday."),
        ("The trial was postponed to Monday.", "The trial began on Monday."),
    ],
)
def test_days_that_differ(one: str, other: str) -> None:
    assert apart(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The bridge fell on Monday.", "On 13 May the bridge fell."),
        ("They go to the polls on Sunday.", "They vote on 2024-05-19."),
        ("The bridge fell, police said on Monday.", "The bridge fell on Tuesday."),
    ],
)
def test_days_that_may_be_the_same(one: str, other: str) -> None:
    assert not apart(one, other)


def test_without_the_day_of_an_article_weekdays_are_compared() -> None:
    assert apart("The bridge fell on Monday.", "The bridge fell on Tuesday.", None)
    assert not apart("The bridge fell on Monday.", "The bridge fell on Monday.", None)


def test_today_is_a_day_off_where_a_paper_is_printed_elsewhere() -> None:
    assert not apart("The bridge fell today.", "The bridge fell today.", friday)
