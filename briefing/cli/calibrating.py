"""The thresholds of an embedder: measured, printed and kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from briefing import calibration, files, pairs, pipeline, topics
from briefing import config as configuration
from briefing.calibration import Agreement, Spread
from briefing.cli.run import Run, settings_file
from briefing.config import Config
from briefing.models import Progress
from briefing.pipeline import Reading
from briefing.thresholds import Thresholds, shipped

default = Config().embedder


@dataclass(frozen=True, slots=True)
class Column:
    """The cosines of one embedder."""

    name: str
    spread: Spread


def calibrate(run: Run, judged: Path | None, write: bool, file: Path | None) -> int:
    """Print the cosines and the thresholds of the embedder; write them where they are read."""
    name = run.config.embedder
    with run.progress() as progress:
        reading = pipeline.read(run.found(progress), progress)
        columns = _columns(run, reading, progress)
    found = calibration.thresholds(columns[-1].spread, columns[0].spread)
    found = found if len(columns) > 1 else shipped
    agreements = _agreements(run, judged, found) if judged else []
    if (probability := calibration.same_claim(agreements)) is not None:
        found = replace(found, same_claim=probability)
    for line in (*_curve(columns), "", *_thresholds(name, found), *_precision(agreements)):
        typer.echo(line)
    if write and name == default and found == shipped:
        typer.echo(f"\nnothing to write: the thresholds of {name} are as shipped")
    elif write:
        _write(settings_file(file) or Path("briefing.toml"), name, found)
    return run.report(reading.ledger)


def _columns(run: Run, reading: Reading, progress: Progress) -> list[Column]:
    """The default embedder and, where it is another, that of the run."""
    given = run.config.topics or topics.defaults()
    runs = [replace(run, config=replace(run.config, embedder=default))]
    runs += [run] if run.config.embedder != default else []
    return [
        Column(
            one.config.embedder,
            calibration.spread(reading, given, one.embed(), progress),
        )
        for one in runs
    ]


def _agreements(run: Run, file: Path, found: Thresholds) -> list[Agreement]:
    return calibration.agreements(pairs.load(file, run.embed(), found))


def _write(file: Path, name: str, found: Thresholds) -> None:
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    files.write_atomic(file, configuration.with_thresholds(text, name, found, str(file)))
    typer.echo(f"\n{file}: thresholds of {name} written")


# What is printed.


def _curve(columns: Sequence[Column]) -> Iterator[str]:
    width = max(8, *(len(column.name) for column in columns))
    names = "  ".join(f"{column.name:>{width}}" for column in columns)
    yield "centred cosines of sentences with each other, and with the topics"
    yield f"{'':10}  {'sentences':{len(names)}}    topics".rstrip()
    yield f"percentile  {names}    {names}"
    for row, percentile in enumerate(calibration.percentiles):
        both = ([c.spread.sentences[row] for c in columns], [c.spread.topics[row] for c in columns])
        cells = ("  ".join(f"{value:{width}.3f}" for value in part) for part in both)
        yield f"{percentile:10g}  {'    '.join(cells)}"


def _thresholds(name: str, found: Thresholds) -> Iterator[str]:
    yield f"{'threshold':24}  shipped  {name}"
    for threshold, value, here in calibration.named(found):
        yield f"{threshold:24}  {value:7.3f}  {here:7.3f}"


def _precision(agreements: Sequence[Agreement]) -> Iterator[str]:
    chosen = calibration.same_claim(agreements)
    if agreements:
        yield ""
        yield f"same_claim  precision  recall{'' if chosen else _why_none(agreements)}"
    for found in agreements:
        mark = "  chosen" if found.threshold == chosen else ""
        yield f"{found.threshold:10.2f}  {found.precision:9.3f}  {found.recall:6.3f}{mark}"


def _why_none(agreements: Sequence[Agreement]) -> str:
    """Why the pairs tell of no threshold; it then stays as shipped."""
    best = calibration.best_thresholds(agreements)
    if not best:
        return f"; none is {calibration.precise:g}, so it stays as shipped"
    return (
        f"; all from {best[0]:g} to {best[-1]:g} find the same, so these pairs are too easy to "
        "tell, and it stays as shipped"
    )
