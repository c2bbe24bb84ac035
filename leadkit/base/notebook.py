"""What every notebook does first: one language, pictures in the page, the house style."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leadkit.base import figure, language

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def setup(lang: str = "en") -> None:
    """Speak `lang`, draw figures in the house style, and show them under their cell.

    Parameters
    ----------
    lang : str
        "en" or "vi".

    Raises
    ------
    ValueError
        If the language is not one of these.

    Examples
    --------
    >>> import leadkit as lk
    >>> lk.setup("en")
    """
    language.use(lang)
    try:
        from IPython import get_ipython
    except ImportError:
        shell = None
    else:
        shell = get_ipython()
    if shell is not None:
        _show_figures_whole(shell)
    figure.setup()


def _show_figures_whole(shell: InteractiveShell) -> None:
    """Show figures under their cell in the size they were drawn; the backend would crop them."""
    from matplotlib_inline.config import InlineBackend

    shell.run_line_magic("matplotlib", "inline")
    backend: Any = InlineBackend.instance(parent=shell)
    backend.print_figure_kwargs = {"bbox_inches": None}
