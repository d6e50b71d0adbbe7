"""What a sentence states, as far as another can contradict it: figures, days, names, roles.

English is read in full. Of other languages only digits, years and capitalised names are read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import TypeAlias

from briefing import amounts
from briefing.amounts import Figures
from briefing.cohesion import dateline, reports_speech, verbless
from briefing.concepts import concepts
from briefing.dates import month
from briefing.days import week
from briefing.words import stem, stops, terms, words

fewest_quoted = 3  # concepts; a shorter quotation only lends a word or two

_year = re.compile(r"\b(?:19|20)\d\d\b")
_name = re.compile(r"\b[A-ZÀ-ÞА-ЯΑ-Ω][\w’-]+")
_negation = re.compile(
    r"\b(?:not|no|never|none|nobody|neither|nor|without|cannot|unless|fail(?:s|ed|ing|ure)?|refus(?:es?|ed|al|ing)|"
    r"den(?:y|ies|ied)|stopped|declin(?:es?|ed|ing)|havent|dont|didnt|wasnt|isnt)\b|n[’']t\b",
    re.IGNORECASE,
)
_denied = re.compile(
    r"(?:\b(?:not|never|cannot)|n[’']t)\s(?:be |been |being |have |yet |to |\w+ly )*([a-z]{3,})"
)
_modal = re.compile(
    r"\b(?:will|would|may|might|could|should|must|to) (?:also |be |have |soon |\w+ly )*([a-z]{3,})"
)
_ratio = re.compile(r"\b(\d+) (?:\w+ )?(?:of|out of|to) (\d+)\b")
_by = re.compile(r"\b(?:was|were|is|are|be|been|being) (?:\w+ ){0,3}by\b")
_actor = re.compile(rf"(?<!\bin )(?<!\bat )(?<!\bon )(?<!\bof )(?<!\bnear )(?:{_name.pattern})")
_owner = re.compile(rf"(?<=\bof )(?:{_name.pattern})")
_disputing = re.compile(r"\b(?:den(?:y|ies|ied|ying)|dismiss(?:es|ed)|refut(?:es|ed))\b")
_to_place = re.compile(r"\b(?:to|in) (?:the )?((?:(?:of )?[A-Z][\w’'.-]+ ?)+)")
_month = re.compile(month, re.IGNORECASE)
_travel = re.compile(r"\b(?:visit|trip|tour|travel|arriv|went|flew|destination)", re.IGNORECASE)
_planned = re.compile(
    r"\b(?:(?:is|are|was|were) (?:to|due to|set to|expected to|scheduled)|will|would|plans? to|"
    r"vow(?:s|ed)? to|pledge[sd]? to|threaten(?:s|ed)? to|intends? to|wants? to|may|might|"
    r"propose[sd]? to|offer(?:s|ed)? to|promise[sd]? to)\b"
)
_meant = re.compile(
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


@dataclass(frozen=True)
class Statement:
    """What of a sentence can contradict another; each thing is read when it is first asked for."""

    text: str
    language: str

    @cached_property
    def body(self) -> str:
        """The text behind its dateline."""
        return self.text[dateline(self.text) :] if self.is_english else self.text

    @cached_property
    def is_english(self) -> bool:
        return self.language == "en"

    @cached_property
    def figures(self) -> Figures:
        body = self.body if self.is_english else _year.sub(" ", self.body)
        return amounts.find(body, self.language)

    @cached_property
    def years(self) -> frozenset[str]:
        return frozenset(_year.findall(self.body))

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(words(self.body))

    @cached_property
    def places(self) -> frozenset[str]:
        return self._english(_places)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        return terms(self.body, self.language)

    @cached_property
    def concepts(self) -> tuple[str, ...]:
        """The terms, with one for all synonyms."""
        return tuple(concepts(self.body, self.language))

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(word.lower() for word in _name.findall(self.body))

    @cached_property
    def named(self) -> frozenset[str]:
        """The stems of the names."""
        return self._english(_named)

    @cached_property
    def denied(self) -> frozenset[str]:
        """The concepts of what "not" stands before."""
        return self._english(lambda body: concepts(" ".join(_denied.findall(body))))

    @cached_property
    def speakers(self) -> frozenset[str]:
        """The names of who is said to speak, as concepts."""
        return self._english(_speakers)

    @cached_property
    def groups(self) -> Mapping[str, str]:
        """By the stem of a noun: "all" of them, or "one"."""
        return dict(_groups(self.body)) if self.is_english else {}

    @cached_property
    def offices(self) -> Mapping[str, frozenset[str]]:
        """What each ministry is for and each mayor is of: {"defense"} by "ministry"."""
        return _offices(self.body) if self.is_english else {}

    @cached_property
    def anniversaries(self) -> frozenset[str]:
        """The stems of what they are of, names left out."""
        return self._english(_anniversaries)

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Who, the verb, whom; the passive turned round."""
        return frozenset(_roles(self.body)) if self.is_english else frozenset()

    @cached_property
    def quoted(self) -> frozenset[str]:
        """The concepts of what it quotes at length."""
        return _quoted(self.body, self.language)

    @cached_property
    def subjects(self) -> frozenset[str]:
        """The concepts that are no names."""
        return self._english(_subjects)

    @cached_property
    def denies(self) -> bool:
        if not self.is_english:
            return _denies(self.body, self.language)
        return bool(_negation.search(self.body))

    @cached_property
    def disputes(self) -> bool:
        """Whether it denies what somebody else says."""
        return self.is_english and bool(_disputing.search(self.body))

    @cached_property
    def expected(self) -> frozenset[str]:
        """The verbs behind "will", "may" and the like, as they stand."""
        return self._english(lambda body: _modal.findall(body.lower()))

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """The names in order, as concepts, but for those of places and of ``owners``."""
        return tuple(_actors(_actor.findall(self.body))) if self.is_english else ()

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """The names behind "of", in order, as concepts."""
        return tuple(_actors(_owner.findall(self.body))) if self.is_english else ()

    @cached_property
    def ratios(self) -> frozenset[tuple[str, str]]:
        """("12", "15") of "12 of 15" and "12 votes to 15"."""
        return frozenset(_ratio.findall(self.body)) if self.is_english else frozenset()

    @cached_property
    def passive(self) -> bool:
        """Whether something is done by somebody."""
        return self.is_english and bool(_by.search(self.body))

    @cached_property
    def verbless(self) -> bool:
        return self.is_english and verbless(self.text)

    @cached_property
    def travels(self) -> bool:
        return self.is_english and bool(_travel.search(self.body))

    @cached_property
    def planned(self) -> bool:
        return self.is_english and _planned_only(self.body)

    @cached_property
    def means(self) -> bool:
        """Whether it speaks of a plan, a hope, a threat in some word or other."""
        body = self.body
        return self.is_english and bool(_meant.search(body) or _planned.search(body))

    def _english(self, find: Callable[[str], Iterable[str]]) -> frozenset[str]:
        """What is found in an English text; nothing in others."""
        return frozenset(find(self.body)) if self.is_english else frozenset()


