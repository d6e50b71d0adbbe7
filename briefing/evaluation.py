"""Scoring summarisers against people: ROUGE by cluster, and what a difference is worth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from briefing import rouge
from briefing.errors import BriefingError
from briefing.models import Budget, Progress, quiet
from briefing.rouge import Score
from briefing.words import length

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Counts: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Document:
    """One article of a cluster."""

    id: str
    text: str
    title: str = ""
    date: str = ""  # as news writes dates
    language: str = ""  # "en" or "en-US"; detected when not given


@dataclass(frozen=True, slots=True)
class Cluster:
    """Articles on one subject, and the summaries that people wrote of them."""

    id: str
    documents: tuple[Document, ...]
    references: tuple[str, ...]


Summarise: TypeAlias = Callable[[Cluster], str]


@dataclass(frozen=True, slots=True)
class Scores:
    """``by_system[system][metric][i]`` is for ``clusters[i]``."""

    clusters: tuple[str, ...]
    by_system: Mapping[str, Mapping[str, tuple[Score, ...]]]

    def recall(self, system: str, metric: str) -> float:
        """The mean over the clusters."""
        return _mean([score.recall for score in self.by_system[system][metric]])

    def f1(self, system: str, metric: str) -> float:
        """The mean over the clusters."""
        return _mean([score.f1 for score in self.by_system[system][metric]])


@dataclass(frozen=True, slots=True)
class Difference:
    """Of two systems' mean recall, with its 95% interval."""

    mean: float
    low: float
    high: float


def load_clusters(path: Path) -> list[Cluster]:
    """Read JSON lines: ``{"id", "documents": [{"id", "text", ...}], "references": [...]}``.

    Raises:
        BriefingError: the file cannot be read, or a line is broken or has the id of an earlier
            one; it says which.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BriefingError(f"{path}: cannot be read ({error})") from error
    clusters: dict[str, Cluster] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            cluster = _cluster(line, f"{path}:{number}")
            if cluster.id in clusters:
                raise BriefingError(f"{path}:{number}: an earlier cluster is called {cluster.id!r}")
            clusters[cluster.id] = cluster
    if not clusters:
        raise BriefingError(f"{path}: holds no cluster")
    return list(clusters.values())


def _cluster(line: str, place: str) -> Cluster:
    import msgspec

    try:
        cluster = msgspec.json.decode(line, type=Cluster)
    except msgspec.DecodeError as error:
        raise BriefingError(f"{place}: not a cluster ({error})") from error
    if not cluster.references:
        raise BriefingError(f"{place}: the cluster {cluster.id} has no reference to score against")
    return cluster


def room(words: int) -> Budget:
    """A budget for summaries that are scored on their first ``words`` words.

    A summary should run over the limit, or every method loses by a different
    remainder that did not fit. Twice the words let the last sentence overrun.
    """
    return Budget(points=words, words=2 * words)


def evaluate(
    clusters: Sequence[Cluster],
    systems: Mapping[str, Summarise],
    words: int,
    progress: Progress = quiet,
) -> Scores:
    """Score what each system makes of each cluster; only the first ``words`` words count."""
    results: dict[str, dict[str, tuple[Score, ...]]] = {}
    for name, summarise in systems.items():
        scores: list[dict[str, Score]] = []
        for done, cluster in enumerate(clusters):
            progress(name, done, len(clusters))
            scores.append(rouge.score(summarise(cluster), cluster.references, words))
        progress(name, len(clusters), len(clusters))
        results[name] = {metric: tuple(s[metric] for s in scores) for metric in rouge.metrics}
    return Scores(tuple(cluster.id for cluster in clusters), results)


def compare(
    scores: Scores, system: str, baseline: str, metric: str = "rouge-2", resamples: int = 10_000
) -> Difference:
    """The paired bootstrap of ``system`` minus ``baseline``, over clusters, seeded.

    Efron & Tibshirani (1993), An Introduction to the Bootstrap; percentile interval.
    """
    import numpy as np

    of_system, of_baseline = (
        np.array([score.recall for score in scores.by_system[name][metric]])
        for name in (system, baseline)
    )
    differences = of_system - of_baseline
    size = len(differences)
    draws = np.random.default_rng(0).integers(0, size, (resamples, size))
    low, high = np.quantile(differences[draws].mean(axis=1), [0.025, 0.975])
    return Difference(float(differences.mean()), float(low), float(high))


def oracle(sentences: Sequence[str], references: Sequence[str], words: int) -> str:
    """About the best that sentences of the articles can reach, by one who knows the references.

    Greedy for ROUGE-2 recall, then ROUGE-1, by gain and by gain per word: the better one.
    """
    hits = [_Hits.of(sentences, references, words, size) for size in (2, 1)]
    lengths = [length(sentence) for sentence in sentences]
    attempts = [_greedy(hits, lengths, words, scale) for scale in (0.0, 0.5, 1.0)]
    texts = [" ".join(sentences[row] for row in rows) for rows in attempts]
    return max(texts, key=lambda text: rouge.score(text, references, words)["rouge-2"].recall)


def _greedy(hits: Sequence[_Hits], lengths: Sequence[int], words: int, scale: float) -> list[int]:
    import numpy as np

    cost = np.maximum(lengths, 1) ** scale
    left = set(range(len(lengths)))
    chosen: list[int] = []
    while left and sum(lengths[row] for row in chosen) < words:
        gains = [part.gains(chosen) / cost for part in hits]
        best = max(left, key=lambda row: (*(gain[row] for gain in gains), -row))
        if not any(gain[best] for gain in gains):
            break
        chosen.append(best)
        left.remove(best)
    return chosen


@dataclass(frozen=True, slots=True)
class _Hits:
    """How often each n-gram of the references stands in each sentence, and in each reference."""

    sentences: Counts  # (sentences, n-grams)
    references: Counts  # (references, n-grams)

    @classmethod
    def of(
        cls, sentences: Sequence[str], references: Sequence[str], words: int, size: int
    ) -> _Hits:
        """Count the n-grams of ``size`` words."""
        import numpy as np

        models = [rouge.ngrams(rouge.tokens(text, words), size) for text in references]
        peers = [rouge.ngrams(rouge.tokens(text, words), size) for text in sentences]
        grams = sorted(set().union(*models))

        def table(side: Sequence[rouge.Grams]) -> Counts:
            rows = np.array([[count[gram] for gram in grams] for count in side], np.int64)
            return rows.reshape(len(side), len(grams))

        return cls(table(peers), table(models))

    def gains(self, chosen: Sequence[int]) -> Counts:
        """Hits that each sentence would add to those of the chosen."""
        import numpy as np

        before = self.sentences[list(chosen)].sum(axis=0)
        after = before + self.sentences
        gains = [
            np.minimum(after, reference).sum(axis=1) - np.minimum(before, reference).sum()
            for reference in self.references
        ]
        total: Counts = np.sum(gains, axis=0)
        return total


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
