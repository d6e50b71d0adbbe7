"""The marks of Markdown (CommonMark, with tables and footnotes), as spans to leave out.

Text is only ever left out, never changed, so each character that stays has its place in
the file. Every expression is bounded: what is not closed nearby is no mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from briefing.sources._text import lines

Span: TypeAlias = tuple[int, int]

_fence = re.compile(r" {0,3}(`{3,}|~{3,})")
_prefix = re.compile(
    r"[ \t]*(?:>[ \t]*)*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)?"
    r"(?:>[ \t]*)*(?P<heading>#{1,6}(?:[ \t]+|$))?"
)
_footnote = re.compile(r" {0,3}\[\^[^\[\]\s]{1,100}\]:[ \t]*")
_definition = re.compile(r" {0,3}\[(?!\^)([^\[\]]{1,200})\]:[ \t]*\S")
_inline = re.compile(
    r"(?P<escape>\\(?=[!-/:-@\[-`{-~]))"
    r"|(?P<code>`+)"
    r"|(?P<tag></?[A-Za-z][^<>]{0,1000}>)"
    r"|(?P<note>\[\^[^\[\]\s]{1,100}\])"
    r"|(?P<open>!?\[)"
    r"|(?P<close>\])"
    r"|(?P<stress>\*+|_+|~~)"
)
_address = re.compile(r"\((?:[^()]|\([^()]{0,500}\)){0,2000}\)")
_label = re.compile(r"\[([^\[\]]{0,200})\]")
_autolink = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,30}:|[^\s<>@/]{1,64}@)")
_longest_code = 2000


def front_matter(text: str) -> int:
    """Where the text begins, after a block of settings between lines of --- or +++."""
    opening = re.match(r"(---|\+\+\+)[ \t]{0,10}\r?\n", text)
    if not opening:
        return 0
    end = re.compile(rf"^{re.escape(opening[1])}[ \t]{{0,10}}\r?$", re.MULTILINE)
    closing = end.search(text, opening.end())
    return closing.end() if closing else 0


def marks(text: str, start: int = 0) -> list[Span]:
    """The spans to leave out, ordered and apart; ``start`` is where front matter ends."""
    spans = [(0, start), *_comments(text, start)]
    blocks: list[Span] = []
    for line, block_marks, is_prose in _lines(text, start):
        spans += block_marks
        if (
            is_prose
            and blocks
            and text[blocks[-1][1] : line[0]].strip(" \t") in {"\n", "\r", "\r\n"}
        ):
            blocks[-1] = (blocks[-1][0], line[1])
        elif is_prose:
            blocks.append(line)
    defined = {_key(match[1]) for a, b in lines(text) if (match := _definition.match(text, a, b))}
    for a, b in blocks:
        spans += _Inline(text, b, defined).marks(a)
    return _united(spans)


def without(text: str, spans: Sequence[Span]) -> tuple[str, tuple[Span, ...]]:
    """The text that stays, and (offset in it, offset in the file) after each span left out."""
    parts: list[str] = []
    offsets: list[Span] = []
    kept = at = 0
    for start, end in spans:
        parts.append(text[at:start])
        kept += start - at
        at = end
        offsets.append((kept, end))
    return "".join([*parts, text[at:]]), tuple(offsets)


def _comments(text: str, start: int) -> Iterator[Span]:
    while (a := text.find("<!--", start)) >= 0 and (b := text.find("-->", a + 4)) >= 0:
        start = b + 3
        yield a, start


def _lines(text: str, start: int) -> Iterator[tuple[Span, list[Span], bool]]:
    """Each line with the marks of its block, and whether it is prose with marks of its own."""
    fence = ""
    for a, b in lines(text):
        if a < start:
            continue
        bar = _fence.match(text, a, b)
        if bar and (not fence or bar[1].startswith(fence)):
            fence = "" if fence else bar[1]
            yield (a, b), [(a, b)], False
        elif fence:
            yield (a, b), [], False
        elif _is_rule(text[a:b]) or _definition.match(text, a, b):
            yield (a, b), [(a, b)], False
        else:
            yield (a, b), _around(text, a, b), bool(text[a:b].strip())


def _is_rule(line: str) -> bool:
    """A line under a heading or across the page, or the one below the head of a table."""
    bare = "".join(line.split())
    signs = set(bare)
    return (
        signs in ({"="}, {"-"})
        or ("-" in signs and signs <= set("|:-"))
        or (len(bare) > 2 and signs in ({"*"}, {"_"}))
    )


def _around(text: str, a: int, b: int) -> list[Span]:
    """The marks before a line's text, and after that of a heading."""
    prefix = _footnote.match(text, a, b) or _prefix.match(text, a, b)
    if prefix is None:
        return []
    spans = [(a, prefix.end())]
    if prefix.groupdict().get("heading"):
        body = text[prefix.end() : b].rstrip()
        bare = body.rstrip("#")
        if not bare or bare[-1].isspace():
            spans.append((prefix.end() + len(bare.rstrip()), b))
    return spans


