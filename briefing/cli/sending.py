"""A brief sent out, once to each place: by mail, to a web address, into a folder."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias

import typer

from briefing import evidence, files, mailing, manifest, originals, plugins
from briefing.cli import bundles, carriers, cataloguing
from briefing.cli.checking import load
from briefing.cli.rendering import file_of, render, texts
from briefing.cli.run import Run, day
from briefing.errors import BriefingError, ConfigError
from briefing.files import Content
from briefing.locks import locked
from briefing.mailing import Parts
from briefing.manifest import Manifest
from briefing.models import Article, Brief
from briefing.renderers._template import builtin

Carry: TypeAlias = Callable[["Parcel"], Mapping[str, str]]  # what was refused, and why


@dataclass(frozen=True, slots=True)
class Parcel:
    """A brief on its way."""

    brief: Brief
    folder: Path  # that it stands in
    json: str
    digest: str
    to: tuple[str, ...]  # where it has not been yet


@dataclass(frozen=True, slots=True)
class Channel:
    """A way out, and the places that are reached by it."""

    places: tuple[str, ...]
    carry: Carry


def send(run: Run, date: str | None, again: bool) -> int:
    """Send the brief of a day, else the latest one.

    Raises:
        Busy: another run is at work on the briefs.
    """
    folder = _of_day(run, day(date)) if date else _latest(run)
    _, brief = load(folder)
    with locked(folder.parent):
        return deliver(run, brief, folder, again)


def deliver(run: Run, brief: Brief, folder: Path, again: bool = False) -> int:
    """Send a brief wherever the settings say and it has not been; nothing when it says nothing.

    Raises:
        BriefingError: some place did not take it. The others have it, and a second try
            goes only to those that do not.
    """
    ways = channels(run)
    if not _is_news(brief):
        typer.echo("nothing new, nothing sent", err=True)
        return 0
    text = str(render(brief, "json", None))
    parcel = Parcel(brief, folder, text, mailing.digest(text), ())
    problems: list[str] = []
    for channel in ways:
        been = {} if again else _sent(folder)
        to = tuple(place for place in channel.places if been.get(place) != parcel.digest)
        problems += _carry(channel, replace(parcel, to=to)) if to else []
        for place in set(channel.places).difference(to):
            typer.echo(f"sent before to {place}", err=True)
    if problems:
        raise BriefingError(f"the brief is written, but did not reach all: {'; '.join(problems)}")
    return 0


def _is_news(brief: Brief) -> bool:
    """Whether a brief tells anything; one with another before it, anything new."""
    if brief.last is not None:
        return bool(brief.glance)
    return any(True for _ in evidence.points(brief))


def _carry(channel: Channel, parcel: Parcel) -> list[str]:
    """Send, note who has it, and say what went wrong."""
    try:
        refused = carriers.in_time(lambda: channel.carry(parcel), f"sending to {parcel.to[0]}")
    except BriefingError as error:
        return [str(error)]
    taken = [place for place in parcel.to if place not in refused]
    _note(parcel, taken)
    for place in taken:
        typer.echo(f"sent to {place}", err=True)
    return list(refused.values())


def channels(run: Run) -> list[Channel]:
    """The ways that are set.

    Raises:
        ConfigError: none is, or one of them lacks a password.
    """
    config, found = run.config, []
    if config.mail.to:
        carriers.login(config.mail)
        places = tuple(map(mailing.address, config.mail.to))
        found.append(Channel(places, lambda parcel: _mail(run, parcel)))
    if config.webhook:
        digest = hashlib.sha256(config.webhook.encode()).hexdigest()[:8]
        place = f"{carriers.bare(config.webhook)} ({digest})"
        found.append(Channel((place,), lambda parcel: _post(config.webhook, parcel)))
    if config.copy_to:
        found.append(Channel((str(Path(config.copy_to)),), lambda parcel: _copy(run, parcel)))
    if not found:
        raise ConfigError(
            "nowhere to send to; set [mail], webhook or copy_to in briefing.toml (briefing init)"
        )
    return found


def _mail(run: Run, parcel: Parcel) -> Mapping[str, str]:
    message = mailing.message(
        replace(parcel.brief, pages=""),  # a mail stands beside no page
        run.config.mail,
        parcel.digest,
        datetime.now().astimezone(),
        _parts,
        whole=str(_readable(parcel.folder)),
    )
    return carriers.mail(message, run.config.mail, parcel.to)


def _readable(folder: Path) -> Path:
    """The form of a brief that is best for reading, by its full path."""
    files = [folder.absolute() / f"brief.{name}" for name in ("html", "md", "txt", "json")]
    return next(file for file in files if file.is_file())


def _parts(brief: Brief) -> Parts:
    text, html = (
        str(render(brief, name, Path(builtin) / f"mail.{name}.j2")) for name in ("txt", "html")
    )
    return Parts(text, html)


def _post(url: str, parcel: Parcel) -> Mapping[str, str]:
    carriers.post(parcel.json, url, parcel.digest)
    return {}


def _copy(run: Run, parcel: Parcel) -> Mapping[str, str]:
    """Write the brief and what belongs to it once more, all links set right for that folder."""
    (place,) = parcel.to
    folder = Path(place) / parcel.brief.as_of.isoformat()
    brief = replace(parcel.brief, root=_way(parcel, parcel.brief.root, folder))
    names = plugins.names("renderers")
    formats = [name for name in names if file_of(parcel.folder, name).is_file()]
    record = _record(parcel, folder)
    template = run.config.template
    if record:
        template = str(folder / record.settings.template) if record.settings.template else ""
    made = bundles.made(brief, texts(brief, formats, template), _articles(run, parcel))
    bundles.write(folder, _with_pages(parcel, made), record)
    cataloguing.refresh(folder.parent, run.config.title)
    return {}


def _way(parcel: Parcel, path: str, folder: Path) -> str:
    """A path from the brief's folder, seen from another."""
    there = (parcel.folder / path).resolve()
    return Path(os.path.relpath(there, folder.resolve())).as_posix()


