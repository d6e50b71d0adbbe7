from __future__ import annotations

import asyncio
import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from briefing import entries, fetching, lists
from briefing.client import Answer, Missing, NoAnswer, TryLater, Unavailable
from briefing.errors import ConfigError, SourceError
from briefing.feeds import Feed
from briefing.models import Article, Source, Visit

now = datetime(2024, 5, 17, 6, 30, tzinfo=UTC)
feed_url = "https://paper.example/feed"
text = "Talks on the pipeline went on for a third day in the capital, the ministry said. "


@dataclass
class Web:
    """A fake of the network: what each URL gives, and what was asked."""

    gives: dict[str, str | Answer | SourceError]
    asked: list[str] = field(default_factory=list)
    last: dict[str, Visit | None] = field(default_factory=dict)

    async def __call__(self, url: str, last: Visit | None = None) -> Answer:
        self.asked.append(url)
        self.last[url] = last
        found = self.gives.get(url, Missing(url, "the server answers 404"))
        if isinstance(found, SourceError):
            raise found
        return Answer(url, found.encode()) if isinstance(found, str) else found

    async def aclose(self) -> None:
        pass


@dataclass
class Notes:
    """A fake of what survives between runs."""

    visits: dict[str, Visit] = field(default_factory=dict)
    archived: set[str] = field(default_factory=set)

    def visit(self, url: str) -> Visit | None:
        return self.visits.get(url)

    def remember(self, url: str, visit: Visit) -> None:
        self.visits[url] = visit

    def known(self, url: str) -> bool:
        return url in self.archived


def rss(*items: str, title: str = "The Paper") -> str:
    return (
        f'<rss version="2.0"><channel><title>{title}</title><link>https://paper.example/</link>'
        f"{''.join(items)}</channel></rss>"
    )


def item(link: str, title: str = "Pipeline talks", content: str = text, more: str = "") -> str:
    return (
        f"<item><title>{title}</title><link>{link}</link>{more}"
        f"<description>{html.escape(content)}</description></item>"
    )


def page(title: str = "Pipeline talks", body: str = text * 4, head: str = "") -> str:
    return (
        f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>"
        f"<p>{body}</p></article></body></html>"
    )


def fetch(
    web: Web | Mapping[str, str | Answer | SourceError],
    *given: Source,
    notes: Notes | None = None,
) -> list[Article | SourceError]:
    asked = web if isinstance(web, Web) else Web(dict(web))
    chosen = given or (Source(url=feed_url),)
    return list(fetching.fetch(chosen, asked, notes or Notes(), now))


def articles(found: Sequence[Article | SourceError]) -> list[Article]:
    return [item for item in found if isinstance(item, Article)]


def errors(found: Sequence[Article | SourceError]) -> list[SourceError]:
    return [item for item in found if isinstance(item, SourceError)]


def one(web: Web | Mapping[str, str | Answer | SourceError], *given: Source) -> Article:
    (found,) = articles(fetch(web, *given))
    return found


# Articles.


def test_the_page_behind_a_summary_is_read() -> None:
    web = {feed_url: rss(item("https://paper.example/1")), "https://paper.example/1": page()}
    found = one(web)

    assert found.text.count("third day") == 4
    assert found.url == found.path == "https://paper.example/1"
    assert not found.summary_only


def test_an_article_that_a_feed_holds_in_full_needs_no_page() -> None:
    web = Web({feed_url: rss(item("https://paper.example/1", content=f"<p>{text * 15}</p>"))})
    found = one(web)

    assert web.asked == [feed_url]
    assert found.text.count("third day") == 15
    assert not found.summary_only


