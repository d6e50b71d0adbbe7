"""The articles of a brief as their files hold them now."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from briefing import files, sources
from briefing.errors import ConfigError, SourceError
from briefing.models import Article, Brief, SourceRecord

Found: TypeAlias = Mapping[str, Article | SourceError]

gone = "missing: there is no such file or line"
_line = re.compile(r":\d+$")  # of a file that holds an article a line


def articles(
    brief: Brief,
    root: Path,
    archived: Callable[[str], Article | None] = lambda _: None,
    contents: Callable[[Path], Found] | None = None,
) -> list[Article]:
    """The articles of a brief as it lists them, those that are as they were when it was made.

    Args:
        brief: as it was written.
        root: the folder that the paths of its sources start from.
        archived: the article of an id where it was kept; else its file is read.
        contents: what a file holds, where files have been read already.
    """
    known = contents or cache(read)
    found = []
    for record in brief.sources:
        article = archived(record.article_id) or read_back(record, root, known)
        if isinstance(article, Article) and is_same(article, record):
            found.append(
                replace(
                    article,
                    path=record.path,
                    title=record.title,
                    outlet=record.outlet,
                    published=record.published,
                    language=record.language,
                )
            )
    return found


def read_back(
    record: SourceRecord, root: Path, read: Callable[[Path], Found]
) -> Article | SourceError:
    """The article of a record as its file holds it now."""
    file = file_of(record.path, root)
    found = read(root / file)
    name = PurePosixPath(record.path).relative_to(file.parent)
    item = found.get(str(name)) or found.get(file.name)
    if not (isinstance(item, Article) and item.id == record.article_id):  # on another line, or in
        item = _elsewhere(found, record.article_id) or item  # another member of its file
    if item is None:
        return SourceError(record.path, gone)
    if isinstance(item, SourceError):
        return SourceError(record.path, f"cannot be read: {item.reason}")
    return item


def _elsewhere(found: Found, article_id: str) -> Article | None:
    articles = (item for item in found.values() if isinstance(item, Article))
    return next((one for one in articles if one.id == article_id), None)


def is_same(article: Article, record: SourceRecord) -> bool:
    """Whether an article is as it was when the brief was made."""
    same_text = files.digest(article.text) == record.text_sha256
    return same_text and article.pages == record.pages


def file_of(path: str, root: Path) -> PurePosixPath:
    """The file that a path names, or names a line or a member of; the path where none is there."""
    whole, without_line = PurePosixPath(path), PurePosixPath(_line.sub("", path))
    places = (without_line, whole, *without_line.parents)
    return next((place for place in places if (root / place).is_file()), whole)


def read(file: Path) -> Found:
    """What a file holds, by names that start from its folder; nothing when it is gone."""
    try:
        return {item.path: item for item in sources.read([file])}
    except ConfigError:
        return {}
