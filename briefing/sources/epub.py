"""E-books and magazines in EPUB: an article for each document in reading order."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import unquote
from zipfile import ZipFile

from briefing import dates
from briefing.errors import SourceError
from briefing.models import Article
from briefing.sources import _archive, _formats, _xml
from briefing.sources._walk import show

suffixes = (".epub",)


@dataclass(frozen=True, slots=True)
class _Book:
    """What the package document says of all its articles, and where they are."""

    outlet: str
    published: date | None
    documents: tuple[str, ...]


def read(data: bytes, path: str) -> Iterator[Article | SourceError]:
    """The articles, each named book.epub/its/file.xhtml, as a saved page is read."""
    with _archive.open_checked(data, path) as archive:
        book = _book(archive, path)
        for name in book.documents:
            yield _document(archive, name, f"{path}/{show(name)}", book)


def _book(archive: ZipFile, path: str) -> _Book:
    container = _xml.parse(_archive.unpack(archive, "META-INF/container.xml", path), path)
    roots = container.xpath("//*[local-name() = 'rootfile']/@full-path")
    if not roots:
        raise SourceError(path, "damaged: its container names no package")
    package = _xml.parse(_archive.unpack(archive, str(roots[0]), path), path)
    items = {
        item.get("id"): item.get("href") or ""
        for item in package.xpath("//*[local-name() = 'manifest']/*[local-name() = 'item']")
    }
    spine = package.xpath("//*[local-name() = 'spine']/*[local-name() = 'itemref']/@idref")
    folder = posixpath.dirname(str(roots[0]))
    places = (posixpath.normpath(posixpath.join(folder, unquote(items.get(i, "")))) for i in spine)
    return _Book(
        outlet=_xml.text(package, "publisher"),
        published=dates.of(_xml.text(package, "date")),
        documents=tuple(dict.fromkeys(places)),
    )


def _document(archive: ZipFile, name: str, path: str, book: _Book) -> Article | SourceError:
    try:
        (article,) = _formats.reader("page.xhtml")(_archive.unpack(archive, name, path), path)
    except SourceError as error:
        if error.bucket == "no text":  # a cover, a title page: nothing is wrong with it
            return SourceError(path, "a page of the book without an article", "other format")
        return error
    if isinstance(article, SourceError):
        return article
    return replace(
        article,
        outlet=article.outlet or book.outlet,
        published=article.published or book.published,
    )
