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
    return figures.board(*made(*texts, days=days), 10).figures


def of_one_story(*texts: str, days: tuple[int, ...] = ()) -> list[tuple[str, str, list[str]]]:
    """What is told with more than one value."""
    claims, articles = made(*texts, days=days)
    found = figures.board(claims, articles, 10, dict.fromkeys(articles, "flood"))
    return [line for line in told(found.figures) if line[1]]


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

    assert told(found) == [("people killed", "", ["at least 214"])]
    assert len(found[0].values[0].citations) == 2


def test_a_count_that_grows_from_day_to_day_is_an_update() -> None:
    found = board(ferry.format("214"), ferry.format("160"), days=(18, 17))

    assert told(found) == [("people killed", "update over time", ["160", "214"])]


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

    assert figures.board(claims, articles, 1).figures[0].relation == "difference"
    assert {f.values[0].citations for f in figures.board(claims, articles, 3).figures} == {
        f.values[0].citations for f in figures.board(claims, articles, 9).figures
    }


def test_the_order_of_the_claims_does_not_matter() -> None:
    claims, articles = made(*(ferry.format(n) for n in (214, 160, "about 210", 150)))
    shuffled = random.Random(1).sample(claims, len(claims))

    assert figures.board(shuffled, articles, 9) == figures.board(claims, articles, 9)


def test_a_toll_counts_people_killed_in_whatever_words() -> None:
    found = of_one_story(
        "A ferry sank off Lund on Thursday, killing at least 12 people, the coast guard said.",
        "The death toll from the sinking of a ferry near the old harbour of Lund rose to 15.",
        "The number of people killed when the ferry sank off Lund has reached 21, police said.",
        "Some 24 people are now known to have died in the ferry disaster.",
        days=(16, 17, 18, 19),
    )

    values = ["at least 12", "15", "21", "Some 24"]
    assert found == [("people killed", "update over time", values)]


def test_values_of_one_day_differ_in_an_update() -> None:
    found = of_one_story(*(ferry.format(n) for n in (12, 15, 21)), days=(16, 17, 17))

    assert found == [("people killed", "update over time and difference", ["12", "15", "21"])]


@pytest.mark.parametrize(
    "other",
    [
        "The death toll in Torhaven rose to 15 after three people died in hospital.",
        "A flood in Torhaven killed 15 people, a year after another flood that killed 12.",
        "Up to 15 people may have died in the flood at Torhaven.",
    ],
)
def test_parts_other_events_and_fears_are_no_toll(other: str) -> None:
    (found,) = of_one_story(ferry.format(14), ferry.format(13), other, days=(16, 16, 16))

    assert not {"three", "12", "Up to 15"} & {*found[2]}


def test_harm_a_week_later_is_another_event() -> None:
    text = "A bus left the road near Lund on Monday, killing {} people, the mayor of Lund said."

    assert of_one_story(text.format("12"), text.format("18"), days=(6, 13)) == []


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        (
            "Steel worth 1.9 billion euros was sold to the bloc.",
            "Sales of steel brought about 2 billion euros.",
            "rounding",
        ),
        (
            "Inflation was 6.1% in March, down from 6.4% in April.",
            "Prices rose about 6% in March from a year earlier.",
            "rounding",
        ),
        ("The krona rose 0.8% on the euro.", "The krona gained nearly 1% on the euro.", "rounding"),
        (
            "The plant, of 820 megawatts, is shut.",
            "Repairing the 800-megawatt plant could take long.",
            "rounding",
        ),
        (
            "Nordstal denied that it would close its mill, which employs 1,150 people.",
            "The mill employs about 1,200 people.",
            "rounding",
        ),
        (
            "The field produces 180,000 barrels a day.",
            "The field pumps about 200,000 barrels per day.",
            "rounding",
        ),
        (
            "The Greens won 34% of the vote, an exit poll showed.",
            "The Greens got 33.6% of the vote, the commission said.",
            "difference",
        ),
        (
            "Unemployment in Lund rose to 12.3 percent in May, the office said.",
            "Unemployment in Lund rose to 12.9 percent in May, the office said on Friday.",
            "difference",
        ),
        (
            "The flood caused damage of 2 billion euros, insurers said.",
            "The flood caused damage of 4.5 billion euros, the mayor said.",
            "difference",
        ),
        (
            "The new line from Torhaven to Lund is 270 km long.",
            "The line is 300 km long.",
            "difference",
        ),
        (
            "The new line to Lund is 270 km long.",
            "The new line to Lund is 168 miles long.",
            "rounding",
        ),
    ],
)
def test_values_of_one_story_stand_side_by_side(one: str, other: str, relation: str) -> None:
    ((_, found, values),) = of_one_story(one, other)

    assert found == relation
    assert len(values) == 2


def test_households_and_homes_are_one() -> None:
    texts = "Power was cut to about 12,000 households.", "About 12,000 homes are without power."
    claims, articles = made(*texts)

    (figure,) = figures.board(claims, articles, 9, dict.fromkeys(articles, "storm")).figures

    assert len(figure.values[0].citations) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Unemployment in Lund rose to 12.3 percent in May.",
            "Youth unemployment in Lund rose to 25.1 percent in May.",
        ),
        (
            "Exports from Torhaven to Lund rose by 4 percent in May.",
            "Imports from Torhaven to Lund rose by 6 percent in May.",
        ),
        (
            "The army has 100,000 soldiers, the minister of Norland said.",
            "The army wants 200,000 soldiers, the minister of Norland said.",
        ),
        (
            "A bomb killed 12 people at a market in Lund on Monday, police said.",
            "A bomb killed 30 people at a market in Lund on Tuesday, police said.",
        ),
        (
            "A bomb killed 12 people at a market in Lund, police said.",
            "A second bomb killed 30 people at a market in Lund, police said.",
        ),
    ],
)
def test_other_measures_plans_and_events_are_apart(one: str, other: str) -> None:
    assert of_one_story(one, other, days=(15, 16)) == []


def test_a_toll_may_rise_on_a_later_day() -> None:
    found = of_one_story(
        "The flood at Torhaven killed 12 people on Monday, the mayor said.",
        "The death toll of the flood at Torhaven rose to 15 on Tuesday, the mayor said.",
        days=(13, 14),
    )

    assert found == [("people killed", "update over time", ["12", "15"])]


def test_measures_of_one_story_with_no_common_word_are_apart() -> None:
    assert (
        of_one_story("Exports rose by 7% last year.", "The new tax is about 7.2% of a wage.") == []
    )


def test_what_is_left_out_is_counted() -> None:
    claims, articles = made(ferry.format("214"), "The port sold 12 cranes to China last year.")

    assert figures.board(claims, articles, 1).more == 1
