from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import dates, metadata, sources
from briefing.models import Article

seeds = Path(__file__).parents[1] / "seeds"
body = (
    "The ministers of the two countries met on Tuesday for the first talks since the winter, "
    "and agreed to meet again before the end of the year."
)


def told(*lines: str) -> Article:
    return metadata.describe(Article(id="a", text="\n".join(lines), path="a.txt"))


def test_seeds_say_of_themselves_what_a_reader_sees() -> None:
    articles = [item for item in sources.read([seeds]) if isinstance(item, Article)]

    assert [(a.title, a.outlet, a.credit, a.published) for a in articles] == [
        ("", "", "", None),
        (
            "Putin's Trip Sends Message of Growing Russo-Chinese Partnership",
            "Sputnik International",
            "",
            date(2024, 5, 17),
        ),
        ("", "", "EPA-EFE", None),
        ("Vladimir Putin in China. He met Xi Jinping", "", "Getty Images", None),
        (
            "Russia-China relations continue to develop despite challenging international "
            "situation, says Putin",
            "Xinhua",
            "",
            date(2024, 5, 15),
        ),
    ]


@pytest.mark.parametrize(
    "below",
    [
        ["", body],
        ["By Jane Doe", body],
        ["Published: 3 June 2025", "", body],
        ["KYIV, June 3 (Reuters) - " + body],
        ["Ministers meet at the palace. Photo by Jane Doe/EPA", body],
    ],
)
def test_title_is_the_line_set_off_above_the_text(below: list[str]) -> None:
    assert (
        told("Ministers meet for talks in Kyiv", *below).title == "Ministers meet for talks in Kyiv"
    )


def test_title_stands_below_navigation_and_credits() -> None:
    article = told("World", "Subscribe", "Photo: Jane Doe", "", "Ministers meet in Kyiv", "", body)

    assert article.title == "Ministers meet in Kyiv"


def test_title_may_begin_like_an_invitation() -> None:
    article = told("Sign up for our letter", "", "Share prices fall in Tokyo", "", body)

    assert article.title == "Share prices fall in Tokyo"


def test_title_of_the_page_repeated_names_its_site() -> None:
    article = told("Ministers meet in Kyiv - The Daily Note", "Ministers meet in Kyiv", body)

    assert (article.title, article.outlet) == ("Ministers meet in Kyiv", "The Daily Note")


@pytest.mark.parametrize(
    "lines",
    [
        [body],
        [body, "", "What the ministers said", "", body],
        ["World", "", body],
        ["The ministers met.", "", body],
        ["Ministers meet in Kyiv", body],
        ["A minister (R) greets another in Kyiv", "", body],
        ["Jane Doe | Staff Writer | 5 days ago", "", body],
        ["the second half of a sentence", "", body],
        ["Ministers meet in Kyiv", "", "with nothing below"],
    ],
)
def test_no_title_is_made_of_other_lines(lines: list[str]) -> None:
    assert told(*lines).title == ""


@pytest.mark.parametrize(
    ("dateline", "outlet"),
    [
        ("KYIV, June 3 (Reuters) - ", "Reuters"),
        ("KYIV, Ukraine (AP) — ", "AP"),
        ("Paris (AFP) - ", "AFP"),
        ("MOSCOW, June 3. /TASS/. ", "TASS"),
        ("(CNN) -- ", "CNN"),
        ("KYIV — ", ""),
        ("Acme Inc (ACME) - ", ""),
        ("Joe Doe (D) - ", ""),
    ],
)
def test_agency_of_a_dateline_is_the_outlet_where_nothing_else_is(
    dateline: str, outlet: str
) -> None:
    assert told(dateline + body).outlet == outlet


@pytest.mark.parametrize(
    ("lines", "outlet"),
    [
        (["By Jane Doe", "BBC News, Kyiv"], "BBC News"),
        (["By Jane Doe, The Guardian"], "The Guardian"),
        (["By Jane Doe | Associated Press"], "Associated Press"),
        (["By Jane Doe, staff writer"], ""),
        (["By Jane Doe"], ""),
        (["(Xinhua) 09:10, June 3, 2025"], "Xinhua"),
    ],
)
def test_header_or_byline_names_the_outlet(lines: list[str], outlet: str) -> None:
    assert told("Ministers meet for talks in Kyiv", *lines, "", body).outlet == outlet


