"""The sections of a brief: what each could show, what it shows, in what order and words."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from string import ascii_lowercase
from typing import TYPE_CHECKING

from briefing import attribution, balance, budgets, novelty, ordering, repetition, statements
from briefing.claims import citation
from briefing.cohesion import dateline, unnamed_speaker
from briefing.corpus import Embedded
from briefing.files import slug
from briefing.models import (
    Budget,
    Citation,
    Claim,
    Point,
    Section,
    Select,
    Sentence,
    Topic,
    Why,
)
from briefing.repetition import Said
from briefing.wordings import Wordings

if TYPE_CHECKING:
    from briefing.pipeline import Analysis

relevance = 0.6  # of the topic's score in the worth of a claim inside its section
quantity_worth = 0.2  # of each sum of money, percentage or count, up to two
support_worth = 0.1  # of each doubling of the independent outlets
vague_cost = 0.15  # of "he said" without a name, and of a short sentence without a figure


@dataclass(frozen=True, slots=True)
class Part:
    """A section to be, or what stands in none: its claims and how many it may show."""

    topic: Topic  # without a name for what stands in no section
    claims: Embedded[Claim]  # worded and weighed as they would be printed here
    counts: Mapping[str, int]  # sentences of the topic by source
    points: int  # how many it shows where words are not counted

    @property
    def holds(self) -> int:
        """How many points it could fill."""
        return min(self.points, len(self.claims))

    @property
    def support(self) -> tuple[int, float]:
        """Of its best supported claim: independent outlets, and salience."""
        items = self.claims.items
        return max(((claim.independent, claim.salience) for claim in items), default=(0, 0.0))


class Desk:
    """Where points are made: the claims, and the text around them."""

    def __init__(self, analysis: Analysis, select: Select) -> None:
        self.analysis, self.select = analysis, select
        self.articles = analysis.reading.articles
        self.row = {(s.article_id, s.start): n for n, s in enumerate(analysis.sentences.items)}
        self.wordings = Wordings.of(analysis.reading.spans, self._is_on)
        self.salience = {claim.id: claim.salience for claim in analysis.claims.items}
        self.curve = analysis.thresholds.sentences
        self.enough = repetition.enough(analysis.sentences, self.curve)
        self.story = {one: story.id for story in analysis.stories for one in story.articles}
        self.named = {"noted"}  # what points are numbered by

    def part(self, topic: Topic, length: float, points: int | None = None) -> Part:
        """What a topic could show; a claim may be shown under the one topic it is most about."""
        counts = self._counts(topic)
        points = points or budgets.points(sum(counts.values()))
        limit = max(1, round(points * length)) if topic.max_points is None else topic.max_points
        return Part(topic, self._claims(topic), counts, limit)

    def choose(
        self, part: Part, words: int | None = None, told: Iterable[Claim] = ()
    ) -> list[Claim]:
        """The claims that a part shows, best first, within its points or these words instead.

        What the topic itself sets is kept in any case. None repeats another, or one of those
        that are told elsewhere.
        """
        topic = part.topic
        points = part.points if words is None or topic.max_points is not None else len(part.claims)
        words = min((n for n in (words, topic.max_words) if n is not None), default=None)
        chosen = repetition.choose(
            part.claims,
            lambda claims: balance.choose(
                claims,
                Budget(points, words),
                self.select,
                lambda sentence: self.articles[sentence.article_id].source,
                lambda claim: self.wordings.equals(claim, topic.name),
                self._embedded,
            ),
            self._says,
            [said for claim in told for said in self._says(claim)],
        )
        return chosen if words is None else self._within(chosen, words)

    def _says(self, claim: Claim) -> list[Said]:
        """What a worded claim would print: its wording, and the sentence that leads it in."""
        printed = (claim.wording, self.wordings.lead_in(claim.wording))
        vectors = self.analysis.sentences.vectors
        return [Said.of(s, vectors[self._row(s)], self.enough) for s in printed if s]

    def section(self, part: Part, chosen: Sequence[Claim]) -> Section:
        """The section of a topic."""
        topic, counts = part.topic, part.counts
        made = self.points(chosen, self._name(topic.name))
        note = _note(topic, counts, len(self.articles)) if made else ""
        return Section(topic, made, sum(counts.values()), counts, note)

    def words(self, chosen: Iterable[Claim]) -> int:
        """How many words claims take, with the sentences before that they need."""
        return sum(self.wordings.printed(claim) for claim in chosen)

    def _within(self, chosen: Sequence[Claim], words: int) -> list[Claim]:
        """The claims that fit; the selector does not know of the sentences before."""
        kept: list[Claim] = []
        for claim in chosen:
            needed = self.wordings.printed(claim)
            if needed <= words:
                kept.append(claim)
                words -= needed
        return kept

    def _claims(self, topic: Topic) -> Embedded[Claim]:
        claims = [
            _within(worded, topic.name)
            for claim in self.analysis.claims.items
            if self._is_home(claim, topic)
            if (worded := self.wordings.worded(claim, topic.name)) is not None
        ]
        if topic.discovered:  # what nobody asked for need not be read with its context
            claims = [claim for claim in claims if not self.wordings.leans(claim.wording)]
        return self._embedded(claims)

    def _embedded(self, claims: Sequence[Claim]) -> Embedded[Claim]:
        rows = [self._row(claim.wording) for claim in claims]
        return self.analysis.sentences.of(claims, rows)

    def _row(self, sentence: Sentence) -> int:
        return self.row[sentence.article_id, sentence.start]

    def _is_home(self, claim: Claim, topic: Topic) -> bool:
        """Whether the claim belongs most to the topic, or to none, and an outlet wanted has it."""
        home = claim.topics[0].topic if claim.topics else ""
        wanted = not topic.outlets or not {*topic.outlets}.isdisjoint(claim.outlets)
        return home == topic.name and wanted

    def _is_on(self, sentence: Sentence, topic: str) -> bool:
        scores = self.analysis.assigned.of(self._row(sentence))
        return any(score.topic == topic for score in scores)

    def _counts(self, topic: Topic) -> dict[str, int]:
        """Sentences of the topic by source; a reprint tells nothing of its own."""
        sentences = self.analysis.sentences.items
        members = (sentences[row].article_id for row in self.analysis.assigned.members(topic))
        reprints = self.analysis.reading.copies.kept
        counts = Counter(self.articles[one].source for one in members if one not in reprints)
        return dict(sorted(counts.items()))

    def _name(self, topic: str) -> str:
        """What the points of a section are numbered by: a slug that no other section has."""
        plain = slug(topic)
        tries = (plain, *(f"{plain}-{letter}" for letter in ascii_lowercase), topic)
        name = next(name for name in tries if name not in self.named)
        self.named.add(name)
        return name

    def points(self, chosen: Sequence[Claim], name: str) -> tuple[Point, ...]:
        """The points in reading order, story by story, each with its place."""
        points = [point for claims in self._by_story(chosen) for point in self._told(claims)]
        return tuple(replace(point, id=f"{name}-{n}") for n, point in enumerate(points, 1))

    def _by_story(self, chosen: Iterable[Claim]) -> Iterable[Sequence[Claim]]:
        """The claims of each story, that of the best claim first."""
        stories: dict[str, list[Claim]] = defaultdict(list)
        for claim in chosen:
            stories[self.story[claim.wording.article_id]].append(claim)
        return stories.values()

    def _told(self, chosen: Sequence[Claim]) -> Iterator[Point]:
        """The points of one story in reading order."""
        claims = self._embedded(chosen)
        rows = ordering.arrange(claims, self.articles, self.curve)
        ordered = [claims.items[row] for row in rows]
        return _led([self._point(claim) for claim in ordered])

    def _point(self, claim: Claim) -> Point:
        wording = claim.wording
        first = _undated(wording)
        before = self.wordings.lead_in(wording)
        return Point(
            id="",  # its place, once that is known
            text=first.text,
            citations=(first, *map(citation, claim.sentences[1:])),
            outlets=claim.outlets,
            independent=claim.independent,
            lead_in=_undated(before) if before else None,
            elided=first.start > wording.start,
            flags=("single source",) if len(claim.outlets) == 1 else (),
            why=Why(claim.topics, self.salience[claim.id], claim.features, claim.near_misses),
            said_by=self._speaker(wording),
            story=self.story[wording.article_id],
            novelty=claim.novelty,
        )

    def _speaker(self, sentence: Sentence) -> str:
        """Who speaks in a sentence; nobody where it is the outlet's own reporting."""
        named = attribution.speaker(sentence.text, sentence.language)
        outlet = self.articles[sentence.article_id].outlet
        return "" if named.lower() == outlet.lower() else named


