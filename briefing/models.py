"""The nouns of a brief, in the order in which the pipeline makes them.

All are frozen values. Offsets count Unicode code points in ``Article.text``,
which is final once an article has been read; ``article.text[s.start:s.end] ==
s.text`` holds for every sentence and citation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from briefing.errors import ConfigError
from briefing.thresholds import Thresholds, shipped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from briefing.corpus import Embedded

    Vectors: TypeAlias = NDArray[np.float32]

Kind = Literal["sentence", "heading", "fragment", "junk"]


@dataclass(frozen=True, slots=True)
class Source:
    """What the user says of articles; it wins over what they say.

    With a path it speaks of the files that match, with an outlet alone of all articles of that
    outlet, with neither of all files.
    """

    path: str = ""  # a pattern as in a shell, matched with the article's path
    outlet: str = ""
    title: str = ""
    url: str = ""
    published: date | None = None
    language: str = ""
    owner: str = ""
    country: str = ""
    kind: Literal["news", "wire", "opinion", "official"] = "news"
    enabled: bool = True
    pages: bool = True  # of a feed that holds summaries: read the pages behind them

    def __post_init__(self) -> None:
        if self.is_of_outlet and (self.title or self.published):
            raise ConfigError(
                f"a source of the outlet {self.outlet!r} alone is of all its articles, and cannot "
                "have their title or date; name a path"
            )

    @property
    def is_fetched(self) -> bool:
        """Whether it stands for what its URL gives, and not for files."""
        return bool(self.url) and self.path in ("", "*")

    @property
    def is_of_outlet(self) -> bool:
        """Whether it speaks of whatever an outlet publishes."""
        return bool(self.outlet) and not self.path and not self.url


@dataclass(frozen=True, slots=True)
class Article:
    """One document of one outlet; ``""`` and ``None`` mean that nothing is known."""

    id: str  # 16 hex digits, a hash of the text: the same text read twice is one article
    text: str
    path: str  # from the root of the run, with "/"; "news.jsonl:3" is the third line of a file
    title: str = ""
    outlet: str = ""
    credit: str = ""  # an agency or photo credit that the text carries; not the outlet
    url: str = ""
    published: date | None = None
    language: str = "en"  # ISO 639-1
    owner: str = ""  # of the outlet; or the origin of the text, where a feed names another one
    summary_only: bool = False  # a feed's summary, where its page could not be had
    file_offsets: tuple[tuple[int, int], ...] = ()  # (in text, in file) where left-out markup ends
    pages: tuple[int, ...] = ()  # where in the text each page of the file begins

    @property
    def source(self) -> str:
        """Who speaks: the outlet, or the path where no outlet is known."""
        return self.outlet or self.path


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span of an article's text, and what kind of text it is."""

    article_id: str
    index: int  # its place among the spans of the article
    start: int
    end: int
    text: str
    kind: Kind = "sentence"
    reason: str = ""  # why it is not a sentence: "caption", "related headline", ...
    heading: str = ""  # the section heading above it
    paragraph: int = 0  # spans of one line of text share a number
    language: str = "en"  # of the article


@dataclass(frozen=True, slots=True)
class Topic:
    """What a reader wants gathered in one section."""

    name: str
    description: str = ""
    any: tuple[str, ...] = ()  # words that tell this topic; one is enough
    all: tuple[str, ...] = ()  # words that must all stand in the sentence
    none: tuple[str, ...] = ()  # words that rule the topic out
    outlets: tuple[str, ...] = ()  # only from these, when given
    max_points: int | None = None
    max_words: int | None = None  # of the section
    discovered: bool = False


@dataclass(frozen=True, slots=True)
class TopicScore:
    """How strongly a sentence belongs to a topic, and what that rests on."""

    topic: str
    total: float
    similarity: float  # centred cosine to the topic's description
    words: tuple[str, ...] = ()  # the topic's words found in the sentence
    context: float = 0.0  # from its neighbours and its section heading


@dataclass(frozen=True, slots=True)
class Citation:
    """A span of an article: ``article.text[start:end] == text``."""

    article_id: str
    start: int
    end: int
    text: str
    prefix: str = ""  # what stands right before it in the article; known once it is in a brief
    suffix: str = ""  # and right behind it


@dataclass(frozen=True, slots=True)
class Headline:
    """The words that name a story: a passage of an article, or its title."""

    article_id: str
    text: str
    start: int | None = None  # of the passage; None for a title that stands outside the text
    end: int | None = None
    prefix: str = ""  # of the passage, as of a citation
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """Why two articles are together."""

    articles: tuple[str, str]  # ids
    likeness: float
    words: tuple[str, ...] = ()  # the weightiest that both have
    days: int | None = None  # between them, where both days are known
    copied: float = 0.0  # how much of the shorter text stands in the other, for a copy


