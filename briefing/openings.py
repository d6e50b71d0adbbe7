"""How a news text opens: title, byline, dateline and what a page puts around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Literal

from briefing import dates

Kind = Literal["", "body", "byline", "caption", "dated", "label"]

most_lines = 12  # of an opening; a title that stands lower is a section's
body_length = 80  # characters; a line this long that ends as a sentence does is body text

_ends = re.compile(r"[.!?…。！？।۔؟][\"'”’»)\]]*$")
_byline = re.compile(r"(?:By|BY|by|Written by|Reported by|Story by):? [A-Z][\w.'’-]+(?: |$|,)")
_caption = re.compile(
    r"^©|^FILE\b|^CLOSE\b|^(?:Getty Images|Associated Press|Reuters|AFP)\b|[Mm]edia caption|"
    r"^[Pp]ictured\b|\((?:[RLC]|left|right|center|centre|file)\)|"
    r"\b(?:[Ff]ile|[Hh]andout|[Pp]ool) photo\b|\bP(?:hoto|HOTO)(?:graph)?s?\b(?! shows?\b)|"
    r"\b[Pp]hotos? (?:by|courtesy|credit)\b|\b\w+ Images\)?$|\((?:AP|AFP|Reuters|EPA)\b[^)]*\)$|"
    r"\bREUTERS/|\b[A-Z]\w+ ?/ ?(?:AP|AFP)\b|[Ii]mage (?:copyright|caption|credit|source)|"
    r", \d{3,4}(?:, \d\d?\.\d\d?\.\d{4})?$"
)
_invitation = re.compile(
    r"(?:Subscribe|Follow us|Join (?:us|our|now)|Stay (?:up|tuned|informed|in touch)|Download|"
    r"Get (?:the|our|all|your|daily|more|breaking)|(?:Sign|Log) (?:up|in|on)|Click|Skip|"
    r"See also|Related|Enlarge|"
    r"Read (?:more|also|next|the full)|(?:Watch|Listen) (?:now|live|to this|the)|Advertisement|"
    r"Share (?:this|on|via|x)|Close (?:this|x)|Story highlights|Most (?:read|popular))\b",
    re.IGNORECASE,
)
_dateline = re.compile(
    r"[A-Z][A-Z.'’ -]{2,}(?:, [\w. ]{2,25})?[^a-z]{0,3}(?:\([A-Z][^)]{1,30}\))? ?(?:[-–—]|/[A-Z])|"
    r"(?:[A-Z][^()\n]{1,40} )?\((?:Reuters|AP|AFP|CNN|UPI|Xinhua)\)"
)
_furniture_of_dates = re.compile(
    r"\b(?:first|last|originally|published|posted|updated|modified|edited|released|issued|date|on|at|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun|a\.?m|p\.?m|"
    r"(?:[ecmp][sd]?t|gmt|utc|bst|cest|cet|ist|msk)|local time|h)\b\.?|"
    r"\d\d?(?::|\.)\d\d(?::\d\d)?|\([A-Z][\w.& '-]{1,30}\)|[^\w()]",
    re.IGNORECASE,
)
_site = re.compile(r"\s+[-–—|:·]\s+(?P<site>[^\W\d_][^|\n]{1,38})")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank."""

    text: str
    kind: Kind
    after_gap: bool  # a blank line, or nothing, stands before it
    before_gap: bool


def read(text: str) -> tuple[Line, ...]:
    """The lines up to the first of the body text, at most ``most_lines``."""
    found: list[Line] = []
    for line in islice(_lines(text), most_lines):
        found.append(line)
        if line.kind == "body":
            break
    return tuple(found)


def title(opening: Sequence[Line]) -> tuple[str, str]:
    """The title and, where the page's own title names it, the site; ``""`` where unknown."""
    for one, other in combinations(opening, 2):
        short, long = sorted((one.text, other.text), key=len)
        site = _site.fullmatch(long[len(short) :])
        if _could_be_title(short) and long.startswith(short) and site:
            return short, site["site"].strip()
    if not opening or opening[-1].kind != "body":
        return "", ""
    for n, line in enumerate(opening):
        if not line.kind:
            return (line.text if _is_title(opening, n) else ""), ""
    return "", ""


def is_dated(text: str) -> bool:
    """Whether the line, or a part of it between bars, is nothing but a date and its label."""
    parts = re.split(r" [|•·/] ", text) if len(text) < 120 else ()
    return any(
        dates.find(part) and not _furniture_of_dates.sub("", dates.without(part)) for part in parts
    )


def _lines(text: str) -> Iterator[Line]:
    rows = [row.strip() for row in islice(text.splitlines(), 200)]
    for n, row in enumerate(rows):
        if row:
            yield Line(row, _kind(row), not any(rows[n - 1 : n]), not any(rows[n + 1 : n + 2]))


def _kind(row: str) -> Kind:
    if _byline.match(row) and len(row) < 100:
        return "byline"
    if is_dated(row):
        return "dated"
    if len(row) < 500 and _caption.search(row):
        return "caption"
    if _dateline.match(row) and len(row) > body_length:
        return "body"
    if len(row) < 120 and _invitation.match(row):
        return "label"
    if len(row) >= body_length and _ends.search(row):
        return "body"
    return "" if _is_phrase(row) else "label"


def _is_phrase(row: str) -> bool:
    """Whether a line says more than "World" or "Story highlights" does."""
    return len(row.split()) > 2 or (len(row) > 7 and not row.isascii() and " " not in row)


def _could_be_title(row: str) -> bool:
    fits = 8 <= len(row) <= 160 and _is_phrase(row) and " | " not in row
    return fits and not row[0].islower() and row[-1] not in ".,:;…)]"


def _is_title(opening: Sequence[Line], n: int) -> bool:
    line, following = opening[n], opening[n + 1]
    leads = following.kind in {"byline", "dated", "caption"} or bool(
        _dateline.match(following.text)
    )
    is_apart = line.after_gap or opening[n - 1].kind != ""
    repeated = following.text == line.text
    asks = bool(_ends.search(line.text)) and not line.before_gap
    return (
        _could_be_title(line.text)
        and is_apart
        and not asks
        and (line.before_gap or leads or repeated)
    )
