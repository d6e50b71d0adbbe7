"""In which sentence a claim is printed, and what must stand before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from briefing import support
from briefing.cohesion import antecedent, asks, dateline, leans, verbless
from briefing.models import Claim, Sentence
from briefing.words import length

longest = 70  # words; a longer sentence is no point
shortest = 5
longer = 1.5  # times the words of a sentence: one with more is no equal of it


@dataclass(frozen=True, slots=True)
class Wordings:
    """The sentences that can be printed, seen in their articles."""

    before: Mapping[tuple[str, int], Sentence]  # by article and index: the span before
    openings: Set[tuple[str, int]]  # the first sentence of each article
    is_on: Callable[[Sentence, str], bool]  # whether a sentence belongs to the topic of a name

    @staticmethod
    def of(spans: Iterable[Sentence], is_on: Callable[[Sentence, str], bool]) -> Wordings:
        """The spans of all articles, junk included: what stands before counts."""
        found = tuple(spans)
        first: dict[str, int] = {}
        for span in found:
            if span.kind == "sentence":
                first.setdefault(span.article_id, span.index)
        before = {(span.article_id, span.index + 1): span for span in found}
        return Wordings(before, first.items(), is_on)

    def worded(self, claim: Claim, topic: str = "") -> Claim | None:
        """The claim with the sentence first that it is printed in; None when none can be.

        Sentences of the topic come first, and among them those that can be read alone.
        """
        able = [s for s in claim.sentences if self._readable(s)]
        best = min(able, key=lambda s: self._cost(s, topic), default=None)
        return said_by(claim, best) if best else None

    def equals(self, claim: Claim, topic: str = "") -> Sequence[Sentence]:
        """The sentences of a worded claim that could be printed as well as its wording.

        One that is much longer could not: it says more than the others report.
        """
        cost = self._cost(claim.wording, topic)
        room = longer * length(claim.wording.text)
        able = [s for s in claim.sentences if self._readable(s) and length(s.text) <= room]
        return [s for s in able if self._cost(s, topic) == cost]

    def leans(self, sentence: Sentence) -> bool:
        """Whether the sentence leans on what stands before it in its article."""
        return leans(sentence.text, (sentence.article_id, sentence.index) in self.openings)

    def lead_in(self, sentence: Sentence) -> Sentence | None:
        """The sentence before, where this one leans on it and it helps."""
        if not self.leans(sentence):
            return None
        return antecedent(sentence, self.before.get((sentence.article_id, sentence.index)))

    def printed(self, claim: Claim) -> int:
        """How many words a worded claim takes, with the sentence before where it needs that."""
        before = self.lead_in(claim.wording)
        text = claim.wording.text[dateline(claim.wording.text) :]
        return length(text) + (length(before.text) if before else 0)

    def _cost(self, sentence: Sentence, topic: str) -> tuple[bool, bool]:
        return not self.is_on(sentence, topic), self.leans(sentence)

    def _readable(self, sentence: Sentence) -> bool:
        words = length(sentence.text)
        if not shortest <= words <= longest or asks(sentence.text) or verbless(sentence.text):
            return False
        return not self.leans(sentence) or self.lead_in(sentence) is not None


def said_by(claim: Claim, sentence: Sentence) -> Claim:
    """The claim in the words of one of its sentences, with the reports that bear these out."""
    first = next(report for report in claim.reports if report.sentence == sentence)
    others = (
        report
        for report in claim.reports
        if report is not first and support.bears_out(report.sentence, sentence)
    )
    return replace(claim, reports=(first, *others))
