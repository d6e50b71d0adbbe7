"""The order in which the claims of one story or section are read.

The main event opens: what matters most, many outlets report and articles tell first. Then
follows, each time, what was reported early, stands high in its article and is close to the
claim before it; an article's sentences keep their order there. This is chronological
ordering with topical closeness (Barzilay, Elhadad & McKeown 2002, "Inferring strategies for
sentence ordering in multidocument news summarization"), greedily, by criteria of Bollegala,
Okazaki & Ishizuka (2010), "A bottom-up approach to sentence ordering for multi-document
summarization". docs/quality.md says how far people order alike.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from briefing.cohesion import leans
from briefing.corpus import Embedded
from briefing.models import Article, Claim
from briefing.thresholds import Curve, scaled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Each against 1 for the place in the article, from 0 at its beginning to 1 at its end.
# What opens:
salience_weight = 1.0
support_weight = 0.2  # of each doubling of the outlets
leaning_cost = 1.0  # of leaning on the sentence before
# What follows:
day_weight = 2.0  # of the day of the first report, from 0 for the earliest claim to 1
closeness_weight = 0.25  # of the centred cosine with the claim before


def arrange(
    claims: Embedded[Claim], articles: Mapping[str, Article], curve: Curve = ()
) -> list[int]:
    """Rows in reading order.

    Claims of several stories are arranged story by story, in a call for each.
    """
    if not len(claims):
        return []
    first = _opening(claims.items, articles)
    due = _due(claims.items, articles)
    close = scaled(_closeness(claims), curve)
    queues = _queues(claims.items, first)
    arranged = [first]

    def cost(queue: Sequence[int]) -> tuple[float, str]:
        near = float(close[arranged[-1], queue[-1]])
        return round(due[queue[-1]] - closeness_weight * near, 6), claims.items[queue[-1]].id

    while queues:
        best = min(queues, key=cost)
        arranged.append(best.pop())
        queues = [queue for queue in queues if queue]
    return arranged


def _opening(claims: Sequence[Claim], articles: Mapping[str, Article]) -> int:
    """The row of what matters most, is reported by most and told first in its article."""
    worth = [
        salience_weight * claim.salience
        + support_weight * math.log2(max(1, claim.independent))
        - leaning_cost * leans(claim.wording.text)
        - place
        for claim, place in zip(claims, _places(claims, articles), strict=True)
    ]
    return min(range(len(claims)), key=lambda row: (-round(worth[row], 6), claims[row].id))


def _queues(claims: Sequence[Claim], first: int) -> list[list[int]]:
    """The other rows by the article of their wording, what it says first at the end."""
    queues: dict[str, list[int]] = defaultdict(list)
    for row in sorted(range(len(claims)), key=lambda row: -claims[row].wording.start):
        if row != first:
            queues[claims[row].wording.article_id].append(row)
    return list(queues.values())


def _due(claims: Sequence[Claim], articles: Mapping[str, Article]) -> list[float]:
    """When each claim is told: early days and high places first."""
    places, days = _places(claims, articles), _days(claims, articles)
    return [place + day_weight * day for place, day in zip(places, days, strict=True)]


def _places(claims: Sequence[Claim], articles: Mapping[str, Article]) -> list[float]:
    """How far into its article each claim stands, where it stands highest: 0 to 1."""
    return [
        min(s.start / max(1, len(articles[s.article_id].text)) for s in claim.sentences)
        for claim in claims
    ]


def _days(claims: Sequence[Claim], articles: Mapping[str, Article]) -> list[float]:
    """The day of each claim's first report, 0 to 1; in the middle where none is known."""
    first = [_first_day(claim, articles) for claim in claims]
    known = [day.toordinal() for day in first if day]
    if len(set(known)) < 2:
        return [0.0] * len(claims)
    spread = max(known) - min(known)
    return [(day.toordinal() - min(known)) / spread if day else 0.5 for day in first]


def _first_day(claim: Claim, articles: Mapping[str, Article]) -> date | None:
    days = (articles[s.article_id].published for s in claim.sentences)
    return min((day for day in days if day), default=None)


def _closeness(claims: Embedded[Claim]) -> NDArray[np.float32]:
    """Cosines of the vectors less their mean, shape (claims, claims)."""
    import numpy as np

    centred = claims.vectors - claims.vectors.mean(axis=0)
    norms = np.linalg.norm(centred, axis=1, keepdims=True)
    unit = centred / np.where(norms > 1e-6, norms, 1.0)  # equal vectors have no direction
    cosines: NDArray[np.float32] = unit @ unit.T
    return cosines
