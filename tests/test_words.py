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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("हिन्दी में ख़बर है।", ("हिन्दी", "में", "ख़बर", "है")),  # vowel signs
        ("كِتَابٌ جديد، الرئيس", ("كِتَابٌ", "جديد", "الرئيس")),  # harakat
        ('צה"ל, ארה״ב: בְּרֵאשִׁית', ('צה"ל', 'ארה"ב', "בְּרֵאשִׁית")),  # acronyms, niqqud
        ("Zu\u0308rich", ("zu\u0308rich",)),
        ("می\u200cخواهم", ("می\u200cخواهم",)),
        ("中国人在2024年", ("中国", "国人", "人在", "2024", "年")),
        ("港 near Kiel", ("港", "near", "kiel")),
        ("ที่นี่", ("ที่นี่",)),
    ],
)
def test_words_of_every_script_are_whole(text: str, expected: tuple[str, ...]) -> None:
    assert words.words(text) == expected


def test_an_elided_article_is_no_part_of_a_french_word() -> None:
    assert words.terms("L’eau qu’il dans l’usine", "fr") == words.terms("eau usine", "fr")


def test_words_are_lettered_with_their_marks() -> None:
    assert all(map(words.lettered, ("हिन्दी", "co-op", "中国")))
    assert not any(map(words.lettered, ("80,000", "u.s", "c3", "-")))


@pytest.mark.parametrize(
    ("language", "missing"),
    [
        *((code, ()) for code in ("en", "cs", "fr", "el", "ar", "hi", "zh", "ru")),
        ("he", ("stemmer",)),
        ("xx", ("stemmer", "list of stop words")),
    ],
)
def test_what_a_language_lacks_is_known(language: str, missing: tuple[str, ...]) -> None:
    assert words.lacking(language) == missing


def test_stems_follow_the_language() -> None:
    assert words.stem("प्रधानमंत्रियों", "hi") == words.stem("प्रधानमंत्री", "hi")
    assert words.stem("mostech", "cs") == words.stem("mosty", "cs")
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
    norms = np.linalg.norm(matrix.dense(), axis=1)

    assert matrix.width == len({term for document in given for term in document})
    assert np.allclose(norms, [1.0 if document else 0.0 for document in given])


def test_tfidf_weighs_as_its_formula_says() -> None:
    matrix = words.tfidf([["oil", "oil", "gas"], ["gas"]]).dense()

    gas, oil = 1.0, (1 + np.log(2)) * (1 + np.log(2))
    assert np.allclose(matrix[0], np.array([gas, oil]) / np.hypot(gas, oil))
    assert np.allclose(matrix[1], [1.0, 0.0])


@given(documents)
def test_the_order_of_documents_only_orders_the_rows(given: list[list[str]]) -> None:
    there, back = words.tfidf(given).dense(), words.tfidf(given[::-1]).dense()

    assert np.allclose(there, back[::-1])
