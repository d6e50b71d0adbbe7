from __future__ import annotations

import pytest

from briefing import notes, topics
from briefing.models import Topic

own = (Topic("obchod", any=("vývoz",)),)


def test_english_alone_needs_no_note() -> None:
    assert notes.on_languages(["en", "en"], topics.defaults(), "minilm") == ()


def test_an_english_model_is_said_to_be_one() -> None:
    (note,) = notes.on_languages(["cs", "en", "fr"], own, "minilm")

    assert note.startswith("Czech and French: the model minilm was made for English")
    assert "--embedder" in note


def test_english_topics_are_said_to_be_english() -> None:
    _, note = notes.on_languages(["cs"], topics.defaults(), "sentence-transformers:any")

    assert note.startswith("Czech: the words of the default topics are English")


def test_a_model_of_unknown_languages_is_said_to_be_one() -> None:
    (note,) = notes.on_languages(["cs", "en"], own, "onnx:folder")

    assert note == "Czech: it is not known whether the model onnx:folder reads this."


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("he", ["Hebrew: there is no stemmer"]),
        ("xx", ["xx: there is no stemmer", "xx: there is no list of stop words"]),
        ("zh", []),
    ],
)
def test_what_a_language_lacks_is_said(language: str, expected: list[str]) -> None:
    _, *found = notes.on_languages([language], own, "onnx:folder")

    assert [note.partition(";")[0] for note in found] == expected


def test_each_lack_has_its_own_consequence() -> None:
    _, *found = notes.on_languages(["xx"], own, "onnx:folder")

    assert [note.partition("; ")[2] for note in found] == [
        "words are compared as they are written.",
        "common words count like all others.",
    ]
