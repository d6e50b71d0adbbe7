"""Plain text: the file as it stands is the article; lines above it may say what it is.

Of a block of lines that ends with an empty one, before the text, the first is the title where
one of the others is nothing but a date or an address. What then is left, if it is one line that
could be a name, is the outlet. Any other opening is left to what is read of all texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from briefing import dates, openings
from briefing.models import Article
from briefing.sources import _text

suffixes = (".txt", ".text")

_most = 6  # lines of a header
_title = 200  # characters
_byline = re.compile(r"by\b", re.IGNORECASE)
_name = re.compile(r"[^\W\d_][^.,:;!?\d]{1,39}")


class Header(NamedTuple):
    """What the lines above a text say."""

    title: str = ""
    outlet: str = ""
    url: str = ""
    published: date | None = None


def read(data: bytes, path: str) -> Iterator[Article]:
    """The one article of a text file."""
    text = _text.decode(data, path)
    said = header(text)
    yield _text.article(
        text, path, title=said.title, outlet=said.outlet, url=said.url, published=said.published
    )


def header(text: str) -> Header:
    """The title, outlet, address and date that stand above a text; nothing where that is unsure."""
    title, *others = _block(text) or [""]
    urls = [line for line in others if _text.link(line)]
    days = [line for line in others if openings.is_dated(line) and dates.count(line) == 1]
    rest = [x for x in others if x not in urls and x not in days and not _byline.match(x)]
    sure = len(urls) <= 1 and len(days) <= 1 and bool(urls or days) and _is_title(title)
    if not sure or len(rest) > 1 or not all(map(_name.fullmatch, rest)):
        return Header()
    return Header(
        title=title,
        outlet=next(iter(rest), ""),
        url=next(iter(urls), ""),
        published=dates.find(days[0]) if days else None,
    )


def _is_title(line: str) -> bool:
    other = _text.link(line) or openings.is_dated(line) or _byline.match(line)
    return len(line) <= _title and not other


def _block(text: str) -> Sequence[str]:
    """The lines up to the first empty one; none where they are many, or no text comes after."""
    head, _, body = text.strip().replace("\r\n", "\n").partition("\n\n")
    lines = [line.strip() for line in head.split("\n")]
    return lines if 2 <= len(lines) <= _most and body.strip() else ()
