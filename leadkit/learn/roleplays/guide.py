"""The trainer's guide, laid out to print."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from leadkit.base.language import current
from leadkit.base.page import packaged

FILE = "trainers-guide.md"
STYLE = """
main{max-width:var(--main)}main table{margin-bottom:var(--s5)}main h2{margin-top:var(--s6)}
main p{margin:0 0 var(--s3)}
code{font-family:Consolas,Menlo,"Noto Sans Mono","DejaVu Sans Mono",monospace;font-size:.9em;
 background:var(--tint)}
@media print{main{max-width:none}main,main p,main li{font-size:10pt;line-height:1.3}
 main table{font-size:9pt;margin-bottom:3mm;break-inside:auto}main h2{font-size:14pt;margin-top:5mm}
 main p{margin-bottom:2mm}}
"""
PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
{text}</main>
</body>
</html>
"""


def guide_text() -> str:
    """Return the trainer's guide as Markdown, in the reader's language.

    Examples
    --------
    >>> guide_text().splitlines()[0]
    "# The trainer's guide"
    """
    package = Path(str(files("leadkit")))
    installed = package / "guides" / current() / FILE
    in_checkout = package.parent / "docs" / current() / FILE
    return (installed if installed.exists() else in_checkout).read_text(encoding="utf-8")


def guide_html() -> str:
    """Return the trainer's guide as one HTML file to print, with nothing to fetch."""
    import mistune

    text = guide_text()
    style = packaged("leadkit.base", "page.css") + STYLE
    body = mistune.create_markdown(escape=True, plugins=["table"])(text)
    title = text.splitlines()[0].removeprefix("# ")
    return PAGE.format(lang=current(), title=title, style=style, text=body)
