"""Near-verbatim copies of one text.

Two articles are copies where many of the shorter one's runs of four words (shingles) stand
in the longer, so that a cut, a new lead or an edited line does not hide it: containment,
Broder (1997), "On the resemblance and containment of documents". Each article is compared
with those kept so far and their copies, through an index of shingles: no pair without one in
common is seen. What is quoted is a run of its own kind, since who quotes a text to deny it does not
copy it. A text of the same form about another event, a correction, and a digest of several
articles share much and are no copies: they are kept, and not independent.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

from briefing import agencies, amounts, particulars
from briefing.models import Article, Sentence
from briefing.words import words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

shingle = 4  # words
copied = 0.40  # of the shorter text's shingles; docs/quality.md
suspected = 0.20  # so much in common is no accident: not folded, and not independent either
fewest = 10  # shingles in common, or two short notes with one phrase would do
least = 0.20  # of the longer: a digest is no copy of the one note that it repeats
common = 50  # families of copies with one shingle; it is then a phrase of the trade
same_days = 3  # between two versions of one text, of which the later may have other figures
contrary = 0.25  # of the sentences that two texts share, when they tell of two events
whole = 0.70  # of an article's shingles, at least, stand in a digest of it
part = 0.80  # the most of a digest that one of the articles in it makes

_quoted = re.compile(
    r"“[^“”]{1,1500}”|„[^„“”]{1,1500}[“”]|«[^«»]{1,1500}»|「[^「」]{1,1500}」|"
    r'(?<![^\s(])"[^"]{1,1500}(?<!\s)"'
)
_correcting = re.compile(
    r"(?:\A\W*(?:correct(?:ion|ed|s)|clarification|retraction|erratum)\b)|"
    r"(?:^|[.!?”\"]\s)(?:correction|clarification|erratum)\b[^.:\n]{0,30}:",
    re.IGNORECASE | re.MULTILINE,
)

Run: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copies:
    """Which articles repeat which; both by id, the one that is kept as the value."""

    kept: Mapping[str, str]  # of every copy
    suspected: Mapping[str, str]  # of articles that share much and are no copies
    shares: Mapping[str, float]  # of the shorter text, by the id of the copy or the suspected
    digests: Set[str] = frozenset()  # articles that repeat several others

    def families(self) -> dict[str, tuple[str, ...]]:
        """The copies of each article that has some."""
        found: dict[str, list[str]] = defaultdict(list)
        for copy, kept in sorted(self.kept.items()):
            found[kept].append(copy)
        return {kept: tuple(copies) for kept, copies in found.items()}


@dataclass(frozen=True, slots=True)
class _Text:
    """An article as it is compared with others."""

    article: Article
    told: Sequence[Sentence]
    runs: Set[int]  # those that another text has, too
    size: int  # how many there are

    @property
    def rank(self) -> tuple[bool, date, int, str, str]:
        """What an article is kept by: an agency's own, the earliest, the longest."""
        article = self.article
        own = agencies.named(article.outlet) == agencies.credited(article.text) != ""
        day = article.published or date.max
        return not own, day, -self.size, article.path, article.id

    @property
    def names(self) -> Set[str]:
        return frozenset(name for span in self.told for name in _names(span))

    @property
    def corrects(self) -> bool:
        return any(_correcting.search(text) for text in (self.article.title, self.article.text))


def find(articles: Mapping[str, Article], spans: Sequence[Sentence]) -> Copies:
    """The copies among articles, by what their sentences say."""
    texts = _texts(articles, spans)
    digests = _digests(texts)
    index: dict[int, list[str]] = defaultdict(list)
    kept: dict[str, str] = {}
    close: dict[str, str] = {}
    shares: dict[str, float] = {}
    for key in sorted(texts.keys() - digests.keys(), key=lambda key: texts[key].rank):
        share, other = _closest(texts, key, index)
        if share >= suspected:
            copy = share >= copied and _is_copy(texts[key], texts[other])
            (kept if copy else close)[key] = other
            shares[key] = share
        family = kept.get(key, key)
        for run in texts[key].runs:
            if len(index[run]) <= common and family not in index[run]:
                index[run].append(family)
    for key, (share, held) in digests.items():
        close[key], shares[key] = kept.get(held, held), share
    return Copies(kept, close, shares, frozenset(digests))


def _texts(articles: Mapping[str, Article], spans: Sequence[Sentence]) -> dict[str, _Text]:
    told: dict[str, list[Sentence]] = {key: [] for key in articles}
    for span in spans:
        if span.kind == "sentence":
            told[span.article_id].append(span)
    import numpy as np

    numbered = _numbered(_spoken(" ".join(s.text for s in own)) for own in told.values())
    texts = np.bincount(np.concatenate([np.zeros(0, np.int64), *numbered]))  # that hold each run
    return {
        key: _Text(articles[key], own, frozenset(runs[texts[runs] > 1].tolist()), len(runs))
        for (key, own), runs in zip(told.items(), numbered, strict=True)
    }


