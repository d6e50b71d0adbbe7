"""Links that find a passage on a page of the web by its words.

The text directive of WICG Scroll-to-Text Fragment, ``#:~:text=[prefix-,]start[,end]``: a browser
scrolls to the first text that fits and highlights it. Start and end must each stand in one block
of the page, at the borders of words; a browser that knows no directives opens the page.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from briefing.renderers._show import seen, web_link

_short = 100  # characters; a longer passage is named by how it begins and ends
_enough = 30  # characters of words at either end
_lengths = (_enough, 2 * _enough, 4 * _enough, 8 * _enough)  # until no other text fits

# A word; where a script writes none apart, what stands before its punctuation.
_word = re.compile(r"[^\s、。，！？；：]*[、。，！？；：]+|[^\s、。，！？；：]+")


def to_passage(url: str, text: str, start: int, end: int) -> str:
    """The address with a directive that finds ``text[start:end]`` there.

    Args:
        url: of the web; any other gives ``""``.
        text: of the article; it tells which words only the passage has.
        start: of the passage.
        end: of the passage.
    """
    link = web_link(url)
    if not link:
        return ""
    page, _, fragment = link.partition("#")
    return f"{page}#{fragment.partition(':~:')[0]}:~:text={_directive(text, start, end)}"


def _directive(text: str, start: int, end: int) -> str:
    head, tail = _ends(text, start, end)
    prefix = _prefix(text, start, head)
    parts = (f"{_encoded(prefix)}-" if prefix else "", _encoded(head), _encoded(tail))
    return ",".join(part for part in parts if part)


def _prefix(text: str, start: int, head: str) -> str:
    """The fewest words before a passage that tell it from what begins alike; none if none need."""
    before = ("", *(_last_words(text[:start], enough) for enough in _lengths))
    told = (words for words in before if _first(text, head, 0, words) == start)
    return next(told, before[-1])


def _ends(text: str, start: int, end: int) -> tuple[str, str]:
    """How a passage begins, and how it ends; all of one that is short, and nothing."""
    passage = text[start:end].strip()
    lines = [line for line in re.split(r"[\r\n]+", passage) if line.strip()]
    if len(lines) < 2 and len(passage) <= _short:
        return passage, ""
    head = _first_words(lines[0])
    behind = start + len(head)
    for enough in _lengths:
        tail = _last_words(lines[-1], enough)
        found = _first(text, tail, behind)
        if found + len(tail) >= end - 1 and found >= behind:
            return head, tail
    return (passage, "") if len(lines) < 2 else (head, _last_words(lines[-1]))


def _first(text: str, words: str, since: int, before: str = "") -> int:
    """Where words first stand in a text, behind others, as browsers match: in any case.

    Args:
        text: of the article.
        words: to find.
        since: the offset to search from.
        before: the words right before them.

    Returns:
        their offset; -1 for nowhere.
    """
    behind, own = (r"\s+".join(map(re.escape, part.split())) for part in (before, words))
    space = r"\s*" if before else ""
    found = re.compile(f"{behind}{space}({own})", re.IGNORECASE).search(text, since)
    return found.start(1) if found else -1


def _first_words(line: str) -> str:
    begin, end = 0, 0
    for word in _word.finditer(line):
        begin, end = (begin, word.end()) if end else word.span()
        if end - begin >= _enough:
            break
    return line[begin:end]


def _last_words(text: str, enough: int = _enough) -> str:
    """The last words of the last line that has any."""
    line = (text.rstrip()[-4 * _short :].splitlines() or [""])[-1]
    spans = [word.span() for word in _word.finditer(line)]
    for begin, _ in reversed(spans):
        if spans[-1][1] - begin >= enough:
            return line[begin:]
    return line.strip()


def _encoded(words: str) -> str:
    """Percent-encoded, with the characters that divide a directive.

    Of white space only what HTML collapses is: beside it a no-break space counts.
    """
    return quote(re.sub("[ \t\r\n]+", " ", seen(words)), safe="").replace("-", "%2D")
