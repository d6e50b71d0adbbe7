"""Who is speaking, where the sentence itself says so; in English.

Only patterns inside one sentence: no pronoun is resolved, and a sentence in which two speak
or nobody is named has no speaker.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources

from briefing import cohesion

_quotation = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|^[^“]*”|«[^»]*(?:»|$)")
_article = re.compile(r"^(?:the|an?)\s", re.IGNORECASE)
_preposition = re.compile(r"\s(?:of|for|in|with|from|to|by|at|on|and)\s")
_unfinished = re.compile(r"[’']s$|\s(?:of|for|in|with|from|to|by|at|on|and|the)$")
_name = re.compile(r"[A-ZÀ-Þ]")
_abbreviated = re.compile(r"(?:\.[A-Z]\.|\b(?:Jr|Sr|Inc|Corp|Co|Ltd)\.)$")
_clause = re.compile(  # what no name or office holds
    r"\b(?:is|are|was|were|be|been|had|has|have|that|which|who|whom|whose|when|will|would)\b"
)
_joined = re.compile(r",?\s(?:and|or|nor)\s|\s&\s")
_longest = 12  # words of a speaker


@lru_cache(maxsize=20_000)
def speaker(text: str, language: str = "en") -> str:
    """The speaker in the words of the sentence, without an article; "" where none is named."""
    if language != "en":
        return ""
    text = text[cohesion.dateline(text) :]
    bare = _quotation.sub(lambda match: "“" + "_" * (len(match[0]) - 2) + "”", text)
    if _unnamed().search(bare):
        return ""
    found = [name for form in _forms() for name in _matches(form, bare)]
    first = found[0] if found else ""
    others = [match["who"] or match["name"] for match in _another().finditer(bare)]
    return "" if any(other not in first for other in others) else first


def _matches(form: re.Pattern[str], text: str) -> Iterator[str]:
    definite = "definite" in form.groupindex
    for match in form.finditer(text):
        name = _speaker(match["who"], definite)
        if name:
            yield name


def _speaker(phrase: str, definite: bool) -> str:
    """The phrase without its article and asides, if somebody can be meant by it.

    An office keeps the name behind its comma: "the mayor, Marta Holm". What is ``definite``,
    and stands where only a speaker stands, may be any noun.
    """
    name, _, behind = phrase.strip(" -–—*").partition(",")
    if behind and not _name.match(_head(name)):
        name = f"{name},{behind}"
    name = _article.sub("", name if _abbreviated.search(name) else name.rstrip("."))
    head = _head(name)
    if not head or _clause.search(name) or _unfinished.search(name):
        return ""
    last = head.lower().rpartition("-")[2]
    if {name.split()[0].lower(), last} & _words("nobody") or _are_two(name):
        return ""
    return name if definite or last in _words("nouns") or _name.match(head) else ""


def _are_two(name: str) -> bool:
    """Whether two are named: "Holm and Riis", "police and firefighters"; not one of two offices."""
    ends = _joined.search(name)
    if not ends or _preposition.search(
        name[: ends.start() + 1]
    ):  # "experts from the port and the town"
        return False
    one, other = name[: ends.start()], name[ends.end() :]
    nouns = _words("nouns")
    if _article.match(other):
        return True
    if _head(one).lower() in nouns:
        return _head(other) in nouns
    return bool(_name.match(one) and _name.match(other)) and _head(other).lower() not in nouns


def _head(name: str) -> str:
    """The last word before any preposition; "" where there is none."""
    return next(iter(_preposition.split(name)[0].split()[-1:]), "")


@cache
def _words(name: str) -> frozenset[str]:
    file = resources.files("briefing") / "data" / "speakers.toml"
    return frozenset(tomllib.loads(file.read_text("utf-8"))[name].split())


def _alternatives(name: str) -> str:
    return "|".join(sorted(_words(name), key=lambda word: (-len(word), word)))


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """The patterns, the surest first; ``who`` is the speaker."""
    verb = rf"(?:{_alternatives('verbs')}|pointed out|points out)\b"
    between = rf"(?(called),?)(?:,?\s(?:{_alternatives('between')}),?)*\s"
    word = r"[^\s,;:“”()\[\]]+"
    proper = r"[A-ZÀ-Þ][\w’'.-]*(?:\s(?:[A-ZÀ-Þ][\w’'.-]*|(?:de|da|di|van|von|al|bin|el)\b)){0,4}"
    called = rf"(?P<called>,\s{proper}(?=,|\.?$))?"  # "the mayor, Marta Holm,"
    phrase = rf"(?P<who>(?:{word}\s){{0,{_longest - 1}}}?{word}{called})"
    definite = rf"(?P<who>(?P<definite>the|an?)\s(?:{word}\s){{0,7}}?{word}{called})"
    office = rf"the\s(?:{word}\s){{0,5}}?(?:{_alternatives('nouns')})"
    other = rf"(?:{proper}|{office})\s{verb}"  # "Putin, Xi said,": no aside of Putin
    loose = rf"(?!{other})(?:(?!who|which|that|and\b)[^“”;:,]){{1,80}}"
    aside = rf"(?:\s\([^)]*\),?|,\s[^“”;:]{{1,120}}?,|,\s{loose})?"
    opening = r"(?:[^“”;:,]{1,90},\s){0,2}?"
    subject = rf"(?!(?:{_alternatives('openings')})\b){phrase}"
    what = r"(?!\s(?:responsibility|credit|victory|(?:the|\d+) lives|missing)\b)"
    end = r"(?=[,;:“]|\.?$|(?<![ .][A-Z])\.\s"
    return tuple(
        re.compile(form)
        for form in (
            rf"”,?\s{subject}{aside}{between}{verb}",
            rf"(?:”|,)\s?{verb},?\s{phrase}{end}|\s(?:in|on|at|to|who|during|after)\s)",
            rf",\s{definite}{between}{verb}(?=\.?$)",
            rf"^(?:[-*•]\s)?{opening}{subject}{aside}{between}{verb}{what}",
            rf",\s{subject}{between}{verb}{end}|\s(?:on|in|at|yesterday|today|during|late)\b)",
            rf"\b[Aa]ccording to {phrase}{end}|\s\()",
            rf"\b[Ii]t was {verb} by {phrase}(?=,|\son\s|\sthat\s)",
        )
    )


@cache
def _unnamed() -> re.Pattern[str]:
    """A pronoun that speaks: "he said", "said she"."""
    verb = rf"(?:{_alternatives('verbs')}|pointed out)\b"
    adverb = rf"(?:(?:{_alternatives('between')})\s)*"
    return re.compile(rf"(?i:(?<![\w’'])(?:he|she|they|it|I|we|who)\s){adverb}{verb}")


@cache
def _another() -> re.Pattern[str]:
    """A second speaker against the first: "while the UK insists", "; Kyiv says it was"."""
    verbs = _alternatives("verbs")
    name = r"(?!The\b)[A-ZÀ-Þ][\w’'.-]*(?:\s[A-ZÀ-Þ][\w’'.-]*){0,3}"
    return re.compile(
        rf"(?:\b(?:while|but|whereas)\s(?!did\b|do\b)(?P<who>(?:\S+\s){{1,4}})|"
        rf"[,;]\s(?:[Tt]he\s)?(?P<name>{name})\s)(?:{verbs})\b(?!,|\.?$)"
    )
