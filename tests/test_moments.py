"""The dates of sentences."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import date_labels
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import moments

friday = date(2024, 5, 17)


def told(text: str, published: date | None = friday) -> list[str]:
    return [moment.iso for moment in moments.find(text, published)]


def test_labelled_dates_are_found_and_little_else() -> None:
    score = date_labels.score(date_labels.load(Path(__file__).parent / "gold" / "dates.tsv"))

    assert score.precision >= 0.98
    assert score.recall >= 0.97


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("They met on 16 May 2024.", "2024-05-16"),
        ("They met on May 16, 2024.", "2024-05-16"),
        ("They met on May 16 and 17.", "2024-05-16/2024-05-17"),
        ("They met from 29 April to 2 May 2024.", "2024-04-29/2024-05-02"),
        ("His term ends on May 20.", "2024-05-20"),
        ("They met in March 2022.", "2022-03"),
        ("They met in March last year.", "2023-03"),
        ("They met in 2013.", "2013"),
        ("They met in December.", "2023-12"),
        ("They met late last month.", "2024-04"),
        ("They met earlier this year.", "2024"),
        ("They met on Thursday.", "2024-05-16"),
        ("They met on Friday.", "2024-05-17"),
        ("They will meet on Thursday.", "2024-05-23"),
        ("The visit, which was agreed, is scheduled for Tuesday.", "2024-05-21"),
        ("The deal was signed yesterday.", "2024-05-16"),
        ("The deal will be signed tomorrow.", "2024-05-18"),
        ("The deal was signed three days ago.", "2024-05-14"),
        ("The deal was signed the day before yesterday.", "2024-05-15"),
        ("The deal will be signed the day after tomorrow.", "2024-05-19"),
        ("The mayor said the bridge would be opened on Tuesday.", "2024-05-21"),
        ("The mayor was hopeful and said that talks would resume on Monday.", "2024-05-20"),
        ("The mayor said on Tuesday that the bridge would be rebuilt.", "2024-05-14"),
        ("The bridge that collapsed on Tuesday would be rebuilt.", "2024-05-14"),
        ("The hearing was adjourned until Monday.", "2024-05-20"),
        ("A strike has been called for Tuesday.", "2024-05-21"),
        ("The court postponed the trial of Jan Holm to Thursday.", "2024-05-23"),
        ("The court adjourned the trial on Thursday.", "2024-05-16"),
        ("Voters go to the polls on Sunday.", "2024-05-19"),
        ("They met on Monday, May 13.", "2024-05-13"),
        ("On May 16 protesters were shot.", "2024-05-16"),
        ("They met on 2024-05-13.", "2024-05-13"),
        ("They met on 13.05.2024.", "2024-05-13"),
    ],
)
def test_a_date_that_is_certain(text: str, iso: str) -> None:
    assert told(text) == [iso]


@pytest.mark.parametrize(
    "text",
    [
        "Today, relations have reached their highest level.",
        "They meet on Thursdays.",
        "They met last Thursday.",
        "They will meet on Friday.",
        "The July 7 bombings were recalled.",
        "They met last week.",
        "“We met on Thursday.”",
        "A decision on Wednesday's quake.",
        "They met in September.",
        "They had said the bridge would open on Tuesday.",
        "They would have met on Tuesday.",
        "They were due to meet on Tuesday.",
        "They said that the bridge could open on Tuesday.",
        "They agreed to meet two weeks from Tuesday.",
        "They signed the deal a year ago today.",
        "It may 20 times over.",
        "They met on May 45.",
        "The Tuesday Club met in Paris.",
        "May 16 protesters were shot.",
        "They met on Sunday, May 13.",
        "The talks were cancelled for Monday.",
        "Schools were closed until Monday.",
        "The court had adjourned the case until Monday.",
    ],
)
def test_a_date_that_is_not(text: str) -> None:
    assert told(text) == []


def test_a_day_to_come_is_counted_from_when_it_was_told() -> None:
    text = "The mayor said on Wednesday that the bridge would open on {}."

    assert told(text.format("Monday")) == ["2024-05-15", "2024-05-20"]
    assert told(text.format("Thursday")) == ["2024-05-15"]  # yesterday, or in a week


def test_without_the_day_of_the_article_only_full_dates_are_told() -> None:
    text = "They met on Thursday, yesterday, on May 16, and in March 2022."

    assert told(text, None) == ["2022-03"]


def test_a_quotation_may_name_a_full_date() -> None:
    assert told("“We first met in March 2010,” he said.") == ["2010-03"]


def test_only_english_is_read() -> None:
    assert moments.find("Am 16 May 2024", friday, "de") == ()


@given(st.text(alphabet="0123456789 ,-–MayonJue Thursdaylt", max_size=40))
def test_moments_stand_in_order_inside_any_text(text: str) -> None:
    places = [place for m in moments.find(text, friday) for place in (m.start, m.end)]

    assert places == sorted(places)
