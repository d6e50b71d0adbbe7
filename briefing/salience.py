"""How much a claim matters: transparent features and linear weights in a readable file.

Frequent word pairs (document frequency), likeness to the centre of the corpus and to
what articles open with, place and the independent reports of it are what human
summaries were found to follow. ``data/salience.toml`` holds weights learned from them, for
many articles and for few; what lies between is weighed by both.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from briefing.cohesion import leans, unnamed_speaker
from briefing.corpus import Embedded
from briefing.models import Claim, Report, Sentence
from briefing.words import length, stem, terms, tfidf, words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Column: TypeAlias = NDArray[np.float64]
    Columns: TypeAlias = Mapping[str, Column]  # by feature: its value for every sentence

enough = 4  # other independent reports; more of them add nothing
many = 3  # articles: a word pair in so many is frequent; in a small corpus two are enough
short_words = 10
long_words = 45
_frequent_mass = 10  # words' worth of frequent pairs is all that counts


def score(
    claims: Embedded[Claim],
    corpus: Embedded[Sentence],
    spans: Sequence[Sentence],
    copies: Set[str] = frozenset(),
) -> Embedded[Claim]:
    """The claims in their most salient words, with their salience, 0 to 1, and its features.

    Args:
        claims: what the sentences of the corpus report, each of them in one claim.
        corpus: the sentences that can be shown, with their vectors.
        spans: all of the articles' text; what is frequent is counted in it.
        copies: ids of articles that repeat another one, whose text counts once.
    """
    if not len(claims):
        return claims
    columns = features(claims, corpus, spans, copies)
    weights = weights_for(len({span.article_id for span in spans}.difference(copies)))
    return worded(claims, corpus, columns, weighed(columns, weights))


def weighed(columns: Columns, weights: Mapping[str, float]) -> Column:
    """The weighted sum of the features, scaled to 0..1; shape (sentences,), not empty."""
    import numpy as np

    total = np.sum([weights[name] * columns[name] for name in sorted(weights)], axis=0)
    low, high = total.min(), total.max()
    return np.asarray(np.round((total - low) / ((high - low) or 1.0), 4), np.float64)


def worded(
    claims: Embedded[Claim], corpus: Embedded[Sentence], columns: Columns, saliences: Column
) -> Embedded[Claim]:
    """The claims, each with its most salient sentence first, which lends it its salience."""
    row = {(s.article_id, s.start): place for place, s in enumerate(corpus.items)}

    def rank(report: Report) -> tuple[float, str, int]:
        sentence = report.sentence
        there = row[sentence.article_id, sentence.start]
        return -float(saliences[there]), sentence.article_id, sentence.start

    items, rows = [], []
    for claim in claims.items:
        ordered = tuple(sorted(claim.reports, key=rank))
        first = row[ordered[0].sentence.article_id, ordered[0].sentence.start]
        found = {name: round(float(column[first]), 4) for name, column in columns.items()}
        salience = float(saliences[first])
        items.append(replace(claim, reports=ordered, salience=salience, features=found))
        rows.append(first)
    return corpus.of(items, rows)


def largeness(articles: int) -> float:
    """How far a corpus is from few articles (0 at two) to many (1 at ten)."""
    return min(1.0, max(0.0, (articles - 2) / 8))


def weights_for(articles: int) -> dict[str, float]:
    """The packaged weights for a corpus of so many articles, by feature."""
    many, few = _weights()
    share = largeness(articles)
    return {name: share * many[name] + (1 - share) * few[name] for name in many}


@cache
def _weights() -> tuple[dict[str, float], dict[str, float]]:
    file = resources.files("briefing") / "data" / "salience.toml"
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return tables["many"], tables["few"]


def features(
    claims: Embedded[Claim],
    corpus: Embedded[Sentence],
    spans: Sequence[Sentence],
    copies: Set[str] = frozenset(),
) -> Columns:
    """Named features of every sentence, each about 0 to 1: of its words, and of its claim."""
    sentences = corpus.items
    lasts = _lasts(spans)
    reports = {(s.article_id, s.start): claim for claim in claims.items for s in claim.sentences}
    told = [reports[s.article_id, s.start] for s in sentences]
    sources = len(lasts.keys() - copies)
    rows = [
        {**_place(s, lasts), **_support(claim, sources), **_form(s.text)}
        for s, claim in zip(sentences, told, strict=True)
    ]
    own = [span for span in spans if span.article_id not in copies]
    return {
        **_frequency(sentences, own),
        **_likeness(sentences, own),
        "meaning": _meaning(corpus, [s.article_id not in copies for s in sentences]),
        **_columns(rows),
    }


def _columns(rows: Sequence[Mapping[str, float]]) -> Columns:
    import numpy as np

    names = rows[0] if rows else ()
    return {name: np.array([row[name] for row in rows], np.float64) for name in names}


# What is said often.


@lru_cache(maxsize=20_000)
def bigrams(sentence: Sentence) -> tuple[str, ...]:
    """Pairs of adjacent stems, stop words included: what ROUGE-2 counts."""
    stems = (stem(word, sentence.language) for word in words(sentence.text))
    return tuple(f"{a} {b}" for a, b in pairwise(stems))


def document_frequency(terms_of: Iterable[tuple[str, Iterable[str]]]) -> Counter[str]:
    """In how many articles each term stands, from (article id, terms) of all sentences."""
    seen: dict[str, set[str]] = defaultdict(set)
    for article_id, found in terms_of:
        seen[article_id].update(found)
    return Counter(term for found in seen.values() for term in found)


def _frequency(sentences: Sequence[Sentence], spans: Sequence[Sentence]) -> Columns:
    pairs = document_frequency((span.article_id, bigrams(span)) for span in spans)
    content = document_frequency((s.article_id, terms(s.text, s.language)) for s in spans)
    articles = len({span.article_id for span in spans})
    frequent = max(2, min(many, articles - 1))

    def row(sentence: Sentence) -> dict[str, float]:
        found = bigrams(sentence)
        shares = [pairs[pair] / articles for pair in found if pairs[pair] >= 2]
        often = [pairs[pair] / articles for pair in found if pairs[pair] >= frequent]
        spread = [content[term] / articles for term in terms(sentence.text, sentence.language)]
        return {
            "pairs": sum(shares) / max(1, len(found)),
            "frequent_pairs": sum(often) / max(1, len(found)),
            "pair_mass": min(1.0, sum(often) / _frequent_mass),
            "words": sum(spread) / max(1, len(spread)),
            "widest_word": max(spread, default=0.0),
        }

    return _columns([row(sentence) for sentence in sentences])


# What is close to the rest.


def _likeness(sentences: Sequence[Sentence], spans: Sequence[Sentence]) -> Columns:
    """TF-IDF cosines to the centroid of the corpus and to that of the articles' openings."""
    import numpy as np

    texts = [*sentences, *_openings(spans)]
    matrix = tfidf([terms(s.text, s.language) for s in texts])
    ours = matrix.take(range(len(sentences)))
    first = matrix.take(range(len(sentences), len(texts)))
    counted = {span.article_id for span in spans}
    own = [place for place, s in enumerate(sentences) if s.article_id in counted]
    columns = {}
    for name, rows in (("centroid", ours.take(own)), ("leads", first)):
        centre = rows.summed()
        columns[name] = ours.times(centre) / (float(np.linalg.norm(centre)) or 1.0)
    return columns


