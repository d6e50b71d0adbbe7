from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest
from conftest import Command, seeds
from fakes import article, day, embed

from briefing import evidence, pipeline, plugins, sources
from briefing.config import Config
from briefing.models import Article, Brief, Story, Topic

vote = (
    "Norhaven council votes to close the old harbour\n\n"
    "The council of Norhaven voted on Tuesday to close the old harbour to cargo ships. "
    "Twelve members were for the plan of mayor Ida Lund and three against it. "
    "Ships will use the terminal at Skarpe. The fishing fleet of Norhaven keeps its berths.",
    "Cargo ships must leave the harbour of Norhaven\n\n"
    "Cargo ships lose their place in the old harbour of Norhaven, its council decided. "
    "They will go to the terminal at Skarpe instead. "
    "Mayor Ida Lund promised the fishermen of Norhaven that their boats may stay.",
    "Lund wins vote on Norhaven harbour\n\n"
    "Mayor Ida Lund won a vote of the Norhaven council over the old harbour on Tuesday. "
    "The fishing fleet may stay, and cargo ships go to Skarpe. Three members were against it.",
)
quake = (
    "Earthquake in Talcora kills nine\n\n"
    "An earthquake of magnitude 6.1 killed nine people in the province of Talcora on Monday. "
    "It destroyed the hospital of San Amaro, governor Luis Ocampo said. "
    "Rescue teams from Velda are digging for survivors under the market hall of San Amaro.",
    "Rescuers dig for survivors of quake in Talcora\n\n"
    "Rescue teams dug for survivors in San Amaro after an earthquake shook Talcora on Monday. "
    "Nine people died and the hospital of San Amaro was destroyed. "
    "Governor Luis Ocampo asked Velda for tents.",
)
other_quake = (
    "Earthquake in Brenmark kills two\n\n"
    "An earthquake of magnitude 5.8 killed two people in the valley of Brenmark on Monday. "
    "It destroyed a bridge over the Orne at Castell, minister Greta Holm said. "
    "Rescue teams are looking for survivors in a school of Castell."
)


def made(texts: Sequence[str]) -> list[Article]:
    return [article(text, f"{n}.txt", f"Outlet {n}") for n, text in enumerate(texts)]


def grouped(articles: Sequence[Article]) -> list[list[str]]:
    """The paths of each story."""
    reading = pipeline.read(articles)
    return [
        [reading.articles[one].path for one in story.articles]
        for story in pipeline.stories(reading)
    ]


def brief(articles: Sequence[Article]) -> Brief:
    topics = (
        Topic("harbour", "harbours and ships", any=("harbour", "ship")),
        Topic("rescue", "earthquakes and rescue teams", any=("rescue", "earthquake", "hospital")),
        Topic("politics", "mayors, governors and votes", any=("mayor", "governor", "vote")),
    )
    select = plugins.load("selectors", "coverage").select
    return pipeline.brief(articles, Config(topics=topics, discover=False), embed, select, day)


def test_articles_about_one_event_are_one_story() -> None:
    assert grouped(made((*vote, *quake))) == [["0.txt", "1.txt", "2.txt"], ["3.txt", "4.txt"]]


def test_two_articles_are_enough() -> None:
    assert grouped(made(quake)) == [["0.txt", "1.txt"]]
    assert grouped(made((vote[0], quake[0]))) == [["0.txt"], ["1.txt"]]


def test_events_of_one_kind_in_two_places_are_two_stories() -> None:
    assert grouped(made((*quake, other_quake))) == [["0.txt", "1.txt"], ["2.txt"]]
    assert grouped(made((quake[0], other_quake))) == [["0.txt"], ["1.txt"]]


def test_a_second_event_of_its_kind_is_a_story_of_its_own() -> None:
    crashes = made(
        (
            "A bus with 44 pilgrims from Oma plunged into a ravine at Karsk on Monday. It killed "
            "12 people, police chief Dmitri Sal said. The driver lost control of the bus.",
            "A bus with 30 pupils from Lomar hit a lorry at Karsk on Monday. It killed eight "
            "people, police chief Dmitri Sal said. The driver had slept in his lorry.",
        )
    )
    mondays = (date(2024, 6, 3), date(2024, 6, 10))
    items = [replace(item, published=day) for item, day in zip(crashes, mondays, strict=True)]

    assert grouped(items) == [["0.txt"], ["1.txt"]]
    assert grouped(crashes) == [["0.txt", "1.txt"]]


def test_the_seeds_are_one_story() -> None:
    found = [item for item in sources.read([seeds]) if isinstance(item, Article)]

    assert len(grouped(found)) == 1


def test_the_order_of_the_articles_does_not_matter() -> None:
    articles = made((*vote, *quake, other_quake))

    assert grouped(articles) == grouped(articles[::-1])


def test_a_day_that_all_share_brings_nothing_together() -> None:
    same_day = [
        replace(item, published=date(2024, 5, 1)) for item in made((vote[0], quake[0], other_quake))
    ]

    assert len(grouped(same_day)) == 3


def test_a_digest_brings_no_stories_together() -> None:
    digest = "\n\n".join(text.partition("\n\n")[2] for text in (vote[0], quake[0]))

    assert grouped(made((*vote, *quake, digest))) == [
        ["0.txt", "1.txt", "2.txt"],
        ["3.txt", "4.txt"],
        ["5.txt"],
    ]


