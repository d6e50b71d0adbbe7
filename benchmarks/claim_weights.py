"""Learn the weights of briefing/data/matching.toml: logistic regression on judged pairs.

    python benchmarks/claim_weights.py mrpc_train.jsonl:0.1 tests/gold/claim_pairs.jsonl:3
        --clusters news.jsonl web.jsonl --cache DIR [--write FILE]

A path may end in ``:WEIGHT``, what a pair of it counts for. From the clusters (articles of one
story) come negatives of the kind that a brief meets: sentences of one article that share words,
of which hardly two report the same. Files whose pairs have groups are scored with each group
left out of the training in turn.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from recalls import recall_at
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from vectors import cached

from briefing import evaluation, matching, neighbours, pairs, pipeline, summaries
from briefing.models import Embed

Matrix = NDArray[np.float64]

strength = 0.1  # inverse of the penalty, on features of deviation 1
repeated = 0.75  # containment: an article may say this again, so it is no negative
from_a_cluster = 40  # negatives
cluster_weight = 0.3  # what one of them counts for


@dataclass(frozen=True, slots=True)
class Data:
    """Pairs to learn from; one group of them is left out at a time, "" never."""

    name: str
    features: Matrix  # (pairs, features), as matching.features names them
    same: NDArray[np.bool_]
    weight: float
    groups: tuple[str, ...]


def main() -> None:
    """Print what is learned and what it is worth on groups left out."""
    arguments = _arguments()
    embed = cached(arguments.cache)
    data = [_judged(given, embed) for given in arguments.pairs]
    data += [found for path in arguments.clusters for found in _within(path, embed)]
    for part in data:
        print(f"{part.name:28} {len(part.same):6} pairs, {int(part.same.sum()):5} the same")
        if any(part.groups):
            scores = _left_out(part, data)
            precise = recall_at(part.same, scores, 0.95)
            average = average_precision_score(part.same, scores)
            print(f"  groups left out, no guard: AP {average:.3f}, recall {precise:.3f} at P 0.95")
    text = _toml(learn(data))
    if arguments.write:
        arguments.write.write_text(text, encoding="utf-8")
    else:
        print(text)


def learn(data: Sequence[Data]) -> Matrix:
    """The weights of the features in their own units, and the intercept last."""
    rows = np.vstack([part.features for part in data])
    same = np.concatenate([part.same for part in data])
    weight = np.concatenate([np.full(len(part.same), part.weight) for part in data])
    mean, deviation = rows.mean(axis=0), rows.std(axis=0)
    deviation[deviation == 0] = 1.0
    model = LogisticRegression(C=strength, max_iter=5000, class_weight="balanced")
    model.fit((rows - mean) / deviation, same, sample_weight=weight)
    weights = model.coef_[0] / deviation
    return np.append(weights, model.intercept_[0] - mean @ weights)


def _left_out(part: Data, data: Sequence[Data]) -> Matrix:
    groups = np.array(part.groups)
    scores = np.zeros(len(groups))
    for group in dict.fromkeys(part.groups):
        out = groups == group
        kept = Data(part.name, part.features[~out], part.same[~out], part.weight, ())
        weights = learn([kept if other is part else other for other in data])
        scores[out] = part.features[out] @ weights[:-1] + weights[-1]
    return scores


def _judged(given: str, embed: Embed) -> Data:
    path, _, weight = given.partition(":")
    test = pairs.load(Path(path), embed)
    features = np.vstack([_matrix(part.profiles, part.rows) for part in test.parts])
    groups = tuple(pair.group for pair in test.pairs)
    return Data(test.name, features, test.same, float(weight or 1), groups)


def _within(path: Path, embed: Embed) -> Iterator[Data]:
    """Pairs of sentences of one article, those that share the most words left out."""
    found = []
    for cluster in evaluation.load_clusters(path):
        corpus = pipeline.embedded(pipeline.read(summaries.articles(cluster)), embed)
        profiles = matching.profiles(corpus)
        of = [sentence.article_id for sentence in corpus.items]
        rows = [(a, b) for a, b in neighbours.find(profiles) if of[a] == of[b]]
        if rows:
            apart = matching.columns(profiles, rows)["containment"] < repeated
            kept = [row for row, low in zip(rows, apart, strict=True) if low]
            step = max(1, len(kept) // from_a_cluster)
            found.append(_matrix(profiles, kept[::step][:from_a_cluster]))
    rows_ = np.vstack(found)
    yield Data(path.name, rows_, np.zeros(len(rows_), bool), cluster_weight, ())


def _matrix(profiles: matching.Profiles, rows: matching.Pairs) -> Matrix:
    table = matching.columns(profiles, rows)
    return np.stack([table[name] for name in matching.features], axis=1)


def _toml(weights: Matrix) -> str:
    names = [*matching.features, "intercept"]
    lines = [
        "# Weights of the features in briefing/matching.py. Their sum is the log of the odds that",
        "# two sentences report the same. Learned by benchmarks/claim_weights.py; docs/quality.md",
        "# has its command, the data and the scores.",
        "",
    ]
    lines += [f"{name} = {value:.4f}" for name, value in zip(names, weights, strict=True)]
    return "\n".join(lines) + "\n"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", nargs="+", metavar="FILE[:WEIGHT]")
    parser.add_argument("--clusters", nargs="*", type=Path, default=[])
    parser.add_argument("--cache", type=Path, required=True, help="a folder for vectors")
    parser.add_argument("--write", type=Path, help="where to write the weights")
    return parser.parse_args()


if __name__ == "__main__":
    main()
