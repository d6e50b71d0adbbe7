"""Pages to print or to pass on, by the print style of our HTML; needs the extra [pdf]."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import escape

from briefing.errors import ConfigError
from briefing.models import Brief
from briefing.renderers._fill import fill

if TYPE_CHECKING:
    from types import ModuleType

suffix = ".pdf"
pango = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; brew install pango"
# Beside the print style: WeasyPrint wraps flex boxes early, turns text without setting it upright,
# and paints SVG without the style of the page: charts would say what is not so.
style = """
.support, .from { display: block !important; float: none !important }
.support > *, .from > *, .cites { display: inline !important; margin-inline-end: .6rem !important }
th, th * { transform: none !important }
svg { display: none !important }
"""


def render(brief: Brief, template: Path | None = None) -> bytes:
    """The brief as a PDF: the same brief is the same bytes, on a machine with the same fonts.

    Nothing is loaded, from a disk or from the web. Links to files go from where the PDF stands. A
    template of the user is one of HTML.

    Raises:
        ConfigError: WeasyPrint, or the Pango library that it needs, is not installed.
    """
    printer = _weasyprint()
    text = fill("brief.html.j2", brief, template, escape)
    nothing = printer.urls.URLFetcher(allowed_protocols=())
    page = printer.HTML(string=text, url_fetcher=nothing)
    made: bytes = page.write_pdf(stylesheets=[printer.CSS(string=style)], pdf_tags=True)
    return made


def _weasyprint() -> ModuleType:
    try:
        import weasyprint
    except ImportError as missing:
        raise ConfigError("pdf needs WeasyPrint: pip install 'briefing[pdf]'") from missing
    except OSError as missing:
        raise ConfigError(f"pdf needs Pango, a library of the system: {pango}") from missing
    return weasyprint  # type: ignore[no-any-return]
