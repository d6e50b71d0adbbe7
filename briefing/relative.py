"""Dates counted from the day of an article, in English: "yesterday", "Thursday", "last month"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from briefing import tenses
from briefing.dates import month_number, weekdays
from briefing.intervals import Span, whole
from briefing.tenses import reach

_counted = re.compile(
    r"\b(?:days?|weeks?|months?|years?)\s(?:ago|from|before|after|since)\s(?:on\s)?$"
)
_counted_on = re.compile(
    r"\s(?:week|fortnight|(?:of\s)?(?:last|next)\s|(?:before last|after next)\b)"
)
_named = re.compile(r"\b(?:last|next|this|every|each|Black|Good|Bloody|Super|Ash|[Tt]he|[Aa])\s$")
_days_off = {"yesterday": -1, "today": 0, "tomorrow": 1}
_days_off |= {"the day before yesterday": -2, "the day after tomorrow": 2}
_counts = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def _near_month(match: re.Match[str], published: date) -> Span | None:
    month, turn = month_number(match["m"]), tenses.direction(match)
    months = ((published.month - month) * -turn) % 12
    if not turn or months > 6 or (turn > 0 and not months):
        return None
    place = published.year * 12 + published.month - 1 + turn * months
    return whole(place // 12, place % 12 + 1)


def _period(match: re.Match[str], published: date) -> Span:
    turn = {"last": -1, "next": 1}.get(match["which"].lower(), 0)
    if match["unit"] == "year":
        return whole(published.year + turn)
    place = published.year * 12 + published.month - 1 + turn
    return whole(place // 12, place % 12 + 1)


def _near_day(match: re.Match[str], published: date) -> Span | None:
    word = match["word"].lower()
    if (word == "today" and _means_nowadays(match)) or _is_counted_from(match):
        return None
    day = published + timedelta(_days_off[word])
    return day, day


def _is_counted_from(match: re.Match[str]) -> bool:
    """Whether a day is only where counting begins: "a week from today", "Monday week"."""
    text, start = match.string, match.start()
    before = _counted.search(text, max(0, start - reach), start)
    return bool(before or _counted_on.match(text, match.end()))


def _means_nowadays(match: re.Match[str]) -> bool:
    """Whether "today" may be these days: at the start of a statement about the present."""
    if match["word"] == "Today":
        return bool(tenses.present.search(match.string)) or not tenses.past.search(match.string)
    return not tenses.direction(match)


def _ago(match: re.Match[str], published: date) -> Span:
    day = published - timedelta(_counts[match["n"]])
    return day, day


def weekday(match: re.Match[str], published: date) -> Span | None:
    """The day that a match whose group ``w`` names a weekday means; None where it is not sure."""
    if _named.search(
        match.string, max(0, match.start() - reach), match.start()
    ) or _is_counted_from(match):
        return None
    turn = tenses.direction(match)
    away = (weekdays.index(match["w"].capitalize()) - published.weekday()) * turn % 7
    if not turn or (turn > 0 and not away) or (turn > 0 and _may_be_over(match, published, away)):
        return None
    day = published + timedelta(turn * away)
    return day, day


def _may_be_over(match: re.Match[str], published: date, away: int) -> bool:
    """Whether a day to come was told of on an earlier weekday, and lay before the article's."""
    text, start = match.string, match.start()
    told = (weekdays.index(day) for day in re.findall("|".join(weekdays), text[:start]))
    return any(away + (published.weekday() - day) % 7 >= 7 for day in told)


readers: dict[str, Callable[[re.Match[str], date], Span | None]] = {
    "near month": _near_month,
    "period": _period,
    "today": _near_day,
    "ago": _ago,
    "weekday": weekday,
}
