"""Sources on the web to articles: first all feeds, then the pages that they list.

A page is asked for once, for the first source that lists it, so that it does not matter which
server is faster. What a server said is remembered only when everything it gave has been
taken: a run that ends early loses nothing.
"""

from __future__ import annotations

import asyncio
import re
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from briefing import entries, lists
from briefing.client import Answer, Get, Unavailable
from briefing.errors import ConfigError, SourceError
from briefing.feeds import Entry, Feed
from briefing.manners import Polite
from briefing.models import Article, Memory, Progress, Source, Visit, quiet

P = ParamSpec("P")
T = TypeVar("T")

failed = "failed source"  # bucket of a source of which nothing could be had
summarised = "summary only"  # bucket of a page that could not be had, where a summary stands
beyond = "beyond the first"  # bucket of what a list holds beyond the most that is read of it

most_entries = 100  # of one feed or sitemap; a feed of news has some tens
longest = 600.0  # seconds of a whole run
deepest = 2  # lists in a list: the sitemaps of an index, the feeds of an OPML file


@dataclass(slots=True)
class Listing:
    """One list of a source: what to read, what was read, what to remember once it is taken."""

    source: Source
    feed: Feed = field(default_factory=Feed)
    entries: list[Entry] = field(default_factory=list)
    found: list[Article | SourceError] = field(default_factory=list)
    visits: dict[str, Visit] = field(default_factory=dict)
    is_open: bool = False  # a page is to be tried again, so that its list must be read again


def fetch(
    given: Sequence[Source],
    get: Get,
    memory: Memory,
    now: datetime,
    progress: Progress = quiet,
    *,
    seconds: float = longest,
) -> Iterator[Article | SourceError]:
    """The articles of the sources that have a URL and no path, and what could not be had.

    Args:
        given: where to look.
        get: the network.
        memory: what is known from earlier runs.
        now: in UTC.
        progress: is told of it.
        seconds: of wall time; what has not been reached by then is not asked for.
    """
    with asyncio.Runner() as runner, _closing(get, runner):
        end = runner.get_loop().time() + seconds
        fetcher = _Fetcher(Polite(get, memory, now, end), memory)
        fetched = [source for source in given if source.is_fetched]
        listings = runner.run(fetcher.list_all(fetched, progress))
        _share(listings)
        reading = [runner.get_loop().create_task(fetcher.read(listing)) for listing in listings]
        for done, task in enumerate(reading, start=1):
            listing = runner.run(_finished(task))
            yield from listing.found
            for url, visit in listing.visits.items():
                memory.remember(url, visit)
            progress("pages", done, len(reading))


def settle(given: Sequence[Source], folder: Path) -> list[Source]:
    """The sources, with those that a local list names in the place of the list.

    A list is an OPML file, or a text with a web address a line; its path starts from ``folder``.

    Raises:
        ConfigError: a URL is neither a web address nor the path of such a list.
    """
    return list(chain.from_iterable(_settled(source, folder) for source in given))


def _settled(source: Source, folder: Path) -> Iterator[Source]:
    if not source.is_fetched:
        yield source
        return
    _refuse_password(source.url)
    if _is_web(source.url):
        yield source
        return
    file = folder / source.url
    try:
        if not file.is_file():
            raise ConfigError(
                f"source url {source.url!r} is neither a web address (https://...) nor a file"
            )
        feed = lists.read(file.read_bytes(), str(file))
    except (OSError, ValueError, SourceError) as error:
        raise ConfigError(f"{file}: cannot be read: {error}") from None
    if not (feed and feed.lists):
        raise ConfigError(f"{file}: neither an OPML file nor a list of web addresses")
    for url, title in feed.lists:
        yield replace(source, url=url, outlet=source.outlet or title)


def _refuse_password(url: str) -> None:
    if re.match(r"\s*[\w+.-]*:?//[^/?#]*@", url):
        raise ConfigError(
            "a source url holds a user name or password, which is not sent; "
            "use the feed's private address, if its site gives one"
        )


@contextmanager
def _closing(get: Get, runner: asyncio.Runner) -> Iterator[None]:
    try:
        yield
    finally:
        runner.run(get.aclose())


async def _finished(task: asyncio.Task[T]) -> T:
    return await task


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


