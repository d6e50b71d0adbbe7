"""How long each step of a brief takes on many articles.

    python benchmarks/scale.py FILE.jsonl ... [--articles 1000]

The articles are those of the clusters in the files (as for ``briefing evaluate``), each once.
Printed: CPU seconds of all threads by step, and the most memory used. The vectors are made
afresh; so embedding can be compared with the choosing that follows it.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable, Iterable
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TypeVar

from briefing import claims, compose, evaluation, pipeline, plugins, salience, summaries, topics
from briefing.config import Config
from briefing.models import Article

T = TypeVar("T")


def main() -> None:
    """Print a line a step."""
    arguments = _arguments()
    found = list(islice(_articles(arguments.data), arguments.articles))
    config = Config()
    embed = plugins.load("embedders", config.embedder).load()
    select = plugins.load("selectors", config.selector).select
    print(f"{len(found)} articles")
    reading = _timed("reading", lambda: pipeline.read(found))
    corpus = _timed("embedding", lambda: pipeline.embedded(reading, embed))
    print(f"{len(corpus)} sentences")
    languages = {article.id: article.language for article in reading.articles.values()}
    given = topics.defaults()
    assigned = _timed("topics", lambda: topics.assign(corpus, given, embed, languages))
    assigned = _timed("discovery", lambda: topics.discover(corpus, assigned, languages))
    stories = _timed("stories", lambda: pipeline.stories(reading))
    merged = _timed("claims", lambda: claims.merge(corpus, reading.articles))
    kept = reading.copies.kept.keys()
    scored = _timed("salience", lambda: salience.score(merged, corpus, reading.spans, kept))
    analysis = pipeline.Analysis(
        reading, corpus, assigned, pipeline.with_topics(scored, corpus, assigned), stories
    )
    frame = compose.Frame(config, date(2024, 1, 1))
    made = _timed("choosing", lambda: compose.brief(analysis, frame, select))
    points = sum(len(section.points) for section in made.sections)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{points} points in {len(made.sections)} sections, {memory:.0f} MB at most")


def _articles(files: Iterable[Path]) -> Iterable[Article]:
    seen: set[str] = set()
    for file in files:
        for cluster in evaluation.load_clusters(file):
            for place, article in enumerate(summaries.articles(cluster)):
                if article.text not in seen:
                    seen.add(article.text)
                    yield Article(
                        id=f"{len(seen):08}",
                        text=article.text,
                        path=f"{file.stem}/{cluster.id}/{place:04}",
                        title=article.title,
                        language=article.language,
                    )


def _timed(step: str, work: Callable[[], T]) -> T:
    before = time.process_time()
    result = work()
    print(f"{step:10} {time.process_time() - before:8.1f} s", flush=True)
    return result


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--articles", type=int, default=1000)
    return parser.parse_args()


if __name__ == "__main__":
    main()
