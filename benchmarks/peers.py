"""Score every selector on plain sentences of clusters with human summaries.

    python benchmarks/peers.py duc.jsonl wiki.jsonl:200 --cache out/vectors

A path may end in ``:WORDS``, the length limit; it is 100 otherwise. Every sentence
is a claim of its own: this compares methods of selection, and nothing else.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from vectors import cached

from briefing import boundaries, evaluation, plugins, rouge
from briefing.corpus import Embedded
from briefing.evaluation import Cluster, Document, Scores, Summarise
from briefing.models import Claim, Embed, Report, Select, Sentence

Claims: TypeAlias = Mapping[str, Embedded[Claim]]  # by cluster


def main() -> None:
    """Print a table for each data set."""
    arguments = _arguments()
    embed = cached(arguments.cache)
    for given in arguments.data:
        path, _, limit = given.partition(":")
        words = int(limit or 100)
        clusters = evaluation.load_clusters(Path(path))
        timed = _Timed()
        claims = {cluster.id: _claims(cluster, embed) for cluster in clusters}
        systems = _systems(arguments.selectors, words, claims)
        timers = {name: timed(name, system) for name, system in systems.items()}
        scores = evaluation.evaluate(clusters, timers, words, _progress)
        print(f"\n{Path(path).name}: {len(clusters)} clusters, {words} words")
        print("\n".join(_table(scores, timed.seconds, arguments.baseline)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="+", metavar="FILE[:WORDS]")
    parser.add_argument("--cache", type=Path, required=True, help="a folder for vectors")
    parser.add_argument("--selectors", nargs="*", default=plugins.names("selectors"))
    parser.add_argument("--baseline", default="lexrank")
    return parser.parse_args()


def _systems(names: Iterable[str], words: int, claims: Claims) -> dict[str, Summarise]:
    systems = {name: _summariser(name, words, claims) for name in names}

    def best(cluster: Cluster) -> str:
        sentences = [claim.wording.text for claim in claims[cluster.id].items]
        return evaluation.oracle(sentences, cluster.references, words)

    return systems | {"(oracle)": best}


def _summariser(name: str, words: int, claims: Claims) -> Summarise:
    select: Select = plugins.load("selectors", name).select
    budget = evaluation.room(words)

    def summarise(cluster: Cluster) -> str:
        found = claims[cluster.id]
        return " ".join(found.items[row].wording.text for row in select(found, budget))

    return summarise


def _claims(cluster: Cluster, embed: Embed) -> Embedded[Claim]:
    """Each sentence of each paragraph, one claim each."""
    found = tuple(
        Claim(f"{s.article_id}-{s.index}", (Report(s, s.article_id, s.article_id),))
        for document in cluster.documents
        for s in _sentences(document)
    )
    return Embedded(found, embed([claim.wording.text for claim in found]))


def _sentences(document: Document) -> list[Sentence]:
    found: list[Sentence] = []
    at = 0
    for paragraph, line in enumerate(document.text.split("\n")):
        for a, b in boundaries.find(line):
            place = (len(found), at + a, at + b, line[a:b])
            found.append(Sentence(document.id, *place, paragraph=paragraph))
        at += len(line) + 1
    return found


class _Timed:
    """Systems that keep their time."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def __call__(self, name: str, system: Summarise) -> Summarise:
        def summarise(cluster: Cluster) -> str:
            start = time.perf_counter()
            summary = system(cluster)
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start
            return summary

        return summarise


def _table(scores: Scores, seconds: dict[str, float], baseline: str) -> Iterable[str]:
    metrics = [metric.removeprefix("rouge-").upper().rjust(6) for metric in rouge.metrics]
    yield f"{'recall':14}{''.join(metrics)}   seconds   R-2 against {baseline}"
    for name in scores.by_system:
        figures = "".join(f"{100 * scores.recall(name, metric):6.1f}" for metric in rouge.metrics)
        yield f"{name:14}{figures}{seconds[name]:10.1f}   {_difference(scores, name, baseline)}"


def _difference(scores: Scores, name: str, baseline: str) -> str:
    if name == baseline or baseline not in scores.by_system:
        return ""
    found = evaluation.compare(scores, name, baseline)
    return f"{100 * found.mean:+.1f} [{100 * found.low:+.1f}, {100 * found.high:+.1f}]"


def _progress(stage: str, done: int, total: int) -> None:
    print(f"\r{stage:14} {done}/{total} ", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
