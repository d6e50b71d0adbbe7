from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import resources

import numpy as np
import pytest
from fakes import article, corpus, embedded
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import claims, salience
from briefing.corpus import Embedded
from briefing.models import Article, Claim, Sentence

flood = "The winter storm flooded the old harbour of Torhaven on Monday."
told = "A winter storm has flooded the harbour at Torhaven, the mayor said on Monday."
ferry = "The ferry to Kiel sailed at noon with forty passengers."
bakery = "A bakery on the east bank gave away its bread."
choir = "The choir sang in the church for the bishop."
texts = (flood, told, ferry, bakery, choir)


def weigh(*given: str) -> Embedded[Claim]:
    found, articles = corpus(*given)
    return salience.score(claims.merge(found, articles), found.items, articles)


def features(articles: Sequence[Article]) -> dict[str, Mapping[str, float]]:
    """By wording."""
    by_id = {item.id: item for item in articles}
    found = embedded(articles)
    merged = claims.merge(found, by_id)
    rows = salience.features(merged, found.items, by_id)
    return {claim.wording.text: row for claim, row in zip(merged.items, rows, strict=True)}


def test_salience_lies_between_nought_and_one_and_uses_both_ends() -> None:
    values = [claim.salience for claim in weigh(*texts).items]

    assert min(values) == 0
    assert max(values) == 1


words = st.sampled_from("storm flooded harbour Torhaven 12 people said He ? “ ferry 2019".split())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(words, min_size=3, max_size=9).map(" ".join), min_size=1, max_size=7))
def test_features_are_about_nought_to_one_and_finite(given_: list[str]) -> None:
    scored = weigh(*dict.fromkeys(f"The {text}." for text in given_))

    for claim in scored.items:
        assert 0 <= claim.salience <= 1
        assert claim.features
        for name, value in claim.features.items():
            assert -0.01 <= value <= 1.01, name


def test_what_two_outlets_report_matters_more_than_what_one_does() -> None:
    best = max(weigh(*texts).items, key=lambda claim: claim.salience)

    assert set(best.outlets) == {"Outlet 0", "Outlet 1"}
    assert best.features["corroborated"] == 1


def test_the_same_claim_matters_more_with_another_outlet() -> None:
    found, articles = corpus(*texts)
    merged = claims.merge(found, articles)
    (pair,) = (row for row, claim in enumerate(merged.items) if len(claim.sentences) == 2)
    alone = replace(merged.items[pair], outlets=merged.items[pair].outlets[:1])
    items = tuple(alone if row == pair else claim for row, claim in enumerate(merged.items))

    both = salience.features(merged, found.items, articles)[pair]
    one = salience.features(Embedded(items, merged.vectors), found.items, articles)[pair]

    assert both["support"] > one["support"] == 0
    assert {n: v for n, v in both.items() if n not in ("support", "corroborated")} == {
        n: v for n, v in one.items() if n not in ("support", "corroborated")
    }


def test_the_opening_of_an_article_is_first() -> None:
    rows = features([article(f"{flood} {ferry} {bakery}")])

    assert [rows[text]["first"] for text in (flood, ferry, bakery)] == [1, 0, 0]
    assert rows[flood]["position"] > rows[ferry]["position"] > rows[bakery]["position"]
    assert rows[flood]["depth"] < rows[ferry]["depth"] < rows[bakery]["depth"] < 1


@pytest.mark.parametrize(
    ("feature", "text", "without"),
    [
        ("leans", "It was flooded by a storm on Monday.", flood),
        ("he_said", "The harbour was flooded on Monday, he said.", flood),
        ("quotation", "The mayor said the harbour was “gone” on Monday.", flood),
        ("question", "Was the harbour of Torhaven flooded on Monday?", flood),
        ("figures", "The storm broke 12 cranes in the harbour.", flood),
        ("short", "The harbour was flooded.", flood),
        ("long", f"{flood[:-1]}, {', '.join(['while the wind grew stronger'] * 9)}.", flood),
    ],
)
def test_the_form_of_a_sentence_is_told(feature: str, text: str, without: str) -> None:
    rows = features([article(text, "a.txt"), article(without, "b.txt")])

    assert rows[text][feature] == 1
    assert rows[without][feature] == 0


def test_pairs_that_several_articles_share_are_frequent() -> None:
    rows = features([article(text, f"{n}.txt") for n, text in enumerate((flood, told, ferry))])
    row = next(row for text, row in rows.items() if text in (flood, told))

    assert row["pairs"] > 0
    assert rows[ferry]["pairs"] == 0


def test_bigrams_are_of_stems_stop_words_included() -> None:
    assert salience.bigrams("The ships of Kiel.", "en") == ("the ship", "ship of", "of kiel")
    assert salience.bigrams("Ships", "en") == salience.bigrams("", "en") == ()


def test_document_frequency_counts_articles_not_sentences() -> None:
    first, second = article(f"{ferry} {ferry}", "a.txt"), article(ferry + " " + choir, "b.txt")
    spans = embedded([first, second]).items
    counted = salience.document_frequency(spans, {first.id: first, second.id: second})

    assert counted["the ferri"] == 2
    assert counted["the choir"] == 1


def test_the_file_of_weights_names_features_that_there_are() -> None:
    file = resources.files("briefing") / "data" / "salience.toml"
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    known = set(weigh(*texts).items[0].features)

    assert tables
    for name, weights in tables.items():
        assert set(weights) <= known, name
        assert all(isinstance(value, float | int) for value in weights.values())


def test_the_same_claims_in_another_order_weigh_the_same() -> None:
    there = {c.wording.text: c.salience for c in weigh(*texts).items}
    back = {c.wording.text: c.salience for c in weigh(*texts[::-1]).items}

    assert there == back


def test_no_claim_and_one_claim_can_be_weighed() -> None:
    none: Embedded[Claim] = Embedded((), np.zeros((0, 512), np.float32))
    spans: tuple[Sentence, ...] = ()
    (one,) = weigh(flood).items

    assert len(salience.score(none, spans, {})) == 0
    assert 0 <= one.salience <= 1
