"""What a text says about itself: its title, outlet, photo credit and date.

Only the forms that news uses for it are read, and what they leave open stays unknown: the
brief shows "date unknown" rather than a guess.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from briefing import dates, openings
from briefing.agencies import wires
from briefing.models import Article
from briefing.openings import Line

_name = r"[A-Z][\w.&'’-]*(?: [A-Z&][\w.&'’-]*){0,3}"
_media = (
    f"{wires}|News|Times|Post|Journal|Tribune|Press|Herald|Guardian|Telegraph|Agency|Gazette|"
    "Chronicle|Magazine|Standard|Observer|Monitor|Radio|Television|TV|Today|Weekly|NPR|Bloomberg"
)

# "MOSCOW, May 15 (Xinhua) --", "Paris (AFP) -", "(Reuters) -", "MOSCOW, May 16. /TASS/."
_day = rf"(?:,? (?i:{dates.month}) \d\d?(?:, \d{{4}})?)"
_dateline = re.compile(
    rf"(?P<place>[^\W\d_][\w.,'’ -]{{1,50}}?)??(?P<day>{_day})?\.? ?"
    rf"(?:\((?P<agency>{_name})\) ?[-–—]|/(?P<marked>{_name})/[.,]? )"
)
_header = re.compile(rf"\((?P<agency>{_name})\)")
_byline_outlet = re.compile(
    rf"(?:.*[,|–—] ?)?(?P<who>(?:The )?(?:{_name} )??(?:{_media}))(?:, {_name})?$"
)
_stamp = re.compile(  # "- Sputnik International, 1920, 17.05.2024": outlet, width, date
    r"[-–—|] ?(?P<who>[A-Z][^,|–—@(\d\n]{1,40}), ?(?:\d{3,4}(?:, ?(?P<date>\d\d?\.\d\d?\.\d{4}))?|"
    r"(?P<only>\d\d?\.\d\d?\.\d{4}))$"
)

_label = re.compile(
    r"\b(?:(?P<changed>(?:last )?(?:updated|modified|edited))|"
    r"(?:first |originally )?(?:published|posted|released|issued))\b",
    re.IGNORECASE,
)

_credits = [
    re.compile(form)
    for form in (
        r"\b(?:[Pp]hoto(?:graph)?s?|PHOTO|[Ii]mage|[Pp]icture)(?: (?:source|credit))?"
        r"(?: by|(?<!s):| courtesy of) ?(?P<who>[^\W\d_][^;()\[\]\n]{1,60}?)\.?"
        r"(?=[;()\[\]]|(?<!\b[A-Z])\. | Advertis|$)",
        r"\((?P<who>[A-Z]{2,5}|[A-Z]\w+) (?:[Pp]hoto|[Ff]ile)(?:/[^()\n]{2,60})?\)",
        r"(?:(?<=[a-z/])|(?<=via )|\b)(?P<who>(?:[A-Z][a-z]+|[A-Z]{2,5}) Images)\)?$",
        r"\b(?P<who>REUTERS)/[A-Z]\w+",
        rf"\b[A-Z][\w.'-]+ [A-Z][\w'-]+ ?/ ?(?P<who>{wires})\b(?!/)",
    )
]


def describe(article: Article) -> Article:
    """The article with what its text says, where nothing is known yet."""
    opening = openings.read(article.text)
    stamps = [
        stamp for line in article.text.splitlines() if (stamp := _stamp.search(line[-80:].rstrip()))
    ]
    headline, site = openings.title(opening)
    return replace(
        article,
        title=article.title or headline,
        outlet=article.outlet or site or _outlet(opening, stamps),
        credit=article.credit or _credit(article.text.splitlines()),
        published=article.published or _published(opening, stamps),
    )


def _outlet(opening: Sequence[Line], stamps: Sequence[re.Match[str]]) -> str:
    """The outlet of a header, of repeated captions, of a byline; else the agency of a dateline."""
    headers = [_header.match(line.text) for line in opening if openings.is_dated(line.text)]
    for header in filter(None, headers):
        return header["agency"]
    named = Counter(stamp["who"].strip() for stamp in stamps)
    dated = {stamp["who"].strip() for stamp in stamps if stamp["date"] or stamp["only"]}
    for who, times in named.most_common(1):
        if times > 1 and who in dated:
            return who
    return _of_byline(opening) or _of_dateline(opening)


def _of_byline(opening: Sequence[Line]) -> str:
    for n, line in enumerate(opening):
        if line.kind == "byline":
            below = opening[n + 1].text if n + 1 < len(opening) else ""
            ends = [line.text.partition(" ")[2]] if re.search(r"[,|–—]", line.text) else []
            for text in (*ends, below):
                if match := _byline_outlet.fullmatch(text):
                    return match["who"]
    return ""


def _of_dateline(opening: Sequence[Line]) -> str:
    for line in opening:
        match = _dateline.match(line.text)
        if match and (agency := match["agency"] or match["marked"]):
            place = match["place"] or ""
            if place[:3].isupper() or match["day"] or re.fullmatch(wires, agency) or not place:
                return agency
    return ""


def _published(opening: Sequence[Line], stamps: Sequence[re.Match[str]]) -> date | None:
    """The date of a header or a full dateline; else the one that most captions carry."""
    for line in opening:
        if openings.is_dated(line.text) or line.kind == "byline":
            if day := _said(line.text):
                return day
        elif (
            (match := _dateline.match(line.text))
            and match["day"]
            and (day := dates.find(match["day"]))
        ):
            return day
    days = [dates.find(stamp["date"] or stamp["only"] or "") for stamp in stamps]
    return _usual(filter(None, days))


def _said(text: str) -> date | None:
    """The date of publication in a header, which may also give that of a change."""
    labels = list(_label.finditer(text))
    parts = zip([None, *labels], [*labels, None], strict=True)
    for label, following in parts:
        if label is None or not label["changed"]:
            part = text[label.end() if label else 0 : following.start() if following else None]
            if dates.count(part) == 1:
                return dates.find(part)
    return None


def _usual(days: Iterable[date]) -> date | None:
    """The date of more than half of the captions, and of at least two: one photo may be old."""
    counted = Counter(days)
    for day, times in counted.most_common(1):
        return day if times > 1 and times * 2 > counted.total() else None
    return None


def _credit(lines: Iterable[str]) -> str:
    """The agency, else the person, whom most photo credits name."""
    named = (
        _agency(match["who"])
        for line in lines
        for form in _credits
        for match in form.finditer(line.rstrip())
    )
    found = Counter(filter(None, named))
    return max(found, key=lambda who: found[who], default="")


def _agency(who: str) -> str:
    """What stands last of photographer, agency and distributor: "EPA-EFE" in "Jane Doe/EPA-EFE"."""
    parts = [part.strip() for part in re.split(r"/|, | via | for ", who)]
    names = [part for part in parts if re.fullmatch(rf"(?:The )?{_name}", part)]
    return "" if not names else "Reuters" if names[-1] == "REUTERS" else names[-1]


def spelled_alike(articles: Iterable[Article]) -> list[Article]:
    """The articles with one spelling of outlets that differ by case or blanks: the commonest."""
    known = list(articles)
    spellings: dict[str, Counter[str]] = {}
    for article in known:
        spellings.setdefault(_plain(article.outlet), Counter())[article.outlet] += 1
    best = {
        plain: min(found, key=lambda outlet: (-found[outlet], outlet.isupper(), outlet))
        for plain, found in spellings.items()
    }
    return [replace(article, outlet=best[_plain(article.outlet)]) for article in known]


def _plain(outlet: str) -> str:
    return " ".join(outlet.split()).casefold()
