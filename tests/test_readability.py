from __future__ import annotations

from dataclasses import replace

import briefs
import pytest
from fakes import embed

from briefing import readability
from briefing.models import Brief, Citation, Point
from briefing.readability import Balance, Finding


def of(*points: Point) -> readability.Measured:
    """What is found in a brief of one section with these points."""
    return readability.measure([readability.of_brief("b", paged(*points))], embed)


def paged(*points: Point) -> Brief:
    made = briefs.brief()
    return replace(made, sections=(briefs.section(briefs.trade, *points),), noted=())


def said(id: str, text: str, article: int = 1, start: int = 0) -> Point:
    """A point in words of one's own."""
    source = briefs.articles()[article - 1].id
    return briefs.point(id, Citation(source, start, start + len(text), text))


def kinds(measured: readability.Measured) -> list[tuple[str, str]]:
    return [(finding.point, finding.kind) for finding in measured.findings]


def test_a_dangling_opening_is_found_with_its_place() -> None:
    text = "The move surprised investors in Oslo."

    assert of(said("trade-1", text)).findings == (Finding("b", "trade-1", "dangling", text),)


def test_what_leads_a_point_in_covers_its_opening() -> None:
    before = Citation(briefs.articles()[0].id, 0, 9, "Norway sold the port to Nordbank.")
    moved = replace(said("trade-1", "The move surprised investors in Oslo."), lead_in=before)

    assert kinds(of(moved)) == [("trade-1", "covered")]


def test_a_lead_in_that_dangles_covers_nothing() -> None:
    before = Citation(briefs.articles()[0].id, 0, 9, "It sold the port to Nordbank.")
    moved = replace(said("trade-1", "The move surprised investors in Oslo."), lead_in=before)

    assert kinds(of(moved)) == [("trade-1", "dangling")]


@pytest.mark.parametrize(
    ("article", "start", "found"),
    [(1, 34, "covered"), (1, 300, "dangling"), (2, 34, "dangling")],
)
def test_the_point_before_covers_only_the_next_sentence_of_its_article(
    article: int, start: int, found: str
) -> None:
    sold = said("trade-1", "Norway sold the port to Nordbank.")
    moved = said("trade-2", "The move surprised investors in Oslo.", article, start)

    assert kinds(of(sold, moved)) == [("trade-2", found)]


def test_a_fact_in_two_points_is_one_repetition() -> None:
    long = said(
        "trade-1", "The port of Torhaven was sold to Nordbank for 40 million kroner on Monday."
    )
    short = said("trade-2", "Nordbank bought Torhaven's port, sold for 40 million kroner.", 2)
    other = said("trade-3", "Salmon farmers in Telemark lost a third of their fish.", 3)

    (found,) = of(long, short, other).findings
    assert (found.kind, found.point, found.other) == ("repeated", "trade-2", "trade-1")


def test_a_lead_in_that_is_shown_as_a_point_too_is_a_repetition() -> None:
    text = "Norway sold the port of Torhaven to Nordbank in June."
    moved = said("trade-1", "Investors in Oslo and Bergen were surprised.", 1, 60)
    moved = replace(moved, lead_in=Citation(briefs.articles()[0].id, 0, len(text), text))

    assert ("trade-2", "repeated") in kinds(of(moved, said("trade-2", text)))


def test_what_stands_at_a_glance_is_not_counted_again() -> None:
    made = briefs.brief()
    points = [point for section in made.sections for point in section.points]

    found = readability.measure([readability.of_brief("b", made)], embed)
    assert found.points == len(points) + len(made.noted)
    assert found.count("repeated") == 0


def test_a_title_is_a_headline_whatever_its_letters() -> None:
    title = briefs.articles()[1].title

    assert ("trade-1", "headline") in kinds(of(said("trade-1", f"{title}.")))


def test_balance_is_one_when_every_point_is_of_another_outlet() -> None:
    even = [said(f"trade-{n}", f"Ship {n} left the port of Bergen.", n) for n in (1, 2, 3)]

    found = readability.balance(readability.of_brief("b", paged(*even)))
    assert found is not None
    assert found.evenness == pytest.approx(1)
    assert found.largest == pytest.approx(1 / 3)


def test_balance_is_nothing_when_one_outlet_has_every_point() -> None:
    same = [said(f"trade-{n}", f"Ship {n} left the port of Bergen.") for n in (1, 2, 3)]

    assert readability.balance(readability.of_brief("b", paged(*same))) == Balance(0.0, 1.0)


def test_a_summary_is_split_into_its_sentences() -> None:
    page = readability.of_summary("s", "Norway sold the port. He told the council to wait.")

    measured = readability.measure([page], embed)
    assert measured.points == 2
    assert measured.balance is None
    assert kinds(measured) == [("2", "dangling")]
