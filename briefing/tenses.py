"""Whether what an English sentence tells about a place in it lies behind or ahead."""

from __future__ import annotations

import re

reach = 30  # characters before an expression that are looked at

_planned = re.compile(
    r"\b(?:scheduled|set|due|planned|expected|slated|finalized)\s(?:for\s|on\s)?$|"
    r"\b(?:starts|begins|opens|ends|arrives|expires)\s(?:on\s)?$"
)
_moved = re.compile(  # to another day, which lies ahead of the day on which that was done
    r"\b(?:postponed|adjourned|delayed|deferred|rescheduled|moved|put off|pushed(?: back)?|called|"
    r"announced|extended|suspended|remanded)\b[^.;:,]{0,60}?\s(?:for|to|until|till)\s$"
)
_from_or_to = re.compile(r"\b(?:for|from|to|until|till)\s$")
_as_of = re.compile(r"\bas of\s$", re.IGNORECASE)
_future = re.compile(
    r"\b(?:will|shall|to be|(?:is|are) (?:due |set |expected |scheduled )?to|going to|upcoming|"
    r"being scheduled|(?:go|goes|head|heads) to the polls|"
    r"starts|begins|opens|ends|takes place|arrives|expires?|plans? to|later this)\b"
)
past = re.compile(
    r"\b(?:was|were|had|did|said|told|began|met|held|took|went|came|gave|made|left|found|fell|rose|"
    r"struck|hit|shot|spoke|wrote|won|lost|led|saw|ran|sent|hung|shook|has|have|"
    r"(?!scheduled|expected|planned|need)[a-z]{2,}ed)\b"
)
_had = re.compile(r"\bhad\b")
present = re.compile(r"\b(?:has|have|is|are|can|do|does)\b")
_verb = re.compile(  # the last one before a date decides where there is a "would" or the like
    r"\b(?P<reported>would)(?:\s(?:not|never|also|soon|be|[a-z]+ly)\b)*\s(?!have\b)[a-z]+"
    r"|\b(?P<unsure>(?:would|could|should|may|might|must)(?:\s(?:not|be|have|[a-z]+ly)\b)*\s[a-z]+"
    r"|(?:was|were|been)\s(?:(?:due|set|expected|scheduled|planned|supposed|going|about)\s)?to\s"
    r"(?:be\s)?[a-z]+)"
    rf"|{past.pattern}|{_future.pattern}"
)
_clause = re.compile(r"[;:—–]|,\s(?:which|while|but|and|with)\b|\b(?:after|before|while|which)\s")


def direction(match: re.Match[str]) -> int:
    """-1 for the past, 1 for the future, 0 where the tense about an expression is not clear."""
    text = match.string
    if _planned.search(text, max(0, match.start() - reach), match.start()):
        return 1
    if _moved.search(text, 0, match.start()):
        return 0 if _had.search(text, 0, match.start()) else 1
    if _as_of.search(text, max(0, match.start() - reach), match.start()):
        return -1
    starts = [0, *(cut.end() for cut in _clause.finditer(text, 0, match.start()))]
    verbs = list(_verb.finditer(text, starts[-1], match.start()))
    if verbs and verbs[-1]["reported"]:  # what somebody "had said" may long be over
        return 0 if _had.search(text, 0, match.start()) else 1
    if verbs and verbs[-1]["unsure"]:
        return 0
    following = _clause.search(text, match.end())
    turn = _tense(text[starts[-1] : following.start() if following else len(text)]) or _tense(text)
    bounds = _from_or_to.search(text, max(0, match.start() - reach), match.start())
    return 0 if bounds and turn < 0 else turn  # what was "closed until Monday" may be so still


def _tense(clause: str) -> int:
    ahead, behind = bool(_future.search(clause)), bool(past.search(clause))
    return ahead - behind
