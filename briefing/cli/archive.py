"""The archive of articles: what is in it, what it says, and what it may forget."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date

from briefing import windows
from briefing.cli.run import Run, day, warn
from briefing.cli.saying import say
from briefing.errors import ConfigError
from briefing.renderers._show import counted
from briefing.store import Outlet, Store, open_store


def summarise(run: Run) -> int:
    """How much there is, since when, and of whom."""
    with _opened(run) as store:
        outlets = store.articles.outlets()
    if not outlets:
        say("the archive is empty")
        return 0
    width = max(len(_name(outlet)) for outlet in outlets)
    for outlet in outlets:
        revised = outlet.articles - outlet.addresses
        more = f", {revised} of them later versions" if revised else ""
        noun = "article " if outlet.articles == 1 else "articles"
        say(f"{_name(outlet):{width}}  {outlet.articles:6} {noun}{more}  {_span([outlet])}")
    total = sum(outlet.articles for outlet in outlets)
    say(f"{'all':{width}}  {total:6} {'article ' if total == 1 else 'articles'}  {_span(outlets)}")
    return 0


def _opened(run: Run) -> Store:
    """The store, to be read; another run may be at work in it."""
    if run.memory is None:
        raise ConfigError('there is no place for the archive; name a file: store = "briefing.db"')
    return open_store(run.memory)


def _name(outlet: Outlet) -> str:
    return outlet.name or "outlet unknown"


def _span(outlets: Sequence[Outlet]) -> str:
    first = min(outlet.first for outlet in outlets)
    last = max(outlet.last for outlet in outlets)
    return f"{first.date()} to {last.date()}"


def search(run: Run, words: str, most: int) -> int:
    """The passages with all of the words, best first; 1 when there is none."""
    if not words.strip(' "'):
        raise ConfigError("archive search needs at least one word")
    with _opened(run) as store:
        hits = list(store.articles.search(words, most))
    for hit in hits:
        article = hit.found.article
        seen = hit.found.seen.astimezone(run.zone if run.config.timezone else UTC)
        say(f"{seen.date()}  {article.source}: {article.title or 'no title'}")
        say(f"    {hit.passage}")
        say(f"    {article.url or article.path}")
    if not hits:
        warn(f"nothing in the archive has {words}")
    return 0 if hits else 1


def prune(run: Run, before: str, dry_run: bool = False) -> int:
    """Forget what came before a day: articles, vectors, and briefs but the last."""
    first = day(before)
    start, _ = windows.bounds(first, run.zone)
    with run.held() as store:
        gone = (
            counted(
                store.articles.prune(start, store.briefs.held(date.today()), dry_run), "article"
            ),
            counted(store.vectors.prune(start, dry_run), "vector"),
            counted(store.briefs.prune(first, dry_run), "brief"),
        )
        if not dry_run:
            store.compact()
    say(f"{'would be forgotten' if dry_run else 'forgotten'}: {', '.join(gone)}")
    return 0


def forget(run: Run, given: str) -> int:
    """Forget that there was a brief of a day; what it held comes in the next one again."""
    with run.held() as store:
        if not store.briefs.forget(run.config.title, day(given)):
            raise ConfigError(
                f"no brief of {given} is recorded under the title {run.config.title!r}"
            )
    say(f"forgotten: the brief of {given}; its files, if any, are left as they are")
    return 0
