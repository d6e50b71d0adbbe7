from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations, permutations

import numpy as np
import pytest
from fakes import article, corpus, embed, embedded
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import amounts, claims, contradictions
from briefing.concepts import concepts
from briefing.contradictions import Reported
from briefing.corpus import Embedded
from briefing.models import Claim, Sentence

flood = "The winter storm flooded the old harbour of Torhaven on Monday."
flooded = "On Monday the winter storm flooded the old harbour in Torhaven."
ferry = "The ferry to Kiel sailed at noon with forty passengers."
bakery = "A bakery on the east bank gave away its bread."
choir = "The choir sang in the church for the bishop."
background = (ferry, bakery, choir)


def merge(*texts: str) -> tuple[Claim, ...]:
    return claims.merge(*corpus(*texts)).items


def contradiction(a: str, b: str) -> str:
    return contradictions.find(Reported(a), Reported(b))


def groups(*texts: str) -> set[frozenset[str]]:
    return {frozenset(s.text for s in claim.sentences) for claim in merge(*texts)}


def together(a: str, b: str) -> bool:
    return frozenset((a, b)) in groups(a, b, *background)


@pytest.mark.parametrize(
    ("a", "b", "objection"),
    [
        ("The storm killed 12 people.", "The storm killed 14 people.", "other numbers"),
        ("Trade grew by 25 percent.", "Trade grew by 24 percent.", "other numbers"),
        ("It cost 8,000 crowns.", "It cost 8,600 crowns.", "other numbers"),
        ("It was his 3rd visit.", "It was his 4th visit.", "other numbers"),
        ("He was elected in 2019.", "He was elected in 2023.", "other years"),
        ("It sank on May 3.", "It sank on May 4.", "other days"),
        ("It sank on 3 May.", "It sank on 4 May.", "other days"),
        (
            "His first visit was to Norway.",
            "His first visit was to Denmark.",
            "other destinations",
        ),
        ("He arrived in Kiel on a visit.", "He arrived in Oslo on a visit.", "other destinations"),
        (
            "The ferry is expected to sail on Monday.",
            "The ferry sailed on Monday.",
            "a plan, not a fact",
        ),
        ("The council will close the bridge.", "The council closed it.", "a plan, not a fact"),
        ("Holm vowed to respond.", "Holm responded.", "a plan, not a fact"),
        ("Holm pledged to respond.", "Holm responded.", "a plan, not a fact"),
        ("He lives in Kiel.", "He works in Oslo.", "something else about the same"),
        (
            "The captain, Omar Riis, was arrested, police said.",
            "The captain, Omar Riis, survived.",
            "something else about the same",
        ),
        (
            "The mayor said the driver had lost control on a wet road.",
            "The driver did not lose control, his company said.",
            "one denies it",
        ),
        ("Holm will close the mill.", "Holm denied a report that it will.", "one denies it"),
        (
            "“The old bridge will stay closed for good this year,” said Anna Holm, the mayor.",
            "“Nobody asked fishermen for their opinion,” said Anna Holm, the mayor.",
            "another quotation",
        ),
    ],
)
def test_what_cannot_be_the_same_is_objected_to(a: str, b: str, objection: str) -> None:
    assert contradiction(a, b) == contradiction(b, a) == objection


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The storm killed 12 people.", "The storm killed twelve people."),
        ("The storm killed 12 people.", "The storm killed people."),
        ("It cost 8,000 crowns.", "It cost 8000 crowns."),
        ("It cost 8,000 crowns in 2 years.", "It cost 8,000 crowns."),
        ("It sank on May 3, 2021.", "It sank in 2021."),
        ("It sank on May 3.", "It sank on Monday."),
        ("He paid a visit to Moscow.", "He paid a visit to Russia."),
        ("He travelled to Beijing.", "He travelled to China in May."),
        ("The council will close it.", "The council would close it."),
        ("Holm said the council will close it.", "The council was told of it, Holm said."),
        ("The ferry sailed.", "The ferry sailed."),
        (
            "“The old bridge is closed to ferries,” Holm said.",
            "“We closed the market and the bridge today,” Holm added.",
        ),
    ],
)
def test_nothing_speaks_against_what_may_be_the_same(a: str, b: str) -> None:
    assert contradiction(a, b) == contradiction(b, a) == ""


def test_what_reports_the_same_is_one_claim() -> None:
    assert together(flood, flooded)


@pytest.mark.parametrize("other", [ferry, bakery, choir])
def test_what_reports_something_else_is_not(other: str) -> None:
    assert not together(flood, other)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "The storm killed 12 people in the harbour.",
            "The storm killed 14 people in the harbour.",
        ),
        ("The council will close the swing bridge.", "The council closed the swing bridge."),
        ("Holm left on a visit to Norway on Monday.", "Holm left on a visit to Denmark on Monday."),
    ],
)
def test_a_contradiction_keeps_look_alikes_apart(a: str, b: str) -> None:
    assert not together(a, b)


