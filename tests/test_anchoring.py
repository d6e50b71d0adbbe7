"""Quotations are found again in texts that changed, or said to be changed or gone."""

from __future__ import annotations

import time
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.anchoring import Text, normalised
from briefing.models import Citation

before = "Ferries sailed again on Monday.\n\n"
quote = "The winter storm flooded 40 houses in the old harbour of Torhaven on Monday."
behind = "  Trains did not run until the evening."
text = f"{before}{quote}{behind}"


def cite(exact: str = quote, within: str = text) -> Citation:
    start = within.index(exact)
    end = start + len(exact)
    return Citation("a", start, end, exact, within[max(0, start - 30) : start], within[end:][:30])


def test_what_stands_where_it_stood_holds() -> None:
    place = Text(text).find(cite())

    assert (place.state, place.start, place.end) == ("holds", len(before), len(before + quote))


def test_the_same_words_elsewhere_have_moved() -> None:
    place = Text(f"A new lead.\n{text}").find(cite())

    assert (place.state, place.start) == ("moved", len(before) + 12)


def test_of_several_the_one_with_the_same_words_around_it_is_taken() -> None:
    now = f"{quote}\n\n{quote} It was cold.\n\nNews. {text}"
    place = Text(now).find(cite())

    assert (place.state, place.start) == ("moved", now.rindex(quote))


def test_of_several_alike_the_nearest_is_taken() -> None:
    now = f"x{'Storm. ' * 40}"
    place = Text(now).find(Citation("a", 70, 76, "Storm."))

    assert (place.state, place.start) == ("moved", 71)


@pytest.mark.parametrize(
    "change",
    [
        lambda words: words.replace(" ", "\n  "),
        lambda words: words.replace("old harbour", "old\u00a0harbour"),
        lambda words: f"“{words}”",
    ],
)
def test_other_white_space_and_marks_are_no_other_words(change: object) -> None:
    assert callable(change)
    now = f"{before}Editor's note. {change(quote)}{behind}"
    place = Text(now).find(cite())

    assert place.state == "moved"
    assert normalised(now[place.start : place.end]) == quote


def test_curly_marks_stand_for_straight_ones() -> None:
    then, now = 'He called it "a storm", and left.', "So: He called it “a storm”, and left. Yes."
    place = Text(now).find(cite(then, then))

    assert (place.state, now[place.start : place.end]) == ("moved", now[4:-5])


@pytest.mark.parametrize(
    ("now", "differing"),
    [
        (quote.replace("40", "55"), (("40", "55"),)),
        (quote.replace("flooded 40 houses", "flooded houses"), (("40", ""),)),
        (quote.replace("The winter storm", "The great winter storm"), (("", "great"),)),
    ],
)
def test_a_passage_that_is_alike_has_changed(
    now: str, differing: tuple[tuple[str, str], ...]
) -> None:
    whole = f"Something new stands here. {before}{now}{behind}"
    place = Text(whole).find(cite())

    assert place.state == "changed"
    assert whole[place.start : place.end] == now
    assert place.differing == differing


@pytest.mark.parametrize("now", ["", " ", before, "Parliament voted on Monday to raise the age."])
def test_what_has_nothing_like_it_is_missing(now: str) -> None:
    assert Text(now).find(cite()).state == "missing"


chinese = "今天天气很好。俄罗斯总统普京于周四开始对中国进行为期两天的国事访问。双方签署了协议。"
visit = "俄罗斯总统普京于周四开始对中国进行为期两天的国事访问。"
thai = "วันนี้อากาศดี รัฐมนตรีประกาศขึ้นภาษีสุราร้อยละห้าในวันจันทร์ ทุกฝ่ายเห็นด้วย"
tax = "รัฐมนตรีประกาศขึ้นภาษีสุราร้อยละห้าในวันจันทร์"
japanese = "会議は終わった。首相は月曜日に大阪で新しい橋の建設を発表した。次の会議は来月だ。"
bridge = "首相は月曜日に大阪で新しい橋の建設を発表した。"


@pytest.mark.parametrize(
    ("then", "exact", "old", "new"),
    [
        (chinese, visit, "四", "五"),
        (thai, tax, "ห้า", "หก"),
        (japanese, bridge, "大阪", "京都"),
    ],
)
def test_where_no_words_are_set_apart_signs_are_compared(
    then: str, exact: str, old: str, new: str
) -> None:
    changed = exact.replace(old, new)
    now = "新しい。" + then.replace(exact, changed)
    place = Text(now).find(cite(exact, then))

    assert (place.state, now[place.start : place.end]) == ("changed", changed)
    assert Text("新しい。").find(cite(exact, then)).state == "missing"


