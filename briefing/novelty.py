"""What is new: claims compared with the points of earlier briefs, and texts with earlier texts.

A claim is *new*; or *ongoing*, where an earlier brief told it or the text behind that brief held
it; or *updated*, where it says the same with another figure, day or name; or *background*,
where its words recur day after day. What is old counts less; what is new does not count more,
or the odd would stand above the important.
"""

from __future__ import annotations

import hashlib
import heapq
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing import claims as claiming
from briefing import contradictions, matching, numerals, outcomes, quantities, repetition
from briefing.claims import Pair
from briefing.corpus import Embedded
from briefing.models import Article, Claim, Embed, Novelty, Past, Sentence, Told
from briefing.particulars import calendar
from briefing.quantities import Quantity
from briefing.repetition import Said
from briefing.statements import read
from briefing.thresholds import Thresholds, scaled, shipped
from briefing.words import stops, words

if TYPE_CHECKING:
    from briefing.models import Vectors

weights = {"background": 0.5, "ongoing": 0.8}  # of what they would be worth; set by eye
close = 0.40  # centred cosine; texts less alike are not compared
nearest = 3  # points of earlier briefs that a sentence is compared with
moved, worded = 0.60, 0.45  # probability and Dice; as alike, and other, is updated; set by eye
others = frozenset(  # objections that tell of a new figure, day or name
    ("other numbers", "other days", "other years", "other names", "opposite verbs")
)
recurring = 2  # earlier briefs whose texts held it: background
_run, _kept, _same = 5, 4, 0.75  # words of a trace, traces of a text, share that makes it the same


@dataclass(frozen=True, slots=True)
class _Match:
    """A point of an earlier brief that a sentence comes close to."""

    told: Told
    pair: Pair
    same: bool  # a reader takes one for the other


def judge(
    claims: Embedded[Claim],
    corpus: Embedded[Sentence],
    articles: Mapping[str, Article],
    past: Past,
    embed: Embed,
    thresholds: Thresholds = shipped,
) -> Embedded[Claim]:
    """The claims, each with what it is to a reader of the earlier briefs.

    Args:
        claims: of the sentences of the corpus.
        corpus: with their vectors.
        articles: by id, those that the sentences are of.
        past: what earlier briefs told.
        embed: the embedder of the vectors.
        thresholds: of that embedder.
    """
    joint = _joined(corpus, past.told, embed)
    profiles = matching.profiles(joint, thresholds)
    likeness = _likeness(profiles, len(corpus), thresholds)
    matches = _matches(joint, articles, past.told, profiles, _nearest(likeness, len(corpus)))
    held = _held(corpus, past)
    row = {(s.article_id, s.start): place for place, s in enumerate(corpus.items)}
    items = []
    for claim in claims.items:
        rows = [row[s.article_id, s.start] for s in claim.sentences]
        found = [match for place in rows for match in matches.get(place, ())]
        items.append(replace(claim, novelty=_novelty(found, min(held[place] for place in rows))))
    return claims.of(items, range(len(items)))


def silent(past: Past, goes_on: Callable[[str], bool]) -> Iterator[Told]:
    """The first point of each story of the last brief that does not go on.

    Args:
        past: what earlier briefs told.
        goes_on: whether an article, by its id, is of a story that has articles of today.
    """
    stories: dict[str, list[Told]] = {}
    for told in past.told:
        if told.day == past.last and told.headline:
            stories.setdefault(told.headline, []).append(told)
    for points in stories.values():
        if not any(goes_on(told.citation.article_id) for told in points):
            yield points[0]


def worth(value: float, novelty: Novelty | None) -> float:
    """What a claim is worth to a reader of the earlier briefs; never more than ``value``."""
    share = weights.get(novelty.state, 1.0) if novelty else 1.0
    return round(value - (1 - share) * abs(value), 4)


def _novelty(found: Sequence[_Match], held: int) -> Novelty:
    """Of a claim that comes close to these, and whose texts so many briefs held."""
    moved_on = {match.told for match in found if not match.same}
    found = [match for match in found if not match.same or match.told not in moved_on]
    closest = max(found, key=_closeness, default=None)
    if closest and not closest.same and (not held or closest.pair.objection != "other numbers"):
        return Novelty("updated", closest.told, closest.pair.objection)
    same = max((m for m in found if m.same), key=_closeness, default=None)
    earlier = same.told if same else None
    if held >= recurring:
        return Novelty("background", earlier)
    return Novelty("ongoing", earlier) if same or held else Novelty("new")


def _closeness(match: _Match) -> tuple[float, int]:
    return match.pair.score, match.told.day.toordinal()


# Points of earlier briefs.


def _joined(corpus: Embedded[Sentence], told: Sequence[Told], embed: Embed) -> Embedded[Sentence]:
    """The sentences of the corpus, then the wordings of the points."""
    import numpy as np

    if not told:
        return corpus
    earlier = tuple(
        Sentence(f"told {n}", 0, 0, len(one.text), one.text, language=one.language)
        for n, one in enumerate(told)
    )
    vectors = np.vstack([corpus.vectors, embed([one.text for one in told])])
    return Embedded((*corpus.items, *earlier), vectors)