@pytest.mark.parametrize(
    "gives",
    [
        Missing("", "the server answers 404"),
        NoAnswer("", "no full answer within 20 s"),
        Answer("https://paper.example/1", b"PK", "application/zip"),
        page("Before you continue", "We and our partners use cookies to store information. " * 9),
        "<html><body></body></html>",
    ],
    ids=["missing", "silent", "no page", "a wall", "empty"],
)
def test_where_a_page_cannot_be_had_the_summary_stands_and_says_so(
    gives: str | Answer | SourceError,
) -> None:
    found = one({feed_url: rss(item("https://paper.example/1")), "https://paper.example/1": gives})

    assert found.text == text.strip()
    assert found.summary_only


def test_a_page_for_which_a_summary_stands_is_named_with_its_reason() -> None:
    (failed,) = errors(fetch({feed_url: rss(item("https://paper.example/1"))}))

    assert failed.bucket == "summary only"
    assert str(failed) == (
        "https://paper.example/1: the server answers 404; the summary of its feed stands for it"
    )


def test_without_a_summary_either_it_is_said_why_the_page_failed() -> None:
    found = fetch({feed_url: rss(item("https://paper.example/1", content=""))})

    assert [str(error) for error in errors(found)] == [
        "https://paper.example/1: the server answers 404"
    ]


def test_pages_can_be_left_alone() -> None:
    web = Web({feed_url: rss(item("https://paper.example/1"))})

    assert one(web, Source(url=feed_url, pages=False)).summary_only
    assert web.asked == [feed_url]


def test_a_page_can_be_a_source_of_its_own() -> None:
    web = Web({"https://paper.example/1": page()})
    found = one(web, Source(url="https://paper.example/1", title="Mine"))

    assert found.title == "Mine"
    assert web.asked == ["https://paper.example/1"]


def test_what_the_user_says_wins_then_the_page_then_the_feed() -> None:
    head = '<meta property="og:site_name" content="The Paper Online">'
    dated = item(
        "https://paper.example/1",
        title="Other words on pipeline talks",
        more="<pubDate>Thu, 16 May 2024 10:00:00 GMT</pubDate>",
    )
    web = {feed_url: rss(dated), "https://paper.example/1": page(head=head)}
    said = one(web, Source(url=feed_url, outlet="Mine", owner="Holding"))
    unsaid = one(web)

    assert (said.outlet, said.owner) == ("Mine", "Holding")
    assert (unsaid.outlet, unsaid.title) == ("The Paper Online", "Pipeline talks")
    assert unsaid.published == date(2024, 5, 16)


@pytest.mark.parametrize(
    ("link", "outlet"),
    [("https://www.paper.example/1", "The Paper"), ("https://other.example/1", "other.example")],
)
def test_a_page_without_a_name_goes_by_its_feed_or_its_host(link: str, outlet: str) -> None:
    assert one({feed_url: rss(item(link)), link: page()}).outlet == outlet


def test_a_feed_names_the_pages_beside_it_wherever_it_says_that_its_site_is() -> None:
    web = {feed_url: rss(item("https://paper.example/1")), "https://paper.example/1": page()}
    web[feed_url] = web[feed_url].replace("<link>https://paper.example/</link>", "", 1)

    assert one(web).outlet == "The Paper"


def test_a_page_names_its_own_address() -> None:
    link = "https://paper.example/1?utm_source=rss"
    head = '<link rel="canonical" href="https://paper.example/1">'

    assert one({feed_url: rss(item(link)), link: page(head=head)}).url == "https://paper.example/1"


@pytest.mark.parametrize(
    "address",
    [
        "https://reuters.example/1",
        "https://paper.example/",
        "https://paper.example/2",
        "https://paper.example/1?id=2",
        "http://[x",
    ],
)
def test_a_page_may_not_take_the_address_of_another(address: str) -> None:
    head = f'<link rel="canonical" href="{address}">'
    web = {
        feed_url: rss(item("https://paper.example/1")),
        "https://paper.example/1": page(head=head),
    }

    assert one(web).url == "https://paper.example/1"


def test_entries_without_an_address_are_told_apart() -> None:
    entries = [item("", content=f"<p>{word} {text * 15}</p>") for word in ("Now", "Then")]
    found = articles(fetch({feed_url: rss(*entries)}))

    assert len({article.path for article in found}) == 2


