"""Cut a text at the passages that are cited of it, so that each can be one element of a page.

Elements nest and cannot overlap in part. A passage that begins within another and ends behind it
is therefore shown once more behind the text, between the words around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from markupsafe import Markup, escape

from briefing.renderers._show import seen

_around = 200  # characters shown on either side of a passage behind the text
_wrapped = (40, 100)  # characters of a line of a text that was wrapped when it was written

_Span = tuple[int, int]

_ends = re.compile(r"(?:\r\n|[\r\n])(?:[^\S\r\n]*(?:\r\n|[\r\n]))*")  # line ends, blank between
_control = re.compile("[\x0b\x1c-\x1f]")  # white space that HTML does not allow


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text between two borders, and what ends and begins before it."""

    text: Markup
    closed: int = 0  # how many passages end here
    ended: tuple[_Span, ...] = ()  # the outermost that ended and all within it, where none is open
    opened: tuple[_Span, ...] = ()  # the outermost first
    page: int = 0  # that begins here; 0 for none
    cited: bool = False  # by passages that are shown behind the text, and no other


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage that is shown on its own, between the words around it."""

    span: _Span
    before: Markup
    text: Markup
    after: Markup
    over: _Span  # the passage that it overlaps


@dataclass(frozen=True, slots=True)
class Cut:
    """A text in pieces; their texts together are the whole text, without what cannot be seen."""

    pieces: tuple[Piece, ...]
    apart: tuple[Excerpt, ...]
    wrapped: bool  # single line ends are no ends of paragraphs


def cut(text: str, spans: Iterable[_Span], starts: Sequence[int] = ()) -> Cut:
    """The text at the borders of the spans, in time linear in both but for their sorting.

    Args:
        text: of an article.
        spans: what is cited of it, each once.
        starts: where its pages begin.
    """
    nested, apart = _nested(spans)
    wrapped = _is_wrapped(text)
    borders = {0, len(text), *starts, *(at for span in (*nested, *apart) for at in span)}
    desk = _Desk(nested, apart, {start: number for number, start in enumerate(starts, 1)})
    at = sorted(border for border in borders if border <= len(text))
    pieces = [desk.piece(here, markup(text[here:there], wrapped)) for here, there in pairwise(at)]
    pieces.append(desk.piece(len(text), Markup()))
    excerpts = tuple(_excerpt(text, span, over, wrapped) for span, over in apart.items())
    return Cut(tuple(pieces), excerpts, wrapped)


def _nested(spans: Iterable[_Span]) -> tuple[list[_Span], dict[_Span, _Span]]:
    """Spans that nest, the outer before the inner; each of the others with one that it overlaps."""
    nested: list[_Span] = []
    apart: dict[_Span, _Span] = {}
    open_: list[_Span] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        while open_ and open_[-1][1] <= span[0]:
            open_.pop()
        if open_ and span[1] > open_[-1][1]:
            apart[span] = open_[-1]
        else:
            open_.append(span)
            nested.append(span)
    return nested, apart


@dataclass(slots=True)
class _Desk:
    """What is open while a text is cut, from its start to its end."""

    nested: Sequence[_Span]
    apart: Iterable[_Span]
    pages: dict[int, int]  # by where they start
    open: list[_Span] = field(default_factory=list)
    since: list[_Span] = field(default_factory=list)  # opened since none was open
    until: int = 0  # where the last passage ends that is shown behind the text
    opening: dict[int, list[_Span]] = field(init=False)
    ending: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.opening, self.ending = {}, {}
        for span in self.nested:
            self.opening.setdefault(span[0], []).append(span)
        for start, end in self.apart:
            self.ending[start] = max(end, self.ending.get(start, 0))

    def piece(self, at: int, text: Markup) -> Piece:
        closed, ended = 0, tuple[_Span, ...]()
        while self.open and self.open[-1][1] == at:
            self.open.pop()
            closed += 1
        if not self.open:
            ended, self.since = tuple(self.since), []
        opened = self.opening.get(at, [])
        self.open += opened
        self.since += opened
        self.until = max(self.until, self.ending.get(at, 0))
        cited = not self.open and at < self.until
        return Piece(text, closed, ended, tuple(opened), self.pages.get(at, 0), cited)


def _excerpt(text: str, span: _Span, over: _Span, wrapped: bool) -> Excerpt:
    start, end = span
    before, after = text[max(0, start - _around) : start], text[end : end + _around]
    if start > _around:
        before = f"… {before.partition(' ')[2]}"
    if len(text) - end > _around:
        after = f"{after.rpartition(' ')[0]} …"
    before, within, after = (markup(part, wrapped) for part in (before, text[start:end], after))
    return Excerpt(span, before, within, after, over)


def _is_wrapped(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    single = len(re.findall(r"\S[^\S\r\n]*(?:\r\n|[\r\n])[^\S\r\n]*(?=\S)", text))
    least, most = _wrapped
    lengths = list(map(len, lines))
    return single > len(lines) / 2 and max(lengths) <= most and median(lengths) >= least


def markup(text: str, wrapped: bool) -> Markup:
    """The text as HTML: what cannot be seen taken out, its white space kept, gaps at line ends."""
    made = str(escape(_control.sub(" ", seen(text))))

    def gap(found: re.Match[str]) -> str:
        ends = found[0].replace("\r", "&#13;")  # a bare one would be read as a line feed
        single = wrapped and found[0] in ("\r\n", "\r", "\n")
        return ends if single else f'<span class="gap">{ends}</span>'

    return Markup(_ends.sub(gap, made))  # noqa: S704 - escaped above
