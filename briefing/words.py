"""Words, stems and TF-IDF: the lexical side of every comparison."""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any

from briefing.language import name
from briefing.sparse import Rows

# Vowel signs, harakat and niqqud are parts of words, like the joiners of Persian and Hindi.
_marks = "".join(c for c in map(chr, range(0x300, 0x1B00)) if unicodedata.category(c)[0] == "M")
_marks += "\u200c\u200d\u3099\u309a"
_unmarked = str.maketrans(dict.fromkeys(_marks, ""))
_run = rf"[^\W_]+(?:[{_marks}]+[^\W_]*)*"
_joint = r"[.,'’׳״-]|(?<=[א-ת])\"(?=[א-ת])"  # a Hebrew acronym is written with a quotation mark
_plain = str.maketrans("’׳״", "''\"")
_word = re.compile(rf"{_run}(?:(?:{_joint}){_run})*")

_scripts = "぀-ヿ㐀-鿿ก-๿ກ-໿က-႟ក-៿"  # kana, Han, Thai, Lao, Burmese, Khmer: no spaces
_unspaced = re.compile(f"[{_scripts}]")
_stretch = re.compile(f"[{_scripts}]+|[^{_scripts}]+")
_piece = re.compile(rf"[{_scripts}][{_marks}]*|[^\s{_scripts}]+")
_sign = re.compile(rf"[^{_marks}][{_marks}]*")
_eliding = frozenset({"ca", "fr", "it"})  # "l'eau": a stop word runs into the next word
_uninflected = frozenset({"ja", "th", "vi", "zh"})  # what these have to stem is not in their words


def words(text: str) -> tuple[str, ...]:
    """The words of a text in order, lower-cased: "U.S." is "u.s", "80,000" one word.

    Where words are not set apart, two neighbouring signs count as one: "中国人" is 中国, 国人.
    """
    if text.isascii():
        return tuple(_word.findall(text.lower()))
    found = (match.lower().translate(_plain) for match in _word.findall(text))
    if not _unspaced.search(text):
        return tuple(found)
    return tuple(part for word in found for part in _parted(word))


def _parted(word: str) -> Iterator[str]:
    for stretch in _stretch.findall(word):
        signs = _sign.findall(stretch) if unspaced(stretch) else [stretch]
        yield from map("".join, pairwise(signs)) if len(signs) > 1 else signs


def unspaced(text: str) -> bool:
    """Whether a text holds signs of a script that does not set words apart."""
    return bool(_unspaced.search(text))


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each word stands with its punctuation, and each sign of a script without spaces."""
    yield from (found.span() for found in _piece.finditer(text))


def lettered(word: str) -> bool:
    """Whether a word is of letters alone, with their marks and hyphens."""
    return word.translate(_unmarked).replace("-", "").isalpha()


def length(text: str) -> int:
    """How many words a text holds; where none are set apart, two letters count as one."""
    signs = 0 if text.isascii() else len(_unspaced.findall(text))
    return len(text.split()) + signs // 2


def cut(text: str, most: int) -> str:
    """What a text says in its first ``most`` words, as ``length`` counts them."""
    ends = range(1, len(text) + 1)
    return text[: bisect_right(ends, most, key=lambda end: length(text[:end]))]


def set_apart(text: str) -> str:
    """A text with spaces around each sign of a script that does not set words apart."""
    return _unspaced.sub(r" \g<0> ", text)


@lru_cache(maxsize=50_000)
def terms(text: str, language: str = "en") -> tuple[str, ...]:
    """The stems of a text's content words, in order."""
    return tuple(stem(word, language) for word in words(text) if not stops(word, language))


def stops(word: str, language: str = "en") -> bool:
    """Whether a lower-case word is a stop word; with an elision, what follows it decides."""
    whole = word.rpartition("'")[2] if language in _eliding else word
    return whole in stop_words(language)


@cache
def stop_words(language: str) -> frozenset[str]:
    """The stop words of a language: sumy's, else those of stopwords-iso; else none."""
    file = resources.files("sumy") / "data" / "stopwords" / f"{name(language).lower()}.txt"
    if file.is_file():
        return frozenset(file.read_text(encoding="utf-8").split())
    import stopwordsiso

    return frozenset(stopwordsiso.stopwords(language))


def lacking(language: str) -> tuple[str, ...]:
    """What a language is read without: "stemmer", "list of stop words"."""
    stemmed = _stemmer(language) or language in _uninflected
    has = {"stemmer": stemmed, "list of stop words": stop_words(language)}
    return tuple(what for what, there in has.items() if not there)


@lru_cache(maxsize=200_000)
def stem(word: str, language: str = "en") -> str:
    """The snowball stem of a lower-case word, without an English possessive."""
    word = word.removesuffix("'s") if language == "en" else word
    stemmer = _stemmer(language)
    return str(stemmer.stemWord(word)) if stemmer else word


def base(word: str, language: str = "en") -> str:
    """A lower-case word without its inflection: "sanctioned" and "sanctions" agree.

    In English it is lighter than a stem, which makes "import" of "important" and "univers" of
    "university": after the S stemmer of Harman (1991), with -ed and -ing.
    """
    if language != "en":
        return stem(word, language)
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
    import Stemmer  # Snowball in C: the same stems as in Python, in far less time

    algorithm = name(language).lower()
    return Stemmer.Stemmer(algorithm) if algorithm in Stemmer.algorithms() else None


def tfidf(documents: Sequence[Sequence[str]], others: int = 0) -> Rows:
    """Unit TF-IDF rows, shape (documents, vocabulary); vocabulary in sorted order.

    Weight: (1 + ln tf) (1 + ln (N / df)), the "ltc" scheme of Salton & Buckley (1988)
    with one added to the inverse document frequency so that common terms still count.
    N counts ``others`` besides, documents imagined without any of the terms: among a few
    documents, what they share is then not taken for common.
    """
    counts = [Counter(document) for document in documents]
    size = len(counts) + others
    df = Counter(term for count in counts for term in count)
    column = {term: place for place, term in enumerate(sorted(df))}

    def row(count: Counter[str]) -> list[tuple[int, float]]:
        weights = [(1 + math.log(n)) * (1 + math.log(size / df[t])) for t, n in count.items()]
        norm = math.sqrt(sum(weight * weight for weight in weights)) or 1.0
        places = (column[term] for term in count)
        return [(place, w / norm) for place, w in zip(places, weights, strict=True)]

    return Rows.of(map(row, counts), len(column))
