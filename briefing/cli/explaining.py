"""Why a point stands where it does, why articles are together or apart, what an article gave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from briefing import evidence, explanations, originals, pipeline, stories
from briefing.cli.checking import load
from briefing.cli.run import Run
from briefing.cli.saying import say, say_json
from briefing.errors import ConfigError
from briefing.explanations import Agreement, Apart
from briefing.models import Article, Brief, Point, SourceRecord, Story, Tie
from briefing.renderers._compose import compose

_plain = {
    "best_position": "early in an article that reports it",
    "capitals": "share of words with a capital",
    "centroid": "words of the articles as a whole",
    "depth": "late in its article",
    "figures": "has a figure",
    "first": "first sentence of its article",
    "frequent_pairs": "word pairs that many articles have",
    "he_said": "'he said' without a name",
    "independent": "independent reports of it",
    "leads": "words of the openings of articles",
    "leans": "leans on the sentence before",
    "length": "length",
    "long": "very long",
    "meaning": "near the middle of all meanings",
    "pair_mass": "number of such word pairs",
    "pairs": "word pairs that other articles have",
    "position": "early in its article",
    "quotation": "has a quotation",
    "short": "very short",
    "widest_word": "its most widespread word",
    "words": "words that other articles have",
}


def explain(path: Path, one: str, other: str, run: Run, as_json: bool) -> int:
    """Print the reasons for a point, an article or two; without a name, the list of points."""
    file, brief = load(path)
    points = {point.id: point for point in evidence.points(brief)}
    if other:
        told, lines = _two(file, brief, run, (one, other))
    elif not one:
        told, lines = _listed(points)
    elif point := points.get(one) or points.get(_id(brief, one)):
        told, lines = _point(point, file, brief, run)
    elif record := _source(file, brief, one):
        told, lines = _article(record, brief)
    else:
        known = f"{', '.join(points)}; and sources 1 to {len(brief.sources)}"
        raise ConfigError(f"{file} has no point {one!r}; it has {known}")
    if as_json:
        say_json(told)
    else:
        for line in lines:
            say(line)
    return 0


Explained = tuple[Any, Sequence[str]]  # as data, and in lines


def _listed(points: Mapping[str, Point]) -> Explained:
    width = max(map(len, points), default=0)
    lines = [f"{point.id:{width}} {point.text[:90]}" for point in points.values()]
    return {point.id: point.text for point in points.values()}, lines


# A point.


def _id(brief: Brief, name: str) -> str:
    """The id of the point that the pages know by that anchor: "section-1-1", "glance-2"."""
    ids = {item.anchor: item.id for part in compose(brief).parts for item in part.points}
    return ids.get(name.rpartition("#")[2], "")


def _point(point: Point, file: Path, brief: Brief, run: Run) -> Explained:
    agreements: list[Agreement] = []
    articles = _articles(file, brief, run) if len(point.citations) > 1 else []
    if articles:
        reading = pipeline.read(articles)
        made = replace(run, config=replace(run.config, embedder=brief.provenance.embedder))
        with made.remembered() as embed:
            corpus = pipeline.embedded(reading, embed)
        lines = brief.provenance.thresholds
        agreements = list(explanations.merged(reading, corpus, lines, point.citations))
    told = {"point": msgspec.to_builtins(point), "agreements": msgspec.to_builtins(agreements)}
    return told, _reasons(point, brief, agreements)


def _articles(file: Path, brief: Brief, run: Run) -> list[Article]:
    """The articles of a brief; none where one of them is gone or has changed."""
    kept = brief.window and run.memory and run.memory.exists()
    with run.store() if kept else nullcontext() as store:
        archived = store.articles.article if store else lambda _: None
        found = originals.articles(brief, file.parent / brief.root, archived)
    return found if len(found) == len(brief.sources) else []


def _paths(brief: Brief) -> Mapping[str, str]:
    path: defaultdict[str, str] = defaultdict(lambda: "unknown source")
    return path | {record.article_id: record.path for record in brief.sources}


def _reasons(point: Point, brief: Brief, agreements: Sequence[Agreement]) -> list[str]:
    path = _paths(brief)
    lines = [point.text, "", f"outlets      {len(point.outlets)}: {', '.join(point.outlets)}"]
    lines.append(f"independent  {point.independent}")
    lines += _origins(point, brief)
    lines += ["", "evidence"]
    lines += [f"  {path[c.article_id]}:{c.start}-{c.end} {c.text}" for c in point.citations]
    lines += _merged(agreements, path, brief)
    lines += _novelty(point)
    if point.why is None:
        return lines
    lines += ["", "topics       total = likeness + words of the topic + neighbours and heading"]
    for score in point.why.topics:
        words = f" ({', '.join(score.words)})" if score.words else ""
        worth = score.total - score.similarity - score.context
        parts = f"{score.similarity:+.2f} {worth:+.2f}{words} {score.context:+.2f}"
        lines.append(f"  {score.topic:10} {score.total:.2f} = {parts}")
    lines += ["", f"salience     {point.why.salience:.2f} (0 to 1 within this brief), from"]
    features = [(_plain.get(name, name), v) for name, v in point.why.features.items() if v]
    width = max((len(name) for name, _ in features), default=0)
    lines += [f"  {name:{width}} {value:.2f}" for name, value in features]
    near = "near misses: sentences that came close, and what kept them apart"
    lines += ["", near if point.why.near_misses else "no near misses"]
    for miss in point.why.near_misses:
        where = f"{path[miss.citation.article_id]}:{miss.citation.start}-{miss.citation.end}"
        lines.append(f"  {miss.score:.2f} {miss.reason}: {where} {miss.citation.text}")
    return lines


def _origins(point: Point, brief: Brief) -> Iterator[str]:
    """Whose texts the evidence is from, where that is not simply their outlets'."""
    cited = {citation.article_id for citation in point.citations}
    for record in brief.sources:
        if record.article_id in cited and record.origin_why:
            yield f"  {record.path} counts as {record.origin} ({record.origin_why})"


