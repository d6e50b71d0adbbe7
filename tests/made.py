"""Files of the formats that are read, made on the spot: PDF, Word, EPUB, zip, mail."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage


def pdf(*pages: Sequence[str], title: str = "", kids: str = "") -> bytes:
    """A PDF with a page for each list of lines; ``kids`` stands in for its list of pages."""
    first = 5
    numbers = [first + 2 * n for n in range(len(pages))]
    own = " ".join(f"{n} 0 R" for n in numbers)
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids or own}]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        f"<</Title({title})>>",
    ]
    for number, lines in zip(numbers, pages, strict=True):
        shown = "".join(f"({_escaped(line)}) '\n" for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 72 780 Td\n{shown}ET"
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {number + 1} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>",
            f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        ]
    return assembled(objects)


def assembled(objects: Sequence[str]) -> bytes:
    """A PDF of numbered objects; the first is its catalog, the fourth its properties."""
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer<</Size {size}/Root 1 0 R/Info 4 0 R>>\nstartxref\n{len(data)}\n%%EOF"
    return data + f"xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode()


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def archive(members: Mapping[str, str | bytes]) -> bytes:
    """A zip archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return data.getvalue()


def docx(body: str, title: str = "") -> bytes:
    """A Word document around the XML of its body."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    return archive(
        {
            "word/document.xml": f'<w:document xmlns:w="{word}" xmlns:mc="{mc}">'
            f"<w:body>{body}</w:body></w:document>",
            "docProps/core.xml": '<c:coreProperties xmlns:c="c" xmlns:dc="dc">'
            f"<dc:title>{title}</dc:title></c:coreProperties>",
        }
    )


def epub(documents: Mapping[str, str]) -> bytes:
    """A magazine of Example Press of 17 May 2024, its documents in the order given."""
    items = "".join(f'<item id="i{n}" href="{name}"/>' for n, name in enumerate(documents))
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(documents)))
    return archive(
        {
            "META-INF/container.xml": '<container xmlns="urn:c"><rootfiles>'
            '<rootfile full-path="OPS/book.opf"/></rootfiles></container>',
            "OPS/book.opf": '<package xmlns="urn:p" xmlns:dc="urn:dc"><metadata>'
            "<dc:publisher>Example Press</dc:publisher><dc:date>2024-05-17</dc:date></metadata>"
            f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
            **{f"OPS/{name}": text for name, text in documents.items()},
        }
    )


def mail(text: str = "", html: str = "", subject: str = "Ministers meet") -> EmailMessage:
    """A newsletter of The Example of 17 May 2024."""
    message = EmailMessage()
    message["From"] = "The Example <news@example.org>"
    message["Subject"] = subject
    message["Date"] = "Fri, 17 May 2024 23:30:00 -0500"
    if text:
        message.set_content(text)
    if html and text:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    return message
