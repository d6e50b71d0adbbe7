from __future__ import annotations

from dataclasses import replace
from itertools import chain

import pytest
from fakes import article
from test_compose import all_three, make

from briefing import cleaning, evidence, sentences, surroundings
from briefing.models import Brief, Citation


def citations(brief: Brief) -> list[Citation]:
    cited = chain.from_iterable(point.citations for point in evidence.points(brief))
    return [*cited, *(citation for _, citation, _ in evidence.told(brief))]


def test_every_citation_stands_between_its_surroundings() -> None:
    texts = {one.id: one.text for one in all_three}
    for cited in citations(make()):
        around = f"{cited.prefix}{cited.text}{cited.suffix}"
        start = cited.start - len(cited.prefix)
        assert texts[cited.article_id][start : start + len(around)] == around
    assert any(cited.prefix and cited.suffix for cited in citations(make()))


@pytest.mark.parametrize(
    ("quoted", "prefix", "suffix"),
    [
        ("Ferries sail again.", "", " Trains do not."),
        ("Trains do not.", "Ferries sail again. ", "\n\nBuses may."),
        ("do not", "Ferries sail again. Trains ", ".\n\nBuses may."),
        ("Buses may.", "Trains do not.\n\n", ""),
    ],
)
def test_they_are_the_sentences_on_either_side(quoted: str, prefix: str, suffix: str) -> None:
    found = placed("Ferries sail again. Trains do not.\n\nBuses may.", quoted)

    assert (found.prefix, found.suffix) == (prefix, suffix)


def test_long_ones_are_cut_between_words() -> None:
    found = placed(f"{'Long ' * 100}goes on. Ferries sail again. {'More ' * 100}is said.", "again")

    assert found.prefix.startswith("Long Long")
    assert found.suffix.endswith("More More")
    assert max(len(found.prefix), len(found.suffix)) <= 240


def placed(text: str, quoted: str) -> Citation:
    one = article(text)
    start = text.index(quoted)
    cited = Citation(one.id, start, start + len(quoted), quoted)
    made = make()
    point = replace(made.glance[0], citations=(cited,), lead_in=None)
    brief = replace(made, glance=(point,), sections=(), noted=(), figures=(), timeline=())
    spans = cleaning.clean(one, sentences.split(one))
    return (
        surroundings.placed(replace(brief, stories=()), {one.id: one}, spans).glance[0].citations[0]
    )
