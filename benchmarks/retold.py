"""Many articles made from fewer: the stories of other people, with other numbers, at other times.

Each time the articles are told again, rare words (names among them) give way to others of the
same articles, numbers and dates move, and some paragraphs are left out. How many distinct words
there are grows about with the root of the text, as it does in language (Heaps 1978,
"Information retrieval").
"""

from __future__ import annotations

import hashlib
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from briefing import evaluation, sources, summaries
from briefing.models import Article

rare = 0.01  # of the articles hold it: what is rarer belongs to the stories
left_out = 0.2  # of the paragraphs
apart = 40  # days between two tellings
_word = re.compile(r"[^\W\d_]{4,}")
_number = re.compile(r"\b(?!(?:19|20)\d\d\b)\d{2,}\b")


def articles(files: Sequence[Path], size: int) -> list[Article]:
    """So many articles, told again when needed; those of clusters (.jsonl) cluster by cluster.

    What is no ``.jsonl`` file is read as ``briefing generate`` reads it.
    """
    told = _distinct([file for file in files if file.suffix == ".jsonl"])
    others = [file for file in files if file.suffix != ".jsonl"]
    told += [one for one in sources.read(others) if isinstance(one, Article)] if others else []
    words = _rare(told)
    again = -(-size // len(told))
    variants = max(1, round(again**0.5))
    made = list(told)
    for telling in range(1, again):
        made += [_retold(article, telling, words, variants) for article in told]
    return made[:size]


def _distinct(files: Sequence[Path]) -> list[Article]:
    """The articles of all clusters, each text once; the clusters in an order of their own."""
    clusters = [(file, cluster) for file in files for cluster in evaluation.load_clusters(file)]
    clusters.sort(key=lambda pair: _hash(pair[1].id))
    found: dict[str, Article] = {}
    for file, cluster in clusters:
        for article in summaries.articles(cluster):
            path = f"{file.stem}/{cluster.id}/{article.id}"
            found.setdefault(article.text, replace(article, id=_hash(article.text), path=path))
    return list(found.values())


def _rare(told: Sequence[Article]) -> list[str]:
    held = Counter(word for a in told for word in {w.lower() for w in _word.findall(a.text)})
    return sorted(word for word, number in held.items() if 1 < number < rare * len(told))


def _retold(article: Article, telling: int, words: Sequence[str], variants: int) -> Article:
    """The article as another one of the same kind."""
    known = set(words)

    def renamed(match: re.Match[str]) -> str:
        word = match[0]
        if word.lower() not in known:
            return word
        other = int(_hash(f"{telling} {word.lower()}"), 16)
        new = words[other % len(words)] + "aeiou"[: other // len(words) % variants][-1:]
        return new.capitalize() if word[0].isupper() else new

    def moved(match: re.Match[str]) -> str:
        return str(int(match[0]) + telling * 7 % 90 + int(_hash(f"{telling} {match[0]}"), 16) % 9)

    text = _number.sub(moved, _word.sub(renamed, "".join(_cut(article, telling))))
    day = article.published and article.published + timedelta(days=apart * telling)
    title = _word.sub(renamed, article.title)
    path = f"{telling}/{article.path}"
    return replace(article, id=_hash(text), text=text, title=title, published=day, path=path)


def _cut(article: Article, telling: int) -> Iterator[str]:
    choice = random.Random(f"{telling} {article.id}")
    paragraphs = article.text.splitlines(keepends=True)
    yield from paragraphs[:1]
    yield from (line for line in paragraphs[1:] if choice.random() >= left_out)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
