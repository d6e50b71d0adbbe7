from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from fakes import article, day, embed

from briefing import compose, files, pipeline, plugins
from briefing.config import Config
from briefing.errors import BriefingError, NothingToBrief, SourceError
from briefing.models import Article, Brief, Point, Section, Topic

if TYPE_CHECKING:
    from briefing.models import Vectors

harbour = Topic("harbour", "harbours, ships, ferries and cranes", any=("harbour", "ferry", "crane"))
schools = Topic("schools", "schools, teachers and pupils", any=("school", "teacher", "pupil"))
config = Config(topics=(harbour, schools), discover=False)

courier = article(
    "TORHAVEN, May 3 (Wire) -- The winter storm flooded the old harbour of Torhaven on Monday.\n\n"
    "The storm broke three cranes of the harbour, and the ferry to Kiel stayed at the quay. "
    "The harbour master told the ferry company to wait for calmer seas. "
    "He said that pilots would decide about the sailing.\n\n"
    "The school on the east bank was closed after water had entered its cellar.",
    "courier.txt",
    "Courier",
)
gazette = article(
    "A winter storm has flooded the old harbour at Torhaven, the mayor said on Monday.\n\n"
    "Two teachers carried the pupils of the school across the water.\n\n"
    "Insurers expect claims of 90 million crowns from owners of ships in the harbour.",
    "gazette.txt",
    "Gazette",
)
post = article(
    "On Monday a storm flooded the harbour in Torhaven.\n\n"
    "Teachers ask for a new school on higher ground, and the council has promised one.\n\n"
    "A bakery on the east bank gave away its bread to those who had lost their homes.",
    "post.txt",
    "Post",
)
all_three = (courier, gazette, post)


def make(found: Sequence[Article | SourceError] = all_three, given: Config = config) -> Brief:
    select = plugins.load("selectors", given.selector).select
    return pipeline.brief(found, given, embed, select, day)


def points(brief: Brief) -> list[Point]:
    return [point for section in brief.sections for point in section.points] + list(brief.noted)


def section(brief: Brief, name: str) -> Section:
    return next(section for section in brief.sections if section.topic.name == name)


def holding(found: Sequence[Point], words: str) -> list[Point]:
    return [point for point in found if words in point.text]


def test_sections_stand_in_the_order_of_the_topics() -> None:
    assert [s.topic.name for s in make().sections] == ["harbour", "schools"]


def test_a_claim_stands_in_one_section_only() -> None:
    both = replace(schools, any=(*schools.any, "storm", "harbour"))
    brief = make(given=replace(config, topics=(harbour, both), length=5))
    spans = [(c.article_id, c.end) for p in points(brief) for c in p.citations]

    assert len(holding(points(brief), "flooded")) == 1
    assert Counter(spans).most_common(1)[0][1] == 1


def test_a_point_is_cited_to_all_that_report_it() -> None:
    (flood,) = holding(section(make(), "harbour").points, "flooded")

    assert flood.outlets == ("Courier", "Gazette", "Post")
    assert flood.independent == 3
    assert len(flood.citations) == 3
    assert flood.flags == ()


def test_a_point_of_one_outlet_is_flagged() -> None:
    (insured,) = holding(points(make(given=replace(config, length=5))), "90 million")

    assert insured.outlets == ("Gazette",)
    assert insured.flags == ("single source",)


def test_every_point_is_a_verbatim_quote() -> None:
    texts = {item.id: item.text for item in all_three}

    for point in points(make(given=replace(config, length=5))):
        assert point.text == point.citations[0].text
        leads = (point.lead_in,) if point.lead_in else ()
        for c in (*point.citations, *leads):
            assert texts[c.article_id][c.start : c.end] == c.text


def test_ids_are_distinct_and_number_the_points_of_a_section() -> None:
    brief = make(given=replace(config, length=5))
    ids = [point.id for point in points(brief)]

    assert len(set(ids)) == len(ids)
    for part in brief.sections:
        assert [p.id for p in part.points] == [
            f"{part.topic.name}-{n}" for n in range(1, len(part.points) + 1)
        ]


