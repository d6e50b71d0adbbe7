"""What is wrong with one sentence for a reader who sees it without its article; in English.

Written apart from ``cohesion`` and ``cleaning``, and stricter: these rules judge what
those let through, so they share neither code nor lists with them. Repeated facts are judged in
``readability``, which does share with what composes a brief.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Literal, TypeAlias

Flaw: TypeAlias = Literal[
    "dangling", "bare name", "fragment", "junk", "question", "headline", "long"
]

longest = 45  # words
headline_words = 14  # an unfinished line no longer than this is a headline
verbless_words = 5  # a shorter sentence may do without a verb

_opening = re.compile(r"^[\s\"'“‘«„(\[`–—-]+")
_quoted = re.compile(r"[\"“«„][^\"”»“„]*[\"”»]")
_closing = "\"'”’»)]* "
_end = re.compile(r"[.!?。！？؟।]$")
_word = re.compile(r"[A-Za-zÀ-ɏ][\w’'.-]*|\d[\w.,’'-]*")
_name = re.compile(r"(?<![\w.])[A-Z][\w’'.-]*[a-z][\w’'-]*")
_lower_start = re.compile(r"[a-zà-ÿ](?!\w?[A-Z]|l-[A-Z])")  # but iPhone, eBay, al-Qaida


def flaws(text: str, seen: str = "") -> Iterator[Flaw]:
    """What is wrong with a sentence; ``seen`` is what the reader has read before it.

    Of junk no more is said.
    """
    if _pattern("junk").search(text):
        yield "junk"
        return
    if dangles(text):
        yield "dangling"
    elif _bare_name(text, seen):
        yield "bare name"
    if text.rstrip(_closing).endswith(("?", "？", "؟")):
        yield "question"
    elif _headline(text):
        yield "headline"
    elif _broken(text):
        yield "fragment"
    if len(text.split()) > longest:
        yield "long"


def dangles(text: str) -> bool:
    """Whether the sentence points to something that is not in it.

    Its opening or the subject of its first clause is a connective, a pronoun, a demonstrative,
    a count of unnamed things or a bare description; a speaker is a pronoun; or it is all
    quotation. What only looks ahead ("When he arrived, Holm said") is no flaw.
    """
    bare = _bare(text)
    unquoted = _quoted.sub("” ", text)
    in_quotation = text.lstrip()[:1] in tuple('"“«„')
    return bool(
        _pattern("connective").match(bare)
        or _pattern("aside").match(bare)
        or _refers(bare)
        or _refers(_main_clause(bare))
        or (_pattern("first_person").match(bare) and not in_quotation)
        or _unnamed_speaker(unquoted)
        or (in_quotation and not _pattern("speech").search(unquoted))
    )


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """The alternatives under a name in ``data/flaws.toml`` as one pattern."""
    file = resources.files("briefing") / "data" / "flaws.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    pattern = "|".join(f"(?:{part})" for part in data["patterns"][name])
    for list_, listed in data["words"].items():
        pattern = pattern.replace(f"{{{list_}}}", "|".join(listed.split()))
    return re.compile(pattern)


def _bare(text: str) -> str:
    return _opening.sub("", text)


def _refers(clause: str) -> bool:
    if _pattern("empty_it").match(clause):
        return False
    if any(_pattern(name).match(clause) for name in ("pronoun", "demonstrative", "other")):
        return True
    if _pattern("numbered").match(clause):  # two names, besides "The", say which leaders
        return len(_name.findall(clause)) < 3 or not _pattern("company").match(clause)
    if _pattern("count").match(clause):
        return not _pattern("pair").match(clause)
    return bool(_pattern("description").match(clause))


def _main_clause(text: str) -> str:
    """What follows an opening "When ...," if it begins with a pronoun and nobody came before."""
    before, _, after = text.partition(", ")
    pronoun = re.match(r"(?:he|she|they|it|his|her|its)\b", after)
    if not pronoun or not _pattern("looks_ahead").match(text) or len(_name.findall(before)) > 1:
        return ""
    return after[:1].upper() + after[1:]


def _unnamed_speaker(unquoted: str) -> bool:
    """Whether "he said" follows words in which nobody is named outside the quotation."""
    speaker = _pattern("speaker").search(unquoted)
    if not speaker:
        return False
    _, _, inner = _bare(unquoted[: speaker.start()]).partition(" ")
    return not _name.search(inner)


def _bare_name(text: str, seen: str) -> bool:
    """Whether somebody speaks or acts by surname alone whom ``seen`` has not introduced."""
    found = _pattern("surname").match(_bare(_quoted.sub("", text)).lstrip(", "))
    if not found or _pattern("nobody").match(found["name"]):
        return False
    return found["name"] not in seen


def _headline(text: str) -> bool:
    """Whether the line is set as a headline: without an end, or in Capitals Throughout."""
    words = [word for word in _word.findall(text) if len(word) > 3]
    capital = sum(not word[:1].islower() for word in words)
    if len(words) >= 5 and capital == len(words):
        return True
    if _end.search(text.rstrip(_closing)) or _lower_start.match(text):
        return False
    return len(text.split()) <= headline_words or capital >= 0.7 * len(words)


def _broken(text: str) -> bool:
    """Whether the beginning, the end, a quotation mark or the verb is missing."""
    closed = text.rstrip(_closing)
    return bool(
        _lower_start.match(_bare(text))
        or _pattern("cut_end").search(closed)
        or not _end.search(closed)
        or _unbalanced(text)
        or (len(text.split()) > verbless_words and not _pattern("finite").search(text))
    )


def _unbalanced(text: str) -> bool:
    pairs = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"))
    return text.count('"') % 2 == 1 or any(text.count(a) != text.count(b) for a, b in pairs)
