from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from fakes import claimed
from hypothesis import given
from hypothesis import strategies as st
from sumy.summarizers.kl import KLSummarizer

from briefing import plugins, words
from briefing.corpus import Embedded
from briefing.models import Budget, Claim, Select, Sentence
from briefing.selectors import kl

if TYPE_CHECKING:
    from briefing.models import Vectors

sumys = ("lexrank", "textrank", "lsa", "luhn", "sumbasic")

storm = (
    ("a", "A storm flooded the harbour of Kiel on Monday."),
    ("a", "The harbour stayed closed on Tuesday, the mayor said."),
    ("a", "Schools opened again."),
    ("b", "On Monday a storm flooded Kiel's harbour."),
    ("b", "The mayor of Kiel asked the state for help with the flooded harbour."),
    ("c", "Bread prices rose."),
    ("c", "The storm cut power to the harbour and to a thousand homes in Kiel."),
)


def embedded(texts: Sequence[tuple[str, str]]) -> Embedded[Claim]:
    claims: list[Claim] = []
    for article, text in texts:
        index = sum(claim.wording.article_id == article for claim in claims)
        sentence = Sentence(article, index, 0, len(text), text)
        claims.append(claimed(f"{article}{index}", sentence, salience=0.5))
    return Embedded(tuple(claims), vectors([text for _, text in texts]))


def vectors(texts: Sequence[str]) -> Vectors:
    """Hashed bags of words, unit length."""
    rows = np.zeros((len(texts), 64), np.float32)
    for row, text in enumerate(texts):
        for word in words.words(text):
            rows[row, hashlib.sha256(word.encode()).digest()[0] % 64] += 1
    unit: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1)
    return unit


def load(name: str) -> Select:
    select: Select = plugins.load("selectors", name).select
    return select


every = pytest.mark.parametrize("name", plugins.names("selectors"))


@every
def test_a_selector_keeps_to_the_points(name: str) -> None:
    chosen = load(name)(embedded(storm), Budget(points=3))

    assert len(chosen) == len(set(chosen)) <= 3
    assert set(chosen) <= set(range(len(storm)))


@every
@pytest.mark.parametrize("limit", [0, 2, 9, 20, 1000])
def test_a_selector_keeps_to_the_words(name: str, limit: int) -> None:
    chosen = load(name)(embedded(storm), Budget(points=100, words=limit))

    assert sum(len(storm[row][1].split()) for row in chosen) <= limit


@every
@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_selector_works_on_few_claims(
    name: str, count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = load(name)(embedded(storm[:count]), Budget(points=5))

    assert set(chosen) <= set(range(count))
    assert capsys.readouterr() == ("", "")


@every
@pytest.mark.parametrize("text", ["", "...", "of the", "Storm."])
def test_a_selector_works_on_claims_with_hardly_a_word(name: str, text: str) -> None:
    chosen = load(name)(
        embedded([("a", text), ("a", text), ("b", text)]), Budget(points=2, words=10)
    )

    assert set(chosen) <= {0, 1, 2}


@every
def test_a_selector_chooses_the_same_twice(name: str) -> None:
    budget = Budget(points=4, words=40)

    assert load(name)(embedded(storm), budget) == load(name)(embedded(storm), budget)


@pytest.mark.parametrize("name", [*sumys, "kl", "lead", "random", "centroid-mmr"])
def test_equal_sentences_of_two_articles_are_told_apart(name: str) -> None:
    twice = [*storm[:2], ("z", storm[0][1]), ("z", storm[1][1])]

    chosen = load(name)(embedded(twice), Budget(points=10))

    assert sorted(chosen) == [0, 1, 2, 3]


def test_the_choice_does_not_hang_on_the_hash_seed() -> None:
    code = (
        "from test_selectors import *;"
        "print([load(name)(embedded(storm), Budget(points=5)) for name in (*sumys, 'kl')])"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-W", "error", "-c", code],
            env={"PYTHONHASHSEED": seed},
            cwd=Path(__file__).parent,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(printed) == 1


@pytest.mark.parametrize("name", ["lexrank", "textrank"])
def test_what_many_articles_tell_comes_before_what_none_else_tells(name: str) -> None:
    chosen = load(name)(embedded(storm), Budget(points=7))

    assert chosen.index(4) < chosen.index(5)


def test_lead_takes_first_sentences_before_second_ones() -> None:
    chosen = load("lead")(embedded(storm), Budget(points=5))

    assert chosen == [0, 3, 5, 1, 4]


def test_a_sentence_too_long_is_passed_over_for_a_shorter_one() -> None:
    chosen = load("lead")(embedded(storm), Budget(points=9, words=12))

    assert chosen == [0, 5]


def test_random_does_not_depend_on_the_order_of_the_claims() -> None:
    claims = embedded(storm)
    turned = claims.take(range(len(storm))[::-1])
    budget = Budget(points=4)
    forwards = [claims.items[row].id for row in load("random")(claims, budget)]
    backwards = [turned.items[row].id for row in load("random")(turned, budget)]

    assert forwards == backwards


def test_centroid_mmr_prefers_news_to_a_repetition() -> None:
    claims = embedded([("a", "Flood."), ("b", "Flood."), ("c", "Fire."), ("d", "Fire.")])
    directions = np.array([[0.6, 0.8], [0.6, 0.8], [0.6, -0.8], [0.6, -0.8]], np.float32)

    chosen = load("centroid-mmr")(Embedded(claims.items, directions), Budget(points=2))

    assert {claims.items[row].wording.text for row in chosen} == {"Flood.", "Fire."}


@given(st.lists(st.lists(st.sampled_from("pqrstuvw"), max_size=6), max_size=8))
def test_kl_always_takes_what_diverges_least_by_the_formula_of_sumy(
    sentences: list[list[str]],
) -> None:
    summarizer = KLSummarizer()
    everything = [word for sentence in sentences for word in sentence]
    whole = {word: everything.count(word) / len(everything) for word in everything}
    summary: list[str] = []
    left = list(range(len(sentences)))

    for row in kl.rank(sentences):
        divergence = {
            other: summarizer._kl_divergence(
                summarizer._joint_freq(sentences[other], summary), whole
            )
            for other in left
        }
        assert divergence[row] == pytest.approx(min(divergence.values()), abs=1e-9)
        left.remove(row)
        summary += sentences[row]
    assert not left
