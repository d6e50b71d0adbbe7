from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from fakes import article

from briefing import cleaning, reprints, sentences
from briefing.models import Article, Sentence

harbour = (
    "The council of Norhaven voted on Tuesday to close the old harbour to cargo ships. "
    "Twelve members were for the plan and three against it, after a debate of six hours. "
    "Ships will use the new terminal at Skarpe, which opened in March. "
    "The fishing fleet keeps its berths, mayor Ida Lund told reporters after the vote. "
    "Shopkeepers along the quay fear for their trade and want a study of its effects. "
    "The city will turn the warehouses into flats, a school and a public library."
)
lead = (
    "It is the end of an era on the northern coast, and many residents came to see it for "
    "themselves. Our reporter was in the gallery of the town hall all evening.\n\n"
)
other_report = (
    "Cargo ships lose their place in Norhaven's old harbour, the town decided this week. "
    "Three of fifteen councillors opposed it. Mayor Ida Lund promised fishermen that their "
    "boats may stay. Traders on the quay are worried and ask how many customers they will lose. "
    "A library, flats and a school are planned where goods are stored today."
)


def spans(*articles: Article) -> list[Sentence]:
    return [s for item in articles for s in cleaning.clean(item, sentences.split(item))]


def copies(*articles: Article) -> Mapping[str, str]:
    return reprints.find({item.id: item for item in articles}, spans(*articles)).kept


def origins(*articles: Article) -> list[str]:
    known = {item.id: item for item in articles}
    found = reprints.origins(known, reprints.find(known, spans(*articles)))
    return [found[item.id] for item in articles]


original = article(harbour, "a.txt", "Norhaven Post")


def test_a_copy_under_a_new_lead_is_folded() -> None:
    topped = article(lead + harbour, "b.txt", "Coast News")

    assert copies(original, topped) in ({topped.id: original.id}, {original.id: topped.id})


def test_a_copy_that_was_cut_is_folded_under_the_whole() -> None:
    cut = article(harbour[: len(harbour) * 2 // 3], "b.txt", "Coast News")

    assert copies(original, cut) == {cut.id: original.id}


def test_an_edited_copy_is_folded() -> None:
    edited = harbour.replace("six hours", "five hours").replace("Shopkeepers", "Owners of shops")

    assert len(copies(original, article(edited, "b.txt", "Coast News"))) == 1


def test_another_report_of_the_same_event_is_no_copy() -> None:
    assert copies(original, article(other_report, "b.txt", "Coast News")) == {}


def test_a_digest_is_no_copy_of_the_note_it_repeats() -> None:
    note = article(harbour[:160], "b.txt", "Coast News")
    filler = " ".join(
        f"Item {n} of the day's list is about the weather in town." for n in range(80)
    )
    digest = article(f"{harbour[:160]} {filler}", "c.txt", "Digest")

    assert copies(note, digest) == {}


def test_the_earliest_is_kept_and_the_agencys_own_before_it() -> None:
    early = replace(article(harbour + " ", "b.txt", "Coast News"), published=date(2024, 5, 1))
    late = replace(original, published=date(2024, 5, 2))
    wire = replace(
        article(f"NORHAVEN (Reuters) - {harbour}", "c.txt", "Reuters"), published=date(2024, 5, 3)
    )

    assert copies(early, late) == {late.id: early.id}
    assert copies(early, late, wire) == {late.id: wire.id, early.id: wire.id}


def test_the_order_of_the_articles_does_not_matter() -> None:
    topped = article(lead + harbour, "b.txt", "Coast News")
    cut = article(harbour[:300], "c.txt", "Inland")

    assert copies(original, topped, cut) == copies(cut, topped, original)


def test_copies_have_one_origin_and_other_reports_their_own() -> None:
    topped = article(lead + harbour, "b.txt", "Coast News")
    own = article(other_report, "c.txt", "Inland")
    one, same, another = origins(original, topped, own)

    assert one == same != another


def test_a_credited_agency_is_the_origin_whoever_prints_it() -> None:
    printed = article(f"NORHAVEN (Reuters) - {harbour}", "a.txt", "Norhaven Post")
    second = article(f"NORHAVEN (Reuters) - {other_report}", "b.txt", "Coast News")

    assert origins(printed, second) == ["reuters", "reuters"]


def test_outlets_of_one_owner_are_one_origin() -> None:
    owned = [
        replace(article(text, f"{n}.txt", f"Outlet {n}"), owner="Lund Media")
        for n, text in enumerate((harbour, other_report))
    ]

    assert origins(*owned) == ["lund media", "lund media"]


def test_an_agencys_photo_makes_no_report_its_own() -> None:
    first = replace(original, credit="Reuters")
    second = replace(article(other_report, "b.txt", "Coast News"), credit="Reuters")

    assert origins(first, second) == ["norhaven post", "coast news"]


def test_much_in_common_without_a_known_origin_counts_as_dependent() -> None:
    half = f"{harbour[:160]} {other_report}"
    mixed = article(half, "b.txt", "Coast News")

    assert copies(original, mixed) == {}
    assert len(set(origins(original, mixed))) == 1