def _numbered(spoken: Iterable[Sequence[str]]) -> list[NDArray[np.int64]]:
    """The distinct runs of each text as numbers; the same run has the same in all of them."""
    import numpy as np

    known: dict[str, int] = {}
    texts = [
        np.array([known.setdefault(word, len(known)) for word in one], np.int64) for one in spoken
    ]
    following = np.concatenate([np.zeros(0, np.int64), *texts])
    runs = following
    for further in range(1, shingle):
        longer = runs[:-1] * len(known) + following[further:]
        runs = np.unique(longer, return_inverse=True)[1]
    ends = np.cumsum([len(one) for one in texts])
    starts = ends - [len(one) for one in texts]
    last = np.maximum(starts, ends - shingle + 1)  # a run does not go on into the next text
    return [np.unique(runs[a:b]) for a, b in zip(starts, last, strict=True)]


def _runs(told: Iterable[Sentence]) -> Iterator[Run]:
    spoken = _spoken(" ".join(span.text for span in told))
    return zip(*(spoken[start:] for start in range(shingle)), strict=False)


def _spoken(text: str) -> list[str]:
    """The words of a text, each with a mark where it is quoted."""
    found: list[str] = []
    end = 0
    for match in _quoted.finditer(text):
        found += words(text[end : match.start()])
        found += (f'"{word}' for word in words(match[0]))
        end = match.end()
    return found + list(words(text[end:]))


def _closest(
    texts: Mapping[str, _Text], key: str, index: Mapping[int, Sequence[str]]
) -> tuple[float, str]:
    """The family that shares most with an article, and how much of the shorter text that is."""
    own = texts[key].size
    close = [
        (min(1.0, round(number / min(own, texts[other].size), 4)), other)
        for other, number in _shared(texts[key].runs, index).items()
        if number >= fewest and number >= least * max(own, texts[other].size)
    ]
    return max(close, default=(0.0, ""))


def _shared(runs: Set[int], index: Mapping[int, Sequence[str]]) -> Counter[str]:
    return Counter(
        other for run in runs if len(holders := index.get(run, ())) <= common for other in holders
    )


def _is_copy(one: _Text, other: _Text) -> bool:
    """Whether two texts with much in common are of one event, and neither corrects the other."""
    if one.corrects != other.corrects:
        return False
    a, b = one.article.published, other.article.published
    later = a is not None and b is not None and abs((a - b).days) > same_days
    known = one.names & other.names
    pairs = list(_aligned(one.told, other.told))
    if not pairs or not _begin_otherwise(*pairs[0], known, later):
        return True
    differ = sum(_name_others(*pair, known) or _count_others(*pair) for pair in pairs)
    return differ < contrary * len(pairs)


def _aligned(
    one: Sequence[Sentence], other: Sequence[Sentence]
) -> Iterator[tuple[Sentence, Sentence]]:
    """The sentences of two texts that share a run, each with the one it shares most with."""
    index: dict[Run, list[int]] = defaultdict(list)
    for place, span in enumerate(other):
        for run in set(_runs([span])):
            index[run].append(place)
    for span in one:
        shared = Counter(place for run in set(_runs([span])) for place in index.get(run, ()))
        if shared:
            yield span, other[max(shared, key=lambda place: (shared[place], -place))]


def _begin_otherwise(a: Sentence, b: Sentence, known: Set[str], later: bool) -> bool:
    """Whether the first sentence that two texts share is of two events.

    In texts of the same days all names must differ, since an editor may exchange one.
    """
    named = _name_others(a, b, known)
    if later:
        return named or _count_others(a, b)
    return named and set(_names(a)).isdisjoint(_names(b))


def _name_others(a: Sentence, b: Sentence, known: Set[str]) -> bool:
    """Whether two sentences of one form name others, but for whom both articles know."""
    one, other = (set(_names(span)) - known for span in (a, b))
    return bool(one and other)


def _count_others(a: Sentence, b: Sentence) -> bool:
    return amounts.apart(*(amounts.find(span.text, span.language) for span in (a, b)))


def _digests(texts: Mapping[str, _Text]) -> dict[str, tuple[float, str]]:
    """Articles that repeat two others with no name in common; with the one they hold most of."""
    index: dict[int, list[str]] = defaultdict(list)
    for key in sorted(texts):
        for run in texts[key].runs:
            if len(index[run]) <= common:
                index[run].append(key)
    found: dict[str, tuple[float, str]] = {}
    for key in sorted(texts):
        held = {
            other: round(number / texts[other].size, 4)
            for other, number in _shared(texts[key].runs, index).items()
            if number >= max(fewest, whole * texts[other].size)
            and texts[other].size <= part * texts[key].size
        }
        if len(held) > 1 and _are_strangers([texts[other] for other in sorted(held)]):
            found[key] = max((share, other) for other, share in held.items())
    return found


def _are_strangers(texts: Sequence[_Text]) -> bool:
    """Whether some two of the texts both have names, and none in common."""
    named = [text.names for text in texts]
    return any(a and b and a.isdisjoint(b) for a, b in combinations(named, 2))


def _names(span: Sentence) -> Iterator[str]:
    return particulars.names(span.text, span.language)
