"""The greedy choice of the default selector against the best there is."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

import pytest
from fakes import embed
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.corpus import Embedded
from briefing.models import Budget, Claim, Sentence
from briefing.salience import bigrams
from briefing.selectors import coverage

vocabulary = "storm harbour ferry mayor crane water quay bread coal ship".split()


def claim(number: int, text: str, salience: float, articles: Iterable[str]) -> Claim:
    evidence = tuple(Sentence(a, number, 0, len(text), text) for a in articles)
    outlets = tuple(s.article_id for s in evidence)
    return Claim(f"c{number:02}", evidence, outlets, len(outlets), salience=salience)


def pool(seed: int, size: int = 8) -> Embedded[Claim]:
    """Claims of random words, told by one to three of five articles."""
    chance = random.Random(seed)
    claims = tuple(
        claim(
            number,
            " ".join(chance.choices(vocabulary, k=chance.randint(3, 12))),
            round(chance.random(), 2),
            sorted(chance.sample("abcde", chance.randint(1, 3))),
        )
        for number in range(size)
    )
    return Embedded(claims, embed([c.wording.text for c in claims]))


def worth(claims: Embedded[Claim]) -> dict[str, float]:
    """Share of articles by word pair, written down a second time."""
    holders: dict[str, set[str]] = defaultdict(set)
    articles = {s.article_id for c in claims.items for s in c.sentences}
    for c in claims.items:
        for pair in bigrams(c.wording.text, "en"):
            holders[pair] |= {s.article_id for s in c.sentences}
    return {pair: len(ids) / len(articles) for pair, ids in holders.items() if len(ids) > 1}


def value(claims: Embedded[Claim], rows: Iterable[int], budget: Budget) -> float:
    """What the greedy choice makes large, apart from redundancy: salience and covered pairs.

    A claim's salience counts for its words where words are limited, else for a claim of
    average length.
    """
    average = sum(map(words, claims.items)) / len(claims)
    chosen = [claims.items[row] for row in rows]
    covered = {pair for c in chosen for pair in bigrams(c.wording.text, "en")}
    weights = worth(claims)
    sizes = [average if budget.words is None else words(c) for c in chosen]
    matter = sum(size * c.salience for size, c in zip(sizes, chosen, strict=True))
    return coverage.salience_weight * matter + sum(weights.get(pair, 0.0) for pair in covered)


def words(c: Claim) -> int:
    return len(c.wording.text.split())


def best(claims: Embedded[Claim], budget: Budget) -> float:
    limit = float("inf") if budget.words is None else budget.words
    subsets = (
        rows
        for count in range(budget.points + 1)
        for rows in combinations(range(len(claims)), count)
        if sum(words(claims.items[row]) for row in rows) <= limit
    )
    return max(value(claims, rows, budget) for rows in subsets)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 8), st.none() | st.integers(0, 60))
def test_the_budget_is_kept_and_nothing_is_chosen_twice(
    seed: int, points: int, limit: int | None
) -> None:
    claims = pool(seed)
    chosen = coverage.select(claims, Budget(points, limit))
    spent = sum(words(claims.items[row]) for row in chosen)

    assert len(set(chosen)) == len(chosen) <= points
    assert set(chosen) <= set(range(len(claims)))
    assert limit is None or spent <= limit
    if len(chosen) < min(points, len(claims)):
        left = set(range(len(claims))) - set(chosen)
        assert limit is not None
        assert all(spent + words(claims.items[row]) > limit for row in left)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 4))
def test_without_redundancy_greed_keeps_its_guarantee(seed: int, points: int) -> None:
    """Nemhauser, Wolsey & Fisher (1978): 1 - 1/e of the best, for as many points as given."""
    claims = pool(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coverage, "redundancy_weight", 0.0)
        chosen = coverage.select(claims, Budget(points))

    assert value(claims, chosen, Budget(points)) >= 0.632 * best(claims, Budget(points))


@pytest.mark.parametrize("budget", [Budget(3), Budget(8, words=30)], ids=["points", "words"])
def test_the_default_choice_is_near_the_best(budget: Budget) -> None:
    shares = []
    for seed in range(60):
        claims = pool(seed)
        chosen = coverage.select(claims, budget)
        shares.append(value(claims, chosen, budget) / best(claims, budget))

    print(f"share of the best: mean {sum(shares) / len(shares):.3f}, least {min(shares):.3f}")  # noqa: T201
    assert sum(shares) / len(shares) >= 0.85


def test_the_first_choice_is_the_best_single_one() -> None:
    for seed in range(30):
        claims = pool(seed)
        alone = [value(claims, [row], Budget(1)) for row in range(len(claims))]
        (first,) = coverage.select(claims, Budget(1))

        assert alone[first] == pytest.approx(max(alone))


def test_what_is_said_already_yields_to_news() -> None:
    again = [claim(n, "The storm flooded the old harbour", 0.6, "ab") for n in range(2)]
    news = claim(2, "Coal and bread ran short on Monday", 0.5, "ab")
    items = (*again, news)
    claims = Embedded(items, embed([c.wording.text for c in items]))

    chosen = coverage.select(claims, Budget(2))

    assert 2 in chosen


def test_a_pair_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "redundancy_weight", 0.0)
    again = [claim(n, "The storm flooded the old harbour", 0.5, "ab") for n in range(2)]
    news = claim(2, "Coal and bread ran short quickly", 0.4, "ab")
    items = (*again, news)
    claims = Embedded(items, embed([c.wording.text for c in items]))

    assert coverage.select(claims, Budget(2))[1] == 2


def test_what_many_articles_hold_comes_first() -> None:
    many = claim(0, "The storm flooded the old harbour", 0.5, "abc")
    one = claim(1, "The choir sang for the bishop", 0.5, "d")
    claims = Embedded((one, many), embed([one.wording.text, many.wording.text]))

    assert coverage.select(claims, Budget(2)) == [1, 0]


def test_the_choice_does_not_hang_on_the_order() -> None:
    for seed in range(20):
        claims = pool(seed)
        rows = list(range(len(claims)))[::-1]
        there = [claims.items[row].id for row in coverage.select(claims, Budget(4))]
        back = claims.take(rows)

        assert [back.items[row].id for row in coverage.select(back, Budget(4))] == there
