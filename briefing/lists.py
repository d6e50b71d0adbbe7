"""What documents of the web list: entries of feeds, pages of sitemaps, feeds of an OPML file."""

from __future__ import annotations

import html
import re
import zlib
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from briefing import dates, feeds
from briefing.errors import SourceError
from briefing.feeds import Entry, Feed, joined, line

most_bytes = 15 * 1024 * 1024  # of a list that is packed
newest_sitemaps = 3  # of an index, which may list years of them

_comment = re.compile(rb"<!--.*?-->", re.DOTALL)
_root = re.compile(rb"<(?:[\w-]+:)?([A-Za-z][\w-]*)[\s>]")
_head = 200_000  # bytes of a page in which it says what it is
_tag = re.compile(rb"<(?:link|meta)\b[^<>]{1,2000}>", re.IGNORECASE)
_attribute = re.compile(r"""([\w-]{1,30})\s{0,9}=\s{0,9}("[^"]*"|'[^']*'|[^\s"'>]+)""")
_feeds = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
_record = re.compile(  # of an article, in JSON-LD
    rb"""\"@type"\s{0,9}:\s{0,9}\[?\s{0,9}"\w{0,30}(?:Article|BlogPosting)\""""
)


def read(data: bytes, url: str, charset: str = "") -> Feed | None:
    """The feed, sitemap, OPML file or list of addresses in bytes; None where it is another page.

    Raises:
        SourceError: it is one and cannot be read.
    """
    data = _unpacked(data, url)
    start = data[:8192].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")  # UTF-16, too
    root = _root.search(_comment.sub(b"", start))
    match (root[1].lower() if root else b"", start[:1]):
        case (b"opml" | b"urlset" | b"sitemapindex", b"<"):
            return _xml_list(feeds.checked(data, url, charset), url)
        case (b"rss" | b"feed" | b"rdf", b"<"):
            return feeds.of_xml(data, url, charset)
        case (b"html", b"<"):
            return _advertised(data, url)
        case (_, b"{") if b"jsonfeed.org/version" in data[:100_000].replace(b"\\/", b"/"):
            return feeds.of_json(data, url)
    return _addresses(data)


def _unpacked(data: bytes, url: str) -> bytes:
    """Without the gzip that sitemaps are often packed in."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        found = stream.decompress(data, most_bytes + 1)
    except zlib.error:
        found = b""
    if len(found) > most_bytes:
        raise SourceError(url, f"over {most_bytes // 1024 // 1024} MB", "too large")
    if not stream.eof:
        raise SourceError(url, "gzip that cannot be read")
    return found


def _advertised(data: bytes, url: str) -> Feed | None:
    """The feed that a page names, where the page is the front of a site or of a part of it."""
    head = data[:_head]
    tags = [_attributes(tag) for tag in _tag.findall(head)]
    types = {tag.get("content") for tag in tags if tag.get("property") == "og:type"}
    at_top = urlsplit(url).path in {"", "/"}
    if "article" in types or _record.search(head) or not (at_top or types & {"website", "blog"}):
        return None
    for tag in tags:
        of_comments = "comment" in tag.get("title", "").lower()
        if tag.get("type", "").lower() in _feeds and tag.get("href") and not of_comments:
            return Feed(lists=((joined(url, tag["href"]), ""),))
    return None


def _attributes(tag: bytes) -> dict[str, str]:
    found = _attribute.findall(tag.decode("utf-8", "replace"))
    return {name.lower(): html.unescape(value).strip("\"'") for name, value in found}


def _addresses(data: bytes) -> Feed | None:
    """A list of one address a line, of feeds or pages; # begins a comment."""
    given = [line(each) for each in data.decode("utf-8", "replace").splitlines()]
    listed = [each for each in given if each and not each.startswith("#")]
    if not listed or not all(re.fullmatch(r"https?://\S+", each) for each in listed):
        return None
    found = dict.fromkeys(joined("", each) for each in listed)
    return Feed(lists=tuple((url, "") for url in found if url))


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
        if len(outline.attrib) > feeds.most_attributes:
            reason = f"a tag with over {feeds.most_attributes:,} attributes"
            raise SourceError(url, reason, "too large")
        said = {name.lower(): value for name, value in outline.attrib.items()}
        if address := said.get("xmlurl", "").strip():
            found.setdefault(joined(url, address), line(said.get("title") or said.get("text")))
    return Feed(lists=tuple(found.items()))


def _sitemap(root: Any, url: str) -> Feed:
    """The pages or sitemaps of a sitemap, the newest first (sitemaps.org; Google's news)."""
    found = []
    for element in root:
        said = {_local(part): line(part.text) for part in element.iter() if _local(part)}
        if address := joined(url, said.get("loc", "")):
            dated = [said.get(name, "") for name in ("publication_date", "lastmod")]
            day = next(filter(None, map(dates.of, dated)), None)
            entry = Entry(
                address, said.get("title", ""), published=day, stamps=line(" ".join(dated))
            )
            found.append((entry, _local(element)))
    found.sort(key=lambda pair: pair[0].published or date.min, reverse=True)
    maps = [entry for entry, name in found if name == "sitemap"]
    return Feed(
        entries=tuple(entry for entry, name in found if name == "url"),
        lists=tuple((entry.url, "") for entry in maps[:newest_sitemaps]),
    )


def _local(element: Any) -> str:
    """The name without its namespace; "" for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
