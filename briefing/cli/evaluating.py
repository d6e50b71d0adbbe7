"""Selectors scored against people's summaries."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from briefing import evaluation, files, plugins, rouge
from briefing.cli.run import Run, warn
from briefing.evaluation import Cluster, Scores, Summarise
from briefing.files import slug
from briefing.summaries import Summariser

upper_bound = "(oracle)"
usual_words = 100  # of a summary
usual_baseline = "lexrank"


def evaluate(
    run: Run,
    dataset: Path,
    words: int | None,
    selectors: str | None,
    baseline: str | None,
    limit: int | None,
    as_json: bool,
    save: Path | None,
) -> int:
    """Print a row a selector: recall and F1, and the difference to the baseline, which always runs.

    A cluster that nothing can be printed of counts as 0 and is named on stderr.
    """
    words, baseline = words or usual_words, baseline or usual_baseline
    names = _names(selectors, baseline)
    clusters = evaluation.load_clusters(dataset)[:limit]
    summariser = Summariser(run.embed(), words, run.config.in_force)
    systems: dict[str, Summarise] = {name: summariser.by(name) for name in names}
    systems[upper_bound] = summariser.best
    if save:
        systems = {name: _saved(system, save / slug(name)) for name, system in systems.items()}
    with run.progress() as progress:
        scores = evaluation.evaluate(clusters, systems, words, progress)
    for cluster in filter(summariser.silent, clusters):
        warn(f"{dataset}: the cluster {cluster.id} has no usable sentence and counts as 0")
    rows = [_row(scores, name, baseline) for name in systems]
    if as_json:
        typer.echo(json.dumps({"clusters": len(clusters), "words": words, "systems": rows}))
    else:
        for line in _table(rows, len(clusters), words, baseline):
            typer.echo(line)
    return 0


def _names(selectors: str | None, baseline: str) -> Sequence[str]:
    """The selectors to run: those asked for or all, and the baseline."""
    asked = selectors.split(",") if selectors else plugins.names("selectors")
    names = list(dict.fromkeys([*(name.strip() for name in asked), baseline]))
    for name in names:
        plugins.check("selectors", name)
    return names


def _saved(system: Summarise, folder: Path) -> Summarise:
    def summarise(cluster: Cluster) -> str:
        summary = system(cluster)
        files.write_atomic(folder / f"{file_name(cluster.id)}.txt", summary + "\n")
        return summary

    return summarise


def file_name(name: str) -> str:
    """The cluster's own id where it can stand in a file name, else a slug and a hash of it."""
    plain = name.replace("-", "").replace("_", "").replace(".", "").isalnum()
    if plain and not name.startswith("."):
        return name
    return f"{slug(name)}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _row(scores: Scores, name: str, baseline: str) -> dict[str, Any]:
    row: dict[str, Any] = {"selector": name}
    for metric in rouge.metrics:
        row[metric] = {
            "recall": round(scores.recall(name, metric), 5),
            "f1": round(scores.f1(name, metric), 5),
        }
    if baseline in scores.by_system and name != baseline:
        found = evaluation.compare(scores, name, baseline)
        bounds = {"mean": found.mean, "low": found.low, "high": found.high}
        row["rouge-2 against baseline"] = {key: round(v, 5) for key, v in bounds.items()}
    return row


def _table(rows: list[dict[str, Any]], clusters: int, words: int, baseline: str) -> Iterator[str]:
    short = [metric.removeprefix("rouge-").upper() for metric in rouge.metrics]
    compared = any("rouge-2 against baseline" in row for row in rows)
    against = f"; then R-2 recall against {baseline}, 95% interval" if compared else ""
    yield f"{clusters} clusters, {words} words; recall, F1{against}"
    yield " ".join([f"{'':14}", *(f"{f'R-{name}':>12}" for name in short)])
    for row in rows:
        cells = " ".join(f"{_both(row[metric]):>12}" for metric in rouge.metrics)
        against = _against(row.get("rouge-2 against baseline"))
        yield f"{row['selector']:14} {cells}  {against}".rstrip()


def _both(score: Mapping[str, float]) -> str:
    return f"{100 * score['recall']:.1f}, {100 * score['f1']:.1f}"


def _against(found: Mapping[str, float] | None) -> str:
    if found is None:
        return ""
    return f"{100 * found['mean']:+.1f} [{100 * found['low']:+.1f}, {100 * found['high']:+.1f}]"
