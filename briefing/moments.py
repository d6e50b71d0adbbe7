"""When what a sentence tells happens: its dates, relative ones by the day of the article.

English. A date is given only where it is certain: a relative one needs the article's day, a
weekday a clear tense, and neither is read inside a quotation, which may be of another day.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from briefing import contexts, dates, intervals, relative
from briefing.dates import capital_month as _month
from briefing.dates import month_number, weekdays
from briefing.intervals import Span, whole
from briefing.tenses import reach

near = timedelta(days=100)  # a month and day without a year is taken for the nearest within this

_day = r"[0-3]?\d(?:st|nd|rd|th)?"
_year = r"(?:19|20)\d\d(?![\d–-])"
_to = r"\s?(?:–|-|to|and|through|or)\s?"
_forms = [  # the surest first
    (name, re.compile(form))
    for name, form in (
        ("full", r"(?<![\d.-])(?:\d{4}-\d\d-\d\d|\d\d?\.\d\d?\.\d{4})(?![\d-]|\.\d)"),
        ("days", rf"\b(?P<m>{_month})\s(?P<d>{_day}){_to}(?:(?P<m2>{_month})\s)?(?P<d2>{_day})"
                 rf"(?:,?\s(?P<y>{_year}))?(?![\w:])"),
        ("days", rf"\b(?P<d>{_day}){_to}(?:the\s)?(?P<d2>{_day})\s(?:of\s)?(?P<m>{_month})"
                 rf"(?P<m2>)(?:,?\s(?P<y>{_year}))?(?!\w)"),
        ("days", rf"\b(?P<d>{_day})\s(?P<m>{_month}){_to}(?P<d2>{_day})\s(?P<m2>{_month})"
                 rf"(?:,?\s(?P<y>{_year}))?(?!\w)"),
        ("day", rf"\b(?P<m>{_month})\s(?P<d>{_day})(?:,?\s(?P<y>{_year}))?(?![\w:]|\.\d)"),
        ("day", rf"\b(?P<d>{_day})\s(?:of\s)?(?P<m>{_month})(?:,?\s(?P<y>{_year}))?(?!\w)"),
        ("month", rf"\b(?P<m>{_month})(?:,?\s|\sof\s)(?P<y>{_year}|(?:last|next)\syear)\b"),
        ("near month", rf"\b[Ii]n\s(?:early\s|late\s|mid-)?(?P<m>{_month})(?!\s\d|\w)"),
        ("period", r"\b(?P<which>[Ll]ast|[Nn]ext|(?:[Ee]arlier|[Ll]ater)\sthis)\s"
                   r"(?P<unit>month|year)\b(?![’'])"),
        ("today", r"\b(?P<word>[Tt]oday|(?:[Tt]he day before )?[Yy]esterday|"
                  r"(?:[Tt]he day after )?[Tt]omorrow)\b(?![’'])"),
        ("ago", r"\b(?P<n>two|three|four|five|six)\sdays\sago\b"),
        ("weekday", rf"\b(?P<w>{'|'.join(weekdays)})\b(?![’'])(?!,?\s{_month}\s\d|\s\d)"),
        ("year", rf"\b(?:[Ii]n|[Ss]ince)\s(?P<y>{_year})(?!\s[A-Z])"),
    )
]  # fmt: skip
_dated = re.compile(  # what leads to a day whose year is not told
    r"(?:^|\b(?:on|since|until|till|by|before|after|from|through|to|of|between|that|and|both|dated|"
    rf"{'|'.join(weekdays)}),?\s(?:the\s)?)$",
    re.IGNORECASE,
)
_weekday_before = re.compile(rf"\b({'|'.join(weekdays)}),?\s(?:the\s)?$")
_leading = re.compile(r"\b(?:in|since|by|until|of|from|during|and|to)\s$", re.IGNORECASE)
_naming = re.compile(r"\s[A-Z]")  # "the March 2022 Istanbul accords"
_quotation = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date in a text, as precise as it is told."""

    first: date
    last: date  # the same as ``first`` for a day
    start: int
    end: int

    @property
    def iso(self) -> str:
        """ISO 8601: "2024-05-16", "2024-05", "2024", or two days with a slash between."""
        return intervals.written(self.first, self.last)


