"""Whether copies of an article are folded, and different reports of its event are not.

    python benchmarks/reprints.py news.jsonl clusters.jsonl [--list]

The sets are those of benchmarks/stories.py. Copies are made here of articles of 50 words and more,
each with another byline: cut by 30%; under two sentences of another article; with 5% of the words
exchanged; all at once. Printed: how many of them are folded with their original, and what else is
folded. A real pair counts as a true duplicate where a third of the sentences of the shorter one
stand in the other, word for word or nearly (difflib's ratio 0.9); --list names each.
"""

from __future__ import annotations

import argparse
import difflib
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from stories import Labelled, load

from briefing import reprints, sentences
from briefing.models import Article, Sentence
from briefing.words import words

same = 0.9  # difflib's ratio of two sentences in nearly the same words
fewest = 50  # words of an article that is copied
duplicate = 1 / 3  # of the sentences of the shorter article

Copy: TypeAlias = "Callable[[Sequence[str], Sequence[str], random.Random], list[str]]"


def cut(own: Sequence[str], _other: Sequence[str], _draw: random.Random) -> list[str]:
    """The first 70% of the sentences."""
    return list(own[: max(1, round(0.7 * len(own)))])


def lead(own: Sequence[str], other: Sequence[str], _draw: random.Random) -> list[str]:
    """The sentences under the first two of another article."""
    return [*other[:2], *own]


def edited(own: Sequence[str], other: Sequence[str], draw: random.Random) -> list[str]:
    """The sentences with each twentieth word exchanged, on average."""
    spare = " ".join(other).split()
    return [
        " ".join(draw.choice(spare) if draw.random() < 0.05 else word for word in text.split())
        for text in own
    ]


def everything(own: Sequence[str], other: Sequence[str], draw: random.Random) -> list[str]:
    """Cut, edited and under a new lead."""
    return lead(edited(cut(own, other, draw), other, draw), other, draw)


kinds: tuple[Copy, ...] = (cut, lead, edited, everything)


@dataclass(frozen=True, slots=True)
class Folded:
    """What became of the copies of a set, and of its real pairs."""

    recall: Mapping[str, float]  # by kind of copy
    right: int  # copies folded with their original
    strangers: int  # copies folded with another article only
    pairs: Sequence[tuple[str, str, float, float]]  # real: paths, shared runs, shared sentences


def main() -> None:
    """Print a line a kind of copy, and what was folded among the real articles."""
    arguments = _arguments()
    for path in arguments.data:
        labelled = load(path)
        found = _folded(labelled)
        wrong = [pair for pair in found.pairs if pair[3] < duplicate]
        recalls = ", ".join(f"{name} {value:.3f}" for name, value in found.recall.items())
        total = found.right + found.strangers + len(found.pairs)
        precision = 1 - (found.strangers + len(wrong)) / total
        print(f"{labelled.name}: recall {recalls}; precision {precision:.4f} of {total} folded")
        print(f"  {len(found.pairs)} real pairs folded, {len(wrong)} of them not duplicates")
        for one, other, runs, told in sorted(found.pairs, key=lambda pair: pair[3]):
            if arguments.list or told < duplicate:
                print(f"    {one} {other}: runs {runs:.2f}, sentences {told:.2f}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--list", action="store_true", help="name every real pair that is folded")
    return parser.parse_args()


def _folded(labelled: Labelled) -> Folded:
    articles = labelled.reading.articles
    copies = labelled.reading.copies
    pairs = [
        (
            articles[kept].path,
            articles[copy].path,
            copies.shares[copy],
            _told(labelled.spans[kept], labelled.spans[copy]),
        )
        for copy, kept in sorted(copies.kept.items())
    ]
    recall: dict[str, float] = {}
    right = strangers = 0
    for kind in kinds:
        homes = _homes(labelled, kind)
        hits = sum(original == kept for original, kept in homes)
        recall[kind.__name__] = hits / len(homes)
        right += hits
        strangers += sum(bool(kept) and original != kept for original, kept in homes)
    return Folded(recall, right, strangers, pairs)


def _homes(labelled: Labelled, kind: Copy) -> list[tuple[str, str]]:
    """For a copy of each article: what its original is kept as, and what it is kept as."""
    draw = random.Random(0)
    articles = labelled.reading.articles
    ids = sorted(key for key in articles if len(articles[key].text.split()) >= fewest)
    texts = {key: [s.text for s in labelled.spans[key] if s.kind == "sentence"] for key in ids}
    made: dict[str, Article] = {}
    for place, key in enumerate(ids):
        told = kind(texts[key], texts[ids[place - 1]], draw)
        text = "By Another Hand\n\n" + "\n".join(told)
        made[key] = replace(articles[key], id=f"copy-{key}", text=text, outlet="Elsewhere")
    spans = [*labelled.reading.spans, *(s for copy in made.values() for s in sentences.split(copy))]
    everyone = {**articles, **{copy.id: copy for copy in made.values()}}
    kept = reprints.find(everyone, spans).kept
    families = {key: kept.get(key, key) for key in everyone}
    return [
        (families[key], families[copy.id] if copy.id in kept or families[key] == copy.id else "")
        for key, copy in made.items()
    ]


def _told(one: Sequence[Sentence], other: Sequence[Sentence]) -> float:
    """The share of the sentences of the shorter article that the other has, nearly at least."""
    told = [[words(s.text) for s in spans if s.kind == "sentence"] for spans in (one, other)]
    shorter, longer = sorted(told, key=len)
    hits = sum(
        any(difflib.SequenceMatcher(None, a, b, False).ratio() >= same for b in longer)
        for a in shorter
    )
    return hits / max(1, len(shorter))


if __name__ == "__main__":
    main()
