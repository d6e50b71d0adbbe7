"""Pairs of sentences that people judged to report the same or not, ready to be compared."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing import claims, matching
from briefing.corpus import Embedded
from briefing.errors import BriefingError
from briefing.models import Article, Embed, Sentence
from briefing.thresholds import Thresholds, shipped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Judged:
    """Two sentences, whether they report the same, and why; group is their event."""

    a: Sentence
    b: Sentence
    same: bool
    group: str
    why: str


@dataclass(frozen=True, slots=True)
class Part:
    """The pairs of one group as one corpus; ``rows`` are the pairs in it."""

    pairs: tuple[Judged, ...]
    corpus: Embedded[Sentence]
    articles: Mapping[str, Article]
    profiles: matching.Profiles
    rows: tuple[tuple[int, int], ...]

    def scored(self) -> list[claims.Pair]:
        """Every pair as the product compares it."""
        return claims.compare(self.corpus, self.articles, self.profiles, self.rows, floor=-1.0)


@dataclass(frozen=True, slots=True)
class Test:
    """A file of judged pairs, group by group."""

    name: str
    parts: tuple[Part, ...]

    @property
    def pairs(self) -> tuple[Judged, ...]:
        return tuple(pair for part in self.parts for pair in part.pairs)

    @property
    def same(self) -> NDArray[np.bool_]:
        import numpy as np

        return np.array([pair.same for pair in self.pairs])

    def scored(self) -> list[claims.Pair]:
        """Every pair as the product compares it, in the order of ``pairs``."""
        return [found for part in self.parts for found in part.scored()]


def load(path: Path, embed: Embed, thresholds: Thresholds = shipped) -> Test:
    """Lines of {"a", "b", "same"}, or {"s1", "s2", "label"}; a_date, b_date, group, language.

    Pairs of a group are of one event, and compared as if a brief held all its sentences.

    Raises:
        BriefingError: the file cannot be read, or a line of it is no such pair.
    """
    articles: dict[str, Article] = {}
    groups: dict[str, list[Judged]] = {}
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            pair = _judged(json.loads(line), articles)
        except (ValueError, KeyError, TypeError, AttributeError) as wrong:
            raise BriefingError(f'{path}:{number}: not a pair {{"a", "b", "same"}}') from wrong
        groups.setdefault(pair.group, []).append(pair)
    if not groups:
        raise BriefingError(f"{path}: holds no pair")
    parts = (_part(pairs, articles, embed, thresholds) for pairs in groups.values())
    return Test(path.name, tuple(parts))


def _lines(path: Path) -> Sequence[str]:
    try:
        return path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BriefingError(f"{path}: cannot be read ({error})") from error


def _part(
    pairs: Sequence[Judged], articles: Mapping[str, Article], embed: Embed, thresholds: Thresholds
) -> Part:
    items = tuple(sorted({s for pair in pairs for s in (pair.a, pair.b)}, key=str))
    row = {sentence: place for place, sentence in enumerate(items)}
    corpus = Embedded(items, embed([s.text for s in items]))
    rows = tuple((row[pair.a], row[pair.b]) for pair in pairs)
    return Part(tuple(pairs), corpus, articles, matching.profiles(corpus, thresholds), rows)


def _judged(line: Mapping[str, Any], articles: dict[str, Article]) -> Judged:
    sides = []
    for side, other in (("a", "s1"), ("b", "s2")):
        text, day = line.get(side) or line[other], line.get(f"{side}_date") or ""
        known = Article(
            f"{day} {text}", text, "", published=date.fromisoformat(day) if day else None
        )
        articles[known.id] = known
        language = str(line.get("language", "en"))
        sides.append(Sentence(known.id, 0, 0, len(text), text, language=language))
    same = bool(line["same"] if "same" in line else line["label"])
    return Judged(sides[0], sides[1], same, str(line.get("group", "")), str(line.get("why", "")))


def ranking(pairs: Sequence[claims.Pair]) -> NDArray[np.float64]:
    """Scores to rank by: what is objected to stands below all else."""
    import numpy as np

    return np.array([pair.score - (1.0 if pair.objection else 0.0) for pair in pairs])
