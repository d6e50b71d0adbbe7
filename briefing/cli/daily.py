"""The daily brief: what came since the last one, with what was told before in view."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import briefing
from briefing import __version__, files, manifest, novelty, pipeline, windows
from briefing.cli import log, manifests
from briefing.cli.plans import Asked, Plan
from briefing.cli.run import Run, warn
from briefing.compose import Frame
from briefing.errors import BriefingError, ConfigError, EvidenceError, SourceError
from briefing.manifest import Input, Manifest
from briefing.models import Article, Brief, Daily, Entry, Past, Progress, Told, Window
from briefing.pipeline import Reading
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


def generate(run: Run, plan: Plan, asked: Asked) -> Brief:
    """Archive what there is to be had, and write the brief of its window.

    Raises:
        BriefingError: no source could be reached, and nothing came otherwise.
        ConfigError: there is no store.
    """
    with run.held(asked.wait) as store:
        title = run.config.title
        kept = not (asked.calendar or asked.forget or plan.is_look or plan.partial)
        if kept:
            _check(plan, asked.day(run, None))
            _finish(run, store, plan)
        before = store.briefs.of_day(title, plan.as_of) if kept else None
        edition = _edition(run, store, plan, asked, before)
        inputs = _hash(run, edition, plan)
        if before and before.inputs == inputs:
            brief = json_format.parse(before.brief.decode())
        else:
            with run.progress() as progress:
                reading = pipeline.read(_items(edition), progress)
                brief = _brief(run, store, edition, plan, reading, progress)
            if kept:
                kept_as = Record(edition.made, inputs, edition.failures, _encoded(brief))
                traces = {trace for span in reading.spans for trace in novelty.traces(span.text)}
                store.briefs.record(title, kept_as, _told(brief), sorted(traces))
        record = None if plan.printed else _record(run, edition, plan)
        plan.write(brief, _articles(edition), record)
        if kept:
            store.briefs.write(title, plan.as_of)
        log.write("done", "info", **_counts(store, edition))
    return brief


def _check(plan: Plan, today: date) -> None:
    if plan.as_of > today:
        raise ConfigError(
            f"--date {plan.as_of} is after today, {today}; the briefs until then would be empty"
        )


def _finish(run: Run, store: Store, plan: Plan) -> None:
    """Write the earlier briefs whose runs ended between their records and their files."""
    title = run.config.title
    for day in store.briefs.pending(title, plan.as_of):
        kept = store.briefs.of_day(title, day)
        if kept:
            folder = plan.folder.parent / day.isoformat()
            _write_kept(run, store, replace(plan, as_of=day, folder=folder), kept)
        store.briefs.write(title, day)


def _write_kept(run: Run, store: Store, plan: Plan, kept: Record) -> None:
    """The files of a brief that is kept; its run is told where this run would make the same."""
    brief = json_format.parse(kept.brief.decode())
    articles = filter(None, (store.articles.article(one.article_id) for one in brief.sources))
    held = store.articles.between(kept.made.first, kept.made.last)
    window = brief.window or Window(None, None, "UTC")
    edition = _assembled(run, store, plan, kept.made, held, kept.failures, window)
    same = _hash(run, edition, plan) == kept.inputs
    plan.write(brief, articles, _record(run, edition, plan) if same else None)


def _record(run: Run, edition: Edition, plan: Plan) -> Manifest:
    """What a daily brief is made from, for the file beside it."""
    held = (
        Input(one.article.path, one.article.id, files.digest(one.article.text), number=one.number)
        for one in edition.articles
    )
    daily = edition.daily
    kept = manifest.Daily(
        edition.made.first,
        edition.made.last,
        daily.window,
        edition.failures,
        dict(sorted(daily.revised.items())),
        manifest.told(daily.past),
    )
    return manifests.of_window(run, plan, held, kept)


def again(run: Run, store: Store, record: Manifest) -> tuple[Brief, Iterable[Article]]:
    """The brief of a record from what the archive still holds of it; and its articles.

    Raises:
        EvidenceError: the record is not of a daily brief.
    """
    if record.daily is None:
        raise EvidenceError("not the record of a daily brief")
    edition = recorded(store, record, record.daily)
    frame = Frame(
        run.config, record.as_of, run.model_sha256(), record.root, record.pages, edition.daily
    )
    reading = pipeline.read(_items(edition))
    return pipeline.of(reading, frame, run.embed(), run.select()), _articles(edition)


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


def lies_ahead(run: Run, asked: Asked) -> bool:
    """Whether briefs of days after today are recorded, which no window counts; they are named."""
    today = asked.day(run, None)
    with run.held(asked.wait) as store:
        ahead = [made.day for made in store.briefs.made(run.config.title) if made.day > today]
    for day in ahead:
        warn(f"a brief of {day}, after today, is recorded; to forget it: archive forget {day}")
    return bool(ahead)


# The window.


def _edition(run: Run, store: Store, plan: Plan, asked: Asked, before: Record | None) -> Edition:
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
    return _assembled(run, store, plan, made, articles, gathered.failures, window)


def _assembled(
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


# The brief.


def _articles(edition: Edition) -> list[Article]:
    return [item for item in _items(edition) if isinstance(item, Article)]


def _items(edition: Edition) -> Iterator[Article | SourceError]:
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


def _brief(
    run: Run, store: Store, edition: Edition, plan: Plan, reading: Reading, progress: Progress
) -> Brief:
    frame = Frame(run.config, plan.as_of, run.model_sha256(), plan.root, plan.pages, edition.daily)
    made = pipeline.of(reading, frame, run.remembering(store), run.select(), progress)
    run.warn_if_uncalibrated()
    return made


def _told(brief: Brief) -> Iterator[Told]:
    """The points of a brief, as the next ones remember them."""
    records = {record.article_id: record for record in brief.sources}
    headlines = {story.id: story.headline.text for story in brief.stories}
    for point in (*(p for section in brief.sections for p in section.points), *brief.noted):
        record = records[point.citations[0].article_id]
        earlier = point.novelty.earlier if point.novelty else None
        goes_on = point.novelty and point.novelty.state in ("ongoing", "background")
        yield Told(
            day=brief.as_of,
            text=point.text,
            citation=point.citations[0],
            outlets=point.outlets,
            language=record.language,
            published=record.published,
            since=earlier.first if earlier and goes_on else None,
            headline=headlines.get(point.story, ""),
        )


def _encoded(brief: Brief) -> bytes:
    return json_format.render(brief).encode()


# Whether anything has changed.


def _hash(run: Run, edition: Edition, plan: Plan) -> str:
    """All that a brief is made from, the program included."""
    module, name = run.embedder()
    past = edition.daily.past
    parts = (
        __version__,
        *_program(),
        repr(run.config),
        module.identity(name) or run.model_sha256(),
        plan.as_of.isoformat(),
        plan.root,
        plan.pages,
        repr(edition.made),
        repr(edition.daily.window),
        repr(edition.failures),
        *(repr((one.number, replace(one.article, text=""))) for one in edition.articles),
        *(repr(told) for told in (past.told if past else ())),
    )
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _program() -> Iterator[str]:
    """The files of the package, so that a changed program makes its briefs again."""
    for file in sorted(Path(briefing.__file__).parent.rglob("*")):
        if file.suffix in (".py", ".toml", ".sql"):
            state = file.stat()
            yield f"{file.name} {state.st_size} {state.st_mtime_ns}"


def _counts(store: Store, edition: Edition) -> dict[str, object]:
    return {
        "articles": len(edition.articles),
        "first": edition.made.first,
        "last": edition.made.last,
        "embedded": store.vectors.made,
        "remembered": store.vectors.kept,
    }
