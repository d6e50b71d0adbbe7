"""How the time and the memory of finding copies and stories grow with the articles.

    python benchmarks/growth.py news.jsonl --sizes 2,5,1000,10000

The articles of a set (as for benchmarks/stories.py) are repeated until there are enough, each time
with other rare words, so that every repetition tells stories of its own in the same common
words. Printed for each size: CPU seconds, the most memory used so far, stories and copies.
"""

from __future__ import annotations

import argparse
import re
import resource
import time
from collections import Counter
from collections.abc import Set
from dataclasses import replace
from pathlib import Path

from stories import Labelled, load

from briefing import reprints, stories
from briefing.models import Article, Sentence
from briefing.words import words

rare = 0.05  # of the articles hold it: what is rarer belongs to the stories
_word = re.compile(r"[^\W\d_]{3,}")


def main() -> None:
    """Print a line a size."""
    arguments = _arguments()
    labelled = load(arguments.data)
    common = _common(labelled)
    for size in map(int, arguments.sizes.split(",")):
        articles, spans = _repeated(labelled, common, size)
        start = time.process_time()
        copies = reprints.find(articles, spans)
        between = time.process_time()
        found = stories.group(articles, spans, copies)
        end = time.process_time()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{len(articles):6} articles: copies {between - start:6.2f} s, stories "
            f"{end - between:6.2f} s, {memory:5.0f} MB; {len(copies.kept)} copies, "
            f"{len(found)} stories",
            flush=True,
        )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, metavar="FILE")
    parser.add_argument("--sizes", default="2,5,100,1000,10000")
    return parser.parse_args()


def _common(labelled: Labelled) -> Set[str]:
    """The words that many articles hold."""
    held = Counter(
        word
        for spans in labelled.spans.values()
        for word in {word for span in spans for word in words(span.text)}
    )
    return {word for word, number in held.items() if number >= rare * len(labelled.spans)}


def _repeated(
    labelled: Labelled, common: Set[str], size: int
) -> tuple[dict[str, Article], list[Sentence]]:
    """So many articles, and their spans."""
    articles: dict[str, Article] = {}
    spans: list[Sentence] = []
    keys = sorted(labelled.spans)
    for number in range(size):
        again, place = divmod(number, len(keys))
        tag = f"x{chr(97 + again // 26)}{chr(97 + again % 26)}" if again else ""

        def renamed(text: str, tag: str = tag) -> str:
            return _word.sub(lambda m: m[0] + (tag if m[0].lower() not in common else ""), text)

        article = labelled.reading.articles[keys[place]]
        key = f"{article.id}{tag}"
        articles[key] = replace(article, id=key, title=renamed(article.title))
        spans += [
            replace(span, article_id=key, text=renamed(span.text))
            for span in labelled.spans[keys[place]]
        ]
    return articles, spans


if __name__ == "__main__":
    main()
