"""What documents of the web list: entries of feeds, pages of a sitemap, feeds of an OPML file.

Documents come as bytes and are hostile: nothing here opens a file or a connection, and what
is made to exhaust a parser is refused before it is parsed.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from briefing import dates
from briefing.errors import SourceError

most_attributes = 2_000  # of a tag; the time of feedparser grows with their square
most_tags = 100_000  # of a feed; a long one has some ten thousand with those of its articles
whole = 1_000  # characters of text; a teaser has some hundreds, and ends before that
newest_sitemaps = 3  # of an index, which may list years of them

_comment = re.compile(rb"<!--.*?-->", re.DOTALL)
_root = re.compile(rb"<(?:[\w-]+:)?([A-Za-z][\w-]*)[\s>]")
_long_tag = re.compile(rb"<[A-Za-z][^<>]{8000,}")
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

    @property
    def is_whole(self) -> bool:
        """Whether the content is the article itself and no teaser, as far as can be told."""
        text = _plain(self.content)
        return len(text) >= whole and not _cut.search(text[-40:])


@dataclass(frozen=True, slots=True)
class Feed:
    """A list of articles, or of such lists."""

    title: str = ""
    site: str = ""  # the address of what it is a feed of
    entries: tuple[Entry, ...] = ()
    lists: tuple[tuple[str, str], ...] = ()  # (address, title) of further feeds and sitemaps


def read(data: bytes, url: str, charset: str = "") -> Feed | None:
    """The feed, sitemap, OPML file or list of addresses in bytes; None where it is another page.

    Raises:
        SourceError: it is one and cannot be read.
    """
    start = data[:8192].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")  # UTF-16, too
    root = _root.search(_comment.sub(b"", start))
    match (root[1].lower() if root else b"", start[:1]):
        case (b"opml" | b"urlset" | b"sitemapindex", b"<"):
            return _xml_list(data, url)
        case (b"rss" | b"feed" | b"rdf", b"<"):
            return _feed(data, url, charset)
        case (_, b"{") if b"jsonfeed.org/version" in data[:100_000].replace(b"\\/", b"/"):
            return _json_feed(data, url)
    return _addresses(data)


def _addresses(data: bytes) -> Feed | None:
    """A list of one address a line; # begins a comment."""
    lines = [line.strip() for line in data.decode("utf-8", "replace").splitlines()]
    listed = [line for line in lines if line and not line.startswith("#")]
    if not listed or not all(re.fullmatch(r"https?://\S+", line) for line in listed):
        return None
    return Feed(entries=tuple(Entry(line) for line in dict.fromkeys(listed)))


# RSS and Atom.


def _feed(data: bytes, url: str, charset: str) -> Feed:
    import feedparser

    _refuse_excess(data, url)
    kind = f"application/xml; charset={charset}" if charset else "application/xml"
    found = feedparser.parse(
        data,
        response_headers={"content-type": kind, "content-location": url},
        sanitize_html=False,  # it becomes text, by way of the reader of pages
        resolve_relative_uris=False,
    )
    if not found.version:
        raise SourceError(url, f"a feed that cannot be read: {found.get('bozo_exception', '')}")
    site, title = _string(found.feed, "link"), _text(_string(found.feed, "title"))
    entries = (_entry(entry, found.feed, url, title) for entry in found.entries)
    return Feed(title, site, tuple(entry for entry in entries if entry.url or entry.content))


def _entry(entry: Mapping[str, Any], feed: Mapping[str, Any], url: str, title: str) -> Entry:
    said = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    dated = (_string(entry, name) for name in ("published", "updated", "created"))
    return Entry(
        url=_joined(url, _string(entry, "link")),
        title=_text(_string(entry, "title")),
        content=max(map(_markup, said), key=lambda text: len(_plain(text))),
        published=next(filter(None, map(dates.of, filter(None, dated))), None),
        language=_string(entry, "language") or _string(feed, "language"),
        origin=_origin(entry.get("source") or {}, feed, title),
    )


def _markup(said: Mapping[str, Any]) -> str:
    value = _string(said, "value")
    return html.escape(value) if said.get("type") == "text/plain" else value


