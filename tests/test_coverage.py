"""The greedy choice of the default selector against the best there is."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import combinations

import pytest
from fakes import claimed, embed
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.corpus import Embedded
from briefing.models import Budget, Claim, Sentence
from briefing.salience import bigrams
from briefing.selectors import coverage
from briefing.words import terms, tfidf

vocabulary = "storm harbour ferry mayor crane water quay bread coal ship".split()


def claim(number: int, text: str, salience: float, articles: Iterable[str]) -> Claim:
    evidence = tuple(Sentence(a, number, 0, len(text), text) for a in articles)
    return claimed(f"c{number:02}", *evidence, salience=salience)


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


def objective(claims: Embedded[Claim], budget: Budget) -> Callable[[Iterable[int]], float]:
    """What is made large, written down a second time."""
    sizes = [float(words(c)) for c in claims.items]
    if budget.words is None:
        sizes = [sum(sizes) / len(sizes)] * len(sizes)
    pairs = [set(bigrams(c.wording)) for c in claims.items]
    ids = {s.article_id for c in claims.items for s in c.sentences}
    holders: dict[str, set[str]] = defaultdict(set)
    for c, found in zip(claims.items, pairs, strict=True):
        for pair in found:
            holders[pair] |= {s.article_id for s in c.sentences}
    vectors = tfidf([terms(c.wording.text) for c in claims.items]).dense()
    likeness = vectors @ vectors.T

    def value(rows: Iterable[int]) -> float:
        chosen = sorted(rows)
        covered = set().union(*(pairs[row] for row in chosen))
        total = sum(len(holders[p]) / len(ids) for p in covered if len(holders[p]) > 1)
        for row in chosen:
            total += coverage.salience_weight * sizes[row] * claims.items[row].salience
        for a, b in combinations(chosen, 2):
            cost = float(likeness[a, b]) * (sizes[a] + sizes[b]) / 2
            total -= coverage.redundancy_weight * cost
        return total

    return value


def words(c: Claim) -> int:
    return len(c.wording.text.split())


def best(claims: Embedded[Claim], budget: Budget) -> float:
    """By brute force."""
    limit = float("inf") if budget.words is None else budget.words
    value = objective(claims, budget)
    return max(
        value(rows)
        for count in range(min(budget.points, len(claims)) + 1)
        for rows in combinations(range(len(claims)), count)
        if sum(words(claims.items[row]) for row in rows) <= limit
    )


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

    assert objective(claims, Budget(points))(chosen) >= 0.632 * best(claims, Budget(points))


@pytest.mark.parametrize(
    ("budget", "mean", "least"),
    [(Budget(4), 0.998, 0.95), (Budget(9, words=30), 0.96, 0.8)],
    ids=["points", "words"],
)
def test_the_choice_is_near_the_best(budget: Budget, mean: float, least: float) -> None:
    shares = []
    for seed in range(40):
        claims = pool(seed, size=9)
        chosen = coverage.select(claims, budget)
        shares.append(objective(claims, budget)(chosen) / best(claims, budget))

    found = sum(shares) / len(shares)
    print(f"share of the best: mean {found:.4f}, least {min(shares):.4f}")  # noqa: T201
    assert found >= mean
    assert min(shares) >= least


def test_the_value_of_a_choice_is_as_written_down_here() -> None:
    for seed, budget in enumerate((Budget(3), Budget(9, words=40))):
        claims = pool(seed)
        problem, value = coverage.Problem.of(claims, budget), objective(claims, budget)

        for rows in combinations(range(len(claims)), 3):
            assert problem.value(rows) == pytest.approx(value(rows))


def test_the_first_choice_is_the_best_single_one() -> None:
    for seed in range(30):
        claims = pool(seed)
        alone = [objective(claims, Budget(1))([row]) for row in range(len(claims))]
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
