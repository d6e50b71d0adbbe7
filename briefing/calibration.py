"""What the thresholds are for another embedder than the one that they were set for.

The default embedder and the other one read the same articles. The cosines of each, of sentences
with each other and with the descriptions of topics, are sorted, and those at the same
percentiles are taken for equally high: quantile mapping, as equipercentile equating does it with
the scores of two tests (Kolen & Brennan 2014, "Test Equating, Scaling, and Linking"). No labels
are needed for that. Where pairs of sentences are judged, they also tell from which probability
on two sentences are one claim.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing import pipeline, repetition, topics
from briefing.corpus import Embedded
from briefing.errors import BriefingError
from briefing.models import Embed, Progress, Sentence, Topic, quiet
from briefing.pairs import Test, ranking
from briefing.pipeline import Reading
from briefing.thresholds import Curve, Thresholds, own, shipped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

percentiles = (0.1, 1, 5, 10, 25, 50, 75, 90, 95, 98, 99, 99.5, 99.8, 99.9)
most_sentences = 2000  # compared with each other; memory grows with the square
fewest_pairs = 1000  # of sentences of different articles; the highest percentile is one of them
precise = 0.95  # of the pairs that are merged report the same
undecided = 0.5  # thresholds that find the same over so wide a range: the pairs tell them not apart
steps = tuple(round(0.05 * step, 2) for step in range(1, 20))  # probabilities that are tried


@dataclass(frozen=True, slots=True)
class Spread:
    """The centred cosines of an embedder at the ``percentiles``."""

    sentences: tuple[float, ...]  # of sentences of different articles
    topics: tuple[float, ...]  # of sentences with the descriptions of topics


@dataclass(frozen=True, slots=True)
class Agreement:
    """How pairs that are at least this probable agree with those who judged them."""

    threshold: float
    precision: float
    recall: float


def spread(
    reading: Reading, given: Sequence[Topic], embed: Embed, progress: Progress = quiet
) -> Spread:
    """The cosines of an embedder on some articles.

    Args:
        reading: the articles; the more, the surer the high percentiles.
        given: the topics that sentences are compared with.
        embed: the embedder.
        progress: told of the embedding.

    Raises:
        BriefingError: there are too few sentences of different articles.
    """
    corpus = pipeline.embedded(_sample(reading), embed, progress)
    between = _between(corpus)
    if len(between) < fewest_pairs:
        raise BriefingError(
            f"too little to calibrate by: {len(between)} pairs of sentences of different articles, "
            f"{fewest_pairs} are needed"
        )
    return Spread(_at(between), _at(topics.cosines(corpus.vectors, given, embed).ravel()))


def thresholds(other: Spread, default: Spread) -> Thresholds:
    """Those of the other embedder, from what both make of the same articles."""
    return Thresholds(
        _curve(other.sentences, default.sentences), _curve(other.topics, default.topics)
    )


def agreements(test: Test) -> list[Agreement]:
    """Precision and recall of the claim threshold over judged pairs, lowest threshold first."""
    scores, same = ranking(test.scored()), test.same
    found = []
    for step in steps:
        chosen = scores >= step
        hits = int((same & chosen).sum())
        found.append(Agreement(step, hits / max(1, chosen.sum()), hits / max(1, same.sum())))
    return found


def same_claim(found: Sequence[Agreement]) -> float | None:
    """The middle of the precise thresholds that find most; None where the pairs tell of none."""
    best = best_thresholds(found)
    decided = best and best[-1] - best[0] < undecided
    return best[(len(best) - 1) // 2] if decided else None


def best_thresholds(found: Sequence[Agreement]) -> list[float]:
    """The precise thresholds that find most, lowest first."""
    good = [a for a in found if a.precision >= precise and a.recall]
    return [a.threshold for a in good if a.recall == good[0].recall]


def named(given: Thresholds) -> Iterator[tuple[str, float, float]]:
    """Each threshold: its name, the shipped value, and its value for the embedder."""
    for name, cosine, curve in (
        ("topics.belongs", topics.belongs, given.topics),
        ("topics.word_evidence", topics.word_evidence, given.topics),
        ("topics.same_theme", topics.same_theme, given.sentences),
        ("repetition.same_meaning", repetition.same_meaning, given.sentences),
    ):
        yield name, cosine, own(cosine, curve)
    yield "same_claim", shipped.same_claim, given.same_claim


def _sample(reading: Reading) -> Reading:
    """Its sentences, or so many of them by chance, whatever the order of the articles."""
    good = [span for span in reading.spans if span.kind == "sentence"]
    return replace(reading, spans=tuple(sorted(good, key=_chance)[:most_sentences]))


def _chance(sentence: Sentence) -> tuple[str, str, int]:
    digest = hashlib.sha256(sentence.text.encode("utf-8", "surrogatepass")).hexdigest()
    return digest, sentence.article_id, sentence.start


def _between(corpus: Embedded[Sentence]) -> NDArray[np.float32]:
    """Centred cosines of all pairs of sentences that are not of one article."""
    import numpy as np

    vectors = topics.centred(corpus.vectors, corpus.vectors.mean(axis=0))
    number: Mapping[str, int] = {s.article_id: n for n, s in enumerate(corpus.items)}
    article = np.array([number[s.article_id] for s in corpus.items])
    apart = np.triu(article[:, None] != article[None, :], k=1)
    found: NDArray[np.float32] = (vectors @ vectors.T)[apart]
    return found


def _at(cosines: NDArray[np.float32]) -> tuple[float, ...]:
    import numpy as np

    values = np.percentile(cosines.astype(np.float64), percentiles)
    return tuple(round(float(value), 4) for value in values)


def _curve(other: Sequence[float], default: Sequence[float]) -> Curve:
    return ((-1.0, -1.0), *zip(other, default, strict=True), (1.0, 1.0))
