"""What files cost that were made to exhaust their reader: seconds, memory, and their one line.

    python benchmarks/hostile.py

Each file is read in a process of its own. The marks: 30 s of processor time and 512 MB.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

most_seconds = 32  # 30 for the parser, and what starts it
most_memory = 512  # MB

_read = """
import sys
from pathlib import Path
from briefing import sources
for item in sources.read([Path(sys.argv[1])]):
    print(str(item)[:110] if isinstance(item, Exception) else f"{item.path}: {len(item.text)}")
"""
_page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 6 0 R/Resources 7 0 R>>"
_font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def main() -> int:
    """Print a row a file; 1 when one is over a mark or says nothing."""
    good = True
    print(f"{'file':16} {'MB':>5} {'CPU s':>6} {'memory MB':>9}  said")
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files():
            file = Path(folder) / name
            file.write_bytes(data)
            seconds, memory, said = cost(file)
            lines = said.splitlines()
            good &= seconds <= most_seconds and memory <= most_memory and len(lines) > 0
            print(f"{name:16} {len(data) / 1e6:5.1f} {seconds:6.1f} {memory:9.0f}  {lines[0]}")
            for line in lines[1:3]:
                print(f"{'':40} {line}")
            file.unlink()
    return 0 if good else 1


def cost(file: Path) -> tuple[float, float, str]:
    """Seconds of processor time and peak MB of reading a file, parsers apart included."""
    measured = (
        "import resource,subprocess,sys\n"
        f"ran = subprocess.run([sys.executable, '-c', {_read!r}, {str(file)!r}],"
        " capture_output=True, text=True)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1000)\n"
        "print(ran.stdout or ran.stderr.splitlines()[-1])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", measured], capture_output=True, text=True, check=True
    )
    first, _, said = ran.stdout.partition("\n")
    seconds, memory = map(float, first.split())
    return seconds, memory, said.strip()


def files() -> Iterator[tuple[str, bytes]]:
    """The files, by name."""
    show = b"(word ) Tj " * 1_000_000
    yield "stream.pdf", pdf(b"BT /F1 9 Tf 72 700 Td " + show + b"ET", kids="5 0 R")
    yield "bomb.pdf", pdf(b"BT /F1 9 Tf " + b" " * 900_000_000 + b"ET", kids="5 0 R")
    yield "loop.pdf", pdf(b"", kids="2 0 R 2 0 R")
    yield "form.pdf", pdf(b"/X Do /X Do", kids="5 0 R")
    yield "pages.pdf", pdf(b"BT /F1 9 Tf (word) Tj ET", kids="5 0 R " * 5_000, count=5_000)
    yield "braces.rtf", b"{\\rtf1 " + b"{" * 15_000_000
    yield "picture.rtf", b"{\\rtf1 {\\pict " + b"0a" * 9_000_000 + b"} The text.}"
    yield "spaces.zip", packed({"a.txt": b" " * 90_000_000})
    yield "many.zip", packed({f"{n}.txt": b"The text." for n in range(5_000)})
    yield "inner.zip", nested(packed({"a.txt": b"The text."}), 200)
    yield "deep.docx", packed({"word/document.xml": b"<a>" * 300_000})
    yield "lol.docx", packed({"word/document.xml": laughs()})
    yield "parts.eml", parts(200)
    yield (
        "nested.eml",
        b"".join(
            b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n)
            for n in range(100_000)
        ),
    )
    yield "headers.eml", b"X: y\n" * 3_000_000 + b"\nThe text."
    yield "base64.eml", b"Content-Transfer-Encoding: base64\n\n" + b"VGhlIHRleHQu\n" * 1_400_000
    yield "begins.mbox", b"From a 10:30\n\n" * 300_000


def pdf(stream: bytes, kids: str, count: int = 1) -> bytes:
    """One page with that stream, which may call itself as the form X."""
    packed = zlib.compress(stream, 9)
    head = b"/Length %d/Filter/FlateDecode" % len(packed)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids.encode()),
        _font.encode(),
        b"<</Title()>>",
        _page.encode(),
        b"<<%s>>stream\n%s\nendstream" % (head, packed),
        b"<</Font<</F1 3 0 R>>/XObject<</X 8 0 R>>>>",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources 7 0 R%s>>stream\n%s\nendstream"
        % (head, packed),
    ]
    data, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 9/Root 1 0 R/Info 4 0 R>>\nstartxref\n%d\n%%%%EOF" % len(data)
    return data + b"xref\n0 9\n0000000000 65535 f \n" + table + end


def packed(members: dict[str, bytes]) -> bytes:
    """A zip archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return data.getvalue()


def nested(data: bytes, depth: int) -> bytes:
    """An archive in an archive in an archive."""
    for _ in range(depth):
        data = packed({"in.zip": data})
    return data


def laughs() -> bytes:
    """A billion laughs: entities that stand for ten of the one before."""
    rows = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE d [<!ENTITY e0 "ha">{rows}]><d>&e11;</d>'.encode()


def parts(count: int) -> bytes:
    """A message of so many parts."""
    part = "--b\nContent-Type: text/plain\n\nThe text.\n"
    return f'Content-Type: multipart/mixed; boundary="b"\n\n{part * count}--b--\n'.encode()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(main())
