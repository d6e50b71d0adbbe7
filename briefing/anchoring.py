"""Where a quotation stands in a text that may have changed since it was made.

Its words are looked for at their place, then anywhere, then in other white space and quotation
marks, and last by the passage that shares most of them. What stood before and behind it chooses
among several. In scripts that set no words apart, each sign counts as a word. All steps are linear
in the text but the last, which compares a bounded number of short windows.
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
from itertools import pairwise
from typing import Literal

from briefing.models import Citation
from briefing.words import spans, unspaced

State = Literal["holds", "moved", "changed", "missing"]

similar = 0.6  # of the words of two passages, as difflib's ratio; less alike is another passage
_most_places = 64  # of one quotation, or of one of its words, that are looked at
_most_windows = 4  # that are compared word by word, for each way to find them
_slack = 4  # words on either side of a window
_alike = str.maketrans("“”„‟«»‘’‚‛‹›–—‐‑−", '"' * 6 + "'" * 6 + "-" * 5)
_goes_on = re.compile(r"\w[-'’]?\|[-'’]?\w|\d[.,:]?\|[.,:]?\d")  # over the "|"


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
        start, end = cited.start, cited.end
        stands = 0 <= start < end <= len(self.text) and self.text[start:end] == cited.text
        if stands and self._is_whole(cited, start, end):
            return Place("holds", start, end)
        exact = [(at, at + len(cited.text)) for at in _occurrences(self.text, cited.text)]
        moved = self._best(cited, exact) or self._best(cited, self._in_other_marks(cited))
        if moved:
            return Place("moved", *moved)
        return self._most_alike(cited) or Place("missing")

    def _best(self, cited: Citation, found: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
        """The place with most of what stood around the quotation, then the nearest one."""
        whole = [place for place in found if self._is_whole(cited, *place)]
        return max(whole, key=lambda place: self._surrounded(cited, *place), default=None)

    def _surrounded(self, cited: Citation, start: int, end: int) -> tuple[int, int]:
        """How many characters around a place are those that were, and how near it is."""
        before = self.text[max(0, start - len(cited.prefix)) : start]
        behind = self.text[end : end + len(cited.suffix)]
        shared = _shared(before[::-1], cited.prefix[::-1]) + _shared(behind, cited.suffix)
        return shared, -abs(start - cited.start)

    def _is_whole(self, cited: Citation, start: int, end: int) -> bool:
        """Whether no word or number goes on over an end of a place where none did."""
        before, behind = self.text[max(0, start - 2) : start], self.text[end : end + 2]
        began = before == cited.prefix[-2:] or not _continues(before, self.text[start:end])
        return began and (
            behind == cited.suffix[:2] or not _continues(self.text[start:end], behind)
        )

    def _in_other_marks(self, cited: Citation) -> list[tuple[int, int]]:
        wanted = _Words(cited.text).plain
        starts = _occurrences(self._words.plain, wanted) if wanted else iter(())
        return [self._words.span(start, start + len(wanted)) for start in starts]

    def _most_alike(self, cited: Citation) -> Place | None:
        """The passage that shares most words with the quotation, if it is like it.

        Of passages about as alike it is the one with the same words around it.
        """
        wanted = _Words(cited.text).lower
        found = []
        for first in self._windows(cited, wanted):
            for slack in (_slack, len(wanted)):
                ratio, begin, end = self._alike(wanted, first, slack)
                if ratio >= similar:
                    place = self._words.text_span(begin, end)
                    found.append((round(ratio, 1), self._surrounded(cited, *place), ratio, place))
        if not found:
            return None
        start, end = max(found)[-1]
        return Place("changed", start, end, tuple(_differing(cited.text, self.text[start:end])))

    def _alike(self, wanted: Sequence[str], first: int, slack: int) -> tuple[float, int, int]:
        """How alike the passage around a word is, and the words where it begins and ends."""
        base = max(0, first - slack)
        window = self._words.lower[base : max(0, first + len(wanted) + slack)]
        matcher = SequenceMatcher(None, wanted, window, False)
        blocks = [block for block in matcher.get_matching_blocks() if block.size]
        if not blocks:
            return 0.0, 0, 0
        begin = max(0, blocks[0].b - blocks[0].a)
        end = blocks[-1].b + len(wanted) - blocks[-1].a
        shared = sum(block.size for block in blocks)
        return 2 * shared / (len(wanted) + max(1, end - begin)), base + begin, base + end

    def _windows(self, cited: Citation, wanted: Sequence[str]) -> list[int]:
        """The words at which the passage may begin.

        Where it began, where what stood around it stands, and by how many of its words and
        pairs of words then stand in line.
        """
        votes: Counter[int] = Counter()
        for place, key in _keys(wanted):
            found = self._words.places.get(key, ())
            for at in found if len(found) <= _most_places else ():
                votes[(at - place) // _slack] += 1
        ranked = sorted(votes, key=lambda line: (-votes[line], line))[:_most_windows]
        around = [self._words.number(at) for at in self._by_prefix(cited)]
        around += [self._words.number(at) - len(wanted) for at in self._by_suffix(cited)]
        old = self._words.number(cited.start)
        return sorted({old, *around, *(line * _slack for line in ranked)})

    def _by_prefix(self, cited: Citation) -> list[int]:
        starts = _occurrences(self.text, cited.prefix) if cited.prefix.strip() else iter(())
        return _nearest((at + len(cited.prefix) for at in starts), cited.start)

    def _by_suffix(self, cited: Citation) -> list[int]:
        starts = _occurrences(self.text, cited.suffix) if cited.suffix.strip() else iter(())
        return _nearest(starts, cited.end)

    @cached_property
    def _words(self) -> _Words:
        return _Words(self.text)


class _Words:
    """A text word by word: as it stands, and with plain marks and single spaces."""

    def __init__(self, text: str) -> None:
        self._spans = list(spans(text))
        words = [_plain(text[start:end]) for start, end in self._spans]
        signs = [unspaced(word) for word in words]
        self._starts: list[int] = []  # of each word in ``plain``
        parts: list[str] = []
        at = 0
        for number, word in enumerate(words):
            gap = number and self._spans[number - 1][1] < self._spans[number][0]
            if gap and not (signs[number - 1] or signs[number]):  # else it means nothing
                parts.append(" ")
                at += 1
            self._starts.append(at)
            parts.append(word)
            at += len(word)
        self.plain = "".join(parts)
        self.lower = [word.lower() for word in words]

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each word and each pair of words stands, by its number."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, key in _keys(self.lower):
            found[key].append(number)
        return found

    def number(self, at: int) -> int:
        """Which word stands at a character or is the first behind it."""
        return bisect_right(self._spans, at, key=lambda span: span[1])

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


def _keys(words: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Each word and each pair of words, with the number of the first."""
    yield from enumerate(words)
    yield from ((number, " ".join(pair)) for number, pair in enumerate(pairwise(words)))


def _plain(text: str) -> str:
    return normalised(text).translate(_alike)


def _continues(before: str, behind: str) -> bool:
    """Whether a word or a number goes on from one text to the next."""
    if unspaced(before[-1:]) or unspaced(behind[:1]):
        return False
    return bool(_goes_on.search(f"{before[-2:]}|{behind[:2]}"))


def _nearest(places: Iterator[int], to: int) -> list[int]:
    return sorted(places, key=lambda place: (abs(place - to), place))[:_most_windows]


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
    a, b = list(spans(then)), list(spans(now))
    words = [then[slice(*span)] for span in a], [now[slice(*span)] for span in b]
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, *words, False).get_opcodes():
        if kind != "equal":
            yield _slice(then, a[a1:a2]), _slice(now, b[b1:b2])


def _slice(text: str, found: Sequence[tuple[int, int]]) -> str:
    return " ".join(text[found[0][0] : found[-1][1]].split()) if found else ""