def test_the_charset_of_the_answer_counts() -> None:
    link = "https://paper.example/1"
    russian = "Переговоры о газопроводе продолжались третий день, сообщило министерство. " * 5
    said = page(title="Переговоры", body=russian).encode("cp1251")
    answered = Answer(link, said, "text/html", "windows-1251")
    found = one({feed_url: rss(item(link, title="Переговоры")), link: answered})

    assert found.text.count("третий день") == 5


# Aggregators.

reuters = '<source url="https://reuters.example/">Reuters</source>'


def test_an_aggregator_is_not_taken_for_the_outlet() -> None:
    link = "https://paper.example/redirect?x=1"
    wall = page("Aggregator", "Sign in to go on to the site of your choice. " * 5)
    found = one({feed_url: rss(item(link, more=reuters)), link: wall})

    assert (found.outlet, found.credit) == ("The Paper", "Reuters")
    assert found.summary_only


@pytest.mark.parametrize("gives", ["<html></html>", Unavailable("", "the server answers 500")])
@pytest.mark.parametrize("head", ["", '<meta property="og:site_name" content="Reuters">'])
def test_what_a_feed_says_of_pages_elsewhere_is_said_in_its_own_name(
    gives: str | SourceError, head: str
) -> None:
    links = [f"https://{name}.example/1" for name in ("reuters", "bbc")]
    whole = f"{head}<p>{text * 15}</p>"
    items = [item(link, content=f"{whole}<p>{link}</p>") for link in links]
    said = rss(*items, title="Planet").replace("https://paper", "https://reuters", 1)
    found = articles(fetch({feed_url: said} | dict.fromkeys(links, gives)))

    assert [(article.outlet, article.owner) for article in found] == [("Planet", "")] * 2
    assert all(article.url.startswith(f"{feed_url}#") for article in found)
    assert len({article.url for article in found}) == 2


def test_the_page_of_another_host_is_read_even_if_a_feed_seems_to_hold_it() -> None:
    link = "https://reuters.example/1"
    said = item(link, content=f"<p>{'Words that Reuters never wrote. ' * 40}</p>")
    found = one({feed_url: rss(said), link: page()})

    assert (found.outlet, found.text.count("third day")) == ("reuters.example", 4)


def test_a_link_that_leads_to_the_outlet_gives_the_outlet() -> None:
    link = "https://paper.example/redirect?x=1"
    there = Answer(
        "https://www.reuters.example/1",
        page(head='<meta property="og:site_name" content="Reuters">').encode(),
        "text/html",
    )
    found = one({feed_url: rss(item(link, more=reuters)), link: there})

    assert (found.outlet, found.credit, found.url) == ("Reuters", "", there.url)


def test_a_text_that_a_feed_takes_from_another_outlet_is_not_independent_of_it() -> None:
    head = '<meta property="og:site_name" content="The Paper">'
    link = "https://paper.example/1"
    found = one({feed_url: rss(item(link, more=reuters)), link: page(head=head)})

    assert (found.outlet, found.credit, found.owner) == ("The Paper", "Reuters", "Reuters")


# Lists.


def test_all_feeds_of_a_list_are_read_under_their_names() -> None:
    opml = (
        '<opml><body><outline title="A" xmlUrl="https://a.example/f"/>'
        '<outline title="B" xmlUrl="https://b.example/f"/></body></opml>'
    )
    web = {
        "https://me.example/opml": opml,
        "https://a.example/f": rss(item("https://a.example/1")),
        "https://b.example/f": rss(item("https://b.example/1", content=text + "More.")),
    }
    found = fetch(web, Source(url="https://me.example/opml"))

    assert [article.outlet for article in articles(found)] == ["A", "B"]


