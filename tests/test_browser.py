"""The page in a real browser: what it loads and says, who can use it, and what prints."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import TypeAlias

import briefs
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import spawn
from playwright.sync_api import Browser, Locator, Page, sync_playwright
from pypdf import PdfReader
from test_renderers import hostile, html_vectors, of_stories, with_sources

from briefing.models import Brief, Novelty, Told
from briefing.renderers import _show
from briefing.renderers import html as html_format
from briefing.renderers import json as json_format
from briefing.renderers._compose import compose

chromium = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
if not chromium:
    pytest.skip("no Chromium is installed, so no page is opened", allow_module_level=True)

sizes = {"phone": (390, 844), "desktop": (1280, 900)}
views = [(size, scheme) for size in sizes for scheme in ("light", "dark")]

Follow: TypeAlias = Callable[[Locator], None]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        yield started
        started.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the brief of the seeds, as it is written."""
    folder = tmp_path_factory.mktemp("browser")
    ran = spawn("generate", briefs.seeds, "--date", "2024-05-17", "--no-store", cwd=folder)
    assert ran.code == 0, ran.err
    return folder / "out" / "2024-05-17"


@contextmanager
def opened(
    browser: Browser, file: Path, size: str = "desktop", scheme: str = "light", script: bool = True
) -> Iterator[Page]:
    """The file in a window; it may load files beside it that are followed to, and nothing else."""
    width, height = sizes[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        has_touch=size == "phone",
        is_mobile=size == "phone",
        java_script_enabled=script,
    )
    page = context.new_page()
    heard: list[str] = []
    page.on("request", lambda request: heard.append(request.url))
    page.on("console", lambda message: heard.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: heard.append(f"error: {error}"))
    page.on("dialog", lambda dialog: heard.append(f"dialog: {dialog.message}"))
    page.goto(file.as_uri())
    yield page
    home = file.parent.as_uri()
    assert [what for what in heard if not what.startswith(home)] == []
    context.close()


def written(folder: Path, brief: Brief) -> Path:
    file = folder / "brief.html"
    file.write_text(html_format.render(brief), "utf-8")
    return file


def daily() -> Brief:
    """A brief of a day that follows another: several stories, and points of every state."""
    brief = with_sources(of_stories(), url="https://example.org/a")
    cited = brief.glance[0].citations[0]
    told = Told(date(2024, 5, 16), "Trade grew by 20 percent.", cited, ("Xinhua",))
    states = (
        Novelty("new"),
        Novelty("updated", told, "other numbers"),
        Novelty("ongoing", told),
        Novelty("background", told),
    )
    sections = tuple(
        replace(
            section, points=tuple(replace(p, novelty=state, story="visit") for p in section.points)
        )
        for section, state in zip(brief.sections, (*states, states[0]), strict=True)
    )
    glance = tuple(section.points[0] for section in sections if section.points)
    return replace(brief, sections=sections, glance=glance, last=date(2024, 5, 16))


def visible(page: Page) -> list[str]:
    """The points that are shown."""
    return [point.inner_text() for point in page.locator(".part:not(#glance) .point:visible").all()]


# --- what it loads and says


@pytest.mark.parametrize(("size", "scheme"), views)
def test_a_page_loads_nothing_and_fits_its_window(
    browser: Browser, made: Path, size: str, scheme: str
) -> None:
    with opened(browser, made / "brief.html", size, scheme) as page:
        width = page.evaluate("document.documentElement.scrollWidth")

        assert width <= sizes[size][0]


def test_no_word_of_an_article_is_obeyed(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, written(tmp_path, hostile("\n".join(html_vectors)))) as page:
        assert page.locator("h1").inner_text().startswith("<script>alert(1)</script>")


# --- who can use it


def violations(page: Page) -> str:
    """What axe-core finds, with the rules of WCAG 2.2 and its own; "" for nothing."""
    found = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}})
    return str(found.generate_report()) if found.violations_count else ""


@pytest.mark.parametrize(("size", "scheme"), views)
def test_everyone_can_use_the_page(browser: Browser, made: Path, size: str, scheme: str) -> None:
    with opened(browser, made / "brief.html", size, scheme) as page:
        assert violations(page) == ""

        page.evaluate("document.querySelectorAll('details').forEach((all) => { all.open = true })")
        page.locator("#words").fill("Ukraine")
        assert violations(page) == ""


@pytest.mark.parametrize(("size", "scheme"), views)
def test_everyone_can_use_a_page_of_news(
    browser: Browser, tmp_path: Path, size: str, scheme: str
) -> None:
    with opened(browser, written(tmp_path, daily()), size, scheme) as page:
        assert violations(page) == ""


def click(element: Locator) -> None:
    element.click()


def press(element: Locator) -> None:
    element.focus()
    element.press("Enter")


def tap(element: Locator) -> None:
    element.tap()


ways = pytest.mark.parametrize(
    ("follow", "size"), [(click, "desktop"), (press, "desktop"), (tap, "phone")]
)


