"""Learn the weights of salience from human summaries, and say what they are worth.

    python benchmarks/salience.py news.jsonl web.jsonl:200 --cache DIR [--write FILE]

A path may end in ``:WORDS``, the length of its summaries; it is 100 otherwise. The target
of a sentence is its share of the word pairs, and less of the words, of the references.
Ridge regression, each data set counting the same and in it each cluster, on the features for
many articles and the same features for few; what reports a claim cannot count against it.
Printed: recall in ROUGE-1 and ROUGE-2, with the latter's 95% bootstrap interval, by
cross-validation (clusters that share a document are kept together), and with each data set
left out of the training in turn.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from vectors import cached

from briefing import claims as claiming
from briefing import evaluation, origins, pipeline, rouge, salience, summaries
from briefing.corpus import Embedded
from briefing.errors import BriefingError
from briefing.evaluation import Cluster
from briefing.models import Claim, Sentence
from briefing.salience import largeness
from briefing.selectors import coverage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

folds = 5
penalty = 0.003  # of the ridge
word_share = 0.5  # of the words in the target, against 1 for the word pairs
supporting = ("best_position", "independent")  # features that cannot weigh below 0
resamples = 10_000


@dataclass(frozen=True, slots=True)
class Example:
    """A cluster ready to learn from."""

    data: str
    words: int
    cluster: Cluster
    corpus: Embedded[Sentence]
    claims: Embedded[Claim]
    columns: Mapping[str, Matrix]  # the features of the sentences
    target: Matrix  # (sentences that can be printed,), mean 0 and deviation 1
    usable: NDArray[np.bool_]  # whether a sentence can be printed
    articles: int

    @property
    def features(self) -> Matrix:
        """Those of the usable sentences, (sentences, twice the features): for many, for few."""
        rows = np.stack([self.columns[name] for name in sorted(self.columns)], axis=1)[self.usable]
        share = largeness(self.articles)
        return np.hstack([share * rows, (1 - share) * rows])


def main() -> None:
    """Print the estimates, and write the weights if told."""
    arguments = _arguments()
    examples = [example for given in arguments.data for example in _examples(given, arguments)]
    names = sorted(examples[0].columns)
    _print("cross-validated", _cross_validated(examples))
    _print("data set left out", _left_out(examples))
    sizes = [largeness(example.articles) for example in examples]
    for table, seen in (("many", max(sizes) > 0), ("few", min(sizes) < 1)):
        if not seen:
            print(f"no cluster here teaches the weights for {table} articles: they are all 0")
    text = _toml(learn(examples), names)
    if arguments.write:
        arguments.write.write_text(text, encoding="utf-8")
    else:
        print(text)


def learn(examples: Sequence[Example]) -> Matrix:
    """The ridge solution, features centred in each cluster, data sets of equal weight.

    Support that comes out negative is set to 0, and the rest learned again.
    """
    size = 2 * len(examples[0].columns)
    clusters = Counter(example.data for example in examples)
    gram, moment = np.zeros((size, size)), np.zeros(size)
    for example in examples:
        rows = example.features
        centred = rows - rows.mean(axis=0)
        count = len(rows) * clusters[example.data] * len(clusters)
        gram += centred.T @ centred / count
        moment += centred.T @ example.target / count
    gram += penalty * np.eye(size)
    names = 2 * sorted(examples[0].columns)
    free = np.ones(size, bool)
    while True:
        weights = np.zeros(size)
        weights[free] = np.linalg.solve(gram[np.ix_(free, free)], moment[free])
        against = [n for n, name in enumerate(names) if name in supporting and weights[n] < 0]
        if not against:
            return weights
        free[against] = False


def _cross_validated(examples: Sequence[Example]) -> dict[str, list[tuple[float, float]]]:
    scores: dict[str, list[tuple[float, float]]] = {}
    group = [place % folds for place in _first_of_kin(examples)]
    for fold in range(folds):
        weights = learn([e for e, place in zip(examples, group, strict=True) if place != fold])
        for example, place in zip(examples, group, strict=True):
            if place == fold:
                scores.setdefault(example.data, []).append(_score(example, weights))
    return scores


def _first_of_kin(examples: Sequence[Example]) -> list[int]:
    """For each cluster the place of the first with which it shares a document, by any chain."""
    first = list(range(len(examples)))
    holder: dict[str, int] = {}
    for place, example in enumerate(examples):
        for document in example.cluster.documents:
            one, other = first[place], first[holder.setdefault(document.text, place)]
            first = [min(one, other) if kin in (one, other) else kin for kin in first]
    return first


def _left_out(examples: Sequence[Example]) -> dict[str, list[tuple[float, float]]]:
    scores = {}
    for data in dict.fromkeys(example.data for example in examples):
        others = [example for example in examples if example.data != data]
        if others:
            weights = learn(others)
            scores[data] = [_score(e, weights) for e in examples if e.data == data]
    return scores


def _score(example: Example, weights: Matrix) -> tuple[float, float]:
    names = sorted(example.columns)
    many, few = weights[: len(names)], weights[len(names) :]
    share = largeness(example.articles)
    mixed = dict(zip(names, share * many + (1 - share) * few, strict=True))
    saliences = salience.weighed(example.columns, mixed)
    worded = salience.worded(example.claims, example.corpus, example.columns, saliences)
    claims = summaries.printable(worded)
    chosen = coverage.select(claims, evaluation.room(example.words))
    summary = " ".join(claims.items[row].wording.text for row in chosen)
    scored = rouge.score(summary, example.cluster.references, example.words)
    return scored["rouge-1"].recall, scored["rouge-2"].recall


def _examples(given: str, arguments: argparse.Namespace) -> Iterable[Example]:
    path, _, limit = given.partition(":")
    embed = cached(arguments.cache)
    for cluster in evaluation.load_clusters(Path(path)):
        reading = pipeline.read(summaries.articles(cluster))
        corpus = pipeline.embedded(reading, embed)
        whose = origins.find(reading.articles, reading.copies)
        keys = {article: origin.key for article, origin in whose.items()}
        claims = claiming.merge(corpus, reading.articles, keys)
        usable = np.array([summaries.is_printable(s) for s in corpus.items])
        worth = np.array([_worth(s.text, cluster.references) for s in corpus.items])[usable]
        yield Example(
            data=Path(path).name,
            words=int(limit or 100),
            cluster=cluster,
            corpus=corpus,
            claims=claims,
            columns=salience.features(claims, corpus, reading.spans, reading.copies.kept.keys()),
            target=(worth - worth.mean()) / (worth.std() or 1.0),
            usable=usable,
            articles=len(reading.articles),
        )


def _worth(text: str, references: Sequence[str]) -> float:
    scored = rouge.score(text, references)
    return scored["rouge-2"].precision + word_share * scored["rouge-1"].precision


def _print(title: str, scores: Mapping[str, list[tuple[float, float]]]) -> None:
    print(f"{title:32} clusters   R-1    R-2  95% interval")
    for data, values in scores.items():
        first, second = 100 * np.mean(values, axis=0)
        draws = np.random.default_rng(0).integers(0, len(values), (resamples, len(values)))
        means = 100 * np.array(values)[:, 1][draws].mean(axis=1)
        low, high = np.quantile(means, [0.025, 0.975])
        print(f"{data:32} {len(values):8} {first:6.1f} {second:6.2f}  [{low:.2f}, {high:.2f}]")


def _toml(weights: Matrix, names: Sequence[str]) -> str:
    half = len(names)
    lines = [
        "# Weights of the features in briefing/salience.py, for a corpus of ten articles or more",
        "# (many) and of two (few); between them they are mixed. A claim's salience is the sum,",
        "# scaled to 0..1 within a brief. Learned by benchmarks/salience.py; docs/quality.md has",
        "# its command, the data and the scores.",
    ]
    for table, values in (("many", weights[:half]), ("few", weights[half:])):
        lines += ["", f"[{table}]"]
        lines += [f"{name} = {value:.4f}" for name, value in zip(names, values, strict=True)]
    return "\n".join(lines) + "\n"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="+", metavar="FILE[:WORDS]")
    parser.add_argument("--cache", type=Path, required=True, help="a folder for vectors")
    parser.add_argument("--write", type=Path, help="where to write the weights")
    return parser.parse_args()


if __name__ == "__main__":
    try:
        main()
    except BriefingError as error:
        sys.exit(f"salience.py: {error}")
