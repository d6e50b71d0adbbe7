"""What words stand for: in English, one term for synonyms and for the names of a country."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources

from briefing.words import stem, stops, words


def concepts(text: str, language: str = "en") -> Iterator[str]:
    """The stems of the content words, in English one for all words of the same meaning."""
    if language != "en":
        yield from (stem(word, language) for word in words(text) if not stops(word, language))
        return
    phrases, single = _same()
    for word in words(phrases.sub(lambda match: single[match[0]], text.lower())):
        yield from _of_word(word)


@lru_cache(maxsize=200_000)
def _of_word(word: str) -> tuple[str, ...]:
    """What an English word stands for; "China-Russia" names both."""
    _, single = _same()
    bare = word.removesuffix("'s")
    if bare in single:
        return (single[bare],)
    parts = (part for part in bare.split("-") if part in single or not stops(part))
    return tuple(single[part] if part in single else stem(part) for part in parts)


@cache
def _same() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Phrases that are names of one thing; and for each of these and of the synonyms, one word."""
    folder = resources.files("briefing") / "data"
    names = tomllib.loads((folder / "names.toml").read_text("utf-8"))["same"]
    groups = tomllib.loads((folder / "synonyms.toml").read_text("utf-8"))["groups"]
    single = {other: name for name, others in names.items() for other in (name, *others)}
    for group in groups:
        first, *others = group.split()
        single |= dict.fromkeys((first, *others), f"={first}")
    several = sorted((name for name in single if " " in name or "." in name), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, several))})(?!\w)"), single
