from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from fakes import claimed, corpus, embed

from briefing import repetition
from briefing.corpus import Embedded
from briefing.models import Sentence
from briefing.repetition import Said
from briefing.wordings import said_by

sold = "The port of Torhaven was sold to Nordbank for 40 million kroner on Monday."
bought = "Nordbank bought Torhaven's port, sold for 40 million kroner."
burnt = "A fire destroyed three warehouses in the port of Torhaven."


def says(text: str) -> Said:
    (vector,) = embed([text])
    return Said.of(Sentence("a", 0, 0, len(text), text), vector, repetition.same_meaning)


@pytest.mark.parametrize(
    ("other", "repeats"),
    [
        (sold, True),
        (bought, True),
        (burnt, False),
        ("The port of Torhaven was sold to Nordbank for 90 million kroner on Monday.", False),
        ("The port was sold.", False),
    ],
)
def test_most_of_the_content_words_are_a_repetition(other: str, repeats: bool) -> None:
    assert says(sold).repeats(says(other)) is repeats
    assert says(other).repeats(says(sold)) is repeats


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The dockers' union accepted the port's offer on pay.",
         "The dockers' union rejected the port's offer on pay."),
        ("Exports of timber to the islands rose last year.",
         "Exports of timber to the islands fell last year."),
        ("A jury found the former harbour master guilty of fraud.",
         "A jury found the former harbour master not guilty of fraud."),
        ("Nordland attacked the southern ports of Westmark with drones.",
         "Westmark attacked the southern ports of Nordland with drones."),
        ("The government of Nordland expelled three envoys over spying.",
         "The government of Westmark expelled three envoys over spying."),
        ("A strong earthquake struck the north of Westmark at night.",
         "A strong earthquake struck the north of Nordland at night."),
    ],
)  # fmt: skip
def test_what_contradicts_or_is_about_another_is_news(one: str, other: str) -> None:
    assert not says(one).repeats(says(other))
    assert not says(other).repeats(says(one))


def test_two_equal_figures_need_fewer_words() -> None:
    first = says(
        "The daily comic strip runs in 3,400 newspapers of 58 countries, its agent Lund said."
    )
    again = says("Readers in 58 countries follow the dog and the bird in 3,400 newspapers a day.")
    other = says("Readers in 80 countries follow the dog and the bird in 2,100 newspapers a day.")

    assert first.repeats(again)
    assert not first.repeats(other)


def chosen(*texts: str, told: Sequence[str] = (), limit: int = 2) -> list[str]:
    """What is taken of claims in their order, none telling what was told."""
    found, _ = corpus(*texts)
    claims = tuple(claimed(str(n), s) for n, s in enumerate(found.items))
    taken = repetition.choose(
        Embedded(claims, found.vectors),
        lambda left: list(left.items[:limit]),
        lambda claim: [says(claim.wording.text)],
        [says(text) for text in told],
    )
    return [claim.wording.text for claim in taken]


def test_the_next_best_stands_in_for_a_repetition() -> None:
    assert chosen(sold, bought, burnt) == [sold, burnt]


def test_what_is_told_elsewhere_is_not_told_again() -> None:
    assert chosen(bought, burnt, told=[sold]) == [burnt]


def test_the_same_meaning_in_other_words_is_a_repetition() -> None:
    first = says("The board voted to drop evolution from the standards of the state's schools.")
    same = says("Pupils need to learn less about how life began, officials ruled.")
    close = replace(same, vector=0.8 * first.vector + 0.6 * same.vector)

    assert not first.repeats(same)
    assert first.repeats(close)
    assert not replace(first, enough=0.85).repeats(close)


def test_a_claim_that_repeats_only_in_the_words_picked_for_it_is_left_out() -> None:
    found, _ = corpus(sold, burnt, bought)
    first, fire, deal = found.items
    one = claimed("1", first)
    two = claimed("2", fire, deal)

    taken = repetition.choose(
        Embedded((one, two), found.vectors[:2]),
        lambda left: [said_by(claim, claim.sentences[-1]) for claim in left.items],
        lambda claim: [says(claim.wording.text)],
        [],
    )

    assert [claim.id for claim in taken] == ["1"]
