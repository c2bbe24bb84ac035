"""What is live where a kernel runs, and still text where none does."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ipywidgets import Widget

LIVE = "application/vnd.jupyter.widget-view+json"


class Alive(ABC):
    """Widgets to click, or the same as text to read."""

    @property
    @abstractmethod
    def live(self) -> Any:
        """The widgets, made when they are first shown."""

    @abstractmethod
    def html(self) -> str:
        """Return it as still text."""

    @property
    def box(self) -> Any:
        """All widgets as one."""
        return self.live.box

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        still = {"text/plain": repr(self), "text/html": self.html()}
        return still | live_view(lambda: self.box)


def live_view(make: Callable[[], Widget]) -> dict[str, Any]:
    """Return the part of a notebook's output that shows a widget; none where no kernel answers."""
    from IPython import get_ipython

    if getattr(get_ipython(), "kernel", None) is None:
        return {}
    return {LIVE: make()._repr_mimebundle_()[LIVE]}
