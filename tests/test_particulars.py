from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from fakes import article

from briefing import cleaning, particulars, sentences

crash = "A bus fell into a ravine at Karsk on Monday and killed 12 people, the police said."
later = "A bus hit a lorry near Karsk on Monday, and eight people were killed, the police said."
profit = "Alder Foods made a net profit of 2.2 billion euros in its second quarter."
other_profit = "Birch Steel made a net profit of 394 million euros in its second quarter."


def apart(one: str, other: str, days: tuple[date | None, date | None] = (None, None)) -> bool:
    leads = []
    for text, published in zip((one, other), days, strict=True):
        item = replace(article(text), published=published)
        leads.append(particulars.lead(item, cleaning.clean(item, sentences.split(item))))
    return particulars.apart(*leads)


def test_other_figures_on_another_day_tell_two_events_apart() -> None:
    assert apart(crash, later, (date(2024, 6, 3), date(2024, 6, 10)))


def test_a_toll_that_rises_is_one_event() -> None:
    risen = crash.replace("killed 12", "killed 15")

    assert not apart(crash, risen, (date(2024, 6, 3), date(2024, 6, 5)))
    assert not apart(crash, risen)


def test_another_day_alone_is_a_story_that_goes_on() -> None:
    goes_on = "The owner of the bus that fell into a ravine at Karsk was arrested on Tuesday."

    assert not apart(crash, goes_on, (date(2024, 6, 3), date(2024, 6, 18)))


def test_a_figure_in_common_is_one_event() -> None:
    recalled = f"{later[:-1]}, a week after a crash that killed 12 people."

    assert not apart(crash, recalled, (date(2024, 6, 3), date(2024, 6, 10)))


def test_months_between_need_no_dated_event() -> None:
    one, other = (text.replace(" on Monday", "") for text in (crash, later))

    assert apart(one, other, (date(2023, 1, 16), date(2024, 6, 3)))
    assert not apart(one, other, (date(2024, 5, 20), date(2024, 6, 3)))


def test_other_names_with_other_figures_tell_two_events_apart() -> None:
    assert apart(profit, other_profit)
    assert not apart(profit, other_profit.replace("Birch Steel", "Alder Foods"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ida Lund met the mayor’s guests from Velda on Monday.", ["lund", "velda"]),
        ("He said: “Nobody told Ida’s friends.”", ["ida"]),
        ("国务院总理李强十六日在北京会见俄罗斯总统普京。", []),
    ],
)
def test_names_are_words_with_a_capital_inside_a_sentence(text: str, found: list[str]) -> None:
    assert list(particulars.names(text, "en")) == found