def _led(points: Sequence[Point]) -> Iterator[Point]:
    """The points, with what leans on another point right behind it."""
    by_place = {(p.citations[0].article_id, p.citations[0].end): p for p in points}

    def support(point: Point) -> Point | None:
        before = point.lead_in
        return by_place.get((before.article_id, before.end)) if before else None

    for point in points:
        if support(point) is None:
            yield point
            yield from (replace(p, lead_in=None) for p in points if support(p) is point)


def _undated(sentence: Sentence) -> Citation:
    """The span of a sentence behind its dateline."""
    cut = dateline(sentence.text)
    return Citation(sentence.article_id, sentence.start + cut, sentence.end, sentence.text[cut:])


def _within(claim: Claim, topic: str) -> Claim:
    """The claim with its salience as it counts inside a section."""
    score = next((s.total for s in claim.topics if s.topic == topic), 0.0)
    worth = (1 - relevance) * claim.salience + relevance * min(1.0, score)
    figures = len(statements.read(claim.wording.text, claim.wording.language).figures.told)
    worth += quantity_worth * min(2, figures)
    worth += support_worth * math.log2(max(1, claim.independent))
    if unnamed_speaker(claim.wording.text) or (claim.features.get("short") and not figures):
        worth -= vague_cost
    return replace(claim, salience=novelty.worth(worth, claim.novelty))


def _note(topic: Topic, counts: Mapping[str, int], sources: int) -> str:
    if len(counts) == 1 and sources > 1 and not topic.discovered:
        return f"Only {next(iter(counts))} reports on {topic.name}."
    return ""
