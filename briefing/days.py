"""The days that an English sentence speaks of, resolved against the date of its article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from briefing import moments, relative
from briefing.cohesion import dateline
from briefing.dates import month, month_number, weekdays

week = [name.lower() for name in weekdays]
_weekday = rf"(?P<w>{'|'.join(week)})"
_said = r"(?:said|says|told|announced|reported|stated|warned|added|declared|confirmed)"
_saying = re.compile(rf"\b{_said}(?: \w+){{0,2}}?(?: on| late| early)? {_weekday}\b", re.IGNORECASE)
_opening = re.compile(rf"^(?:{_weekday}, )?{month} \d{{1,2}}, \d{{4}}\s?", re.IGNORECASE)
_named = re.compile(rf"\b{_weekday}\b", re.IGNORECASE)
_relative = re.compile(
    r"\b(today|tonight|this morning|this evening|yesterday|last night|tomorrow)\b", re.I
)
_before = re.compile(
    rf"\b(?P<m>{month})\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\d)", re.IGNORECASE
)
_after = re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?\s(?P<m>{month})", re.IGNORECASE)
_night = re.compile(
    r"\b(?:night|overnight|evening|midnight|late|early|morning|dawn)\b", re.IGNORECASE
)
_days_off = {"yesterday": -1, "last night": -1, "tomorrow": 1}


@dataclass(frozen=True, slots=True)
class Day:
    """A day as far as it is known."""

    date: date | None = None
    in_year: tuple[int, int] | None = None  # month and day
    weekday: int | None = None  # 0 is Monday
    loose: bool = False  # told from when the article was published, which may be a day off


@lru_cache(maxsize=20_000)
def find(text: str, published: date | None = None) -> frozenset[Day]:
    """The days a sentence names; not the one on which somebody said it."""
    body = _opening.sub("", text[dateline(text) :])
    dated = [*_before.finditer(body), *_after.finditer(body)]
    known = {day for match in dated if (day := _dated(match))} | {*_full(body)}
    rest = _saying.sub(" ", body)
    return frozenset(known or {*_weekdays(rest, published), *_from_today(rest, published)})


def apart(a: frozenset[Day], b: frozenset[Day], across_night: bool = False) -> bool:
    """Whether no day of one can be a day of the other; both must name one."""
    return bool(a and b) and all(_differ(x, y, across_night) for x in a for y in b)


def at_night(text: str) -> bool:
    """Whether a sentence speaks of an hour at which clocks elsewhere show another day."""
    return bool(_night.search(text))


def _differ(a: Day, b: Day, across_night: bool) -> bool:
    least = 2 if across_night or a.loose or b.loose else 1
    if a.date and b.date:
        return abs((a.date - b.date).days) >= least
    for one, other in ((a, b), (b, a)):
        if one.in_year and other.date:
            nearest = _nearest(one.in_year, other.date)
            return nearest is not None and abs((nearest - other.date).days) >= least
    if a.in_year and b.in_year:
        return a.in_year != b.in_year and least == 1
    if a.weekday is not None and b.weekday is not None:
        gap = abs(a.weekday - b.weekday)
        return min(gap, 7 - gap) >= least
    return False


def _nearest(in_year: tuple[int, int], day: date) -> date | None:
    try:
        found = [date(day.year + years, *in_year) for years in (-1, 0, 1)]
    except ValueError:
        return None
    return min(found, key=lambda other: abs((other - day).days))


def _dated(match: re.Match[str]) -> Day | None:
    number, day = month_number(match["m"]), int(match["d"])
    return Day(in_year=(number, day)) if 1 <= day <= 31 else None


def _full(text: str) -> Iterator[Day]:
    """The days that are told with their year, in figures."""
    for moment in moments.find(text, None):
        if moment.first == moment.last:
            yield Day(moment.first)


def _weekdays(text: str, published: date | None) -> Iterator[Day]:
    for match in _named.finditer(text):
        span = relative.weekday(match, published) if published else None
        yield Day(span[0] if span else None, weekday=week.index(match["w"].lower()))


def _from_today(text: str, published: date | None) -> Iterator[Day]:
    if published:
        for word in _relative.findall(text):
            moved = _days_off.get(word.lower(), 0)
            yield Day(published + timedelta(days=moved), loose=True)