def test_a_text_on_the_web_lists_feeds_and_pages() -> None:
    web = {
        "https://me.example/list": "https://a.example/f\nhttps://b.example/1\n",
        "https://a.example/f": rss(item("https://a.example/1")),
        "https://b.example/1": page(),
    }
    found = fetch(web, Source(url="https://me.example/list"))

    assert [article.url for article in articles(found)] == [
        "https://a.example/1",
        "https://b.example/1",
    ]


def test_lists_do_not_lead_on_for_ever() -> None:
    index = "<sitemapindex><sitemap><loc>https://a.example/m</loc></sitemap></sitemapindex>"
    found = fetch({"https://a.example/m": index}, Source(url="https://a.example/m"))

    assert [error.bucket for error in errors(found)] == ["failed source"]


def test_a_list_of_lists_has_a_limit_and_robots_txt_decides_about_what_it_names() -> None:
    links = [f"https://a.example/{n}" for n in range(103)]
    web = Web({"https://me.example/list": "\n".join(links)})
    web.gives["https://a.example/robots.txt"] = "User-agent: *\nDisallow: /"
    found = fetch(web, Source(url="https://me.example/list"))

    assert web.asked == ["https://me.example/list", "https://a.example/robots.txt"]
    assert [error.reason for error in errors(found) if error.bucket == "beyond the first"] == [
        "3 more entries; 100 are read of a list"
    ]


def test_a_page_that_two_feeds_list_is_asked_for_once() -> None:
    web = Web(
        {
            "https://a.example/f": rss(item("https://p.example/1")),
            "https://b.example/f": rss(item("https://p.example/1")),
            "https://p.example/1": page(),
        }
    )
    found = fetch(
        web, *(Source(url=f"https://{name}.example/f", outlet=name) for name in ("a", "b"))
    )

    assert [article.outlet for article in articles(found)] == ["a"]
    assert web.asked.count("https://p.example/1") == 1


def test_what_is_left_of_a_long_list_is_said() -> None:
    listed = "".join(f"<url><loc>https://a.example/{n}</loc></url>" for n in range(103))
    web = {"https://a.example/map": f"<urlset>{listed}</urlset>"}
    found = fetch(web, Source(url="https://a.example/map"))

    assert [error.reason for error in errors(found) if error.bucket == "beyond the first"] == [
        "3 more entries; 100 are read of a list"
    ]


# Manners.


def test_a_second_run_reads_no_page_again() -> None:
    notes = Notes()
    web = Web({feed_url: rss(item("https://paper.example/1")), "https://paper.example/1": page()})
    first = fetch(web, notes=notes)
    web.asked.clear()
    second = fetch(web, notes=notes)

    assert len(articles(first)) == 1
    assert second == []
    assert web.asked == [feed_url]


@pytest.mark.parametrize(
    ("gives", "asked"),
    [
        (Missing("", "the server answers 404"), 1),
        ("<html></html>", 1),
        (NoAnswer("", "no full answer within 20 s"), 2),
        (Unavailable("", "the server answers 500"), 2),
    ],
    ids=["missing", "empty", "silent", "failing"],
)
def test_a_page_is_tried_again_only_where_that_may_help(
    gives: str | SourceError, asked: int
) -> None:
    link = "https://paper.example/1"
    web, notes = Web({feed_url: rss(item(link, content="")), link: gives}), Notes()
    first = fetch(web, notes=notes)
    second = fetch(web, notes=notes)

    assert [len(errors(first)), len(errors(second))] == [1, asked - 1]
    assert web.asked.count(link) == asked


dated = "<pubDate>Thu, 16 May 2024 {}:00:00 GMT</pubDate>"


