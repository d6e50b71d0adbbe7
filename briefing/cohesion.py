"""Whether a sentence can be read alone, or leans on the one before it."""

from __future__ import annotations

import re

from briefing.models import Sentence

_reference = re.compile(
    r"^[\"'“‘(\[]*(?:He|She|They|It|His|Her|Hers|Their|Theirs|Its|Him|Them|This|That|These|Those|"
    r"Such|There|Here|Both|Neither|Either|One of (?:them|these|those)|"
    r"The (?:former|latter|same|other|others|two|three|pair|duo|move|decision|announcement|"
    r"incident|statement|report|study)|"
    r"Another|Others|Some of (?:them|these|those)|Most of (?:them|these|those))\b(?!’t|'t)",
)
_connective = re.compile(
    r"^[\"'“‘(\[]*(?:And|But|Or|Nor|Yet|So|Then|Thus|Hence|Therefore|However|Moreover|Furthermore|"
    r"Besides|Also|Instead|Meanwhile|Nevertheless|Nonetheless|Still|Otherwise|Likewise|Similarly|"
    r"Consequently|Accordingly|Indeed|Additionally|In addition|In contrast|By contrast|As a result|"
    r"For example|For instance|In fact|In turn|At the same time|On the other hand|Since then|"
    r"After that|Before that|Because of (?:this|that)|For (?:his|her|its|their) part|Later|"
    r"Earlier|Afterwards?|Currently|Too|In (?:his|her|their) remarks|That followed|Not only that)\b"
)
_attributed_reference = re.compile(
    r"^(?:According to|As) [^,]{2,60}, (?:it|he|she|they|this|that)\b"
)
_reference_inside = re.compile(
    r"^(?:In|During|At) (?:the|this|that|an?) (?:interview|statement|report|speech|letter|"
    r"article|remarks|talks|visit|message|post|meeting|call|address)\b"
)
_named_first = re.compile(
    r"^The (?:two|three) (?:countries|sides|leaders|presidents|nations|heads)\b"
)
_quoted_start = re.compile(r"^[\"“«„]")
_said = re.compile(
    r"\b(?:said|says|saying|told|tells|added|adds|noted|notes|stressed|stated|states|wrote|writes|"
    r"asked|replied|announced|declared|insisted|warned|explained|emphasi[sz]ed|according to|"
    r"reported|reports|recalled|remarked|argued|claimed|called|tweeted|posted|testified|"
    r"acknowledged|admitted|promised|vowed|concluded|continued|commented|observed|pointed out)\b"
)
_question = re.compile(r"(?:[?؟？]|[Ͱ-Ͽἀ-῿][»”\"]?[;\u037e])[\"'”’»」』)\s]*$")
_by_pronoun = re.compile(
    r"[,”\"] (?:he|she|they) (?:said|added|noted|stressed|told|wrote|explained|warned)\b"
)


def leans(text: str) -> bool:
    """Whether the opening refers to what was said before.

    It does with a pronoun, a connective, or a quotation that goes on without its speaker.
    """
    if _named_first.match(text):
        return False
    return bool(
        _reference.match(text)
        or _connective.match(text)
        or _attributed_reference.match(text)
        or _reference_inside.match(text)
        or continues_quotation(text)
    )


def continues_quotation(text: str) -> bool:
    """Whether the sentence is all quotation and nobody is said to speak."""
    if not _quoted_start.match(text):
        return False
    outside = re.sub(r"[\"“«„][^\"”»“]*(?:[\"”»“]|$)", " ", text)
    return not _said.search(outside)


def reports_speech(text: str) -> bool:
    """Whether the sentence says that somebody said something."""
    return bool(_said.search(text))


def asks(text: str) -> bool:
    """Whether the sentence is a question; a Greek one ends in a semicolon."""
    return bool(_question.search(text))


def unnamed_speaker(text: str) -> bool:
    """Whether the speaker is a pronoun inside the sentence: "..., he said"."""
    return bool(_by_pronoun.search(text))


def verbless(text: str) -> bool:
    """Whether an English sentence holds nothing that could be its verb.

    Cautious: any lower-case word with the ending of a verb counts, plural nouns included.
    """
    lowered = re.findall(r"(?<![\w’'-])[a-z]+(?:n['’]t)?(?![\w-])", text)
    if len(text.split()) < fewest_words or not _english.intersection(lowered):
        return False  # too short to tell, or another language
    return not any(
        word.endswith(("ed", "s", "ing", "n't", "n’t")) or word in _verbs for word in lowered
    )


fewest_words = 6  # of a sentence without a verb that is told with any certainty
_english = frozenset({"the", "of", "and", "with"})
_verbs = frozenset(
    "am is are was were be been have had do did will would can could may might must shall should "
    "said told made took went came saw got gave found held kept left led lost paid ran sent set "
    "shot spoke stood won wrote met began fell rose grew hit cut put let became brought built "
    "bought caught chose drew drove ate felt fought flew forgot hurt knew laid lay meant read rode "
    "rang sold shook sang sat slept spent split spread stole struck swore taught thought threw "
    "understood woke wore withdrew burst bid broke dealt dug fed fled heard hid lit quit sank "
    "sought shut swept arose bore beat bent bet bled blew bred burnt clung cost crept dreamt fit "
    "flung forbade froze ground hung leapt learnt lent overcame overtook proved rid shed shone "
    "shrank slid sprang spun stuck stung swam swung tore undertook upset wept wound wrung "
    "need say think know believe agree warn seek arrest blame rely go uphold hope plan "
    "vow deny call urge demand claim fear expect support oppose face remain continue "
    "include show make take give get find use work try ask help move live provide lead "
    "meet stand hold bring allow win offer die kill stop raise pass sell require report "
    "decide pull push keep leave put run see become begin start speak write read lose "
    "pay play return fall rise grow cut open close build buy send sit fight draw drive "
    "choose accept reject join launch attack back block seem appear tend "
    "want".split()
)


def antecedent(sentence: Sentence, before: Sentence | None) -> Sentence | None:
    """The sentence before, when it makes this one readable: same paragraph, itself upright."""
    if before is None or before.kind != "sentence" or before.article_id != sentence.article_id:
        return None
    if sentence.index != before.index + 1 or sentence.paragraph - before.paragraph > 1:
        return None
    return None if leans(before.text) or verbless(before.text) else before


longest_dateline = 100  # characters
_dateline = re.compile(
    r"^(?:[A-ZÀ-Þ][\w.’'-]*(?:,? |/)){0,5}(?:[A-Z][a-z]+\.? \d{1,2}(?:, \d{4})? )?"
    r"(?:\([A-Z][\w /.]{1,30}\) ?)(?:--|[—–-]) ?(?=\S)|"
    r"^(?:[A-ZÀ-Þ]{3,60}[A-ZÀ-Þ ,.]{0,60}(?:, [A-Z][a-z]+\.?(?: [A-Z][a-z]+)?)?)"
    r"(?: ?(?:--|[—–])) ?(?=[A-ZÀ-Þ\"“‘])|"
    r"^[*•·▪●■◦‣►] +(?=\S)"
)


def dateline(text: str) -> int:
    """How many characters of a sentence are a dateline, "PARIS, May 3 (AFP) -- ", or a bullet."""
    match = _dateline.match(text[:longest_dateline])
    return match.end() if match else 0
