"""How words, dates, counts and links look in every format that people read."""

from __future__ import annotations

import json
import re
import textwrap
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import quote, urlsplit

_days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_months = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)

# What a reader cannot see but a terminal, a browser or a search obeys: controls, bidi marks
# and overrides, zero-width characters, fillers, tags, surrogates. A joiner stays after a letter
# of the scripts that spell with it (Arabic to Tibetan).
_unseen = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]|(?<![\u0600-\u0fff])[\u200c\u200d]"
)


# What a path names inside a file: "news.jsonl:3" a line, "news.zip/a.txt" a member.
_within = re.compile(r":\d+(?:/.*)?$|(?<=\.zip)/.*|(?<=\.epub)/.*|(?<=\.eml)/.*", re.IGNORECASE)


def shown(text: str) -> str:
    """The text without what cannot be seen, and white space as single spaces."""
    return visible(text).strip()


def visible(text: str) -> str:
    """As ``shown``, but a space at either end stays."""
    return re.sub(r"\s+", " ", seen(text))


def seen(text: str) -> str:
    """The text without what cannot be seen; all of its white space stays."""
    return _unseen.sub("", text)


def line(text: str) -> str:
    """A line for a terminal or a log: as ``visible``, but the spaces that align it stay."""
    valid = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return re.sub(r"[^\S ]", " ", _unseen.sub("", valid))


def inert_json(text: str) -> str:
    """JSON that says the same, with what cannot be seen escaped (a backslash and its number)."""
    return _unseen.sub(lambda found: json.dumps(found[0])[1:-1], text)


def counted(number: int, noun: str, plural: str = "") -> str:
    """``1 outlet``, ``2 outlets``."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def day(value: date, weekday: bool = False) -> str:
    """``17 May 2024``, the same in every locale."""
    name = f"{_days[value.weekday()]} " if weekday else ""
    return f"{name}{value.day} {_months[value.month - 1]} {value.year}"


_to_day = rf",? (?:\d|(?:{'|'.join(name[:3] for name in _months)})[a-z]*\.? \d)"
_relative = re.compile(
    r"\b(?:today|yesterday|tomorrow|tonight|overnight|"
    r"(?:last|next|this|previous|(?:earlier|later) this) (?:night|morning|afternoon|evening|"
    r"weekend|week|month|year|spring|summer|autumn|fall|winter)|"
    rf"(?:days?|weeks?|months?|years?) ago|(?:{'|'.join(_days)})(?!{_to_day}))\b",
    re.IGNORECASE,
)


def is_relative(text: str) -> bool:
    """Whether English words count from the day they were written: "yesterday", "on Monday"."""
    return bool(_relative.search(text))


def short(text: str, most: int = 60) -> str:
    """A text as it fits on a line with others, cut between words."""
    return textwrap.shorten(shown(text), most, placeholder=" …")


def month(value: date) -> str:
    """``May 2024``."""
    return f"{_months[value.month - 1]} {value.year}"


def period(first: date, last: date) -> str:
    """``16 May 2024``, ``16–17 May 2024``, ``29 April – 2 May 2024``, ``March 2022``."""
    if first == last:
        return day(first)
    in_one_month = (first.year, first.month) == (last.year, last.month)
    if in_one_month and first.day == 1 and (last + timedelta(1)).day == 1:
        return month(first)
    if in_one_month:
        return f"{first.day}–{day(last)}"
    return f"{day(first)} – {day(last)}"


def between(first: date, last: date) -> str:
    """``16 May 2024``, ``15 to 17 May 2024``, ``29 April to 2 May 2024``."""
    if first == last:
        return day(last)
    shared = sum((first.year == last.year, (first.year, first.month) == (last.year, last.month)))
    return f"{' '.join(day(first).split()[: 3 - shared])} to {day(last)}"


def capital(name: str) -> str:
    """A name as it begins a line; one whose first word has a capital, as "eBay", stays."""
    return name[:1].upper() + name[1:] if name.partition(" ")[0].islower() else name


def slug(text: str) -> str:
    """A name for a tag: lower-case letters, digits and single hyphens."""
    return re.sub(r"[\W_]+", "-", shown(text).lower()).strip("-")


def web_link(url: str) -> str:
    """The address as it may stand in a link; ``""`` unless it plainly is one of the web."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    plain = shown(url) == url and " " not in url and "@" not in parts.netloc
    if parts.scheme not in ("http", "https") or not plain or not re.fullmatch(r"[\w.-]+", host):
        return ""
    return quote(url, safe="%/:?#=&;,+$!@")


def page(starts: Sequence[int], offset: int) -> int:
    """The number of the page that holds the offset, from 1; 0 where there are no pages."""
    return bisect_right(starts, offset)


def file_link(root: str, path: str) -> str:
    """The way from the brief to a source's file; never leads to another host."""
    file = _within.sub("", path)
    link = quote(f"{root or '.'}/{file}", safe="/", errors="surrogatepass")
    return re.sub("^//+", "/", link)


def source_link(folder: str, article_id: str, passage: tuple[int, int] | None = None) -> str:
    """The way from the brief to the page of a source, or to a passage on it."""
    place = f"#{passage_anchor(*passage)}" if passage else ""
    return f"{folder}/{article_id}.html{place}"


def passage_anchor(start: int, end: int) -> str:
    """The name of a passage on the page of its source."""
    return f"c{start}-{end}"
