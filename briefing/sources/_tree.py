"""HTML to a tree, with what is made to exhaust a parser refused first."""

from __future__ import annotations

import re

from briefing.errors import SourceError
from briefing.sources._page import Element

most_tags = 100_000  # of a page; a page of news has a few thousand, and time grows with them
most_attributes = 2_000  # of a tag; the parser's time grows with their square

_value = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')""")


def parse(page: str, path: str) -> Element:
    """The root of a page, without its comments.

    Raises:
        SourceError: there is nothing in it, too much, or too much in one another.
    """
    from lxml import etree, html  # type: ignore[import-untyped]  # there are no types

    _refuse_excess(page, path)
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        tree = html.document_fromstring(page.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError):
        raise SourceError(path, "an HTML page without text", "no text") from None
    # At a depth of 256 the parser stops, says so, and keeps what came before.
    if any("depth" in entry.message for entry in parser.error_log):
        raise SourceError(path, "nested too deeply")
    return tree


def _refuse_excess(page: str, path: str) -> None:
    """Pages made to exhaust a parser, told by a scan in linear time."""
    tags = page.split("<")
    if len(tags) > most_tags:
        raise SourceError(path, f"over {most_tags:,} tags", "too large")
    if any(len(tag) > 2 * most_attributes and _attributes(tag) > most_attributes for tag in tags):
        raise SourceError(path, f"a tag with over {most_attributes:,} attributes", "too large")


def _attributes(tag: str) -> int:
    """About how many attributes a tag has; what follows the tag does not count."""
    bare = _value.sub("= ", tag).partition(">")[0]
    return max(bare.count("="), len(re.split(r"[\s/]+", bare)))