def test_header_wins_over_a_dateline() -> None:
    article = told("(Xinhua) June 3, 2025", "", "KYIV, June 3 (Reuters) - " + body)

    assert article.outlet == "Xinhua"


def test_captions_that_agree_name_outlet_and_date() -> None:
    caption = "A minister speaks - Example Daily, 1920, {}"
    article = told(
        *(caption.format(day) for day in ("03.06.2025", "03.06.2025", "26.04.2025")), body
    )

    assert (article.outlet, article.published) == ("Example Daily", date(2025, 6, 3))


def test_one_caption_names_neither() -> None:
    article = told("A minister speaks - Example Daily, 1920, 26.04.2025", body)

    assert (article.outlet, article.published) == ("", None)


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("The minister. Photo by Jane Doe/EPA-EFE", "EPA-EFE"),
        ("The minister. (AP Photo/Jane Doe)", "AP"),
        ("The ministerGetty Images", "Getty Images"),
        ("The minister. (Photo by Jane Q. Doe for The Daily Note)", "The Daily Note"),
        ("The minister. (Photo by Jane Doe/AFP via Getty Images)", "Getty Images"),
        ("The minister. REUTERS/Jane Doe", "Reuters"),
        ("Main photo source: Getty Images", "Getty Images"),
        ("Photo by hand of the minister, they said.", ""),
        ("Photos: what the minister saw", ""),
    ],
)
def test_photo_credit_is_no_outlet(caption: str, credit: str) -> None:
    article = told(body, "", caption)

    assert (article.credit, article.outlet) == (credit, "")


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Published: 3 June 2025", date(2025, 6, 3)),
        ("Updated 4 June 2025", None),
        ("Published 3 June 2025 10:00 | Updated 4 June 2025 11:00", date(2025, 6, 3)),
        ("Updated: June 4, 2025. Published: June 3, 2025", date(2025, 6, 3)),
        ("By Jane Doe | Tuesday, 3 June 2025", date(2025, 6, 3)),
        ("(Xinhua) 11:02, June 03, 2025", date(2025, 6, 3)),
        ("03.06.2025, 11:02", date(2025, 6, 3)),
        ("03/06/2025", None),
        ("13/06/2025", date(2025, 6, 13)),
        ("On 3 June 2025 the ministers met", None),
        ("KYIV, June 3, 2025 (AP) — " + body, date(2025, 6, 3)),
        ("KYIV, June 3 (AP) — " + body, None),
    ],
)
def test_date_is_what_a_header_says(line: str, published: date | None) -> None:
    assert told("Ministers meet for talks in Kyiv", "", line, "", body).published == published


def test_outlets_that_differ_by_case_or_blanks_have_the_commonest_spelling() -> None:
    written = ("REUTERS", "Reuters", "reuters ", "Reuters", "", "Xinhua")
    articles = [Article(str(n), body, f"{n}.txt", outlet=who) for n, who in enumerate(written)]

    assert [article.outlet for article in metadata.spelled_alike(articles)] == [
        *["Reuters"] * 4,
        "",
        "Xinhua",
    ]


def test_date_deep_in_the_text_is_not_that_of_publication() -> None:
    assert told(body, "", "Published: 3 June 2025").published is None


def test_what_is_known_stays() -> None:
    known = Article("a", body, "a.txt", "Title", "Outlet", "Credit", published=date(2025, 1, 1))

    assert metadata.describe(known) == known


@given(st.text(max_size=300))
def test_any_text_can_be_described(text: str) -> None:
    assert told(text).text == text


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_dates_are_read_in_each_unambiguous_form(day: date) -> None:
    for form in ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d.%m.%Y", "%b. %d, %Y", "%Y-%m-%dT00:00Z"):
        assert dates.find(f"on {day.strftime(form)},") == day


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (1717372800, date(2024, 6, 3)),
        (1717372800000, date(2024, 6, 3)),
        ("1717372800", date(2024, 6, 3)),
        ("Mon, 03 Jun 2024 10:00:00 GMT", date(2024, 6, 3)),
        ("31 February 2024", None),
        (True, None),
        (1e300, None),
        (float("nan"), None),
        ([], None),
    ],
)
def test_dates_of_data(value: object, day: date | None) -> None:
    assert dates.of(value) == day
