"""How much a claim matters: transparent features and linear weights in a readable file.

Frequent word pairs (document frequency), likeness to the centre of the corpus and to
what articles open with, place and the number of outlets are what human summaries were
found to follow. ``data/salience.toml`` holds weights learned from them, for many articles
and for few; what lies between is weighed by both.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING

from briefing.cohesion import asks, leans, unnamed_speaker
from briefing.corpus import Embedded
from briefing.models import Article, Claim, Sentence
from briefing.words import stem, terms, tfidf, words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

many = 3  # articles: a word pair in so many is frequent; in a small corpus two are enough
short_words = 10
long_words = 45


def score(
    claims: Embedded[Claim], corpus: Sequence[Sentence], articles: Mapping[str, Article]
) -> Embedded[Claim]:
    """The claims with their salience, 0 to 1, and the features it rests on."""
    rows = features(claims, corpus, articles)
    weights = _weights_for(len(articles))
    raw = [sum(weights[name] * value for name, value in row.items()) for row in rows]
    low, high = min(raw, default=0.0), max(raw, default=1.0)
    spread = (high - low) or 1.0
    scored = (
        replace(claim, salience=round((value - low) / spread, 4), features=row)
        for claim, value, row in zip(claims.items, raw, rows, strict=True)
    )
    return Embedded(tuple(scored), claims.vectors)


def largeness(articles: int) -> float:
    """How far a corpus is from few articles (0 at two) to many (1 at ten)."""
    return min(1.0, max(0.0, (articles - 2) / 8))


def _weights_for(articles: int) -> dict[str, float]:
    many, few = _weights()
    share = largeness(articles)
    return {name: share * many[name] + (1 - share) * few[name] for name in many}


@cache
def _weights() -> tuple[dict[str, float], dict[str, float]]:
    file = resources.files("briefing") / "data" / "salience.toml"
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return tables["many"], tables["few"]


def features(
    claims: Embedded[Claim], corpus: Sequence[Sentence], articles: Mapping[str, Article]
) -> list[dict[str, float]]:
    """A row of named features, each about 0 to 1, for every claim."""
    if not len(claims):
        return []
    statistics = _Statistics.of(corpus, articles)
    lexical = _lexical(claims.items, corpus, articles)
    meaning = _meaning(claims)
    outlets = len({article.source for article in articles.values()})
    return [
        {
            **statistics.frequencies(claim.wording, articles[claim.wording.article_id].language),
            **dict(zip(("centroid", "leads"), lexical[row].round(4).tolist(), strict=True)),
            "meaning": round(float(meaning[row]), 4),
            **_place(claim, statistics.length),
            **_support(claim, outlets),
            **_form(claim.wording.text),
        }
        for row, claim in enumerate(claims.items)
    ]


def bigrams(text: str, language: str) -> tuple[str, ...]:
    """Pairs of adjacent stems, stop words included: what ROUGE-2 counts."""
    return tuple(f"{a} {b}" for a, b in pairwise(stem(word, language) for word in words(text)))


def document_frequency(corpus: Iterable[Sentence], articles: Mapping[str, Article]) -> Counter[str]:
    """In how many articles each word pair stands."""
    seen: dict[str, set[str]] = defaultdict(set)
    for sentence in corpus:
        language = articles[sentence.article_id].language
        seen[sentence.article_id].update(bigrams(sentence.text, language))
    return Counter(pair for pairs in seen.values() for pair in pairs)


@dataclass(frozen=True, slots=True)
class _Statistics:
    """What is counted over the whole corpus."""

    pairs: Counter[str]  # document frequency of word pairs
    terms: Counter[str]  # document frequency of content stems
    articles: int
    length: Mapping[str, int]  # sentences of each article

    @staticmethod
    def of(corpus: Sequence[Sentence], articles: Mapping[str, Article]) -> _Statistics:
        content: dict[str, set[str]] = defaultdict(set)
        length: Counter[str] = Counter()
        for s in corpus:
            content[s.article_id].update(terms(s.text, articles[s.article_id].language))
            length[s.article_id] = max(length[s.article_id], s.index + 1)
        counted = Counter(term for found in content.values() for term in found)
        return _Statistics(document_frequency(corpus, articles), counted, len(content), length)

    def frequencies(self, wording: Sentence, language: str) -> dict[str, float]:
        pairs = bigrams(wording.text, language)
        content = terms(wording.text, language)
        frequent = max(2, min(many, self.articles - 1))
        shares = [self.pairs[p] / self.articles for p in pairs if self.pairs[p] >= 2]
        often = [self.pairs[p] / self.articles for p in pairs if self.pairs[p] >= frequent]
        spread = [self.terms[t] / self.articles for t in content]
        return {
            "pairs": round(sum(shares) / max(1, len(pairs)), 4),
            "frequent_pairs": round(sum(often) / max(1, len(pairs)), 4),
            "pair_mass": round(min(1.0, sum(often) / 10), 4),
            "words": round(sum(spread) / max(1, len(spread)), 4),
            "widest_word": round(max(spread, default=0.0), 4),
        }


def _lexical(
    claims: Sequence[Claim], corpus: Sequence[Sentence], articles: Mapping[str, Article]
) -> NDArray[np.float64]:
    """TF-IDF cosine to the corpus' centroid and to the articles' openings; shape (claims, 2)."""
    import numpy as np

    openings = list(_openings(corpus))
    texts = [*(claim.wording for claim in claims), *openings]
    matrix = tfidf([terms(s.text, articles[s.article_id].language) for s in texts])
    ours, first = matrix[: len(claims)], matrix[len(claims) :]
    columns = []
    for rows in (ours, first):
        centre = np.asarray(rows.sum(axis=0)).ravel()
        norm = float(np.linalg.norm(centre)) or 1.0
        columns.append(np.asarray(ours @ centre).ravel() / norm)
    return np.stack(columns, axis=1)


def _openings(corpus: Iterable[Sentence]) -> Iterable[Sentence]:
    """The first sentence of prose of each article."""
    seen: set[str] = set()
    for sentence in corpus:
        if sentence.kind == "sentence" and sentence.article_id not in seen:
            seen.add(sentence.article_id)
            yield sentence


def _meaning(claims: Embedded[Claim]) -> NDArray[np.float64]:
    import numpy as np

    centre = claims.vectors.mean(axis=0)
    return np.asarray(claims.vectors @ centre / (np.linalg.norm(centre) or 1.0), np.float64)


def _place(claim: Claim, length: Mapping[str, int]) -> dict[str, float]:
    best = min(claim.sentences, key=lambda s: (s.index, s.article_id))
    return {
        "position": round(1 / (1 + best.index), 4),
        "depth": round(best.index / max(1, length[best.article_id]), 4),
        "first": 1.0 if best.index == 0 else 0.0,
    }


def _support(claim: Claim, outlets: int) -> dict[str, float]:
    more = len(claim.outlets) - 1
    return {
        "support": round(min(1.0, more / max(1, min(4, outlets - 1))), 4),
        "corroborated": 1.0 if more else 0.0,
    }


def _form(text: str) -> dict[str, float]:
    count = len(text.split())
    found = words(text)
    return {
        "short": 1.0 if count < short_words else 0.0,
        "long": 1.0 if count > long_words else 0.0,
        "length": round(min(1.0, count / long_words), 4),
        "leans": 1.0 if leans(text) else 0.0,
        "he_said": 1.0 if unnamed_speaker(text) else 0.0,
        "quotation": 1.0 if any(mark in text for mark in '"“«„') else 0.0,
        "question": 1.0 if asks(text) else 0.0,
        "figures": 1.0 if any(any(map(str.isdigit, word)) for word in found) else 0.0,
        "capitals": round(sum(w[:1].isupper() for w in text.split()) / max(1, count), 4),
    }