def _record(parcel: Parcel, folder: Path) -> Manifest | None:
    """The record of the run, seen from another folder; None where there is none."""
    file = parcel.folder / manifest.name
    if not file.is_file():
        return None
    return manifest.moved(manifest.parse(file.read_text(encoding="utf-8")), parcel.folder, folder)


def _articles(run: Run, parcel: Parcel) -> list[Article]:
    """The articles of a brief, those that are as they were."""
    brief = parcel.brief
    kept = brief.window and run.memory and run.memory.exists()
    with run.store() if kept else nullcontext() as store:
        archived = store.articles.article if store else lambda _: None
        return originals.articles(brief, parcel.folder / brief.root, archived)


def _with_pages(parcel: Parcel, made: Mapping[str, Content]) -> dict[str, Content]:
    """With the pages, as they stand, of the sources that have changed since."""
    pages = (name for name in bundles.ours(parcel.folder) if "/" in name and parcel.brief.pages)
    kept = {name: (parcel.folder / name).read_text("utf-8") for name in pages if name not in made}
    return {**kept, **made}


def _latest(run: Run) -> Path:
    if found := _briefs(run):
        return found[-1]
    raise ConfigError(f"{run.config.out} has no brief; make one with: briefing generate")


def _of_day(run: Run, wanted: date) -> Path:
    folder, found = Path(run.config.out) / wanted.isoformat(), _briefs(run)
    if folder in found:
        return folder
    if folder.is_dir():
        raise ConfigError(
            f'{folder} has no brief.json, which is what is sent; keep "json" among the formats'
        )
    latest = f"the latest is of {found[-1].name}" if found else "make one with: briefing generate"
    raise ConfigError(f"{run.config.out} has no brief of {wanted}; {latest}")


def _briefs(run: Run) -> Sequence[Path]:
    """The folders of the briefs that can be sent, by day."""
    days = cataloguing.days(Path(run.config.out))
    return [folder for folder in days if (folder / "brief.json").is_file()]


# What was sent stands beside the brief: place -> digest of the brief that it has.


def _sent(folder: Path) -> dict[str, str]:
    try:
        sent = json.loads((folder / "sent.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise BriefingError(f"{folder / 'sent.json'}: {error}; mend or remove it") from error
    return sent if isinstance(sent, dict) else {}


def _note(parcel: Parcel, places: list[str]) -> None:
    sent = _sent(parcel.folder) | dict.fromkeys(places, parcel.digest)
    text = json.dumps(sent, indent=2, sort_keys=True, ensure_ascii=False)
    files.write_atomic(parcel.folder / "sent.json", f"{text}\n")
