"""Quotations are found again in texts that changed, or said to be changed or gone."""

from __future__ import annotations

import time
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.anchoring import Text, normalised
from briefing.models import Citation

before = "Ferries sailed again on Monday.\n\n"
quote = "The winter storm flooded 40 houses in the old harbour of Torhaven on Monday."
behind = "  Trains did not run until the evening."
text = f"{before}{quote}{behind}"


def cite(exact: str = quote, within: str = text) -> Citation:
    start = within.index(exact)
    end = start + len(exact)
    return Citation("a", start, end, exact, within[max(0, start - 30) : start], within[end:][:30])


def test_what_stands_where_it_stood_holds() -> None:
    place = Text(text).find(cite())

    assert (place.state, place.start, place.end) == ("holds", len(before), len(before + quote))


def test_the_same_words_elsewhere_have_moved() -> None:
    place = Text(f"A new lead.\n{text}").find(cite())

    assert (place.state, place.start) == ("moved", len(before) + 12)


def test_of_several_the_one_with_the_same_words_around_it_is_taken() -> None:
    now = f"{quote}\n\n{quote} It was cold.\n\nNews. {text}"
    place = Text(now).find(cite())

    assert (place.state, place.start) == ("moved", now.rindex(quote))


def test_of_several_alike_the_nearest_is_taken() -> None:
    now = f"x{'Storm. ' * 40}"
    place = Text(now).find(Citation("a", 70, 76, "Storm."))

    assert (place.state, place.start) == ("moved", 71)


@pytest.mark.parametrize(
    "change",
    [
        lambda words: words.replace(" ", "\n  "),
        lambda words: words.replace("old harbour", "old\u00a0harbour"),
        lambda words: f"“{words}”",
    ],
)
def test_other_white_space_and_marks_are_no_other_words(change: object) -> None:
    assert callable(change)
    now = f"{before}Editor's note. {change(quote)}{behind}"
    place = Text(now).find(cite())

    assert place.state == "moved"
    assert normalised(now[place.start : place.end]) == quote


def test_curly_marks_stand_for_straight_ones() -> None:
    then, now = 'He called it "a storm", and left.', "So: He called it “a storm”, and left. Yes."
    place = Text(now).find(cite(then, then))

    assert (place.state, now[place.start : place.end]) == ("moved", now[4:-5])


@pytest.mark.parametrize(
    ("now", "differing"),
    [
        (quote.replace("40", "55"), (("40", "55"),)),
        (quote.replace("flooded 40 houses", "flooded houses"), (("40", ""),)),
        (quote.replace("The winter storm", "The great winter storm"), (("", "great"),)),
    ],
)
def test_a_passage_that_is_alike_has_changed(
    now: str, differing: tuple[tuple[str, str], ...]
) -> None:
    whole = f"Something new stands here. {before}{now}{behind}"
    place = Text(whole).find(cite())

    assert place.state == "changed"
    assert whole[place.start : place.end] == now
    assert place.differing == differing


@pytest.mark.parametrize("now", ["", " ", before, "Parliament voted on Monday to raise the age."])
def test_what_has_nothing_like_it_is_missing(now: str) -> None:
    assert Text(now).find(cite()).state == "missing"


words = st.lists(
    st.sampled_from("storm harbour 40 “flood” ferry\n\n said, on é the".split(" ")),
    min_size=1,
    max_size=30,
)


@given(words, words, words, words)
def test_words_that_are_in_a_text_are_found_in_it(
    some: list[str], own: list[str], others: list[str], more: list[str]
) -> None:
    exact = " ".join(own)
    now = " ".join([*others, exact, *more])
    then = " ".join([*some, exact])
    cited = replace(cite(exact, then), start=len(then) - len(exact), end=len(then))
    place = Text(now).find(cited)

    assert place.state in ("holds", "moved")
    assert now[place.start : place.end] == exact


@given(words, words)
def test_a_place_is_within_the_text(own: list[str], others: list[str]) -> None:
    now = " ".join(others)
    place = Text(now).find(Citation("a", 0, 5, " ".join(own)))

    assert 0 <= place.start <= place.end <= len(now)


def test_a_megabyte_and_five_hundred_quotations_take_seconds() -> None:
    dice = Random(1)
    known = [f"word{n}" for n in range(4000)]
    sentences = [" ".join(dice.choices(known, k=24)) + "." for _ in range(6500)]
    then = "\n".join(sentences)
    assert len(then) > 1_000_000
    cited = [cite(one, then) for one in sentences[::13][:500]]
    now = Text(
        "\n".join(
            one.replace(one.split()[9], "other") if n % 26 == 0 else one
            for n, one in enumerate(["New.", *sentences], -1)
        )
    )
    start = time.process_time()
    states = [now.find(one).state for one in cited]

    assert (states.count("changed"), states.count("moved")) == (250, 250)
    assert time.process_time() - start < 10
