"""Each article is in exactly one daily window, whatever the clock, the zone and its dates say."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.errors import ConfigError
from briefing.windows import Made, bounds, moment, since, since_last

zones = (
    "UTC Europe/Berlin Europe/London Europe/Moscow America/New_York America/Sao_Paulo"
    " America/St_Johns America/Havana America/Santiago Asia/Kathmandu Asia/Beirut Asia/Tehran"
    " Asia/Pyongyang Australia/Lord_Howe Pacific/Apia Pacific/Auckland Pacific/Kiritimati"
    " Pacific/Chatham Africa/Casablanca Antarctica/Troll"
).split()
first_day, days = date(2011, 3, 1), 400  # with Apia's missing day, and all changes of clocks
half_hours = days * 48


@pytest.mark.parametrize("name", zones)
def test_400_days_hold_each_moment_once(name: str) -> None:
    zone = ZoneInfo(name)
    spans = [bounds(first_day + timedelta(n), zone) for n in range(days)]

    assert all(before[1] == after[0] for before, after in pairwise(spans))
    assert all(start <= end for start, end in spans)
    place, start = 0, spans[0][0]
    for step in range(half_hours):
        now = start + step * timedelta(minutes=30)
        while now >= spans[place][1]:
            place += 1
            if place == days:
                return
        assert spans[place][0] <= now
        assert now.astimezone(zone).date() == first_day + timedelta(place)


def test_a_day_that_a_zone_skips_is_empty() -> None:
    start, end = bounds(date(2011, 12, 30), ZoneInfo("Pacific/Apia"))

    assert start == end


@given(
    arrivals=st.lists(st.integers(0, 30), max_size=30),  # how many come before each run
    runs=st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=30),
)
@settings(max_examples=300, deadline=None)
def test_the_windows_of_briefs_in_any_order_of_days_meet(
    arrivals: list[int], runs: list[tuple[int, bool]]
) -> None:
    """A run for any day, again, for a day that was missed, or one whose brief is not recorded."""
    made: dict[date, Made] = {}
    newest = 0
    for came, (offset, recorded) in zip(arrivals, runs, strict=False):
        newest += came
        day = first_day + timedelta(offset)
        window = Made(day, *since_last(list(made.values()), day, newest))
        assert day not in made or made[day] == window
        if recorded:
            made[day] = window
    last = Made(date.max, *since_last(list(made.values()), date.max, newest))

    held = Counter(
        number for one in (*made.values(), last) for number in range(one.first + 1, one.last + 1)
    )
    assert set(held.values()) <= {1}
    assert len(held) == newest


def test_a_missed_day_is_in_the_next_window() -> None:
    made = [Made(date(2024, 5, 13), 0, 10)]

    assert since_last(made, date(2024, 5, 15), 30) == (10, 30)


def test_a_missed_day_made_later_repeats_nothing() -> None:
    made = [Made(date(2024, 5, 13), 0, 10), Made(date(2024, 5, 15), 10, 30)]

    assert since_last(made, date(2024, 5, 14), 40) == (10, 10)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("24h", "2024-05-16T06:30+02:00"),
        ("7d", "2024-05-10T06:30+02:00"),
        ("2 w", "2024-05-03T06:30+02:00"),
        ("2024-05-16", "2024-05-16T00:00+02:00"),
        ("2024-05-16T12:00", "2024-05-16T12:00+02:00"),
        ("2024-05-16T12:00Z", "2024-05-16T12:00+00:00"),
    ],
)
def test_since_is_a_while_ago_or_a_time(given: str, expected: str) -> None:
    zone = ZoneInfo("Europe/Berlin")
    now = datetime(2024, 5, 17, 6, 30, tzinfo=zone)

    assert since(given, now, zone) == datetime.fromisoformat(expected)


@pytest.mark.parametrize("given", ["", "yesterday", "24", "-1h", "2024-13-01", "99999h"])
def test_what_is_no_time_is_refused_with_an_example(given: str) -> None:
    with pytest.raises(ConfigError, match="is no time; write it as 24h, 7d or 2024-05-17"):
        since(given, datetime(2024, 5, 17, tzinfo=UTC), UTC)


def test_a_time_without_a_zone_is_in_that_of_the_settings() -> None:
    found = moment("2024-05-17T06:30", ZoneInfo("Asia/Tokyo"), "--now", "2024-05-17T06:30")

    assert found.astimezone(UTC) == datetime(2024, 5, 16, 21, 30, tzinfo=UTC)
