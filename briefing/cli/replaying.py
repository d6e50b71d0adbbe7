"""A brief made again from the record of its run, and compared with what was written then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

import typer

from briefing import manifest
from briefing.cli import bundles, differences
from briefing.cli.checking import file_of
from briefing.cli.differences import Again
from briefing.cli.rendering import texts
from briefing.cli.run import Run, warn
from briefing.errors import BriefingError, ConfigError, EvidenceError
from briefing.files import Content
from briefing.manifest import Manifest
from briefing.models import quiet
from briefing.store import Store


def replay(path: Path, out: str | None, root: Path | None, run: Run) -> int:
    """Make a brief again and say of each file whether its bytes are the same; 1 when not.

    What differs in the inputs, the model, the settings and the program is named first.

    Raises:
        ConfigError: there is no record, or the new files would stand in the place of others.
        EvidenceError: some bytes are not the same, or the brief cannot be made again.
    """
    file = file_of(path, manifest.name)
    record = _read(file)
    if out and any(bundles.ours(Path(out))):
        raise ConfigError(f"{out} holds a brief; name another folder")
    kept = record.daily and run.memory and run.memory.exists()
    with run.store() if kept else nullcontext() as store:
        again = _again(record, file.parent, root, store)
        causes = list(differences.causes(again))
        try:
            made = _made(again)
        except BriefingError as error:
            _say(causes)
            raise EvidenceError(f"{file}: it cannot be made again: {error}") from error
    if out:
        bundles.write(Path(out), made, record)
    return _compare(file, record, made, causes)


def _read(file: Path) -> Manifest:
    try:
        return manifest.parse(file.read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise ConfigError(f"{file}: no such record; briefing generate writes it") from missing
    except (OSError, UnicodeDecodeError, EvidenceError) as error:
        raise EvidenceError(f"{file}: {error}") from error


def _again(record: Manifest, folder: Path, root: Path | None, store: Store | None) -> Again:
    """What follows a record: nothing of its run is kept, and what is gone is not asked for."""
    start = root or folder / record.root
    given = tuple(start / path for path in record.given if (start / path).exists())
    settings = record.settings
    template = str(folder / settings.template) if settings.template else ""
    kind = record.model.embedder.partition(":")[0]
    model = f"{kind}:{folder / record.model.folder}" if record.model.folder else ""
    run = Run(given, replace(settings, template=template), silent=True, model=model)
    read = {one.path for one in record.inputs}
    found = [item for item in run.found(quiet) if item.path in read] if given else []
    return Again(record, folder, run, start, found, store)


def _made(again: Again) -> dict[str, Content]:
    """The text of each file of the brief, made anew."""
    from briefing.cli import daily, generating

    record, run = again.record, again.run
    if record.daily and again.store is None:
        raise EvidenceError("it is of archived articles, and there is no archive; name it with -c")
    brief, articles = (
        daily.again(run, again.store, record)
        if again.store and record.daily
        else generating.again(run, record, again.found)
    )
    formats = texts(brief, run.config.formats, run.config.template)
    return bundles.made(brief, formats, articles)


# What the files say.


def _compare(file: Path, record: Manifest, made: Mapping[str, Content], causes: list[str]) -> int:
    hashes = bundles.hashes(made)
    names = sorted({*record.outputs, *hashes})
    other = [name for name in names if record.outputs.get(name) != hashes.get(name)]
    _say(causes if other else [])
    for name in names:
        if name not in other:
            typer.echo(f"same bytes: {name}")
    for name in other:
        typer.echo(f"differs: {name}: {_where(file.parent / name, made.get(name))}")
    if other:
        if not causes:
            warn("nothing that the record holds differs; a file that the template includes may")
        raise EvidenceError(f"{file}: {len(other)} of {len(names)} files are not the same")
    for cause in causes:
        warn(f"{cause}; it made no difference")
    return 0


def _say(causes: Iterable[str]) -> None:
    for cause in causes:
        typer.echo(cause)


def _where(file: Path, made: Content | None) -> str:
    """The first line in which a file and what was made again are not the same."""
    if made is None:
        return "not made again"
    if isinstance(made, bytes):
        return "its bytes are not the same"
    try:
        before = file.read_bytes().decode().splitlines()
    except (OSError, UnicodeDecodeError):
        return "not there to compare"
    pairs = enumerate(zip_longest(before, made.splitlines()), 1)
    number, then, now = next(((n, a, b) for n, (a, b) in pairs if a != b), (0, "", ""))
    if not number:
        return "the file is as made again, and not as it was recorded"
    return f"line {number}: {_short(then, now)}"


def _short(then: str | None, now: str | None) -> str:
    if then is None or now is None:
        return "one has no such line"
    start = next((n for n, (a, b) in enumerate(zip(then, now, strict=False)) if a != b), 0)
    start = max(0, min(start, len(then), len(now)) - 20)
    return f"{then[start : start + 60].strip()!r} then, {now[start : start + 60].strip()!r} now"
