from __future__ import annotations

import gzip
import json
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import lists
from briefing.errors import SourceError
from briefing.feeds import Entry, Feed

here = "https://www.paper.example/feed.xml"
article = "Talks on the pipeline went on for a third day in the capital. " * 20


def read(document: str | bytes, url: str = here) -> Feed:
    data = document.encode() if isinstance(document, str) else document
    found = lists.read(data, url)
    assert found is not None
    return found


def rss(items: str, head: str = "") -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>The Paper</title><link>https://paper.example/</link>{head}{items}</channel></rss>"
    )


def test_rss_names_its_articles() -> None:
    feed = read(
        rss(
            "<item><title>Tom &amp;amp; &lt;i&gt;Ann&lt;/i&gt;</title><link>/a</link>"
            "<pubDate>Fri, 17 May 2024 22:00:00 -0500</pubDate><description>Short.</description>"
            f"<content:encoded><![CDATA[<p>{article}</p>]]></content:encoded></item>",
            "<language>en-gb</language>",
        )
    )

    assert (feed.title, feed.site) == ("The Paper", "https://paper.example/")
    assert feed.entries == (
        Entry(
            "https://www.paper.example/a",
            "Tom & Ann",
            f"<p>{article}</p>",
            date(2024, 5, 17),
            "en-gb",
            stamps="Fri, 17 May 2024 22:00:00 -0500",
        ),
    )


def test_atom_names_its_articles() -> None:
    feed = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Le Journal</title>'
        '<link href="https://journal.example/"/><entry><title>Un</title><link href="/un"/>'
        "<updated>2024-05-17T08:00:00Z</updated><summary>Deux &lt; trois.</summary></entry></feed>"
    )

    assert feed.entries == (
        Entry(
            "https://www.paper.example/un",
            "Un",
            "Deux &lt; trois.",
            date(2024, 5, 17),
            "fr",
            stamps="2024-05-17T08:00:00Z",
        ),
    )


def test_a_json_feed_names_its_articles() -> None:
    items = [
        {"id": "1", "url": "/a", "title": "One", "content_html": "<p>Text.</p>"},
        {"id": "2", "external_url": "https://b.example/", "content_text": "a < b\nc"},
        "no item",
    ]
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "J",
        "home_page_url": "https://j.example/",
        "language": "de",
        "items": items,
    }
    feed = read(json.dumps(document).replace("/", r"\/"))

    assert (feed.title, feed.site) == ("J", "https://j.example/")
    assert feed.entries == (
        Entry("https://www.paper.example/a", "One", "<p>Text.</p>", language="de"),
        Entry("https://b.example/", "", "<p>a &lt; b</p><p>c</p>", language="de"),
    )


def test_an_opml_file_lists_feeds() -> None:
    feed = read(
        '<opml version="2.0"><body><outline text="News"><outline type="rss" text="A" title="The A" '
        'xmlUrl="https://a.example/f"/></outline><outline text="B" xmlurl="https://b.example/f"/>'
        '<outline text="again" xmlUrl="https://a.example/f"/></body></opml>'
    )

    assert feed.lists == (("https://a.example/f", "The A"), ("https://b.example/f", "B"))


def test_a_sitemap_lists_pages_newest_first() -> None:
    feed = read(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
        "<url><loc> https://p.example/old </loc><lastmod>2024-05-01</lastmod></url>"
        "<url><loc>https://p.example/new</loc><n:news><n:title>New</n:title>"
        "<n:publication_date>2024-05-17T10:00:00Z</n:publication_date></n:news></url></urlset>"
    )

    assert feed.entries == (
        Entry(
            "https://p.example/new",
            "New",
            published=date(2024, 5, 17),
            stamps="2024-05-17T10:00:00Z",
        ),
        Entry("https://p.example/old", published=date(2024, 5, 1), stamps="2024-05-01"),
    )


def test_of_an_index_the_newest_sitemaps_are_read() -> None:
    maps = "".join(
        f"<sitemap><loc>https://p.example/{n}.xml</loc><lastmod>2024-0{n}-01</lastmod></sitemap>"
        for n in range(1, 7)
    )
    feed = read(f"<sitemapindex>{maps}</sitemapindex>")

    assert [url[-5:] for url, _ in feed.lists] == ["6.xml", "5.xml", "4.xml"]


