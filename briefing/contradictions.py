"""What speaks against two sentences reporting the same thing.

Likeness cannot tell: "accepted" and "rejected" are neighbours in every vector space. So the
text is searched for what cannot both be meant: other figures, days, persons, roles, a denial,
a plan against a fact. Precision comes first; a doubtful case keeps two sentences apart.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import TypeAlias, TypeVar

from briefing import amounts, days
from briefing.concepts import concepts
from briefing.phrases import Role, country
from briefing.statements import Statement, read

T = TypeVar("T")

_last_year = re.compile(r"\blast year\b", re.IGNORECASE)
_negations = "not no never none nobody neither nor without cannot"
few_others = 6  # words that only one of two sentences has; more of them tell of other things
fewest_around = 2  # content words around a name that are the same
brief = 4  # words besides names; each of them counts in a sentence that says so little
alike = 0.60  # Dice: sentences in the same words, where one word may make the difference


@dataclass(frozen=True, slots=True)
class Reported:
    """A sentence as its article has it."""

    text: str
    language: str = "en"
    published: date | None = None

    @property
    def years(self) -> Set[str]:
        """The years it names, "last year" by the article's date where that is known."""
        named = read(self.text, self.language).years
        if self.published and self.tells_last_year:
            return named | {str(self.published.year - 1)}
        return named

    @property
    def tells_last_year(self) -> bool:
        """Whether it speaks of last year, whichever that is."""
        return self.language == "en" and bool(_last_year.search(self.text))

    @property
    def looks_back(self) -> bool:
        """Whether it speaks of a year other than that of its article."""
        present = {str(self.published.year)} if self.published else set()
        return bool(self.years - present) or self.tells_last_year


def find(a: Reported, b: Reported, overlap: float = 0.0) -> str:
    """Why two sentences cannot report the same thing; "" when nothing speaks against it.

    Args:
        a: one sentence.
        b: the other.
        overlap: the share of their words that is the same, 0 to 1; from ``alike`` on a single
            word that differs keeps them apart.
    """
    one, other = read(a.text, a.language), read(b.text, b.language)
    return (
        _in_figures(one, other)
        or _in_time(a, b)
        or _in_acts(one, other)
        or _in_names(one, other)
        or (_in_detail(one, other) if overlap >= alike else "")
    )


@cache
def telling() -> frozenset[str]:
    """The words of which one alone makes another fact: what has an opposite, and what denies."""
    file = resources.files("briefing") / "data" / "opposites.toml"
    table = tomllib.loads(file.read_text("utf-8"))
    opposed = " ".join(side for pair in table["pairs"] for side in pair)
    denials = " ".join(table["denials"].values())
    return frozenset(f"{opposed} {denials} {table['marks']} {_negations}".split())


def _in_figures(one: Statement, other: Statement) -> str:
    return "other numbers" if amounts.apart(one.figures, other.figures) else ""


def _in_time(a: Reported, b: Reported) -> str:
    if _apart(a.years, b.years):
        return "other years"
    if not a.language == b.language == "en":
        return ""
    across = days.at_night(a.text) or days.at_night(b.text)
    one, other = (days.find(said.text, said.published) for said in (a, b))
    return "other days" if days.apart(one, other, across_night=across) else ""


def _in_acts(one: Statement, other: Statement) -> str:
    if one.verbless or other.verbless:
        return "no verb, so nothing is said"
    if _opposed(one.words, other.words, _words().pairs):
        return "opposite verbs"
    if _denied(one, other) or _denied(other, one) or one.disputes != other.disputes:
        return "one denies it"
    if one.planned != other.planned and not (one.means and other.means):
        return "a plan, not a fact"
    if _apart(one.quoted, other.quoted):
        return "another quotation"
    if _elsewhere(one.subjects, other.subjects):
        return "something else about the same"
    return ""


def _in_names(one: Statement, other: Statement) -> str:
    if one.travels and other.travels and _apart(one.places, other.places):
        return "other destinations"
    if _apart(one.speakers, other.speakers) and not (
        one.speakers.intersection(other.concepts) or other.speakers.intersection(one.concepts)
    ):
        return "another speaker"
    if any(
        _apart(one.offices[kind], other.offices[kind])
        for kind in one.offices.keys() & other.offices
    ):
        return "another office or place"
    if _apart(one.anniversaries, other.anniversaries):
        return "another anniversary"
    if any(one.groups[noun] != other.groups[noun] for noun in one.groups.keys() & other.groups):
        return "one of them, not all"
    if _renamed(one, other):
        return "other names"
    if _exchanged(one.roles, other.roles) or _exchanged(other.roles, one.roles):
        return "roles exchanged"
    return ""


