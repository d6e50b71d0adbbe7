"""An analysis to a brief: which claims are shown, where, and in what words."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from string import ascii_lowercase
from typing import TYPE_CHECKING

from briefing import __version__
from briefing.claims import citation, quantities
from briefing.cohesion import antecedent, asks, dateline, leans, unnamed_speaker, verbless
from briefing.config import Config
from briefing.corpus import Embedded
from briefing.models import (
    Article,
    Brief,
    Budget,
    Citation,
    Claim,
    Point,
    Progress,
    Provenance,
    Section,
    Select,
    Sentence,
    SourceRecord,
    Topic,
    Why,
    quiet,
)
from briefing.words import length

if TYPE_CHECKING:
    from briefing.pipeline import Analysis

points_per_root = 2.0  # points of a section: this times the root of its sentences, ...
fewest_points, most_points = 3, 8  # ... within these, at length 1
discovered_points = 3
noted_points = 3
glance_points = 6
glance_share = 2  # points of one section at a glance
relevance = 0.6  # of the topic's score in the worth of a claim inside its section
quantity_worth = 0.2  # of each sum of money, percentage or count, up to two
vague_cost = 0.15  # of "he said" without a name, and of a short sentence without a figure
longest = 70  # words; a longer sentence is no point
shortest = 5


def brief(
    analysis: Analysis,
    config: Config,
    select: Select,
    as_of: date,
    model_sha256: str = "",
    root: str = "",
    progress: Progress = quiet,
) -> Brief:
    """Choose and order the points of every section."""
    desk = _Desk(analysis, select, config.length)
    given = [topic for topic in analysis.assigned.topics if not topic.discovered]
    found = [topic for topic in analysis.assigned.topics if topic.discovered]
    sections = [desk.section(topic) for topic in given]
    sections += [desk.section(topic, discovered_points) for topic in found]
    progress("selecting", len(sections), len(sections))
    noted = desk.noted()
    shown = [point for section in sections for point in section.points] + noted
    sections = [s for s in sections if s.points or not s.topic.discovered]
    return Brief(
        title=config.title,
        as_of=as_of,
        glance=tuple(desk.glance(sections)),
        sections=tuple(sections),
        noted=tuple(noted),
        sources=tuple(_sources(analysis.reading.articles, shown)),
        ledger=analysis.reading.ledger,
        kinds=dict(sorted(Counter(span.kind for span in analysis.reading.spans).items())),
        provenance=Provenance(
            version=__version__,
            embedder=config.embedder,
            model_sha256=model_sha256,
            selector=config.selector,
            length=config.length,
            topics=analysis.assigned.topics,
        ),
        root=root,
    )


class _Desk:
    """Where points are made: what is left to show, and the text around it."""

    def __init__(self, analysis: Analysis, select: Select, length: float) -> None:
        self.analysis, self.select, self.length = analysis, select, length
        self.before = _before(analysis.reading.spans)
        self.named = {"noted"}  # what points are numbered by
        self.row = {(s.article_id, s.start): n for n, s in enumerate(analysis.sentences.items)}
        self.left = [
            row for row, claim in enumerate(analysis.claims.items) if self._fit(claim) is not None
        ]

    def section(self, topic: Topic, points: int | None = None) -> Section:
        """The section of a topic; its claims are taken from what is left."""
        rows = [row for row in self.left if self._home(row) == topic.name]
        rows = [row for row in rows if not topic.outlets or self._from(row, topic.outlets)]
        if topic.discovered:  # what nobody asked for need not be read with its context
            rows = [row for row in rows if not leans(self._wording(row, topic.name).text)]
        counts = self._counts(topic)
        points = points or _room(sum(counts.values()))
        limit = max(1, round(points * self.length))
        limit = limit if topic.max_points is None else topic.max_points
        chosen = self._choose(rows, limit, topic.name)
        sources = len(self.analysis.reading.articles)
        made = self._points(chosen, self._name(topic.name), topic.name)
        return Section(topic, made, sum(counts.values()), counts, _note(topic, counts, sources))

    def noted(self) -> list[Point]:
        """The best of what stands in no section."""
        rows = [row for row in self.left if not self.analysis.claims.items[row].topics]
        chosen = self._choose(rows, max(1, round(noted_points * self.length)), "")
        return list(self._points(chosen, "noted"))

    def glance(self, sections: Sequence[Section]) -> list[Point]:
        """The points that matter most, well corroborated first, not all of one section."""
        ranked = sorted(
            ((point, section) for section in sections for point in section.points),
            key=lambda pair: (-pair[0].independent, -_worth(pair[0]), pair[0].id),
        )
        taken: Counter[str] = Counter()
        chosen: list[Point] = []
        for point, section in ranked:
            if taken[section.topic.name] < glance_share and not leans(point.text):
                taken[section.topic.name] += 1
                chosen.append(point)
        return chosen[: max(1, round(glance_points * self.length))]

    def _choose(self, rows: Sequence[int], limit: int, topic: str) -> list[int]:
        pool = self.analysis.claims.take(rows)
        weighed = Embedded(tuple(_within(claim, topic) for claim in pool.items), pool.vectors)
        chosen = [rows[row] for row in self.select(weighed, Budget(limit))] if rows else []
        self.left = [row for row in self.left if row not in set(chosen)]
        return chosen

    def _home(self, row: int) -> str:
        """The one topic under which a claim may be shown: the one it belongs to most."""
        claim = self.analysis.claims.items[row]
        return claim.topics[0].topic if claim.topics else ""

    def _from(self, row: int, outlets: Sequence[str]) -> bool:
        return bool(set(outlets) & set(self.analysis.claims.items[row].outlets))

    def _counts(self, topic: Topic) -> dict[str, int]:
        """Sentences of the topic by source."""
        articles = self.analysis.reading.articles
        sentences = self.analysis.sentences.items
        members = self.analysis.assigned.members(topic)
        counts = Counter(articles[sentences[row].article_id].source for row in members)
        return dict(sorted(counts.items()))

    def _fit(self, claim: Claim, topic: str = "") -> Sentence | None:
        """The first of a claim's sentences that can be printed.

        Those of the topic come first, and among them those that can be read alone.
        """
        able = [s for s in claim.sentences if self._readable(s)]
        return min(able, key=lambda s: (not self._is_on(s, topic), leans(s.text)), default=None)

    def _is_on(self, sentence: Sentence, topic: str) -> bool:
        scores = self.analysis.assigned.of(self.row[sentence.article_id, sentence.start])
        return any(score.topic == topic for score in scores)

    def _wording(self, row: int, topic: str) -> Sentence:
        claim = self.analysis.claims.items[row]
        return self._fit(claim, topic) or claim.wording

    def _readable(self, sentence: Sentence) -> bool:
        words = length(sentence.text)
        if not shortest <= words <= longest or asks(sentence.text):
            return False
        if verbless(sentence.text):
            return False
        return not leans(sentence.text) or self._lead_in(sentence) is not None

    def _lead_in(self, sentence: Sentence) -> Sentence | None:
        if not leans(sentence.text):
            return None
        return antecedent(sentence, self.before.get((sentence.article_id, sentence.index)))

    def _name(self, topic: str) -> str:
        """What the points of a section are numbered by: a slug that no other section has."""
        plain = slug(topic)
        tries = (plain, *(f"{plain}-{letter}" for letter in ascii_lowercase), topic)
        name = next(name for name in tries if name not in self.named)
        self.named.add(name)
        return name

    def _points(self, rows: Sequence[int], name: str, topic: str = "") -> tuple[Point, ...]:
        """The points in reading order: what leans on another point stands right behind it."""
        points = [self._point(row, topic) for row in rows]
        by_place = {(p.citations[0].article_id, p.citations[0].end): p for p in points}

        def support(point: Point) -> Point | None:
            before = point.lead_in
            return by_place.get((before.article_id, before.end)) if before else None

        arranged: list[Point] = []
        for point in points:
            if support(point) is None:
                arranged.append(point)
                arranged += [replace(p, lead_in=None) for p in points if support(p) is point]
        return tuple(
            replace(point, id=f"{name}-{place}") for place, point in enumerate(arranged, 1)
        )

    def _point(self, row: int, topic: str) -> Point:
        claim = self.analysis.claims.items[row]
        wording = self._wording(row, topic)
        cut = dateline(wording.text)
        first = Citation(wording.article_id, wording.start + cut, wording.end, wording.text[cut:])
        others = [citation(s) for s in claim.sentences if s != wording]
        before = self._lead_in(wording)
        return Point(
            id="",  # its place, once that is known
            text=first.text,
            citations=(first, *others),
            outlets=claim.outlets,
            independent=claim.independent,
            lead_in=citation(before) if before else None,
            elided=cut > 0,
            flags=("single source",) if len(claim.outlets) == 1 else (),
            why=Why(claim.topics, claim.salience, claim.features, claim.near_misses),
        )


def slug(name: str) -> str:
    """A name as it may stand in an anchor or a file name: [a-z0-9-], at most 80."""
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower())
    plain = "-".join(part for part in kept.split("-") if part)[:80]
    return plain or f"topic-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _within(claim: Claim, topic: str) -> Claim:
    """The claim with its salience as it counts inside a section."""
    score = next((s.total for s in claim.topics if s.topic == topic), 0.0)
    worth = (1 - relevance) * claim.salience + relevance * min(1.0, score)
    figures = quantities(claim.wording.text)
    worth += quantity_worth * min(2, figures)
    if unnamed_speaker(claim.wording.text) or (claim.features.get("short") and not figures):
        worth -= vague_cost
    return replace(claim, salience=round(worth, 4))


def _room(sentences: int) -> int:
    """How many points a section of so many sentences gets at length 1."""
    return min(most_points, max(fewest_points, round(points_per_root * math.sqrt(sentences))))


def _worth(point: Point) -> float:
    return point.why.salience if point.why else 0.0


def _before(spans: Iterable[Sentence]) -> dict[tuple[str, int], Sentence]:
    """By article and index: the span before."""
    return {(span.article_id, span.index + 1): span for span in spans}


def _note(topic: Topic, counts: Mapping[str, int], sources: int) -> str:
    if len(counts) == 1 and sources > 1 and not topic.discovered:
        return f"Only {next(iter(counts))} reports on {topic.name}."
    return ""


def _sources(articles: Mapping[str, Article], shown: Iterable[Point]) -> Iterable[SourceRecord]:
    """All articles used, numbered by path; citations print these numbers."""
    cited = {c.article_id for point in shown for c in point.citations}
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
            text_sha256=hashlib.sha256(article.text.encode()).hexdigest(),
            cited=article.id in cited,
        )
