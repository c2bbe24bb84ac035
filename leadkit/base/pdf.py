"""A page as PDF, on A4, by WeasyPrint: without a browser, and nothing fetched from outside."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from leadkit.base.errors import BadInput
from leadkit.base.files import write_bytes
from leadkit.base.language import _

ONE_COLUMN = ".say{display:block!important;break-inside:auto!important}"  # it draws no such grid


def write_pdf(html: str, path: Path) -> None:
    """Lay a page out on A4 and write it in one step; the same page gives the same bytes.

    Parameters
    ----------
    html : str
        A whole page that holds all it shows; an address in it is not followed.
    path : Path
        The PDF; one that is there is replaced.

    Raises
    ------
    BadInput
        If WeasyPrint, or the library Pango that it sets text with, is not installed.
    """
    write_bytes(path, _laid_out(html))


def _laid_out(html: str) -> bytes:
    weasyprint = _weasyprint()
    from weasyprint.urls import URLFetcher

    page = weasyprint.HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=["data"]))
    mark = hashlib.sha256(html.encode()).digest()[:16]
    style = weasyprint.CSS(string=ONE_COLUMN)
    return bytes(page.write_pdf(stylesheets=[style], pdf_identifier=mark))


def _weasyprint() -> Any:
    try:
        import weasyprint
    except ModuleNotFoundError:
        raise BadInput(
            _("a PDF needs WeasyPrint, which is not installed"),
            fix=_("Run pip install 'leadkit[pdf]', or write the page as .html."),
        ) from None
    except OSError:
        raise BadInput(
            _("a PDF needs Pango, a library of the system, which is not installed"),
            fix=_("On Debian and Ubuntu run apt install libpango-1.0-0 libpangoft2-1.0-0 "
                  "libharfbuzz-subset0; on macOS brew install pango; or write the page as .html."),
        ) from None  # fmt: skip
    return weasyprint
