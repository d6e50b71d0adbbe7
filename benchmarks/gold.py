"""Score the default settings against hand labels of a folder of articles.

    python benchmarks/gold.py seeds tests/gold/seeds_gold.json --errors

Prints what is found exactly of the sentences, how much junk is marked, and topics and
claims at the default threshold and over a range of it: a plateau is worth more than a peak.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from briefing import claims, pipeline, plugins, sources, topics
from briefing.config import Config
from briefing.models import Embed
from briefing.pipeline import Analysis
from briefing.thresholds import Thresholds, shipped

# The scoring is shared with the tests, which are no package.
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import labels
from labels import Agreement, Labels

topic_thresholds = (0.10, 0.15, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50)
claim_thresholds = (0.20, 0.30, 0.35, 0.40, 0.45, 0.50, 0.60, 0.70, 0.80)


def main() -> None:
    """Print a line a figure."""
    arguments = _arguments()
    gold = labels.load(arguments.labels)
    analysis = _analyse(arguments.folder)
    parts = {
        "spans": labels.spans(gold, labels.found(analysis)),
        "junk": labels.junk(gold, labels.found(analysis)),
        "topics": labels.topics(gold, analysis),
        "claims": labels.claims(gold, analysis, analysis.claims.items),
    }
    print("\n".join(_lines(gold, analysis, parts)))
    if arguments.errors:
        print("\n".join(_errors(parts)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--errors", action="store_true", help="list what is wrong")
    return parser.parse_args()


def _analyse(folder: Path) -> Analysis:
    embed: Embed = plugins.load("embedders", Config().embedder).load()
    return pipeline.analyse(pipeline.read(sources.read([folder])), Config(), embed)


def _lines(gold: Labels, analysis: Analysis, parts: dict[str, Agreement]) -> Iterator[str]:
    good = sum(label.kind == "sentence" for label in gold.spans)
    yield f"spans found exactly      {parts['spans'].recall:6.1%}  of {len(gold.spans)}"
    yield f"junk marked              {parts['junk'].recall:6.1%}"
    yield f"good sentences as junk   {len(parts['junk'].alarms) / max(1, good):6.1%}  of {good}"
    yield f"topics, micro            {_scores(parts['topics'])}"
    for threshold in topic_thresholds:
        part = labels.topics(gold, analysis, threshold)
        yield f"  belongs {threshold:.2f}           {_scores(part)}"
    yield f"claim pairs              {_scores(parts['claims'])}"
    for threshold, part in _claims_over(gold, analysis):
        yield f"  same_claim {threshold:.2f}        {_scores(part)}"


def _scores(part: Agreement) -> str:
    return f"F1 {part.f1:.3f}  precision {part.precision:.3f}  recall {part.recall:.3f}"


def _claims_over(gold: Labels, analysis: Analysis) -> Iterator[tuple[float, Agreement]]:
    for threshold in claim_thresholds:
        lines = Thresholds(same_claim=threshold)
        merged = claims.merge(analysis.sentences, analysis.reading.articles, thresholds=lines)
        yield threshold, labels.claims(gold, analysis, merged.items)


def _errors(parts: dict[str, Agreement]) -> Iterable[str]:
    for name, part in parts.items():
        for what, lines in (("wrong", part.alarms), ("missed", part.misses)):
            yield from (f"{name}, {what}: {line}" for line in lines)


if __name__ == "__main__":
    print(f"default thresholds: belongs {topics.belongs}, same_claim {shipped.same_claim}")
    main()
