from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import words

documents = st.lists(st.lists(st.sampled_from(["oil", "gas", "war", "tax", "ship"]), max_size=8))


def test_words_are_lower_case_and_keep_what_joins_them() -> None:
    text = "The U.S. bought 80,000 co-op flats; the mayor’s WON'T."

    assert words.words(text) == (
        *("the", "u.s", "bought", "80,000", "co-op", "flats", "the", "mayor's", "won't"),
    )


@pytest.mark.parametrize("text", ["", " \n", "...", "— “”"])
def test_a_text_without_words_has_none(text: str) -> None:
    assert words.words(text) == words.terms(text) == ()


def test_terms_are_the_stems_of_content_words() -> None:
    assert words.terms("The ships were in the harbours of Kiel.") == ("ship", "harbour", "kiel")


def test_a_possessive_is_no_part_of_a_stem() -> None:
    assert words.stem("mayor's") == words.stem("mayor") == words.base("mayor's")


def test_stems_follow_the_language() -> None:
    assert words.stem("maisons", "fr") == words.stem("maison", "fr")
    assert words.stem("дома", "ru") == words.stem("домов", "ru")


def test_a_language_without_stemmer_or_stop_words_is_left_as_it_is() -> None:
    assert words.stem("abcs", "xx") == "abcs"
    assert words.stop_words("xx") == frozenset()
    assert words.terms("The abcs", "xx") == ("the", "abcs")


@pytest.mark.parametrize(
    "inflected",
    [
        ("sanction", "sanctions", "sanctioned", "sanctioning"),
        ("import", "imports", "imported", "importing"),
        ("price", "prices", "priced", "pricing"),
        ("supply", "supplies", "supplied"),
        ("pipeline", "pipelines", "pipeline's"),
        ("war", "wars"),
        ("gas", "gases"),
    ],
)
def test_inflections_share_a_base(inflected: tuple[str, ...]) -> None:
    assert len(set(map(words.base, inflected))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("import", "important"),
        ("university", "universe"),
        ("gas", "ga"),
        ("war", "ward"),
        ("us", "u"),
        ("crisis", "crisi"),
        ("oil", "oily"),
        ("need", "ne"),
        ("nation", "national"),
    ],
)
def test_words_of_another_meaning_keep_another_base(one: str, other: str) -> None:
    assert words.base(one) != words.base(other)


@given(st.text("abcdefghijklmnopqrstuvwxyz'-", min_size=1))
def test_a_base_is_a_short_form_of_its_word(word: str) -> None:
    found = words.base(word)

    assert len(found) <= len(word)
    assert word.startswith(found) or found.endswith("y")


@given(documents)
def test_tfidf_rows_have_unit_length_unless_empty(given: list[list[str]]) -> None:
    matrix = words.tfidf(given)
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())

    assert matrix.shape == (len(given), len({term for document in given for term in document}))
    assert np.allclose(norms, [1.0 if document else 0.0 for document in given])
    assert matrix.has_sorted_indices


def test_tfidf_weighs_as_its_formula_says() -> None:
    matrix = words.tfidf([["oil", "oil", "gas"], ["gas"]]).toarray()

    gas, oil = 1.0, (1 + np.log(2)) * (1 + np.log(2))
    assert np.allclose(matrix[0], np.array([gas, oil]) / np.hypot(gas, oil))
    assert np.allclose(matrix[1], [1.0, 0.0])


@given(documents)
def test_the_order_of_documents_only_orders_the_rows(given: list[list[str]]) -> None:
    there, back = words.tfidf(given).toarray(), words.tfidf(given[::-1]).toarray()

    assert np.allclose(there, back[::-1])
