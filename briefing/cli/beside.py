"""What stands beside a brief, compared with it: the pages of its sources, its annotations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import msgspec

from briefing import files, manifest
from briefing.cli.bundles import annotated
from briefing.errors import EvidenceError
from briefing.evidence import Fault
from briefing.models import Brief

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


def check(folder: Path, brief: Brief) -> list[Fault]:
    """Which of the files beside a brief are missing, edited, or of other citations.

    Nothing is asked for beside a brief without pages.
    """
    if not brief.pages:
        return []
    from briefing.renderers._compose import compose

    try:
        page = compose(brief)
    except EvidenceError:  # of an article that is not among its sources; told of the citation
        return []
    try:
        outputs = _outputs(folder / manifest.name)
    except EvidenceError as error:
        return [Fault(manifest.name, str(error))]
    numbers = {record.number: record.article_id for record in brief.sources}
    cited = (numbers[source.number] for source in page.sources if source.passages)
    pages = {f"{brief.pages}/{article}.html" for article in cited}
    pages |= {name for name in outputs if name.startswith(f"{brief.pages}/")}
    return [
        *_check_annotations(folder, brief, outputs.get(annotated, "")),
        *_check_pages(folder, pages, outputs),
    ]


def _outputs(file: Path) -> dict[str, str]:
    """The hashes of what was written; none where there is no record of it."""
    try:
        return dict(manifest.parse(file.read_text(encoding="utf-8")).outputs)
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise EvidenceError(f"cannot be read: {error}") from error


def _check_pages(folder: Path, pages: set[str], outputs: dict[str, str]) -> Iterator[Fault]:
    """The pages of what is cited, and those that the record names."""
    for name in sorted(pages):
        if problem := _edited(folder / name, outputs.get(name, "")):
            yield Fault(name, problem)


def _edited(file: Path, sha256: str) -> str:
    """Why a file is not as it was written; "" where it is, or nothing of it is recorded."""
    try:
        own = files.digest(file.read_bytes())
    except OSError:
        return "missing"
    return "not as it was written" if sha256 and own != sha256 else ""


def _check_annotations(folder: Path, brief: Brief, sha256: str) -> Iterator[Fault]:
    """Whether the annotations are those of the citations in the brief."""
    from briefing import web_annotations

    if problem := _edited(folder / annotated, sha256):
        yield Fault(annotated, problem)
        if problem == "missing":
            return
    own = _passages(web_annotations.lines(brief, "brief.html").splitlines())
    try:
        there = _passages((folder / annotated).read_bytes().decode().splitlines())
    except (OSError, UnicodeDecodeError, msgspec.MsgspecError):
        yield Fault(annotated, "holds a line that is no annotation")
        return
    for number, passage in enumerate(there, 1):
        if passage not in own:
            yield Fault(annotated, f"line {number} is of no citation in brief.json")
            break
    if lost := len(set(own).difference(there)):
        yield Fault(annotated, f"lacks {lost} of the passages that brief.json cites")


def _passages(lines: list[str]) -> list[_Passage]:
    """The text that each annotation is of, the words and the offsets."""
    found = []
    for line in lines:
        first = msgspec.json.decode(line, type=_Annotation).target[0]
        ways = first.selector if isinstance(first.selector, list) else [first.selector]
        quote = tuple((way.exact, way.start, way.end) for way in ways)
        found.append((tuple(form.sha256 for form in first.source.forms), quote))
    return found
