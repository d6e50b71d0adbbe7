"""The daily brief: what came since the last one, with what was told before in view."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from briefing import files, manifest, novelty, pipeline
from briefing.cli import editions, log, manifests
from briefing.cli.editions import Edition
from briefing.cli.plans import Asked, Plan
from briefing.cli.run import Run, warn
from briefing.compose import Frame
from briefing.errors import ConfigError, EvidenceError
from briefing.manifest import Input, Manifest
from briefing.models import Article, Brief, Progress, Told, Window
from briefing.pipeline import Reading
from briefing.renderers import json as json_format
from briefing.store import Record, Store


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
        edition = editions.of_window(run, store, plan, asked, before)
        inputs = _hash(run, edition, plan)
        if before and before.inputs == inputs:
            brief = json_format.parse(before.brief.decode())
        else:
            with run.progress() as progress:
                reading = pipeline.read(editions.items(edition), progress)
                brief = _brief(run, store, edition, plan, reading, progress)
            if kept:
                kept_as = Record(edition.made, inputs, edition.failures, _encoded(brief))
                traces = {trace for span in reading.spans for trace in novelty.traces(span.text)}
                store.briefs.record(title, kept_as, _told(brief), sorted(traces))
        record = None if plan.printed else _record(run, edition, plan)
        plan.write(brief, editions.articles(edition), record)
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
    edition = editions.assembled(run, store, plan, kept.made, held, kept.failures, window)
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
    edition = editions.recorded(store, record, record.daily)
    frame = Frame(
        run.config, record.as_of, run.model_sha256(), record.root, record.pages, edition.daily
    )
    reading = pipeline.read(editions.items(edition))
    return pipeline.of(reading, frame, run.embed(), run.select()), editions.articles(edition)


def lies_ahead(run: Run, asked: Asked) -> bool:
    """Whether briefs of days after today are recorded, which no window counts; they are named."""
    today = asked.day(run, None)
    with run.held(asked.wait) as store:
        ahead = [made.day for made in store.briefs.made(run.config.title) if made.day > today]
    for day in ahead:
        warn(f"a brief of {day}, after today, is recorded; to forget it: archive forget {day}")
    return bool(ahead)


# The brief.


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
    program = manifest.program(run.config.embedder)
    past = edition.daily.past
    parts = (
        program.version,
        program.files_sha256,
        repr(run.config),
        module.identity(name) or run.model_sha256(),
        plan.as_of.isoformat(),
        plan.root,
        plan.pages,
        repr(edition.made),
        *_moments(edition.daily.window),
        repr(edition.failures),
        *(repr((one.number, replace(one.article, text=""))) for one in edition.articles),
        *(repr(told) for told in (past.told if past else ())),
    )
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _moments(window: Window) -> tuple[str, ...]:
    """A window as text, the same whether it was just made or read back."""
    ends = (window.since, window.until)
    return (*(end.isoformat() if end else "" for end in ends), window.zone)


def _counts(store: Store, edition: Edition) -> dict[str, object]:
    return {
        "articles": len(edition.articles),
        "first": edition.made.first,
        "last": edition.made.last,
        "embedded": store.vectors.made,
        "remembered": store.vectors.kept,
    }
