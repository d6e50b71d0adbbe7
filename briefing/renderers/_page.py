"""A brief as its reader meets it: one page, the same in every format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from briefing.renderers._charts import Strip


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation under the number and the name by which the reader knows its source."""

    number: int
    outlet: str
    language: str
    start: int
    end: int
    text: str
    page: int = 0  # on which the passage begins; 0 where a source has none
    link: str = ""  # to the passage on the page of its source; to the list of sources without
    prefix: str = ""  # what stands before the passage in its article
    suffix: str = ""  # and behind it

    @property
    def anchor(self) -> str:
        return f"source-{self.number}"

    @property
    def place(self) -> str:
        return _place(self.page, self.start, self.end)


def _place(page: int, start: int, end: int) -> str:
    """``characters 20–80``, ``p. 3, characters 20–80``."""
    return f"{f'p. {page}, ' if page else ''}characters {start}–{end}"


def _first_shown(references: tuple[Reference, ...]) -> Iterator[tuple[Reference, bool]]:
    return ((reference, number == 0) for number, reference in enumerate(references))


def _one_each(references: tuple[Reference, ...]) -> tuple[Reference, ...]:
    return tuple({r.number: r for r in reversed(references)}.values())[::-1]


@dataclass(frozen=True, slots=True)
class Link:
    """Another place on the page."""

    anchor: str
    label: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier brief told instead."""

    day: str
    text: str
    outlets: str
    language: str


@dataclass(frozen=True, slots=True)
class Item:
    """A point with its citations resolved; ``references[0]`` is the wording itself."""

    anchor: str
    id: str
    text: str
    elided: bool
    before: Reference | None
    references: tuple[Reference, ...]
    badges: tuple[str, ...]  # the first says how many report it
    corroborated: bool
    home: Link | None = None  # the section it also stands in
    dated: str = ""  # the day of its article, where it tells of days by it ("yesterday")
    story: str = ""  # its story, shortened, where neither a heading nor its section names it
    earlier: Earlier | None = None  # what it says otherwise now

    @property
    def sources(self) -> tuple[Reference, ...]:
        """One reference for each source, in the order of the citations."""
        return _one_each(self.references)


@dataclass(frozen=True, slots=True)
class Told:
    """A passage that tells something; ``references[0]`` is the one shown."""

    anchor: str
    label: str  # what it tells: "over 80"
    references: tuple[Reference, ...]

    @property
    def cut(self) -> tuple[bool, bool]:
        """Whether its sentence begins before the passage, and goes on behind it."""
        text = self.references[0].text
        return text[:1].islower(), text.rstrip("\"'”’»)]")[-1:] not in ".!?…"

    @property
    def sources(self) -> tuple[Reference, ...]:
        """One reference for each source, in the order of the citations."""
        return _one_each(self.references)


@dataclass(frozen=True, slots=True)
class Group:
    """Passages under a heading: other values of one thing, events of one date or story."""

    heading: str  # "" where the passages need none
    lines: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """What the articles tell beside the points: figures, a timeline."""

    anchor: str
    heading: str
    groups: tuple[Group, ...]
    more: str = ""  # what is left out: "3 more dated events."
    strip: Strip | None = None  # its dates, as a chart


@dataclass(frozen=True, slots=True)
class Name:
    """The headline of a story under the number of the article that it is from."""

    number: int
    outlet: str
    language: str
    text: str
    start: int | None  # of the passage; None for a title outside the text
    end: int | None
    page: int = 0
    link: str = ""  # as of a reference

    @property
    def place(self) -> str:
        if self.start is None or self.end is None:
            return "title"
        return _place(self.page, self.start, self.end)

    @property
    def anchor(self) -> str:
        return f"source-{self.number}"


@dataclass(frozen=True, slots=True)
class Chapter:
    """The points of a part that are on one story."""

    story: Name | None  # None where stories are not told apart
    points: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and the points under it, by story."""

    anchor: str
    heading: str
    chapters: tuple[Chapter, ...]
    nothing: str  # what an empty part says
    note: str = ""
    story: Name | None = None  # the headline that the heading is, where it is one
    label: str = ""  # what other places call it
    discovered: bool = False  # whether nobody asked for its topic

    @property
    def points(self) -> tuple[Item, ...]:
        return tuple(item for chapter in self.chapters for item in chapter.points)


