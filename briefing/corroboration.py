"""Whose the reports of a claim are: what repeats another's words is no second witness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from briefing.models import Article, Report, Sentence
from briefing.words import words

same_order = 0.70  # Dice of pairs of neighbouring words: the same words in nearly the same order


def copies(
    rows: Iterable[tuple[int, int]], sentences: Sequence[Sentence]
) -> dict[int, tuple[int, ...]]:
    """Which of the pairs of rows, alike in their words, also have them in one order; by the first.

    A paraphrase in the same words is a report of its own; near-verbatim sentences are one.
    """
    found: dict[int, list[int]] = defaultdict(list)
    for a, b in rows:
        one, other = (set(pairwise(words(sentences[row].text))) for row in (a, b))
        if 2 * len(one & other) >= same_order * (len(one) + len(other)):
            found[a].append(b)
    return {row: tuple(others) for row, others in found.items()}


def reports(
    group: Sequence[int],
    told: Sequence[Sequence[Sentence]],
    articles: Mapping[str, Article],
    origins: Mapping[str, str],
    copied: Mapping[int, Sequence[int]],
) -> tuple[Report, ...]:
    """The reports of a claim with their outlets and origins; copies have one origin.

    Args:
        group: the rows of its distinct sentences.
        told: by row, the sentences that are verbatim the same.
        articles: by id.
        origins: by article id.
        copied: by row, others that are near-verbatim the same.
    """
    names = {row: sorted({origins[s.article_id] for s in told[row]}) for row in group}
    one = [(found[0], name) for found in names.values() for name in found[1:]]
    one += [(names[a][0], names[b][0]) for a in group for b in copied.get(a, ()) if b in names]
    root = _joined({name for found in names.values() for name in found}, one)
    return tuple(
        Report(s, articles[s.article_id].source, root[origins[s.article_id]])
        for row in group
        for s in told[row]
    )


def _joined(names: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each name the least of all that the pairs lead to."""
    root = {name: name for name in names}
    for a, b in pairs:
        low, high = sorted((root[a], root[b]))
        root = {name: low if old == high else old for name, old in root.items()}
    return root
