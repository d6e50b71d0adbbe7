"""The record of a run, from what it read and how it was told to."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from briefing import files, manifest, originals, sources
from briefing.cli.plans import Plan
from briefing.cli.run import Run
from briefing.errors import SourceError
from briefing.files import file_digest
from briefing.manifest import Daily, Input, Manifest, Model
from briefing.models import Article


def of_inputs(run: Run, plan: Plan, found: Iterable[Article | SourceError]) -> Manifest:
    """The record of a brief of files."""
    root = run.root
    given = tuple(Path(os.path.relpath(path.absolute(), root)).as_posix() for path in run.inputs)
    return _record(run, plan, inputs(found, root), given, settings_files(run), None)


def of_window(run: Run, plan: Plan, held: Iterable[Input], daily: Daily) -> Manifest:
    """The record of a daily brief."""
    return _record(run, plan, tuple(held), (), {}, daily)


def _record(
    run: Run,
    plan: Plan,
    held: tuple[Input, ...],
    given: tuple[str, ...],
    followed: Mapping[str, str],
    daily: Daily | None,
) -> Manifest:
    template = Path(run.config.template) if run.config.template else None
    return Manifest(
        as_of=plan.as_of,
        root=plan.root,
        given=given,
        settings=manifest.shaping(run.config, _from(plan, template) if template else ""),
        program=manifest.program(run.config.embedder),
        model=model(run, plan),
        inputs=held,
        settings_files=followed,
        template_sha256=file_digest(template) if template else "",
        pages=plan.pages,
        daily=daily,
    )


def model(run: Run, plan: Plan) -> Model:
    """What the embedder of a run is."""
    module, name = run.embedder()
    folder = _from(plan, Path(name)) if name and Path(name).is_dir() else ""
    return Model(run.config.embedder, run.model_sha256(), module.identity(name), folder)


def inputs(found: Iterable[Article | SourceError], root: Path) -> tuple[Input, ...]:
    """What was read from files, with their hashes."""
    hashed = cache(file_digest)

    def one(item: Article | SourceError) -> Input:
        if isinstance(item, SourceError):
            return Input(item.path, bucket=item.bucket, reason=item.reason)
        file = root / originals.file_of(item.path, root)
        own = hashed(file) if file.is_file() else ""
        return Input(item.path, item.id, files.digest(item.text), own)

    return tuple(one(item) for item in found)


def settings_files(run: Run) -> dict[str, str]:
    """Each sources.toml that is followed beside the inputs, by its path from their root."""
    followed = sources.settings_files(run.inputs)
    return {file.relative_to(run.root).as_posix(): file_digest(file) for file in followed}


def _from(plan: Plan, path: Path) -> str:
    """The way from the brief's folder."""
    return Path(os.path.relpath(path.absolute(), plan.folder.resolve())).as_posix()
