"""Plain text: the file as it stands is the article."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.models import Article
from briefing.sources import _text

suffixes = (".txt", ".text")


def read(data: bytes, path: str) -> Iterator[Article]:
    """The one article of a text file."""
    yield _text.article(_text.decode(data, path), path)
