"""What embedders are worth and what they cost, side by side.

    python benchmarks/embedders.py news.jsonl web.jsonl:200 --pairs PAIRS.jsonl ... --cache DIR
        [--gold seeds tests/gold/seeds_gold.json] [--embedder static] [--embedder onnx:FOLDER]
        [--limit 10] [--write briefing/data/thresholds.toml]

Each is compared with the default. Its thresholds are measured anew, as ``briefing calibrate``
does, on the articles of the first --limit clusters of each file; a path may end in ``:WORDS``, the
length of its summaries. Printed: topics and claims against hand labels; of the judged pairs the
average precision (what is objected to last) and precision and recall of what is merged; recall in
ROUGE-2 of the summaries; differences to the default with 95% intervals of a paired bootstrap, over
pairs or clusters; processor time to load and for 300 of the sentences, in turns.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score
from vectors import cached

from briefing import calibration, config, evaluation, pairs, pipeline, plugins, sources, summaries
from briefing import topics as topic
from briefing.config import Config
from briefing.evaluation import Cluster, Difference
from briefing.files import slug
from briefing.models import Embed
from briefing.pairs import ranking
from briefing.pipeline import Reading
from briefing.summaries import Summariser
from briefing.thresholds import Thresholds, shipped

# The scoring is shared with the tests, which are no package.
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import labels

default = Config().embedder
resamples = 1000
timed = 300  # sentences
turns = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """An embedder with what it is calibrated by."""

    name: str
    embed: Embed
    thresholds: Thresholds


def main() -> None:
    """Print a block of lines a measure, a line an embedder."""
    arguments = _arguments()
    given = [_clusters(path, arguments.limit) for path in arguments.data]
    reading = _pooled([cluster for _, clusters, _ in given for cluster in clusters])
    candidates = _calibrated([default, *arguments.embedder], arguments.cache, reading)
    print("\n".join(_labelled(candidates, *arguments.gold)))
    for path in arguments.pairs:
        print("\n".join(_judged(candidates, path)))
    for name, clusters, words in given:
        print("\n".join(_summarised(candidates, name, clusters, words)))
    print("\n".join(_cost([candidate.name for candidate in candidates], reading)))
    if arguments.write:
        for candidate in candidates[1:]:
            _write(arguments.write, candidate)


def _clusters(given: str, limit: int) -> tuple[str, list[Cluster], int]:
    path, _, words = given.partition(":")
    return Path(path).name, evaluation.load_clusters(Path(path))[:limit], int(words or 100)


def _pooled(clusters: Sequence[Cluster]) -> Reading:
    """The articles of all clusters as one input."""
    articles = (
        replace(article, id=f"{place:04}/{article.id}", path=f"{place:04}/{article.path}")
        for place, cluster in enumerate(clusters)
        for article in summaries.articles(cluster)
    )
    return pipeline.read(articles)


def _calibrated(names: Sequence[str], cache: Path, reading: Reading) -> list[Candidate]:
    embeds = [cached(cache / slug(name), name) for name in names]
    spreads = [calibration.spread(reading, topic.defaults(), embed) for embed in embeds]
    measured = [calibration.thresholds(spread, spreads[0]) for spread in spreads[1:]]
    of_all = zip(names, embeds, [shipped, *measured], strict=True)
    return [Candidate(name, embed, thresholds) for name, embed, thresholds in of_all]


# Quality.


def _labelled(candidates: Sequence[Candidate], folder: str, gold: str) -> Iterator[str]:
    judged, reading = labels.load(Path(gold)), pipeline.read(sources.read([Path(folder)]))
    yield f"{folder}: topics F1, precision, recall; claims precision, recall"
    for one in candidates:
        given = Config(discover=False, thresholds={default: one.thresholds})
        analysis = pipeline.analyse(reading, given, one.embed)
        found = labels.topics(judged, analysis)
        claims = labels.claims(judged, analysis, analysis.claims.items)
        of_topics = f"{found.f1:.3f}  {found.precision:.3f}  {found.recall:.3f}"
        yield f"  {one.name:24} {of_topics}    {claims.precision:.3f}  {claims.recall:.3f}"


def _judged(candidates: Sequence[Candidate], path: Path) -> Iterator[str]:
    tests = [pairs.load(path, one.embed, one.thresholds) for one in candidates]
    same = tests[0].same
    scores = [ranking(test.scored()) for test in tests]
    yield f"{path.name}, {len(same)} pairs: AP, precision, recall; AP against {default}"
    draws = np.random.default_rng(0).integers(0, len(same), (resamples, len(same)))
    for one, values in zip(candidates, scores, strict=True):
        merged = values >= one.thresholds.same_claim
        hits = int((same & merged).sum())
        precision, recall = hits / max(1, merged.sum()), hits / max(1, same.sum())
        average = average_precision_score(same, values)
        row = f"  {one.name:24} {average:.3f}  {precision:.3f}  {recall:.3f}"
        yield row if one is candidates[0] else f"{row}  {_against(same, values, scores[0], draws)}"


def _against(
    same: NDArray[np.bool_],
    ours: NDArray[np.float64],
    theirs: NDArray[np.float64],
    draws: NDArray[np.int64],
) -> str:
    differences = [
        average_precision_score(same[rows], ours[rows])
        - average_precision_score(same[rows], theirs[rows])
        for rows in draws
        if same[rows].any()
    ]
    mean = average_precision_score(same, ours) - average_precision_score(same, theirs)
    low, high = np.quantile(differences, [0.025, 0.975])
    return f"{mean:+.3f} [{low:+.3f}, {high:+.3f}]"


def _summarised(
    candidates: Sequence[Candidate], name: str, clusters: Sequence[Cluster], words: int
) -> Iterator[str]:
    systems = {
        one.name: Summariser(one.embed, words, one.thresholds).by(Config().selector)
        for one in candidates
    }
    scores = evaluation.evaluate(clusters, systems, words)
    yield f"{name}, {len(clusters)} clusters, {words} words: R-1, R-2; R-2 against {default}"
    for system in systems:
        both = (100 * scores.recall(system, metric) for metric in ("rouge-1", "rouge-2"))
        row = f"  {system:24} {'  '.join(f'{value:5.2f}' for value in both)}"
        other = system != default
        yield f"{row}  {_range(evaluation.compare(scores, system, default))}" if other else row


def _range(found: Difference) -> str:
    return f"{100 * found.mean:+.2f} [{100 * found.low:+.2f}, {100 * found.high:+.2f}]"


# Cost.


def _cost(names: Sequence[str], reading: Reading) -> Iterator[str]:
    good = [span.text for span in reading.spans if span.kind == "sentence"]
    texts = good[:: max(1, len(good) // timed)][:timed]
    loaded = {name: _loaded(name) for name in names}
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(turns):
        for name, (embed, _load) in loaded.items():
            start = time.process_time()
            embed(texts)
            seconds[name].append(time.process_time() - start)
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    yield f"{len(texts)} sentences: s CPU to load; sentences a second of CPU; times {default}"
    for name, (_embed, load) in loaded.items():
        rate, ratio = len(texts) / medians[name], medians[default] / medians[name]
        yield f"  {name:24} {load:.2f}  {rate:8.0f}  {ratio:6.2f}"


def _loaded(name: str) -> tuple[Embed, float]:
    """The embedder, and the time to load it, its libraries' included where they are not yet."""
    kind, _, model = name.partition(":")
    start = time.process_time()
    embed: Embed = plugins.load("embedders", kind).load(model)
    return embed, time.process_time() - start


def _write(file: Path, candidate: Candidate) -> None:
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    made = config.with_thresholds(text, candidate.name, candidate.thresholds, str(file))
    file.write_text(made, encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", nargs="+", metavar="FILE[:WORDS]")
    parser.add_argument("--pairs", nargs="*", type=Path, default=[])
    parser.add_argument("--gold", nargs=2, default=("seeds", "tests/gold/seeds_gold.json"))
    parser.add_argument("--embedder", action="append", default=[])
    parser.add_argument("--cache", type=Path, required=True, help="a folder for vectors")
    parser.add_argument("--limit", type=int, default=10, help="clusters of each file")
    parser.add_argument("--write", type=Path, help="a file of settings, for the thresholds")
    return parser.parse_args()


if __name__ == "__main__":
    main()
