"""An analysis to a brief: which claims are shown, where, and in what words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from briefing import (
    __version__,
    anchoring,
    budgets,
    figures,
    files,
    origins,
    surroundings,
    timeline,
)
from briefing.cohesion import leans
from briefing.config import Config
from briefing.figures import Board
from briefing.models import (
    Brief,
    Claim,
    Daily,
    Point,
    Progress,
    Provenance,
    Select,
    SourceRecord,
    Topic,
    quiet,
)
from briefing.notes import on_languages
from briefing.sections import Desk, Part
from briefing.timeline import Timeline

if TYPE_CHECKING:
    from briefing.pipeline import Analysis, Reading

discovered_points = 3
noted_points = 3
told_lines = 8  # of figures, and of the timeline
glance_points = 6
glance_share = 2  # points of one section at a glance


@dataclass(frozen=True, slots=True)
class Frame:
    """What a brief says of itself, whatever its articles."""

    config: Config
    as_of: date
    model_sha256: str = ""
    root: str = ""
    pages: str = ""
    daily: Daily | None = None


def brief(analysis: Analysis, frame: Frame, select: Select, progress: Progress = quiet) -> Brief:
    """Choose and order the points of every section."""
    config = frame.config
    desk = Desk(analysis, select)
    parts = _parts(desk, analysis.assigned.topics, config)
    chosen = _choose(desk, parts, config.words)
    sections = [desk.section(*made) for made in zip(parts[:-1], chosen[:-1], strict=True)]
    progress("selecting", len(sections), len(sections))
    noted = desk.points(chosen[-1], "noted")
    shown = [*(point for section in sections for point in section.points), *noted]
    sections = [s for s in sections if s.points or not s.topic.discovered]
    telling = [*(section.points for section in sections), noted]  # of no topic is news, too
    told = _blocks(analysis, config)
    reading = analysis.reading
    made = replace(
        nothing(reading, frame),
        glance=tuple(_glance(telling, config.length)),
        sections=tuple(sections),
        noted=noted,
        figures=told.board.figures,
        timeline=told.timeline.events,
        more_figures=told.board.more,
        more_events=told.timeline.more,
        sources=tuple(_sources(reading, frame.daily, _cited(shown, told))),
        provenance=_provenance(frame, analysis.assigned.topics),
        notes=on_languages(
            (article.language for article in reading.articles.values()),
            analysis.assigned.topics,
            config.embedder,
        ),
        stories=analysis.stories,
        silent=analysis.silent,
    )
    return surroundings.placed(made, reading.articles, reading.spans)


def nothing(reading: Reading, frame: Frame) -> Brief:
    """A brief without a point."""
    return Brief(
        title=frame.config.title,
        as_of=frame.as_of,
        glance=(),
        sections=(),
        noted=(),
        sources=(),
        ledger=reading.ledger,
        kinds=dict(sorted(Counter(span.kind for span in reading.spans).items())),
        provenance=_provenance(frame, frame.config.topics),
        root=frame.root,
        pages=frame.pages,
        window=frame.daily.window if frame.daily else None,
        last=frame.daily.past.last if frame.daily and frame.daily.past else None,
    )


def _provenance(frame: Frame, topics: tuple[Topic, ...]) -> Provenance:
    config = frame.config
    return Provenance(
        version=__version__,
        embedder=config.embedder,
        model_sha256=frame.model_sha256,
        selector=config.selector,
        length=config.length,
        topics=topics,
        words=config.words,
        thresholds=config.in_force,
    )


def _parts(desk: Desk, topics: Iterable[Topic], config: Config) -> list[Part]:
    """The given topics, the discovered ones, and last what belongs to none."""
    given = [topic for topic in topics if not topic.discovered]
    found = [topic for topic in topics if topic.discovered]
    rest = Topic("", max_points=None if config.noted else 0)
    return [
        *(desk.part(topic, config.length) for topic in given),
        *(desk.part(topic, config.length, discovered_points) for topic in found),
        desk.part(rest, config.length, noted_points),
    ]


def _choose(desk: Desk, parts: Sequence[Part], words: int) -> list[list[Claim]]:
    """The claims of each part, as many as its points allow or, where given, the words.

    The part with the best supported claim chooses first: no other part may tell the same
    on weaker evidence, and so keep that claim out.
    """
    order = sorted(range(len(parts)), key=lambda place: parts[place].support, reverse=True)
    chosen: list[list[Claim]] = [[] for _ in parts]
    for done, place in enumerate(order):
        left = words - sum(map(desk.words, chosen))
        waiting = [parts[n].holds for n in order[done:]]
        share = budgets.words(left, waiting) if words else None
        chosen[place] = desk.choose(parts[place], share, chain(*chosen))
    for place, part in enumerate(parts if words else ()):  # what the last ones leave
        left = words - sum(map(desk.words, chosen))
        told = chain(*chosen[:place], *chosen[place + 1 :])
        chosen[place] = desk.choose(part, left + desk.words(chosen[place]), told)
    return chosen


def _glance(parts: Iterable[Sequence[Point]], length: float) -> list[Point]:
    """The points that matter most, well corroborated first, not all of one part.

    Where earlier briefs are known, only what is new or updated since.
    """
    ranked = sorted(
        (
            (point, place)
            for place, points in enumerate(parts)
            for point in points
            if point.novelty is None or point.novelty.is_news
        ),
        key=lambda pair: (-pair[0].independent, -_worth(pair[0]), pair[0].id),
    )
    taken: Counter[int] = Counter()
    chosen: list[Point] = []
    for point, place in ranked:
        if taken[place] < glance_share and not leans(point.text):
            taken[place] += 1
            chosen.append(point)
    most = min(glance_points * length, len(ranked) / 2)  # a small brief is not told twice
    return chosen[: max(1, round(most))]


def _worth(point: Point) -> float:
    return point.why.salience if point.why else 0.0


@dataclass(frozen=True, slots=True)
class _Blocks:
    board: Board
    timeline: Timeline


def _blocks(analysis: Analysis, config: Config) -> _Blocks:
    """The blocks that are asked for."""
    articles = analysis.reading.articles
    claims = [claim for claim in analysis.claims.items if claim.topics or config.noted]
    most = max(1, round(told_lines * config.length))
    told = {article: story.id for story in analysis.stories for article in story.articles}
    return _Blocks(
        figures.board(claims if "figures" in config.blocks else (), articles, most, told),
        timeline.made(claims if "timeline" in config.blocks else (), articles, most, told),
    )


def _cited(shown: Iterable[Point], told: _Blocks) -> set[str]:
    """The articles that anything in the brief is cited to."""
    return {
        *(cited.article_id for point in shown for cited in point.citations),
        *(cited.article_id for f in told.board.figures for v in f.values for cited in v.citations),
        *(cited.article_id for event in told.timeline.events for cited in event.citations),
    }


def _sources(reading: Reading, daily: Daily | None, cited: Set[str]) -> Iterable[SourceRecord]:
    """All articles used, numbered by path; citations print these numbers."""
    articles, kept = reading.articles, reading.copies.kept
    revised = daily.revised if daily else {}
    whose = origins.find(articles, reading.copies)
    for number, article in enumerate(sorted(articles.values(), key=lambda a: (a.path, a.id)), 1):
        yield SourceRecord(
            number=number,
            article_id=article.id,
            path=article.path,
            title=article.title,
            outlet=article.outlet,
            credit=article.credit,
            url=article.url,
            published=article.published,
            language=article.language,
            text_sha256=files.digest(article.text),
            cited=article.id in cited,
            reprint_of=kept.get(article.id, ""),
            origin=whose[article.id].name,
            origin_why=whose[article.id].why,
            summary_only=article.summary_only,
            pages=article.pages,
            revises=revised.get(article.id),
            normalised_sha256=files.digest(anchoring.normalised(article.text)),
        )
