"""Score the claims: judged pairs, the labels of a folder, and time and memory of many articles.

    python benchmarks/claims.py PAIRS.jsonl ... --cache DIR [--errors]
    python benchmarks/claims.py --folder seeds tests/gold/seeds_gold.json --cache DIR
    python benchmarks/claims.py --merge news.jsonl web.jsonl --cache DIR

A line of PAIRS is {"a", "b", "same"} or {"s1", "s2", "label"}; a_date and b_date (YYYY-MM-DD),
language and why may be given. Pairs with an objection are ranked below all others.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from recalls import recall_at
from sklearn.metrics import average_precision_score
from vectors import cached

from briefing import claims, evaluation, matching, neighbours, pairs, pipeline, sources, summaries
from briefing.config import Config
from briefing.corpus import Embedded
from briefing.evaluation import Cluster
from briefing.models import Article, Embed, Sentence
from briefing.pairs import Test, ranking
from briefing.thresholds import Thresholds, shipped

# The scoring is shared with the tests, which are no package.
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import labels

Flags = NDArray[np.bool_]

few_words = 0.45  # IDF-weighted Dice; what reports the same in fewer common words paraphrases
thresholds = (0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8)


def main() -> None:
    """Print a line a figure."""
    arguments = _arguments()
    embed = cached(arguments.cache)
    for path in arguments.pairs:
        test = pairs.load(path, embed)
        print("\n".join(_judged(test)))
        if arguments.errors:
            print("\n".join(_errors(test)))
    if arguments.folder:
        print("\n".join(_folder(arguments.folder[0], arguments.folder[1], embed)))
    if arguments.merge:
        print("\n".join(_merged(arguments.merge, embed)))


def _judged(test: Test) -> Iterator[str]:
    found = test.scored()
    same, scores = test.same, ranking(found)
    overlap = np.array([pair.overlap for pair in found])
    yield f"{test.name}: {len(same)} pairs, {int(same.sum())} the same"
    for name, values in (
        ("overlap alone", overlap),
        ("matcher alone", np.array([pair.score for pair in found])),
        ("matcher and guard", scores),
    ):
        average, recall = average_precision_score(same, values), recall_at(same, values, 0.95)
        yield f"  {name:20} AP {average:.3f}  recall at P 0.95 {recall:.3f}"
    for threshold in thresholds:
        chosen = scores >= threshold
        ours = " shipped" if threshold == shipped.same_claim else ""
        yield f"  from {threshold:.2f}            {_scores(same, chosen)}{ours}"
    loose = same & (overlap < few_words)
    recall = (loose & (scores >= shipped.same_claim)).sum() / max(1, loose.sum())
    yield f"  recall {recall:.3f} of {int(loose.sum())} that share few words (shipped)"
    wrong = np.array([bool(pair.objection) for pair in found])
    differ, agree = int((wrong & ~same).sum()), int((wrong & same).sum())
    yield f"  objections to {differ} that differ, to {agree} that are the same"


def _scores(same: Flags, chosen: Flags) -> str:
    hits = int((same & chosen).sum())
    return f"precision {hits / max(1, chosen.sum()):.3f}  recall {hits / max(1, same.sum()):.3f}"


def _errors(test: Test) -> Iterator[str]:
    """What is merged wrongly, and what is missed, the surest first."""
    found = zip(test.pairs, test.scored(), ranking(test.scored()), strict=True)
    for pair, compared, score in sorted(found, key=lambda one: -one[2]):
        if pair.same != (score >= shipped.same_claim):
            kind = "missed" if pair.same else "wrong"
            yield f"{kind} {compared.score:.2f} {compared.objection or pair.why}"
            yield f"    {pair.a.text}\n    {pair.b.text}"


def _folder(folder: str, gold: str, embed: Embed) -> Iterator[str]:
    judged = labels.load(Path(gold))
    analysis = pipeline.analyse(pipeline.read(sources.read([Path(folder)])), Config(), embed)
    for threshold in thresholds:
        lines = Thresholds(same_claim=threshold)
        merged = claims.merge(analysis.sentences, analysis.reading.articles, thresholds=lines)
        part = labels.claims(judged, analysis, merged.items)
        ours = " shipped" if lines == shipped else ""
        scored = f"precision {part.precision:.3f} recall {part.recall:.3f}"
        yield f"{folder} from {threshold:.2f}: {scored}{ours}"
        if ours:
            yield from (f"  wrong  {line}" for line in part.alarms)
            yield from (f"  missed {line}" for line in part.misses)


def _merged(paths: Sequence[Path], embed: Embed) -> Iterator[str]:
    """All articles of all clusters as one input."""
    start = time.process_time()
    parts = [
        _read(path, cluster, embed) for path in paths for cluster in evaluation.load_clusters(path)
    ]
    corpus = Embedded(
        tuple(sentence for part, _ in parts for sentence in part.items),
        np.concatenate([part.vectors for part, _ in parts]),
    )
    articles = {article.id: article for _, known in parts for article in known}
    yield f"{len(articles)} articles, {len(corpus)} sentences read in {_since(start)}"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    compared = len(neighbours.find(matching.profiles(corpus)))
    yield f"  {compared} pairs are neighbours, found in {_since(start)}"
    start = time.process_time()
    merged = claims.merge(corpus, articles)
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    several = sum(len(claim.sentences) > 1 for claim in merged.items)
    yield f"  merged in {_since(start)}, {more:.0f} MB more"
    yield f"  {len(merged)} claims, {several} of several sentences"


def _since(start: float) -> str:
    return f"{time.process_time() - start:.1f} s CPU"


def _read(path: Path, cluster: Cluster, embed: Embed) -> tuple[Embedded[Sentence], list[Article]]:
    """The sentences of a cluster, their articles named apart from those of other clusters."""
    reading = pipeline.read(summaries.articles(cluster))
    corpus = pipeline.embedded(reading, embed)
    name = f"{path.stem}/{cluster.id}/{{}}".format
    items = tuple(replace(s, article_id=name(s.article_id)) for s in corpus.items)
    articles = [replace(a, id=name(a.id)) for a in reading.articles.values()]
    return Embedded(items, corpus.vectors), articles


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", nargs="*", type=Path)
    parser.add_argument("--cache", type=Path, required=True, help="a folder for vectors")
    parser.add_argument("--errors", action="store_true", help="list what is wrong")
    parser.add_argument("--folder", nargs=2, metavar=("FOLDER", "LABELS"))
    parser.add_argument("--merge", nargs="+", type=Path, default=[], metavar="CLUSTERS")
    return parser.parse_args()


if __name__ == "__main__":
    main()