def _novelty(point: Point) -> list[str]:
    """What the point was to a reader of the earlier briefs, and which point that rests on."""
    if point.novelty is None:
        return []
    why = f" ({point.novelty.why})" if point.novelty.why else ""
    lines = ["", f"novelty      {point.novelty.state}{why}"]
    if told := point.novelty.earlier:
        lines.append(f"  {told.day} {told.text}")
    return lines


def _merged(
    agreements: Sequence[Agreement], path: Mapping[str, str], brief: Brief
) -> Iterator[str]:
    """How probably each of the other sentences reports what the first does."""
    needed = brief.provenance.thresholds.same_claim
    if agreements:
        yield ""
        yield f"one claim    with the first sentence: how probable, {needed:.2f} is needed; words"
    for found in agreements:
        via = "" if found.probability >= needed else " by way of the others;"
        place = f"{path[found.citation.article_id]}:{found.citation.start}"
        yield f"  {found.probability:.2f}{via} {place} {', '.join(found.shared)}"


# Articles.


def _source(file: Path, brief: Brief, name: str) -> SourceRecord | None:
    """The source of that path or number, as the brief or the file system has it."""
    plain = name.strip("[]")
    whole = Path(name).resolve()
    for record in brief.sources:
        if plain == str(record.number) or name == record.path:
            return record
    places = ((record, file.parent / brief.root / record.path) for record in brief.sources)
    return next((record for record, place in places if place.resolve() == whole), None)


