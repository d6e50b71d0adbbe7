"""Markdown: its text without the marks, and what its front matter says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from briefing import dates
from briefing.models import Article
from briefing.sources import _markup, _text

suffixes = (".md", ".markdown")

_entry = re.compile(r"([A-Za-z_][\w-]*)[ \t]*[:=][ \t]*(.*)")
_outlets = ("outlet", "source", "publisher", "site")
_dates = ("date", "published", "published_at")


def read(data: bytes, path: str) -> Iterator[Article]:
    """The one article of a Markdown file; ``in_file`` finds a character's place in the file."""
    source = _text.decode(data, path)
    front = _markup.front_matter(source)
    known = _known(source[:front])
    text, offsets = _markup.without(source, _markup.marks(source, front))
    found = _text.article(
        text,
        path,
        title=known.get("title", ""),
        outlet=_first(known, _outlets),
        url=_first(known, ("url", "link")),
        published=dates.of(_first(known, _dates)),
        language=_first(known, ("language", "lang")),
    )
    yield replace(found, file_offsets=offsets)


def _known(front: str) -> dict[str, str]:
    """The plain ``key: value`` lines of YAML and ``key = "value"`` lines of TOML."""
    entries = (_entry.fullmatch(line.rstrip()) for line in front.splitlines())
    return {entry[1].lower(): _bare(entry[2]) for entry in entries if entry}


def _bare(value: str) -> str:
    quoted = value[:1] in {'"', "'"} and value.find(value[0], 1)
    return value[1:quoted] if quoted and quoted > 0 else value.partition(" #")[0].strip()


def _first(known: dict[str, str], names: tuple[str, ...]) -> str:
    return next((known[name] for name in names if known.get(name)), "")
