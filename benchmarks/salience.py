"""Learn the weights of salience from human summaries, and say what they are worth.

    python benchmarks/salience.py news.jsonl web.jsonl:200 --cache DIR [--write FILE]

A path may end in ``:WORDS``, the length of its summaries; it is 100 otherwise. The target
of a sentence is its share of the word pairs, and less of the words, of the references.
Ridge regression, each cluster counting the same, on the features for many articles and
the same features for few. Printed: recall in ROUGE-1 and ROUGE-2 by cluster-wise
cross-validation, and with each data set left out of the training in turn.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from briefing import evaluation, plugins, rouge, summaries
from briefing.corpus import Embedded
from briefing.evaluation import Cluster
from briefing.models import Claim, Embed
from briefing.salience import largeness
from briefing.selectors import coverage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from briefing.models import Vectors

    Matrix = NDArray[np.float64]

folds = 5
penalty = 0.003  # of the ridge
word_share = 0.2  # of the words in the target, against 1 for the word pairs


@dataclass(frozen=True, slots=True)
class Example:
    """A cluster ready to learn from."""

    data: str
    words: int
    cluster: Cluster
    claims: Embedded[Claim]
    features: Matrix  # (claims, twice the features): for many articles, then for few
    target: Matrix  # (claims,), mean 0 and deviation 1


def main() -> None:
    """Print the estimates, and write the weights if told."""
    arguments = _arguments()
    examples = [example for given in arguments.data for example in _examples(given, arguments)]
    names = sorted(examples[0].claims.items[0].features)
    _print("cross-validated", _cross_validated(examples))
    _print("data set left out", _left_out(examples))
    weights = learn(examples)
    text = _toml(weights, names)
    if arguments.write:
        arguments.write.write_text(text, encoding="utf-8")
    else:
        print(text)


def learn(examples: Sequence[Example]) -> Matrix:
    """The ridge solution over clusters of equal weight, features centred in each."""
    size = examples[0].features.shape[1]
    gram, moment = np.zeros((size, size)), np.zeros(size)
    for example in examples:
        centred = example.features - example.features.mean(axis=0)
        gram += centred.T @ centred / len(centred)
        moment += centred.T @ example.target / len(centred)
    count = len(examples)
    solved = np.linalg.solve(gram / count + penalty * np.eye(size), moment / count)
    return np.asarray(solved, np.float64)


def _cross_validated(examples: Sequence[Example]) -> dict[str, list[tuple[float, float]]]:
    scores: dict[str, list[tuple[float, float]]] = {}
    for fold in range(folds):
        weights = learn([e for place, e in enumerate(examples) if place % folds != fold])
        for example in examples[fold::folds]:
            scores.setdefault(example.data, []).append(_score(example, weights))
    return scores


def _left_out(examples: Sequence[Example]) -> dict[str, list[tuple[float, float]]]:
    scores = {}
    for data in dict.fromkeys(example.data for example in examples):
        others = [example for example in examples if example.data != data]
        if others:
            weights = learn(others)
            scores[data] = [_score(e, weights) for e in examples if e.data == data]
    return scores


def _score(example: Example, weights: Matrix) -> tuple[float, float]:
    raw = example.features @ weights
    salience = (raw - raw.min()) / ((raw.max() - raw.min()) or 1.0)
    items = tuple(
        replace(claim, salience=round(float(value), 4))
        for claim, value in zip(example.claims.items, salience, strict=True)
    )
    chosen = coverage.select(
        Embedded(items, example.claims.vectors), evaluation.room(example.words)
    )
    summary = " ".join(items[row].wording.text for row in chosen)
    scored = rouge.score(summary, example.cluster.references, example.words)
    return scored["rouge-1"].recall, scored["rouge-2"].recall


def _examples(given: str, arguments: argparse.Namespace) -> Iterable[Example]:
    path, _, limit = given.partition(":")
    embed = _cached(arguments.cache)
    for cluster in evaluation.load_clusters(Path(path)):
        claims = summaries.candidates(cluster, embed)
        names = sorted(claims.items[0].features)
        rows = np.array([[claim.features[name] for name in names] for claim in claims.items])
        share = largeness(len(cluster.documents))
        features = np.hstack([share * rows, (1 - share) * rows])
        target = np.array(
            [_worth(claim.wording.text, cluster.references) for claim in claims.items]
        )
        target = (target - target.mean()) / (target.std() or 1.0)
        data = Path(path).name
        yield Example(data, int(limit or 100), cluster, claims, features, target)


def _worth(text: str, references: Sequence[str]) -> float:
    scored = rouge.score(text, references)
    return scored["rouge-2"].precision + word_share * scored["rouge-1"].precision


def _cached(folder: Path) -> Embed:
    """The default embedder, its vectors kept in a folder."""
    embed: Embed = plugins.load("embedders", "minilm").load()

    def cached(texts: Sequence[str]) -> Vectors:
        file = folder / f"{hashlib.sha256(chr(0).join(texts).encode()).hexdigest()[:32]}.npy"
        if not file.exists():
            folder.mkdir(parents=True, exist_ok=True)
            np.save(file, embed(texts))
        vectors: Vectors = np.load(file)
        return vectors

    return cached


def _print(title: str, scores: Mapping[str, list[tuple[float, float]]]) -> None:
    print(f"{title:32} clusters   R-1    R-2")
    for data, values in scores.items():
        first, second = 100 * np.mean(values, axis=0)
        print(f"{data:32} {len(values):8} {first:6.1f} {second:6.2f}")


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
    main()
