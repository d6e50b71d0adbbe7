"""The figures of some claims, and which of them are of one thing."""

from __future__ import annotations

import random
from datetime import date

import pytest
from fakes import article, claimed

from briefing import cleaning, figures, sentences
from briefing.models import Article, Claim, Figure

ferry = (
    "The flood at Torhaven has killed {} people in the old harbour since Monday, the mayor said."
)


def made(*texts: str, days: tuple[int, ...] = ()) -> tuple[list[Claim], dict[str, Article]]:
    """A claim for each sentence; each text is an article of an outlet of its own."""
    articles = {}
    for number, text in enumerate(texts):
        item = article(text, f"{number}.txt", f"Outlet {number}")
        published = date(2024, 5, days[number]) if days else None
        item = Article(item.id, item.text, item.path, outlet=item.outlet, published=published)
        articles[item.id] = item
    claims = [
        claimed(f"{span.article_id}:{span.start}", span, salience=0.5)
        for item in articles.values()
        for span in cleaning.clean(item, sentences.split(item))
        if span.kind == "sentence"
    ]
    return claims, articles


def board(*texts: str, days: tuple[int, ...] = ()) -> tuple[Figure, ...]:
    return figures.board(*made(*texts, days=days), 10)


def told(found: tuple[Figure, ...]) -> list[tuple[str, str, list[str]]]:
    return [(f.what, f.relation, [value.text for value in f.values]) for f in found]


def test_a_figure_says_what_is_counted_and_stands_in_its_passage() -> None:
    (figure,) = board(
        "The port of Torhaven sold some $18 billion of spare parts to China last year."
    )

    (value,) = figure.values
    assert (figure.what, figure.relation) == ("spare parts", "")
    assert (value.text, value.value, value.unit) == ("some $18 billion", 18e9, "USD")
    assert (value.modifier, value.when) == ("about", "last year")
    assert value.text in value.citations[0].text


def test_the_same_value_of_several_articles_is_one_with_all_its_citations() -> None:
    found = board(ferry.format("at least 214"), "At Torhaven the flood killed at least 214 people.")

    assert told(found) == [("killed", "", ["at least 214"])]
    assert len(found[0].values[0].citations) == 2


def test_a_count_that_grows_from_day_to_day_is_an_update() -> None:
    found = board(ferry.format("214"), ferry.format("160"), days=(18, 17))

    assert told(found) == [("killed", "update over time", ["160", "214"])]


@pytest.mark.parametrize("days", [(), (17, 17), (17, 18)])
def test_other_values_without_a_growth_in_time_are_a_difference(days: tuple[int, ...]) -> None:
    found = board(ferry.format("214"), ferry.format("160"), days=days)

    assert found[0].relation == "difference"
    assert {value.text for value in found[0].values} == {"160", "214"}


def test_a_value_that_the_other_was_rounded_to_is_a_rounding() -> None:
    assert board(ferry.format("214"), ferry.format("about 210"))[0].relation == "rounding"


@pytest.mark.parametrize(
    "other",
    [
        "A train crash in Lund has killed 160 people, its worst ever, a police officer said.",
        ferry.format("160").replace("since Monday", "in 2019"),
        ferry.format("160").replace("has killed", "may have killed"),
        ferry.format("160").replace("killed 160 people", "left 160 people homeless"),
        ferry.format("160 of the 214"),
        ferry.format("9"),
    ],
)
def test_figures_of_other_things_are_not_compared(other: str) -> None:
    found = board(ferry.format("214"), other, days=(17, 17))

    assert all(figure.relation == "" for figure in found)


@pytest.mark.parametrize(
    "text",
    [
        "The two countries agreed on a two-day visit of the mayor to the old harbour.",
        "The talks in the old harbour lasted for nearly five hours, the mayor said.",
        "The mayor marked the 75th anniversary of the old harbour with three ministers.",
    ],
)
def test_what_is_no_news_is_no_figure(text: str) -> None:
    assert board(text) == ()


def test_differences_come_first_and_no_more_passages_than_asked_for() -> None:
    claims, articles = made(
        "The port sold 12 cranes for $20 million and 300 tonnes of scrap in May, the mayor said.",
        ferry.format("214"),
        ferry.format("160"),
        "The town spent $90 million on its new bridge in April, its council said.",
    )

    assert figures.board(claims, articles, 1)[0].relation == "difference"
    assert {f.values[0].citations for f in figures.board(claims, articles, 3)} == {
        f.values[0].citations for f in figures.board(claims, articles, 9)
    }


def test_the_order_of_the_claims_does_not_matter() -> None:
    claims, articles = made(*(ferry.format(n) for n in (214, 160, "about 210", 150)))
    shuffled = random.Random(1).sample(claims, len(claims))

    assert figures.board(shuffled, articles, 9) == figures.board(claims, articles, 9)
