"""The window of a daily brief: the articles in it, and what was told before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from briefing import manifest, windows
from briefing.cli.plans import Asked, Plan
from briefing.cli.run import Run
from briefing.errors import BriefingError, ConfigError, SourceError
from briefing.manifest import Manifest
from briefing.models import Article, Daily, Entry, Past, Window
from briefing.renderers import json as json_format
from briefing.store import Archived, Record, Store
from briefing.windows import Made

first_days = 2  # before the day of the first brief; what was published earlier is left out of it


@dataclass(frozen=True, slots=True)
class Edition:
    """A window, the articles in it, and what could not be had."""

    made: Made
    articles: Sequence[Archived]
    failures: tuple[Entry, ...]
    daily: Daily


def of_window(run: Run, store: Store, plan: Plan, asked: Asked, before: Record | None) -> Edition:
    """What a brief is made from; a day that had its brief gets nothing that came after it."""
    title, as_of = run.config.title, plan.as_of
    gathered = _Gathered(before.failures) if before and not asked.calendar else None
    gathered = gathered or _gather(run, store, asked)
    fed = run.inputs or gathered.fetched or store.articles.newest() or store.briefs.made(title)
    if not fed and not asked.fetch:
        raise ConfigError("the archive is empty; leave out --no-fetch, or give articles")
    if not fed:
        raise ConfigError(
            "there is nothing to brief: give a folder of articles, or name sources with a url in "
            "briefing.toml"
        )
    made = _window(run, store, as_of, asked)
    articles = store.articles.between(made.first, made.last)
    if asked.since:
        start = windows.since(asked.since, asked.now, run.zone)
        articles = [one for one in articles if one.seen >= start]
    if gathered.in_vain and not articles:
        raise BriefingError(
            "no source could be reached, and nothing else came; no brief is written"
        )
    window = _told_window(run, store, made, articles, asked)
    if before and not articles:
        window = json_format.parse(before.brief.decode()).window or window
    return assembled(run, store, plan, made, articles, gathered.failures, window)


def assembled(
    run: Run,
    store: Store,
    plan: Plan,
    made: Made,
    articles: Sequence[Archived],
    failures: tuple[Entry, ...],
    window: Window,
) -> Edition:
    """The edition of a window, its articles by their paths from the brief's root."""
    past = _past(store, run.config.title, plan.as_of)
    revised = _revised(run, store, made, articles)
    shown = [
        replace(one, article=replace(one.article, path=plan.path(one.article.path)))
        for one in articles
    ]
    return Edition(made, shown, failures, Daily(window, past, revised))


def _revised(run: Run, store: Store, made: Made, articles: Sequence[Archived]) -> dict[str, date]:
    """By id of an article: the day that the text came which earlier briefs had at its address."""
    zone = run.zone if run.config.timezone else UTC
    earlier = (
        (one.article.id, store.articles.replaced(one.address, made.first)) for one in articles
    )
    return {key: seen.astimezone(zone).date() for key, seen in earlier if seen}


def _told_window(
    run: Run, store: Store, made: Made, articles: Sequence[Archived], asked: Asked
) -> Window:
    """What a brief says of its window; a calendar day that is over is told by its midnights."""
    zone = run.zone if run.config.timezone else UTC
    previous = store.articles.between(made.first - 1, made.first)
    start = previous[0].seen if previous else None
    end = max((one.seen for one in articles), default=asked.now)
    if asked.since:
        start = windows.since(asked.since, asked.now, run.zone)
    if asked.calendar:
        start, midnight = windows.bounds(made.day, run.zone)
        end = midnight if asked.now >= midnight else end
    since = start.astimezone(zone) if start else None
    return Window(since, end.astimezone(zone), run.config.timezone or "UTC")


def _past(store: Store, title: str, as_of: date) -> Past | None:
    past = store.briefs.past(title, as_of)
    if past is None:
        return None
    ids = {told.citation.article_id for told in past.told if told.day == past.last}
    found = [store.articles.article(one) for one in sorted(ids)]
    return replace(past, articles=tuple(article for article in found if article))


def _window(run: Run, store: Store, as_of: date, asked: Asked) -> Made:
    start, end = windows.bounds(as_of, run.zone)
    is_past = as_of < asked.day(run, None)
    newest = store.articles.newest(end if is_past else None)
    if asked.since:
        return Made(as_of, 0, newest)
    if asked.calendar:
        return Made(as_of, store.articles.newest(start), store.articles.newest(end))
    recorded = store.briefs.made(run.config.title)
    made = [brief for brief in recorded if brief.day <= asked.day(run, None)]
    first, last = windows.since_last(made, as_of, newest)
    if store.articles.are_pruned(first, last) and any(brief.day >= as_of for brief in made):
        raise BriefingError(
            f"articles of the brief of {as_of} are pruned; it is not made again, and stays as it is"
        )
    return Made(as_of, first, last)


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What could not be had."""

    failures: tuple[Entry, ...]
    fetched: bool = False  # there are sources on the web
    in_vain: bool = False  # and none of them could be reached


def _gather(run: Run, store: Store, asked: Asked) -> _Gathered:
    """Archive what the inputs hold and what the sources on the web have."""
    from briefing.cli import fetching

    failures = _archive(run, store, asked.now)
    given = fetching.sources(run, asked.config) if asked.fetch and not run.inputs else []
    if not given:
        return _Gathered(_entries(failures))
    missed = fetching.fill(run, store, given, asked.now)
    everything = _entries([*failures, *missed])
    return _Gathered(everything, True, fetching.all_failed(given, missed))


def _entries(failures: Iterable[SourceError]) -> tuple[Entry, ...]:
    return tuple(Entry(error.path, error.bucket, error.reason) for error in failures)


def _archive(run: Run, store: Store, now: datetime) -> list[SourceError]:
    """Keep what the inputs hold; a file is known by its full path. What could not be read."""
    with run.progress() as progress:
        found = list(run.found(progress)) if run.inputs else []
    articles = [
        replace(item, path=(run.root / item.path).as_posix())
        for item in found
        if isinstance(item, Article)
    ]
    store.articles.add(articles, now)
    return [item for item in found if isinstance(item, SourceError)]


def recorded(store: Store, record: Manifest, kept: manifest.Daily) -> Edition:
    """The window of a record, with what the archive still holds of it."""
    paths = {one.number: one.path for one in record.inputs}
    held = [
        replace(one, article=replace(one.article, path=paths[one.number]))
        for one in store.articles.between(kept.first, kept.last)
        if one.number in paths
    ]
    past = _past(store, record.settings.title, record.as_of)
    made = Made(record.as_of, kept.first, kept.last)
    return Edition(made, held, kept.failures, Daily(kept.window, past, kept.revised))


def articles(edition: Edition) -> list[Article]:
    """The articles that a brief is made from."""
    return [item for item in items(edition) if isinstance(item, Article)]


def items(edition: Edition) -> Iterator[Article | SourceError]:
    """The articles of a window, and what is left out of it and why."""
    latest = {one.address: one.number for one in edition.articles}
    early = edition.made.first == 0 and edition.daily.past is None
    oldest = edition.made.day - timedelta(first_days)
    dated = [one.article.published for one in edition.articles]
    early = early and any(day is None or day >= oldest for day in dated)
    for one in edition.articles:
        article = one.article
        if latest[one.address] != one.number:
            yield SourceError(article.path, "a later version came", "older version")
        elif early and article.published and article.published < oldest:
            yield SourceError(
                article.path, f"published {article.published}", "before the first brief"
            )
        else:
            yield article
    for entry in edition.failures:
        yield SourceError(entry.path, entry.reason, entry.bucket)
