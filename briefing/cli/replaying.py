"""A brief made again from the record of its run, and compared with what was written then."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

import typer

from briefing import files, manifest
from briefing.cli import bundles, differences
from briefing.cli.checking import file_of
from briefing.cli.differences import Again
from briefing.cli.rendering import file_of as formatted
from briefing.cli.rendering import texts
from briefing.cli.run import Run, warn
from briefing.errors import BriefingError, ConfigError, EvidenceError
from briefing.files import Content
from briefing.manifest import Manifest
from briefing.models import Article, Brief, quiet
from briefing.store import Store

_markup = re.compile(r"<(style|script)\b.*?</\1>|<[^>]*>", re.DOTALL)


def replay(path: Path, out: str | None, root: Path | None, run: Run) -> int:
    """Make a brief again and say of each file whether its bytes are the same; 1 when not.

    What differs in the inputs, the model, the settings and the program is named first. A template
    that is not the one of the record is not filled, and a folder of a model not loaded.

    Raises:
        ConfigError: there is no record, or the new files would stand among others.
        EvidenceError: some bytes are not the same, or the brief cannot be made again.
    """
    file = file_of(path, manifest.name)
    record = _read(file)
    place = _place(out) if out else None
    kept = record.daily and run.memory and run.memory.exists()
    with run.store() if kept else nullcontext() as store:
        again = _again(record, file.parent, root, store)
        causes = list(differences.causes(again))
        try:
            brief, articles = _brief(again)
            made = _files(again, brief, articles)
        except BriefingError as error:
            _say(causes)
            raise EvidenceError(f"{file}: it cannot be made again: {error}") from error
    if place:
        _keep(place, again, brief, articles)
    return _compare(file, record, made, causes)


def _place(out: str) -> Path:
    """The folder to keep what is made in, which holds nothing yet."""
    place = Path(out).resolve()
    if place.exists() and not place.is_dir():
        raise ConfigError(f"{out} is no folder")
    if place.is_dir() and any(place.iterdir()):
        what = "holds a brief" if any(bundles.ours(place)) else "is not empty"
        raise ConfigError(f"{out} {what}; name another folder")
    return place


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
    template = str(folder / record.settings.template) if record.settings.template else ""
    kind = record.model.embedder.partition(":")[0]
    model = f"{kind}:{folder / record.model.folder}" if record.model.folder else ""
    run = Run(given, replace(record.settings, template=template), silent=True, model=model)
    read = {one.path for one in record.inputs}
    found = [item for item in run.found(quiet) if item.path in read] if given else []
    return Again(record, folder, run, start, found, store)


def _brief(again: Again) -> tuple[Brief, list[Article]]:
    """The brief made anew, and its articles."""
    from briefing.cli import daily, generating

    record, run = again.record, again.run
    if record.daily and again.store is None:
        raise EvidenceError("it is of archived articles, and there is no archive; name it with -c")
    _check_model(again)
    brief, articles = (
        daily.again(run, again.store, record)
        if again.store and record.daily
        else generating.again(run, record, again.found)
    )
    return brief, list(articles)


def _check_model(again: Again) -> None:
    """That what is loaded from a folder is what the record says."""
    record = again.record
    name = again.run.embedder()[1]
    if record.model.folder and again.run.model_sha256() != record.model.sha256:
        raise EvidenceError(f"{record.model.folder} holds another model, which is not loaded")
    if not record.model.folder and name and Path(name).exists():
        raise EvidenceError(f"it names the embedder {record.model.embedder}, and no folder of it")


def _files(again: Again, brief: Brief, articles: Iterable[Article]) -> dict[str, Content]:
    """The text of each file of the brief; not by a template that is not as it was."""
    formats, template = again.run.config.formats, again.run.config.template
    if not differences.template(again.folder, again.record):
        return bundles.made(brief, texts(brief, formats, template), articles)
    made = bundles.made(brief, texts(brief, formats, ""), articles)
    parts = Path(template).name.split(".")[1:]
    custom = [name for name in formats if name in parts] or formats
    return {name: text for name, text in made.items() if name not in map(_name, custom)}


def _name(form: str) -> str:
    return formatted(Path(), form).name


def _keep(place: Path, again: Again, brief: Brief, articles: Iterable[Article]) -> None:
    """Write what was made, its links and its record set right for another folder."""
    from briefing.cli import manifests

    record, run = manifest.moved(again.record, again.folder, place, again.root), again.run
    record = replace(record, program=manifest.program(record.model.embedder))
    if not record.daily:
        inputs = manifests.inputs(again.found, again.root)
        record = replace(record, inputs=inputs, settings_files=manifests.settings_files(run))
    made = _files(again, replace(brief, root=record.root), articles)
    bundles.write(place, made, record)


# What the files say.


def _compare(file: Path, record: Manifest, made: Mapping[str, Content], causes: list[str]) -> int:
    """Say of each file whether it was made again as recorded, and stands here as recorded."""
    hashes = bundles.hashes(made)
    names = sorted({*record.outputs, *hashes})
    here = {name: _digest(file.parent / name) for name in names}
    other = [name for name in names if record.outputs.get(name) != hashes.get(name)]
    edited = [n for n in names if n not in other and here[n] != hashes[n]]
    _say(causes if other else [])
    for name in names:
        if name not in (*other, *edited):
            typer.echo(f"same bytes: {name}")
    for name in edited:
        what = "was edited" if here[name] else "is missing"
        typer.echo(f"{name}: made again the same, but the file here {what}")
    for name in other:
        typer.echo(f"differs: {name}: {_where(file.parent / name, made.get(name))}")
    if other and not causes:
        warn("nothing that the record holds differs; a file that the template includes may")
    for cause in [] if other else causes:
        warn(f"{cause}; it made no difference")
    if other or edited:
        raise EvidenceError(
            f"{file}: {len(other) + len(edited)} of {len(names)} files are not the same"
        )
    return 0


def _digest(file: Path) -> str:
    """The hash of a file as it stands; "" where it cannot be read."""
    try:
        return files.file_digest(file)
    except OSError:
        return ""


def _say(causes: Iterable[str]) -> None:
    for cause in causes:
        typer.echo(cause)


def _where(file: Path, made: Content | None) -> str:
    """The first words in which a file and what was made again are not the same."""
    if made is None:
        return "not made again"
    if isinstance(made, bytes):
        return "its bytes are not the same"
    try:
        before = file.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return "not there to compare"
    if before == made:
        return "the file is as made again, and not as it was recorded"
    then, now = _words(file.name, before), _words(file.name, made)
    pairs = enumerate(zip_longest(then, now))
    at = next((number for number, (a, b) in pairs if a != b), None)
    if at is None:
        return "its words are the same, its markup or its white space is not"
    return f"{_short(then[at:])!r} then, {_short(now[at:])!r} now"


def _words(name: str, text: str) -> list[str]:
    """The words of a file; of a page, those that are read."""
    return (_markup.sub(" ", text) if name.endswith(".html") else text).split()


def _short(words: Sequence[str]) -> str:
    return " ".join(words[:6])[:60]
