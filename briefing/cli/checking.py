"""A brief read back; and a first configuration."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from briefing import config, evidence, files
from briefing.cli import beside
from briefing.cli.run import Run
from briefing.cli.saying import say, say_json
from briefing.errors import ConfigError, EvidenceError
from briefing.evidence import Fault
from briefing.models import Brief


def verify(path: Path, root: Path | None, run: Run, as_json: bool = False) -> int:
    """List what is not as it was, in the brief, its sources and what stands beside it.

    1 when a quotation no longer stands or a file beside the brief is not as it was written; 3
    when all stand, in sources of which some changed. A daily brief is of archived articles.
    """
    file, brief = load(path)
    start = root or file.parent / brief.root
    kept = brief.window and run.memory and run.memory.exists()
    with run.store() if kept else nullcontext() as store:
        archived = store.articles.article if store else lambda _: None
        faults = evidence.verify(brief, start, archived)
    if any(fault.fails for fault in faults) and not start.is_dir():
        raise EvidenceError(f"{start}: the sources are not there; say where with --root FOLDER")
    faults += beside.check(file.parent, brief)
    if as_json:
        say_json(_told(file, brief, faults))
    else:
        _print(brief, faults)
    if failing := sum(fault.fails for fault in faults):
        raise EvidenceError(f"{file}: {failing} of its citations and sources do not hold")
    return 3 if faults else 0


def _print(brief: Brief, faults: Sequence[Fault]) -> None:
    """What fails line by line, what only moved by its source; and how much holds."""
    for fault in faults:
        if fault.state != "moved":
            say(f"{fault.where}: {fault.problem}")
    if any(fault.fails for fault in faults):
        return
    quoted, shown, told = _counts(brief)
    blocks = f", {told} of figures and dates" if told else ""
    stand = "hold" if not faults else "hold, word for word, though not all sources are as they were"
    typer.echo(
        f"{quoted} citations of {shown} points{blocks} and {len(brief.sources)} sources {stand}"
    )


def _counts(brief: Brief) -> tuple[int, int, int]:
    """Citations of points, points, and citations of figures and dates."""
    points = list(evidence.points(brief))
    quoted = sum(len(p.citations) + (p.lead_in is not None) for p in points)
    return quoted, len(points), sum(1 for _ in evidence.told(brief))


def _told(file: Path, brief: Brief, faults: Sequence[Fault]) -> dict[str, Any]:
    """One object: whether all stands, how much was read, and each thing that is not as it was."""
    quoted, shown, told = _counts(brief)
    return {
        "brief": file.as_posix(),
        "holds": not any(fault.fails for fault in faults),
        "citations": quoted + told,
        "points": shown,
        "sources": len(brief.sources),
        "faults": [asdict(fault) for fault in faults],
    }


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
    from briefing.renderers import json as json_format

    file = file_of(path, "brief.json")
    try:
        return file, json_format.parse(file.read_text(encoding="utf-8"))
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