def test_a_copy_stands_in_the_story_of_what_it_repeats() -> None:
    copy = article(f"Our desk adds a line of its own here.\n\n{vote[0]}", "9.txt", "Copyist")
    reading = pipeline.read([*made((*vote, *quake)), copy])
    story = pipeline.stories(reading)[0]

    paths = [[reading.articles[one].path for one in family] for family in story.reprints]
    assert paths == [["9.txt", "0.txt"]]  # of two without a day, the longer is kept
    assert copy.id in story.articles


def test_a_headline_is_a_title_where_there_is_one_else_a_sentence() -> None:
    titled = pipeline.read(made(vote))
    bare = pipeline.read(made([text.partition("\n\n")[2] for text in vote]))

    assert pipeline.stories(titled)[0].headline.text in {text.split("\n")[0] for text in vote}
    named = pipeline.stories(bare)[0].headline
    assert bare.articles[named.article_id].text[named.start : named.end] == named.text


def test_a_section_is_laid_out_story_by_story() -> None:
    found = brief(made((*vote, *quake)))

    for section in found.sections:
        runs = [story for story, _ in groupby(section.points, key=lambda point: point.story)]
        assert len(runs) == len(set(runs))
    politics = next(s for s in found.sections if s.topic.name == "politics")
    assert {point.story for point in politics.points} == {story.id for story in found.stories}


@pytest.mark.parametrize("name", ["md", "html", "txt"])
def test_headlines_are_shown_where_there_are_several_stories(name: str) -> None:
    render = plugins.load("renderers", name).render
    one, several = brief(made(vote)), brief(made((*vote, *quake)))
    headlines = [story.headline.text for story in several.stories]
    body = " ".join(render(several).split())

    sections = body[: body.rindex("Sources") if "Sources" in body else body.rindex("SOURCES")]
    assert all(text in sections for text in headlines)
    shown = " ".join(render(one).split())
    assert f"### {one.stories[0].headline.text}" not in shown
    assert 'class="story"' not in shown


def written(tmp_path: Path, texts: Sequence[str]) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for n, text in enumerate(texts):
        (folder / f"{n}.txt").write_text(text, encoding="utf-8")
    return folder


def test_the_command_prints_every_article_once(run: Command, tmp_path: Path) -> None:
    folder = written(tmp_path, (*vote, *quake, vote[0]))
    rows = [json.loads(line) for line in run("stories", folder, "--json").out.splitlines()]

    assert sorted(path for row in rows for path in row["articles"]) == [
        f"{n}.txt" for n in range(6)
    ]
    assert rows[0]["reprints"] == [["0.txt", "5.txt"]]
    assert "5.txt, reprint of 0.txt" in run("stories", folder).out


def test_explain_says_why_two_articles_are_together(run: Command, tmp_path: Path) -> None:
    folder = written(tmp_path, (*vote, *quake))
    run("generate", folder, "--format", "json", "--date", "2024-05-17")

    together = run("explain", "out/2024-05-17", "3.txt", "4.txt").out
    assert "likeness" in together
    assert "Amaro" in together
    apart = run("explain", "out/2024-05-17", "0.txt", "4.txt").out
    assert "different stories" in apart
    assert "  because    " in apart
    assert "  likeness   " in apart
    assert run("explain", "out/2024-05-17", "0.txt", "no.txt").code == 2


def test_sources_and_explain_say_whose_text_an_article_has(run: Command, tmp_path: Path) -> None:
    reports = [text.partition("\n\n")[2] for text in vote]
    folder = written(tmp_path, [f"NORHAVEN (AP) - {reports[0]}", *reports[1:], reports[0]])
    run("generate", folder, "--date", "2024-05-17")
    data = json.loads(Path("out/2024-05-17/brief.json").read_text(encoding="utf-8"))
    text = " ".join(Path("out/2024-05-17/brief.txt").read_text(encoding="utf-8").split())

    told = [(source["origin"], source["origin_why"]) for source in data["sources"]]
    assert told == [
        ("AP", "credited"),
        ("1.txt", ""),
        ("2.txt", ""),
        ("AP", "repeats a text"),
    ]
    assert "counts as AP (repeats a text)" in text
    point = next(
        point["id"]
        for section in data["sections"]
        for point in section["points"]
        if {source["article_id"] for source in data["sources"] if source["origin"] == "AP"}
        & {citation["article_id"] for citation in point["citations"]}
    )
    assert "counts as AP" in run("explain", "out/2024-05-17", point).out


def fault(found: Brief, story: Story, root: Path) -> list[str]:
    changed = replace(found, stories=(story, *found.stories[1:]))
    return [each.problem for each in evidence.verify(changed, root)]


def test_verify_reads_every_headline_back(tmp_path: Path) -> None:
    folder = written(tmp_path, (*vote, *quake))
    items = [item for item in sources.read([folder]) if isinstance(item, Article)]
    found = brief(items)
    first = found.stories[0]
    passage = replace(first.headline, text="Another headline")
    title = replace(passage, start=None, end=None)

    assert evidence.verify(found, folder) == []
    assert "do not say" in fault(found, replace(first, headline=passage), folder)[0]
    assert "not the title" in fault(found, replace(first, headline=title), folder)[0]
