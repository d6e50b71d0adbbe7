"""A brief read back: explain and verify; and a first configuration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

import typer

from briefing import config, evidence, files, stories
from briefing.cli.run import Run
from briefing.errors import ConfigError, EvidenceError
from briefing.models import Brief, Point, Tie


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


def explain(path: Path, name: str) -> int:
    """Print the reasons behind one point; the list of points without a name."""
    file, brief = load(path)
    points = {point.id: point for point in evidence.points(brief)}
    if not name:
        for point in points.values():
            typer.echo(f"{point.id:24} {point.text[:90]}")
        return 0
    if name not in points:
        raise ConfigError(f"{file} has no point {name!r}; it has {', '.join(points)}")
    for line in _reasons(points[name], brief):
        typer.echo(line)
    return 0


def together(path: Path, one: str, other: str) -> int:
    """Print why two articles are of one story, or that they are not."""
    file, brief = load(path)
    ids = [_article(file, brief, name) for name in (one, other)]
    for line in _ties(brief, ids):
        typer.echo(line)
    return 0


def _article(file: Path, brief: Brief, name: str) -> str:
    """The id of the source with that path or number."""
    for record in brief.sources:
        if name in (record.path, str(record.number)):
            return record.article_id
    known = ", ".join(record.path for record in brief.sources[:10])
    raise ConfigError(f"{file} has no source {name!r}; it has {known}")


def _ties(brief: Brief, ids: Sequence[str]) -> Iterator[str]:
    path = {record.article_id: record.path for record in brief.sources}
    homes = [next((s for s in brief.stories if one in s.articles), None) for one in ids]
    for story in dict.fromkeys(filter(None, homes)):
        yield f"story        {story.headline.text}"
    if homes[0] is None or homes[0] != homes[1]:
        yield f"{path[ids[0]]} and {path[ids[1]]} are of different stories"
        return
    ties = [tie for tie in homes[0].ties if not {*tie.articles}.isdisjoint(ids)]
    direct = [tie for tie in ties if {*tie.articles} == {*ids}]
    if not direct:
        yield "together     by way of the articles that each is most like"
    for tie in direct or ties:
        yield f"{path[tie.articles[0]]} and {path[tie.articles[1]]}"
        yield from _tie(tie)


def _tie(tie: Tie) -> Iterator[str]:
    if tie.copied:
        yield f"  copy       {tie.copied:.0%} of the shorter text is in the other, run by run"
        return
    yield f"  likeness   {tie.likeness:.2f}; a story needs {stories.together:.2f} on average"
    yield f"  words      {', '.join(tie.words)}"
    if tie.days is not None:
        yield f"  days apart {tie.days}"


def _reasons(point: Point, brief: Brief) -> list[str]:
    path: defaultdict[str, str] = defaultdict(lambda: "unknown source")
    path |= {record.article_id: record.path for record in brief.sources}
    lines = [point.text, "", f"outlets      {len(point.outlets)}: {', '.join(point.outlets)}"]
    lines.append(f"independent  {point.independent}")
    lines += ["", "evidence"]
    lines += [f"  {path[c.article_id]}:{c.start}-{c.end} {c.text}" for c in point.citations]
    lines += _novelty(point)
    if point.why is None:
        return lines
    lines += ["", "topics       total = similarity + words + context"]
    for score in point.why.topics:
        words = f" ({', '.join(score.words)})" if score.words else ""
        worth = score.total - score.similarity - score.context
        parts = f"{score.similarity:+.2f} {worth:+.2f}{words} {score.context:+.2f}"
        lines.append(f"  {score.topic:10} {score.total:.2f} = {parts}")
    lines += ["", f"salience     {point.why.salience:.2f} (0 to 1 within this brief), from"]
    lines += [f"  {name:16} {value:.2f}" for name, value in point.why.features.items() if value]
    lines += ["", "near misses" if point.why.near_misses else "no near misses"]
    for miss in point.why.near_misses:
        where = f"{path[miss.citation.article_id]}:{miss.citation.start}-{miss.citation.end}"
        lines.append(f"  {miss.score:.2f} {miss.reason}: {where} {miss.citation.text}")
    return lines


def _novelty(point: Point) -> list[str]:
    """What the point was to a reader of the earlier briefs, and which point that rests on."""
    if point.novelty is None:
        return []
    why = f" ({point.novelty.why})" if point.novelty.why else ""
    lines = ["", f"novelty      {point.novelty.state}{why}"]
    if told := point.novelty.earlier:
        lines.append(f"  {told.day} {told.text}")
    return lines


def load(path: Path) -> tuple[Path, Brief]:
    """The brief.json of a path or its folder, and the brief that it holds.

    Of a folder of briefs it is the latest.
    """
    from briefing.renderers import json

    file = path / "brief.json" if path.is_dir() else path
    if path.is_dir() and not file.exists() and (path / "latest").is_dir():
        file = path / "latest" / "brief.json"
    try:
        return file, json.parse(file.read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise ConfigError(f"{file}: no such brief; generate one with --format json") from missing
    except (OSError, UnicodeDecodeError) as error:
        raise EvidenceError(f"{file}: {error}") from error
    except EvidenceError as error:
        raise EvidenceError(f"{file}: {error}") from error


def init(file: Path, force: bool) -> int:
    """Write the sample configuration; an older one is kept unless told."""
    if file.exists() and not force:
        raise ConfigError(f"{file} is there already; --force writes over it")
    files.write_atomic(file, config.sample)
    typer.echo(file)
    return 0