def test_a_list_of_addresses_is_read_line_by_line() -> None:
    feed = read("# mine\nhttps://a.example/1\n\nhttp://b.example/2\nhttps://a.example/1\n")

    assert feed.lists == (("https://a.example/1", ""), ("http://b.example/2", ""))


@pytest.mark.parametrize(
    "document",
    ["", "<html><body><p>see https://a.example/ for <rss></p></body></html>", "{}", "a text"],
)
def test_anything_else_is_no_list(document: str) -> None:
    assert lists.read(document.encode(), here) is None


@pytest.mark.parametrize(
    ("source", "origin"),
    [
        ('<source url="https://reuters.example/">Reuters</source>', "Reuters"),
        ('<source url="https://paper.example/rss">Our paper</source>', ""),
        ('<source url="https://x.example/">the paper</source>', ""),
        ("", ""),
    ],
)
def test_an_entry_of_another_outlet_says_so(source: str, origin: str) -> None:
    feed = read(rss(f"<item><title>T</title><link>/a</link>{source}</item>"))

    assert feed.entries[0].origin == origin


@pytest.mark.parametrize(
    ("content", "is_whole"),
    [
        (f"<p>{article}</p>", True),
        (f"<p>{article[:300]}</p>", False),
        (f"<p>{article}…</p>", False),
        (f"<p>{article} [...]</p>", False),
        (f"<p>{article}</p><a href='/a'>Continue reading</a> &raquo;", False),
        (f"<p>Short.</p><img alt='{article}'>", False),
    ],
)
def test_a_teaser_is_no_article(content: str, is_whole: bool) -> None:
    assert Entry(here, content=content).is_whole is is_whole


# Fronts of sites, packed lists.

front = (
    '<!doctype html><html><head><link rel="alternate" type="application/rss+xml" '
    'title="Comments Feed" href="/comments"><link href=\'/rss?a=1&amp;b=2\' '
    'type="application/rss+xml" rel=alternate>{more}</head><body><p>Headlines.</p></body></html>'
)


def test_the_front_of_a_site_leads_to_its_feed() -> None:
    feed = read(front.format(more=""), "https://paper.example/")

    assert feed.lists == (("https://paper.example/rss?a=1&b=2", ""),)


@pytest.mark.parametrize(
    "more",
    [
        '<meta property="og:type" content="article">',
        '<meta content="article" property="og:type"/>',
        '<script type="application/ld+json">{"@type": "NewsArticle"}</script>',
        '<script type="application/ld+json">{"@type": ["ReportageNewsArticle"]}</script>',
    ],
)
def test_an_article_is_read_and_not_the_feed_that_it_names(more: str) -> None:
    assert lists.read(front.format(more=more).encode(), "https://paper.example/") is None


@pytest.mark.parametrize(
    ("more", "leads"), [("", False), ('<meta property="og:type" content="website">', True)]
)
def test_a_page_below_the_top_is_a_front_if_it_says_so(more: str, leads: bool) -> None:
    found = lists.read(front.format(more=more).encode(), "https://paper.example/news")

    assert (found is not None) is leads


def test_a_packed_sitemap_is_read() -> None:
    packed = gzip.compress(b"<urlset><url><loc>https://p.example/1</loc></url></urlset>")

    assert read(packed).entries == (Entry("https://p.example/1"),)


