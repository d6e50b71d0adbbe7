"""The dated events of some claims, in the order in which they happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from briefing import moments
from briefing.cohesion import leans
from briefing.excerpts import excerpt
from briefing.models import Article, Claim, Event, Sentence
from briefing.moments import Moment

fewest_dates = 2  # fewer are no timeline
longest = 31  # days; what is told by its year alone is background


@dataclass(frozen=True, slots=True)
class Timeline:
    """The events that are told, and how many others are not."""

    events: tuple[Event, ...] = ()
    more: int = 0


def made(
    claims: Iterable[Claim],
    articles: Mapping[str, Article],
    most: int,
    stories: Mapping[str, str] | None = None,
) -> Timeline:
    """The events of the most salient claims that have a certain date; none if all have the same.

    ``stories`` holds the id of the story of an article, where that is known.
    """
    ranked = sorted(claims, key=lambda claim: (-claim.salience, claim.id))
    found = [event for claim in ranked for event in _event(claim, articles, stories or {})]
    told = sorted(found[:most], key=lambda event: (event.first, event.last))
    dates = {(event.first, event.last) for event in told}
    return (
        Timeline(tuple(told), len(found) - len(told)) if len(dates) >= fewest_dates else Timeline()
    )


def _event(
    claim: Claim, articles: Mapping[str, Article], stories: Mapping[str, str]
) -> Iterator[Event]:
    """The first date that a claim is told with, cited to every sentence that tells it so."""
    told = [
        (sentence, moment)
        for sentence in claim.sentences
        if sentence.article_id in articles
        and not leans(sentence.text)
        and (moment := _moment(sentence, articles))
    ]
    if told:
        _, first = told[0]
        same = [pair for pair in told if (pair[1].first, pair[1].last) == (first.first, first.last)]
        yield Event(
            first.first,
            first.last,
            tuple(excerpt(sentence, moment.start, moment.end) for sentence, moment in same),
            stories.get(told[0][0].article_id, ""),
        )


def _moment(sentence: Sentence, articles: Mapping[str, Article]) -> Moment | None:
    """The most precise date of a sentence, the first of them."""
    found = moments.find(sentence.text, articles[sentence.article_id].published, sentence.language)
    near = [moment for moment in found if (moment.last - moment.first).days < longest]
    return min(near, key=lambda moment: moment.last - moment.first, default=None)
