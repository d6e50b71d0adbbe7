"""What kind of text each span is: sentence, heading, fragment or junk, and why.

Nothing is deleted. Junk is told by its form (``data/junk.toml``), by its place (what
stands above the first and below the last paragraph of prose, or hangs on a caption) and
by repetition; a heading by standing over prose; a fragment by having no end.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import groupby

from briefing.cohesion import asks
from briefing.models import Article, Kind, Sentence
from briefing.words import length

_end = re.compile(
    r"(?:[.!?…。！？｡؟۔।॥։።။។]|[Ͱ-Ͽἀ-῿][»”\"]?[;\u037e])[\"'”’»›」』)\]*]*$"  # Greek asks with ";"
)
_endless = re.compile(r"[ก-๿ກ-໿]$")  # Thai and Lao end sentences with a space
_name_in_lower_case = re.compile(r"\w{1,2}[^\W\d_a-zß-ÿ]|\w{2}-[A-Z]")  # iPhone, eBay, al-Qaida
_quoted_end = re.compile(r"[”»」』\"]$")
_bullet = re.compile(r"^\s*(?:[-–—*•·▪●■◦‣►]|\d{1,2}[.)])\s")
_date = re.compile(
    r"\d|day\b|(?:^|\W)(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE
)
_scripts = {
    "latin": re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]"),
    "cyrillic": re.compile(r"[Ѐ-ԯ]"),
    "greek": re.compile(r"[Ͱ-Ͽἀ-῿]"),
    "arabic": re.compile(r"[؀-ۿݐ-ݿ]"),
    "hebrew": re.compile(r"[֐-׿]"),
    "devanagari": re.compile(r"[ऀ-ॿ]"),
    "east asian": re.compile(r"[぀-ヿ㐀-鿿가-힯]"),
}

label_words = 3  # a line this short over another is the name of a rubric
short_line = 25  # characters
heading_words = 15  # headlines and headings end before this
cut_words = 8  # an unfinished line this long was cut short; a shorter one is navigation
uncapitalised = 0.9  # of the sentences begin in lower case: it is the article's way
caption_spans = 3  # a picture's credit makes captions of at most so many spans before it


@dataclass(frozen=True, slots=True)
class _Line:
    """One paragraph, its spans marked by form alone."""

    spans: tuple[Sentence, ...]
    after_gap: bool  # a blank line stands above

    @property
    def prose(self) -> bool:
        return any(span.kind == "sentence" and ends(span.text) for span in self.spans)

    @property
    def junk(self) -> bool:
        return all(span.kind == "junk" for span in self.spans)

    @property
    def text(self) -> str:
        return " ".join(span.text for span in self.spans)

    @property
    def brief(self) -> bool:
        """Whether the line is too short for a sentence, in scripts without spaces too."""
        return self.words <= label_words and len(self.text) < short_line

    @property
    def words(self) -> int:
        return length(self.text)

    def mark(self, kind: Kind, reason: str) -> _Line:
        """The line with what is still taken for a sentence marked."""
        spans = (_mark(s, kind, reason) if s.kind == "sentence" else s for s in self.spans)
        return replace(self, spans=tuple(spans))


def clean(article: Article, spans: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The same spans with their kind, the reason for it, and the heading they stand under."""
    lines = _lines(article, [_by_form(span) for span in spans])
    lines = _by_script(_by_repetition([_captioned(line) for line in lines]))
    if any(line.prose for line in lines):
        lines = _by_beginning(_by_place(lines, article.title))
    else:
        lines = [line.mark("junk", "navigation") if line.brief else line for line in lines]
    return tuple(_under_headings(span for line in lines for span in line.spans))


def ends(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    unmarked = _quoted_end.search(text) or _endless.search(text)
    return bool(_end.search(text) or (unmarked and length(text) > cut_words))


def _mark(span: Sentence, kind: Kind, reason: str) -> Sentence:
    return replace(span, kind=kind, reason=reason)


# By form.


def _by_form(span: Sentence) -> Sentence:
    for reason, (search, whole) in _forms().items():
        text = span.text
        if search and search.search(text):
            return _mark(span, "junk", reason)
        if whole and whole.fullmatch(text) and (reason != "date-line" or _date.search(text)):
            return _mark(span, "junk", reason)
    if not any(map(str.isalpha, span.text)):
        return _mark(span, "junk", "no words")
    return span


@cache
def _forms() -> dict[str, tuple[re.Pattern[str] | None, re.Pattern[str] | None]]:
    file = resources.files("briefing") / "data" / "junk.toml"
    kinds = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        reason: (_union(kind.get("search", ())), _union(kind.get("whole", ())))
        for reason, kind in kinds.items()
    }


def _union(patterns: Sequence[str]) -> re.Pattern[str] | None:
    """One pattern for all; a leading (?i) is made to hold for its own part alone."""
    parts = [f"(?i:{p[4:]})" if p.startswith("(?i)") else f"(?:{p})" for p in patterns]
    return re.compile("|".join(parts)) if parts else None


# By neighbours.


def _lines(article: Article, spans: Sequence[Sentence]) -> list[_Line]:
    lines, end = [], 0
    for _, group in groupby(spans, key=lambda span: span.paragraph):
        line = tuple(group)
        between = article.text[end : line[0].start]
        lines.append(_Line(line, after_gap=between.count("\n") > 1))
        end = line[-1].end
    return lines