@dataclass(slots=True)
class _Inline:
    """One pass over a paragraph."""

    text: str
    end: int
    defined: set[str]
    spans: list[Span] = field(default_factory=list)
    brackets: list[Span] = field(default_factory=list)  # "[" and "![" that are not closed yet
    stresses: dict[str, Span] = field(default_factory=dict)  # the last of each that can open

    def marks(self, at: int) -> list[Span]:
        while token := _inline.search(self.text, at, self.end):
            take = getattr(self, f"_{token.lastgroup}")
            at = take(*token.span())
        return self.spans

    def _escape(self, a: int, b: int) -> int:
        self.spans.append((a, b))
        return b + 1

    def _code(self, a: int, b: int) -> int:
        run = re.compile(rf"(?<!`){self.text[a:b]}(?!`)") if b - a < 10 else None
        closing = run and run.search(self.text, b, min(self.end, b + _longest_code))
        if not closing:
            return b
        self.spans += [(a, b), closing.span()]
        return closing.end()

    def _tag(self, a: int, b: int) -> int:
        is_link = _autolink.match(self.text, a, b)
        self.spans += [(a, a + 1), (b - 1, b)] if is_link else [(a, b)]
        return b

    def _note(self, a: int, b: int) -> int:
        self.spans.append((a, b))
        return b

    def _open(self, a: int, b: int) -> int:
        self.brackets.append((a, b))
        return b

    def _close(self, a: int, b: int) -> int:
        if not self.brackets:
            return b
        opening = self.brackets.pop()
        end = self._target(opening[1], a, b)
        if end is None:
            return b
        is_image = self.text[opening[0]] == "!"
        self.spans += [(opening[0], end)] if is_image else [opening, (a, end)]
        return end

    def _target(self, start: int, a: int, b: int) -> int | None:
        """Where a link with its text in ``start:a`` ends; None where it is no link."""
        if address := _address.match(self.text, b, self.end):
            return address.end()
        label = _label.match(self.text, b, self.end)
        own = self.text[start : min(a, start + 200)]
        if _key((label and label[1]) or own) in self.defined:
            return label.end() if label else b
        return None

    def _stress(self, a: int, b: int) -> int:
        left, right = self.text[a - 1 : a] or " ", self.text[b : b + 1] or " "
        within = self.text[a] == "_" and left.isalnum() and right.isalnum()
        opening = self.stresses.get(self.text[a:b])
        if opening and not left.isspace() and not within:
            self.spans += [opening, (a, b)]
            del self.stresses[self.text[a:b]]
        elif not right.isspace() and not within:
            self.stresses[self.text[a:b]] = (a, b)
        return b


def _key(label: str) -> str:
    return " ".join(label.casefold().split())


def _united(spans: Sequence[Span]) -> list[Span]:
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif end > start:
            found.append((start, end))
    return found
