"""How a page of chosen sentences reads: points with a flaw, repeated facts, balance of outlets.

A page is a brief, or a plain summary. Two points repeat a fact when ``claims`` takes them
for one claim, or when one holds nearly all content words of the other: what composes a brief
leaves repetitions out by claims and content words too, so one that escapes it mostly escapes
here. Balance is the evenness of the points over the outlets that could have been quoted:
Pielou (1966), The measurement of diversity in different types of biological collections; the
largest share is the index of Berger & Parker (1970).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal, TypeAlias

from briefing import claims, sentences
from briefing.corpus import Embedded
from briefing.flaws import Flaw, dangles, flaws
from briefing.language import detect
from briefing.models import Article, Brief, Embed, Point, Sentence
from briefing.words import terms

Kind: TypeAlias = Flaw | Literal["covered", "repeated"]

near_verbatim = 0.75  # of the content words of the shorter point stand in the longer one
fewest_terms = 5  # a point of fewer content words repeats nothing
next_sentence = 4  # characters between a sentence and the next, white space and a quote


@dataclass(frozen=True, slots=True)
class Line:
    """One point as its reader meets it."""

    id: str
    sentence: Sentence
    lead_in: str = ""  # the sentence before it in its article, shown for its sake
    before: str = ""  # the point before, where that is the sentence before in its article

    @property
    def context(self) -> str:
        """What its opening may refer to."""
        return self.lead_in or self.before


@dataclass(frozen=True, slots=True)
class Page:
    """What is read in one go; ``articles`` are all that could have been quoted, by id."""

    id: str
    lines: tuple[Line, ...]
    articles: Mapping[str, Article]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a point; ``other`` is the point that it repeats."""

    page: str
    point: str
    kind: Kind
    text: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """How the points spread over the outlets of their first citations, both 0..1."""

    evenness: float  # entropy over the highest that so many points and outlets allow
    largest: float  # share of the points that the most quoted outlet has


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of some pages, each point and each pair counted once."""

    pages: int
    points: int  # in English
    left_out: int  # points in other languages
    findings: tuple[Finding, ...]
    balance: Balance | None  # the mean; None where no page has a choice of outlets

    def count(self, kind: Kind) -> int:
        """How many points, or pairs of points, have this flaw."""
        return sum(finding.kind == kind for finding in self.findings)


def measure(pages: Sequence[Page], embed: Embed) -> Measured:
    """All that is wrong with the pages, in their order; of what is not English only the balance."""
    english = [_in_english(page) for page in pages]
    found = [f for page in english for f in (*_flawed(page), *_repeated(page, embed))]
    balances = [known for page in pages if (known := balance(page))]
    everything, points = (sum(len(page.lines) for page in side) for side in (pages, english))
    return Measured(len(pages), points, everything - points, tuple(found), _mean(balances))


def of_brief(id: str, brief: Brief) -> Page:
    """The points of the sections and what is noted; what stands at a glance repeats these."""
    articles = {
        source.article_id: Article(
            source.article_id,
            "",
            source.path,
            title=source.title,
            outlet=source.outlet,
            published=source.published,
            language=source.language,
        )
        for source in brief.sources
    }
    groups = [*(section.points for section in brief.sections), brief.noted]
    lines = [line for points in groups for line in _lines(points)]
    return Page(id, tuple(lines), articles)


def of_summary(id: str, text: str) -> Page:
    """A text without citations: its sentences, of articles that are not known."""
    whole = Article("", text, "", language=detect(text))
    lines = (Line(str(s.index + 1), s) for s in sentences.split(whole))
    return Page(id, tuple(lines), {"": whole})


def balance(page: Page) -> Balance | None:
    """How the points of a page spread over its outlets; None without a choice."""
    outlets = {article.source for article in page.articles.values()}
    most = min(len(outlets), len(page.lines))
    if most < 2:
        return None
    count = Counter(page.articles[line.sentence.article_id].source for line in page.lines)
    shares = [n / len(page.lines) for n in count.values()]
    entropy = sum(share * math.log(1 / share) for share in shares)
    return Balance(entropy / math.log(most), max(shares))


def _in_english(page: Page) -> Page:
    def is_english(line: Line) -> bool:
        return page.articles[line.sentence.article_id].language == "en"

    return replace(page, lines=tuple(filter(is_english, page.lines)))


def _lines(points: Sequence[Point]) -> Iterator[Line]:
    before: Point | None = None
    for point in points:
        first = point.citations[0]
        sentence = Sentence(first.article_id, first.start, first.start, first.end, point.text)
        lead_in = point.lead_in.text if point.lead_in else ""
        follows = before is not None and _follows(point, before)
        yield Line(point.id, sentence, lead_in, before.text if before and follows else "")
        before = point


def _follows(point: Point, before: Point) -> bool:
    """Whether the point is the sentence right after the other in the same article."""
    a, b = before.citations[0], point.citations[0]
    return a.article_id == b.article_id and 0 <= b.start - a.end <= next_sentence


def _flawed(page: Page) -> Iterator[Finding]:
    titles = {_plain(article.title) for article in page.articles.values() if article.title}
    seen = ""
    for line in page.lines:
        text = line.sentence.text
        kinds: list[Kind] = list(flaws(text, f"{seen} {line.context}"))
        if _plain(text) in titles and "headline" not in kinds:
            kinds.append("headline")
        for kind in kinds:
            covered = kind == "dangling" and line.context and not dangles(line.context)
            yield Finding(page.id, line.id, "covered" if covered else kind, text)
        seen = f"{seen} {line.context} {text}"


def _plain(text: str) -> str:
    return " ".join(text.lower().split()).rstrip(".")


def _repeated(page: Page, embed: Embed) -> Iterator[Finding]:
    home = _claims(page, embed)
    shown = [_content(line) for line in page.lines]
    for a, b in combinations(range(len(page.lines)), 2):
        if home[a] == home[b] or any(_overlap(x, y) for x in shown[a] for y in shown[b]):
            one, other = page.lines[a], page.lines[b]
            yield Finding(page.id, other.id, "repeated", other.sentence.text, one.id)


def _content(line: Line) -> list[frozenset[str]]:
    """The content words of what is shown for a point: itself, and what leads it in."""
    return [frozenset(terms(text)) for text in (line.sentence.text, line.lead_in) if text]


def _claims(page: Page, embed: Embed) -> list[str]:
    """The claim of each line, as the project's own matcher sees them."""
    if not page.lines:
        return []
    spans = tuple(line.sentence for line in page.lines)
    merged = claims.merge(Embedded(spans, embed([span.text for span in spans])), page.articles)
    home = {s: claim.id for claim in merged.items for s in claim.sentences}
    return [home[span] for span in spans]


def _overlap(a: frozenset[str], b: frozenset[str]) -> bool:
    least = min(len(a), len(b))
    return least >= fewest_terms and len(a & b) >= near_verbatim * least


def _mean(balances: Sequence[Balance]) -> Balance | None:
    if not balances:
        return None
    count = len(balances)
    return Balance(
        sum(known.evenness for known in balances) / count,
        sum(known.largest for known in balances) / count,
    )
