"""Whether a sentence can be read alone, or leans on the one before it."""

from __future__ import annotations

import re
from functools import lru_cache

from briefing.models import Sentence

_reference = re.compile(
    r"^[\"'“‘(\[]*(?:He|She|They|It|His|Her|Hers|Their|Theirs|Its|Him|Them|This|That|These|"
    r"Those(?! who\b)|Such|There|Here|Both|Neither|Either|One of (?:them|these|those)|"
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
# What "the" and a common noun point to, where nothing behind says which one.
_nouns = (
    "man|men|woman|women|boy|girl|suspects?|victims?|couple|teenager|driver|officers?|journalist|"
    "reporter|author|actor|actress|singer|patients?|company|firm|group|organi[sz]ation|agency|panel|"
    "team|program(?:me)?|project|site|show|film|movie|book|song|album|town|village|lake|ship|plane|"
    "survey|poll|page|tape|ordinance|minister|spokesm[ae]n|spokeswoman|disclaimer|judge|forum|"
    "invitation|researchers|scientists|authors|findings|results|agreement|deal|accord|ruling|"
    "verdict|trial|lawsuit|suit|case|charges|bill|measure|proposal|plan|blast|explosion|crash|"
    "shooting|killings?|attack|ceremony|event|meeting|talks|visit|trip|letter|video|footage|"
    "interview|article|story|actions?|changes?|comments|remarks|order|problem|issue|"
    r"\d+-year-old(?: \w+)?+"
)
_further = (
    "of|in|for|on|by|from|at|with|that|who|whose|against|between|near|to|over|into|about|called"
)
_described = re.compile(
    rf"^[\"'“‘(\[]*(?:The|(?:After|At|During|In|According to|Under) (?:the|that)) "
    rf"(?:(?:new|latest|same|entire|whole|young|old|early morning) )?(?:{_nouns})(?:[’']s?)?"
    rf"(?![\w-])(?! (?:{_further})\b)"
)
_timed = re.compile(
    r"^(?:(?:\w+ )?(?i:hours?|days?|weeks?|months?|years?) (?:later|earlier|before)\b|"
    r"The (?:next|following|same|previous) (?:day|week|month|year|morning|night)\b|"
    r"(?:By then|At the time|Until then|On the one hand|In (?:that|the same) \w+)\b|"
    r"(?:Now|Once(?: there)?|Finally|Again),)"
)
_counted = re.compile(
    r"^(?:Many|Most|Some|Several|Others|None|All|Few|Each|Two|Three) "
    r"(?:of (?:them|these|those)|were|are|have|had|said|say|did|will|would|could)\b|"
    r"^The (?:two|three|four|five) (?:\w+ )?(?:were|are|have|had|said|met|agreed|will|would)\b"
)
_month = "January|February|March|April|May|June|July|August|September|October|November|December"
_resumed = (
    re.compile(  # "When asked, he denied it": a pronoun, and nobody before whom it could mean
        r"^(?:When|If|As|After|While|Before|Once|Since|In|At|On|For)"
        rf"(?: (?:[a-z0-9’'-]+|[A-Z][a-z]+(?:ese|ian|ean|can|ish)|{_month})){{1,14}}, "
        r"(?:he|she|they|it|his|her|its|their)\b"
    )
)
_aside = re.compile(
    r"^[^,.;]{1,60}, (?:however|meanwhile|moreover|therefore|for (?:his|her) part|for instance|"
    r"for example|on the other hand|too|in turn),"
)
_own_voice = re.compile(
    r"^(?:I|We|You|My|Our|Your|(?:If|When|As|Unless) (?:we|you))\b"
)  # of a writer who is not named
# "The ranking will ...": a common noun right before its verb. These few need no introduction.
_known = (
    "government|president|police|army|military|economy|war|world|country|nation|parliament|state|"
    "church|sun|moon|earth|media|public|prime minister|foreign ministry|foreign minister|"
    "defen[cs]e ministry|central bank|death toll|death penalty|most|best|first|last|only|rest|"
    "council|court|mayor|ministry|administration|"
    r"(?:[a-z-]+ )?(?:ministry|commission|parliament|cabinet|senate|opposition|authority|union)"
)
_bare_noun = re.compile(
    rf"^The (?!(?:{_known})\b)(?:[a-z][\w-]+ )?[a-z][\w-]+ "
    r"(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|also|did|does|"
    r"said|says|found|made|took|gave|got|began|led|cause|come|take|make|show|include|ruled|marks|"
    r"marked|voted|agreed|decided|approved|rejected|won|lost|captured|showed|shows|became|remains|"
    r"remained|followed|wants|needs|went|came)\b"
)
_following = re.compile(
    r"^(?:The (?:ensuing|resulting|subsequent|accompanying)\b|Of (?:those|these|them)\b|"
    r"In another (?:development|incident|case)\b)"
)
_one_of_them = re.compile(  # "During their meeting, Horn said": one cannot be they
    r"^(?:After|At|Before|During|Following|In) their [a-z ]{3,40}, (?:[A-Z][\w.’'-]+ ){1,3}"
    r"(?:said|told|[a-z]+ed)\b"
)
_back_inside = re.compile(
    r"\b(?:these|those) (?!who\b|days\b)[a-z]+s\b|"
    r"\bthat (?:year|month|week|day|night|region|area|town)\b|"
    r"\b(?:in|of|from|to|for|at|by|on) that (?:state|city|country|company|group|case)\b|"
    r"\b(?:in|of|from|to|for|at|by|on|after|against|with|challenged|appealed|reversed|criticized|"
    r"made|defended) that (?:decision|ruling|vote|verdict|proposal|report|statement|move)\b|"
    r"^(?:After|Before|During|At|In|On) (?:[a-z]+ ){1,2}(?:he|she|they)\b"
)
_his = re.compile(r"\b(?:he|she|his|her|him)\b")
_their = re.compile(r"\btheir\b")
_person = re.compile(
    r"\b[A-Z]\w|\b(?:man|woman|boy|girl|child|person|someone|anyone|who|one|president|student|"
    r"(?!whether|after|over|under|other|never|later|however|rather|number|for\b|or\b)"
    r"\w+(?:er|or|ist|ian))\b"
)
_persons = re.compile(r"\b[A-Z]\w|\b(?:people|men|women|children|police|who|and|\w+[^sui]s)\b")
_ahead = re.compile(
    r"^(?:When|While|After|Before|As|Although|Though|If|Since|Because|In|With|At|On|For|Despite|"
    r"Like|Unlike|By|From|[A-Z]\w+ing) "
)
_name_first = re.compile(
    r"^[\"“]?(?!The|An?|One|In|On|At|All|Some|Many|Most|No|Based|For|By|That)[A-Z]"
)
_pointing = (
    _bare_noun,
    _described,
    _following,
    _one_of_them,
    _timed,
    _counted,
    _resumed,
    _aside,
    _own_voice,
)
_introducing = re.compile(r"^The (?!same|other|latter|former|two|three|pair|duo)[a-z]")
_attributed_reference = re.compile(
    r"^(?:According to|As) [^,]{2,60}, (?:it|he|she|they|this|that)\b"
)
_reference_inside = re.compile(
    r"^(?:In|During|At) (?:the|this|that|an?) (?:interview|statement|report|speech|letter|"
    r"article|remarks|talks|visit|message|post|meeting|call|address)\b"
)
_named_first = re.compile(
    r"^The (?:two|three) (?:countries|sides|leaders|presidents|nations|heads)\b(?!.{0,20}\balso\b)"
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
    r"[,”\"]\s+(?:he|she|they) (?:said|added|noted|stressed|told|wrote|explained|warned|recalled|"
    r"says|adds|argued|insisted|continued|concluded|asked|joked)\b"
)


@lru_cache(maxsize=100_000)
def leans(text: str, opens: bool = False) -> bool:
    """Whether the opening refers to what was said before.

    It does with a pronoun, a connective, "the company" or "hours later", or a quotation
    whose speaker is a pronoun or missing. Where a sentence opens its article, "the company"
    is only how it is put.
    """
    if _named_first.match(text) or (opens and _introducing.match(text)):
        return False
    return bool(
        _reference.match(text)
        or _connective.match(text)
        or _attributed_reference.match(text)
        or _reference_inside.match(text)
        or any(pattern.match(text) for pattern in _pointing)
        or continues_quotation(text)
        or _back_inside.search(text)
        or _nobody_named(text)
        or _nobody_before(text, _his, _person)
        or _nobody_before(text, _their, _persons)
    )


def continues_quotation(text: str) -> bool:
    """Whether the sentence is all quotation and nobody is said to speak."""
    if not _quoted_start.match(text):
        return False
    outside = re.sub(r"[\"“«„][^\"”»“]*(?:[\"”»“]|$)", " ", text)
    return not _said.search(outside)


def _nobody_named(text: str) -> bool:
    """Whether "he said" is all that tells who speaks."""
    outside = re.sub(r"[\"“«„][^\"”»“]*[\"”»]", "” ", text)
    speaker = _by_pronoun.search(outside)
    return bool(
        speaker and not re.search(r"\w.*?\b[A-Z]|^[A-Z]\w+ [a-z]", outside[: speaker.start()])
    )


def _nobody_before(text: str, pronoun: re.Pattern[str], meant: re.Pattern[str]) -> bool:
    """Whether the first such pronoun in an opening clause has nobody before it to stand for.

    In an opening clause that looks ahead ("When he arrived, Holm ...") nobody need be.
    """
    found = pronoun.search(text)
    if not found or (_ahead.match(text) and "," in text[found.end() :]):
        return False
    return not meant.search(text[1 : found.start()]) and not _name_first.match(text)


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
        word.endswith(("ed", "s", "ing", "n't", "n’t")) or word in _verbs
        for word in lowered
        if word not in _no_verbs
    )


fewest_words = 6  # of a sentence without a verb that is told with any certainty
_no_verbs = frozenset(
    "as his hers its this thus us ours theirs always perhaps across towards".split()
)
_english = frozenset({"the", "of", "and", "with", "his", "after"})
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
    r"(?:\([A-Z][\w /.]{1,30}\) ?)(?:--|[—–_-]) ?(?=\S)|"
    r"^(?:[A-ZÀ-Þ]{3,60}[A-ZÀ-Þ ,.]{0,60}(?:, [A-Z][a-z]+\.?(?: [A-Z][a-z]+)?)?)"
    r"(?: ?(?:--|[—–]) ?| (?:[_-]|>>) )(?=[A-ZÀ-Þ\"“‘])|"
    r"^(?:[*•·▪●■◦‣►]|--|[–—]) +(?=\S)"
)


def dateline(text: str) -> int:
    """How many characters of a sentence are a dateline, "PARIS, May 3 (AFP) -- ", or a bullet."""
    match = _dateline.match(text[:longest_dateline])
    return match.end() if match else 0
