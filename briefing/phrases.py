"""What stands in a sentence and can contradict another: places, speakers, offices, roles."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import TypeAlias

from briefing.cohesion import reports_speech
from briefing.concepts import concepts
from briefing.dates import month
from briefing.days import week
from briefing.words import stem, stops, words

fewest_quoted = 3  # concepts; a shorter quotation only lends a word or two

year = re.compile(r"\b(?:19|20)\d\d\b")
name = re.compile(r"\b[A-ZÀ-ÞА-ЯΑ-Ω][\w’-]+")
negation = re.compile(
    r"\b(?:not|no|never|none|nobody|neither|nor|without|cannot|unless|fail(?:s|ed|ing|ure)?|refus(?:es?|ed|al|ing)|"
    r"den(?:y|ies|ied)|stopped|declin(?:es?|ed|ing)|havent|dont|didnt|wasnt|isnt)\b|n[’']t\b",
    re.IGNORECASE,
)
denied = re.compile(
    r"(?:\b(?:not|never|cannot)|n[’']t)\s(?:be |been |being |have |yet |to |\w+ly )*([a-z]{3,})"
)
modal = re.compile(
    r"\b(?:will|would|may|might|could|should|must|to) (?:also |be |have |soon |\w+ly )*([a-z]{3,})"
)
ratio = re.compile(r"\b(\d+) (?:\w+ )?(?:of|out of|to) (\d+)\b")
by = re.compile(r"\b(?:was|were|is|are|be|been|being) (?:\w+ ){0,3}by\b")
actor = re.compile(rf"(?<!\bin )(?<!\bat )(?<!\bon )(?<!\bof )(?<!\bnear )(?:{name.pattern})")
owner = re.compile(rf"(?<=\bof )(?:{name.pattern})")
disputing = re.compile(r"\b(?:den(?:y|ies|ied|ying)|dismiss(?:es|ed)|refut(?:es|ed))\b")
_to_place = re.compile(r"\b(?:to|in) (?:the )?((?:(?:of )?[A-Z][\w’'.-]+ ?)+)")
_month = re.compile(month, re.IGNORECASE)
travel = re.compile(r"\b(?:visit|trip|tour|travel|arriv|went|flew|destination)", re.IGNORECASE)
planned = re.compile(
    r"\b(?:(?:is|are|was|were) (?:to|due to|set to|expected to|scheduled)|will|would|plans? to|"
    r"vow(?:s|ed)? to|pledge[sd]? to|threaten(?:s|ed)? to|intends? to|wants? to|may|might|"
    r"propose[sd]? to|offer(?:s|ed)? to|promise[sd]? to)\b"
)
meant = re.compile(
    r"\b(?:plan|hope|pledge|promise|vow|threat|intention|proposal|bid|target|expect|aim)(?:s|ed|d)?\b"
)
_said = (
    r"(?:said|says|told|added|noted|stressed|stated|wrote|announced|declared|insisted|warned|"
    r"explained|emphasi[sz]ed|reported|argued|claimed|concluded|remarked)"
)
_speaker = re.compile(
    rf"((?:[A-Z][\w’'-]+ )*[A-Z][\w’'-]+),? (?:also |later )?{_said}\b|"
    rf"\b{_said} ((?:[A-Z][\w’'-]+ )*[A-Z][\w’'-]+)|"
    rf"^According to (?:the )?((?:[A-Z][\w’'-]+ )*[A-Z][\w’'-]+)"
)
_no_speaker = frozenset(
    "he she they it who that which the a an police officials sources analysts monday "
    "tuesday wednesday thursday friday saturday sunday today yesterday but and also".split()
)
_group = re.compile(
    r"\b(both|all|every|each|neither|none|one|a|an|another|single)"
    r"(?: of)?(?: the| his| her| their| its)?(?: two| three)? (?:[a-z-]+ )??([a-z]{3,})\b"
)
_portfolios = (
    "foreign|defen[cs]e|interior|health|finance|justice|energy|trade|education|agriculture|economy|"
    "economic|transport|transportation|labou?r|environment|culture|industry|commerce|home|treasury|"
    "state|housing|tourism|sports?|information|science|planning|water|oil|prime"
)
_office = re.compile(
    rf"\b({_portfolios}) (ministry|minister|department|secretary)\b|"
    rf"\b(ministry|minister|department|secretary) (?:of|for) (?:the )?({_portfolios})\b",
    re.IGNORECASE,
)
_seat = re.compile(
    r"\b(mayor|governor|province|city|town|port|university|district|bishop|bank)"
    r" of (?:the )?([A-Z][\w-]+)",
    re.IGNORECASE,
)


Role: TypeAlias = tuple[str, str, str]  # stems: who, does what, to whom


def places(text: str) -> set[str]:
    """The words of the places that "to" and "in" lead to, capitals as their countries."""
    named = (word for match in _to_place.findall(text) for word in match.split())
    bare = (word.strip(".,").removesuffix("’s").removesuffix("'s") for word in named)
    places = {word.lower() for word in bare if word[:1].isupper() and not _month.fullmatch(word)}
    return {country(place) for place in places}


def country(place: str) -> str:
    """The country of a capital, in lower case; another place as it is."""
    return _capitals().get(place, place)


@cache
def _capitals() -> dict[str, str]:
    file = resources.files("briefing") / "data" / "capitals.toml"
    return {city: str(land) for city, land in tomllib.loads(file.read_text("utf-8")).items()}


def planned_only(text: str) -> bool:
    """Whether the sentence tells of a plan; what somebody said will happen was still said."""
    plan = planned.search(text)
    if not plan:
        return False
    if plan.group().split()[0] not in {"will", "would", "may", "might"}:
        return True
    return not reports_speech(text)


_inside = re.compile(r"(?<!^)(?<![.!?:] )(?<![\"“‘(])\b[A-Z][\w’-]+|^[A-Z][\w’-]+(?= [A-Z])")


def named(text: str) -> Iterator[str]:
    """The names inside a sentence, and its first word where the second is capitalised too."""
    for name in _inside.findall(text):
        if name.lower() not in week and not _month.fullmatch(name):
            yield stem(name.lower())


def subjects(text: str) -> Iterator[str]:
    """What is told besides names, figures and who said it."""
    names = {stem(name.lower()) for name in _inside.findall(text)}
    said = {"said", "say", "told", "tell"}
    for concept in concepts(text):
        if concept not in names | said and not concept[0].isdecimal():
            yield concept


def actors(names: Iterable[str]) -> Iterator[str]:
    """The names of persons and the like, as concepts; no days, months or stop words."""
    for name in names:
        if not stops(name.lower()) and name.lower() not in week and not _month.fullmatch(name):
            yield from concepts(name)


def denies(text: str, language: str) -> bool:
    """Whether a text of another language holds a word that denies."""
    found = {part for word in words(text) for part in re.split(r"['’]", word)}
    return not found.isdisjoint(_denials().get(language, ()))


@cache
def _denials() -> Mapping[str, frozenset[str]]:
    file = resources.files("briefing") / "data" / "opposites.toml"
    by_language = tomllib.loads(file.read_text("utf-8"))["denials"]
    return {language: frozenset(denials.split()) for language, denials in by_language.items()}


def speakers(text: str) -> Iterator[str]:
    """The names of who is said to speak, as concepts."""
    for groups in _speaker.findall(text):
        named = " ".join(
            word for word in " ".join(groups).split() if word.lower() not in _no_speaker
        )
        yield from map(country, concepts(named))


def groups(text: str) -> Iterator[tuple[str, str]]:
    """By the stem of a noun: "all" of them, or "one"."""
    for quantifier, noun in _group.findall(text.lower()):
        if not stops(noun):
            whole = quantifier in {"both", "all", "every", "each", "neither", "none"}
            yield stem(noun.removesuffix("s")), "all" if whole else "one"


def offices(text: str) -> dict[str, frozenset[str]]:
    """What each ministry is for and each mayor is of."""
    found: dict[str, set[str]] = {}
    for before, head, other, after in _office.findall(text):
        kind, which = (head, before) if head else (other, after)
        found.setdefault(kind.lower(), set()).add(which.lower().replace("defence", "defense"))
    for kind, which in _seat.findall(text):
        if which[0].isupper():
            found.setdefault(kind.lower(), set()).add(which.lower())
    return {kind: frozenset(which) for kind, which in found.items()}


_quotation = re.compile(r"[\"“„«]([^\"“”„«»]+)[\"”“»]")


def quoted(text: str, language: str) -> frozenset[str]:
    """The concepts between quotation marks, where that is more than a phrase."""
    inside = frozenset(concepts(" ".join(_quotation.findall(text)), language))
    return inside if len(inside) >= fewest_quoted else frozenset()


_anniversary = re.compile(r"\banniversary of ((?:[\w’'-]+ ?){1,8})")


def anniversaries(text: str) -> Iterator[str]:
    """The stems of what anniversaries are of, names left out."""
    for of in _anniversary.findall(text):
        named = (word for word in of.split() if word[0].islower())
        yield from (stem(word) for word in named if not stops(word))


_token = re.compile(r"[\w’'-]+|[.;:,]")
_passive = frozenset("was were been being is are be got".split())


def roles(text: str) -> Iterator[Role]:
    """The nearest content words before and behind each verb in -ed or of a list."""
    tokens = [token.lower() for token in _token.findall(text)]
    for place, token in enumerate(tokens):
        if token.endswith("ed") or token in _irregular:
            who, whom = _nearest(tokens[:place][::-1]), _nearest(tokens[place + 1 :])
            turned = tokens[place + 1 : place + 2] == ["by"]
            passive = bool(_passive.intersection(tokens[max(0, place - 2) : place]))
            if who and whom and (turned or not passive):
                yield (whom, stem(token), who) if turned else (who, stem(token), whom)


def _nearest(tokens: list[str]) -> str:
    """The stem of the first content word within four, or "" at a stop."""
    for token in tokens[:4]:
        if not token[0].isalnum():
            return ""
        if not stops(token) and not token.endswith("ly"):
            return stem(token)
    return ""


_irregular = frozenset(
    "struck shot beat met told sued hit won sold bought gave sent paid led fought blew caught "
    "drove fed held hurt overtook sank saw sought swept threw withdrew".split()
)