def _likeness(profiles: matching.Profiles, ours: int, thresholds: Thresholds) -> Vectors:
    """Centred cosines, on the scale of the default embedder; shape (sentences, points)."""
    cosines: Vectors = profiles.vectors[:ours] @ profiles.vectors[ours:].T
    return scaled(cosines, thresholds.sentences)


def _nearest(likeness: Vectors, ours: int) -> list[tuple[int, int]]:
    """Of each sentence the points that are nearest to it, as pairs of rows of the joint corpus."""
    pairs = []
    for place, cosines in enumerate(likeness):
        able = (int(n) for n in (cosines >= close).nonzero()[0])
        best = heapq.nsmallest(nearest, able, key=lambda n: (-float(cosines[n]), n))
        pairs += [(place, ours + n) for n in sorted(best)]
    return pairs


def _matches(
    joint: Embedded[Sentence],
    articles: Mapping[str, Article],
    told: Sequence[Told],
    profiles: matching.Profiles,
    rows: matching.Pairs,
) -> dict[int, list[_Match]]:
    """By row of a sentence: the points that it comes close to."""
    ours = len(joint) - len(told)
    known = {
        **articles,
        **{f"told {n}": Article("", "", "", published=t.published) for n, t in enumerate(told)},
    }
    enough = repetition.enough(joint, profiles.thresholds.sentences)
    found: dict[int, list[_Match]] = {}
    for pair in claiming.compare(joint, known, profiles, rows, floor=0.0):
        one, other = (Said.of(joint.items[n], joint.vectors[n], enough) for n in (pair.a, pair.b))
        merges = not pair.objection and pair.score >= profiles.thresholds.same_claim
        near = merges or one.repeats(other)
        moves = pair.objection in others and one.sentence.text != other.sentence.text
        if near or (moves and _is_close(pair, one.sentence, other.sentence)):
            match = _Match(told[pair.b - ours], pair, near and not moves)
            found.setdefault(pair.a, []).append(match)
    return {row: _plain(matches) for row, matches in found.items()}


def _plain(matches: list[_Match]) -> list[_Match]:
    """What a sentence repeats, where it repeats anything; else what it is another state of."""
    return [match for match in matches if match.same] or matches


def _is_close(pair: Pair, one: Sentence, other: Sentence) -> bool:
    """Whether two sentences that contradict tell of the same thing."""
    alike = pair.score >= moved and pair.overlap >= worded
    return alike or (pair.objection == "other numbers" and _other_toll(one, other))


def _other_toll(one: Sentence, other: Sentence) -> bool:
    """Whether they tell of other numbers of killed, injured or missing, and share a name."""
    mine, theirs = _tolls(one), _tolls(other)
    return bool(_names(one) & _names(other)) and any(
        quantities.compatible(mine[fate], theirs[fate]) == "different"
        for fate in mine.keys() & theirs
    )


def _tolls(sentence: Sentence) -> dict[str, Quantity]:
    """By what became of them: how many there were."""
    found = quantities.find(sentence.text, sentence.language)
    return {
        fate: quantity
        for quantity in found
        if (fate := outcomes.of(sentence.text, quantity))
        and not outcomes.is_elsewhere(sentence.text, quantity)
    }


def _names(sentence: Sentence) -> set[str]:
    """The names in a sentence; its first word has a capital anyway."""
    first = set(words(sentence.text)[:1])
    return set(read(sentence.text, sentence.language).names) - calendar - first


# Texts behind earlier briefs.


def _held(corpus: Embedded[Sentence], past: Past) -> list[int]:
    """For each sentence, how many earlier briefs rest on texts that hold its words."""
    all_traces = [traces(sentence.text) for sentence in corpus.items]
    recurs = past.recurs(sorted({trace for some in all_traces for trace in some}))
    held = []
    for some in all_traces:
        counts = sorted((recurs.get(trace, 0) for trace in some), reverse=True)
        needed = round(_same * len(some))
        held.append(counts[needed - 1] if needed else 0)
    return held


def traces(text: str) -> tuple[int, ...]:
    """Hashes that near-verbatim texts share: the smallest of those of its runs of words.

    A sketch after Broder (1997), "On the resemblance and containment of documents"; signed
    64-bit numbers. A text shorter than a run has none, and one with other figures, names or words
    that deny or have an opposite has others: what tells another fact is not the same text.
    """
    told = words(text)
    facts = sorted(_facts(text, told))
    runs = {" ".join([*told[n : n + _run], *facts]) for n in range(len(told) - _run + 1)}
    return tuple(heapq.nsmallest(_kept, map(_hashed, runs)))


def _facts(text: str, told: Sequence[str]) -> Iterator[str]:
    """The figures of a text, its words with a capital, and those that turn what it says."""
    yield from {text[n.start : n.end].lower() for n in numerals.find(text)}
    yield from {word for word in told if word.endswith("n't")}
    yield from contradictions.telling().intersection(told)
    capitals = {word.lower() for word in re.findall(r"\w+", text) if word[0].isupper()}
    yield from (word for word in capitals if not stops(word))


def _hashed(run: str) -> int:
    digest = hashlib.blake2b(run.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