@ways
def test_every_citation_leads_to_its_passage_highlighted(
    browser: Browser, made: Path, follow: Follow, size: str
) -> None:
    cited = passages(json_format.parse((made / "brief.json").read_text("utf-8")))

    with opened(browser, made / "brief.html", size) as page:
        found = page.locator("a.cite").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        assert {link for link in found if link[0] != "#"} == cited.keys()
        for link, text in cited.items():
            cite = page.locator(f'a.cite[href="{link}"]').first
            cite.evaluate("a => a.closest('details')?.setAttribute('open', '')")
            follow(cite)

            page.wait_for_url(f"**/{link}")
            reached = page.locator("mark:target")
            assert _show.shown(reached.text_content() or "") == _show.shown(text)
            assert reached.evaluate("mark => getComputedStyle(mark).outlineStyle") == "solid"
            page.go_back(wait_until="commit")


def passages(brief: Brief) -> dict[str, str]:
    """Whatever is cited on the page, by the link to it."""
    page = compose(brief)
    points = [item for part in page.parts for item in part.points]
    told = [line for block in page.blocks for group in block.groups for line in group.lines]
    before = [item.before for item in points if item.before]
    cited = (*(item.references for item in points), *(line.references for line in told), before)
    return {reference.link: reference.text for reference in chain.from_iterable(cited)}


def test_a_source_page_names_the_points_that_rest_on_it_and_leads_back(
    browser: Browser, made: Path
) -> None:
    source = next(iter(sorted((made / "sources").iterdir())))

    with opened(browser, made / "brief.html", "phone") as page:
        page.goto(source.as_uri())
        link = page.locator("a.up").first
        told = link.evaluate("a => getComputedStyle(a, '::before').content")
        assert told == f'"↩ {link.get_attribute("aria-label")}"'

        page.locator("footer a").tap()

        page.wait_for_url("**/brief.html#source-*")


def test_a_wide_table_says_on_a_phone_that_it_goes_on(browser: Browser, made: Path) -> None:
    for size in sizes:
        with opened(browser, made / "brief.html", size) as page:
            wide = page.locator(".scroll").evaluate("all => all.scrollWidth > all.clientWidth")
            assert page.locator(".hint").is_visible() == wide == (size == "phone")
            page.locator(".matrix thead span").last.scroll_into_view_if_needed()
            assert page.locator(".matrix thead span").last.evaluate(
                "all => all.scrollHeight <= all.clientHeight && all.scrollWidth <= all.clientWidth"
            )


@ways
def test_a_sentence_is_shown_between_its_neighbours(
    browser: Browser, made: Path, follow: Follow, size: str
) -> None:
    page_of = compose(json_format.parse((made / "brief.json").read_text("utf-8")))
    items = [item for part in page_of.parts for item in part.points]

    with opened(browser, made / "brief.html", size) as page:
        for item in items:
            point = page.locator(f"#{item.anchor}")
            follow(point.locator("summary"))

            shown = [" ".join(told.split()) for told in point.locator(".context").all_inner_texts()]
            assert shown == [around(r.prefix, r.text, r.suffix) for r in item.references]
            marked = [_show.shown(told) for told in point.locator("mark").all_inner_texts()]
            assert marked == [_show.shown(reference.text) for reference in item.references]


def around(prefix: str, text: str, suffix: str) -> str:
    return _show.shown(f"{'… ' if prefix else ''}{prefix}{text}{suffix}{' …' if suffix else ''}")


# --- search and filter


def ask(page: Page, **asked: str) -> list[str]:
    page.locator("#words").fill(asked.get("words", ""))
    page.locator("#topic").select_option(label=asked.get("topic", "All topics"))
    page.locator("#outlet").select_option(label=asked.get("outlet", "All outlets"))
    return visible(page)


def test_points_are_found_by_words_topic_and_outlet(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, written(tmp_path, briefs.brief())) as page:
        everything = visible(page)
        told = page.get_by_role("status")

        assert len(everything) == 6
        assert [p.split("\n")[0][:20] for p in ask(page, words="TURNOVER")] == [
            "Russo-Chinese bilate"
        ]
        assert told.inner_text() == "1 of 6 points"
        assert len(ask(page, topic="Trade")) == 2
        assert len(ask(page, topic="Trade", words="80 projects")) == 1
        assert len(ask(page, outlet="Xinhua")) == 1
        assert ask(page) == everything
        assert told.inner_text() == ""


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("state priority PROJECTS", 0),
        ("approximately priority", 1),
        ('"priority approximately"', 0),
        ('"over 80 priority  projects"', 1),
        ("“priority projects” intergovernmental", 1),
        ('"priority proj', 1),
        ('""', 6),
    ],
)
def test_a_phrase_in_quotation_marks_is_found_as_it_stands(
    browser: Browser, tmp_path: Path, words: str, found: int
) -> None:
    with opened(browser, written(tmp_path, briefs.brief())) as page:
        assert len(ask(page, words=words)) == found


