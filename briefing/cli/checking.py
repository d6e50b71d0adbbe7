"""A brief read back; and a first configuration."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import typer

from briefing import config, evidence, files
from briefing.cli.run import Run
from briefing.errors import ConfigError, EvidenceError
from briefing.models import Brief


def verify(path: Path, root: Path | None, run: Run) -> int:
    """List what does not hold; 1 when anything does not. A daily brief is of archived articles."""
    file, brief = load(path)
    start = root or file.parent / brief.root
    kept = brief.window and run.memory and run.memory.exists()
    with run.store() if kept else nullcontext() as store:
        archived = store.articles.article if store else lambda _: None
        faults = evidence.verify(brief, start, archived)
    if faults and not start.is_dir():
        raise EvidenceError(f"{start}: the sources are not there; say where with --root FOLDER")
    for fault in faults:
        typer.echo(f"{fault.where}: {fault.problem}")
    points = list(evidence.points(brief))
    quoted = sum(len(p.citations) + (p.lead_in is not None) for p in points)
    told = sum(1 for _ in evidence.told(brief))
    if faults:
        raise EvidenceError(f"{file}: {len(faults)} of its citations and sources do not hold")
    blocks = f", {told} of figures and dates" if told else ""
    typer.echo(
        f"{quoted} citations of {len(points)} points{blocks} and {len(brief.sources)} sources hold"
    )
    return 0


def file_of(path: Path, name: str) -> Path:
    """The file of that name in the folder of a brief, or the path itself where it is a file.

    Of a folder of briefs it is that of the latest.
    """
    if not path.is_dir():
        return path
    file = path / name
    return path / "latest" / name if not file.exists() and (path / "latest").is_dir() else file


def load(path: Path) -> tuple[Path, Brief]:
    """The brief.json of a path or its folder, and the brief that it holds."""
    from briefing.renderers import json

    file = file_of(path, "brief.json")
    try:
        return file, json.parse(file.read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise ConfigError(f"{file}: no such brief; generate one with --format json") from missing
    except (OSError, UnicodeDecodeError, EvidenceError) as error:
        raise EvidenceError(f"{file}: {error}") from error


def init(file: Path, force: bool) -> int:
    """Write the sample configuration; an older one is kept unless told."""
    if file.exists() and not force:
        raise ConfigError(f"{file} is there already; --force writes over it")
    files.write_atomic(file, config.sample)
    typer.echo(file)
    return 0
