"""What stands beside a brief, compared with it: the pages of its sources, its annotations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import msgspec

from briefing import manifest
from briefing.cli.bundles import annotated
from briefing.errors import EvidenceError
from briefing.evidence import Fault
from briefing.files import file_digest
from briefing.manifest import Manifest
from briefing.models import Article, Brief

_unprinted = (EvidenceError, IndexError)  # a citation of no source, a point of none: told of these
_gone = "missing"
_unknown = "missing: nothing tells whether the files beside it are as they were written"

_Passage: TypeAlias = tuple[tuple[str, ...], tuple[tuple[str, int, int], ...]]


class _Quote(msgspec.Struct):
    exact: str = ""
    start: int = -1
    end: int = -1


class _Form(msgspec.Struct):
    sha256: str = msgspec.field(name="schema:sha256")


class _Source(msgspec.Struct):
    forms: list[_Form] = msgspec.field(name="dcterms:hasFormat", default_factory=list)


class _Target(msgspec.Struct):
    source: _Source
    selector: list[_Quote] | _Quote


class _Annotation(msgspec.Struct):
    target: list[_Target]


def check(folder: Path, brief: Brief, articles: Sequence[Article]) -> list[Fault]:
    """Which of the files beside a brief are missing, edited, or of other citations.

    Nothing is asked for beside a brief without pages and without a record of its run.

    Args:
        folder: of the brief.
        brief: as it is in there.
        articles: of its sources, those that are as they were.
    """
    try:
        record = _record(folder / manifest.name)
    except EvidenceError as error:
        return [Fault(manifest.name, str(error))]
    outputs = record.outputs if record else {}
    faults = [Fault(manifest.name, _unknown)] if brief.pages and not record else []
    names = {*outputs, *_cited_pages(brief), *([annotated] if brief.pages else [])}
    wrong = {name: _edited(folder / name, outputs.get(name, "")) for name in sorted(names)}
    faults += [Fault(name, problem) for name, problem in wrong.items() if problem]
    if record and record.program == manifest.program(record.model.embedder):
        back = "../brief.html" if "brief.html" in outputs else ""
        faults += _check_pages(folder, brief, articles, back)
    if brief.pages and wrong[annotated] != _gone:
        faults += _check_annotations(folder, brief)
    return faults


def _record(file: Path) -> Manifest | None:
    try:
        return manifest.parse(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise EvidenceError(f"cannot be read: {error}") from error


def _cited_pages(brief: Brief) -> set[str]:
    """The pages that a brief leads to, by their names in its folder."""
    from briefing.renderers._compose import compose

    if not brief.pages:
        return set()
    try:
        listed = compose(brief).sources
    except _unprinted:
        return set()
    articles = {record.number: record.article_id for record in brief.sources}
    return {f"{brief.pages}/{articles[one.number]}.html" for one in listed if one.passages}


def _edited(file: Path, sha256: str) -> str:
    """Why a file is not as it was written; "" where it is, or nothing of it is recorded."""
    try:
        own = file_digest(file) if file.is_file() else ""
    except OSError:
        own = ""
    if not own:
        return _gone
    return "edited since it was written" if sha256 and own != sha256 else ""


def _check_pages(
    folder: Path, brief: Brief, articles: Sequence[Article], back: str
) -> Iterator[Fault]:
    """Whether the pages of sources that are as they were say what these say.

    Only the program that made them makes the same again. A page of a reprint leads to that of
    its original, which is not made again where this has changed.
    """
    from briefing.renderers import _sources

    there = {"", *(article.id for article in articles)}
    skipped = {f"{one.article_id}.html" for one in brief.sources if one.reprint_of not in there}
    try:
        made = dict(_sources.pages(brief, articles, back)) if brief.pages else {}
    except _unprinted:
        return
    for name, text in made.items():
        file = folder / brief.pages / name
        if name not in skipped and file.is_file() and file.read_bytes() != text.encode():
            yield Fault(f"{brief.pages}/{name}", "not the page of its source")


def _check_annotations(folder: Path, brief: Brief) -> Iterator[Fault]:
    """Whether the annotations are those of the citations in the brief."""
    from briefing import web_annotations

    try:
        own = _passages(web_annotations.lines(brief, "brief.html"))
    except _unprinted:
        return
    try:
        there = _passages((folder / annotated).read_bytes().decode())
    except (OSError, UnicodeDecodeError, msgspec.MsgspecError):
        yield Fault(annotated, "holds a line that is no annotation")
        return
    for number, passage in enumerate(there, 1):
        if passage not in own:
            yield Fault(annotated, f"line {number} is of no citation in brief.json")
            break
    if lost := len(set(own).difference(there)):
        yield Fault(annotated, f"lacks {lost} of the passages that brief.json cites")


def _passages(text: str) -> list[_Passage]:
    """The text that each annotation is of, the words and the offsets."""
    found = []
    for line in text.removesuffix("\n").split("\n") if text else ():
        first = msgspec.json.decode(line, type=_Annotation).target[0]
        ways = first.selector if isinstance(first.selector, list) else [first.selector]
        quote = tuple((way.exact, way.start, way.end) for way in ways)
        found.append((tuple(form.sha256 for form in first.source.forms), quote))
    return found
