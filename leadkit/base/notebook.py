"""What every notebook does first: one language, pictures in the page, the house style."""

from __future__ import annotations

from dataclasses import dataclass
from traceback import walk_tb
from types import TracebackType
from typing import TYPE_CHECKING, Any

from leadkit.base import figure, language
from leadkit.base.errors import LeadkitError
from leadkit.base.language import _

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def setup(lang: str = "en") -> None:
    """Speak `lang`, draw figures in the house style, and tell faults in words.

    In a notebook, figures are shown under their cell, and a cell that was run before the one it
    needs says so instead of showing a traceback.

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
    from IPython import get_ipython

    language.use(lang)
    shell = get_ipython()
    if shell is not None:
        _show_figures_whole(shell)
        shell.set_custom_exc((NameError, LeadkitError), _tell)
    figure.setup()


@dataclass(frozen=True, repr=False)
class Told:
    """Sentences as paragraphs: a notebook would break printed ones inside a word."""

    texts: tuple[str, ...]

    def __repr__(self) -> str:
        return "\n\n".join(self.texts)

    def _repr_html_(self) -> str:
        from markupsafe import Markup

        return str(Markup("\n").join(Markup("<p>{}</p>").format(text) for text in self.texts))


def tell(*texts: str) -> Told:
    """Show sentences in a notebook, a paragraph each.

    Examples
    --------
    >>> import leadkit as lk
    >>> lk.tell("One lead in ten buys.", "The line lies at 8 %.")
    One lead in ten buys.
    <BLANKLINE>
    The line lies at 8 %.
    """
    return Told(texts)


def _show_figures_whole(shell: InteractiveShell) -> None:
    """Show figures under their cell in the size they were drawn; the backend would crop them."""
    from matplotlib_inline.config import InlineBackend

    shell.run_line_magic("matplotlib", "inline")
    backend: Any = InlineBackend.instance(parent=shell)
    backend.print_figure_kwargs = {"bbox_inches": None}


def _tell(
    shell: InteractiveShell,
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,
    tb_offset: int | None = None,
) -> None:
    """Show an error in words; one inside a function is shown with its whole trace."""
    if isinstance(error, LeadkitError):
        lines = [str(error)]
    elif isinstance(error, NameError) and not _is_inside(trace):
        advice = _(
            "Nothing is called {name!r} yet: a cell above makes it, and has not been run. "
            "Choose Run > Run All Above Selected Cell, then run this cell again."
        )
        lines = [advice.format(name=error.name or "")]
    else:
        lines = shell.InteractiveTB.structured_traceback(kind, error, trace, tb_offset)
    shell._showtraceback(kind, error, lines)


def _is_inside(trace: TracebackType | None) -> bool:
    """Return whether an error arose in a function, not in the cell itself."""
    frames = [frame for frame, _line in walk_tb(trace)]
    return frames[-1].f_code.co_name != "<module>"
