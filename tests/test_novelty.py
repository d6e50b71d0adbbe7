"""What is new to those who read the earlier briefs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from fakes import corpus

from briefing import claims, novelty
from briefing.corpus import Embedded
from briefing.models import Citation, Claim, Embed, Novelty, Past, Report, Told
from briefing.novelty import traces

yesterday = date(2024, 5, 16)


def told(text: str, headline: str = "", day: date = yesterday) -> Told:
    return Told(day, text, Citation("x", 0, len(text), text), ("Reuters",), headline=headline)


def recalled(*texts: str) -> dict[int, int]:
    """The traces of texts, each text behind an earlier brief of its own."""
    return Counter(trace for text in texts for trace in traces(text))


def judged(embed: Embed, text: str, *earlier: Told, texts: Mapping[int, int] = {}) -> Novelty:
    """What a text is, among others of its day, after briefs that told the earlier points."""

    def recurs(some: Sequence[int]) -> Mapping[int, int]:
        return {trace: texts[trace] for trace in some if trace in texts}

    sentences, articles = corpus(text, *others)
    embedded = type(sentences)(sentences.items, embed([s.text for s in sentences.items]))
    merged = claims.merge(embedded, articles)
    past = Past(yesterday, earlier, recurs=recurs)
    found = novelty.judge(merged, embedded, articles, past, embed)
    (claim,) = (claim for claim in found.items if claim.wording.text == text)
    assert claim.novelty
    return claim.novelty


others = (
    "The parliament of Norway approved a budget with more money for schools.",
    "A strike of pilots in Lisbon ended after the airline raised their pay.",
    "The football club of Naples sold its captain to a rival from Turin.",
)
quake = "An earthquake in the province of Herat killed at least 70 people, officials said."


def test_what_nobody_told_is_new(minilm: Embed) -> None:
    assert judged(minilm, quake, told(others[1])) == Novelty("new")


def test_what_was_told_in_other_words_is_ongoing(minilm: Embed) -> None:
    before = told("At least 70 people were killed by an earthquake in Herat province.")

    assert judged(minilm, quake, before) == Novelty("ongoing", before)


def test_another_figure_is_an_update_and_names_what_was_told(minilm: Embed) -> None:
    before = told("An earthquake in the province of Herat killed 12 people, officials said.")

    assert judged(minilm, quake, before) == Novelty("updated", before, "other numbers")


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        (
            "Fifty-two ships were waiting outside the harbour on Friday.",
            "Forty-one ships were waiting outside the harbour on Thursday, a pilot said.",
        ),
        (
            "45 ships waited outside the port of Marwick on Tuesday.",
            "41 ships waited outside the port of Marwick on Monday.",
        ),
        (
            "The death toll of the floods in the Orsa valley rose to 14, and six are missing.",
            "At least eight people were killed when a river flooded the Orsa valley.",
        ),
    ],
)
def test_a_figure_that_changed_is_an_update(minilm: Embed, text: str, earlier: str) -> None:
    before = told(earlier)

    for times in (0, 1, 2):  # texts that earlier briefs rest on hold no other figure of it
        found = judged(minilm, text, before, texts=recalled(*[earlier] * times))
        assert found == Novelty("updated", before, "other numbers")


def test_the_toll_of_another_place_is_new(minilm: Embed) -> None:
    text = "The death toll of the floods in the Orsa valley rose to 14 on Friday."
    before = told("At least eight people were killed when a river flooded the Sindh valley.")

    assert judged(minilm, text, before) == Novelty("new")


def test_a_figure_that_moved_is_not_hidden_by_another_sentence(minilm: Embed) -> None:
    ships = "{} ships were waiting outside the harbour of Marwick, the harbour master said."
    before = told(ships.format("Forty-one"))
    vague = "Ships were waiting outside the harbour of Marwick, the harbour master said."
    sentences, articles = corpus(ships.format("Fifty-two"), vague, *others)
    embedded = type(sentences)(sentences.items, minilm([s.text for s in sentences.items]))
    reports = tuple(Report(sentence, "Reuters", "Reuters") for sentence in sentences.items[:2])
    both = Embedded((Claim("both", reports),), embedded.vectors[:1])
    found = novelty.judge(both, embedded, articles, Past(yesterday, (before,)), minilm)

    assert found.items[0].novelty == Novelty("updated", before, "other numbers")


def test_the_latest_of_the_earlier_wordings_is_shown(minilm: Embed) -> None:
    text = "An earthquake in the province of Herat killed 12 people, officials said."
    latest, first = told(text), told(text, day=date(2024, 5, 14))

    assert judged(minilm, quake, latest, first).earlier == latest


def test_another_event_of_the_kind_is_new(minilm: Embed) -> None:
    before = told("A flood in the province of Sindh killed at least 40 people on Monday.")

    assert judged(minilm, quake, before) == Novelty("new")


background = (
    "The pipeline carries gas from the fields of Siberia to the north of Germany and was "
    "damaged by explosions in 2022."
)


@pytest.mark.parametrize(("times", "state"), [(0, "new"), (1, "ongoing"), (2, "background")])
def test_text_that_recurs_day_after_day_is_background(
    minilm: Embed, times: int, state: str
) -> None:
    edited = background.replace("in 2022", "in the year 2022")

    assert judged(minilm, edited, texts=recalled(*[background] * times)).state == state


def test_background_counts_less_and_new_not_more() -> None:
    values = {
        state: novelty.worth(0.6, Novelty(state))
        for state in ("new", "updated", "ongoing", "background")
    }

    assert values["new"] == values["updated"] == novelty.worth(0.6, None) == 0.6
    assert values["background"] < values["ongoing"] < 0.6
    assert novelty.worth(-0.2, Novelty("background")) < -0.2


def test_a_story_without_an_article_of_today_has_gone_quiet() -> None:
    goes_on = told("Rescuers dug for survivors.", "Quake in Herat")
    ends = told("The volcano poured out lava.", "Lava in Iceland")
    older = told("A comet was seen over Chile.", "Comet", date(2024, 5, 15))
    past = Past(yesterday, (replace(goes_on, citation=Citation("a", 0, 1, "R")), ends, older))

    assert list(novelty.silent(past, lambda article: article == "a")) == [ends]


def test_traces_are_few_and_alike_only_for_alike_texts() -> None:
    one, other = set(traces(background)), set(traces(others[0]))

    assert len(one) == 4
    assert not one & other
    assert not one & set(traces(background.replace("2022", "2023")))
    assert traces("Too short to recur.") == ()


@pytest.mark.parametrize(
    ("text", "before", "now"),
    [
        (
            "At least {} people were killed and dozens were injured when the earthquake destroyed "
            "several apartment buildings in the port city of Valparaiso, the ministry said.",
            "12",
            "41",
        ),
        (
            "Parliament {} the bill that would raise the retirement age to 64 for all workers in "
            "the public and private sectors by 2030, after a night of debate.",
            "approved",
            "rejected",
        ),
        (
            "Russian forces captured the village of {} in the eastern Donetsk region after weeks "
            "of heavy fighting, the ministry in Moscow said in its daily report on Telegram.",
            "Ocheretyne",
            "Novoselivka",
        ),
        (
            "The company {} paid a ransom to the hackers who stole the data of two million "
            "customers in the spring, a spokesman for its board told reporters in the evening.",
            "has",
            "has not",
        ),
    ],
)
def test_a_changed_fact_is_not_held_by_the_text_before(text: str, before: str, now: str) -> None:
    earlier, later = (set(traces(text.format(word))) for word in (before, now))

    assert earlier
    assert not earlier & later