@dataclass(frozen=True, slots=True)
class Passage:
    """A cited span of a source, and the points that rest on it."""

    start: int
    end: int
    points: tuple[Link, ...]
    page: int = 0  # on which it begins; 0 where the source has none
    link: str = ""  # to it on the page of its source; "" without one

    @property
    def place(self) -> str:
        return _place(self.page, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Listed:
    """A source as the list of sources shows it; unknown things are said to be unknown."""

    number: int
    title: str
    titled: bool
    outlet: str
    published: date | None
    credit: str
    path: str
    file: str  # a link
    url: str  # a link, or ""
    language: str
    passages: tuple[Passage, ...]
    origin: str = ""  # whose text it is, and what tells that, where it is not its outlet's own
    reprint_of: int = 0  # the number of the source whose text it repeats; 0 for none
    summary_only: bool = False
    link: str = ""  # to the page that shows its text; "" without one

    @property
    def place(self) -> str:
        """Where it was read: "File", "Page"; "" where that is its address, and shown as such."""
        if self.file == self.url:
            return ""
        return "Page" if self.file.startswith(("http://", "https://")) else "File"

    @property
    def anchor(self) -> str:
        return f"source-{self.number}"


@dataclass(frozen=True, slots=True)
class Row:
    """How many sentences an outlet has on each topic."""

    numbers: tuple[int, ...]
    outlet: str
    counts: tuple[int, ...]
    known: bool = True  # whether the outlet has a name


@dataclass(frozen=True, slots=True)
class Covered:
    """What the outlets have on one topic."""

    outlets: tuple[str, ...]  # each with its sentences, most first: "Xinhua 4"
    silent: tuple[str, ...]
    points: int
    lone: tuple[Link, ...]  # the points that rest on one independent source, by number


@dataclass(frozen=True, slots=True)
class Coverage:
    """Outlets by topics; the totals are of the whole corpus, without reprints."""

    topics: tuple[str, ...]
    rows: tuple[Row, ...]
    failed: tuple[str, ...]  # sources of which nothing could be had
    totals: tuple[int, ...]
    covered: tuple[Covered, ...]  # by topic
    single: str  # how many of all points rest on one source
    reprints: tuple[Link, ...]  # the sources that are not counted


@dataclass(frozen=True, slots=True)
class Bucket:
    """Inputs that met the same end, as (path, reason)."""

    name: str
    inputs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What was read and what became of it."""

    read: int
    used: int
    buckets: tuple[Bucket, ...]
    kinds: str

    @property
    def sum(self) -> str:
        parts = [f"{self.used} used", *(f"{len(b.inputs)} {b.name}" for b in self.buckets)]
        return f"{self.read} read = {' + '.join(parts)}"


@dataclass(frozen=True, slots=True)
class Footnote:
    """A passage or a headline that is cited, by the number of its first place on the page."""

    number: int
    cited: Reference | Name
    source: Listed
    is_shown: bool  # whether its words stand on the page themselves, and not only its number


@dataclass(frozen=True, slots=True)
class Page:
    """What the templates lay out."""

    articles: str
    outlets: str
    dates: str  # of its articles, where they are not all of its day
    reprints: str  # "" where there is none
    skipped: str
    minutes: str
    window: str  # of a daily brief: when its articles came
    notes: tuple[str, ...]
    glance: Part
    topics: tuple[Part, ...]
    noted: Part
    blocks: tuple[Block, ...]
    coverage: Coverage
    sources: tuple[Listed, ...]
    left_out: LeftOut
    made: tuple[tuple[str, str], ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        everything = (self.glance, *self.topics, self.noted)
        if len(self.topics) != 1:
            return everything
        return tuple(part for part in everything if part.points or part in self.topics)

    @property
    def footnotes(self) -> Mapping[Reference | Name, Footnote]:
        """What is cited, in the order of reading."""
        sources = {source.number: source for source in self.sources}
        shown: dict[Reference | Name, bool] = {}
        for cited, is_shown in self._cited():
            shown[cited] = shown.get(cited, False) or is_shown
        return {
            cited: Footnote(number, cited, sources[cited.number], is_shown)
            for number, (cited, is_shown) in enumerate(shown.items(), 1)
        }

    def _cited(self) -> Iterator[tuple[Reference | Name, bool]]:
        """What is cited, with whether its words are shown there."""
        for part in self.parts:
            yield from ((name, True) for name in (part.story,) if name)
            for chapter in part.chapters:
                yield from ((name, True) for name in (chapter.story,) if name)
                for item in chapter.points:
                    yield from ((before, True) for before in (item.before,) if before)
                    yield from _first_shown(item.references)
        for block in self.blocks:
            for group in block.groups:
                for line in group.lines:
                    yield from _first_shown(line.references)
