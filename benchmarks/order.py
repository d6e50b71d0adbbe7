"""How far methods of ordering agree with people, on clusters with human summaries.

    python benchmarks/order.py news.jsonl web.jsonl --cache DIR

Each sentence of a summary stands for the claim with the most similar sentence (TF-IDF); the
claims that a summary holds are put in order by every method, without its order being seen.
Printed: Kendall's tau with the summary's order (1 the same, 0 chance, -1 reversed), the share
of its neighbours that stay neighbours, and how often its first claim opens. Means over the
clusters, with a bootstrap interval; Lapata (2006), "Automatic evaluation of information
ordering: Kendall's tau".
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from vectors import cached

from briefing import boundaries, evaluation, ordering, pipeline
from briefing.corpus import Embedded
from briefing.evaluation import Cluster
from briefing.models import Article, Budget, Claim, Embed
from briefing.selectors import coverage
from briefing.summaries import articles
from briefing.words import terms, tfidf

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

similar = 0.2  # TF-IDF cosine; a sentence of a summary less alike to all others stands for none
alike = 0.5  # cosine of vectors; so alike, a sentence tells where its article has a claim
fewest = 3  # claims of a summary that have an order worth the name
resamples = 10_000


@dataclass(frozen=True, slots=True)
class Told:
    """The claims that one summary holds."""

    cluster: str
    claims: Embedded[Claim]  # by id, which says nothing of the order
    human: tuple[int, ...]  # rows as the summary tells them
    articles: Mapping[str, Article]
    corpus: Embedded[Claim]  # all claims of the cluster


Order: TypeAlias = Callable[[Told], list[int]]


def main() -> None:
    """Print a table for each data set and one for all."""
    arguments = _arguments()
    embed = cached(arguments.cache)
    sets = {
        path.name: [told for c in evaluation.load_clusters(path) for told in _told(c, embed)]
        for path in arguments.data
    }
    everything = [told for summaries in sets.values() for told in summaries]
    for name, summaries in [*sets.items(), ("all", everything)][: None if len(sets) > 1 else 1]:
        clusters = len({told.cluster for told in summaries})
        print(f"\n{name}: {len(summaries)} summaries of {clusters} clusters")
        print(f"{'':26}   tau  95% interval     neighbours   opening")
        for method, order in methods.items():
            print(_line(method, [(told.cluster, _score(told, order)) for told in summaries]))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--cache", type=Path, required=True, help="a folder for vectors")
    return parser.parse_args()


def _told(cluster: Cluster, embed: Embed) -> Iterator[Told]:
    reading = pipeline.read(articles(cluster))
    sentences = pipeline.embedded(reading, embed)
    claims = pipeline.claims(reading, sentences)
    home = {(s.article_id, s.start): r for r, c in enumerate(claims.items) for s in c.sentences}
    content = [terms(s.text) for s in sentences.items]
    for reference in cluster.references:
        best = _aligned(content, [terms(text) for text in _sentences(reference)])
        spans = [sentences.items[row] for row in best]
        human = list(dict.fromkeys(home[s.article_id, s.start] for s in spans))
        if len(human) >= fewest:
            rows = sorted(human, key=lambda row: claims.items[row].id)
            told = tuple(rows.index(row) for row in human)
            yield Told(cluster.id, claims.take(rows), told, reading.articles, claims)


def _sentences(text: str) -> list[str]:
    return [line[a:b] for line in text.split("\n") for a, b in boundaries.find(line)]


def _aligned(source: Sequence[Sequence[str]], summary: Sequence[Sequence[str]]) -> list[int]:
    """For each sentence of a summary the most similar of the sources, if any is similar."""
    matrix = tfidf([*source, *summary]).dense()
    cosines = matrix[len(source) :] @ matrix[: len(source)].T
    return [int(row.argmax()) for row in cosines if row.max() >= similar]


def _score(told: Told, order: Order) -> tuple[float, float, float]:
    place = {row: n for n, row in enumerate(order(told))}
    places = [place[row] for row in told.human]
    tau = np.mean([np.sign(b - a) for a, b in combinations(places, 2)])
    near = np.mean([abs(a - b) == 1 for a, b in pairwise(places)])
    return float(tau), float(near), float(places[0] == 0)


def _line(method: str, scored: Sequence[tuple[str, tuple[float, float, float]]]) -> str:
    by_cluster: dict[str, list[tuple[float, float, float]]] = {}
    for cluster, score in scored:
        by_cluster.setdefault(cluster, []).append(score)
    means = np.array([np.mean(scores, axis=0) for scores in by_cluster.values()])
    draws = np.random.default_rng(0).integers(0, len(means), (resamples, len(means)))
    low, high = np.quantile(means[draws, 0].mean(axis=1), [0.025, 0.975])
    tau, near, first = means.mean(axis=0)
    return f"{method:26}{tau:6.3f}  [{low:6.3f}, {high:6.3f}]   {near:10.3f}{first:10.3f}"


# The methods.


def _random(told: Told) -> list[int]:
    def key(row: int) -> bytes:
        return hashlib.sha256(told.claims.items[row].id.encode()).digest()

    return sorted(range(len(told.claims)), key=key)


def _selector(told: Told) -> list[int]:
    return coverage.select(told.claims, Budget(len(told.claims)))


def _position(told: Told) -> list[int]:
    """By the place in the article."""
    return sorted(range(len(told.claims)), key=lambda row: _place(told, row))


def _chronological(told: Told) -> list[int]:
    """By the day, the article and the place in it."""

    def key(row: int) -> tuple[date, str, int]:
        wording = told.claims.items[row].wording
        day = told.articles[wording.article_id].published or date.min
        return day, wording.article_id, wording.start

    return sorted(range(len(told.claims)), key=key)


def _day_and_place(told: Told) -> list[int]:
    """By the day of the first report, then the place in the article."""

    def key(row: int) -> tuple[date, float]:
        found = [told.articles[s.article_id].published for s in told.claims.items[row].sentences]
        return min((day for day in found if day), default=date.min), _place(told, row)

    return sorted(range(len(told.claims)), key=key)


def _place(told: Told, row: int) -> float:
    sentences = told.claims.items[row].sentences
    return min(s.start / len(told.articles[s.article_id].text) for s in sentences)


def _majority(told: Told) -> list[int]:
    """What stands before another in most articles that hold both (Barzilay et al. 2002).

    The greedy order of Cohen, Schapire & Singer (1999), "Learning to order things".
    """
    where = [_where(told, row) for row in range(len(told.claims))]
    votes = np.array([[_votes(a, b) for b in where] for a in where])
    left = list(range(len(where)))
    arranged: list[int] = []
    while left:
        best = max(left, key=lambda row: (votes[row, left].sum() - votes[left, row].sum(), -row))
        arranged.append(best)
        left.remove(best)
    return arranged


def _where(told: Told, row: int) -> dict[str, int]:
    """By article: where the sentence stands that is most like the claim, if one is alike."""
    cosines = told.corpus.vectors @ told.claims.vectors[row]
    found: dict[str, tuple[float, int]] = {}
    for other in np.flatnonzero(cosines >= alike):
        for s in told.corpus.items[other].sentences:
            near = float(cosines[other])
            found[s.article_id] = max(found.get(s.article_id, (0.0, 0)), (near, s.start))
    return {article: place for article, (_, place) in found.items()}


def _votes(a: Mapping[str, int], b: Mapping[str, int]) -> int:
    return sum(a[article] < b[article] for article in a.keys() & b.keys())


def _arranged(told: Told) -> list[int]:
    return ordering.arrange(told.claims, told.articles)


def _without(weight: str) -> Order:
    """The method with one of its weights at 0."""

    def order(told: Told) -> list[int]:
        kept = getattr(ordering, weight)
        setattr(ordering, weight, 0.0)
        try:
            return _arranged(told)
        finally:
            setattr(ordering, weight, kept)

    return order


weights = ("salience_weight", "support_weight", "day_weight", "closeness_weight")
methods: dict[str, Order] = {
    "random": _random,
    "selector's choice": _selector,
    "place in the article": _position,
    "day, article, place": _chronological,
    "majority precedence": _majority,
    "day, then place": _day_and_place,
    "ordering.arrange": _arranged,
    **{f"  without {weight}": _without(weight) for weight in weights},
}


if __name__ == "__main__":
    main()
