"""How far two sentences say the same: transparent features, weighed by a logistic regression.

The features compare meaning (vectors), wording (words weighed by how rare they are) and
figures; ``data/matching.toml`` holds the weights, learned by ``benchmarks/claim_weights.py``.
What contradicts is another matter: ``contradictions``.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from briefing import amounts, statements
from briefing.amounts import Figures
from briefing.concepts import concepts
from briefing.corpus import Embedded
from briefing.models import Sentence
from briefing.thresholds import Thresholds, scaled, shipped
from briefing.topics import centred

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from briefing.models import Vectors

long = 30  # content words from which on a sentence counts as long

features = ("containment", "figures", "length", "meaning", "other_figures", "overlap")

Pairs = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Profile:
    """What of a sentence is compared."""

    concepts: frozenset[str]  # its content words, synonyms and names of a country as one
    figures: Figures


@dataclass(frozen=True, slots=True)
class Profiles:
    """Sentences ready to be compared, with how rare each of their words is among them."""

    items: tuple[Profile, ...]
    rarity: Mapping[str, float]  # inverse document frequency by concept
    masses: tuple[float, ...]  # summed rarity of each sentence's concepts
    vectors: Vectors  # centred
    thresholds: Thresholds  # of the embedder that they are of


def profiles(corpus: Embedded[Sentence], thresholds: Thresholds = shipped) -> Profiles:
    """The sentences of a corpus, to be compared with each other."""
    items = tuple(_profile(s.text, s.language) for s in corpus.items)
    frequency = Counter(concept for item in items for concept in item.concepts)
    rarity = {concept: math.log(1 + len(items) / count) for concept, count in frequency.items()}
    masses = tuple(sum(sorted(rarity[c] for c in item.concepts)) for item in items)
    moved = centred(corpus.vectors, corpus.vectors.mean(axis=0)) if items else corpus.vectors
    return Profiles(items, rarity, masses, moved, thresholds)


def probabilities(table: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """How probable it is that each pair reports the same, from its features, shape (pairs,)."""
    import numpy as np

    weights = _weights()
    total = weights["intercept"] + np.sum(
        [weights[name] * table[name] for name in features], axis=0
    )
    return np.asarray(np.round(1 / (1 + np.exp(-total)), 4), np.float64)


def columns(sentences: Profiles, rows: Pairs) -> dict[str, NDArray[np.float64]]:
    """By name of ``features``: their values for the rows, each about 0 to 1; not for no row."""
    import numpy as np

    a, b = np.array(rows).T
    found = [_features(sentences, i, j) for i, j in rows]
    table = {name: np.array([row[name] for row in found]) for name in found[0]}
    cosines = np.einsum("ij,ij->i", sentences.vectors[a], sentences.vectors[b])
    meaning = scaled(cosines, sentences.thresholds.sentences)
    return {**table, "meaning": meaning.astype(np.float64)}


def _features(sentences: Profiles, i: int, j: int) -> dict[str, float]:
    a, b = sentences.items[i], sentences.items[j]
    one, other = sentences.masses[i], sentences.masses[j]
    shared = sum(sorted(sentences.rarity[c] for c in a.concepts & b.concepts))
    fewer = min(len(a.concepts), len(b.concepts))
    return {
        "overlap": 2 * shared / ((one + other) or 1.0),
        "containment": shared / (min(one, other) or 1.0),
        "figures": amounts.alike(a.figures, b.figures),
        "other_figures": amounts.both_have_more(a.figures, b.figures),
        "length": min(1.0, math.log1p(fewer) / math.log1p(long)),
    }


# What is compared.


@lru_cache(maxsize=100_000)
def _profile(text: str, language: str) -> Profile:
    return Profile(frozenset(concepts(text, language)), statements.read(text, language).figures)


@cache
def _weights() -> dict[str, float]:
    file = resources.files("briefing") / "data" / "matching.toml"
    return {name: float(weight) for name, weight in tomllib.loads(file.read_text("utf-8")).items()}