@lru_cache(maxsize=50_000)
def read(text: str, language: str = "en") -> Statement:
    """What a sentence states."""
    return Statement(text, language)


def _places(text: str) -> set[str]:
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


def _planned_only(text: str) -> bool:
    """Whether the sentence tells of a plan; what somebody said will happen was still said."""
    plan = _planned.search(text)
    if not plan:
        return False
    if plan.group().split()[0] not in {"will", "would", "may", "might"}:
        return True
    return not reports_speech(text)


_inside = re.compile(r"(?<!^)(?<![.!?:] )(?<![\"“‘(])\b[A-Z][\w’-]+|^[A-Z][\w’-]+(?= [A-Z])")


def _named(text: str) -> Iterator[str]:
    """The names inside a sentence, and its first word where the second is capitalised too."""
    for name in _inside.findall(text):
        if name.lower() not in week and not _month.fullmatch(name):
            yield stem(name.lower())


def _subjects(text: str) -> Iterator[str]:
    """What is told besides names, figures and who said it."""
    names = {stem(name.lower()) for name in _inside.findall(text)}
    said = {"said", "say", "told", "tell"}
    for concept in concepts(text):
        if concept not in names | said and not concept[0].isdecimal():
            yield concept


def _actors(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if not stops(name.lower()) and name.lower() not in week and not _month.fullmatch(name):
            yield from concepts(name)


def _denies(text: str, language: str) -> bool:
    found = {part for word in words(text) for part in re.split(r"['’]", word)}
    return not found.isdisjoint(_denials().get(language, ()))


@cache
def _denials() -> Mapping[str, frozenset[str]]:
    file = resources.files("briefing") / "data" / "opposites.toml"
    by_language = tomllib.loads(file.read_text("utf-8"))["denials"]
    return {language: frozenset(denials.split()) for language, denials in by_language.items()}


def _speakers(text: str) -> Iterator[str]:
    for groups in _speaker.findall(text):
        named = " ".join(
            word for word in " ".join(groups).split() if word.lower() not in _no_speaker
        )
        yield from map(country, concepts(named))


def _groups(text: str) -> Iterator[tuple[str, str]]:
    for quantifier, noun in _group.findall(text.lower()):
        if not stops(noun):
            whole = quantifier in {"both", "all", "every", "each", "neither", "none"}
            yield stem(noun.removesuffix("s")), "all" if whole else "one"


def _offices(text: str) -> dict[str, frozenset[str]]:
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


def _quoted(text: str, language: str) -> frozenset[str]:
    """The concepts between quotation marks, where that is more than a phrase."""
    inside = frozenset(concepts(" ".join(_quotation.findall(text)), language))
    return inside if len(inside) >= fewest_quoted else frozenset()


_anniversary = re.compile(r"\banniversary of ((?:[\w’'-]+ ?){1,8})")


def _anniversaries(text: str) -> Iterator[str]:
    for of in _anniversary.findall(text):
        named = (word for word in of.split() if word[0].islower())
        yield from (stem(word) for word in named if not stops(word))


_token = re.compile(r"[\w’'-]+|[.;:,]")
_passive = frozenset("was were been being is are be got".split())


def _roles(text: str) -> Iterator[Role]:
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
