"""What else speaks for weaker selling, unrecorded lead quality, or the market."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.language import _, listed, ngettext, number
from leadkit.base.page import Section, inline_rows
from leadkit.book import Book
from leadkit.review.shortfall.shortfall import Shortfall
from leadkit.review.witnesses.cases import cases
from leadkit.review.witnesses.contacts import reached, validity
from leadkit.review.witnesses.own_leads import own_leads
from leadkit.review.witnesses.reasons import reasons
from leadkit.review.witnesses.reps import reps
from leadkit.review.witnesses.unmeasured import unmeasured
from leadkit.review.witnesses.witness import Suspect, Witness, suspect_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SUSPECTS: tuple[Suspect, ...] = ("people", "leads", "market")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Witnesses:
    """Places to look beside the split, where "selling" holds everything nobody measured.

    Attributes
    ----------
    gap : Shortfall
        The split.
    every : tuple of Witness
        Own leads, spread across reps, dead contacts, calls that reached nobody, reasons, and the
        size an unmeasured fall would need.
    """

    gap: Shortfall
    every: tuple[Witness, ...]

    @property
    def refusal(self) -> str:
        """Why there is nothing to say; empty where one witness at least found something."""
        if any(not one.estimate.refused for one in self.every):
            return ""
        found = " ".join(f"{one.title()}: {one.finding()}" for one in self.every)
        return _("Nothing beside the split can be looked at. {found}").format(found=found)

    @property
    def speaking(self) -> tuple[Witness, ...]:
        """Those that make one explanation likelier than another."""
        return tuple(one for one in self.every if one.speaks_for)

    @property
    def points_to(self) -> tuple[Suspect, ...]:
        """The explanations that every speaking witness leaves open; none where they disagree."""
        left = [set(one.speaks_for) for one in self.speaking]
        return tuple(one for one in SUSPECTS if left and all(one in open_ for open_ in left))

    @property
    def table(self) -> pd.DataFrame:
        """One row a witness: witness, estimate, n, speaks_for (tuple), lacks (tuple)."""
        return pd.DataFrame(
            {
                "witness": [one.name for one in self.every],
                "estimate": pd.Series([one.estimate for one in self.every], dtype=object),
                "n": [one.estimate.n for one in self.every],
                "speaks_for": pd.Series([one.speaks_for for one in self.every], dtype=object),
                "lacks": pd.Series([one.lacks for one in self.every], dtype=object),
            }
        )

    def sentence(self) -> str:
        """Sum up, claiming no more than the witnesses do."""
        if self.refusal:
            return self.refusal
        if self.gap.verdicts["selling"] != "fell":
            text = _("Whether selling fell, the data cannot tell: no sure fall to explain.")
            if self.gap.verdicts["selling"] == "rose":
                text = _("Selling rose: there is no fall to explain.")
            moved = _("Moved beyond luck all the same: {names}.").format(names=self._names())
            return f"{text} {moved}" if self.speaking else text
        if not self.speaking:
            return _(
                "No witness tells the sales people from unrecorded lead quality or the market: "
                "why “selling” fell, the data cannot tell."
            )
        return f"{self._said()}."

    def _names(self) -> str:
        return listed([one.title().lower() for one in self.speaking])

    def _said(self) -> str:
        """Say what the speaking witnesses have in common."""
        looked = sum(not one.estimate.refused for one in self.every if one.name != "gamma")
        speaking, names = len(self.speaking), self._names()
        if not self.points_to:
            return _(
                "{speaking} of {looked} witnesses speak and contradict each other ({names}): who "
                "is right, the data cannot tell"
            ).format(speaking=number(speaking), looked=number(looked), names=names)
        return ngettext(
            "{speaking} of {looked} witnesses speaks ({names}): it makes {suspects} likelier, and "
            "proves nothing by itself",
            "{speaking} of {looked} witnesses speak ({names}): together they make {suspects} "
            "likelier, without proving it",
            speaking,
        ).format(
            speaking=number(speaking),
            looked=number(looked),
            names=names,
            suspects=suspect_words(self.points_to),
        )

    def rows(self) -> pd.DataFrame:
        """Return the witnesses as a table to read."""
        from leadkit.review.witnesses.page import rows

        return rows(self)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw each ratio with its interval around "no change"."""
        from leadkit.review.witnesses.picture import plot

        return plot(self, ax)

    def section(self) -> Section:
        """Return the part of the review page, or what it lacks."""
        from leadkit.review.witnesses.page import section

        return section(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the content for review.json."""
        return {
            "sentence": self.sentence(),
            "points_to": list(self.points_to),
            "witnesses": [one.to_dict() for one in self.every],
        }

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        return inline_rows(self.rows(), caption=repr(self))


def witnesses(book: Book, gap: Shortfall) -> Witnesses:
    """Look for what the split cannot see: who else fell, and what buyers and calls tell.

    Every witness compares the judged quarter with all the earlier quarters that the model of the
    split learned from.

    Parameters
    ----------
    book : Book
        The book of the split.
    gap : Shortfall
        The split, of the same book.

    Returns
    -------
    Witnesses
        Six rows; one that the book does not allow names the column it lacks.

    Examples
    --------
    >>> import leadkit as lk
    >>> book = lk.read_book(lk.sample("small"))
    >>> found = witnesses(book, lk.shortfall(book, draws=20))
    >>> found.table["witness"].tolist()
    ['control', 'reps', 'validity', 'connect', 'reasons', 'gamma']
    """
    table = cases(book, gap)
    return Witnesses(
        gap=gap,
        every=(
            own_leads(gap.control),
            reps(book, table),
            validity(book, table, gap.sample.names),
            reached(book, table),
            reasons(book, table),
            unmeasured(gap, table),
        ),
    )