def _openings(spans: Iterable[Sentence]) -> Iterable[Sentence]:
    """The first sentence of prose of each article."""
    seen: set[str] = set()
    for span in spans:
        if span.kind == "sentence" and span.article_id not in seen:
            seen.add(span.article_id)
            yield span


def _meaning(corpus: Embedded[Sentence], counted: Sequence[bool]) -> Column:
    """Cosines to the centroid of the vectors that count."""
    import numpy as np

    if not len(corpus):
        return np.zeros(0)
    centre = corpus.vectors[np.array(counted)].mean(axis=0)
    return np.asarray(corpus.vectors @ centre / (np.linalg.norm(centre) or 1.0), np.float64)


# Where it stands, who reports it, and how it is put.


def _lasts(spans: Iterable[Sentence]) -> Mapping[str, int]:
    """How many spans each article has."""
    last: dict[str, int] = {}
    for span in spans:
        last[span.article_id] = max(last.get(span.article_id, 0), span.index + 1)
    return last


def _place(sentence: Sentence, lasts: Mapping[str, int]) -> dict[str, float]:
    return {
        "position": 1 / (1 + sentence.index),
        "depth": sentence.index / max(1, lasts[sentence.article_id]),
        "first": 1.0 if sentence.index == 0 else 0.0,
    }


def _support(claim: Claim, sources: int) -> dict[str, float]:
    """Of all that reports the claim; what one source reports has none."""
    others = claim.independent - 1
    return {
        "best_position": 1 / (1 + min(s.index for s in claim.sentences)),
        "independent": min(1.0, others / max(1, min(enough, sources - 1))),
    }


def _form(text: str) -> dict[str, float]:
    parts = text.split()
    count = length(text)
    return {
        "short": 1.0 if count < short_words else 0.0,
        "long": 1.0 if count > long_words else 0.0,
        "length": min(1.0, count / long_words),
        "leans": 1.0 if leans(text) else 0.0,
        "he_said": 1.0 if unnamed_speaker(text) else 0.0,
        "quotation": 1.0 if any(mark in text for mark in '"“«„') else 0.0,
        "figures": 1.0 if any(map(str.isdigit, text)) else 0.0,
        "capitals": sum(part[:1].isupper() for part in parts) / max(1, len(parts)),
    }
