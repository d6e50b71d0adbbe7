"""How the cost of each step of a brief grows with the articles.

    python benchmarks/scale.py FILE.jsonl ... [--sizes 100,1000,10000] [--embedder NAME]

The articles are those of the clusters in the files (as for ``briefing evaluate``), each once, and
told again with other names, numbers and days where more are wanted (``retold.py``). Printed, a
process for each size: CPU seconds of all threads by step, the most memory used, and for each two
sizes the exponent with which a cost grows; 1 is in step with the articles.

``--embedder hashed`` stands in for a model: sums of random vectors of the words, which cost next
to nothing. What is embedded by the default at that size is then not waited for.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import resource
import time
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import retold

from briefing import claims, compose, pipeline, plugins, salience, topics
from briefing.config import Config
from briefing.renderers import _sources
from briefing.words import words

if TYPE_CHECKING:
    from briefing.models import Vectors

T = TypeVar("T")
of_size = ("articles", "sentences", "points")  # counts, not seconds
dimensions = 384
_buckets = 8192  # of the words that the stand-in tells apart


def main() -> None:
    """Print the table."""
    arguments = _arguments()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    spawn = multiprocessing.get_context("spawn")
    columns = []
    for size in sizes:
        with ProcessPoolExecutor(1, mp_context=spawn) as alone:
            work = alone.submit(_measured, arguments.data, size, arguments.embedder)
            columns.append(work.result())
        print("\n".join(_table(columns)), flush=True)


def _table(columns: Sequence[dict[str, float]]) -> list[str]:
    """A line a step, with the exponents between neighbouring sizes."""
    lines = []
    for step in columns[0]:
        digits = 0 if step in of_size or step == "memory, MB" else 2
        cells = [f"{column[step]:10.{digits}f}" for column in columns]
        growth = [
            f"{math.log(b[step] / a[step]) / math.log(b['articles'] / a['articles']):6.2f}"
            for a, b in pairwise(columns)
            if a[step] > 0 and b[step] > 0
        ]
        lines.append(f"{step:12} {''.join(cells)}   {''.join(growth)}")
    return lines


def _measured(files: Sequence[Path], size: int, embedder: str) -> dict[str, float]:
    """By step its CPU seconds, and the sizes of what is made."""
    found = retold.articles(files, size)
    config = Config()
    embed = hashed if embedder == "hashed" else plugins.load("embedders", embedder).load()
    select = plugins.load("selectors", config.selector).select
    cost: dict[str, float] = {"articles": len(found), "sentences": 0.0}

    def timed(step: str, work: Callable[[], T]) -> T:
        before = time.process_time()
        result = work()
        cost[step] = time.process_time() - before
        return result

    reading = timed("reading", lambda: pipeline.read(found))
    corpus = timed("embedding", lambda: pipeline.embedded(reading, embed))
    languages = {article.id: article.language for article in reading.articles.values()}
    assigned = timed("topics", lambda: topics.assign(corpus, topics.defaults(), embed, languages))
    stories = timed("stories", lambda: pipeline.stories(reading))
    assigned = timed(
        "discovery",
        lambda: topics.discover(
            corpus,
            assigned,
            languages,
            (),
            pipeline._headlines(stories),
            reading.copies.kept.keys(),
        ),
    )
    merged = timed("claims", lambda: claims.merge(corpus, reading.articles))
    kept = reading.copies.kept.keys()
    scored = timed("salience", lambda: salience.score(merged, corpus, reading.spans, kept))
    weighed = pipeline.with_topics(scored, corpus, assigned)
    analysis = pipeline.Analysis(reading, corpus, assigned, weighed, stories)
    frame = compose.Frame(config, date(2024, 1, 1), pages="sources")
    made = timed("choosing", lambda: compose.brief(analysis, frame, select))
    forms = [plugins.load("renderers", form) for form in config.formats]
    timed("rendering", lambda: [form.render(made, None) for form in forms])
    timed("pages", lambda: list(_sources.pages(made, found)))
    cost["all others"] = sum(cost[step] for step in cost if step not in (*of_size, "embedding"))
    cost["memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return cost | {
        "sentences": len(corpus),
        "points": sum(len(section.points) for section in made.sections),
    }


def hashed(texts: Sequence[str]) -> Vectors:
    """Unit vectors, the sums of random ones of the words; shape (texts, ``dimensions``)."""
    import numpy as np

    rows = [[zlib.crc32(word.encode()) % _buckets for word in words(text)] for text in texts]
    summed = np.array([_random()[row].sum(axis=0) for row in rows], np.float32)
    norms = np.linalg.norm(summed, axis=1, keepdims=True)
    return np.asarray(summed / np.where(norms > 0, norms, 1), np.float32)


@cache
def _random() -> Vectors:
    import numpy as np

    return np.random.default_rng(0).standard_normal((_buckets, dimensions), np.float32)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--sizes", default="100,1000")
    parser.add_argument("--embedder", default=Config().embedder)
    return parser.parse_args()


if __name__ == "__main__":
    main()
