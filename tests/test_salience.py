from __future__ import annotations

import tomllib
from collections.abc import Sequence
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
    return salience.score(claims.merge(found, articles), found, found.items)


def features(articles: Sequence[Article]) -> dict[str, dict[str, float]]:
    """By sentence."""
    found = embedded(articles)
    merged = claims.merge(found, {item.id: item for item in articles})
    return by_sentence(salience.features(merged, found, found.items), found)


def by_sentence(
    columns: salience.Columns, found: Embedded[Sentence]
) -> dict[str, dict[str, float]]:
    return {
        sentence.text: {name: float(column[row]) for name, column in columns.items()}
        for row, sentence in enumerate(found.items)
    }


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
    assert best.features["independent"] > 0


def test_a_claim_is_told_in_its_most_salient_sentence() -> None:
    found, articles = corpus(*texts)
    merged = claims.merge(found, articles)
    columns = salience.features(merged, found, found.items)
    for best, other in ((flood, told), (told, flood)):
        saliences = np.array([1.0 if s.text == best else 0.25 for s in found.items])
        scored = salience.worded(merged, found, columns, saliences)
        claim = next(c for c in scored.items if len(c.sentences) == 2)
        row = scored.items.index(claim)

        assert [s.text for s in claim.sentences] == [best, other]
        assert claim.salience == 1
        there = [s.text for s in found.items].index(best)
        assert (scored.vectors[row] == found.vectors[there]).all()
        assert claim.features["position"] == pytest.approx(columns["position"][there])


def test_the_same_claim_matters_more_with_an_independent_report() -> None:
    found, articles = corpus(*texts)
    merged = claims.merge(found, articles)
    (pair,) = (row for row, claim in enumerate(merged.items) if len(claim.sentences) == 2)
    reports = tuple(replace(r, origin="one agency") for r in merged.items[pair].reports)
    alone = replace(merged.items[pair], reports=reports)
    items = tuple(alone if row == pair else claim for row, claim in enumerate(merged.items))

    both = by_sentence(salience.features(merged, found, found.items), found)[flood]
    single = Embedded(items, merged.vectors)
    one = by_sentence(salience.features(single, found, found.items), found)[flood]

    assert both["independent"] > one["independent"] == 0
    assert {n: v for n, v in both.items() if n != "independent"} == {
        n: v for n, v in one.items() if n != "independent"
    }


def test_a_copy_adds_nothing_to_what_it_repeats() -> None:
    items = [article(text, f"{n}.txt", f"Outlet {n}") for n, text in enumerate(texts)]
    copy = article(f"{texts[0]} {texts[0]}", "copy.txt", "Outlet 9")
    alone, beside = embedded(items), embedded([*items, copy])
    rows = slice(len(alone))

    without = salience.features(
        claims.merge(alone, {item.id: item for item in items}), alone, alone.items
    )
    merged = claims.merge(beside, {item.id: item for item in (*items, copy)}, {copy.id: "Outlet 0"})
    folded = salience.features(merged, beside, beside.items, {copy.id})

    for name in ("pairs", "words", "widest_word", "meaning", "independent"):
        assert folded[name][rows] == pytest.approx(without[name], abs=1e-6), name


@pytest.mark.parametrize("articles", [2, 5, 10, 30])
def test_what_reports_a_claim_never_counts_against_it(articles: int) -> None:
    weights = salience.weights_for(articles)

    assert all(weights[name] >= 0 for name in ("independent", "best_position"))


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
    def bigrams(text: str, language: str = "en") -> tuple[str, ...]:
        return salience.bigrams(Sentence("a", 0, 0, len(text), text, language=language))

    assert bigrams("The ships of Kiel.") == ("the ship", "ship of", "of kiel")
    assert bigrams("Les navires de Kiel", "fr") == ("le navir", "navir de", "de kiel")
    assert bigrams("Ships") == bigrams("") == ()


def test_document_frequency_counts_articles_not_sentences() -> None:
    counted = salience.document_frequency([("a", "xy"), ("a", "x"), ("b", "xz")])

    assert counted == {"x": 2, "y": 1, "z": 1}


def test_the_file_of_weights_names_features_that_there_are() -> None:
    file = resources.files("briefing") / "data" / "salience.toml"
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    known = set(weigh(*texts).items[0].features)

    assert tables
    for name, weights in tables.items():
        assert set(weights) == known, name
        assert all(isinstance(value, float | int) for value in weights.values())


def test_the_same_claims_in_another_order_weigh_the_same() -> None:
    there = {c.wording.text: c.salience for c in weigh(*texts).items}
    back = {c.wording.text: c.salience for c in weigh(*texts[::-1]).items}

    assert there == back


def test_no_claim_and_one_claim_can_be_weighed() -> None:
    nothing = np.zeros((0, 512), np.float32)
    none: Embedded[Claim] = Embedded((), nothing)
    (one,) = weigh(flood).items

    assert len(salience.score(none, Embedded((), nothing), ())) == 0
    assert 0 <= one.salience <= 1
