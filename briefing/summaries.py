"""Plain summaries of clusters of articles, to be scored against those that people wrote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from briefing import dates, pipeline, plugins
from briefing.cohesion import asks, dateline, verbless
from briefing.corpus import Embedded
from briefing.errors import NothingToBrief
from briefing.evaluation import Cluster, Summarise, oracle, room
from briefing.language import declared, detect
from briefing.models import Article, Claim, Embed, Sentence
from briefing.thresholds import Thresholds, shipped
from briefing.words import length

shortest = 5  # words of a sentence that may stand in a summary


@dataclass
class Summariser:
    """Summaries by any selector; the claims of a cluster are found once and kept."""

    embed: Embed
    words: int
    thresholds: Thresholds = shipped
    _claims: dict[str, Embedded[Claim]] = field(default_factory=dict)

    def by(self, selector: str) -> Summarise:
        """The summaries of one selector."""
        select = plugins.load("selectors", selector).select
        budget = room(self.words)
        return self._joined(lambda claims: select(claims, budget))

    def best(self, cluster: Cluster) -> str:
        """What a selector that sees the references could reach, greedily: an upper bound."""
        texts = [claim.wording.text for claim in self.claims(cluster).items]
        return oracle(texts, cluster.references, self.words)

    def claims(self, cluster: Cluster) -> Embedded[Claim]:
        """The claims of a cluster that can be printed, with their salience."""
        if cluster.id not in self._claims:
            self._claims[cluster.id] = candidates(cluster, self.embed, self.thresholds)
        return self._claims[cluster.id]

    def silent(self, cluster: Cluster) -> bool:
        """Whether a cluster has nothing to print, so that its summaries are empty."""
        return not len(self.claims(cluster))

    def _joined(self, choose: Callable[[Embedded[Claim]], Sequence[int]]) -> Summarise:
        def summarise(cluster: Cluster) -> str:
            claims = self.claims(cluster)
            chosen = choose(claims) if len(claims) else []
            return " ".join(self._within([claims.items[row].wording.text for row in chosen]))

        return summarise

    def _within(self, texts: Sequence[str]) -> list[str]:
        """The texts up to the one that reaches the length: no more is scored."""
        before = accumulate((length(text) for text in texts), initial=0)
        return [text for text, told in zip(texts, before, strict=False) if told < self.words]


def articles(cluster: Cluster) -> list[Article]:
    """The documents of a cluster, as if they had been read; their ids are their paths."""
    return [
        Article(
            f"{place:04}",
            document.text,
            document.id,
            title=document.title,
            published=dates.of(document.date),
            language=declared(document.language) or detect(document.text),
        )
        for place, document in enumerate(cluster.documents)
    ]


def candidates(cluster: Cluster, embed: Embed, thresholds: Thresholds = shipped) -> Embedded[Claim]:
    """The claims of a cluster as a brief would find them, without what it never prints.

    There are none where no article has a usable sentence.
    """
    import numpy as np

    reading = pipeline.read(articles(cluster))
    try:
        sentences = pipeline.embedded(reading, embed)
    except NothingToBrief:
        return Embedded((), np.empty((0, 0), np.float32))
    return printable(pipeline.claims(reading, sentences, thresholds))


def printable(claims: Embedded[Claim]) -> Embedded[Claim]:
    """The claims in the most salient of their words that can be printed, without datelines."""
    worded = [_worded(claim) for claim in claims.items]
    kept = claims.where(claim is not None for claim in worded)
    return Embedded(tuple(claim for claim in worded if claim), kept.vectors)


def _worded(claim: Claim) -> Claim | None:
    bare = [replace(report, sentence=_bare(report.sentence)) for report in claim.reports]
    first = next((report for report in bare if is_printable(report.sentence)), None)
    others = tuple(report for report in bare if report is not first)
    return replace(claim, reports=(first, *others)) if first else None


def _bare(sentence: Sentence) -> Sentence:
    cut = dateline(sentence.text)
    return replace(sentence, start=sentence.start + cut, text=sentence.text[cut:])


def is_printable(sentence: Sentence) -> bool:
    """Whether a sentence may stand in a summary."""
    text = sentence.text
    return length(text) >= shortest and not asks(text) and not verbless(text)