@pytest.mark.parametrize(
    ("packed", "reason"),
    [(gzip.compress(bytes(16 * 1024 * 1024)), "over 15 MB"), (b"\x1f\x8bx", "cannot be read")],
)
def test_a_packed_list_has_limits(packed: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read(packed)


@pytest.mark.parametrize("charset", ["", "punycode", "rot13", "a\0b", "windows-1251"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1251"])
def test_a_feed_is_read_in_its_own_encoding(encoding: str, charset: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    document = declared + rss("<item><title>Переговоры</title><link>/a</link></item>")[21:]
    feed = lists.read(document.encode(encoding), here, charset)

    assert feed
    assert [entry.title for entry in feed.entries] == ["Переговоры"]


def test_what_is_no_character_is_replaced() -> None:
    version = "https://jsonfeed.org/version/1.1"
    items = [{"title": "b\udfff\0"}]
    feed = read(json.dumps({"version": version, "title": "a\ud800", "items": items}))

    assert (feed.title, feed.entries[0].title) == ("a\ufffd", "b\ufffd\ufffd")


# Hostile documents.

laughs = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)
)
outside = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
many = " ".join(f"a{n}='1'" for n in range(100_000))
some = f"<item {' '.join(many.split()[:500])}></item>"


@pytest.mark.parametrize(
    "document",
    [
        f"{laughs}]><rss version='2.0'><channel><title>&a11;</title></channel></rss>",
        f"{outside}<rss version='2.0'><channel><title>&a;</title></channel></rss>",
        f"{laughs}]><opml><body><outline text='&a11;' xmlUrl='https://a.example/'/></body></opml>",
        f"{outside}<urlset><url><loc>https://a.example/&a;</loc></url></urlset>",
        f"<rss version='2.0' {many}><channel/></rss>",
        f"<urlset {many}/>",
        "<rss version='2.0'><channel><item><description>" + "<a>" * 100_000,
        rss("<item><description><![CDATA[" + "<div>" * 100_000 + "]]></description></item>"),
        rss("<item>" * 250_000),
        "<opml>" * 100_000,
        '{"version": "https://jsonfeed.org/version/1.1", "items": ' + "[" * 100_000,
        '{"version": "https://jsonfeed.org/version/1.1", "items": 3}',
        b"<rss version='2.0'>\x00\xff\xfe</rss>",
        f"<rss version='2.0' z='>' {many}><channel/></rss>",
        "<rss version='2.0' " + many.replace("'1'", "'>'") + "><channel/></rss>",
        f"<rss version='2.0' {many}><channel/></rss>".encode("utf-16"),
        f"<rss version='2.0' {many}><channel/></rss>".encode("utf-16-be"),
        f"<rss version='2.0'><channel>{some * 1000}</channel></rss>",
        f"<rss version='2.0'><channel a=1>{some * 1000}<item z='>' {many}></channel></rss>",
        f"<opml z='>' {many}><body/></opml>",
        f"<opml a=1><body><outline z='>' {many}/></body></opml>",
    ],
    ids=range(21),
)
def test_what_is_made_to_hurt_is_refused_or_read_soon(document: str | bytes) -> None:
    start = time.process_time()
    try:
        found = repr(read(document))
    except SourceError as error:
        found = str(error)

    assert time.process_time() - start < 3
    assert "root:" not in found
    assert "haha" not in found


templates = (
    rss(
        f"<item><title>T</title><link>/a</link><pubDate>Fri, 17 May 2024</pubDate>{article}</item>"
    ),
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title><link href="/a"/></entry>',
    '{"version": "https://jsonfeed.org/version/1", "items": [{"url": "/a", "title": "T"}]}',
    '<opml><body><outline xmlUrl="https://a.example/f" text="A"/></body></opml>',
    "<urlset><url><loc>https://a.example/1</loc><lastmod>2024-05-17</lastmod></url></urlset>",
    front,
)
noise = st.sampled_from(
    [b"\x00", b"\xff\xfe", b"<", b"&", b"]]>", b"<![CDATA[", b"<!--", b"http://[", b"null", b'"']
) | st.binary(max_size=8)
edits = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 40), noise), max_size=4)


@given(
    st.sampled_from(templates), edits, st.sampled_from(["", "utf-16", "latin-1", "no-such", "é"])
)
def test_a_damaged_list_is_read_or_refused(
    document: str, edits: list[tuple[int, int, bytes]], charset: str
) -> None:
    data = document.encode()
    for at, length, new in edits:
        data = data[:at] + new + data[at + length :]
    try:
        found = lists.read(data, here, charset)
    except SourceError:
        return

    assert found is None or isinstance(found, Feed)
