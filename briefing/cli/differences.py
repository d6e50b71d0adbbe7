"""What is not as it was when a brief was made, the likeliest cause of other bytes first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing import files, manifest
from briefing.cli import manifests
from briefing.cli.run import Run
from briefing.errors import BriefingError, EvidenceError, SourceError
from briefing.manifest import Input, Manifest
from briefing.models import Article, Brief
from briefing.store import Store


@dataclass(frozen=True, slots=True)
class Again:
    """A record, the run that follows it, and what that has read."""

    record: Manifest
    folder: Path  # of the brief
    run: Run
    root: Path  # of the inputs
    found: Sequence[Article | SourceError]
    store: Store | None  # of a daily brief


def causes(again: Again) -> Iterator[str]:
    """A line for each input, setting, model, program and library that is not as it was."""
    yield from _archived(again) if again.record.daily else _inputs(again)
    yield from _settings(again)
    yield from _models(again)
    yield from _programs(again)


def _inputs(again: Again) -> Iterator[str]:
    record, run = again.record, again.run
    now = {one.path: one for one in manifests.inputs(again.found, again.root)}
    for one in record.inputs:
        yield from _changed(one, now.get(one.path))
    followed = manifests.settings_files(run) if run.inputs else {}
    for path in sorted({*followed, *record.settings_files}):
        then, own = record.settings_files.get(path), followed.get(path)
        if then != own:
            yield f"input {path}: {'was not there' if then is None else _lost(own)}"


def _lost(now: str | None) -> str:
    return "missing" if now is None else "changed"


def _changed(then: Input, now: Input | None) -> Iterator[str]:
    if now is None:
        yield f"input {then.path}: missing"
    elif (then.text_sha256, then.bucket) != (now.text_sha256, now.bucket):
        yield f"input {then.path}: changed{f' ({now.reason})' if now.reason else ''}"
    elif then.file_sha256 != now.file_sha256:
        yield f"input {then.path}: its file changed, and its text did not"


def _archived(again: Again) -> Iterator[str]:
    from briefing.cli import editions

    record, store = again.record, again.store
    if store is None or record.daily is None:
        return
    edition = editions.recorded(store, record, record.daily)
    now = {one.number: files.digest(one.article.text) for one in edition.articles}
    gone = [one for one in record.inputs if one.number not in now]
    if gone:
        more = f", nor are {len(gone) - 1} others" if gone[1:] else ""
        yield f"input {gone[0].path}: not in the archive{more}; pruned, or of another archive"
    for one in record.inputs:
        if one.number in now and now[one.number] != one.text_sha256:
            yield f"input {one.path}: another text in the archive"
    if manifest.told(edition.daily.past) != record.daily.past:
        yield "what earlier briefs told: not as it was; some were made again, forgotten or pruned"


def _settings(again: Again) -> Iterator[str]:
    """Settings that are not those of the brief itself, and a template that is not as it was."""
    record, config = again.record, again.run.config
    brief = _brief(again.folder)
    if brief:
        made = brief.provenance
        pairs = (
            ("title", config.title, brief.title),
            ("as_of", record.as_of, brief.as_of),
            ("selector", config.selector, made.selector),
            ("length", config.length, made.length),
            ("words", config.words, made.words),
            ("embedder", config.embedder, made.embedder),
            ("thresholds", config.in_force, made.thresholds),
            ("topics", config.topics, tuple(t for t in made.topics if not t.discovered)),
        )
        for name, now, then in pairs:
            if now != then:
                yield f"setting {name}: not that of brief.json{_both(now, then)}"
    if problem := template(again.folder, record):
        yield f"template {record.settings.template}: {problem}"


def template(folder: Path, record: Manifest) -> str:
    """Why the template of a record is not the one that was filled; "" where it is, or none was."""
    file = folder / record.settings.template
    if not record.settings.template:
        return ""
    if not file.is_file():
        return "missing"
    return "" if files.file_digest(file) == record.template_sha256 else "changed"


def _both(now: object, then: object) -> str:
    plain = isinstance(now, str | int | float)
    return f" ({now} here, {then} there)" if plain else ""


def _brief(folder: Path) -> Brief | None:
    from briefing.renderers import json

    try:
        return json.parse((folder / "brief.json").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, EvidenceError):
        return None


def _models(again: Again) -> Iterator[str]:
    then = again.record.model
    try:
        module, name = again.run.embedder()
        now = (str(module.fingerprint(name)), str(module.identity(name)))
    except (BriefingError, OSError) as error:
        yield f"model {then.embedder}: cannot be had: {error}"
        return
    if now[0] != then.sha256:
        yield f"model {then.embedder}: other weights"
    elif now[1] != then.identity:
        yield f"model {then.embedder}: the same weights, read otherwise"


def _programs(again: Again) -> Iterator[str]:
    then = again.record.program
    now = manifest.program(again.record.model.embedder)
    if then.version != now.version:
        yield f"program: briefing {then.version} then, {now.version} now"
    elif then.files_sha256 != now.files_sha256:
        yield f"program: briefing {now.version} with other files"
    if then.python != now.python:
        yield f"Python: {then.python} then, {now.python} now"
    for name in sorted({*then.libraries, *now.libraries}):
        old, new = then.libraries.get(name, "none"), now.libraries.get(name, "none")
        if old != new:
            yield f"library {name}: {old} then, {new} now"
