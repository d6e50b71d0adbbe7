"""No outlet fills a choice that others could share, whatever the selector."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from fakes import claimed, embed

from briefing import balance, plugins
from briefing.corpus import Embedded
from briefing.models import Budget, Claim, Select, Sentence


def claim(name: str, *outlets: str, salience: float) -> Claim:
    """What these outlets report, in the words of the first."""
    text = f"The {name} of the harbour was told by the mayor."
    spans = tuple(Sentence(outlet, 0, 0, len(text), text) for outlet in outlets)
    return claimed(name, *spans, salience=salience)


def by_salience(claims: Embedded[Claim], budget: Budget) -> list[int]:
    """A selector that knows nothing of outlets."""
    ranked = sorted(range(len(claims)), key=lambda row: -claims.items[row].salience)
    return ranked[: budget.points]


def embedded(claims: Sequence[Claim]) -> Embedded[Claim]:
    return Embedded(tuple(claims), embed([c.wording.text for c in claims]))


def chosen(claims: Sequence[Claim], points: int, select: Select = by_salience) -> list[Claim]:
    return balance.choose(
        embedded(claims),
        Budget(points),
        select,
        source=lambda sentence: sentence.article_id,
        equals=lambda claim: claim.sentences,
        embedded=embedded,
    )


def speakers(claims: Sequence[Claim]) -> Counter[str]:
    return Counter(claim.wording.article_id for claim in claims)


flood = [claim(f"flood{n}", "Courier", salience=1 - n / 100) for n in range(6)]
others = [claim("bread", "Gazette", salience=0.8), claim("school", "Post", salience=0.75)]


def test_one_outlet_has_at_most_half_where_others_have_the_story() -> None:
    shown = chosen([*flood, *others], 4)

    assert speakers(shown) == {"Courier": 2, "Gazette": 1, "Post": 1}
    assert [c.id for c in shown[:2]] == ["flood0", "flood1"]


def test_half_is_rounded_up() -> None:
    assert speakers(chosen([*flood, *others], 3)) == {"Courier": 2, "Gazette": 1}


def test_an_outlet_alone_fills_its_section() -> None:
    assert [c.id for c in chosen(flood, 4)] == ["flood0", "flood1", "flood2", "flood3"]


def test_a_claim_that_matters_little_is_not_shown_for_balance() -> None:
    weak = claim("weather", "Gazette", salience=0.1)

    assert speakers(chosen([*flood, weak], 4)) == {"Courier": 4}


def test_a_claim_that_costs_hardly_more_takes_the_place_of_one_that_costs() -> None:
    cheap = [claim(f"flood{n}", "Courier", salience=-0.1) for n in range(4)]

    for cost, shown in ((-0.12, {"Courier": 3, "Gazette": 1}), (-0.2, {"Courier": 4})):
        assert speakers(chosen([*cheap, claim("bread", "Gazette", salience=cost)], 4)) == shown


def test_a_selector_sees_the_vectors_of_new_wordings() -> None:
    texts = ("The ferry to Kiel stayed in port.", "No ship left for Kiel.")
    spans = (Sentence("Courier", 0, 0, 9, texts[0]), Sentence("Post", 0, 0, 9, texts[1]))
    ferry = claimed("ferry", *spans, salience=0.995)
    seen: list[Embedded[Claim]] = []

    def watched(claims: Embedded[Claim], budget: Budget) -> list[int]:
        seen.append(claims)
        return by_salience(claims, budget)

    chosen([*flood, ferry], 4, watched)
    assert {c.wording.text for last in seen[1:] for c in last.items} >= {texts[1]}
    for claims in seen:
        assert (claims.vectors == embedded(claims.items).vectors).all()


def test_what_gave_way_comes_back_when_others_run_out() -> None:
    shown = chosen([*flood, others[0]], 5)

    assert speakers(shown) == {"Courier": 4, "Gazette": 1}


def test_the_outlets_that_step_in_share_too() -> None:
    gazette = [claim(f"bread{n}", "Gazette", salience=0.9 - n / 100) for n in range(6)]
    shown = chosen([*flood, *gazette, others[1]], 3)

    assert speakers(shown) == {"Courier": 2, "Gazette": 1}
    assert max(speakers(chosen([*flood, *gazette, others[1]], 6)).values()) == 3


def test_a_full_outlet_leaves_the_telling_to_another_that_reports_the_same() -> None:
    shared = claim("ferry", "Courier", "Post", salience=0.97)
    shown = chosen([*flood[:3], shared], 4)

    assert {c.id for c in shown} == {"flood0", "flood1", "flood2", "ferry"}
    assert speakers(shown) == {"Courier": 3, "Post": 1}
    assert next(c for c in shown if c.id == "ferry").outlets == ("Courier", "Post")


def test_a_wording_stays_where_no_outlet_is_full() -> None:
    shared = claim("ferry", "Courier", "Post", salience=0.97)

    assert speakers(chosen([shared, others[0]], 2)) == {"Courier": 1, "Gazette": 1}


def test_nothing_is_chosen_from_nothing() -> None:
    assert chosen([], 3) == []


@pytest.mark.parametrize("name", plugins.names("selectors"))
def test_every_selector_is_held_to_it(name: str) -> None:
    peers = [claim(f"bread{n}", f"Outlet {n}", salience=0.9) for n in range(6)]
    shown = chosen([*flood, *peers], 6, plugins.load("selectors", name).select)

    assert len(shown) == 6
    assert len({c.id for c in shown}) == 6
    assert speakers(shown)["Courier"] <= 3