class _Fetcher:
    """What all sources of one run share."""

    def __init__(self, polite: Polite, memory: Memory) -> None:
        self._polite = polite
        self._memory = memory
        self._parser = ThreadPoolExecutor(max_workers=1)

    async def list_all(self, given: Sequence[Source], progress: Progress) -> list[Listing]:
        """The lists of all sources, in the order of the sources."""
        done = 0

        async def one(source: Source) -> list[Listing]:
            nonlocal done
            found = await self._list(source)
            done += 1
            progress("feeds", done, len(given))
            return found

        return list(chain.from_iterable(await asyncio.gather(*map(one, given))))

    async def _list(self, source: Source, depth: int = 0) -> list[Listing]:
        """The list at a source's URL, and those that it names."""
        listing = Listing(source)
        try:
            with _contained(source.url):
                named = await self._open(listing, depth)
            if named and depth == deepest:
                raise SourceError(source.url, "lists within lists in lists")
        except SourceError as error:
            listing.found.append(SourceError(source.url, error.reason, failed))
            return [listing]
        inner = (
            self._list(replace(source, url=url, outlet=source.outlet or title), depth + 1)
            for url, title in named
        )
        return [listing, *chain.from_iterable(await asyncio.gather(*inner))]

    async def _open(self, listing: Listing, depth: int) -> Sequence[tuple[str, str]]:
        """Fill a listing with what its URL gives; the lists that stand in it."""
        source = listing.source
        if not source.enabled:
            reason = "turned off by the settings (enabled = false)"
            listing.found.append(SourceError(source.url, reason, "disabled"))
            return ()
        ask = self._polite.find if depth else self._polite.ask
        answer = await ask(source.url, self._memory.visit(source.url))
        if answer.unchanged:
            return ()
        feed = await self._parse(lists.read, answer.body, answer.url, answer.charset)
        if feed is None:  # the source is a page
            listing.found += await self._parse(_page, answer, Entry(source.url), Feed(), source)
        elif feed.lists:
            listing.found += _beyond(source.url, len(feed.lists) - most_entries)
            return feed.lists[:most_entries]
        else:
            listing.feed, listing.entries = feed, list(feed.entries[:most_entries])
            listing.found += _beyond(source.url, len(feed.entries) - most_entries)
        listing.visits[source.url] = answer.visit
        return ()

    async def read(self, listing: Listing) -> Listing:
        """Fill a listing with the articles of its entries."""
        for found in await asyncio.gather(*(self._entry(listing, e) for e in listing.entries)):
            listing.found += found
        if listing.is_open:
            listing.visits.pop(listing.source.url, None)
        return listing

    async def _entry(self, listing: Listing, entry: Entry) -> Sequence[Article | SourceError]:
        source = replace(listing.source, title="", published=None)  # they are of one article
        if not entry.url or (entry.is_whole and entries.is_own(entry, source)):
            return (_summary(entry, listing.feed, source),)
        before = self._memory.visit(entry.url)
        if before is None and self._memory.known(entry.url):
            before = Visit()
        told = {**(before.told if before else {}), source.url: entry.digest}
        if before and before.told.get(source.url, entry.digest) == entry.digest:
            if before.told != told:
                listing.visits[entry.url] = replace(before, told=told)
            return ()
        listing.visits[entry.url] = Visit(told=told, is_read=False)
        if not source.pages:
            return (_summary(entry, listing.feed, source),)
        return await self._page(listing, entry, source, before)

    async def _page(
        self, listing: Listing, entry: Entry, source: Source, before: Visit | None
    ) -> Sequence[Article | SourceError]:
        """What the page of an entry gives; its summary, where there is nothing else."""
        told = listing.visits[entry.url].told
        was_read = before is not None and before.is_read
        try:
            with _contained(entry.url):
                answer = await self._polite.find(entry.url, before if was_read else None)
                found: Sequence[Article | SourceError] = ()
                if not answer.unchanged:
                    found = await self._parse(_page, answer, entry, listing.feed, source)
            listing.visits[entry.url] = replace(answer.visit, told=told)
        except SourceError as error:
            again = isinstance(error, Unavailable)  # else it would fail, and be told, once more
            told = {**told, source.url: ""} if again else told
            listing.visits[entry.url] = replace(before or Visit(), told=told, is_read=was_read)
            listing.is_open |= again
            return (error,) if was_read else _instead(entry, listing.feed, source, error)
        return found

    async def _parse(self, read: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """What a parser makes of bytes, one at a time, while answers go on coming in."""
        call = partial(read, *args, **named)
        return await asyncio.get_running_loop().run_in_executor(self._parser, call)


def _page(
    answer: Answer, entry: Entry, feed: Feed, source: Source
) -> Sequence[Article | SourceError]:
    return tuple(entries.of_page(answer, entry, feed, source))


@contextmanager
def _contained(url: str) -> Iterator[None]:
    """Whatever a reader of hostile bytes raises, as a failure of their URL that names the bug."""
    try:
        yield
    except SourceError:
        raise
    except Exception as error:
        at = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} in {Path(at.filename).name}, line {at.lineno}"
        raise SourceError(url, f"cannot be read: {where}") from error


def _instead(
    entry: Entry, feed: Feed, source: Source, failure: SourceError
) -> Sequence[Article | SourceError]:
    """What the feed holds of an article whose page failed, and why it did."""
    try:
        with _contained(entry.url):
            summary = entries.of_content(entry, feed, source)
    except SourceError:
        return (failure,)
    reason = f"{failure.reason}; the summary of its feed stands for it"
    return summary, SourceError(failure.path, reason, summarised)


def _summary(entry: Entry, feed: Feed, source: Source) -> Article | SourceError:
    """What the feed itself holds of an article."""
    try:
        with _contained(entry.url or source.url):
            return entries.of_content(entry, feed, source)
    except SourceError as error:
        return error


def _beyond(url: str, number: int) -> Iterator[SourceError]:
    if number > 0:
        yield SourceError(url, f"{number} more entries; {most_entries} are read of a list", beyond)


def _share(listings: Sequence[Listing]) -> None:
    """Leave each entry to the first list that has it."""
    taken: set[str] = set()
    for listing in listings:
        listing.entries = [entry for entry in listing.entries if entry.url not in taken]
        taken |= {entry.url for entry in listing.entries} - {""}