def test_a_topic_named_like_a_part_of_the_page_has_ids_of_its_own() -> None:
    brief = make(given=replace(config, topics=(replace(harbour, name="noted"),), length=5))
    ids = [point.id for point in points(brief)]

    assert section(brief, "noted").points
    assert brief.noted
    assert len(set(ids)) == len(ids)


def test_topics_whose_names_differ_in_signs_only_have_ids_of_their_own() -> None:
    given = (replace(harbour, name="the sea"), replace(schools, name="the-sea"))
    ids = [point.id for point in points(make(given=replace(config, topics=given)))]

    assert len(set(ids)) == len(ids)


def printed(found: Sequence[Point]) -> int:
    leads = [point.lead_in.text for point in found if point.lead_in]
    return sum(len(text.split()) for text in [*leads, *(point.text for point in found)])


@pytest.mark.parametrize("words", [1, 20, 60, 100, 150])
def test_a_brief_keeps_to_its_words(words: int) -> None:
    shown = points(make(given=replace(config, words=words)))

    assert printed(shown) <= words
    assert bool(shown) == (words >= 20)


def test_words_that_one_section_leaves_go_to_another() -> None:
    everything = points(make(given=replace(config, length=20)))
    shown = points(make(given=replace(config, words=printed(everything) + 15)))

    assert {point.text for point in shown} == {point.text for point in everything}


def test_sections_share_the_words_and_the_first_topic_comes_first() -> None:
    assert all(part.points for part in make(given=replace(config, words=100)).sections)
    first, second = make(given=replace(config, words=15)).sections
    assert first.points
    assert not second.points


def test_words_count_instead_of_points() -> None:
    short = replace(config, length=0.1)

    assert len(points(make(given=replace(short, words=1000)))) > len(points(make(given=short)))


@pytest.mark.parametrize("limit", [0, 20, 40])
def test_a_topic_has_at_most_its_words(limit: int) -> None:
    capped = replace(harbour, max_words=limit)
    brief = make(given=replace(config, topics=(capped, schools), length=10))

    assert printed(section(brief, "harbour").points) <= limit
    assert section(brief, "schools").points


