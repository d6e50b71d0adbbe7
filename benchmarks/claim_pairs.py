"""Pairs of sentences that people judged to report the same or not, ready to be compared."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from briefing import claims, matching
from briefing.corpus import Embedded
from briefing.models import Article, Embed, Sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Judged:
    """Two sentences, whether they report the same, and why; group is their event."""

    a: Sentence
    b: Sentence
    same: bool
    group: str
    why: str


@dataclass(frozen=True, slots=True)
class Part:
    """The pairs of one group as one corpus; ``rows`` are the pairs in it."""

    pairs: tuple[Judged, ...]
    corpus: Embedded[Sentence]
    articles: Mapping[str, Article]
    profiles: matching.Profiles
    rows: tuple[tuple[int, int], ...]

    def scored(self) -> list[claims.Pair]:
        """Every pair as the product compares it."""
        return claims.compare(self.corpus, self.articles, self.profiles, self.rows, floor=-1.0)


@dataclass(frozen=True, slots=True)
class Test:
    """A file of judged pairs, group by group."""

    name: str
    parts: tuple[Part, ...]

    @property
    def pairs(self) -> tuple[Judged, ...]:
        return tuple(pair for part in self.parts for pair in part.pairs)

    @property
    def same(self) -> NDArray[np.bool_]:
        return np.array([pair.same for pair in self.pairs])

    def scored(self) -> list[claims.Pair]:
        """Every pair as the product compares it, in the order of ``pairs``."""
        return [found for part in self.parts for found in part.scored()]


def load(path: Path, embed: Embed) -> Test:
    """Lines of {"a", "b", "same"}, or {"s1", "s2", "label"}; a_date, b_date, group, language.

    Pairs of a group are of one event, and compared as if a brief held all its sentences.
    """
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    articles: dict[str, Article] = {}
    groups: dict[str, list[Judged]] = {}
    for line in lines:
        pair = _judged(line, articles)
        groups.setdefault(pair.group, []).append(pair)
    return Test(path.name, tuple(_part(pairs, articles, embed) for pairs in groups.values()))


def _part(pairs: Sequence[Judged], articles: Mapping[str, Article], embed: Embed) -> Part:
    items = tuple(sorted({s for pair in pairs for s in (pair.a, pair.b)}, key=str))
    row = {sentence: place for place, sentence in enumerate(items)}
    corpus = Embedded(items, embed([s.text for s in items]))
    rows = tuple((row[pair.a], row[pair.b]) for pair in pairs)
    return Part(tuple(pairs), corpus, articles, matching.profiles(corpus), rows)


def _judged(line: Mapping[str, Any], articles: dict[str, Article]) -> Judged:
    sides = []
    for side, other in (("a", "s1"), ("b", "s2")):
        text, day = line.get(side) or line[other], line.get(f"{side}_date") or ""
        known = Article(
            f"{day} {text}", text, "", published=date.fromisoformat(day) if day else None
        )
        articles[known.id] = known
        language = str(line.get("language", "en"))
        sides.append(Sentence(known.id, 0, 0, len(text), text, language=language))
    same = bool(line["same"] if "same" in line else line["label"])
    return Judged(sides[0], sides[1], same, str(line.get("group", "")), str(line.get("why", "")))


def ranking(pairs: Sequence[claims.Pair]) -> NDArray[np.float64]:
    """Scores to rank by: what is objected to stands below all else."""
    return np.array([pair.score - (1.0 if pair.objection else 0.0) for pair in pairs])


def recall_at(same: NDArray[np.bool_], scores: NDArray[np.float64], precision: float) -> float:
    """The highest recall of any threshold with at least this precision; 0 when none has it."""
    best = 0.0
    for threshold in np.unique(scores):
        chosen = scores >= threshold
        if same[chosen].mean() >= precision:
            best = max(best, float((same & chosen).sum() / same.sum()))
    return best
