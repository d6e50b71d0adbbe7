"""The dated events of some claims, and the excerpts that tell them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from fakes import article, claimed

from briefing import cleaning, sentences, timeline
from briefing.excerpts import excerpt, longest
from briefing.models import Article, Event, Sentence
from briefing.renderers._charts import strip

friday = date(2024, 5, 17)


def made(text: str, published: date | None, most: int, story: str = "") -> timeline.Timeline:
    item = article(text)
    item = Article(item.id, item.text, item.path, published=published)
    claims = [
        claimed(f"{span.start:04}", span, salience=1 - span.index / 10)
        for span in cleaning.clean(item, sentences.split(item))
        if span.kind == "sentence"
    ]
    return timeline.made(claims, {item.id: item}, most, {item.id: story})


def events(text: str, published: date | None = friday, most: int = 9) -> tuple[Event, ...]:
    return made(text, published, most).events


bridge = "Norway and Sweden agreed on Thursday to build a bridge over the river."
vote = "The parliament of Torhaven will vote on the bridge on 3 June 2024."
old = "The old bridge fell into the river in March 2022, after a storm."


def test_events_stand_in_the_order_in_which_they_happened() -> None:
    found = events(f"{vote} {bridge} {old}")

    assert [event.first for event in found] == [
        date(2022, 3, 1),
        date(2024, 5, 16),
        date(2024, 6, 3),
    ]
    assert [event.citations[0].text for event in found] == [old, bridge, vote]


def test_one_date_is_no_timeline() -> None:
    assert events(bridge) == ()
    assert events(f"{bridge} The mayor spoke yesterday about the new bridge.") == ()


def test_without_the_day_of_the_article_only_full_dates_stand() -> None:
    assert len(events(f"{vote} {bridge} {old}", None)) == 2


def test_the_most_salient_claims_are_chosen() -> None:
    assert [e.citations[0].text for e in events(f"{vote} {bridge} {old}", most=2)] == [bridge, vote]


def test_a_sentence_that_leans_on_another_is_no_event() -> None:
    found = events(f"{vote} {old} He said so on 2 May 2024, in the old town hall.")

    assert len(found) == 2


def test_a_year_alone_is_background() -> None:
    assert len(events(f"{vote} {old} The first bridge was built in 1913 by two brothers.")) == 2


def test_a_short_sentence_is_cited_whole_and_a_long_one_by_its_clause() -> None:
    clause = "the new bridge will carry four lanes of traffic"
    text = f"{'the wind was strong and, ' * 9}{clause}, {'the rain was heavy and, ' * 9}so it ends."
    sentence = Sentence("a", 0, 100, 100 + len(text), text)
    start = text.index("four lanes")

    cited = excerpt(sentence, start, start + 10)

    assert clause in cited.text
    assert len(cited.text.split()) <= longest
    assert text[cited.start - 100 : cited.end - 100] == cited.text


def test_a_clause_without_a_comma_is_cut_about_the_passage() -> None:
    text = "word " * 60 + "four lanes " + "word " * 60
    sentence = Sentence("a", 0, 0, len(text), text)

    cited = excerpt(sentence, text.index("four"), text.index("four") + 10)

    assert "four lanes" in cited.text
    assert len(cited.text.split()) <= longest + 2


def test_what_is_left_out_is_counted_and_each_event_names_its_story() -> None:
    found = made(f"{vote} {bridge} {old}", friday, 2, "bridge")

    assert found.more == 1
    assert {event.story for event in found.events} == {"bridge"}


def on(*days: date) -> list[Event]:
    return [Event(day, day, ()) for day in days]


def test_the_axis_is_of_the_dates_that_lie_together() -> None:
    near = [date(2024, 5, day) for day in (15, 16, 17, 20)]

    chart = strip(on(date(2010, 3, 1), date(2022, 2, 24), *near))

    assert chart is not None
    assert [mark.x for mark in chart.marks] == [0.0, 16.67, 33.33, 83.33]
    assert chart.caption == "4 dated events, 15 May 2024 to 20 May 2024; 2 far from these"
    assert strip(on(*near)) == replace(chart, caption="4 dated events, 15 May 2024 to 20 May 2024")


def test_dates_that_lie_far_from_each_other_have_no_axis() -> None:
    assert strip(on(date(2010, 3, 1), date(2024, 5, 16), date(2024, 5, 17))) is None


def test_dates_spread_evenly_share_an_axis() -> None:
    chart = strip(on(*(date(year, 1, 1) for year in range(2000, 2024, 4))))

    assert chart is not None
    assert len(chart.marks) == 6
