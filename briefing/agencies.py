"""News agencies, by all names that outlets and credits use for them."""

from __future__ import annotations

import re
from collections.abc import Mapping

_others: Mapping[str, tuple[str, ...]] = {
    "AFP": ("Agence France-Presse", "Agence France Presse"),
    "AP": ("Associated Press", "AP News", "APNews"),
    "ANSA": (),
    "BBC": ("BBC News",),
    "CNN": (),
    "EFE": ("Agencia EFE",),
    "IANS": ("Indo-Asian News Service",),
    "Interfax": (),
    "Kyodo": ("Kyodo News",),
    "PTI": ("Press Trust of India",),
    "Reuters": ("REUTERS", "Reuters News", "Thomson Reuters"),
    "TASS": ("ITAR-TASS", "Itar-Tass", "TASS News Agency"),
    "UPI": ("United Press International",),
    "Xinhua": ("Xinhua News Agency", "XinhuaNet", "Xinhuanet"),
    "dpa": ("DPA", "Deutsche Presse-Agentur"),
}
_known = {
    written.casefold(): agency
    for agency, written_as in _others.items()
    for written in (agency, *written_as)
}
_written = sorted({*_others, *(w for others in _others.values() for w in others)})
wires = "|".join(sorted(map(re.escape, _written), key=len, reverse=True))

_head, _tail = 400, 300  # characters of a text where an agency is credited
_one = rf"(?:[Tt]he |THE )?(?P<agency>{wires})\b"
_credits = [
    re.compile(form, re.MULTILINE)
    for form in (
        rf"\((?P<agency>{wires})\)(?!\s+[a-z]|[.,;’'])",  # not "Agence France-Presse (AFP) said"
        rf"/(?P<agency>{wires})/",
        rf"^\W*(?:By|BY) (?:[^\n]{{1,80}}?(?:[,|–—-] ?| of |\n))?{_one}",
        rf"(?:©|\([Cc]\)|[Cc]opyright)[^\n]{{0,20}}? {_one}",
        rf"\bReporting by\b[^\n]{{1,200}}?[;,(] ?{_one}",
    )
]


def named(name: str) -> str:
    """The agency that a name or the address of a site stands for, "" where it is none."""
    plain = " ".join(name.split()).casefold().removeprefix("www.").removeprefix("the ")
    return _known.get(re.sub(r"\.(?:com|org|net|info|[a-z]{2})$", "", plain), "")


def credited(text: str) -> str:
    """The agency that a text credits at its head or its end, "" where it credits none."""
    for part in (text[:_head], text[-_tail:]):
        for form in _credits:
            if match := form.search(part):
                return named(match["agency"])
    return ""
