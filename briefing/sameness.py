"""Which figures are of one thing.

Those of one story need little more than the same unit, noun or fate of people; those of two
stories have to agree in most of the words about them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from briefing import attribution, days, measures, moments, outcomes, quantities
from briefing.dates import capital_month, weekdays
from briefing.quantities import Likeness, Quantity
from briefing.stated import Stated
from briefing.words import terms

same_thing = 0.5  # of the content words about two figures, of the shorter, are shared
fewest_shared = 4  # and at least this many
fewest_of_measure = 2  # words about a measure that are the same
surely_shared = 3  # are enough where the values are the same
furthest = 4  # times as much is another thing
another_event = 6  # days between two dates are those of two events that harmed people

_name = re.compile(r"(?<=[a-z,] )[A-Z][\w’-]+")
_calendar = re.compile(rf"(?:{'|'.join(weekdays)}|{capital_month})\b")


def group(stated: Sequence[Stated]) -> list[list[Stated]]:
    """Figures of one thing together: each agrees with another, and none with what rules it out."""
    whole = _wholes(stated)
    homes: dict[int, list[int]] = {}  # rows, by the last that came to them
    home_of: dict[int, int] = {}
    for row, near in enumerate(_candidates(stated)):
        joined = [row]
        for key in sorted({home_of[other] for other in near}):
            home = homes[key]
            agrees = any(_agree(stated[row], stated[n], whole) for n in home if n in near)
            if agrees and not any(_clash(stated[a], stated[b]) for a in joined for b in home):
                joined = [*homes.pop(key), *joined]
        homes[row] = joined
        home_of |= dict.fromkeys(joined, row)
    first: dict[tuple[str, str], int] = {}
    for row, one in enumerate(stated):
        first.setdefault(one.kind, row)
    ordered = sorted(homes, key=lambda row: (first[stated[row].kind], row))
    return [[stated[row] for row in homes[key]] for key in ordered]


def _candidates(stated: Sequence[Stated]) -> Iterator[set[int]]:
    """For each figure the earlier ones of its kind that could agree with it, by their words.

    One word in common may do in one story. In two, ``surely_shared`` are needed, of which one is
    not among the commonest of a figure: these lead nowhere (Chaudhuri, Ganti & Kaushik 2006, "A
    primitive operator for similarity joins in data cleaning").
    """
    held = Counter((one.kind, word) for one in stated for word in one.about)
    index: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for row, one in enumerate(stated):
        kind = one.kind
        words = sorted(one.about, key=lambda word: (held[kind, word], word))
        keys: list[tuple[object, ...]] = [
            (kind, word) for word in words[: max(0, len(words) - surely_shared + 1)]
        ]
        if one.story:
            keys += [(kind, one.story, word) for word in (*words, *[""] * bool(one.outcome))]
        yield {other for key in keys for other in index[key]}
        for key in keys:
            index[key].append(row)


def like(a: Stated, b: Stated) -> Likeness | None:
    """How the values of two figures compare; a poll is no rounding of a count."""
    found = quantities.compatible(a.quantity, b.quantity)
    if found == "different" and (_rounds_to(a.quantity, b.quantity)):
        found = "rounding"
    apart = found == "rounding" and a.is_estimate != b.is_estimate
    return "different" if apart else found


def _rounds_to(a: Quantity, b: Quantity) -> bool:
    """Whether a vague value is the other one in fewer digits: "nearly 1%" of 0.8%."""
    finer, vaguer = sorted((a, b), key=lambda one: one.place)
    rounded = round(finer.value / vaguer.place) * vaguer.place
    return bool(vaguer.modifier) and a.unit == b.unit and rounded == vaguer.value


def _wholes(stated: Iterable[Stated]) -> dict[tuple[str, str, frozenset[str]], float]:
    """How many came to harm by an article: its largest number, of which others are parts."""
    most: dict[tuple[str, str, frozenset[str]], float] = {}
    for one in stated:
        if one.is_fact and not outcomes.is_elsewhere(one.sentence.text, one.quantity):
            key = one.article.id, one.outcome, one.years
            most[key] = max(most.get(key, 0), one.quantity.value)
    return most


def _agree(a: Stated, b: Stated, whole: Mapping[tuple[str, str, frozenset[str]], float]) -> bool:
    """Whether something speaks for two figures being of one thing; more where values differ."""
    if not a.story or a.story != b.story:
        many = len(a.about & b.about) >= surely_shared
        return many and _agree_anywhere(a, b, like(a, b))
    shared = (a.about & b.about) - a.own - b.own
    likeness = like(a, b)
    if likeness == "same":
        return bool(shared)
    if not (a.is_fact and b.is_fact):
        return False
    if a.outcome:
        wholes = (whole.get((one.article.id, one.outcome, one.years)) for one in (a, b))
        return tuple(wholes) == (a.quantity.value, b.quantity.value) and _same_names(a, b)
    if likeness == "rounding" or a.is_estimate != b.is_estimate:
        return len(shared) >= _enough(a, b)
    if a.quantity.unit and not (a.head and b.head):
        return _measure_one(a, b)
    return _agree_anywhere(a, b, likeness)


def _enough(a: Stated, b: Stated) -> int:
    """How many words are enough where one value may be the other rounded, in one story."""
    vague = a.quantity.modifier or b.quantity.modifier
    common = a.quantity.unit in ("", "%") or measures.is_money(a.quantity.unit)
    named = a.head and a.head == b.head
    return 2 if common and not (vague or named) else 1


def _measure_one(a: Stated, b: Stated) -> bool:
    """Whether two measures are told in the same words, but for who tells them and on which day.

    Lengths, weights and the like are of a thing, which may be named in one of the two alone.
    """
    one, other = (s.about - s.own - _weekdays() - _speaking(s) for s in (a, b))
    partly = a.quantity.unit != "%" and not measures.is_money(a.quantity.unit)
    alike = one <= other or other <= one if partly else one == other
    return alike and min(len(one), len(other)) >= fewest_of_measure and _same_names(a, b)


def _speaking(stated: Stated) -> frozenset[str]:
    language = stated.sentence.language
    return frozenset(terms(attribution.speaker(stated.sentence.text, language), language))


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(word for name in weekdays for word in terms(name))


def _agree_anywhere(a: Stated, b: Stated, likeness: Likeness | None) -> bool:
    """Whether the words about two figures are the same for the most part."""
    shared = len(a.about & b.about)
    if likeness == "same":
        return shared >= surely_shared
    alike = shared >= max(fewest_shared, same_thing * min(len(a.about), len(b.about)))
    comparable = all(one.is_named and one.is_fact for one in (a, b))
    return comparable and alike and _same_names(a, b)


def _clash(a: Stated, b: Stated) -> bool:
    """Whether two figures cannot be of one thing, or are told by one article as two."""
    when = a.quantity.when, b.quantity.when
    if (all(when) and when[0] != when[1]) or (a.years and b.years and not a.years & b.years):
        return True
    if a.quantity.unit and a.head and b.head and a.head != b.head:
        return True
    if a.outcome and (_days_apart(a, b) >= another_event or _of_other_days(a, b)):
        return True
    if like(a, b) == "same":
        return False
    low, high = sorted((abs(a.quantity.base), abs(b.quantity.base)))
    one_article = a.article.id == b.article.id
    return one_article or _told_apart(a, b) or _told_apart(b, a) or high > furthest * low


def _same_names(a: Stated, b: Stated) -> bool:
    """Whether the clauses share a name, where both have one; or the other's article has it."""
    one, other = (
        {name for name in _name.findall(part.cited.text) if not _calendar.match(name)}
        for part in (a, b)
    )
    known = any(name in b.article.text for name in one) or any(
        name in a.article.text for name in other
    )
    return not one or not other or bool(one & other) or known


def _told_apart(a: Stated, b: Stated) -> bool:
    """Whether the sentence of b has the value of a, or a measure nearer to it than b is."""
    return any(
        (other.start, other.end) != (b.quantity.start, b.quantity.end)
        and _is_nearer(other, a.quantity, b.quantity)
        for other in quantities.find(b.sentence.text, b.sentence.language)
    )


def _is_nearer(other: Quantity, a: Quantity, b: Quantity) -> bool:
    likeness = quantities.compatible(other, a)
    nearer = abs(other.base - a.base) < abs(b.base - a.base)
    return likeness == "same" or bool(likeness and a.unit and nearer)


def _of_other_days(a: Stated, b: Stated) -> bool:
    """Whether people were harmed on two days: killed on Monday, and on Tuesday."""
    if any(outcomes.is_running(stated.sentence.text) for stated in (a, b)):
        return False
    one, other = (days.find(s.sentence.text, s.article.published) for s in (a, b))
    across_night = any(days.at_night(s.sentence.text) for s in (a, b))
    return days.apart(one, other, across_night=across_night)


def _days_apart(a: Stated, b: Stated) -> int:
    """How many days lie between what two sentences date; 0 where one has no date."""
    one, other = (
        [m.first for m in moments.find(s.sentence.text, s.article.published) if m.first == m.last]
        for s in (a, b)
    )
    return min((abs((x - y).days) for x in one for y in other), default=0)
