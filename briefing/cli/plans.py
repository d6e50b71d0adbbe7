"""What a run of generate is asked for: where the brief goes, and of which window it is.

Light to import: a run that finds another at work ends before anything is loaded.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from briefing import files, windows
from briefing.cli.rendering import file_of, format_of, show, texts
from briefing.cli.run import Run, day
from briefing.errors import ConfigError
from briefing.locks import locked
from briefing.models import Article, Brief

if TYPE_CHECKING:
    from briefing.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Asked:
    """Which window is wanted, and what becomes of the brief."""

    now: datetime
    since: str = ""  # a look back, which is not recorded
    calendar: bool = False  # the calendar day, instead of what came since the last brief
    forget: bool = False
    wait: float = 0.0  # seconds
    fetch: bool = True  # what the sources on the web have
    config: Path | None = None  # the settings that were named

    @staticmethod
    def of(
        run: Run, now: str | None, since: str | None, window: str | None, **others: Any
    ) -> Asked:
        """What the options say.

        Raises:
            ConfigError: one of them cannot be followed.
        """
        if window not in (None, "last", "day"):
            raise ConfigError(f"no window named {window!r}; choose from last, day")
        if since and window:
            raise ConfigError("--since and --window both say where the window begins; give one")
        example = "2024-05-17T06:30"
        time = windows.moment(now, run.zone, "--now", example) if now else datetime.now(UTC)
        if since:
            windows.since(since, time, run.zone)
        return Asked(time, since or "", window == "day", **others)

    def day(self, run: Run, given: str | None) -> date:
        """The day of the brief: as given, else the one that it is."""
        return day(given) if given else self.now.astimezone(run.zone).date()


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a brief goes, and in which formats."""

    as_of: date
    folder: Path  # of the brief
    formats: tuple[str, ...]
    printed: bool  # instead of written
    template: str  # a file of one's own
    start: Path  # that the paths of sources start from
    partial: bool  # not all topics are asked for
    mail: bool  # it is to be sent
    pages: str  # the folder of the sources' pages, in that of the brief; "" for none

    @property
    def is_look(self) -> bool:
        """Whether it stands beside the briefs of days, as none of them."""
        return self.folder.name != self.as_of.isoformat()

    @property
    def root(self) -> str:
        """The way from the brief to where the paths of its sources start."""
        return Path(os.path.relpath(self.start, self.folder.resolve())).as_posix()

    def path(self, path: str) -> str:
        """The path of a source from there; an address of the web as it is."""
        return Path(os.path.relpath(path, self.start)).as_posix() if path[:1] == "/" else path

    def write(self, brief: Brief, articles: Iterable[Article], record: Manifest | None) -> None:
        """Write OUT/DATE/brief.FORMAT for each format, or print one to stdout.

        Beside it go the pages of its sources and its citations as annotations, where it has
        pages, and the record of the run. What an earlier run left in this place goes away.
        """
        from briefing.cli import bundles

        made = texts(brief, self.formats, self.template)
        if self.printed:
            for content in made.values():
                show(content)
            return
        bundles.write(self.folder, bundles.made(brief, made, articles), record)
        for name in made:
            typer.echo(file_of(self.folder, name))


def plan(
    run: Run, asked: Asked, as_of: date, topics: Sequence[str], daily: bool, mail: bool
) -> Plan:
    """What is to be made of a run's settings; a daily brief may be of the store alone.

    A look, with ``--since`` or at some topics of a daily brief, has a folder of its own.

    Raises:
        ConfigError: the template fits no format, or there is no way to send.
    """
    formats, config = run.config.formats, run.config
    custom = format_of(Path(config.template), formats) if config.template else None
    printed = config.out == "-"
    if printed and len(formats) > 1:
        formats = (custom or formats[0],)
    if mail:
        _check_mail(run)
    looks = (
        *(["since", asked.since] if asked.since else ["day"] if asked.calendar else []),
        *(topics if daily else ()),
    )
    name = "-".join([as_of.isoformat(), *([_look(looks)] if looks else [])])
    folder = Path() if printed else Path(config.out) / name
    start = run.memory.parent.absolute() if daily and not run.inputs and run.memory else run.root
    pages = "sources" if config.pages and not printed else ""
    return Plan(as_of, folder, formats, printed, config.template, start, bool(topics), mail, pages)


def _look(at: Sequence[str]) -> str:
    """What the folder of a look is called behind the day; a hash tells long names apart."""
    plain = files.slug(" ".join(at))
    return plain if len(plain) < 80 else f"{plain[:71]}-{files.digest(' '.join(at))[:8]}"


def _check_mail(run: Run) -> None:
    """Before anything is read, whether the brief could be sent at all."""
    from briefing.cli import sending

    sending.channels(run)
    if run.config.out == "-":
        raise ConfigError("--mail sends what stands in a folder; leave out -o -")


@contextmanager
def held(plan: Plan, wait: float) -> Iterator[None]:
    """The folder of the briefs, for this run alone; one that stays empty is not left behind.

    Raises:
        Busy: another run holds it.
    """
    if plan.printed:
        yield
        return
    folder = plan.folder.parent
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder, wait):
        try:
            yield
        finally:
            if not any(folder.iterdir()):
                folder.rmdir()
