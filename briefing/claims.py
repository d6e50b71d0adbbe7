"""Sentences that report the same thing, merged into one claim with all its evidence.

Two sentences agree when ``matching`` finds it probable that they report the same, and nothing
in them contradicts: figures, days, names, roles, or a plan against a fact. Groups grow by
average link and never across a contradiction, so that one look-alike cannot chain two events
together.
"""

from __future__ import annotations

import hashlib
import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from briefing import contradictions, corroboration, matching, neighbours
from briefing.contradictions import Reported
from briefing.corpus import Embedded
from briefing.models import Article, Citation, Claim, NearMiss, Report, Sentence
from briefing.thresholds import Thresholds, shipped

same_article = 0.90  # an article seldom says a thing twice: two of its sentences need more
linked = 0.35  # groups whose pairs agree this well on average may join
undated = 0.15  # probability needed beyond same_claim where only one sentence names a year
days_apart = 2  # articles further apart may tell two stages of a story in the same words
settled = 0.80  # probability that reports of such articles need; docs/quality.md
near_miss = 0.10  # probability; what is as close as this is kept, and shown as a near miss
copied = 0.90  # Dice of words: such pairs may be copies of each other
speaking = 8  # rows of a large group that are compared before it joins another
_at_a_time = 4096  # pairs whose features are held in memory


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows that came close, how close, and what speaks against them."""

    a: int
    b: int
    score: float  # the probability that they report the same
    overlap: float  # IDF-weighted Dice of their content words
    objection: str  # "" when nothing contradicts


def merge(
    corpus: Embedded[Sentence],
    articles: Mapping[str, Article],
    origins: Mapping[str, str] | None = None,
    thresholds: Thresholds = shipped,
) -> Embedded[Claim]:
    """Group the sentences, each group in the order of its articles; its vector is the first's.

    Args:
        corpus: the sentences, with their vectors.
        articles: by id, those that the sentences are of.
        origins: by article id, whose text an article is; reprints of one text share an origin,
            and count as one independent report. Without it, an outlet is an origin.
        thresholds: of the embedder of the vectors.
    """
    alike = _verbatim(corpus.items, articles)
    distinct = corpus.take([rows[0] for rows in alike])
    sentences = matching.profiles(distinct, thresholds)
    pairs = compare(distinct, articles, sentences, neighbours.find(sentences))
    groups = _groups(distinct, articles, sentences, pairs)
    missed = _missed(pairs, groups, distinct.items)
    known = {key: article.source for key, article in articles.items()} | dict(origins or {})
    copies = corroboration.copies(_nearly_the_same(pairs), distinct.items)
    told = [tuple(corpus.items[row] for row in rows) for rows in alike]
    claims = (
        _claim(corroboration.reports(group, told, articles, known, copies), group, missed)
        for group in groups
    )
    return distinct.of(tuple(claims), [group[0] for group in groups])


def _nearly_the_same(pairs: Iterable[Pair]) -> Iterator[tuple[int, int]]:
    return ((pair.a, pair.b) for pair in pairs if pair.overlap >= copied)


def _verbatim(
    sentences: Sequence[Sentence], articles: Mapping[str, Article]
) -> list[tuple[int, ...]]:
    """The rows of each distinct sentence; one of another day is another, for its "Monday"."""
    rows: dict[tuple[str, str, date | None], list[int]] = defaultdict(list)
    for row, sentence in enumerate(sentences):
        day = articles[sentence.article_id].published
        rows[sentence.text, sentence.language, day].append(row)
    return [tuple(found) for found in rows.values()]


def compare(
    corpus: Embedded[Sentence],
    articles: Mapping[str, Article],
    sentences: matching.Profiles,
    rows: matching.Pairs,
    floor: float = near_miss,
) -> list[Pair]:
    """The pairs of rows that are at least this probable to report the same, with objections."""
    found = []
    for start in range(0, len(rows), _at_a_time):
        some = rows[start : start + _at_a_time]
        table = matching.columns(sentences, some)
        scores, overlaps = matching.probabilities(table).tolist(), table["overlap"].tolist()
        for (a, b), score, overlap in zip(some, scores, overlaps, strict=True):
            if score >= floor:
                one, other = (reported(corpus.items[row], articles) for row in (a, b))
                against = contradictions.find(one, other, overlap) or _doubt(
                    one, other, score, sentences.thresholds.same_claim
                )
                found.append(Pair(a, b, score, overlap, against))
    return found


def _doubt(one: Reported, other: Reported, score: float, same_claim: float) -> str:
    """What keeps two sentences apart that agree weakly, though nothing contradicts."""
    if score < same_claim + undated and one.looks_back != other.looks_back:
        return "a year in one only"
    if score < settled and one.published and other.published:
        gap = abs((one.published - other.published).days)
        return "reports of other days" if gap > days_apart else ""
    return ""


def reported(sentence: Sentence, articles: Mapping[str, Article]) -> Reported:
    """A sentence with what its article tells of it."""
    article = articles[sentence.article_id]
    return Reported(sentence.text, sentence.language, article.published)


def _floor(corpus: Embedded[Sentence], pair: Pair, same_claim: float) -> float:
    within = corpus.items[pair.a].article_id == corpus.items[pair.b].article_id
    return same_article if within else same_claim


# Growing groups.


def _groups(
    corpus: Embedded[Sentence],
    articles: Mapping[str, Article],
    sentences: matching.Profiles,
    pairs: Sequence[Pair],
) -> list[list[int]]:
    """Average link, best pairs first."""
    known = {(pair.a, pair.b): pair for pair in pairs}

    def agreement(a: int, b: int) -> float | None:
        """How well two rows agree, None where something speaks against it."""
        rows = (min(a, b), max(a, b))
        if rows not in known:
            (known[rows],) = compare(corpus, articles, sentences, [rows], floor=-1.0)
        return None if known[rows].objection else known[rows].score

    group_of = list(range(len(corpus)))
    members = {row: [row] for row in range(len(corpus))}
    same_claim = sentences.thresholds.same_claim
    joining = [p for p in pairs if not p.objection and p.score >= _floor(corpus, p, same_claim)]
    for pair in sorted(joining, key=lambda pair: (-pair.score, pair.a, pair.b)):
        left, right = sorted((group_of[pair.a], group_of[pair.b]))
        if left != right and _may_join(members[left], members[right], agreement):
            for row in members[right]:
                group_of[row] = left
            members[left] = sorted(members[left] + members.pop(right))
    items = corpus.items
    return [
        sorted(members[first], key=lambda row: (items[row].article_id, items[row].index))
        for first in sorted(members)
    ]


def _may_join(
    left: Sequence[int], right: Sequence[int], agreement: Callable[[int, int], float | None]
) -> bool:
    """Whether two groups agree on average; of large ones the first rows speak for all."""
    total, pairs = 0.0, 0
    for a in left[:speaking]:
        for b in right[:speaking]:
            found = agreement(a, b)
            if found is None:
                return False
            total, pairs = total + found, pairs + 1
    return total / pairs >= linked


# The result.


def _missed(
    pairs: Sequence[Pair], groups: Sequence[Sequence[int]], sentences: Sequence[Sentence]
) -> dict[int, list[NearMiss]]:
    """By row: the sentences that came close to it and are not in its group."""
    home = {row: place for place, group in enumerate(groups) for row in group}
    missed: dict[int, list[NearMiss]] = defaultdict(list)
    for pair in sorted(pairs, key=lambda pair: -pair.score):
        if home[pair.a] != home[pair.b]:
            reason = pair.objection or "agreement too weak"
            for row, other in ((pair.a, pair.b), (pair.b, pair.a)):
                missed[row].append(NearMiss(citation(sentences[other]), pair.score, reason))
    return missed


def citation(sentence: Sentence) -> Citation:
    """The span of a sentence."""
    return Citation(sentence.article_id, sentence.start, sentence.end, sentence.text)


def _claim(
    reports: tuple[Report, ...], group: Sequence[int], missed: Mapping[int, Sequence[NearMiss]]
) -> Claim:
    spans = "|".join(sorted(f"{r.sentence.article_id}:{r.sentence.start}" for r in reports))
    near = [miss for row in group for miss in missed.get(row, ())]
    return Claim(
        id=hashlib.sha256(spans.encode()).hexdigest()[:12],
        reports=reports,
        near_misses=tuple(heapq.nlargest(5, near, key=lambda miss: miss.score)),
    )
