"""How briefs read: those written before, plain summaries, or those of a data set's clusters."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import typer

from briefing import evaluation, files, pipeline, plugins, summaries
from briefing import readability as measuring
from briefing.cli.evaluating import file_name
from briefing.cli.run import Run, day, warn
from briefing.cli.saying import say
from briefing.errors import BriefingError, EvidenceError, NothingToBrief
from briefing.evaluation import Cluster
from briefing.models import Brief, Embed
from briefing.readability import Kind, Measured, Page

Pages: TypeAlias = Mapping[str, Sequence[Page]]  # by what is compared: a row of the table

columns: Mapping[Kind, str] = {
    "dangling": "dangling",
    "covered": "covered",
    "bare name": "bare name",
    "fragment": "fragment",
    "junk": "junk",
    "question": "question",
    "headline": "headline",
    "long": "over 45",
}


def readability(
    run: Run, path: Path, limit: int | None, *, as_json: bool, verbose: bool, save: Path | None
) -> int:
    """Print a row for each kind of page that the path holds; then, if asked, every finding."""
    embed = run.embed()
    rows = {
        name: measuring.measure(pages, embed)
        for name, pages in _pages(run, embed, path, limit, save).items()
    }
    if as_json:
        typer.echo(json.dumps({name: _figures(row) for name, row in rows.items()}))
        return 0
    for line in (*_table(rows), *_left_out(rows), *(_listed(rows) if verbose else ())):
        say(line)
    return 0


# What is measured.


def _pages(run: Run, embed: Embed, path: Path, limit: int | None, save: Path | None) -> Pages:
    if path.is_dir():
        return _in_folder(path)
    if path.suffix == ".json":
        return {path.name: [_brief_page(path, path.name)]}
    clusters = evaluation.load_clusters(path)[:limit]
    return {run.config.selector: _of_clusters(run, embed, clusters, save)}


def _in_folder(folder: Path) -> Pages:
    pages = []
    for file in sorted(folder.rglob("*.json")):
        try:
            pages.append(_brief_page(file, file.relative_to(folder).as_posix()))
        except BriefingError as error:
            warn(f"skipped {error}")
    if pages:
        return {folder.name: pages}
    rows: dict[str, list[Page]] = {}
    for file in sorted(folder.rglob("*.txt")):
        page = measuring.of_summary(file.stem, _text(file))
        rows.setdefault(file.parent.name, []).append(page)
    if not rows:
        raise BriefingError(f"{folder}: holds no brief (.json) and no summary (.txt)")
    return rows


def _brief_page(file: Path, name: str) -> Page:
    try:
        brief: Brief = plugins.load("renderers", "json").parse(_text(file))
    except EvidenceError as error:
        raise EvidenceError(f"{file}: {error}") from error
    return measuring.of_brief(name, brief)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BriefingError(f"{file}: cannot be read ({error})") from error


def _of_clusters(
    run: Run, embed: Embed, clusters: Sequence[Cluster], save: Path | None
) -> list[Page]:
    """A brief of each cluster, with the configuration in force; also on disk when asked."""
    pages = []
    with run.progress() as progress:
        for done, cluster in enumerate(clusters):
            progress("briefs", done, len(clusters))
            articles = summaries.articles(cluster)
            try:
                brief = pipeline.brief(articles, run.config, embed, run.select(), day(None))
            except NothingToBrief:
                warn(f"skipped the cluster {cluster.id}: it has no usable sentence")
                continue
            if save:
                _save(brief, save / file_name(cluster.id))
            pages.append(measuring.of_brief(cluster.id, brief))
        progress("briefs", len(clusters), len(clusters))
    return pages


def _save(brief: Brief, stem: Path) -> None:
    for form in ("md", "json"):
        text = plugins.load("renderers", form).render(brief)
        files.write_atomic(stem.with_name(f"{stem.name}.{form}"), text)


# What is printed.


def _figures(row: Measured) -> dict[str, Any]:
    return {
        "pages": row.pages,
        "points": row.points,
        "not English": row.left_out,
        **{kind: row.count(kind) for kind in (*columns, "repeated")},
        "balance": row.balance and msgspec.to_builtins(row.balance),
        "findings": [msgspec.to_builtins(finding) for finding in row.findings],
    }


def _table(rows: Mapping[str, Measured]) -> Iterator[str]:
    yield "shares in % of the points; repeated: pairs of points of one brief"
    titles = ("pages", "points", *columns.values(), "repeated", "evenness", "largest")
    width = max(map(len, rows))
    yield " ".join([" " * width, *titles])
    for name, row in rows.items():
        share = (f"{100 * row.count(kind) / max(1, row.points):.1f}" for kind in columns)
        cells = (str(row.pages), str(row.points), *share, str(row.count("repeated")), *_spread(row))
        padded = (f"{cell:>{len(title)}}" for title, cell in zip(titles, cells, strict=True))
        yield " ".join([f"{name:{width}}", *padded])


def _left_out(rows: Mapping[str, Measured]) -> Iterator[str]:
    if count := sum(row.left_out for row in rows.values()):
        yield f"left out: {count} points that are not in English, for which the rules were made"


def _spread(row: Measured) -> tuple[str, str]:
    if row.balance is None:
        return "-", "-"
    return f"{row.balance.evenness:.2f}", f"{row.balance.largest:.2f}"


def _listed(rows: Mapping[str, Measured]) -> Iterator[str]:
    for name, row in rows.items():
        for finding in row.findings:
            other = f" {finding.other}" if finding.other else ""
            place = f"{name}: {finding.page} {finding.point}"
            yield f"{place}: {finding.kind}{other}: {finding.text}"
