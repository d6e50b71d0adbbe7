"""A quantity where a sentence states it: what it is of, and whether it is told as a fact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from briefing import measures, outcomes
from briefing.excerpts import excerpt
from briefing.models import Article, Citation, Claim, Sentence
from briefing.quantities import Quantity
from briefing.words import terms

crowd = 100  # smaller numbers of "people" may be any people

_year = re.compile(r"\b(?:19|20)\d\d\b")
_further = re.compile(r"(?:other|additional|further|more|new|extra)\b", re.IGNORECASE)
_feared = re.compile(
    r"\b(?:could|may|might|would|expected|fears?|feared|believed|thought|rumou?red|will|if|"
    r"wants?|wanted|plans?|planned|aims?|aimed|hopes?|hoped|seeks?|sought|intends?|intended|"
    r"proposed?|proposes|goal|targets? (?:is|of|was)|targeting)\b"
)
_estimated = re.compile(r"\b(?:polls?|projections?|projected|forecasts?|survey)\b", re.IGNORECASE)
_clause = re.compile(r"[,;:—–](?!\d)")
_reporting = frozenset({"said", "say", "told", "tell", "accord", "offici"})


@dataclass(frozen=True, slots=True)
class Stated:
    """A quantity where it stands."""

    quantity: Quantity
    sentence: Sentence
    claim: Claim
    article: Article
    story: str  # the id of the article's; "" where none is known
    outcome: str  # what became of those counted
    head: str  # of the counted noun
    cited: Citation
    years: frozenset[str]  # that the sentence names, else of its article
    about: frozenset[str]  # the content words around it
    own: frozenset[str]  # those of the figure itself

    @property
    def kind(self) -> tuple[str, str]:
        """What any other figure of the same thing has, too: unit and rate, or who is counted."""
        if self.quantity.unit:
            return self.quantity.dimension, self.quantity.per
        return self.outcome or self.head, self.quantity.per

    @property
    def is_named(self) -> bool:
        """Whether what is counted is said, and is all of it."""
        told = bool(self.outcome or self.head) and not _further.match(self.quantity.counted)
        anybody = self.head == "peopl" and not self.outcome
        return told and (self.quantity.value >= crowd or not anybody)

    @property
    def is_fact(self) -> bool:
        """Whether it is told as one, and not feared; by the clause that it stands in."""
        text, quantity = self.sentence.text, self.quantity
        cuts = [0, *(cut.end() for cut in _clause.finditer(text)), len(text)]
        low = max(cut for cut in cuts if cut <= quantity.start)
        high = min(cut for cut in cuts if cut >= quantity.end)
        attributive = "-" in text[quantity.start : quantity.end] and bool(quantity.unit)
        return attributive or not _feared.search(text, low, high)

    @property
    def is_estimate(self) -> bool:
        """Whether it is of a poll or a forecast, which no count rounds."""
        return bool(_estimated.search(self.sentence.text))


def placed(
    quantity: Quantity, sentence: Sentence, claim: Claim, article: Article, story: str
) -> Stated:
    """A quantity of a sentence with what stands around it."""
    cited = excerpt(sentence, quantity.start, quantity.end)
    counted = terms(quantity.counted, sentence.language)
    head = counted[-1] if counted else ""
    about = (word for word in terms(cited.text, sentence.language) if word.isalpha())
    written = sentence.text[quantity.start : quantity.end]
    years = _year.findall(sentence.text)
    years = years or ([str(article.published.year)] if article.published else [])
    return Stated(
        quantity,
        sentence,
        claim,
        article,
        story,
        outcomes.of(sentence.text, quantity),
        _things().get(head, head),
        cited,
        frozenset(years),
        frozenset(about) - _reporting,
        frozenset((*counted, *terms(written, sentence.language))),
    )


@cache
def _things() -> dict[str, str]:
    """The stem of a counted noun -> that of the one it is compared as: households for homes."""
    rows: dict[str, str] = measures.table("things")
    return {terms(word)[0]: name for name, row in rows.items() for word in row.split()}
