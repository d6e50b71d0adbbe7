"""Hand labels of a folder of articles, and how far an analysis agrees with them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from briefing import sources
from briefing.models import Claim, Sentence
from briefing.pipeline import Analysis
from briefing.topics import belongs

Place: TypeAlias = tuple[str, int, int]  # file, start and end in code points of the file


@dataclass(frozen=True, slots=True)
class Label:
    """What a person said of one span."""

    place: Place
    kind: str
    topics: frozenset[str]
    optional: frozenset[str]  # topics that are right either way
    head: str  # how the span begins


@dataclass(frozen=True, slots=True)
class Labels:
    """All labels of a folder; ``pairs`` are spans and whether they report the same."""

    spans: tuple[Label, ...]
    pairs: tuple[tuple[Place, Place, bool], ...]

    @property
    def topics(self) -> frozenset[str]:
        return frozenset(topic for label in self.spans for topic in label.topics)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Hits, false alarms and misses; a wrong one is named by a line for the reader."""

    hits: int
    alarms: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        return self.hits / max(1, self.hits + len(self.alarms))

    @property
    def recall(self) -> float:
        return self.hits / max(1, self.hits + len(self.misses))

    @property
    def f1(self) -> float:
        return 2 * self.hits / max(1, 2 * self.hits + len(self.alarms) + len(self.misses))


def load(file: Path) -> Labels:
    """Labels as in tests/gold/seeds_gold.json."""
    given = json.loads(file.read_text(encoding="utf-8"))
    spans = tuple(
        Label(
            (entry["file"], entry["start"], entry["end"]),
            entry["kind"],
            frozenset(entry["topics"]),
            frozenset(entry["optional"]),
            entry["head"],
        )
        for entry in given["sentences"]
    )
    pairs = tuple((_place(p["a"]), _place(p["b"]), bool(p["same"])) for p in given["claim_pairs"])
    return Labels(spans, pairs)


def spans(labels: Labels, found: Mapping[Place, Sentence]) -> Agreement:
    """Whether each labelled span was cut exactly as it was labelled."""
    right = [label for label in labels.spans if label.place in found]
    missed = [_line(label) for label in labels.spans if label.place not in found]
    return Agreement(len(right), misses=tuple(missed))


def junk(labels: Labels, found: Mapping[Place, Sentence]) -> Agreement:
    """Whether what lies over junk was marked as such, and what lies over sentences was not.

    Alarms are good sentences that were marked junk; headings and fragments do not count.
    """
    hits, alarms, misses = 0, [], []
    for label in labels.spans:
        kinds = {span.kind for span in _over(label.place, found)}
        if label.kind == "junk":
            hits += kinds == {"junk"}
            misses += [] if kinds == {"junk"} else [_line(label)]
        elif label.kind == "sentence" and "junk" in kinds:
            alarms.append(_line(label))
    return Agreement(hits, tuple(alarms), tuple(misses))


def shown(labels: Labels, places: Iterable[Place]) -> list[Label]:
    """The junk, headings and fragments that lie under any of the given places."""
    given = list(places)
    unfit = [label for label in labels.spans if label.kind != "sentence"]
    return [label for label in unfit if any(_overlap(label.place, place) for place in given)]


def topics(labels: Labels, analysis: Analysis, threshold: float = belongs) -> Agreement:
    """Topics of the labelled sentences, each (sentence, topic) counted once."""
    row_of = {place: row for row, place in enumerate(places(analysis, analysis.sentences.items))}
    hits, alarms, misses = 0, [], []
    for label in labels.spans:
        if label.kind != "sentence":
            continue
        row = row_of.get(label.place)
        scores = analysis.assigned.scores[row] if row is not None else ()
        found = {s.topic for s in scores if s.total >= threshold} & labels.topics
        hits += len(found & label.topics)
        alarms += [_line(label, topic) for topic in sorted(found - label.topics - label.optional)]
        misses += [_line(label, topic) for topic in sorted(label.topics - found)]
    return Agreement(hits, tuple(alarms), tuple(misses))


def claims(labels: Labels, analysis: Analysis, merged: Sequence[Claim]) -> Agreement:
    """Whether the judged pairs stand in one claim when they should, and only then."""
    home = {place: claim.id for claim in merged for place in places(analysis, claim.sentences)}
    head = {label.place: label.head for label in labels.spans}
    hits, alarms, misses = 0, [], []
    for a, b, same in labels.pairs:
        together = a in home and home[a] == home.get(b)
        line = f"{a[0][:4]}{a[1]} {head.get(a, '')} | {b[0][:4]}{b[1]} {head.get(b, '')}"
        hits += same and together
        alarms += [line] if together and not same else []
        misses += [line] if same and not together else []
    return Agreement(hits, tuple(alarms), tuple(misses))


def found(analysis: Analysis) -> dict[Place, Sentence]:
    """All spans of an analysis by their place in the files."""
    spans = analysis.reading.spans
    return dict(zip(places(analysis, spans), spans, strict=True))


def places(analysis: Analysis, spans: Iterable[Sentence]) -> list[Place]:
    """Where spans lie in their files."""
    articles = analysis.reading.articles
    return [place(articles[s.article_id].path, analysis, s) for s in spans]


def place(path: str, analysis: Analysis, span: Sentence) -> Place:
    article = analysis.reading.articles[span.article_id]
    start, last = sources.in_file(article, span.start), sources.in_file(article, span.end - 1)
    return path, start, last + 1


def _place(given: Sequence[str | int]) -> Place:
    file, start, end = given
    return str(file), int(start), int(end)


def _over(place: Place, found: Mapping[Place, Sentence]) -> list[Sentence]:
    return [span for other, span in found.items() if _overlap(place, other)]


def _overlap(a: Place, b: Place) -> bool:
    return a[0] == b[0] and a[1] < b[2] and b[1] < a[2]


def _line(label: Label, topic: str = "") -> str:
    file, start, _ = label.place
    named = f" {topic}:" if topic else ""
    return f"{file}:{start}{named} {label.head}"
