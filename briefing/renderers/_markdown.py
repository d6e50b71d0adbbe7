"""Text as Markdown shows it; every engine of CommonMark, GitHub and Obsidian."""

from __future__ import annotations

import re

# Each alternative is one construct of CommonMark, GitHub or Obsidian. A backslash where every
# engine knows it as an escape; a character reference elsewhere.
_backslashed = re.compile(
    r"""
    [\\`*_\[\]\#]                    # code, emphasis, links, headings, tags
  | ^[-+>]                           # a list, a rule, a quotation, at the start
  | (?<=\w)\.(?=[^\W\d_]{2}) | (?<=\bwww)\.  # a bare domain
  | (?:(?<=^\d)|(?<=^\d\d)|(?<=^\d{3})|(?<=^\d{4}))[.)](?=\s|$)  # a numbered list
    """,
    re.VERBOSE,
)
_referenced = re.compile(
    r"""
    [<|~]                            # HTML, table cells, struck text
  | &(?=\#?\w+;)                     # a character reference
  | [@]                              # an address
  | (?<=:)/(?=/) | :(?=//) | ^:      # a link by its scheme; a definition
  | :(?=[a-z][\w+-]*:)               # a name of an emoji
  | =(?==) | (?<==)= | ^=            # a highlight; an underlined heading
  | %(?=%) | (?<=%)%                 # an Obsidian comment
  | \$(?=\$) | (?<=\S)\$(?!\d)       # the end of a formula; "$5" alone begins none
    """,
    re.VERBOSE,
)


def escape(text: str) -> str:
    """One line of text that any Markdown engine shows as it is."""
    start = text[: len(text) - len(text.lstrip())]
    referenced = _referenced.sub(lambda m: f"\0{ord(m[0])};", text.lstrip())
    backslashed = _backslashed.sub(r"\\\g<0>", referenced)
    return start + re.sub("\0(\\d+);", r"&#\1;", backslashed)
