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
from typing import TypeAlias

near = timedelta(days=100)  # a month and day without a year is taken for the nearest within this
reach = 30  # characters before an expression that are looked at

_weekdays = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_months = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_month = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
_month += r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
_day = r"[0-3]?\d(?:st|nd|rd|th)?"
_year = r"(?:19|20)\d\d(?![\d–-])"
_to = r"\s?(?:–|-|to|and|through|or)\s?"
_forms = [  # the surest first
    (name, re.compile(form))
    for name, form in (
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
        ("weekday", rf"\b(?P<w>{'|'.join(_weekdays)})\b(?![’'])(?!,?\s{_month}\s\d|\s\d)"),
        ("year", rf"\b(?:[Ii]n|[Ss]ince)\s(?P<y>{_year})(?!\s[A-Z])"),
    )
]  # fmt: skip
_dated = re.compile(  # what leads to a day whose year is not told
    r"(?:^|\b(?:on|since|until|till|by|before|after|from|through|to|of|between|that|and|both|dated|"
    rf"{'|'.join(_weekdays)}),?\s(?:the\s)?)$",
    re.IGNORECASE,
)
_counted = re.compile(
    r"\b(?:days?|weeks?|months?|years?)\s(?:ago|from|before|after|since)\s(?:on\s)?$"
)
_counted_on = re.compile(
    r"\s(?:week|fortnight|(?:of\s)?(?:last|next)\s|(?:before last|after next)\b)"
)
_named = re.compile(r"\b(?:last|next|this|every|each|Black|Good|Bloody|Super|Ash|the|a)\s$")
_planned = re.compile(
    r"\b(?:scheduled|set|due|planned|expected|slated|postponed|finalized)\s(?:for\s|on\s)?$|"
    r"\b(?:starts|begins|opens|ends|arrives|expires)\s(?:on\s)?$"
)
_leading = re.compile(r"\b(?:in|since|by|until|of|from|during|and|to)\s$", re.IGNORECASE)
_naming = re.compile(r"\s[A-Z]")  # "the March 2022 Istanbul accords"
_as_of = re.compile(r"\bas of\s$", re.IGNORECASE)
_future = re.compile(
    r"\b(?:will|shall|to be|(?:is|are) (?:due |set |expected |scheduled )?to|going to|upcoming|"
    r"being scheduled|"
    r"starts|begins|opens|ends|takes place|arrives|expires?|plans? to|later this)\b"
)
_past = re.compile(
    r"\b(?:was|were|had|did|said|told|began|met|held|took|went|came|gave|made|left|found|fell|rose|"
    r"struck|hit|shot|spoke|wrote|won|lost|led|saw|ran|sent|hung|shook|has|have|"
    r"(?!scheduled|expected|planned|need)[a-z]{2,}ed)\b"
)
_present = re.compile(r"\b(?:has|have|is|are|can|do|does)\b")
_verb = re.compile(  # the last one before a date decides where there is a "would" or the like
    r"\b(?P<reported>would)(?:\s(?:not|never|also|soon|be|[a-z]+ly)\b)*\s(?!have\b)[a-z]+"
    r"|\b(?P<unsure>(?:would|could|should|may|might|must)(?:\s(?:not|be|have|[a-z]+ly)\b)*\s[a-z]+"
    r"|(?:was|were|been)\s(?:(?:due|set|expected|scheduled|planned|supposed|going|about)\s)?to\s"
    r"(?:be\s)?[a-z]+)"
    rf"|{_past.pattern}|{_future.pattern}"
)
_clause = re.compile(r"[;:—–]|,\s(?:which|while|but|and|with)\b|\b(?:after|before|while|which)\s")
_quotation = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")
_days_off = {"yesterday": -1, "today": 0, "tomorrow": 1}
_days_off |= {"the day before yesterday": -2, "the day after tomorrow": 2}
_counts = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}

Span: TypeAlias = tuple[date, date]


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
        return written(self.first, self.last)


def written(first: date, last: date) -> str:
    """A day, a month, a year or an interval as ISO 8601 writes it."""
    if first == last:
        return first.isoformat()
    if (first, last) == whole(first.year, first.month):
        return f"{first:%Y-%m}"
    if (first, last) == whole(first.year):
        return f"{first.year:04d}"
    return f"{first.isoformat()}/{last.isoformat()}"


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
        return _relative[name](match, published) if published and not quoted else None
    except ValueError:  # no such day
        return None