@pytest.mark.parametrize(
    ("before", "after", "again"),
    [
        (item("https://paper.example/1"), item("https://paper.example/1", content="New. " * 9), 2),
        (
            item("https://paper.example/1", more=dated.format("08")),
            item("https://paper.example/1", more=dated.format("09")),
            2,
        ),
        (item("https://paper.example/1"), item("https://paper.example/1", content=f"{text} "), 1),
    ],
    ids=["another text", "another hour", "another space"],
)
def test_a_page_is_read_again_when_its_entry_has_changed(
    before: str, after: str, again: int
) -> None:
    link, notes = "https://paper.example/1", Notes()
    web = Web({feed_url: rss(before), link: Answer(link, page().encode(), visit=Visit('"1"'))})
    web.gives["https://paper.example/robots.txt"] = ""
    fetch(web, notes=notes)
    web.gives |= {feed_url: rss(after), link: page(body=text * 5)}
    found = articles(fetch(web, notes=notes))
    fetch(web, notes=notes)

    assert [article.text.count("third day") for article in found] == [5] * (again - 1)
    assert web.asked.count(link) == again
    assert getattr(web.last[link], "etag", "") == ('"1"' if again == 2 else "")


def test_a_summary_does_not_follow_the_article_whose_page_is_gone() -> None:
    link, notes = "https://paper.example/1", Notes()
    web = Web({feed_url: rss(item(link)), link: page()})
    fetch(web, notes=notes)
    web.gives |= {feed_url: rss(item(link, content="New. " * 9)), link: Missing(link, "gone")}

    assert [str(found) for found in fetch(web, notes=notes)] == [f"{link}: gone"]
    assert fetch(web, notes=notes) == []


def test_a_changed_summary_is_given_again_where_pages_are_left_alone() -> None:
    notes, source = Notes(), Source(url=feed_url, pages=False)
    web = Web({feed_url: rss(item("https://paper.example/1"))})
    fetch(web, source, notes=notes)
    unchanged = fetch(web, source, notes=notes)
    web.gives[feed_url] = rss(item("https://paper.example/1", content=f"{text} It ended."))
    changed = articles(fetch(web, source, notes=notes))

    assert unchanged == []
    assert [article.text for article in changed] == [f"{text} It ended.".replace("  ", " ")]


def test_what_another_list_says_of_a_page_is_no_change_of_it() -> None:
    link, other, notes = "https://paper.example/1", "https://paper.example/more", Notes()
    web = Web({feed_url: rss(item(link)), other: rss(item(link, content="Else.")), link: page()})
    fetch(web, notes=notes)
    fetch(web, Source(url=other), notes=notes)

    assert web.asked.count(link) == 1


def test_a_summary_gives_way_to_its_page_once_that_can_be_had() -> None:
    link, notes = "https://paper.example/1", Notes()
    web = Web({feed_url: Answer(feed_url, rss(item(link)).encode(), visit=Visit('"1"'))})
    web.gives |= {link: Unavailable(link, "the server answers 500")}
    first = articles(fetch(web, notes=notes))
    notes.archived.add(link)
    web.gives[link] = page()
    second = articles(fetch(web, notes=notes))

    assert [article.summary_only for article in (*first, *second)] == [True, False]


def test_a_fetch_ends_when_its_time_is_up_and_says_what_was_not_reached() -> None:
    class Hanging(Web):
        async def __call__(self, url: str, last: Visit | None = None) -> Answer:
            if url.startswith("https://slow"):
                await asyncio.sleep(60)
            return await super().__call__(url, last)

    links = [f"https://slow{n}.example/1" for n in range(20)]
    web = Hanging({feed_url: rss(*(item(link, content="") for link in links))})
    given = [Source(url=feed_url)]
    found = list(fetching.fetch(given, web, Notes(), now, seconds=0.2))

    assert [error.path for error in errors(found)] == links
    assert {error.reason for error in errors(found)} == {
        "not reached in the time that a fetch has (fetch_minutes)"
    }


def test_an_archived_page_is_not_asked_for() -> None:
    web = Web({feed_url: rss(item("https://paper.example/1"))})

    assert fetch(web, notes=Notes(archived={"https://paper.example/1"})) == []
    assert web.asked == [feed_url]


