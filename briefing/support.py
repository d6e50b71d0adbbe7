"""Whether one report bears out the words of another, so that it may be counted for them.

The sentences of a claim tell of one fact, but one may tell more of it than another: that a
quake struck is no report of its 23 dead. What is printed counts only what carries it.
"""

from __future__ import annotations

from briefing import amounts, statements
from briefing.models import Sentence

enough = 0.30  # of the concepts of what is printed; fewer are another fact about the same thing


def bears_out(report: Sentence, printed: Sentence) -> bool:
    """Whether a report has at least half the figures of what is printed, and enough words."""
    told = statements.read(printed.text, printed.language)
    known = statements.read(report.text, report.language)
    if not amounts.covers(known.figures, told.figures):
        return False
    concepts = frozenset(told.concepts)
    return len(concepts.intersection(known.concepts)) >= enough * len(concepts)