def _one_day(match: re.Match[str], published: date | None) -> Span | None:
    day, month = _number(match["d"]), _month_number(match["m"])
    if match["y"]:
        return (date(int(match["y"]), month, day),) * 2
    if not published or not _stands_alone(match):
        return None
    nearest = min(
        (date(published.year + more, month, day) for more in (-1, 0, 1)),
        key=lambda then: abs(then - published),
    )
    return (nearest, nearest) if abs(nearest - published) <= near else None


def _stands_alone(match: re.Match[str]) -> bool:
    """Whether a day is no part of a name: "the July 7 bombings" may be of any year."""
    text, start = match.string, match.start()
    modifies = text.endswith(("the ", "The "), 0, start) and match[0][0].isalpha()
    return bool(_dated.search(text, max(0, start - reach), start)) and not modifies


def _some_days(match: re.Match[str], published: date | None) -> Span | None:
    last_month = _month_number(match["m2"] or match["m"])
    year = int(match["y"]) if match["y"] else published.year if published else 0
    if not year or (not match["y"] and not _stands_alone(match)):
        return None
    first = date(year, _month_number(match["m"]), _number(match["d"]))
    last = date(year, last_month, _number(match["d2"]))
    sure = match["y"] or (published and abs(first - published) <= near)
    return (first, last) if first < last and sure else None


def _one_month(match: re.Match[str], published: date | None) -> Span | None:
    month, year = _month_number(match["m"]), match["y"]
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


def _near_month(match: re.Match[str], published: date) -> Span | None:
    month, turn = _month_number(match["m"]), _direction(match)
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
        return bool(_present.search(match.string)) or not _past.search(match.string)
    return not _direction(match)


def _ago(match: re.Match[str], published: date) -> Span:
    day = published - timedelta(_counts[match["n"]])
    return day, day


def _weekday(match: re.Match[str], published: date) -> Span | None:
    if _named.search(
        match.string, max(0, match.start() - reach), match.start()
    ) or _is_counted_from(match):
        return None
    turn = _direction(match)
    away = (_weekdays.index(match["w"]) - published.weekday()) * turn % 7
    if not turn or (turn > 0 and not away) or (turn > 0 and _may_be_over(match, published, away)):
        return None
    day = published + timedelta(turn * away)
    return day, day


def _may_be_over(match: re.Match[str], published: date, away: int) -> bool:
    """Whether a day to come was told of on an earlier weekday, and lay before the article's."""
    text, start = match.string, match.start()
    told = (_weekdays.index(day) for day in re.findall("|".join(_weekdays), text[:start]))
    return any(away + (published.weekday() - day) % 7 >= 7 for day in told)


_absolute: dict[str, Callable[[re.Match[str], date | None], Span | None]] = {
    "days": _some_days,
    "day": _one_day,
    "month": _one_month,
    "year": _one_year,
}
_relative: dict[str, Callable[[re.Match[str], date], Span | None]] = {
    "near month": _near_month,
    "period": _period,
    "today": _near_day,
    "ago": _ago,
    "weekday": _weekday,
}


def _direction(match: re.Match[str]) -> int:
    """-1 for the past, 1 for the future, 0 where the tense about an expression is not clear."""
    text = match.string
    if _planned.search(text, max(0, match.start() - reach), match.start()):
        return 1
    if _as_of.search(text, max(0, match.start() - reach), match.start()):
        return -1
    starts = [0, *(cut.end() for cut in _clause.finditer(text, 0, match.start()))]
    verbs = list(_verb.finditer(text, starts[-1], match.start()))
    if verbs and verbs[-1]["reported"]:  # what somebody "had said" may long be over
        return 0 if re.search(r"\bhad\b", text[: match.start()]) else 1
    if verbs and verbs[-1]["unsure"]:
        return 0
    following = _clause.search(text, match.end())
    turn = _tense(text[starts[-1] : following.start() if following else len(text)])
    return turn or _tense(text)


def _tense(clause: str) -> int:
    future, past = _future.search(clause), _past.search(clause)
    return 0 if bool(future) == bool(past) else 1 if future else -1


def _number(day: str) -> int:
    return int(day.rstrip("stndrh"))


def _month_number(name: str) -> int:
    return _months.index(name[:3].lower()) + 1


def whole(year: int, month: int = 0) -> Span:
    """The first and the last day of a month, or of a year."""
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(1)
