"""What stands around a citation in its article: readers judge it by that, programs find it.

The quote, what goes before it and what follows are the three parts of a text quote selector of
the W3C Web Annotation Data Model.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from briefing.models import Article, Brief, Citation, Event, Figure, Headline, Point, Sentence

_most = 240  # characters on either side

_Cite: TypeAlias = Callable[[Citation], Citation]


def placed(brief: Brief, articles: Mapping[str, Article], spans: Iterable[Sentence]) -> Brief:
    """The brief, each citation with the text around it.

    Args:
        brief: without it.
        articles: by id, all that are cited.
        spans: of their texts.
    """
    ends: dict[str, list[int]] = {article: [] for article in articles}
    starts: dict[str, list[int]] = {article: [] for article in articles}
    for span in spans:
        starts[span.article_id].append(span.start)
        ends[span.article_id].append(span.end)

    def cite(cited: Citation) -> Citation:
        key = cited.article_id
        neighbours = _Neighbours(articles[key].text, starts[key], ends[key])
        return replace(cited, prefix=neighbours.before(cited), suffix=neighbours.after(cited))

    return replace(
        brief,
        glance=_points(brief.glance, cite),
        sections=tuple(replace(s, points=_points(s.points, cite)) for s in brief.sections),
        noted=_points(brief.noted, cite),
        figures=tuple(_figure(figure, cite) for figure in brief.figures),
        timeline=tuple(_event(event, cite) for event in brief.timeline),
        stories=tuple(replace(s, headline=_headline(s.headline, cite)) for s in brief.stories),
    )


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """A text and where its spans begin and end, in order."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def before(self, cited: Citation) -> str:
        """From the beginning of the span before the one that the citation begins in."""
        own = bisect_right(self.starts, cited.start) - 1
        start = self.starts[max(0, own - 1)] if own >= 0 else 0
        cut = self.text[max(start, cited.start - _most) : cited.start]
        whole = cited.start - start <= _most
        return cut if whole else cut.partition(" ")[2]

    def after(self, cited: Citation) -> str:
        """To the end of the span after the one that the citation ends in."""
        own = bisect_left(self.ends, cited.end)
        end = self.ends[min(len(self.ends) - 1, own + 1)] if own < len(self.ends) else cited.end
        cut = self.text[cited.end : min(end, cited.end + _most)]
        return cut if end - cited.end <= _most else cut.rpartition(" ")[0]


def _points(points: Iterable[Point], cite: _Cite) -> tuple[Point, ...]:
    return tuple(
        replace(
            point,
            citations=tuple(map(cite, point.citations)),
            lead_in=cite(point.lead_in) if point.lead_in else None,
        )
        for point in points
    )


def _figure(figure: Figure, cite: _Cite) -> Figure:
    values = (replace(v, citations=tuple(map(cite, v.citations))) for v in figure.values)
    return replace(figure, values=tuple(values))


def _event(event: Event, cite: _Cite) -> Event:
    return replace(event, citations=tuple(map(cite, event.citations)))


def _headline(named: Headline, cite: _Cite) -> Headline:
    if named.start is None or named.end is None:
        return named
    cited = cite(Citation(named.article_id, named.start, named.end, named.text))
    return replace(named, prefix=cited.prefix, suffix=cited.suffix)
