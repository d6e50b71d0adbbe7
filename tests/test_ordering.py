"""Reading order, on made-up articles whose right order is plain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from fakes import article, claimed, embed

from briefing import ordering
from briefing.corpus import Embedded
from briefing.models import Article, Claim, Sentence

filler = "x" * 100


def told(*lines: str, path: str = "a.txt", day: int | None = None) -> Article:
    """An article of these lines, on a day of May."""
    published = date(2024, 5, day) if day else None
    return replace(article("\n".join(lines), path, path), published=published)


def claim(line: str, *holders: Article, salience: float = 0.5) -> Claim:
    """What the articles report at this line; the first one words it."""
    spans = tuple(
        Sentence(a.id, a.text[: a.text.index(line)].count("\n"), at, at + len(line), line)
        for a in holders
        for at in [a.text.index(line)]
    )
    return claimed(line, *spans, salience=salience)


def arranged(claims: Sequence[Claim], *articles: Article) -> list[str]:
    embedded = Embedded(tuple(claims), embed([c.wording.text for c in claims]))
    by_id: Mapping[str, Article] = {a.id: a for a in articles}
    return [claims[row].wording.text for row in ordering.arrange(embedded, by_id)]


storm = told(
    "The storm flooded the harbour.",
    "Three cranes fell.",
    "Ferries stay at the quay.",
    "Torhaven harbour was built in 1890.",
)


def test_an_article_is_told_in_its_own_order() -> None:
    lines = storm.text.split("\n")

    for mixed in permutations(lines):
        assert arranged([claim(line, storm) for line in mixed], storm) == lines


def test_what_matters_most_opens_wherever_it_stands() -> None:
    lines = storm.text.split("\n")
    claims = [claim(line, storm, salience=0.0) for line in lines[:2]]
    claims.append(claim(lines[3], storm, salience=1.0))

    assert arranged(claims, storm) == [lines[3], lines[0], lines[1]]


def test_what_many_outlets_report_opens() -> None:
    one = told("The mayor spoke.", "The storm flooded the harbour.", path="one.txt")
    two = told("Rain fell.", "The storm flooded the harbour.", path="two.txt")
    six = told("Snow fell.", "The storm flooded the harbour.", path="six.txt")
    flood = claim("The storm flooded the harbour.", one, two, six)
    opening = arranged([claim("The mayor spoke.", one), flood], one, two, six)

    assert opening[0].startswith("The storm")


def test_what_leans_on_the_sentence_before_does_not_open() -> None:
    lines = ("He said that the harbour was lost.", "Three cranes fell.")
    item = told(*lines, filler)
    claims = [claim(lines[0], item, salience=1.0), claim(lines[1], item, salience=0.5)]

    assert arranged(claims, item) == [lines[1], lines[0]]


def test_what_follows_is_told_by_the_day() -> None:
    late = told("The storm flooded the harbour.", "Divers search.", path="a.txt", day=3)
    early = told("A storm is coming.", "Schools close.", path="b.txt", day=1)
    between = told("Winds rise.", path="c.txt", day=2)
    claims = [
        claim("Divers search.", late),
        claim("Winds rise.", between),
        claim("Schools close.", early),
        claim("The storm flooded the harbour.", late, salience=1.0),
    ]

    assert arranged(claims, late, early, between) == [
        "The storm flooded the harbour.",
        "Schools close.",
        "Winds rise.",
        "Divers search.",
    ]


def test_a_claim_counts_by_its_first_report() -> None:
    late = told("The storm flooded the harbour.", "Divers search.", path="a.txt", day=3)
    early = told("A storm is coming.", "Divers search.", path="b.txt", day=1)
    between = told("Winds rise.", path="c.txt", day=2)
    claims = [
        claim("Winds rise.", between),
        claim("Divers search.", late, early),
        claim("The storm flooded the harbour.", late, salience=2.0),
    ]

    assert arranged(claims, late, early, between)[1:] == ["Divers search.", "Winds rise."]


def test_without_days_only_the_places_count() -> None:
    one = told("The storm flooded the harbour.", filler, "Divers search.", path="a.txt", day=3)
    two = told("Winds rise.", filler, path="b.txt")
    claims = [
        claim("Divers search.", one),
        claim("Winds rise.", two),
        claim("The storm flooded the harbour.", one, salience=1.0),
    ]

    assert arranged(claims, one, two)[1:] == ["Winds rise.", "Divers search."]


def test_what_is_close_stands_together() -> None:
    one = told("The storm flooded the harbour.", filler, path="a.txt")
    two = told("Bakers gave bread away.", filler, path="b.txt")
    six = told("The flooded harbour is closed.", filler, path="c.txt")
    claims = [
        claim("Bakers gave bread away.", two),
        claim("The flooded harbour is closed.", six),
        claim("The storm flooded the harbour.", one, salience=1.0),
    ]

    assert arranged(claims, one, two, six)[1] == "The flooded harbour is closed."


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_claims_are_arranged_too(count: int) -> None:
    lines = storm.text.split("\n")[:count]

    assert arranged([claim(line, storm) for line in lines], storm) == lines


def test_the_order_given_changes_nothing() -> None:
    one = told("Rain fell on the town.", "Roads closed.", path="a.txt", day=1)
    two = told("Rain fell on the hills.", "Roads opened.", path="b.txt", day=1)
    claims = [claim(line, item) for item in (one, two) for line in item.text.split("\n")]
    orders = [arranged(mixed, one, two) for mixed in permutations(claims)]

    assert all(order == orders[0] for order in orders)
