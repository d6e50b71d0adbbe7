"""The encodings of the web."""

from __future__ import annotations

import codecs
import re

_utf16 = (
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_xml = re.compile(rb"""\s*<\?xml\b[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w-]{2,20})["']""")

# Encodings that a page may declare. Others are not decoded: some of Python's are no text
# encodings of the web (punycode) and take quadratic time.
_declarable = re.compile(
    r"(?:utf-?8|utf-16(?:le|be)?|iso-8859-\d+|latin-?\d|windows-125\d|cp125\d|koi8-[ru]|gb2312|gbk|gb18030|"
    r"big5|euc-(?:jp|kr)|shift_jis|macintosh|us-ascii)",
    re.IGNORECASE,
)
_web_names = {  # what browsers decode, where a page declares a part of it
    "iso-8859-1": "cp1252",
    "us-ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "utf-16": "utf-8",  # a declaration that could be read is not in UTF-16
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
}


def as_declared(data: bytes, declared: str) -> str:
    """The text in a declared encoding, "" where it is none of the web, or UTF-8."""
    if not _declarable.fullmatch(declared):
        return ""
    name = _web_names.get(declared.lower(), declared)
    return "" if name.lower() in {"utf-8", "utf8"} else data.decode(name, "replace")


def of_xml(data: bytes, charset: str = "") -> str:
    """The text of XML: UTF-16, UTF-8, what came with it, what it declares, or damaged UTF-8."""
    for start, name in _utf16:
        if data.startswith(start):
            return data.decode(name, "replace")
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        declared = _xml.match(data)
        said = declared[1].decode("ascii", "replace") if declared else ""
        return (
            as_declared(data, charset) or as_declared(data, said) or data.decode("utf-8", "replace")
        )