def _origin(source: Mapping[str, Any], feed: Mapping[str, Any], title: str) -> str:
    """Whom an entry is from (RSS and Atom: source), where that is not the feed itself."""
    name, link = _text(_string(source, "title")), _string(source, "href") or _string(source, "link")
    own = {title.casefold(), host(_string(feed, "link")).casefold()}
    return "" if {name.casefold(), host(link).casefold()} & own - {""} else name


def _refuse_excess(data: bytes, url: str) -> None:
    """Feeds made to exhaust the parser, told by a scan in linear time."""
    if data.count(b"<") > most_tags:
        raise SourceError(url, f"over {most_tags:,} tags", "too large")
    for tag in _long_tag.finditer(data):
        if max(tag[0].count(b"="), len(tag[0].split())) > most_attributes:
            raise SourceError(url, f"a tag with over {most_attributes:,} attributes", "too large")


# JSON Feed (jsonfeed.org/version/1.1).


def _json_feed(data: bytes, url: str) -> Feed:
    try:
        feed = json.loads(data)
        items = [item for item in feed.get("items", ()) if isinstance(item, dict)]
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise SourceError(url, "a JSON feed that cannot be read") from None
    return Feed(
        title=_text(_string(feed, "title")),
        site=_string(feed, "home_page_url"),
        entries=tuple(_item(item, _string(feed, "language"), url) for item in items),
    )


def _item(item: Mapping[str, Any], language: str, url: str) -> Entry:
    plain = _string(item, "content_text") or _string(item, "summary")
    dated = (_string(item, name) for name in ("date_published", "date_modified"))
    return Entry(
        url=_joined(url, _string(item, "url") or _string(item, "external_url")),
        title=_text(_string(item, "title")),
        content=_string(item, "content_html") or _paragraphs(plain),
        published=next(filter(None, map(dates.of, filter(None, dated))), None),
        language=_string(item, "language") or language,
    )


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{html.escape(part)}</p>" for part in text.splitlines() if part.strip())


# OPML and sitemaps.


def _xml_list(data: bytes, url: str) -> Feed:
    from lxml import etree  # type: ignore[import-untyped]  # there are no types

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        raise SourceError(url, "a list that cannot be read: it is not XML")
    name = etree.QName(root).localname.lower()
    return _outlines(root, url) if name == "opml" else _sitemap(root, url)


def _outlines(root: Any, url: str) -> Feed:
    """The feeds of an OPML file, in its order (opml.org/spec2)."""
    found: dict[str, str] = {}
    for outline in root.iter("outline"):
        said = {name.lower(): value for name, value in outline.attrib.items()}
        if address := said.get("xmlurl", "").strip():
            found.setdefault(_joined(url, address), _line(said.get("title") or said.get("text")))
    return Feed(lists=tuple(found.items()))


def _sitemap(root: Any, url: str) -> Feed:
    """The pages or sitemaps of a sitemap, the newest first (sitemaps.org; Google's news)."""
    found = []
    for element in root:
        said = {_local(part): _line(part.text) for part in element.iter() if _local(part)}
        if address := _joined(url, said.get("loc", "")):
            day = dates.of(said.get("publication_date", "")) or dates.of(said.get("lastmod", ""))
            found.append((Entry(address, said.get("title", ""), published=day), _local(element)))
    found.sort(key=lambda pair: pair[0].published or date.min, reverse=True)
    maps = [entry for entry, name in found if name == "sitemap"]
    return Feed(
        entries=tuple(entry for entry, name in found if name == "url"),
        lists=tuple((entry.url, "") for entry in maps[:newest_sitemaps]),
    )


def _local(element: Any) -> str:
    """The name without its namespace; "" for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


# Strings of others.


def host(url: str) -> str:
    """The host of an address without "www.", or "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address) if address else ""
    except ValueError:
        return ""


def _string(table: Mapping[str, Any], name: str) -> str:
    value = table.get(name)
    return value.strip() if isinstance(value, str) else ""


def _plain(markup: str) -> str:
    return _line(html.unescape(_tag.sub(" ", markup)))


def _text(title: str) -> str:
    """A title, which may hold tags and character references."""
    return _line(html.unescape(_tag.sub("", title)))


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
