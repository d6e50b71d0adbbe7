"""The seven languages of MultiLing through the product; tests/multilingual says whose they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Command

from briefing import cleaning, load_articles, sentences, words
from briefing.models import Article

folder = Path(__file__).parent / "multilingual"
languages = ["ar", "cs", "el", "en", "fr", "he", "hi"]


def articles(language: str) -> list[Article]:
    return [a for a in load_articles(folder / f"{language}.jsonl") if isinstance(a, Article)]


@pytest.mark.parametrize("language", languages)
def test_the_language_is_detected(language: str) -> None:
    assert [article.language for article in articles(language)] == [language] * 3


@pytest.mark.parametrize("language", languages)
def test_its_prose_is_found_sentence_by_sentence(language: str) -> None:
    for article in articles(language):
        spans = cleaning.clean(article, sentences.split(article))
        prose = [span for span in spans if span.kind == "sentence"]
        lines = [line for line in article.text.splitlines() if cleaning.ends(line)]

        assert len(prose) >= len(lines)
        assert all(cleaning.ends(span.text) for span in prose)
        assert max(words.length(span.text) for span in prose) < 75


@pytest.mark.parametrize("language", languages)
def test_every_word_of_it_is_whole(language: str) -> None:
    for article in articles(language):
        joined = "".join(words.words(article.text))
        letters = [c for c in article.text.lower() if c.isalpha()]

        assert [c for c in joined if c.isalpha()] == letters
        assert all(map(words.lettered, words.words(article.title.translate(digits))))


digits = str.maketrans(dict.fromkeys("0123456789.,'’\"״", " "))


@pytest.mark.parametrize("language", sorted({*languages} - {"he"}))
def test_stems_join_its_inflections(language: str) -> None:
    spoken = {word for a in articles(language) for word in words.words(a.text)}

    assert len({words.stem(word, language) for word in spoken}) < 0.95 * len(spoken)


@pytest.mark.parametrize("language", languages)
def test_its_brief_can_be_verified_and_says_what_is_missing(language: str, run: Command) -> None:
    made = run("generate", folder / f"{language}.jsonl", "--date", "2011-11-14", "-q")
    brief = json.loads(Path("out/2011-11-14/brief.json").read_text(encoding="utf-8"))

    assert made.code == 0
    assert run("verify", "out/2011-11-14").code == 0
    assert sum(len(section["points"]) for section in brief["sections"]) + len(brief["noted"]) >= 3
    assert any("minilm" in note for note in brief["notes"]) == (language != "en")
    assert any("stemmer" in note for note in brief["notes"]) == (language == "he")
    for suffix in ("md", "txt", "html"):
        text = Path(f"out/2011-11-14/brief.{suffix}").read_text(encoding="utf-8")
        assert ("made for English" in " ".join(text.split())) == (language != "en")


def test_a_corpus_may_be_of_all_languages(run: Command) -> None:
    made = run("generate", folder, "--format", "json", "-o", "-")
    brief = json.loads(made.out)

    assert made.code == 0
    assert {source["language"] for source in brief["sources"]} == set(languages)
    assert "Arabic, Czech, French, Greek, Hebrew and Hindi" in brief["notes"][0]