def test_one_outlet_has_at_most_half_of_a_section_that_others_could_fill() -> None:
    lines = [f"The ferry line {n} stays at the quay of the harbour today." for n in "abcd"]
    wordy = article("\n\n".join(lines), "wordy.txt", "Wordy")
    shown = section(make([*all_three, wordy], replace(config, length=0.75)), "harbour").points
    outlets = {item.id: item.outlet for item in (*all_three, wordy)}
    told = Counter(outlets[point.citations[0].article_id] for point in shown)

    assert len(told) > 1
    assert max(told.values()) <= -(-len(shown) // 2)


def test_the_flood_opens_its_section() -> None:
    opening, *details = section(make(), "harbour").points

    assert "flooded" in opening.text
    assert opening.independent == 3
    assert details


@pytest.mark.parametrize("limit", [1, 2])
def test_a_topic_has_at_most_its_points(limit: int) -> None:
    capped = replace(harbour, max_points=limit)
    brief = make(given=replace(config, topics=(capped, schools), length=10))

    assert len(section(brief, "harbour").points) == limit


def test_a_topic_kept_to_an_outlet_shows_only_what_it_reports() -> None:
    kept = replace(harbour, outlets=("Gazette",))
    brief = make(given=replace(config, topics=(kept, schools), length=5))
    shown = section(brief, "harbour").points

    assert shown
    assert all("Gazette" in point.outlets for point in shown)
    assert holding(shown, "90 million")
    assert not holding(shown, "cranes")


ships = Topic(
    "ships",
    "the harbour master, pilots, the sailing of the ferry",
    any=("harbour", "ferry", "pilot", "sailing"),
)


def test_the_sentence_before_goes_with_one_that_leans_on_it() -> None:
    pilots = Topic("pilots", "pilots decide about the sailing", any=("sailing",))
    (leaning,) = section(make([courier], replace(config, topics=(pilots,))), "pilots").points
    before = leaning.lead_in

    assert leaning.text.startswith("He said that pilots")
    assert before is not None
    assert before.text.startswith("The harbour master told")
    assert courier.text[before.start : before.end] == before.text


def test_what_leans_on_a_point_of_its_section_stands_right_behind_it() -> None:
    shown = section(make(given=replace(config, topics=(ships,), length=5)), "ships").points
    places = {point.text[:17]: place for place, point in enumerate(shown)}

    assert places["He said that pilo"] == places["The harbour maste"] + 1
    assert shown[places["He said that pilo"]].lead_in is None


def test_nothing_at_a_glance_leans_on_what_is_not_there() -> None:
    herald = article(
        "He said the pilots would decide about a sailing today.\n\nRain fell on the town.",
        "herald.txt",
        "Herald",
    )
    brief = make([*all_three, herald], replace(config, topics=(ships,), length=5))

    assert holding(section(brief, "ships").points, "He said")
    assert not holding([p for p in brief.glance if not p.lead_in], "He said")


def test_what_leans_on_nothing_readable_is_no_point() -> None:
    item = article(f"He said the ferry to Kiel had left the harbour.\n\n{gazette.text}", "x.txt")
    brief = make([item], replace(config, length=20))

    assert holding(points(brief), "flooded")
    assert not holding(points(brief), "He said the ferry")


def test_a_dateline_is_left_out_of_the_quotation() -> None:
    (flood,) = holding(points(make([courier])), "flooded the old harbour")

    assert flood.elided
    assert flood.text == "The winter storm flooded the old harbour of Torhaven on Monday."
    assert courier.text[flood.citations[0].start - 3 :].startswith("-- The winter")
    assert not any(p.elided for p in points(make([courier])) if p is not flood and p != flood)


@pytest.mark.parametrize(
    "line",
    [
        "What will become of the ferry and the harbour of Torhaven?",
        "The ferry sank.",
        f"The ferry {'and the crane and the harbour ' * 15}are lost to the town of Torhaven.",
    ],
)
def test_questions_and_sentences_too_short_or_too_long_are_no_points(line: str) -> None:
    item = article(f"{gazette.text} {line}", "x.txt")

    assert not holding(points(make([item], replace(config, length=20))), line)


def test_length_scales_the_brief() -> None:
    counts = [len(points(make(given=replace(config, length=n)))) for n in (0.1, 1, 5)]

    assert counts == sorted(counts)
    assert counts[0] < counts[-1]
    assert all(len(s.points) <= 1 for s in make(given=replace(config, length=0.1)).sections)


def test_a_glance_takes_few_points_of_one_section_and_the_best_supported_first() -> None:
    brief = make(given=replace(config, length=5))
    home = {p.id: s.topic.name for s in brief.sections for p in s.points}
    shares = Counter(home[point.id] for point in brief.glance)

    assert brief.glance[0].independent == max(p.independent for p in points(brief))
    assert max(shares.values()) <= compose.glance_share
    assert all(point in points(brief) for point in brief.glance)
    assert len(make(given=replace(config, length=0.1)).glance) == 1


def test_sources_are_numbered_by_path_and_say_whether_they_are_cited() -> None:
    brief = make(all_three[::-1])
    cited = {c.article_id for point in points(brief) for c in point.citations}

    assert [(s.number, s.path) for s in brief.sources] == [
        (1, "courier.txt"),
        (2, "gazette.txt"),
        (3, "post.txt"),
    ]
    assert [s.cited for s in brief.sources] == [s.article_id in cited for s in brief.sources]


def test_every_input_is_in_the_ledger_once() -> None:
    found: list[Article | SourceError] = [
        *all_three,
        replace(post, path="copy.txt"),
        article("Subscribe", "weather.txt"),
        SourceError("broken.txt", "not UTF-8", "unreadable"),
    ]
    ledger = make(found).ledger

    assert [entry.path for entry in ledger] == sorted(item.path for item in found)
    assert Counter(entry.bucket for entry in ledger) == {
        "used": 3,
        "duplicate": 1,
        "no text": 1,
        "unreadable": 1,
    }
    assert len(make(found).sources) == 3


def test_kinds_count_all_the_spans() -> None:
    reading = pipeline.read(all_three)
    brief = make()

    assert sum(brief.kinds.values()) == len(reading.spans)
    assert brief.kinds["sentence"] == sum(span.kind == "sentence" for span in reading.spans)


def test_counts_of_a_section_add_up_by_outlet() -> None:
    for part in make().sections:
        assert part.sentences == sum(part.outlets.values())
        assert set(part.outlets) <= {"Courier", "Gazette", "Post"}


def test_a_topic_of_one_outlet_says_so() -> None:
    insurance = Topic("insurance", "insurers and claims", any=("insurer",))
    brief = make(given=replace(config, topics=(insurance, harbour)))

    assert section(brief, "insurance").note == "Only Gazette reports on insurance."
    assert section(brief, "harbour").note == ""


def test_nothing_is_said_of_the_outlet_of_what_is_not_shown() -> None:
    insurance = Topic("insurance", "insurers and claims", any=("insurer",), max_points=0)
    shown = section(make(given=replace(config, topics=(insurance,))), "insurance")

    assert (shown.points, shown.note) == ((), "")


def test_a_given_topic_without_sentences_still_has_its_section() -> None:
    brief = make(given=replace(config, topics=(harbour, Topic("volcanoes", all=("volcano",)))))

    assert section(brief, "volcanoes").points == ()
    assert section(brief, "volcanoes").sentences == 0


def test_the_order_of_the_inputs_changes_nothing() -> None:
    made = [make(order) for order in permutations(all_three)]

    assert all(brief == made[0] for brief in made)


@pytest.mark.parametrize(
    "found", [[], [article("Subscribe")], [SourceError("a", "x", "unreadable")]]
)
def test_nothing_to_brief_is_said(found: list[Article | SourceError]) -> None:
    with pytest.raises(NothingToBrief):
        make(found)


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_an_embedder_that_gives_no_numbers_is_blamed(wrong: float) -> None:
    def broken(texts: Sequence[str]) -> Vectors:
        return np.full_like(embed(texts), wrong)

    with pytest.raises(BriefingError, match="the embedder gave a vector with NaN or infinity"):
        pipeline.embedded(pipeline.read(all_three), broken)


def test_one_sentence_makes_a_brief() -> None:
    brief = make([article("The ferry to Kiel left the flooded harbour on Monday.")])

    assert len(points(brief)) == 1
    assert brief.glance == section(brief, "harbour").points


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Зимний шторм затопил в понедельник старый порт города Торхавен."),
        ("fr", "Le maire a fermé lundi le vieux pont du port de Torhaven aux camions."),
    ],
)
def test_a_brief_of_another_language_has_points(language: str, text: str) -> None:
    assert points(make([replace(article(text), language=language)]))


