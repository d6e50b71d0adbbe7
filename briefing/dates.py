"""Dates as news writes them; what is ambiguous is no date."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_months = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
weekdays = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_longest_first = sorted(_months, key=len, reverse=True)
month = "(?:" + "|".join(_longest_first) + r")\b\.?"
capital_month = "(?:" + "|".join(map(str.title, _longest_first)) + r")\b\.?"  # "may" is none
_year = r"(?P<y>(?:19|20)\d\d)(?!\d)"

# ISO 8601; "15 May 2024"; "May 15, 2024"; "17.05.2024", day first wherever dots are used;
# "13/04/2024", kept only where one of the two can be no month.
_forms = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!\d){_year}[-/](?P<m>\d\d?)[-/](?P<d>\d\d?)(?![\d/-])",
        rf"(?<!\d){_year}(?P<m>\d\d)(?P<d>\d\d)(?!\d)",
        rf"(?<!\d)(?P<d>\d\d?)(?:st|nd|rd|th)?(?:\s|-|\sof\s)(?P<m>{month}),?[\s-]{_year}",
        rf"\b(?P<m>{month})\s?(?P<d>\d\d?)(?:st|nd|rd|th)?,?\s{_year}",
        rf"(?<![\d.])(?P<d>\d\d?)\.\s?(?P<m>\d\d?)\.\s?{_year}",
        rf"(?<![\d/])(?P<d>\d\d?)/(?P<m>\d\d?)/{_year}(?!/)",
    )
]


def find(text: str) -> date | None:
    """The first full and unambiguous date in the text."""
    found = [
        (match.start(), order, match)
        for order, form in enumerate(_forms)
        if (match := form.search(text))
    ]
    for _, _, match in sorted(found, key=lambda hit: hit[:2]):
        if day := _read(match):
            return day
    return None


def count(text: str) -> int:
    """How many different full dates the text names."""
    days = {_read(match) for form in _forms for match in form.finditer(text)}
    return len(days - {None})


def without(text: str) -> str:
    """The text with all that looks like a full date taken out."""
    for form in _forms:
        text = form.sub(" ", text)
    return text


def of(value: object) -> date | None:
    """The date that a field of data holds: a date, a text, or (milli)seconds since 1970."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return _epoch(int(value)) if re.fullmatch(r"[0-9]{9,13}", value) else find(value[:100])
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _epoch(value)
    return None


def month_number(name: str) -> int:
    """1 to 12 for the name of a month or its abbreviation, 0 for anything else."""
    return _months.get(name.rstrip(".").lower(), 0)


def _read(match: re.Match[str]) -> date | None:
    day, name = int(match["d"]), match["m"]
    month = month_number(name) or (int(name) if name.isdecimal() else 0)
    if "/" in match[0] and match[0].index("/") < 4:
        if month > 12:
            day, month = month, day
        elif day <= 12 and day != month:
            return None
    try:
        return date(int(match["y"]), month, day)
    except ValueError:
        return None


def _epoch(value: float) -> date | None:
    try:
        seconds = value / 1000 if value >= 1e11 else value  # 1e11 seconds is the year 5138
        return datetime.fromtimestamp(seconds, tz=UTC).date()
    except (ValueError, OverflowError, OSError):
        return None