@dataclass(frozen=True, slots=True)
class Story:
    """The articles about one event."""

    id: str  # a hash of its articles
    articles: tuple[str, ...]  # ids, by path
    reprints: tuple[tuple[str, ...], ...]  # of an article and its copies, the kept one first
    headline: Headline
    ties: tuple[Tie, ...]  # each article's closest, each copy's original


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A sentence that came close to being evidence of a claim, and why it is not."""

    citation: Citation
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """A point of an earlier brief."""

    day: date  # of that brief
    text: str
    citation: Citation
    outlets: tuple[str, ...]
    language: str = "en"
    published: date | None = None  # of the article of its wording
    since: date | None = None  # the first brief that told it; None where that is this one
    headline: str = ""  # of its story

    @property
    def first(self) -> date:
        return self.since or self.day


State = Literal["new", "updated", "ongoing", "background"]


@dataclass(frozen=True, slots=True)
class Novelty:
    """What a claim is to those who read the earlier briefs."""

    state: State
    earlier: Told | None = None  # what was told of it; None for the new, and for mere text
    why: str = ""  # what is other than earlier: "other numbers"

    @property
    def is_news(self) -> bool:
        return self.state in ("new", "updated")


@dataclass(frozen=True, slots=True)
class Window:
    """Which articles a brief holds: by when they came, as the store saw it."""

    since: datetime | None  # as asked for, else when the one before the first came; or None
    until: datetime | None  # when the last came, the day ended, or the brief was made
    zone: str  # that both are in


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier briefs told."""

    last: date  # the day of the latest that told anything
    told: tuple[Told, ...] = ()  # the latest first
    articles: tuple[Article, ...] = ()  # that the points of the last one are worded by
    # How many earlier briefs rest on texts with each of the traces; those of none are left out.
    recurs: Callable[[Sequence[int]], Mapping[int, int]] = lambda _: {}


@dataclass(frozen=True, slots=True)
class Daily:
    """What a daily brief knows beside its articles."""

    window: Window
    past: Past | None = None  # None for the first
    revised: Mapping[str, date] = field(default_factory=dict)  # by article: see SourceRecord


@dataclass(frozen=True, slots=True)
class Report:
    """A sentence as evidence: who printed it, and whose it is."""

    sentence: Sentence
    outlet: str  # a path stands in for an unnamed one
    origin: str  # reports of one origin are not independent: copies, an agency's text, an owner's


@dataclass(frozen=True, slots=True)
class Claim:
    """Reports of the same thing; the first is its wording."""

    id: str
    reports: tuple[Report, ...]
    topics: tuple[TopicScore, ...] = ()  # of the topics it belongs to, best first
    salience: float = 0.0  # 0..1, higher matters more
    features: Mapping[str, float] = field(default_factory=dict)  # what the salience rests on
    near_misses: tuple[NearMiss, ...] = ()
    novelty: Novelty | None = None  # where there were earlier briefs

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(report.sentence for report in self.reports)

    @property
    def wording(self) -> Sentence:
        return self.reports[0].sentence

    @property
    def outlets(self) -> tuple[str, ...]:
        """Distinct and sorted."""
        return tuple(sorted({report.outlet for report in self.reports}))

    @property
    def independent(self) -> int:
        """How many origins report it."""
        return len({report.origin for report in self.reports})


