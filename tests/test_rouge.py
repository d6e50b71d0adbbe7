import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rouge_score import rouge_scorer, tokenizers  # type: ignore[import-untyped]

from briefing import rouge
from briefing.rouge import Score
from briefing.words import length

vocabulary = ["the", "ministers", "minister", "signed", "signing", "trade", "deals", "U.S.", "2023"]
sentences = st.lists(st.sampled_from(vocabulary), min_size=1, max_size=30).map(" ".join)


def test_recall_and_precision_are_those_counted_by_hand() -> None:
    scores = rouge.score("the cat sat on the mat", ["the cat lay on the big mat today"])

    assert scores["rouge-1"] == Score(recall=5 / 8, precision=5 / 6)
    assert scores["rouge-2"] == Score(recall=2 / 7, precision=2 / 5)
    assert scores["rouge-4"] == Score(recall=0.0, precision=0.0)
    assert scores["rouge-1"].f1 == pytest.approx(10 / 14)


def test_signs_of_a_script_without_spaces_count_one_by_one() -> None:
    assert rouge.tokens("中国 ABC，人民") == ["中", "国", "abc", "人", "民"]


def test_two_such_signs_count_as_one_word_of_a_limit() -> None:
    assert length("中国人民银行今天宣布") == 6
    assert rouge.tokens("中国人民银行今天宣布", 3) == ["中", "国", "人", "民", "银"]


def test_skip_bigrams_are_those_counted_by_hand() -> None:
    # police killed the gunman: 3 single words (not the last) and 6 pairs; police kill the
    # gunman shares police, kill, the (stems) and every pair.
    scores = rouge.score("police killed the gunman", ["police kill the gunman"])
    turned = rouge.score("the gunman killed police", ["police kill the gunman"])

    assert scores["rouge-su4"] == Score(1.0, 1.0)
    assert turned["rouge-su4"].recall == pytest.approx((2 + 1) / 9)  # the, kill; the-gunman


def test_at_most_four_words_stand_between_a_skip_bigram() -> None:
    found = rouge.skip_bigrams(list("abcdefg"))

    assert found["a", "f"] == 1
    assert found["a", "g"] == 0


@given(st.lists(st.sampled_from("abc"), max_size=15))
def test_skip_bigrams_agree_with_brute_force(tokens: list[str]) -> None:
    pairs = [(i, j) for i in range(len(tokens)) for j in range(len(tokens)) if 0 < j - i <= 5]
    expected = sorted([(tokens[i], tokens[j]) for i, j in pairs] + [(t,) for t in tokens[:-1]])

    assert sorted(rouge.skip_bigrams(tokens).elements()) == expected


@given(summary=sentences, reference=sentences)
def test_ngram_scores_agree_with_an_independent_implementation(
    summary: str, reference: str
) -> None:
    theirs = rouge_scorer.RougeScorer(["rouge1", "rouge2", "rouge4"], use_stemmer=True)
    expected = theirs.score(reference, summary)
    ours = rouge.score(summary, [reference])

    for metric in ("rouge-1", "rouge-2", "rouge-4"):
        other = expected[metric.replace("-", "")]
        assert (ours[metric].recall, ours[metric].precision, ours[metric].f1) == pytest.approx(
            (other.recall, other.precision, other.fmeasure)
        )


@given(st.text(alphabet=st.sampled_from("aB1 .-_'$\n"), max_size=30))
def test_ascii_text_is_cut_into_the_same_words(text: str) -> None:
    theirs = tokenizers.DefaultTokenizer(use_stemmer=True).tokenize(text)

    assert rouge.tokens(text) == theirs


def test_short_words_are_not_stemmed_and_stop_words_stay() -> None:
    assert rouge.tokens("The U.S. was signing deals") == ["the", "u", "s", "was", "sign", "deal"]


def test_words_of_other_scripts_are_whole() -> None:
    assert rouge.tokens("हिन्दी में, Ελλάδα!") == ["हिन्दी", "में", "ελλάδα"]


def test_only_the_first_words_count_in_summary_and_reference() -> None:
    long = rouge.score("one two three four", ["one two three four five"], words=2)

    assert long["rouge-1"] == Score(1.0, 1.0)
    assert rouge.tokens("a long-term plan -- signed", 2) == ["a", "long", "term"]


def test_hits_and_totals_are_summed_over_references() -> None:
    scores = rouge.score("a b", ["a b c d", "x y"])

    assert scores["rouge-1"] == Score(recall=2 / 6, precision=2 / 4)


def test_a_repeated_word_counts_only_as_often_as_the_reference_has_it() -> None:
    assert rouge.score("the the the", ["the end"])["rouge-1"] == Score(1 / 2, 1 / 3)


@pytest.mark.parametrize(("summary", "reference"), [("", "a b"), ("a b", ""), ("", "")])
def test_empty_text_scores_nothing(summary: str, reference: str) -> None:
    assert set(rouge.score(summary, [reference]).values()) == {Score(0.0, 0.0)}
    assert Score(0.0, 0.0).f1 == 0.0


def test_the_order_of_the_references_changes_nothing() -> None:
    references = ["ministers signed a deal", "a trade deal", "no deal on monday"]
    shuffled = random.Random(1).sample(references, 3)

    assert rouge.score("a deal", references) == rouge.score("a deal", shuffled)
