"""Small stand-ins: articles made of text, and an embedder that only sees words."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from briefing import cleaning, sentences, words
from briefing.corpus import Embedded
from briefing.models import Article, Claim, Report, Sentence

if TYPE_CHECKING:
    from briefing.models import Vectors

day = date(2024, 5, 18)


def article(text: str, path: str = "a.txt", outlet: str = "", title: str = "") -> Article:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Article(digest, text, path, title=title, outlet=outlet)


def embed(texts: Sequence[str]) -> Vectors:
    """Hashed bags of stems, unit length; a text without a word is all in one dimension."""
    rows = np.zeros((len(texts), 512), np.float32)
    for row, text in enumerate(texts):
        for term in words.terms(text) or ("",):
            digest = hashlib.sha256(term.encode()).digest()
            rows[row, int.from_bytes(digest[:2]) % 512] += 1
    unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def corpus(*texts: str) -> tuple[Embedded[Sentence], dict[str, Article]]:
    """One sentence an article, each of an outlet of its own."""
    articles = [article(text, f"{n}.txt", f"Outlet {n}") for n, text in enumerate(texts)]
    return embedded(articles), {item.id: item for item in articles}


def embedded(articles: Sequence[Article]) -> Embedded[Sentence]:
    """The usable sentences of some articles."""
    found = tuple(
        span
        for item in articles
        for span in cleaning.clean(item, sentences.split(item))
        if span.kind == "sentence"
    )
    return Embedded(found, embed([span.text for span in found]))


def claimed(name: str, *evidence: Sentence, salience: float = 0.0) -> Claim:
    """A claim that each article reports on its own."""
    reports = tuple(Report(s, s.article_id, s.article_id) for s in evidence)
    return Claim(name, reports, salience=salience)


def kinds(text: str, title: str = "") -> Mapping[str, str]:
    """What cleaning makes of each span of a text."""
    item = article(text, title=title)
    return {span.text: span.kind for span in cleaning.clean(item, sentences.split(item))}
