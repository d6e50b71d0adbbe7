"""Where a quotation stands in a text that may have changed since it was made.

Its words are looked for at their place, then anywhere, then in other white space and quotation
marks, and last by the passage that shares most of them. What stood before and behind it chooses
among several. All steps are linear in the text but the last, which compares a bounded number
of short windows.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Literal

from briefing.models import Citation

State = Literal["holds", "moved", "changed", "missing"]

similar = 0.6  # of the words of two passages, as difflib's ratio; less alike is another passage
_most_places = 64  # of one quotation, or of one of its words, that are looked at
_most_windows = 4  # that are compared word by word
_alike = str.maketrans("“”„‟«»‘’‚‛‹›–—‐‑−", '"' * 6 + "'" * 6 + "-" * 5)


def normalised(text: str) -> str:
    """The text in NFC, each run of white space as one space, and none at either end."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@dataclass(frozen=True, slots=True)
class Place:
    """What became of a quotation; ``text[start:end]`` is what stands for it now."""

    state: State
    start: int = 0
    end: int = 0
    differing: tuple[tuple[str, str], ...] = ()  # words then and now, of a changed passage


class Text:
    """A text in which many quotations are looked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    def find(self, cited: Citation) -> Place:
        """The place of a quotation."""
        inside = 0 <= cited.start < cited.end <= len(self.text)
        if inside and self.text[cited.start : cited.end] == cited.text:
            return Place("holds", cited.start, cited.end)
        exact = self._best(cited, _occurrences(self.text, cited.text))
        if exact is not None:
            return Place("moved", exact, exact + len(cited.text))
        return self._in_other_marks(cited) or self._alike(cited) or Place("missing")

    def _best(self, cited: Citation, starts: Iterator[int]) -> int | None:
        """The start with most of what stood around the quotation, then the nearest one."""

        def worth(start: int) -> tuple[int, int]:
            before = self.text[max(0, start - len(cited.prefix)) : start]
            end = start + len(cited.text)
            behind = self.text[end : end + len(cited.suffix)]
            shared = _shared(before[::-1], cited.prefix[::-1]) + _shared(behind, cited.suffix)
            return shared, -abs(start - cited.start)

        return max(starts, key=worth, default=None)

    def _in_other_marks(self, cited: Citation) -> Place | None:
        wanted = _plain(cited.text)
        starts = _occurrences(self._words.plain, wanted) if wanted else iter(())
        places = [self._words.span(start, start + len(wanted)) for start in starts]
        found = self._best(cited, (start for start, _ in places))
        return Place("moved", *next(p for p in places if p[0] == found)) if places else None

    def _alike(self, cited: Citation) -> Place | None:
        """The passage that shares most words with the quotation, if it is like it."""
        wanted = _plain(cited.text).lower().split()
        best: tuple[float, int, int] = (0.0, 0, 0)
        for first in self._windows(wanted):
            matcher = SequenceMatcher(None, wanted, self._words.window(first, len(wanted)), False)
            blocks = [block for block in matcher.get_matching_blocks() if block.size]
            if not blocks:
                continue
            begin = max(0, blocks[0].b - blocks[0].a)
            end = blocks[-1].b + len(wanted) - blocks[-1].a
            shared = sum(block.size for block in blocks)
            ratio = 2 * shared / (len(wanted) + max(1, end - begin))
            place = max(0, first - len(wanted))
            best = max(best, (ratio, -(place + begin), -(place + end)))
        ratio, begin, end = best[0], -best[1], -best[2]
        if ratio < similar:
            return None
        start, stop = self._words.text_span(begin, end)
        return Place("changed", start, stop, tuple(_differing(cited.text, self.text[start:stop])))

    def _windows(self, wanted: Sequence[str]) -> list[int]:
        """The word at which the passage may begin, by how many words of it then stand in line."""
        votes: Counter[int] = Counter()
        for place, word in enumerate(wanted):
            found = self._words.places.get(word, ())
            for at in found if len(found) <= _most_places else ():
                votes[(at - place) // 4] += 1
        ranked = sorted(votes, key=lambda line: (-votes[line], line))[:_most_windows]
        return [line * 4 for line in ranked]

    @cached_property
    def _words(self) -> _Words:
        return _Words(self.text)


class _Words:
    """A text word by word: as it stands, and with plain marks and single spaces."""

    def __init__(self, text: str) -> None:
        self._spans = [match.span() for match in re.finditer(r"\S+", text)]
        words = [_plain(text[start:end]) for start, end in self._spans]
        self.plain = " ".join(words)
        self._starts = [0]  # of each word in ``plain``
        for word in words:
            self._starts.append(self._starts[-1] + len(word) + 1)
        self._lower = [word.lower() for word in words]

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each word stands, by its number."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self._lower):
            found[word].append(number)
        return found

    def window(self, first: int, length: int) -> list[str]:
        """The words around a passage of so many, with as many on either side."""
        return self._lower[max(0, first - length) : max(0, first + 2 * length)]

    def text_span(self, first: int, end: int) -> tuple[int, int]:
        """Where the words from ``first`` to before ``end`` stand in the text."""
        first = min(max(0, first), len(self._spans) - 1)
        return self._spans[first][0], self._spans[min(max(end, first + 1), len(self._spans)) - 1][1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where what stands from ``start`` to ``end`` in ``plain`` stands in the text."""
        return self._at(start), self._at(end - 1) + 1

    def _at(self, plain: int) -> int:
        number = bisect_right(self._starts, plain) - 1
        start, end = self._spans[number]
        return min(start + plain - self._starts[number], end - 1)


def _plain(text: str) -> str:
    return normalised(text).translate(_alike)


def _shared(a: str, b: str) -> int:
    """With how many characters in common two texts begin."""
    return next((n for n, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))  # noqa: B905 - either may be shorter


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    """Where the words stand in the text; the first of them, where they are many."""
    start = text.find(wanted)
    for _ in range(_most_places):
        if start < 0:
            return
        yield start
        start = text.find(wanted, start + 1)


def _differing(then: str, now: str) -> Iterator[tuple[str, str]]:
    """The words in which two passages differ."""
    a, b = then.split(), now.split()
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, a, b, False).get_opcodes():
        if kind != "equal":
            yield " ".join(a[a1:a2]), " ".join(b[b1:b2])
