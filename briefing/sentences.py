"""An article to its sentences, with exact offsets.

The spans are in order, apart, and cover all of the text but white space, so that
what is not shown can still be counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import quantiles

from briefing import boundaries
from briefing.boundaries import Span
from briefing.models import Article, Sentence

_line = re.compile(r"[^\r\n]+")
_block = re.compile(r"(?:[^\S\r\n]*+\S[^\r\n]*+(?:\r\n|\r|\n|$))+")
_ended = re.compile(r"[.!?…:;\"”’)]\s*$")

widest_wrap = 90  # characters; typewriter columns end before this, paragraphs do not


def split(article: Article) -> tuple[Sentence, ...]:
    """All spans of an article, each still taken for a sentence."""
    spans = [
        (start + a, start + b, number)
        for number, (start, end) in enumerate(paragraphs(article.text))
        for a, b in boundaries.find(article.text[start:end], article.language)
    ]
    return tuple(
        Sentence(
            article.id,
            index,
            start,
            end,
            article.text[start:end],
            paragraph=number,
            language=article.language,
        )
        for index, (start, end, number) in enumerate(spans)
    )


def paragraphs(text: str) -> Iterator[Span]:
    """The paragraphs: lines, or blocks between blank lines where the lines are hard-wrapped."""
    pattern = _block if _hard_wrapped(text) else _line
    for match in pattern.finditer(text):
        span = boundaries.trim(text, *match.span())
        if span:
            yield span


def _hard_wrapped(text: str) -> bool:
    """Whether lines were broken at a column: none is long, and most stop in mid-sentence."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 6:
        return False
    widths = quantiles(map(len, lines), n=20)
    open_ended = sum(not _ended.search(line) for line in lines)
    return widths[-1] <= widest_wrap and widths[9] >= 40 and open_ended > len(lines) / 2