def test_no_chain_is_made_across_a_contradiction() -> None:
    twelve = "The winter storm killed 12 people in the harbour of Torhaven."
    some = "The winter storm killed people in the harbour of Torhaven."
    fourteen = "The winter storm killed 14 people in the harbour of Torhaven."

    found = groups(twelve, some, fourteen, *background)

    assert not any({twelve, fourteen} <= group for group in found)
    assert any(some in group and len(group) == 2 for group in found)


words = st.sampled_from(
    "storm flooded harbour Torhaven Monday 12 14 people will killed ferry 2019 2021".split()
)


@settings(max_examples=60)
@given(st.lists(st.lists(words, min_size=3, max_size=8).map(" ".join), max_size=8))
def test_every_sentence_is_in_one_claim_and_no_claim_contradicts_itself(texts: list[str]) -> None:
    found, articles = corpus(*dict.fromkeys(f"The {text}." for text in texts))
    merged = claims.merge(found, articles)
    evidence = [sentence for claim in merged.items for sentence in claim.sentences]

    assert sorted(evidence, key=str) == sorted(found.items, key=str)
    for claim in merged.items:
        for a, b in combinations(claim.sentences, 2):
            assert not contradiction(a.text, b.text)


def test_no_chain_is_made_across_a_contradiction_of_two_that_are_not_alike() -> None:
    texts = ("storm storm storm", "storm storm 2019", "storm storm 2021", "storm flooded flooded")

    for claim in merge(*(f"The {text}." for text in texts)):
        for a, b in combinations(claim.sentences, 2):
            assert not contradiction(a.text, b.text)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "В понедельник зимний шторм затопил старый порт города Торхавен.",
            "Зимний шторм в понедельник затопил старый порт в Торхавене.",
        ),
        (
            "La tempête a fermé lundi le vieux port de la ville.",
            "Lundi, la tempête a fermé le vieux port de la ville.",
        ),
    ],
)
def test_claims_are_merged_in_any_language(a: str, b: str) -> None:
    assert together(a, b)


def test_a_claim_keeps_all_its_evidence_and_its_outlets() -> None:
    told = "A winter storm has flooded the harbour at Torhaven, the mayor said on Monday."
    (claim, *others) = sorted(merge(flood, told, *background), key=lambda c: -len(c.sentences))

    assert {s.text for s in claim.sentences} == {flood, told}
    assert claim.outlets == ("Outlet 0", "Outlet 1")
    assert claim.independent == 2
    assert all(len(other.sentences) == other.independent == 1 for other in others)


def test_a_claims_vector_is_that_of_its_wording() -> None:
    merged = claims.merge(*corpus(flood, flooded, *background))

    wordings = embed([claim.wording.text for claim in merged.items])
    assert np.array_equal(merged.vectors, wordings)


def test_ids_do_not_hang_on_the_order() -> None:
    items, articles = corpus(flood, flooded, *background)
    rows = (4, 1, 3, 0, 2)

    there, back = claims.merge(items, articles), claims.merge(items.take(rows), articles)

    assert {claim.id for claim in there.items} == {claim.id for claim in back.items}
    assert {(c.id, c.wording) for c in there.items} == {(c.id, c.wording) for c in back.items}
    assert len({claim.id for claim in there.items}) == len(there)


@pytest.mark.parametrize("order", list(permutations(range(3)))[1:])
def test_the_same_groups_come_of_any_order(order: tuple[int, ...]) -> None:
    near = [flood, flooded, "The winter storm flooded the harbour."]

    assert groups(*near, *background) == groups(*(near[row] for row in order), *background)


def test_copies_count_as_one_report() -> None:
    items, articles = corpus(flood, f"{flood} ", *background)
    (claim, *_) = sorted(claims.merge(items, articles).items, key=lambda c: -len(c.sentences))

    assert len(claim.sentences) == 2
    assert claim.outlets == ("Outlet 0", "Outlet 1")
    assert claim.independent == 1


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Norland accepted the peace proposal.", "Norland rejected the peace proposal."),
        ("Norland will attack Kiel, she said.", "Norland will not attack Kiel, she said."),
        ("Exports rose by ten percent in May.", "Exports fell by ten percent in May."),
        ("Oil exports rose by ten percent.", "Gas exports rose by ten percent."),
        ("Norland denied supplying weapons.", "Norland confirmed supplying weapons."),
        ("The mayor of Kiel met the bishop.", "The mayor of Torhaven met the bishop."),
        ("Five people were killed in the attack.", "Nine people were killed in the attack."),
        ("Norland struck Sudland overnight.", "Sudland struck Norland overnight."),
        ("Trade grew by 24.5 percent last year.", "Trade shrank by 24.5 percent last year."),
    ],
)
def test_opposite_reports_are_never_one_claim(a: str, b: str) -> None:
    assert not together(a, b)
    assert not together(b, a)


