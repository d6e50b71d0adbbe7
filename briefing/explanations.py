"""Why two articles are told apart, and why sentences are one claim: compared again.

A brief keeps what it rests on, not all that was compared: that is done once more, with its
articles as they are read back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefing import claims, matching
from briefing.concepts import concepts
from briefing.corpus import Embedded
from briefing.likeness import Likeness, opposed
from briefing.models import Citation, Sentence, Story, Tie
from briefing.pipeline import Reading
from briefing.stories import together
from briefing.thresholds import Thresholds

weakest = 0.0  # a probability: every pair is shown


@dataclass(frozen=True, slots=True)
class Apart:
    """How alike two articles of different stories are."""

    tie: Tie
    between: float  # the mean likeness of the articles of the two stories
    reason: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the sentence of a citation agrees with the one that is printed."""

    citation: Citation
    probability: float
    shared: tuple[str, ...]  # content words of both, as the printed one has them; sorted


def apart(reading: Reading, one: str, other: str, stories: Sequence[Story]) -> Apart:
    """Why the articles of these ids, which are no copies, are not in one story."""
    said: dict[str, list[Sentence]] = {key: [] for key in sorted(reading.articles)}
    for span in reading.spans:
        if span.kind != "junk":
            said[span.article_id].append(span)
    copied = reading.copies.kept
    likeness = Likeness([reading.articles[key] for key in said if key not in copied], said)
    row = {article.id: n for n, article in enumerate(likeness.articles)}
    pairs = likeness.pairs()

    def alike(a: str, b: str) -> float:
        return pairs.get((min(row[a], row[b]), max(row[a], row[b])), 0.0)

    homes = [[a for a in s.articles if a in row] for s in stories if {one, other} & {*s.articles}]
    values = [alike(a, b) for a in homes[0] for b in homes[-1]]
    between = sum(values) / len(values)
    found = alike(one, other)
    tie = likeness.tie(row[one], row[other], found)
    return Apart(tie, between, _against(found, between))


def _against(found: float, between: float) -> str:
    if found <= opposed:
        return "their openings tell of two events"
    if not found:
        return "they share too few of their weightiest words, or no name"
    if between < together:
        return "their stories are too little alike"
    return "each of their stories is more alike within itself"


def merged(
    reading: Reading, corpus: Embedded[Sentence], thresholds: Thresholds, cited: Sequence[Citation]
) -> Iterator[Agreement]:
    """How the other citations of a point agree with its first."""
    row = {(s.article_id, s.end): n for n, s in enumerate(corpus.items)}
    first, *others = [row[c.article_id, c.end] for c in cited]
    profiles = matching.profiles(corpus, thresholds)
    rows = [(min(first, other), max(first, other)) for other in others]
    found = claims.compare(corpus, reading.articles, profiles, rows, floor=weakest) if rows else []
    wording = _words(corpus.items[first])
    for citation, other, pair in zip(cited[1:], others, found, strict=True):
        shared = wording.keys() & _words(corpus.items[other]).keys()
        told = tuple(sorted(wording[concept] for concept in shared))
        yield Agreement(citation, pair.score, told)


def _words(sentence: Sentence) -> Mapping[str, str]:
    """The content words of a sentence, by what they are compared as."""
    found = ((c, w) for w in sentence.text.split() for c in concepts(w, sentence.language))
    return {concept: word.strip(".,;:!?\"'“”‘’()") for concept, word in found}