@lru_cache(maxsize=20_000)
def find(text: str, published: date | None, language: str = "en") -> tuple[Moment, ...]:
    """The dates of a sentence that are certain, in order and apart."""
    if language != "en":
        return ()
    found: list[Moment] = []
    taken = bytearray(len(text))
    for name, form in _forms:
        for match in form.finditer(text):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                days = _days(name, match, published)
                found += [Moment(*days, *match.span())] if days else []
    return tuple(sorted(found, key=lambda moment: moment.start))


def _days(name: str, match: re.Match[str], published: date | None) -> Span | None:
    try:
        if name in _absolute:
            return _absolute[name](match, published)
        quoted = any(
            q.start() <= match.start() < q.end() for q in _quotation.finditer(match.string)
        )
        return relative.readers[name](match, published) if published and not quoted else None
    except ValueError:  # no such day
        return None


def _full_date(match: re.Match[str], _: date | None) -> Span | None:
    day = dates.find(match[0])
    return (day, day) if day else None


def _one_day(match: re.Match[str], published: date | None) -> Span | None:
    day, month = _number(match["d"]), month_number(match["m"])
    if match["y"]:
        found = date(int(match["y"]), month, day)
    elif published and _stands_alone(match) and not _may_be_count(match):
        years = (date(published.year + more, month, day) for more in (-1, 0, 1))
        found = min(years, key=lambda then: abs(then - published))
        if abs(found - published) > near:
            return None
    else:
        return None
    weekday = _weekday_before.search(match.string, max(0, match.start() - reach), match.start())
    agrees = not weekday or weekdays.index(weekday[1]) == found.weekday()
    return (found, found) if agrees else None


def _may_be_count(match: re.Match[str]) -> bool:
    """Whether the day may count what follows: "May 16 protesters were killed"."""
    text, start = match.string, match.start()
    following = contexts.word.match(text, match.end() + 1)
    counts = following and following[0].islower() and contexts.is_plural(following[0])
    return bool(counts and match[0][0].isalpha() and not text[:start].lower().endswith("on "))


def _stands_alone(match: re.Match[str]) -> bool:
    """Whether a day is no part of a name: "the July 7 bombings" may be of any year."""
    text, start = match.string, match.start()
    modifies = text.endswith(("the ", "The "), 0, start) and match[0][0].isalpha()
    return bool(_dated.search(text, max(0, start - reach), start)) and not modifies


def _some_days(match: re.Match[str], published: date | None) -> Span | None:
    last_month = month_number(match["m2"] or match["m"])
    year = int(match["y"]) if match["y"] else published.year if published else 0
    if not year or (not match["y"] and not _stands_alone(match)):
        return None
    first = date(year, month_number(match["m"]), _number(match["d"]))
    last = date(year, last_month, _number(match["d2"]))
    sure = match["y"] or (published and abs(first - published) <= near)
    return (first, last) if first < last and sure else None


def _one_month(match: re.Match[str], published: date | None) -> Span | None:
    month, year = month_number(match["m"]), match["y"]
    if _naming.match(match.string, match.end()) and not _leading.search(
        match.string, max(0, match.start() - reach), match.start()
    ):
        return None
    if year.isdecimal():
        return whole(int(year), month)
    turn = -1 if year.startswith("last") else 1
    return whole(published.year + turn, month) if published else None


def _one_year(match: re.Match[str], _: date | None) -> Span:
    return whole(int(match["y"]))


_absolute: dict[str, Callable[[re.Match[str], date | None], Span | None]] = {
    "full": _full_date,
    "days": _some_days,
    "day": _one_day,
    "month": _one_month,
    "year": _one_year,
}


def _number(day: str) -> int:
    return int(day.rstrip("stndrh"))
