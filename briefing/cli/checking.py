"""A brief read back; and a first configuration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import typer

from briefing import config, evidence, files, manifest, originals
from briefing.cli import beside
from briefing.cli.run import Run
from briefing.cli.saying import say, say_json
from briefing.errors import ConfigError, EvidenceError
from briefing.evidence import Fault
from briefing.models import Brief
from briefing.renderers._show import counted


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
        read = cache(originals.read)  # each file once
        faults = evidence.verify(brief, start, archived, read)
        same = originals.articles(brief, start, archived, read)
    if any(fault.fails for fault in faults) and not start.is_dir():
        raise EvidenceError(f"{start}: the sources are not there; say where with --root FOLDER")
    faults += beside.check(file.parent, brief, same)
    if as_json:
        say_json(_told(file, brief, faults))
    else:
        _print(brief, faults)
    if any(fault.fails for fault in faults):
        raise EvidenceError(f"{file}: these do not hold: {_failing(brief, faults)}")
    return 3 if faults else 0


def _failing(brief: Brief, faults: Sequence[Fault]) -> str:
    """``1 source, 5 quotations (used in 7 places), 1 other fault``."""
    failing = [fault for fault in faults if fault.fails]
    paths = {record.path for record in brief.sources}
    uses = [(fault.path, fault.then) for fault in failing if fault.then]
    sources = sum(fault.state == "missing" and fault.where in paths for fault in failing)
    others = len(failing) - len(uses) - sources
    often = f" (used in {len(uses)} places)" if len(uses) > len(set(uses)) else ""
    parts = {
        counted(sources, "source"): sources,
        counted(len(set(uses)), "quotation") + often: len(uses),
        counted(others, "other fault" if uses or sources else "fault"): others,
    }
    return ", ".join(part for part, number in parts.items() if number)


def _print(brief: Brief, faults: Sequence[Fault]) -> None:
    """What fails, a quotation a line; what only moved by its source; and how much holds."""
    places: dict[tuple[str, str], list[str]] = defaultdict(list)  # of one problem
    for fault in faults:
        if fault.state != "moved":
            places[fault.problem, "" if fault.then else fault.where].append(fault.where)
    for (problem, _), where in places.items():
        say(f"{', '.join(dict.fromkeys(where))}: {problem}")
    if any(fault.fails for fault in faults):
        return
    quoted, shown, told = _counts(brief)
    blocks = f", {told} of figures and dates" if told else ""
    stand = "hold" if not faults else "hold, word for word, though not all sources are as they were"
    what = f"{counted(quoted, 'citation')} of {counted(shown, 'point')}{blocks}"
    typer.echo(f"{what} and {counted(len(brief.sources), 'source')} {stand}")


def _counts(brief: Brief) -> tuple[int, int, int]:
    """Citations of points, points, and citations of figures and dates.

    A point of the glance is one of a section, too, and counts once.
    """
    points = {point.id: point for point in evidence.points(brief)}
    quoted = sum(len(p.citations) + (p.lead_in is not None) for p in points.values())
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
        hint = "generate one with --format json"
        if file.with_name(manifest.name).is_file():
            hint = (
                "that one was written without json among its formats; generate it with json, too, "
                f"or compare its files: briefing replay {file.parent}"
            )
        raise ConfigError(f"{file}: no such brief; {hint}") from missing
    except (OSError, UnicodeDecodeError, EvidenceError) as error:
        raise EvidenceError(f"{file}: {error}") from error


def init(file: Path, force: bool) -> int:
    """Write the sample configuration; an older one is kept unless told."""
    if file.exists() and not force:
        raise ConfigError(f"{file} is there already; --force writes over it")
    files.write_atomic(file, config.sample)
    typer.echo(file)
    return 0
