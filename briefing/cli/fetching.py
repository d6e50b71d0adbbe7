"""Filling the archive from the web."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import typer

from briefing import __version__, fetching
from briefing import sources as articles
from briefing.cli.run import Run, settings_folder, warn
from briefing.client import Client
from briefing.errors import ConfigError, SourceError
from briefing.models import Article, Entry, Source
from briefing.store import Store


def fetch(run: Run, file: Path | None) -> int:
    """Archive what is new; 3 where something could not be had, 1 where nothing could."""
    given = sources(run, file)
    if not given:
        raise ConfigError("no source to fetch; write [[sources]] with a url in briefing.toml")
    with run.held() as store:
        before = store.articles.newest()
        failures = fill(run, store, given, datetime.now(UTC))
        typer.echo(f"{store.articles.newest() - before} new articles")
    code = run.report([Entry(error.path, error.bucket, error.reason) for error in failures])
    return 1 if all_failed(given, failures) else code


def sources(run: Run, file: Path | None) -> list[Source]:
    """The sources of the settings that are fetched; ``file`` is what was given for these.

    Raises:
        ConfigError: one has no address that can be followed.
    """
    settled = fetching.settle(run.config.sources, settings_folder(file))
    return [source for source in settled if source.is_fetched]


def fill(run: Run, store: Store, given: Sequence[Source], now: datetime) -> list[SourceError]:
    """Archive what is new at the sources; what could not be had.

    A page for which a summary stands is named on stderr alone: the brief marks the summary.
    """
    now = now.astimezone(UTC)
    client = Client(f"briefing/{__version__}", now, allow_private=run.config.allow_private)
    seconds = 60 * run.config.fetch_minutes
    failures: list[SourceError] = []
    with run.progress() as progress:
        for item in fetching.fetch(given, client, store.visits, now, progress, seconds=seconds):
            if isinstance(item, Article):
                item = articles.of_outlet(item, run.config.sources)
            if isinstance(item, Article):
                store.articles.add([item], now)
            elif item.bucket == fetching.summarised:
                if not run.silent:
                    warn(str(item))
            else:
                failures.append(item)
    return failures


def all_failed(given: Sequence[Source], failures: Sequence[SourceError]) -> bool:
    """Whether no source that is turned on gave anything."""
    dead = {error.path for error in failures if error.bucket == fetching.failed}
    wanted = [source for source in given if source.enabled]
    return bool(wanted) and all(source.url in dead for source in wanted)