def _article(record: SourceRecord, brief: Brief) -> Explained:
    """What an article is to a brief: its story, and what it is cited for."""
    path = _paths(brief)
    story = _home(brief, record.article_id)
    cited = [
        (point.id, citation)
        for point in evidence.points(brief)
        for citation in point.citations
        if citation.article_id == record.article_id
    ]
    cited = list(dict.fromkeys(cited))
    lines = [f"[{record.number}] {record.path}", f"outlet       {record.outlet or 'unknown'}"]
    lines += [f"counts as    {record.origin} ({record.origin_why})"] if record.origin_why else []
    lines += [f"story        {story.headline.text}"] if story else []
    lines += [f"reprint of   {path[record.reprint_of]}"] if record.reprint_of else []
    for tie in story.ties if story else ():
        if record.article_id in tie.articles:
            other = next(one for one in tie.articles if one != record.article_id)
            lines += [f"together with {path[other]}", *_tie(tie)]
    lines += ["", "cited for" if cited else "not cited for any point"]
    lines += [f"  {point} {c.start}-{c.end} {c.text}" for point, c in cited]
    told = {
        "article": record.path,
        "story": story.headline.text if story else None,
        "reprint_of": path[record.reprint_of] if record.reprint_of else None,
        "cited": [{"point": point, "start": c.start, "end": c.end} for point, c in cited],
    }
    return told, lines


def _home(brief: Brief, article_id: str) -> Story | None:
    return next((story for story in brief.stories if article_id in story.articles), None)


def _two(file: Path, brief: Brief, run: Run, names: tuple[str, str]) -> Explained:
    records = [_known(file, brief, name) for name in names]
    one, other = (record.article_id for record in records)
    if one == other:
        raise ConfigError(f"{names[0]} and {names[1]} are one article; give two, or it alone")
    home, away = _home(brief, one), _home(brief, other)
    told: dict[str, Any] = {"articles": [record.path for record in records]}
    if home is None or home != away:
        found = _apart(file, brief, run, records)
        heads = [f"story        {story.headline.text}" for story in (home, away) if story]
        lines = [*heads, f"{' and '.join(told['articles'])} are of different stories"]
        return {**told, "apart": msgspec.to_builtins(found)}, [*lines, *_told_apart(found)]
    ties = [tie for tie in home.ties if not {*tie.articles}.isdisjoint((one, other))]
    direct = [tie for tie in ties if {*tie.articles} == {one, other}]
    told |= {"story": home.headline.text, "ties": msgspec.to_builtins(direct or ties)}
    return told, list(_together(home, direct, ties, _paths(brief)))


def _known(file: Path, brief: Brief, name: str) -> SourceRecord:
    if record := _source(file, brief, name):
        return record
    known = ", ".join(record.path for record in brief.sources[:10])
    more = f", ... ({len(brief.sources)} in all)" if len(brief.sources) > 10 else ""
    raise ConfigError(f"{file} has no source {name!r}; it has {known}{more}")


def _apart(file: Path, brief: Brief, run: Run, records: Sequence[SourceRecord]) -> Apart | None:
    """Why two articles are apart, a copy as the article that it repeats."""
    articles = _articles(file, brief, run)
    one, other = (record.reprint_of or record.article_id for record in records)
    if not articles:
        return None
    return explanations.apart(pipeline.read(articles), one, other, brief.stories)


def _told_apart(found: Apart | None) -> Iterator[str]:
    if found is None:
        yield "  (the sources are gone or have changed, so that they cannot be compared again)"
        return
    yield f"  because    {found.reason}"
    yield from _tie(found.tie)
    yield f"  stories    {found.between:.2f} on average between the articles of both"


def _together(
    home: Story, direct: Sequence[Tie], ties: Sequence[Tie], path: Mapping[str, str]
) -> Iterator[str]:
    yield f"story        {home.headline.text}"
    if not direct:
        yield "together     by way of the articles that each is most like"
    for tie in direct or ties:
        yield f"{path[tie.articles[0]]} and {path[tie.articles[1]]}"
        yield from _tie(tie)


def _tie(tie: Tie) -> Iterator[str]:
    if tie.copied:
        yield f"  copy       {tie.copied:.0%} of the shorter text is in the other, word for word"
        return
    yield f"  likeness   {tie.likeness:.2f}; a story needs {stories.together:.2f} on average"
    yield f"  words      {', '.join(tie.words) or 'none in common'}"
    if tie.days is not None:
        yield f"  days apart {tie.days}"