def _in_detail(one: Statement, other: Statement) -> str:
    """What sets apart two sentences that are in nearly the same words."""
    if one.denies != other.denies:
        return "one denies it"
    if _apart(one.ratios, other.ratios):
        return "other numbers"
    if _one_word_exchanged(one.concepts, other.concepts):
        return "one word differs"
    if len(one.words ^ other.words) > few_others:
        return ""
    if _turned(one.words, other.words):
        return "one word differs"
    if _done(one, other) or _done(other, one):
        return "a plan, not a fact"
    if _reordered(one, other):
        return "names in another order"
    return ""


def _done(one: Statement, other: Statement) -> bool:
    """Whether what is only expected in one is done in the other: "will close", "closed"."""
    return any(
        form not in one.words and not form.endswith(("s", "ing")) and form not in other.expected
        for verb in one.expected
        for form in other.words - {verb}
        if tuple(concepts(form)) == tuple(concepts(verb)) != ()
    )


def _turned(a: Set[str], b: Set[str]) -> bool:
    """Whether a small word differs that turns the sentence round, or makes another of a thing."""
    return bool((a ^ b) & _words().marks) or _opposed(a, b, _words().turns)


def _reordered(one: Statement, other: Statement) -> bool:
    """Whether others of the same names act, or in another order, and not by a passive."""
    if one.passive != other.passive:
        return False
    if sorted(one.actors) == sorted(other.actors):
        return one.actors != other.actors
    return bool({*one.actors} & {*other.owners} and {*other.actors} & {*one.owners})


def _renamed(one: Statement, other: Statement) -> bool:
    """Whether other names stand in what is otherwise the same sentence."""
    a, b = list(one.terms), list(other.terms)
    around = 0
    for end in (0, -1):
        while a and b and a[end] == b[end]:
            a.pop(end), b.pop(end)
            around += 1
    named = (one.named | other.named).issuperset([*a, *b])
    elsewhere = _apart({country(term) for term in a}, {country(term) for term in b})
    return around >= fewest_around and named and elsewhere


def _exchanged(a: Set[Role], b: Set[Role]) -> bool:
    """Whether who does a thing in one has it done to them in the other, and does it in neither."""
    doing = {(who, verb) for who, verb, _ in b}
    done = {(verb, whom) for _, verb, whom in b}
    return any((verb, who) in done and (who, verb) not in doing for who, verb, _ in a - b)


def _elsewhere(a: Set[str], b: Set[str]) -> bool:
    """Whether one says so little that its half which is not in the other is another fact."""
    fewer = min(len(a), len(b))
    return 0 < fewer <= brief and 2 * len(a & b) <= fewer and bool(a - b and b - a)


def _apart(a: Set[T], b: Set[T]) -> bool:
    """Whether both hold something and nothing in common."""
    return bool(a and b and not a & b)


def _denied(one: Statement, other: Statement) -> bool:
    """Whether what one denies is said in the other, which denies nothing."""
    return bool(not other.denies and one.denied.intersection(other.concepts))


def _opposed(a: Set[str], b: Set[str], pairs: Sequence[Pair]) -> bool:
    """Whether one holds words of the first list of a pair, and the other of its second alone."""
    return any(
        (a & one and b & other and not (a & other or b & one))
        or (b & one and a & other and not (b & other or a & one))
        for one, other in pairs
    )


Pair: TypeAlias = tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Words:
    """What ``data/opposites.toml`` holds."""

    pairs: tuple[Pair, ...]
    turns: tuple[Pair, ...]
    marks: frozenset[str]


@cache
def _words() -> Words:
    file = resources.files("briefing") / "data" / "opposites.toml"
    table = tomllib.loads(file.read_text("utf-8"))
    pairs, turns = (
        tuple((frozenset(a.split()), frozenset(b.split())) for a, b in table[name])
        for name in ("pairs", "turns")
    )
    return Words(pairs, turns, frozenset(table["marks"].split()))


def _one_word_exchanged(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether a word, no figure, stands where another does in the other, all around alike."""
    only_a, only_b = (
        {word for word in set(x) - set(y) if not word[0].isdecimal()} for x, y in ((a, b), (b, a))
    )
    if len(only_a) != 1 or len(only_b) != 1:
        return False
    i, j = a.index(only_a.pop()), b.index(only_b.pop())
    return a[:i][-1:] == b[:j][-1:] and a[i + 1 :][:1] == b[j + 1 :][:1]