def _captioned(line: _Line) -> _Line:
    """A credit makes a caption of the few spans before it in its paragraph."""
    reasons = [span.reason for span in line.spans]
    if "credit" not in reasons and "caption" not in reasons:
        return line
    if len(line.spans) <= caption_spans:
        return line.mark("junk", "caption")
    last = max(place for place, reason in enumerate(reasons) if reason in ("credit", "caption"))
    near = range(max(0, last - 1), last) if last > 1 else range(last)
    spans = [
        _mark(span, "junk", "caption") if place in near and span.kind == "sentence" else span
        for place, span in enumerate(line.spans)
    ]
    return replace(line, spans=tuple(spans))


def _by_repetition(lines: list[_Line]) -> list[_Line]:
    """A paragraph said again is a caption or a teaser; two in a row are a gallery's captions."""
    keys = [line.text for line in lines]
    count = Counter(keys)
    seen: set[str] = set()
    marked = []
    for place, (line, key) in enumerate(zip(lines, keys, strict=True)):
        gallery = count[key] > 1 and key in (
            *keys[max(0, place - 1) : place],
            *keys[place + 1 : place + 2],
        )
        marked.append(line.mark("junk", "repeated") if gallery or key in seen else line)
        seen.add(key)
    return marked


def _by_script(lines: list[_Line]) -> list[_Line]:
    """Lines in another script than the article's are the page's, not the article's."""
    scripts = [_script(line.text) for line in lines]
    letters = Counter[str]()
    for line, script in zip(lines, scripts, strict=True):
        letters[script] += line.words if script else 0
    if len(letters) < 2:
        return lines
    main = letters.most_common(1)[0][0]
    return [
        line if script in ("", main) else line.mark("junk", "other script")
        for line, script in zip(lines, scripts, strict=True)
    ]


def _script(text: str) -> str:
    if text.isascii():
        return "latin" if any(map(str.isalpha, text)) else ""
    counts = {name: len(pattern.findall(text)) for name, pattern in _scripts.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""


# By place.


def _by_place(lines: list[_Line], title: str) -> list[_Line]:
    first = next(place for place, line in enumerate(lines) if line.prose)
    last = max(place for place, line in enumerate(lines) if line.prose)
    placed: list[_Line] = []
    for place, line in enumerate(lines):
        if _is_title(line, title):
            placed.append(line.mark("heading", "title"))
        elif line.prose:
            placed.append(_unfinished(line, at_end=place == len(lines) - 1))
        else:
            above = placed[-1] if placed else None
            below = lines[place + 1] if place + 1 < len(lines) else None
            zone = "head" if place < first else "tail" if place > last else "body"
            placed.append(_not_prose(line, zone, above, below))
    return placed


def _unfinished(line: _Line, *, at_end: bool) -> _Line:
    """Inside prose, what has no end or hardly a word is a fragment."""

    def judge(span: Sentence) -> Sentence:
        if span.kind != "sentence":
            return span
        if not ends(span.text) or span.text.endswith(("...", "…")):
            return _mark(span, "fragment", "cut short" if at_end else "no end")
        words = length(span.text)
        if words < label_words or (asks(span.text) and words <= 2 * label_words):
            return _mark(span, "fragment", "too short")
        return span

    return replace(line, spans=tuple(map(judge, line.spans)))


def _by_beginning(lines: list[_Line]) -> list[_Line]:
    """What begins in lower case was torn from its beginning, unless the article writes so."""
    spans = [span for line in lines for span in line.spans if span.kind == "sentence"]
    torn = {span for span in spans if _torn(span.text)}
    if len(torn) > uncapitalised * len(spans):
        return lines
    return [
        replace(
            line,
            spans=tuple(
                _mark(span, "fragment", "no beginning") if span in torn else span
                for span in line.spans
            ),
        )
        for line in lines
    ]


def _torn(text: str) -> bool:
    if text.startswith(("...", "…")):
        return True
    text = text.lstrip("([")
    return text[:1].islower() and not _name_in_lower_case.match(text)


def _is_title(line: _Line, title: str) -> bool:
    return bool(title) and " ".join(line.text.split()) == " ".join(title.split())


def _not_prose(line: _Line, zone: str, above: _Line | None, below: _Line | None) -> _Line:
    if line.junk:
        return line
    if _bullet.match(line.text) and zone == "body":
        return line.mark("fragment", "list item")
    if zone == "tail":
        return _tail(line, above, below)
    if _hangs(line, above):
        return line.mark("junk", "related headline")
    if _is_label(line) and below and not below.prose and not below.after_gap:
        return line.mark("junk", "rubric")
    if below and below.prose and line.words <= heading_words:
        return line.mark("heading", "title" if zone == "head" else "heading")
    return line.mark("junk", "navigation")


def _tail(line: _Line, above: _Line | None, below: _Line | None) -> _Line:
    """Below the last prose: an article cut short, or the page's own matter."""
    if below is None and above and above.prose and line.words >= cut_words:
        return line.mark("fragment", "cut short")
    return line.mark("junk", "after the article")


def _hangs(line: _Line, above: _Line | None) -> bool:
    """Whether the line stands right under a caption or a rubric."""
    return above is not None and not line.after_gap and above.junk


def _is_label(line: _Line) -> bool:
    return line.words <= label_words


def _under_headings(spans: Iterable[Sentence]) -> Iterable[Sentence]:
    heading = ""
    for span in spans:
        if span.kind == "heading":
            heading = span.text if span.reason == "heading" else ""
        yield replace(span, heading=heading) if span.kind == "sentence" else span
