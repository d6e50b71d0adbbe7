"""PDF documents: their text with its lines joined to paragraphs, and where each page begins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from briefing.errors import SourceError
from briefing.models import Article
from briefing.sources import _apart, _pdf, _text

suffixes = (".pdf",)

_ended = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_broken = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_word = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ligatures = dict(zip(range(0xFB00, 0xFB07), "ff fi fl ffi ffl st st".split(), strict=True))
_bullet = re.compile(r"[•‣▪●–—*-]\s|\d{1,2}[.)]\s")

full = 0.8  # of a usual line's width; a line shorter than this ends its paragraph
least_repeats = 3  # pages; what heads or ends as many, apart from numbers, belongs to the page


def read(data: bytes, path: str) -> Iterator[Article]:
    """The one article of a PDF.

    Raises:
        SourceError: it is damaged, encrypted, too large, or holds only pictures.
    """
    found: _pdf.Found = _apart.parse("_pdf", data, path)
    pages = _without_margins([_lines(page) for page in found["pages"]])
    if not any(map(str.isalpha, "".join(line for page in pages for line in page))):
        raise SourceError(path, "a PDF without text; scans must be recognised first", "no text")
    text, starts = _flow(pages)
    article = _text.article(text, path, title=_text.stated(found["title"], text))
    yield replace(article, pages=starts)


def _lines(page: str) -> list[str]:
    return [line for line in map(_text.line, page.translate(_ligatures).splitlines()) if line]


def _without_margins(pages: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The pages without running heads, footers and page numbers."""
    ends = Counter(mask for page in pages for mask in {_mask(line) for line in _outer(page)})
    kept: list[Sequence[str]] = []
    for page in pages:
        start, end = 0, len(page)
        while start < end and _is_margin(page[start], ends):
            start += 1
        while start < end and _is_margin(page[end - 1], ends):
            end -= 1
        kept.append(page[start:end])
    return kept


def _outer(page: Sequence[str]) -> Sequence[str]:
    return [*page[:2], *page[-2:]]


def _mask(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _is_margin(line: str, ends: Counter[str]) -> bool:
    return line.isdecimal() or ends[_mask(line)] >= least_repeats


def _flow(pages: Sequence[Sequence[str]]) -> tuple[str, tuple[int, ...]]:
    """The paragraphs, a blank line apart, and the offset at which each page begins."""
    lines = [line for page in pages for line in page]
    width = sorted(map(len, lines))[len(lines) * 3 // 4]
    known = Counter(_word.findall("\n".join(lines)))
    parts = [""]
    firsts = list(accumulate(map(len, pages[:-1]), initial=0))  # the first line of each page
    begun = set(firsts)
    for number, (line, following) in enumerate(pairwise([*lines, ""]), start=1):
        if number in begun and _ended.search(line):
            parts += line, "\n\n"
        else:
            parts += _joined(line, following, width, known)
    offsets = list(accumulate(map(len, parts)))  # of line n, that of part 2n
    return "".join(parts).rstrip(), tuple(offsets[2 * first] for first in firsts)


def _joined(line: str, following: str, width: int, known: Counter[str]) -> tuple[str, str]:
    """A line and what stands between it and the next: nothing, a space, or a blank line."""
    if not following:
        return line, ""
    if _broken.search(line) and following[0].islower():
        return (line if _keeps_hyphen(line, following, known) else line[:-1]), ""
    is_short = len(line) < full * width
    ends = _bullet.match(following) or (is_short and not _continues(line, following))
    return line, "\n\n" if ends else " "


def _continues(line: str, following: str) -> bool:
    return following[0].islower() and not _ended.search(line)


def _keeps_hyphen(line: str, following: str, known: Counter[str]) -> bool:
    """Whether "state-" and "owned" are a compound: when it stands so within some line."""
    left, right = _word.findall(line[:-1])[-1], _word.findall(following)[0]
    return known[f"{left}-{right}"] > 0 and not known[f"{left}{right}"]