def test_the_signs_that_differ_are_told() -> None:
    place = Text(chinese.replace("周四", "周五")).find(cite(visit, chinese))

    assert place.differing == (("四", "五"),)


@pytest.mark.parametrize(
    ("then", "exact", "at"), [(chinese, visit, 9), (thai, tax, 9), (japanese, bridge, 9)]
)
def test_white_space_between_such_signs_means_nothing(then: str, exact: str, at: int) -> None:
    spaced = f"{exact[:at]}\n {exact[at:]}"
    now = then.replace(exact, spaced)
    place = Text(now).find(cite(exact, then))
    back = Text(then).find(cite(spaced, now))

    assert (place.state, now[place.start : place.end]) == ("moved", spaced)
    assert (back.state, then[back.start : back.end]) == ("moved", exact)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("Trade tariffs on steel rose by 5.", "Trade tariffs on steel rose by 5.75 percent."),
        ("Trade tariffs on steel rose by 5", "Trade tariffs on steel rose by 5,000 dollars."),
        ("75 people left the old harbour.", "1.75 people left the old harbour."),
        ("The minister met the state", "The minister met the state-owned firm."),
        ("The minister met the state", "The minister met the state's firm."),
        ("Fires burnt the old harbour", "Fires burnt the old harbourside."),
    ],
)
@pytest.mark.parametrize("lead", ["", "It was cold. "])
def test_part_of_a_word_or_a_number_is_another(then: str, now: str, lead: str) -> None:
    place = Text(lead + now).find(Citation("a", 0, len(then), then, "", " "))

    assert place.state == "changed"


def test_a_quotation_that_ended_within_a_word_still_may() -> None:
    then = "He said it.It was 5.75 percent of all."
    cited = cite("He said it.It was 5.", then)

    assert Text(f"{then} Yes.").find(cited).state == "holds"
    assert Text(f"So: {then}").find(cited).state == "moved"


def update(number: int, percent: int, verb: str = "would") -> str:
    tax = f"The council said on Tuesday that the tax {verb} rise by {percent} percent in the city."
    return f"Update {number}. {tax}"


@pytest.mark.parametrize("changed", [update(77, 77, "will"), update(77, 78), update(77, 0, "may")])
@pytest.mark.parametrize("lead", ["", "Corrected on Wednesday. " * 4])
def test_among_many_that_are_nearly_the_same_the_own_one_is_found(changed: str, lead: str) -> None:
    all_of_them = [update(number, number) for number in range(200)]
    exact = all_of_them[77].removeprefix("Update 77. ")
    cited = cite(exact, " ".join(all_of_them))
    now = lead + " ".join([*all_of_them[:77], changed, *all_of_them[78:]])
    place = Text(now).find(cited)

    assert place.state == "changed"
    assert now[place.start : place.end] == changed.removeprefix("Update 77. ")


words = st.lists(
    st.sampled_from("storm harbour 40 “flood” ferry\n\n said, on é the".split(" ")),
    min_size=1,
    max_size=30,
)


@given(words, words, words, words)
def test_words_that_are_in_a_text_are_found_in_it(
    some: list[str], own: list[str], others: list[str], more: list[str]
) -> None:
    exact = " ".join(own)
    now = " ".join([*others, exact, *more])
    then = " ".join([*some, exact])
    cited = replace(cite(exact, then), start=len(then) - len(exact), end=len(then))
    place = Text(now).find(cited)

    assert place.state in ("holds", "moved")
    assert now[place.start : place.end] == exact


@given(words, words)
def test_a_place_is_within_the_text(own: list[str], others: list[str]) -> None:
    now = " ".join(others)
    place = Text(now).find(Citation("a", 0, 5, " ".join(own)))

    assert 0 <= place.start <= place.end <= len(now)


def test_a_megabyte_and_five_hundred_quotations_take_seconds() -> None:
    dice = Random(1)
    known = [f"word{n}" for n in range(4000)]
    sentences = [" ".join(dice.choices(known, k=24)) + "." for _ in range(6500)]
    then = "\n".join(sentences)
    assert len(then) > 1_000_000
    cited = [cite(one, then) for one in sentences[::13][:500]]
    now = Text(
        "\n".join(
            one.replace(one.split()[9], "other") if n % 26 == 0 else one
            for n, one in enumerate(["New.", *sentences], -1)
        )
    )
    start = time.process_time()
    states = [now.find(one).state for one in cited]

    assert (states.count("changed"), states.count("moved")) == (250, 250)
    assert time.process_time() - start < 10
