"""Words, stems and TF-IDF: the lexical side of every comparison."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

# Language names as snowball and the stop-word files use them, by ISO 639-1 code.
_languages = {
    "ar": "arabic",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "he": "hebrew",
    "hi": "hindi",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sk": "slovak",
    "sv": "swedish",
    "tr": "turkish",
    "uk": "ukrainian",
}

_unspaced = re.compile(r"[぀-ヿ㐀-鿿ก-๿ກ-ໟក-៿က-႟]")  # kana, Han, Thai, Lao, Khmer, Burmese
_word = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")


def words(text: str) -> tuple[str, ...]:
    """The words of a text in order, lower-cased: "U.S." is "u.s", "80,000" one word."""
    return tuple(match.lower().replace("’", "'") for match in _word.findall(text))


def length(text: str) -> int:
    """How many words a text holds; where none are set apart, two letters count as one."""
    unspaced = len(_unspaced.findall(text))
    return len(text.split()) + unspaced // 2


def terms(text: str, language: str = "en") -> tuple[str, ...]:
    """The stems of a text's content words, in order."""
    stop = stop_words(language)
    return tuple(stem(word, language) for word in words(text) if word not in stop)


@cache
def stop_words(language: str) -> frozenset[str]:
    """The stop words of a language; none for a language without a list."""
    name = _languages.get(language, language)
    file = resources.files("sumy") / "data" / "stopwords" / f"{name}.txt"
    if not file.is_file():
        return frozenset()
    return frozenset(file.read_text(encoding="utf-8").split())


@lru_cache(maxsize=200_000)
def stem(word: str, language: str = "en") -> str:
    """The snowball stem of a lower-case word, without an English possessive."""
    word = word.removesuffix("'s")
    stemmer = _stemmer(language)
    return str(stemmer.stemWord(word)) if stemmer else word


def base(word: str) -> str:
    """A lower-case English word without its inflection: "sanctioned" and "sanctions" agree.

    Lighter than a stem, which makes "import" of "important" and "univers" of "university".
    After the S stemmer of Harman (1991), with -ed and -ing.
    """
    word = word.removesuffix("'s").removesuffix("'")
    if len(word) > 4 and word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    for ending in ("ing", "ed", "es", "s"):
        left = word.removesuffix(ending)
        if left != word and len(left) >= 3 and not word.endswith(("ss", "us", "is", "eed")):
            word = left
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer

    name = _languages.get(language, language)
    return snowballstemmer.stemmer(name) if name in snowballstemmer.algorithms() else None


def tfidf(documents: Sequence[Sequence[str]]) -> csr_matrix:
    """Unit TF-IDF rows, shape (documents, vocabulary); vocabulary in sorted order.

    Weight: (1 + ln tf) (1 + ln (N / df)), the "ltc" scheme of Salton & Buckley (1988)
    with one added to the inverse document frequency so that common terms still count.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    counts = [Counter(document) for document in documents]
    df = Counter(term for count in counts for term in count)
    column = {term: place for place, term in enumerate(sorted(df))}
    data: list[float] = []
    columns: list[int] = []
    starts = [0]
    for count in counts:
        row = [(1 + math.log(n)) * (1 + math.log(len(counts) / df[t])) for t, n in count.items()]
        norm = math.sqrt(sum(weight * weight for weight in row)) or 1.0
        data.extend(weight / norm for weight in row)
        columns.extend(column[term] for term in count)
        starts.append(len(data))
    shape = (len(counts), len(column))
    arrays = (np.array(data), np.array(columns, np.int32), np.array(starts, np.int32))
    matrix = csr_matrix(arrays, shape=shape)
    matrix.sort_indices()
    return matrix