@pytest.mark.parametrize(("by", "independent"), [("agency", 1), ("Post", 2)])
def test_whose_a_report_is_does_not_hang_on_the_order(by: str, independent: int) -> None:
    copy = "On Monday the winter storm flooded the old harbour of Torhaven."
    own = "A winter storm flooded Torhaven and its old harbour on Monday, the mayor said."
    whose = {flood: "Gazette", copy: "agency", own: by}
    counts = set()
    for order in permutations(whose):
        sentences, articles = corpus(*order, *background)
        origins = {a.id: whose.get(a.text, "other") for a in articles.values()}
        found = claims.merge(sentences, articles, origins).items
        counts.add(next(c.independent for c in found if len(c.sentences) == 3))

    assert counts == {independent}


def test_what_hundreds_tell_is_one_claim() -> None:
    texts = [f"{flood} Pastor {n} Bell of quay {n} sang for choir {n} there." for n in range(170)]
    items = [article(text, f"{n}.txt", f"Outlet {n}") for n, text in enumerate(texts)]
    found = claims.merge(embedded(items), {item.id: item for item in items}).items

    assert [len(c.outlets) for c in found if c.wording.text == flood] == [170]


def test_copies_beside_a_report_of_its_own_count_as_two() -> None:
    own = "A storm has flooded the harbour at Torhaven, the mayor said on Monday."
    items, articles = corpus(flood, f"{flood} ", own, *background)
    (claim, *_) = sorted(claims.merge(items, articles).items, key=lambda c: -len(c.sentences))

    assert len(claim.sentences) == 3
    assert claim.independent == 2


def test_one_outlet_is_one_however_often_it_says_it() -> None:
    items, articles = corpus(flood, flooded, *background)
    same = {key: replace(item, outlet="Courier") for key, item in articles.items()}
    (claim, *_) = sorted(claims.merge(items, same).items, key=lambda c: -len(c.sentences))

    assert len(claim.sentences) == 2
    assert claim.outlets == ("Courier",)
    assert claim.independent == 1


def test_a_path_stands_in_for_an_outlet_that_is_not_known() -> None:
    item = article(flood, "town/flood.txt")
    (claim,) = claims.merge(embedded([item]), {item.id: item}).items

    assert claim.outlets == ("town/flood.txt",)


def test_two_sentences_of_one_article_need_more_to_be_the_same() -> None:
    alike = "On Monday the storm flooded the old harbour of Torhaven and closed the market."
    item = article(f"{flood} {alike} {' '.join(background)}")
    within = claims.merge(embedded([item]), {item.id: item})

    assert together(flood, alike)
    assert all(len(claim.sentences) == 1 for claim in within.items)


@pytest.mark.parametrize(("days", "merged"), [(0, True), (2, True), (3, False)])
def test_reports_of_other_days_need_more_to_be_the_same(days: int, merged: bool) -> None:
    alike = "The storm flooded Torhaven, closed schools and sank two boats in the harbour."
    sentences, articles = corpus(flood.replace(" on Monday", ""), alike, *background)
    first, second, *others = articles.values()
    dated = {
        first.id: replace(first, published=date(2024, 5, 1)),
        second.id: replace(second, published=date(2024, 5, 1 + days)),
    } | {other.id: other for other in others}

    found = claims.merge(sentences, dated).items
    assert (len(found) < len(articles)) is merged
    if not merged:
        assert "reports of other days" in {m.reason for c in found for m in c.near_misses}


def test_the_words_of_a_compound_are_compared_one_by_one() -> None:
    assert list(concepts("China-Russia trade")) == list(concepts("Chinese-Russian trade"))


def test_the_two_leaders_are_no_figure() -> None:
    known, told = amounts.find("The two leaders met."), amounts.find("A two-day visit began.")

    assert amounts.alike(known, told) == amounts.unknown
    assert amounts.alike(told, amounts.find("A three-day visit began.")) == 0


def test_the_wording_is_one_that_can_be_read_alone() -> None:
    leaning = "It was the winter storm that flooded the old harbour of Torhaven on Monday."
    (claim, *_) = sorted(merge(leaning, flood, *background), key=lambda c: -len(c.sentences))

    assert [s.text for s in claim.sentences] == [flood, leaning]


def test_a_near_miss_is_named_with_its_reason() -> None:
    twelve = "The winter storm killed 12 people in the harbour of Torhaven."
    fourteen = "The winter storm killed 14 people in the harbour of Torhaven."
    (claim,) = (c for c in merge(twelve, fourteen, *background) if c.wording.text == twelve)

    (miss,) = claim.near_misses
    assert miss.citation.text == fourteen
    assert miss.reason == "other numbers"
    assert 0 < miss.score <= 1.001


def test_no_sentence_makes_no_claim() -> None:
    empty: Embedded[Sentence] = Embedded((), np.zeros((0, 512), np.float32))

    assert len(claims.merge(empty, {})) == 0


def test_one_sentence_is_one_claim() -> None:
    (claim,) = merge(flood)

    assert claim.wording.text == flood
    assert claim.near_misses == ()