def test_a_plain_verb_of_the_present_is_a_verb() -> None:
    assert points(make([article("Norway and Denmark warn of a storm near the ferry to Kiel.")]))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Trade", "trade"),
        ("Oil & gas!", "oil-gas"),
        ("a" * 200, "a" * 80),
        ("Ünter", "nter"),
        ("../x", "x"),
    ],
)
def test_a_slug_is_plain(name: str, expected: str) -> None:
    assert files.slug(name) == expected


def test_a_name_without_a_plain_letter_has_a_slug_of_its_own() -> None:
    assert files.slug("торговля").startswith("topic-")
    assert files.slug("торговля") != files.slug("энергия")


def test_figures_and_dates_stand_in_a_brief_unless_switched_off() -> None:
    made = make()
    without = make(given=replace(config, blocks=()))

    assert [f.values[0].text for f in made.figures] == ["90 million"]
    assert (without.figures, without.timeline) == ((), ())
    assert without.sections == made.sections


def test_who_speaks_is_told_unless_it_is_the_outlet_itself() -> None:
    def speakers(outlet: str) -> set[str]:
        return {point.said_by for point in points(make([replace(gazette, outlet=outlet)]))}

    assert "mayor" in speakers("Gazette")
    assert "mayor" not in speakers("Mayor")


def test_what_several_tell_of_no_topic_is_at_a_glance() -> None:
    brief = make(given=replace(config, topics=(schools,)))

    (storm,) = holding(brief.noted, "flooded")
    assert storm.independent == 3
    assert brief.glance[0].text == storm.text
