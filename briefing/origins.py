"""Who a text comes from: reports of one origin are not independent of each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefing import agencies
from briefing.models import Article
from briefing.reprints import Copies


@dataclass(frozen=True, slots=True)
class Origin:
    """A name for whom a text comes from, and what tells it."""

    name: str
    why: str = ""  # "" for an outlet's own

    @property
    def key(self) -> str:
        """What is the same for two spellings that differ by case or blanks."""
        return " ".join(self.name.split()).casefold()


def find(articles: Mapping[str, Article], copies: Copies) -> dict[str, Origin]:
    """The origin of each article, by its id.

    That is the agency it credits, else the owner of the outlet, else the outlet, else the file,
    and for a copy that of the article it repeats. Articles that share much, one with the next,
    have one origin, unless each credits an agency of its own.
    """
    own = {key: agencies.credited(article.text) for key, article in articles.items()}
    found = copies.families()
    families = {key: (key, *found.get(key, ())) for key in articles if key not in copies.kept}
    credited = {kept: _credited(family, articles, own) for kept, family in families.items()}
    roots = {kept: _root(kept, copies.suspected, credited) for kept in families}
    shared: dict[str, str] = {}
    for kept in sorted(roots, key=lambda key: (articles[key].path, key)):
        if credited[kept]:
            shared.setdefault(roots[kept], credited[kept])
    made: dict[str, Origin] = {}
    for kept, family in families.items():
        agency = credited[kept] or shared.get(roots[kept], "")
        origin = Origin(agency) if agency else _of_outlet(articles[roots[kept]])
        for key in family:
            why = "credited" if own[key] else _shares(key, copies) or origin.why
            made[key] = Origin(origin.name, why or ("credited in a copy" if agency else ""))
    return made


def _credited(
    family: Sequence[str], articles: Mapping[str, Article], own: Mapping[str, str]
) -> str:
    """The agency that an article or one of its copies credits."""
    named = [own[key] for key in family]
    if len(family) > 1:  # alone, a credit may be a photo's
        named += [agencies.named(articles[key].credit) for key in family]
    return next(filter(None, named), "")


def _root(key: str, suspected: Mapping[str, str], credited: Mapping[str, str]) -> str:
    """The first of the articles that share much, each with the one before."""
    while (other := suspected.get(key)) and not (credited[key] and credited[other]):
        key = other
    return key


def _of_outlet(article: Article) -> Origin:
    if article.owner:
        return Origin(agencies.named(article.owner) or article.owner, "owner")
    return Origin(agencies.named(article.outlet) or article.source)


def _shares(key: str, copies: Copies) -> str:
    """How an article comes by the origin of another."""
    if key in copies.kept:
        return "repeats a text"
    if key in copies.digests:
        return "repeats several texts"
    return f"shares {copies.shares[key]:.0%} of a text" if key in copies.suspected else ""