@dataclass(frozen=True, slots=True)
class Budget:
    """How much a selector may choose; whichever limit is reached first ends it."""

    points: int
    words: int | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """Why a point stands where it does."""

    topics: tuple[TopicScore, ...]
    salience: float
    features: Mapping[str, float]
    near_misses: tuple[NearMiss, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One verbatim sentence of a brief; ``citations[0]`` is the wording itself."""

    id: str  # stable within a brief: "trade-1"
    text: str
    citations: tuple[Citation, ...]
    outlets: tuple[str, ...]
    independent: int
    lead_in: Citation | None = None  # the sentence before, where the wording leans on it
    elided: bool = False  # the quotation begins after the start of its sentence (a dateline)
    flags: tuple[str, ...] = ()  # "single source", ...
    why: Why | None = None
    said_by: str = ""  # who speaks, in the words of the sentence; "" where it names nobody
    story: str = ""  # the id of the one that its wording is from
    novelty: Novelty | None = None  # where there were earlier briefs


@dataclass(frozen=True, slots=True)
class Section:
    """The points of one topic, in reading order."""

    topic: Topic
    points: tuple[Point, ...]
    sentences: int  # how many sentences of the corpus belong to the topic
    outlets: Mapping[str, int]  # outlet -> sentences of the topic
    note: str = ""  # one line the reader should know: "Only X reports on energy."


Relation = Literal[
    "",
    "update over time",
    "update over time and difference",  # values of one day differ, too
    "rounding",
    "difference",
]


@dataclass(frozen=True, slots=True)
class Value:
    """A figure as articles state it, each citation the clause that does."""

    text: str  # as the first citation writes it: "over 80"
    value: float
    unit: str  # "" counts things; "%", "USD", "km", ...
    citations: tuple[Citation, ...]
    high: float | None = None  # the upper end of a range
    counted: str = ""  # "priority projects"
    modifier: str = ""  # about, over, under, at least, at most, exactly, only
    per: str = ""  # "year"
    when: str = ""  # "in 2023"


@dataclass(frozen=True, slots=True)
class Figure:
    """The values that are told of one thing, and how they compare where they are not the same."""

    what: str  # "priority projects", "people killed"; "" where the unit says all
    relation: Relation
    values: tuple[Value, ...]
    story: str = ""  # the id of the one that tells it


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day, or in the days from first to last, a month."""

    first: date
    last: date
    citations: tuple[Citation, ...]  # the clauses that tell it with this date
    story: str = ""  # the id of the one that tells it


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one input."""

    path: str
    bucket: str  # "used", "duplicate", "no text", "unreadable", ...
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """An article as the brief lists it; ``number`` is what citations print."""

    number: int
    article_id: str
    path: str
    title: str  # "" where unknown, like the outlet
    outlet: str
    credit: str
    url: str
    published: date | None
    language: str
    text_sha256: str
    cited: bool
    reprint_of: str = ""  # the id of the article whose text it repeats
    origin: str = ""  # whose text it is: an agency, an owner, an outlet, a path
    origin_why: str = ""  # what tells that: "credited", "owner", ...; "" for an outlet's own
    summary_only: bool = False  # a feed's summary, where its page could not be had
    pages: tuple[int, ...] = ()  # where in its text each page of the file begins
    revises: date | None = None  # when the text that was briefed at its address before came
    normalised_sha256: str = ""  # of the text as ``anchoring.normalised`` has it


@dataclass(frozen=True, slots=True)
class Provenance:
    """Enough to make the brief again."""

    version: str
    embedder: str
    model_sha256: str
    selector: str
    length: float
    topics: tuple[Topic, ...]
    words: int = 0  # of all points together; 0 where only points were counted
    thresholds: Thresholds = shipped


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything a renderer may show. Every renderer shows the same."""

    title: str
    as_of: date
    glance: tuple[Point, ...]
    sections: tuple[Section, ...]
    noted: tuple[Point, ...]
    sources: tuple[SourceRecord, ...]
    ledger: tuple[Entry, ...]
    kinds: Mapping[str, int]  # how many spans are sentence, heading, fragment, junk
    provenance: Provenance
    notes: tuple[str, ...] = ()  # what its languages were read without
    stories: tuple[Story, ...] = ()  # of all articles, the largest first
    root: str = ""  # where the sources' paths start, seen from the brief's folder
    pages: str = ""  # the folder of the pages of its sources, seen from there; "" for none
    figures: tuple[Figure, ...] = ()
    timeline: tuple[Event, ...] = ()
    window: Window | None = None  # of a daily brief
    last: date | None = None  # the day of the brief before; the glance is then what is new since
    silent: tuple[Told, ...] = ()  # a point of each story of that brief which nothing continues
    more_figures: int = 0  # passages with figures that are left out, behind those above
    more_events: int = 0  # of the timeline
    schema: int = 1  # of this form of a brief; grows when a field changes its meaning


@dataclass(frozen=True, slots=True)
class Visit:
    """What is remembered of a URL between two runs."""

    etag: str = ""  # as the server wrote it
    last_modified: str = ""  # as the server wrote it
    not_before: datetime | None = None  # in UTC; the server asked not to be contacted before
    told: Mapping[str, str] = field(default_factory=dict)  # list -> what it said, as a hash
    is_read: bool = True  # False where nothing, or a summary, stands for what could not be read


class Memory(Protocol):
    """What survives between two fetches."""

    def visit(self, url: str) -> Visit | None:
        """What was last remembered of a URL; None for one that was never asked for."""

    def remember(self, url: str, visit: Visit) -> None:
        """Keep this of a URL, instead of what was kept before.

        It is called when everything that the URL gave has been taken by the reader, so that
        nothing is lost where a run ends early.
        """

    def known(self, url: str) -> bool:
        """Whether the archive holds an article of this URL."""


# The seams. A plug-in is a module that holds one of these.
Embed: TypeAlias = Callable[[Sequence[str]], "Vectors"]  # float32, a unit row a text, in order
Select: TypeAlias = Callable[["Embedded[Claim]", Budget], list[int]]  # rows, best first
Progress: TypeAlias = Callable[[str, int, int], None]  # stage, done, total


def quiet(stage: str, done: int, total: int) -> None:
    """A progress callback that shows nothing."""
