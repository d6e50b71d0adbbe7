"""What a sentence states, as far as another can contradict it: figures, days, names, roles.

English is read in full. Of other languages only digits, years and capitalised names are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from briefing import amounts, phrases
from briefing.amounts import Figures
from briefing.cohesion import dateline, verbless
from briefing.concepts import concepts
from briefing.words import terms, words


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
        body = self.body if self.is_english else phrases.year.sub(" ", self.body)
        return amounts.find(body, self.language)

    @cached_property
    def years(self) -> frozenset[str]:
        return frozenset(phrases.year.findall(self.body))

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(words(self.body))

    @cached_property
    def places(self) -> frozenset[str]:
        return self._english(phrases.places)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        return terms(self.body, self.language)

    @cached_property
    def concepts(self) -> tuple[str, ...]:
        """The terms, with one for all synonyms."""
        return tuple(concepts(self.body, self.language))

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(word.lower() for word in phrases.name.findall(self.body))

    @cached_property
    def named(self) -> frozenset[str]:
        """The stems of the names."""
        return self._english(phrases.named)

    @cached_property
    def denied(self) -> frozenset[str]:
        """The concepts of what "not" stands before."""
        return self._english(lambda body: concepts(" ".join(phrases.denied.findall(body))))

    @cached_property
    def speakers(self) -> frozenset[str]:
        """The names of who is said to speak, as concepts."""
        return self._english(phrases.speakers)

    @cached_property
    def groups(self) -> Mapping[str, str]:
        """By the stem of a noun: "all" of them, or "one"."""
        return dict(phrases.groups(self.body)) if self.is_english else {}

    @cached_property
    def offices(self) -> Mapping[str, frozenset[str]]:
        """What each ministry is for and each mayor is of: {"defense"} by "ministry"."""
        return phrases.offices(self.body) if self.is_english else {}

    @cached_property
    def anniversaries(self) -> frozenset[str]:
        """The stems of what they are of, names left out."""
        return self._english(phrases.anniversaries)

    @cached_property
    def roles(self) -> frozenset[phrases.Role]:
        """Who, the verb, whom; the passive turned round."""
        return frozenset(phrases.roles(self.body)) if self.is_english else frozenset()

    @cached_property
    def quoted(self) -> frozenset[str]:
        """The concepts of what it quotes at length."""
        return phrases.quoted(self.body, self.language)

    @cached_property
    def subjects(self) -> frozenset[str]:
        """The concepts that are no names."""
        return self._english(phrases.subjects)

    @cached_property
    def denies(self) -> bool:
        if not self.is_english:
            return phrases.denies(self.body, self.language)
        return bool(phrases.negation.search(self.body))

    @cached_property
    def disputes(self) -> bool:
        """Whether it denies what somebody else says."""
        return self.is_english and bool(phrases.disputing.search(self.body))

    @cached_property
    def expected(self) -> frozenset[str]:
        """The verbs behind "will", "may" and the like, as they stand."""
        return self._english(lambda body: phrases.modal.findall(body.lower()))

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """The names in order, as concepts, but for those of places and of ``owners``."""
        return tuple(phrases.actors(phrases.actor.findall(self.body))) if self.is_english else ()

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """The names behind "of", in order, as concepts."""
        return tuple(phrases.actors(phrases.owner.findall(self.body))) if self.is_english else ()

    @cached_property
    def ratios(self) -> frozenset[tuple[str, str]]:
        """("12", "15") of "12 of 15" and "12 votes to 15"."""
        return frozenset(phrases.ratio.findall(self.body)) if self.is_english else frozenset()

    @cached_property
    def passive(self) -> bool:
        """Whether something is done by somebody."""
        return self.is_english and bool(phrases.by.search(self.body))

    @cached_property
    def verbless(self) -> bool:
        return self.is_english and verbless(self.text)

    @cached_property
    def travels(self) -> bool:
        return self.is_english and bool(phrases.travel.search(self.body))

    @cached_property
    def planned(self) -> bool:
        return self.is_english and phrases.planned_only(self.body)

    @cached_property
    def means(self) -> bool:
        """Whether it speaks of a plan, a hope, a threat in some word or other."""
        body = self.body
        return self.is_english and bool(phrases.meant.search(body) or phrases.planned.search(body))

    def _english(self, find: Callable[[str], Iterable[str]]) -> frozenset[str]:
        """What is found in an English text; nothing in others."""
        return frozenset(find(self.body)) if self.is_english else frozenset()


@lru_cache(maxsize=50_000)
def read(text: str, language: str = "en") -> Statement:
    """What a sentence states."""
    return Statement(text, language)
