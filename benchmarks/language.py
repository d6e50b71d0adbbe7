"""How often the language of a text is told, for whole documents and for short texts.

    python benchmarks/language.py cs=multiling2011.czech.jsonl fr=multiling2011.french.jsonl ...

A data set holds clusters as for ``briefing evaluate``, all of one language. Another
detector of ``--detector`` has to be installed first.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from briefing import evaluation, sentences
from briefing.models import Article

Detect: TypeAlias = Callable[[str], str]

shortest = 30  # characters of a sentence that is asked about
asked = 3  # pairs of sentences of a document


def main() -> None:
    """Print how many texts of each length are told, over all languages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="+", metavar="CODE=FILE")
    parser.add_argument("--detector", choices=detectors, default="ours")
    arguments = parser.parse_args()
    texts = [text for given in arguments.data for text in _texts(*given.split("=", 1))]
    start = time.process_time()
    detect = detectors[arguments.detector]()
    detect("The storm flooded the harbour.")
    print(f"{arguments.detector}: {time.process_time() - start:.2f} s CPU to start")
    right = Counter(unit for code, unit, text in texts if detect(text) == code)
    for unit, count in Counter(unit for _, unit, _ in texts).items():
        print(f"{unit:14} {right[unit]:5} of {count:5}  {right[unit] / count:.2%}")


def _texts(code: str, path: str) -> Iterator[tuple[str, str, str]]:
    for cluster in evaluation.load_clusters(Path(path)):
        for document in cluster.documents:
            yield from ((code, *text) for text in _units(document, code))


def _units(document: evaluation.Document, code: str) -> Iterator[tuple[str, str]]:
    yield "document", document.text
    if document.title:
        yield "title", document.title
    spans = sentences.split(Article("", document.text, "", language=code))
    texts = [span.text for span in spans if len(span.text) > shortest][: 2 * asked]
    for first, second in zip(texts[::2], texts[1::2], strict=False):
        yield "one sentence", first
        yield "two sentences", f"{first} {second}"


def _ours() -> Detect:
    from briefing.language import detect

    return detect


def _py3langid() -> Detect:
    import py3langid

    return lambda text: str(py3langid.classify(text)[0])


def _lingua() -> Detect:
    from lingua import LanguageDetectorBuilder

    detector = LanguageDetectorBuilder.from_all_languages().build()
    return lambda text: detector.detect_language_of(text).iso_code_639_1.name.lower()


def _stop_words() -> Detect:
    """The language whose stop words make up most of a text."""
    from briefing.language import names
    from briefing.words import stop_words, words

    lists = {code: stop_words(code) for code in ("en", *names)}
    return lambda text: max(lists, key=lambda code: sum(w in lists[code] for w in words(text)))


detectors: dict[str, Callable[[], Detect]] = {
    "ours": _ours,
    "py3langid": _py3langid,
    "lingua": _lingua,
    "stop-words": _stop_words,
}


if __name__ == "__main__":
    main()
