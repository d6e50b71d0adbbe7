"""An entry of a feed, and its page, to articles."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from briefing import metadata, sources
from briefing.client import Answer
from briefing.errors import SourceError
from briefing.feeds import Entry, Feed, host
from briefing.models import Article, Source
from briefing.words import words

_endings = {
    "": ".html",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
}


def of_page(
    answer: Answer, entry: Entry, feed: Feed, source: Source
) -> Iterator[Article | SourceError]:
    """The articles of a page.

    Raises:
        SourceError: it cannot be read, or is another page than the one that the entry names.
    """
    if answer.kind not in _endings:
        raise SourceError(entry.url, f"{answer.kind} is not read", "other format")
    for item in sources.parse(answer.body, entry.url, _endings[answer.kind], answer.charset):
        if isinstance(item, Article):
            if not _is_named(item, entry.title):
                raise SourceError(entry.url, "the page is not the article that its feed names")
            yield _complete(item, answer.url, entry, feed, source)
        else:
            yield item


def of_content(entry: Entry, feed: Feed, source: Source) -> Article:
    """The article of what the feed itself holds, in the name of the feed, whose words they are.

    Where its page is on another host, its address is of the feed, too.

    Raises:
        SourceError: there is no text in it.
    """
    page = (
        f'<html lang="{html.escape(entry.language)}"><body><article>{entry.content}'
        "</article></body></html>"
    )
    digest = hashlib.sha256((entry.url or entry.content).encode("utf-8", "replace")).hexdigest()
    path = entry.url if is_own(entry, source) else f"{source.url}#{digest[:8]}"
    (article,) = sources.parse(page.encode("utf-8", "replace"), path, ".html")
    if isinstance(article, SourceError):
        raise article
    name = source.outlet or feed.title or host(source.url)
    credit = entry.origin if entry.origin.casefold() != name.casefold() else ""
    said = replace(article, url="", outlet="")  # of its page, which these words are not from
    whole = _complete(said, path, replace(entry, origin=""), feed, replace(source, outlet=name))
    return replace(whole, credit=credit or whole.credit, summary_only=not entry.is_whole)


def is_own(entry: Entry, source: Source) -> bool:
    """Whether what a feed holds of an article is said where the article is: on one host."""
    return bool(entry.url) and host(entry.url) == host(source.url)


def _is_named(article: Article, title: str) -> bool:
    """Whether at least half of the words of a title stand in an article.

    If not, it is a wall that asks for consent or a login, or a page that leads on by script.
    """
    named = set(words(title))
    found = set(words(f"{article.title} {article.text}"))
    return 2 * len(named & found) >= len(named)


def _may_be(canonical: str, url: str) -> bool:
    """Whether an address that a page gives itself can be its own: where it was, with less said.

    Another one of the same site may be that of another article, which it would replace.
    """
    try:
        given, own = urlsplit(canonical), urlsplit(url)
    except ValueError:
        return False
    return (
        (host(canonical), given.path) == (host(url), own.path)
        and own.path not in {"", "/"}
        and set(parse_qsl(given.query, True)) <= set(parse_qsl(own.query, True))
    )


def _complete(article: Article, url: str, entry: Entry, feed: Feed, source: Source) -> Article:
    """The article with what the user, its page, its feed and its text say, in this order."""
    own = host(url) in {host(feed.site), host(source.url)}  # an aggregator lists others' pages
    name = (own and feed.title) or host(url)
    outlet = source.outlet or article.outlet or entry.origin or name
    copied = entry.origin if entry.origin.casefold() != outlet.casefold() else ""
    return metadata.describe(
        replace(
            article,
            url=article.url if _may_be(article.url, url) else url,
            title=source.title or article.title or entry.title,
            outlet=outlet,
            owner=copied or source.owner,
            credit=copied,
            published=source.published or article.published or entry.published,
            language=source.language or article.language,
        )
    )
