"""The seed articles against hand labels, with the default settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import labels
import pytest
from fakes import day

from briefing import compose, pipeline, plugins, sources
from briefing.config import Config
from briefing.models import Brief, Embed, Point
from briefing.pipeline import Analysis

root = Path(__file__).parent
gold = labels.load(root / "gold" / "seeds_gold.json")


@dataclass(frozen=True)
class Made:
    analysis: Analysis
    brief: Brief

    def points(self, topic: str) -> tuple[Point, ...]:
        return next(s.points for s in self.brief.sections if s.topic.name == topic)

    @property
    def all_points(self) -> list[Point]:
        brief = self.brief
        shown = [point for section in brief.sections for point in section.points]
        return [*shown, *brief.noted, *brief.glance]


@pytest.fixture(scope="module")
def made(minilm: Embed) -> Made:
    config = Config()
    select = plugins.load("selectors", config.selector).select
    reading = pipeline.read(sources.read([root.parent / "seeds"]))
    analysis = pipeline.analyse(reading, config, minilm)
    return Made(analysis, compose.brief(analysis, compose.Frame(config, day), select))


def holding(points: tuple[Point, ...], *words: str) -> list[Point]:
    return [p for p in points if all(word.lower() in p.text.lower() for word in words)]


def test_every_labelled_span_is_cut_as_labelled(made: Made) -> None:
    agreement = labels.spans(gold, labels.found(made.analysis))

    assert agreement.misses == ()


def test_junk_is_marked_and_sentences_are_not(made: Made) -> None:
    agreement = labels.junk(gold, labels.found(made.analysis))
    good = sum(label.kind == "sentence" for label in gold.spans)

    assert agreement.recall >= 0.9, agreement.misses
    assert len(agreement.alarms) / good <= 0.03, agreement.alarms


def test_sentences_are_under_their_topics(made: Made) -> None:
    agreement = labels.topics(gold, made.analysis)

    assert agreement.f1 >= 0.88, (agreement.alarms, agreement.misses)


@pytest.mark.parametrize("threshold", [0.20, 0.30, 0.35])
def test_the_topic_threshold_stands_on_a_plateau(made: Made, threshold: float) -> None:
    assert labels.topics(gold, made.analysis, threshold).f1 >= 0.88


def test_claims_join_what_reports_the_same_and_nothing_else(made: Made) -> None:
    agreement = labels.claims(gold, made.analysis, made.analysis.claims.items)

    assert agreement.precision >= 0.9, agreement.alarms
    assert agreement.recall >= 0.5, agreement.misses


def test_no_junk_heading_or_fragment_is_shown(made: Made) -> None:
    articles = made.analysis.reading.articles
    citations = [
        citation
        for point in made.all_points
        for citation in (*point.citations, *((point.lead_in,) if point.lead_in else ()))
    ]
    places = [(articles[c.article_id].path, c.start, c.end) for c in citations]

    assert labels.shown(gold, places) == []


def test_every_citation_is_what_stands_in_its_article(made: Made) -> None:
    articles = made.analysis.reading.articles

    for point in made.all_points:
        assert point.text == point.citations[0].text
        for c in point.citations:
            assert articles[c.article_id].text[c.start : c.end] == c.text


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("energy", ("deliver", "gas")),
        ("energy", ("pipeline",)),
        ("energy", ("nuclear", "plants")),
        ("trade", ("$240 billion",)),
        ("trade", ("90 percent",)),
        ("trade", ("80 priority", "projects")),
        ("trade", ("$18 billion",)),
        ("ukraine", ("Istanbul accords",)),
    ],
)
def test_a_section_holds_what_is_main_in_it(made: Made, topic: str, words: tuple[str, ...]) -> None:
    assert holding(made.points(topic), *words)


def test_a_political_settlement_is_cited_to_two_outlets_or_more(made: Made) -> None:
    points = holding(made.points("ukraine"), "politic")
    settled = [p for p in points if "settle" in p.text or "resolve" in p.text]

    assert any(len(point.outlets) >= 2 for point in settled)


def test_closed_alliances_are_told_once_on_the_word_of_three_outlets(made: Made) -> None:
    everywhere = [p for section in made.brief.sections for p in section.points]
    (point,) = holding(tuple(everywhere), "closed", "alliances")

    assert point in made.points("security")
    assert len(point.outlets) == 3
    assert len({c.article_id for c in point.citations}) == 3


def test_the_main_event_is_told_at_a_glance_on_the_word_of_most_outlets(made: Made) -> None:
    (event,) = holding(made.brief.glance, "began", "visit", "China")

    assert event.independent == max(point.independent for point in made.all_points)
