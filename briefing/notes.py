"""What a reader should know of how a brief was made: what its languages are read without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from briefing import plugins
from briefing.language import name
from briefing.models import Topic
from briefing.topics import defaults
from briefing.words import lacking

consequences = {
    "stemmer": "words are compared as they are written",
    "list of stop words": "common words count like all others",
}


def on_languages(
    languages: Iterable[str], topics: Sequence[Topic], embedder: str
) -> tuple[str, ...]:
    """One line for each thing that is missing.

    Args:
        languages: of the articles, as codes.
        topics: those that were looked for.
        embedder: as on the command line.
    """
    others = sorted(set(languages) - {"en"}, key=name)
    return tuple(_missing(others, topics, embedder)) if others else ()


def _missing(languages: Sequence[str], topics: Sequence[Topic], embedder: str) -> Iterator[str]:
    listed = _listed(map(name, languages))
    model = embedder.partition(":")[0]
    known = getattr(plugins.load("embedders", model), "languages", None)
    if known is None:
        yield f"{listed}: it is not known whether the model {embedder} reads this."
    elif set(languages) - set(known):
        yield (
            f"{listed}: the model {model} was made for English, so topics and likeness are found "
            "less well; name a multilingual one with --embedder."
        )
    if set(defaults()) & set(topics):
        yield (
            f"{listed}: the words of the default topics are English; topics are found by their "
            "descriptions only. Describe topics of your own in the language of the articles."
        )
    for what, so in consequences.items():
        without = [name(language) for language in languages if what in lacking(language)]
        if without:
            yield f"{_listed(without)}: there is no {what}; {so}."


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