def test_what_is_not_searched_is_away_while_points_are_found(browser: Browser, made: Path) -> None:
    with opened(browser, made / "brief.html") as page:
        others = page.locator("main > section:not(.part):visible, nav .back:visible")
        before = others.count()

        ask(page, topic="Energy")

        assert others.count() == 0
        assert not page.locator("nav .group").is_visible()
        assert page.locator("nav li:visible").all_inner_texts() == ["Energy 3"]
        ask(page)
        assert others.count() == before > 0
        assert page.locator("nav .group").is_visible()


def test_outlets_without_a_name_are_told_apart_by_number(browser: Browser, made: Path) -> None:
    with opened(browser, made / "brief.html") as page:
        names = page.locator("#outlet option").all_inner_texts()
        unnamed = [name for name in names if "unknown" in name]

        assert unnamed == ["[1] outlet unknown", "[3] outlet unknown", "[4] outlet unknown"]
        found = [len(ask(page, outlet=name)) for name in unnamed]
        assert all(0 < some < len(ask(page)) for some in found)


def test_a_word_is_found_without_its_accents(browser: Browser, tmp_path: Path) -> None:
    brief = briefs.brief()
    named = replace(brief, sources=tuple(replace(s, outlet="El País") for s in brief.sources))

    with opened(browser, written(tmp_path, named)) as page:
        assert len(ask(page, words="pais")) == 6


def test_points_are_found_by_what_is_new_and_what_rests_on_one(
    browser: Browser, tmp_path: Path
) -> None:
    with opened(browser, written(tmp_path, daily())) as page:
        page.get_by_label("Single source").check()
        assert len(visible(page)) == 4

        page.get_by_label("New or updated").check()
        assert len(visible(page)) == 3
        assert not page.get_by_role("heading", name="Security").is_visible()
        assert page.get_by_role("link", name="Trade", exact=True).is_visible()


def test_where_nothing_is_new_nobody_is_offered_it(browser: Browser, made: Path) -> None:
    with opened(browser, made / "brief.html") as page:
        assert not page.get_by_label("New or updated").is_visible()


def test_nothing_found_is_said_and_can_be_cleared(browser: Browser, made: Path) -> None:
    with opened(browser, made / "brief.html") as page:
        everything = visible(page)
        assert ask(page, words="marmalade") == []
        assert page.get_by_role("status").inner_text() == f"None of {len(everything)} points"

        press(page.get_by_role("button", name="Clear"))

        assert visible(page) == everything
        assert page.evaluate("document.activeElement.id") == "words"


def test_a_link_to_what_is_filtered_out_shows_it(browser: Browser, made: Path) -> None:
    with opened(browser, made / "brief.html") as page:
        ask(page, words="marmalade")

        page.evaluate("location.hash = 'section-1-1'")

        assert page.locator(":target").is_visible()
        page.wait_for_function("document.querySelector('#words').value === ''")


def test_a_link_to_nothing_is_no_error(browser: Browser, made: Path) -> None:
    with opened(browser, made / "brief.html") as page:
        page.evaluate("location.hash = '#%E0%A4%A'")
        page.wait_for_function("location.hash === '#%E0%A4%A'")
        page.wait_for_timeout(50)  # an error that nobody caught would be heard


def test_without_script_all_is_there_and_no_form(browser: Browser, made: Path) -> None:
    with opened(browser, made / "brief.html", script=False) as page:
        assert not page.get_by_role("search").is_visible()
        assert page.locator(".point:visible").count() == page.locator(".point").count()

        page.locator(".point summary").first.click()

        assert page.locator(".point mark").first.is_visible()


# --- what prints, and how much it weighs


def test_what_prints_is_told_once_on_numbered_pages_and_no_row_is_cut(
    browser: Browser, made: Path
) -> None:
    with opened(browser, made / "brief.html", script=False) as page:
        page.emulate_media(media="print")
        printed = PdfReader(BytesIO(page.pdf(format="A4")))
        said = page.locator(".point blockquote, .evidence > li + li .context, .passages li")
        quotes = said.all_text_contents()
        alone = set(page.locator(".alone .context").all_text_contents()) - {*quotes}
        rows = [row.locator("th, td").all_inner_texts() for row in page.locator("tbody tr").all()]

    leaves = ["".join(leaf.extract_text().split()) for leaf in printed.pages]
    whole = "".join(leaf.removeprefix(str(number)) for number, leaf in enumerate(leaves, 1))
    assert all(leaf.startswith(str(number)) for number, leaf in enumerate(leaves, 1))
    assert len(leaves) <= 9
    assert all("".join(quote.split()) in whole for quote in quotes)
    assert not any("".join(context.split()) in whole for context in alone if "…" in context)
    for row in rows:
        cells = ["".join(cell.split()) for cell in row]
        assert any(all(cell in leaf for cell in cells) for leaf in leaves), row


def test_the_page_of_the_seeds_is_light(made: Path) -> None:
    assert (made / "brief.html").stat().st_size < 150_000


def test_a_page_of_500_points_is_light_and_can_be_searched(
    browser: Browser, tmp_path: Path
) -> None:
    file = written(tmp_path, briefs.many(500))

    assert file.stat().st_size < 1_000_000
    with opened(browser, file) as page:
        ask(page, words="pipeline")
        assert page.get_by_role("status").inner_text().endswith(" of 501 points")
