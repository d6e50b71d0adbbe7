"""Feeds: RSS, Atom and JSON, as bytes that come from anywhere.

Nothing here opens a file or a connection, and what is made to exhaust a parser is refused
before it is parsed.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.parsers import expat

from briefing import dates, encodings
from briefing.errors import SourceError

most_attributes = 2_000  # of a tag, or as costly ones of many: time grows with their square
deepest = 1_000  # tags in one another
most_tags = 100_000  # of a feed; a long one has some ten thousand with those of its articles
whole = 1_000  # characters of text; a teaser has some hundreds, and ends before that

_declaration = re.compile(r"\s*<\?xml\b[^>]{0,500}\?>")
_unsafe = re.compile("[\x00\ud800-\udfff]")
_tag = re.compile(r"<[^<>]{1,5000}>")
_cut = re.compile(
    r"(?:\.\.\.|…|\b(?:read|continue|see|view)\s(?:more|on|reading|the full \w+))[\s\W]{0,9}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed or a sitemap says of one article; ``""`` and None where it says nothing."""

    url: str
    title: str = ""
    content: str = ""  # HTML
    published: date | None = None
    language: str = ""
    origin: str = ""  # the outlet that it is from, where its feed names another one
    stamps: str = ""  # when it was published and changed, as its list writes it

    @property
    def is_whole(self) -> bool:
        """Whether the content is the article itself and no teaser, as far as can be told."""
        text = plain(self.content)
        return len(text) >= whole and not _cut.search(text[-40:])

    @property
    def digest(self) -> str:
        """A hash of all that is said of the article; another one tells that it has changed."""
        said = "\0".join((self.title, plain(self.content), self.stamps))
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Feed:
    """A list of articles, or of such lists."""

    title: str = ""
    site: str = ""  # the address of what it is a feed of
    entries: tuple[Entry, ...] = ()
    lists: tuple[tuple[str, str], ...] = ()  # (address, title) of what is a source of its own


# RSS and Atom.


def of_xml(data: bytes, url: str, charset: str = "") -> Feed:
    """RSS or Atom; a charset that came with it wins over what it declares.

    Raises:
        SourceError: it cannot be read.
    """
    import feedparser

    xml = checked(data, url, charset)
    if xml.count(b"<") > most_tags:
        raise SourceError(url, f"over {most_tags:,} tags", "too large")
    found = feedparser.parse(
        xml,
        response_headers={
            "content-type": "application/xml; charset=utf-8",
            "content-location": url,
        },
        sanitize_html=False,  # it becomes text, by way of the reader of pages
        resolve_relative_uris=False,
    )
    if not found.version:
        raise SourceError(url, f"a feed that cannot be read: {found.get('bozo_exception', '')}")
    site, title = string(found.feed, "link"), text(string(found.feed, "title"))
    entries = (_entry(entry, found.feed, url, title) for entry in found.entries)
    return Feed(title, site, tuple(entry for entry in entries if entry.url or entry.content))


def _entry(entry: Mapping[str, Any], feed: Mapping[str, Any], url: str, title: str) -> Entry:
    said = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    names = ("published", "updated", "created")
    dated = [string(entry, name) for name in names if name in entry]
    return Entry(
        url=joined(url, string(entry, "link")),
        title=text(string(entry, "title")),
        content=max(map(_markup, said), key=lambda text: len(plain(text))),
        published=next(filter(None, map(dates.of, filter(None, dated))), None),
        language=string(entry, "language") or string(feed, "language"),
        origin=_origin(entry.get("source") or {}, feed, title),
        stamps=line(" ".join(dated)),
    )


def _markup(said: Mapping[str, Any]) -> str:
    value = string(said, "value")
    return html.escape(value) if said.get("type") == "text/plain" else value


def _origin(source: Mapping[str, Any], feed: Mapping[str, Any], title: str) -> str:
    """Whom an entry is from (RSS and Atom: source), where that is not the feed itself."""
    name, link = text(string(source, "title")), string(source, "href") or string(source, "link")
    own = {title.casefold(), host(string(feed, "link")).casefold()}
    return "" if {name.casefold(), host(link).casefold()} & own - {""} else name


def checked(data: bytes, url: str, charset: str = "") -> bytes:
    """XML in UTF-8, without its declaration.

    What is made to exhaust a parser is refused, as expat, the parser of feedparser, sees it. After
    its first error others go on, in linear time.

    Raises:
        SourceError: it has too many attributes of a tag, or tags in one another.
    """
    xml = _declaration.sub("", encodings.of_xml(data, charset)).encode("utf-8", "replace")
    depth = squares = 0

    def start(_name: str, attributes: list[str]) -> None:
        nonlocal depth, squares
        depth += 1
        squares += (len(attributes) // 2) ** 2  # they are names and values
        if squares > most_attributes**2:
            raise SourceError(url, f"a tag with over {most_attributes:,} attributes", "too large")
        if depth > deepest:
            raise SourceError(url, f"over {deepest:,} tags in one another", "too large")

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate("utf-8")
    parser.ordered_attributes = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    with suppress(expat.ExpatError):
        parser.Parse(xml, True)
    return xml


# JSON Feed (jsonfeed.org/version/1.1).


def of_json(data: bytes, url: str) -> Feed:
    """A JSON feed.

    Raises:
        SourceError: it cannot be read.
    """
    try:
        feed = json.loads(data)
        items = [item for item in feed.get("items", ()) if isinstance(item, dict)]
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise SourceError(url, "a JSON feed that cannot be read") from None
    return Feed(
        title=text(string(feed, "title")),
        site=string(feed, "home_page_url"),
        entries=tuple(_item(item, string(feed, "language"), url) for item in items),
    )


def _item(item: Mapping[str, Any], language: str, url: str) -> Entry:
    plain = string(item, "content_text") or string(item, "summary")
    dated = [string(item, name) for name in ("date_published", "date_modified")]
    return Entry(
        url=joined(url, string(item, "url") or string(item, "external_url")),
        title=text(string(item, "title")),
        content=string(item, "content_html") or _paragraphs(plain),
        published=next(filter(None, map(dates.of, filter(None, dated))), None),
        language=string(item, "language") or language,
        stamps=line(" ".join(dated)),
    )


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{html.escape(part)}</p>" for part in text.splitlines() if part.strip())


# Strings of others.


def host(url: str) -> str:
    """The host of an address without "www.", or "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def joined(base: str, address: str) -> str:
    """An address in full, seen from that of its document, without a user's name; "" for none."""
    try:
        parts = urlsplit(urljoin(base, address) if address else "")
    except ValueError:
        return ""
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def string(table: Mapping[str, Any], name: str) -> str:
    """The string in a field, "" where there is anything else."""
    value = table.get(name)
    return _unsafe.sub("\ufffd", value).strip() if isinstance(value, str) else ""


def plain(markup: str) -> str:
    """About the text of HTML, to measure and compare it."""
    return line(html.unescape(_tag.sub(" ", markup)))


def text(title: str) -> str:
    """A title, which may hold tags and character references."""
    return line(html.unescape(_tag.sub("", title)))


def line(text: str | None) -> str:
    """A text with single spaces."""
    return " ".join((text or "").split())