def test_a_feed_is_asked_only_for_what_has_changed() -> None:
    known = Visit('"1"', "Fri")
    web = Web({feed_url: Answer(feed_url, unchanged=True)})
    notes = Notes({feed_url: known})

    assert fetch(web, notes=notes) == []
    assert web.last[feed_url] == known
    assert notes.visits == {feed_url: known}


def test_a_feed_is_remembered_when_its_articles_have_been_taken() -> None:
    notes = Notes()
    content = f"<p>{text * 15}</p>"
    said = rss(item("https://paper.example/1", content=content)).encode()
    web = Web({feed_url: Answer(feed_url, said, visit=Visit('"1"'))})
    run = fetching.fetch([Source(url=feed_url)], web, notes, now)
    next(run)
    before = dict(notes.visits)
    list(run)

    assert before == {}
    assert notes.visits[feed_url] == Visit('"1"')


def test_a_server_that_asks_for_patience_is_left_alone_until_then() -> None:
    later = now + timedelta(hours=2)
    notes = Notes()
    web = Web({feed_url: TryLater(feed_url, "the server answers 429", later)})
    other = Source(url="https://paper.example/other")
    fetch(web, Source(url=feed_url), other, notes=notes)
    asked = list(web.asked)
    found = list(fetching.fetch([other], web, notes, later - timedelta(seconds=1)))
    list(fetching.fetch([Source(url=feed_url)], web, notes, later))

    assert asked[0] == feed_url
    assert "not to be contacted before 2024-05-17 08:30" in errors(found)[0].reason
    assert web.asked == [*asked, feed_url]


def test_patience_is_had_with_the_server_that_asks_and_not_with_who_leads_to_it() -> None:
    busy = "https://busy.example/feed"
    notes, later = Notes(), now + timedelta(hours=2)
    fetch(Web({feed_url: TryLater(feed_url, "the server answers 429", later, busy)}), notes=notes)

    assert list(notes.visits) == ["https://busy.example/"]


def test_a_server_that_does_not_answer_is_not_waited_for_again() -> None:
    links = [f"https://slow.example/{n}" for n in range(20)]
    web = Web({feed_url: rss(*map(item, links)), "https://slow.example/robots.txt": page()})
    web.gives |= {link: NoAnswer(link, "no full answer within 20 s") for link in links}
    fetch(web)

    assert len(web.asked) == 3  # the feed, robots.txt, and one page


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ("User-agent: *\nDisallow: /1", False),
        ("User-agent: *\nDisallow: /*1$", False),
        ("User-agent: briefing\nDisallow: /\nUser-agent: *\nAllow: /", False),
        ("User-agent: *\nDisallow: /private", True),
        (Missing("", "the server answers 404"), True),
        (Unavailable("", "the server answers 500"), False),
    ],
)
def test_robots_txt_is_obeyed_for_pages_and_not_for_feeds(
    robots: str | SourceError, allowed: bool
) -> None:
    web = Web(
        {
            feed_url: rss(item("https://paper.example/1")),
            "https://paper.example/1": page(),
            "https://paper.example/robots.txt": robots,
        }
    )
    found = one(web)

    assert found.summary_only is not allowed
    assert ("https://paper.example/1" in web.asked) is allowed


# Failures.


@pytest.mark.parametrize(
    "gives",
    [Missing("", "the server answers 404"), "<rss", "<html></html>"],
    ids=["missing", "broken", "empty"],
)
def test_a_failed_source_costs_no_other(gives: str | SourceError) -> None:
    web = {feed_url: gives, "https://b.example/f": rss(item("https://b.example/1"))}
    found = fetch(web, Source(url=feed_url), Source(url="https://b.example/f"))

    assert len(articles(found)) == 1
    assert [error.path for error in errors(found) if error.bucket == "failed source"] == [feed_url]


