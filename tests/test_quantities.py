"""Quantities in sentences: the hand labels, the forms that news uses, and what agrees."""

from __future__ import annotations

from pathlib import Path

import pytest
import quantity_labels
from hypothesis import given
from hypothesis import strategies as st

from briefing import quantities
from briefing.quantities import Quantity

lines = quantity_labels.load(Path(__file__).parent / "gold" / "quantities.tsv")


def only(text: str, language: str = "en") -> Quantity:
    (found,) = quantities.find(text, language)
    return found


def test_labelled_quantities_are_found_and_little_else() -> None:
    pairs = [(line, quantity_labels.found(line.text)) for line in lines]
    hits = sum((found & line.labels).total() for line, found in pairs)

    assert hits / sum(line.labels.total() for line in lines) >= 0.98
    assert hits / sum(found.total() for _, found in pairs) >= 0.98


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("$240 billion", 240e9, "USD"),
        ("240bn dollars", 240e9, "USD"),
        ("US$ 2,500", 2500, "USD"),
        ("€3.5m", 3.5e6, "EUR"),
        ("Rs 200 crore", 2e9, "INR"),
        ("£20k", 20e3, "GBP"),
        ("15 billion lei", 15e9, "RON"),
        ("half a million euros", 5e5, "EUR"),
        ("25.5 per cent", 25.5, "%"),
        ("a quarter of the seats", 25, "%"),
        ("three in ten voters", 30, "%"),
        ("half a percentage point", 0.5, "pp"),
        ("two-day visit", 2, "day"),
        ("four and a half hours", 4.5, "hour"),
        ("13 minutes 45 seconds", 13.75, "minute"),
        ("three quarters of a century", 0.75, "century"),
        ("500 square miles", 500, "square mile"),
        ("50 billion cubic meters", 50e9, "m3"),
        ("3.5m tall", 3.5, "m"),
        ("40 degrees Celsius", 40, "C"),
        ("a magnitude 7 earthquake", 7, "magnitude"),
        ("the 75th anniversary", 75, "ordinal"),
        ("12m people", 12e6, ""),
        ("two thousand and eight drums", 2008, ""),
        ("a dozen reviews", 12, ""),
        ("1,00,000 farmers", 1e5, ""),
        ("5M users", 5e6, ""),
        ("5M euros", 5e6, "EUR"),
        ("$3.5B", 3.5e9, "USD"),
        ("½ of voters", 50, "%"),
        ("1¼ million people", 1.25e6, ""),
        ("fell to minus 5 C", -5, "C"),
        ("plus or minus 3 percent", 3, "%"),
        ("a yield of -0.5%", -0.5, "%"),
        ("a loss of -$5 million", -5e6, "USD"),
        ("10 C", 10, "C"),
        ("42.195 km", 42.195, "km"),
        ("3.125 percent", 3.125, "%"),
    ],
)
def test_forms_of_quantities(text: str, value: float, unit: str) -> None:
    found = only(text)

    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize(
    "text",
    [
        "in March 2022",
        "on May 16 and 17, 2024",
        "the 7th and 8th of July",
        "at 8:50 a.m. (0750 UTC)",
        "at 6.30 in the morning",
        "ten o’clock",
        "the 1990s",
        "post-2012 rules",
        "the 2008 Olympics",
        "UN Resolution 1723",
        "an Airbus A330-200",
        "Power of Siberia 2 project",
        "the G20",
        "the Group of Seven",
        "“One Belt One Road”",
        "Hasib Hussain, 18, from Leeds",
        "a 3-0 win",
        "call 555-1234",
        "one-on-one talks",
        "tens of thousands fled",
        "the 21st century",
        "the 42nd Division",
        "no-one",
        "12.500 people",
        "12.500 km",
        "1.500 euros",
        "1.234.567 people",
        "12,5 percent",
        "€1,5 Mio.",
        "1,234,56 people",
        "a 5K race",
        "3M workers",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert quantities.find(text) == ()


def test_a_quantity_says_what_is_counted_how_exactly_how_often_and_when() -> None:
    text = "It sold over 60,000 heavy vehicles a year, and in 2023 some $18 billion of spare parts."
    vehicles, parts = quantities.find(text)

    assert (vehicles.modifier, vehicles.counted, vehicles.per) == ("over", "heavy vehicles", "year")
    assert (parts.modifier, parts.counted, parts.when) == ("about", "spare parts", "in 2023")
    assert text[vehicles.start : vehicles.end] == "over 60,000"
    assert text[parts.start : parts.end] == "some $18 billion"


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("30–40 days", 30, 40),
        ("25 percent to 40 percent", 25, 40),
        ("between 10 and 12 percent", 10, 12),
        ("Between 20 and 30 people", 20, 30),
        ("$2-3 billion", 2e9, 3e9),
        ("seven to eight buildings", 7, 8),
    ],
)
def test_a_range_is_one_quantity(text: str, low: float, high: float) -> None:
    found = only(text)

    assert (found.value, found.high) == (low, high)


@pytest.mark.parametrize("text", ["rose from 10 to 12 percent", "From 10 to 12 percent"])
def test_a_change_is_two_quantities(text: str) -> None:
    assert [q.value for q in quantities.find(text)] == [10, 12]


@pytest.mark.parametrize(
    ("a", "b", "how"),
    [
        ("$240 billion", "240bn dollars", "same"),
        ("1,200 km", "745 miles", "rounding"),
        ("50 acres", "20 hectares", "rounding"),
        ("100 degrees Fahrenheit", "38 degrees Celsius", "rounding"),
        ("25 percent", "24.6 percent", "rounding"),
        ("over 80 projects", "84 projects", "rounding"),
        ("30-40 days", "35 days", "rounding"),
        ("200,000 people", "199,500 people", "rounding"),
        ("12 dead", "21 dead", "different"),
        ("20 dead", "21 dead", "different"),
        ("25 percent", "26 percent", "different"),
        ("$240 billion", "$218 billion", "different"),
        ("the fifth term", "the sixth term", "different"),
        ("10 km", "10 kg", None),
        ("$10", "€10", None),
        ("10 barrels", "10 barrels per day", None),
    ],
)
def test_values_compare(a: str, b: str, how: str | None) -> None:
    assert quantities.compatible(only(a), only(b)) == how
    assert quantities.compatible(only(b), only(a)) == how


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12,5 % der Stimmen", (12.5, "%")),
        ("um 20%", (20, "%")),
        ("3,50 € mehr", (3.5, "EUR")),
    ],
)
def test_other_languages_have_percentages_and_money(text: str, found: tuple[float, str]) -> None:
    quantity = only(text, "de")

    assert (quantity.value, quantity.unit) == found


@pytest.mark.parametrize("text", ["$240 milliards", "3,5 Mio. €", "1.234 €", "80 Projekte"])
def test_other_languages_say_nothing_rather_than_something_wrong(text: str) -> None:
    assert quantities.find(text, "fr") == ()


@given(st.text(alphabet="0123456789.,-–$€% 'ofainhundretyml", max_size=40))
def test_quantities_stand_in_order_inside_any_text(text: str) -> None:
    for language in ("en", "de"):
        ends = [place for q in quantities.find(text, language) for place in (q.start, q.end)]

        assert ends == sorted(ends)
        assert not ends or 0 <= ends[0] < ends[-1] <= len(text)


@pytest.mark.parametrize("junk", ["one hundred ", "1", "1-1-", "twenty ", "million ", "May 1 "])
def test_endless_numbers_are_no_trouble(junk: str) -> None:
    for quantity in quantities.find(junk * 2000):
        assert quantity.value < 1e30
