from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from fakes import article

from briefing import cleaning, origins, reprints, sentences
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


def found(*articles: Article) -> list[origins.Origin]:
    known = {item.id: item for item in articles}
    whose = origins.find(known, reprints.find(known, spans(*articles)))
    return [whose[item.id] for item in articles]


def keys(*articles: Article) -> list[str]:
    return [origin.key for origin in found(*articles)]


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
    one, same, another = keys(original, topped, own)

    assert one == same != another


def test_a_credited_agency_is_the_origin_whoever_prints_it() -> None:
    printed = article(f"NORHAVEN (Reuters) - {harbour}", "a.txt", "Norhaven Post")
    second = article(f"NORHAVEN (Reuters) - {other_report}", "b.txt", "Coast News")

    assert keys(printed, second) == ["reuters", "reuters"]


def test_outlets_of_one_owner_are_one_origin() -> None:
    owned = [
        replace(article(text, f"{n}.txt", f"Outlet {n}"), owner="Lund Media")
        for n, text in enumerate((harbour, other_report))
    ]

    assert keys(*owned) == ["lund media", "lund media"]


def test_an_agencys_photo_makes_no_report_its_own() -> None:
    first = replace(original, credit="Reuters")
    second = replace(article(other_report, "b.txt", "Coast News"), credit="Reuters")

    assert keys(first, second) == ["norhaven post", "coast news"]


def test_much_in_common_without_a_known_origin_counts_as_dependent() -> None:
    half = f"{harbour[:160]} {other_report}"
    mixed = article(half, "b.txt", "Coast News")

    assert copies(original, mixed) == {}
    assert len(set(keys(original, mixed))) == 1


def test_a_chain_of_articles_that_share_much_is_one_origin() -> None:
    first, second = (
        "The krone gained a little against the euro after the decision of the bank in Oslo. "
        "Shares of builders fell, and the minister of finance thanked the governor for her work. ",
        "Mortgage holders will pay more from July, the union of tenants in Bergen warned members. "
        "The price of flats in the capital has doubled in ten years, and rents have followed it. ",
    )
    links = (
        first + harbour[:330],
        f"{first}{second} Nobody knows how many of the families along the fjord will have to move. "
        "A study of the university is due in autumn, and parliament wants to debate it at once.",
        second + other_report,
    )
    days = (date(2024, 5, 14), date(2024, 5, 15), date(2024, 5, 16))
    chain = [
        replace(article(text, f"{n}.txt", f"Outlet {n}"), published=day)
        for n, (text, day) in enumerate(zip(links, days, strict=True))
    ]

    assert copies(*chain) == {}
    assert keys(chain[0], chain[2]) == ["outlet 0", "outlet 2"]
    assert keys(*chain) == ["outlet 0"] * 3


def test_notes_of_one_form_about_two_places_are_not_folded_and_not_independent() -> None:
    note = (
        "Voters in {} went to the polls on Saturday to elect a president. Polling stations closed "
        "at ten. {} leads in the polls. The president has few powers but can veto laws."
    )
    one = article(note.format("Norhaven", "The mayor Ida Lund"), "a.txt", "Alpha")
    other = article(note.format("Talcora", "The senator Luis Ocampo"), "b.txt", "Beta")

    assert copies(one, other) == {}
    assert len(set(keys(one, other))) == 1


def test_notes_of_one_form_weeks_apart_are_not_folded_when_their_figures_differ() -> None:
    note = (
        "The central bank of Talcora raised its key rate to {}% on Thursday. Governor Greta Holm "
        "said inflation in the country was too high. The peso rose against the dollar."
    )
    notes = [
        replace(article(note.format(rate), f"{rate}.txt", f"Outlet {rate}"), published=day)
        for rate, day in ((3.75, date(2023, 5, 4)), (4, date(2023, 6, 15)))
    ]
    same_day = [replace(item, published=date(2023, 5, 4)) for item in notes]

    assert copies(*notes) == {}
    assert len(copies(*same_day)) == 1


def test_a_correction_is_no_copy_of_what_it_corrects() -> None:
    before = article(f"Correction: six hours, not five. {harbour}", "b.txt", "Norhaven Post")
    behind = article(f"{harbour} Correction: the debate took six hours.", "c.txt", "Norhaven Post")

    assert copies(original, before) == copies(original, behind) == {}
    assert len(set(keys(original, before))) == 1


def test_who_quotes_a_text_to_deny_it_does_not_copy_it() -> None:
    denial = article(
        f"“{harbour[:230]}” wrote the Post. Nothing of this is true, said the clerk of the town: "
        "the harbour stays open to ships of every kind.",
        "b.txt",
        "Coast News",
    )

    assert copies(original, denial) == {}
    assert len(set(keys(original, denial))) == 2


def test_a_digest_folds_nothing_and_depends_on_what_it_repeats() -> None:
    quake = (
        "An earthquake of magnitude 6.1 killed nine people in the province of Talcora on Monday. "
        "It destroyed the hospital of San Amaro, governor Luis Ocampo said. "
        "Rescue teams from Velda are digging for survivors under the market hall of San Amaro."
    )
    note = article(harbour[:235], "a.txt", "Norhaven Post")
    other = article(quake, "b.txt", "Quake Watch")
    digest = article(f"{harbour[:235]} {quake}", "c.txt", "Digest")

    assert copies(note, other, digest) == {}
    whose = found(note, other, digest)
    assert len({origin.key for origin in whose}) == 2
    assert whose[2].why == "repeats several texts"


@pytest.mark.parametrize(
    "credited",
    [
        "NORHAVEN (AP) - {}",
        "NORHAVEN (Associated Press) - {}",
        "By The Associated Press\n\n{}",
        "By Jane Doe, Associated Press\n\n{}",
        "{}\n\nCopyright 2024 The Associated Press. All rights reserved.",
        "{}\n\n(Reporting by Jane Doe; AP)",
    ],
)
def test_an_agency_is_one_origin_in_whatever_form_it_is_credited(credited: str) -> None:
    own = article(other_report, "b.txt", "www.apnews.com")

    assert keys(article(credited.format(harbour), "a.txt", "Norhaven Post"), own) == ["ap", "ap"]


def test_an_agency_that_a_text_only_speaks_of_is_not_its_origin() -> None:
    told = f"The mayor told Agence France-Presse (AFP) of it. {harbour}"

    assert keys(article(told, "a.txt", "Norhaven Post")) == ["norhaven post"]


def test_owners_that_differ_by_case_or_blanks_are_one_origin() -> None:
    owned = [
        replace(article(text, f"{n}.txt", f"Outlet {n}"), owner=owner)
        for n, (text, owner) in enumerate(((harbour, "Lund Media"), (other_report, "LUND  media")))
    ]

    assert keys(*owned) == ["lund media", "lund media"]


def test_what_gives_an_article_its_origin_is_told() -> None:
    wire = article(f"NORHAVEN (Reuters) - {harbour}", "a.txt", "Norhaven Post")
    copy = article(harbour[:300], "b.txt", "Coast News")
    own = replace(article(other_report, "c.txt", "Inland"), owner="Lund Media")

    assert [(origin.name, origin.why) for origin in found(wire, copy, own)] == [
        ("Reuters", "credited"),
        ("Reuters", "repeats a text"),
        ("Lund Media", "owner"),
    ]