@pytest.mark.parametrize("broken", ["feed", "page"])
def test_a_bug_in_a_reader_costs_what_it_read_and_is_named(
    broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, other = "https://paper.example/1", "https://b.example/1"
    web = {
        feed_url: rss(item(link, content="")),
        link: page(),
        "https://b.example/f": rss(item(other)),
        other: page(),
    }
    url, module, name = {
        "feed": (feed_url, lists, "read"),
        "page": (link, entries, "of_page"),
    }[broken]
    right = getattr(module, name)

    def wrong(*args: Any) -> Any:
        if url in (args[1], getattr(args[1], "url", "")):
            raise OverflowError("a date too far")
        return right(*args)

    monkeypatch.setattr(module, name, wrong)
    found = fetch(web, Source(url=feed_url), Source(url="https://b.example/f"))

    assert [article.url for article in articles(found)] == [other]
    (error,) = errors(found)
    assert error.path == url
    assert "OverflowError in test_fetching.py" in error.reason


def test_while_a_list_is_read_answers_go_on_coming_in(monkeypatch: pytest.MonkeyPatch) -> None:
    came = Event()
    right = lists.read

    def slow(data: bytes, url: str, charset: str = "") -> Feed | None:
        assert url != feed_url or came.wait(9)
        return right(data, url, charset)

    class Later(Web):
        async def __call__(self, url: str, last: Visit | None = None) -> Answer:
            found = await super().__call__(url, last)
            if url != feed_url:
                await asyncio.sleep(0.05)
                came.set()
            return found

    monkeypatch.setattr(lists, "read", slow)
    web = Later({feed_url: rss(), "https://b.example/f": rss()})

    assert errors(fetch(web, Source(url=feed_url), Source(url="https://b.example/f"))) == []


def test_a_source_can_be_turned_off() -> None:
    web = Web({})
    found = fetch(web, Source(url=feed_url, enabled=False))

    assert [error.bucket for error in errors(found)] == ["disabled"]
    assert web.asked == []


def test_entries_for_files_are_not_fetched() -> None:
    assert fetch(Web({}), Source(path="a.txt", url=feed_url), Source(outlet="A")) == []


@pytest.mark.parametrize(
    "url", ["paper.example/feed", "ftp://paper.example/", "https://", "http://[", "a\0b", "."]
)
def test_an_address_that_is_none_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"neither a web address|cannot be read"):
        fetching.settle([Source(url=url)], tmp_path)


@pytest.mark.parametrize(
    "url",
    [
        "https://joe:secret@paper.example/f",
        "http://joe:secret@[x",
        "ftp://secret@a.example/",
        "//secret@a/",
    ],
)
def test_a_password_in_an_address_is_refused_and_not_repeated(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="holds a user name or password") as caught:
        fetching.settle([Source(url=url)], tmp_path)

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "document",
    [
        "https://joe:secret@a.example/f\n",
        '<opml><outline xmlUrl="https://joe:secret@a.example/f"/></opml>',
    ],
)
def test_a_password_in_a_list_is_left_out(document: str, tmp_path: Path) -> None:
    (tmp_path / "list").write_text(document)

    assert fetching.settle([Source(url="list")], tmp_path) == [Source(url="https://a.example/f")]


def test_a_local_list_stands_for_what_it_names(tmp_path: Path) -> None:
    (tmp_path / "feeds.opml").write_text(
        '<opml><body><outline title="A" xmlUrl="https://a.example/f"/></body></opml>'
    )
    (tmp_path / "urls.txt").write_text("https://b.example/1\n# no\nhttps://b.example/2\n")
    given = [Source(url="feeds.opml", owner="O"), Source(url="urls.txt", outlet="B"), Source()]

    assert fetching.settle(given, tmp_path) == [
        Source(url="https://a.example/f", outlet="A", owner="O"),
        Source(url="https://b.example/1", outlet="B"),
        Source(url="https://b.example/2", outlet="B"),
        Source(),
    ]


def test_a_local_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("An article.")
    with pytest.raises(ConfigError, match="neither an OPML file nor a list"):
        fetching.settle([Source(url="a.txt")], tmp_path)
