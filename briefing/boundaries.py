"""Where the sentences of one paragraph begin and end.

sentencex (Santhosh Thottingal, after the Wikimedia sentence splitter) finds the
boundaries; what it is known to get wrong in news is repaired here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from briefing.words import stop_words

Span: TypeAlias = tuple[int, int]

longest_quotation = 600  # characters; a quotation of several sentences stays whole up to here

_opening = "“„«‹‘「『"
_quotes = str.maketrans(dict.fromkeys('"“”„«»‹›「」『』', " "))

# Abbreviations that are always followed by the rest of a name.
_title = re.compile(
    r"(?:^|[\s(“\"'])(?:Ft|Mt|Pt|Adm|Amb|Ald|Assemb|Atty|Brig|Cmdr|Comdr|Cpl|Det|Insp|Lt|Maj|Pfc|Pvt|"
    r"Rev|Sgt|Spc|Supt|Dist|Msgr|Fr|Hon|Ms|Mrs|Mmes|Messrs|Mme|Mlle|v|vs)\.\s*$"
)
_given_names = re.compile(
    r"(?:^|[\s(])(?!U\.|E\.U|D\.C|N\.[YJHCDM]|L\.A|S\.[CDF]|W\.V|R\.I|B\.C)[A-Z]\.[A-Z]\.\s*$"
)
_surname = re.compile(r"[A-Z][a-z]+")
_initials = re.compile(r"(?:^|[\s(])(?:[A-Z]\.-?)*[A-Z]-[A-Z]\.\s*$")  # "D-W." of "D-W.Va."
_hour = re.compile(r"\b[ap]\.?\s?m\.\s*$", re.IGNORECASE)
_zone = re.compile(
    r"(?:(?:[A-Z]\w+ ){0,2}(?:time|Time)\b|[ECMP][SD]?T\b|GMT|UTC|BST|CES?T|IST|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.? \d)"
)
_exclaimed = re.compile(r"[?!]['\"”’»]\s*$")
_attribution = re.compile(
    r"(?:[A-Z][\w.’'-]+ ){0,3}(?:he |she |they |I |we )?"
    r"(?:said|says|asked|asks|added|wrote|writes|told|tweeted|replied|shouted|yelled|cried|exclaimed|"
    r"wondered|joked|read|chanted|demanded|answered|quipped|screamed)\b"
)
_marker = re.compile(r"^\s*(?:[(\[]?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})[.)\]]\)?|[•·▪●■◦‣*–—-]+)\s*$")
_only_marks = re.compile(r"^[\s\W]*$")

# A boundary that the writer or the page left without a space, and one after a parenthesis.
_missing = re.compile(r"(?<=[^\W\d_A-Z]{3}[.!?])[”’\"»)]?(?=[“\"]?[A-ZÀ-ÞА-Я][\w’']+[ ,])")
_parenthesis = re.compile(r"(?<=[.!?]\))\s+(?=[“\"]?[A-ZÀ-Þ])")


def find(text: str, language: str = "en") -> list[Span]:
    """The spans of the sentences of a paragraph, trimmed, in order; newlines count as spaces."""
    flat = re.sub(r"\s", " ", text)
    cuts = _repair(flat, _cuts(flat, language))
    spans = [span for a, b in _between(cuts, len(flat)) if (span := trim(flat, a, b))]
    return [part for span in spans for part in _shorten(flat, span, language)]


def trim(text: str, start: int, end: int) -> Span | None:
    """The span without the white space at its edges; None when nothing is left."""
    part = text[start:end]
    inner = part.strip()
    if not inner:
        return None
    start += len(part) - len(part.lstrip())
    return start, start + len(inner)


def _cuts(text: str, language: str) -> list[int]:
    import sentencex

    cuts, at = [], 0
    for boundary in sentencex.get_sentence_boundaries(language, text):
        part = boundary["text"]
        if text.startswith(part, at):
            at += len(part)
        else:
            at = text.find(part, at) + len(part)
        cuts.append(at)
    return cuts


def _repair(text: str, cuts: list[int]) -> list[int]:
    found = {match.end() for match in _missing.finditer(text)}
    found |= {match.end() for match in _parenthesis.finditer(text)}
    kept: list[int] = []
    for cut in sorted(found.union(cut for cut in cuts if not _inside_a_word(text, cut))):
        left = text[kept[-1] if kept else 0 : cut]
        if not _belongs_together(left, text[cut : cut + 60]):
            kept.append(cut)
    return kept


def _inside_a_word(text: str, cut: int) -> bool:
    """Whether a period without a space behind it was cut at, as in "ASP.NET"."""
    return bool(re.match(r"\w\.\w", text[max(0, cut - 2) : cut + 1]))


def _belongs_together(left: str, right: str) -> bool:
    if not right.strip():
        return False
    end = left[-30:]
    return bool(
        _starts_low(right)
        or _title.search(end)
        or _initials.search(end)
        or (_given_names.search(end) and _is_surname(right))
        or (_hour.search(end) and _zone.match(right))
        or (_exclaimed.search(end) and _attribution.match(right))
        or _marker.match(left)
        or _only_marks.match(left)
        or right[0] in ")]”’»"
        or (
            left.endswith(("」", "』")) and right[0] == "と"
        )  # what is quoted goes on: "...", he said
    )


def _is_surname(right: str) -> bool:
    """Whether a capitalised word follows that does not begin sentences, as in "J.D. Power"."""
    found = _surname.match(right)
    return found is not None and found[0].lower() not in stop_words("en")


def _starts_low(right: str) -> bool:
    """Whether a lower-case word follows; "iPhone" is not one."""
    return right[0].islower() and not right[1:2].isupper()


def _between(cuts: Iterable[int], length: int) -> Iterator[Span]:
    start = 0
    for cut in cuts:
        yield start, cut
        start = cut
    if start < length:
        yield start, length


def _shorten(text: str, span: Span, language: str) -> list[Span]:
    """The sentences inside a quotation that is too long to stand as one."""
    start, end = span
    part = text[start:end]
    bare = part.translate(_quotes)
    if len(part) <= longest_quotation or bare == part:
        return [span]
    cuts = [_before_quote(part, cut) for cut in _repair(bare, _cuts(bare, language))]
    inner = [trim(part, a, b) for a, b in _between(cuts, len(part))]
    return [(start + a, start + b) for a, b in filter(None, inner)]


def _before_quote(text: str, cut: int) -> int:
    """The cut moved before a quotation mark that opens what follows."""
    left = text[:cut].rstrip()
    opens = left[-1:] and (left[-1] in _opening or (left[-1] == '"' and left[-2:-1].isspace()))
    return len(left) - 1 if opens else cut
