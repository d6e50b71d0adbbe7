"""All briefs of a folder as a page and as a feed, for people and for their feed readers."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import msgspec
from markupsafe import escape

from briefing.models import Point, SourceRecord
from briefing.renderers._template import environment

most_in_feed = 30
page_mark = '<ol class="briefs">'  # what a page of ours always has
feed_mark = '<link rel="alternate" type="text/html" href="index.html"/>'


@dataclass(frozen=True, slots=True)
class Gist:
    """What the page and the feed tell of a brief; the rest of its JSON is not read."""

    title: str
    glance: tuple[Point, ...] = ()
    sources: tuple[SourceRecord, ...] = ()
    last: date | None = None  # of a daily brief: that it goes on from


@dataclass(frozen=True, slots=True)
class Listed:
    """A brief of the catalogue."""

    day: date
    file: str  # from the folder of the catalogue
    told: Gist

    @property
    def is_empty(self) -> bool:
        """Whether nothing new had come."""
        return self.told.last is not None and not self.told.sources

    @property
    def outlets(self) -> int:
        """How many its articles are from; those without a name count one by one."""
        return len({source.outlet or source.path for source in self.told.sources})

    def source(self, point: Point) -> str:
        """Whose words a point is in."""
        names = {source.article_id: source.outlet for source in self.told.sources}
        return names.get(point.citations[0].article_id, "") or "outlet unknown"


def told(json: bytes, title: str) -> Gist:
    """What a brief.json tells; only the title where it is none."""
    try:
        return msgspec.json.decode(json, type=Gist)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return Gist(title)


def page(briefs: Sequence[Listed], title: str) -> str:
    """The catalogue as a page of its own, the latest brief first."""
    return _filled("index.html.j2", briefs, title)


def feed(briefs: Sequence[Listed], title: str) -> str:
    """The latest briefs as an Atom feed (RFC 4287).

    An entry keeps its id when its brief is made again. Times are midnights of the day of a
    brief, so that the same briefs are the same feed.
    """
    return _filled("feed.xml.j2", briefs[:most_in_feed], title)


def _filled(name: str, briefs: Sequence[Listed], title: str) -> str:
    own = uuid.uuid5(uuid.NAMESPACE_URL, f"briefing:{title}")
    template = environment(escape).get_template(f"briefing/{name}")
    ids = [uuid.uuid5(own, brief.day.isoformat()) for brief in briefs]
    entries = list(zip(ids, briefs, strict=True))
    return template.render(briefs=entries, title=title, id=own).lstrip()
