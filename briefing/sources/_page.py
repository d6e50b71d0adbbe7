"""What a web page says about itself in its markup; nothing is guessed."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias
from urllib.parse import urljoin

from briefing import dates
from briefing.sources._text import line

Element: TypeAlias = Any  # of lxml, which has no types
Record: TypeAlias = Mapping[str, Any]  # of JSON-LD
Metas: TypeAlias = Mapping[str, str]  # name or property -> the first content

_date_names = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_time",
    "pubdate",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "article_date_original",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "date",
)
_outlet_names = ("og:site_name", "dc.publisher", "article_publication_name")
_article_types = re.compile(r"\w*Article|\w*BlogPosting|Report")


@dataclass(frozen=True, slots=True)
class Known:
    """``""`` and None where the page says nothing."""

    title: str
    outlet: str
    url: str
    published: date | None
    language: str


def describe(tree: Element) -> Known:
    """What the page says of its article, in JSON-LD (schema.org), Open Graph and HTML."""
    metas, record = _metas(tree), next(_articles(tree), {})
    outlet = _first(metas, _outlet_names) or _name(record.get("publisher"))
    return Known(
        title=_title(tree, metas, record, outlet),
        outlet=outlet,
        url=_url(tree, metas),
        published=_published(tree, metas, record),
        language=_attribute(tree, "lang") or _first(metas, ("og:locale", "content-language")),
    )


def _metas(tree: Element) -> Metas:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = line(html.unescape(meta.get("content") or ""))
        for attribute in ("property", "name", "http-equiv"):
            if content and (name := meta.get(attribute)):
                found.setdefault(name.lower(), content)
    return found


def _articles(tree: Element) -> Iterator[Record]:
    """The articles of the page's JSON-LD, in order."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                data = json.loads(script.text or "", strict=False)
            except (ValueError, RecursionError):
                continue
            yield from filter(_is_article, _records(data))


def _records(data: object) -> Iterator[Record]:
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            graph = item.get("@graph")
            yield item
            yield from (
                (part for part in graph if isinstance(part, dict))
                if isinstance(graph, list)
                else ()
            )


def _is_article(record: Record) -> bool:
    types = record.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and _article_types.fullmatch(name) for name in names)


def _title(tree: Element, metas: Metas, record: Record, outlet: str) -> str:
    headline = record.get("headline")
    if isinstance(headline, str) and headline.strip():
        return line(html.unescape(headline))
    headings = list(filter(None, map(_content, tree.iter("h1"))))
    whole = html.unescape(metas.get("og:title", "")) or next(map(_content, tree.iter("title")), "")
    for heading in headings:
        if whole.startswith(heading):
            return heading
    if not whole and len(headings) == 1:
        return headings[0]
    return _without_site(whole, outlet)


def _without_site(title: str, outlet: str) -> str:
    """The title of "Title | Site", where the site's name is known."""
    end = (
        re.search(rf"\s+[-–—|:·]\s+{re.escape(outlet)}$", title, re.IGNORECASE) if outlet else None
    )
    return title[: end.start()] if end else title


def _url(tree: Element, metas: Metas) -> str:
    links = (link.get("href") or "" for link in tree.iter("link") if _is_canonical(link))
    own = metas.get("og:url", "")
    canonical = next(filter(None, links), "")
    try:
        return urljoin(own, canonical) or own
    except ValueError:
        return own


def _is_canonical(link: Element) -> bool:
    return "canonical" in (link.get("rel") or "").lower().split()


def _published(tree: Element, metas: Metas, record: Record) -> date | None:
    """The date of publication: what was said once of the article, or all <time> agree on."""
    said = [record.get("datePublished"), *(metas.get(name) for name in _date_names)]
    found = next(filter(None, map(dates.of, said)), None)
    return (
        found or _agreed(tree.xpath("//*[@itemprop='datePublished']")) or _agreed(tree.iter("time"))
    )


def _agreed(elements: Any) -> date | None:
    """The one date in elements, which may also tell of comments and of other articles."""
    said = (item.get("datetime") or item.get("content") or "" for item in elements)
    days = {day for text in said if (day := dates.of(text))}
    return days.pop() if len(days) == 1 else None


def _attribute(tree: Element, name: str) -> str:
    return next((root.get(name) or "" for root in tree.iter("html")), "")


def _first(metas: Metas, names: tuple[str, ...]) -> str:
    return next((metas[name] for name in names if name in metas), "")


def _name(value: object) -> str:
    value = value[0] if isinstance(value, list) and value else value
    name = value.get("name") if isinstance(value, dict) else value
    return line(html.unescape(name)) if isinstance(name, str) else ""


def _content(element: Element) -> str:
    return line("".join(element.itertext()))
