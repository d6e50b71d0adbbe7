"""Rich text (RTF), as word processors and agencies send it."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.models import Article
from briefing.sources import _apart, _text

suffixes = (".rtf",)


def read(data: bytes, path: str) -> Iterator[Article]:
    """The one article of a document; a paragraph is a line, a blank line apart."""
    found: str = _apart.parse("_rtf", data, path)
    yield _text.article("\n\n".join(filter(None, map(_text.line, found.splitlines()))), path)
