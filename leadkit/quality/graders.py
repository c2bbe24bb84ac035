"""Whether two people grade the same leads alike: kappa, Gwet's AC1, and what they can tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.estimate import MINIMUM_N, Estimate, rate
from leadkit.base.language import N_, _, ngettext, number, percent
from leadkit.quality.kappa import ac1, kappa, kinds_of_weights, resampled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

VAGUE_BELOW = 0.40  # a policy of ours, not a law of nature
ROUNDING = 1e-9
AGREE_OFTEN = 0.80
MEASURES = {
    "raw": N_("agree (the same grade)"),
    "plain": N_("kappa, a miss is a miss"),
    "linear": N_("kappa, linear weights"),
    "quadratic": N_("kappa, quadratic weights"),
    "ac1": N_("Gwet's AC1"),
}


@dataclass(frozen=True, kw_only=True, repr=False)
class GraderAgreement:
    """How far two graders agree on the same leads.

    Parameters
    ----------
    confusion : DataFrame
        Leads by the first grader's grade (rows) and the second's (columns).
    missing : int
        Leads that only one of the two graded, or neither; they are left out.
    raw, plain, linear, quadratic, ac1 : Estimate
        The share of equal grades; Cohen's kappa with plain, linear and quadratic weights; Gwet's
        AC1, which does not fall where nearly all leads have one grade.
    """

    confusion: pd.DataFrame
    missing: int
    raw: Estimate
    plain: Estimate
    linear: Estimate
    quadratic: Estimate
    ac1: Estimate

    @property
    def n(self) -> int:
        """How many leads both have graded."""
        return int(self.confusion.to_numpy().sum())

    @property
    def marginals(self) -> pd.DataFrame:
        """The share of each grade with the first grader and with the second."""
        counts = {"first": self.confusion.sum(axis=1), "second": self.confusion.sum(axis=0)}
        return pd.DataFrame(counts).rename_axis("grade") / max(self.n, 1)

    @property
    def table(self) -> pd.DataFrame:
        """One row a measure: value, low, high, level, n and the method."""
        names = ["value", "low", "high", "level", "n", "method"]
        rows = [[getattr(getattr(self, key), name) for name in names] for key in MEASURES]
        return pd.DataFrame(rows, columns=names, index=pd.Index(MEASURES, name="measure"))

    @property
    def one_sided(self) -> bool:
        """Whether kappa is low only because nearly all leads have one grade."""
        return (
            not self.linear.refused
            and self.linear.value < VAGUE_BELOW - ROUNDING
            and self.ac1.value >= VAGUE_BELOW
            and self.raw.value >= AGREE_OFTEN
        )

    @property
    def vague(self) -> bool:
        """Whether the definition of a good lead is too vague to hold anybody to."""
        low = not self.linear.refused and self.linear.value < VAGUE_BELOW - ROUNDING
        return low and not self.one_sided

    @property
    def sentence(self) -> str:
        """What the agreement says, in the reader's language."""
        if self.linear.refused:
            return self._cannot_tell()
        share = percent(self.raw.value)
        kappa = self.linear.write()
        if self.one_sided:
            return _(
                "The two agree on {share} of {n} leads and linear kappa is still only {kappa}: "
                "nearly all leads have one grade, so that chance alone would agree as often, and "
                "kappa cannot tell (AC1: {ac1}). Grade a sample with more of the rare grades."
            ).format(share=share, n=number(self.n), kappa=kappa, ac1=self.ac1.write())
        if self.vague:
            return _(
                "The definition is vague: fix the standard before blaming. The two agree on "
                "{share} of {n} leads; linear kappa is {kappa}, below {least}."
            ).format(share=share, n=number(self.n), kappa=kappa, least=number(VAGUE_BELOW, 2))
        return _(
            "The two read the definition much alike: they agree on {share} of {n} leads; linear "
            "kappa is {kappa}. Agreement is not yet validity: compare the grades with what was won."
        ).format(share=share, n=number(self.n), kappa=kappa)

    def _cannot_tell(self) -> str:
        if self.n < MINIMUM_N:
            return _(
                "Only {n} leads were graded by both, too few to say (at least {least} needed)."
            ).format(n=number(self.n), least=MINIMUM_N)
        return _("Both gave every lead one grade: nothing was told apart, so nothing can be said.")

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw how many leads got which pair of grades; the diagonal is agreement."""
        from leadkit.base import figure

        own = ax is None
        ax = figure.axes(3.6) if ax is None else ax
        counts, grades = self.confusion.to_numpy(), [*map(str, self.confusion)]
        ax.imshow(counts, cmap="Greys", vmin=0, vmax=max(counts.max(), 1) * 1.6)
        for row, column in np.ndindex(counts.shape):
            weight = "bold" if row == column else "normal"
            ax.text(column, row, number(int(counts[row, column])), ha="center", va="center",
                    weight=weight)  # fmt: skip
        ax.set_xticks(range(len(grades)), grades)
        ax.set_yticks(range(len(grades)), grades)
        ax.set(xlabel=_("grade by the second"), ylabel=_("grade by the first"))
        ax.grid(visible=False)
        if own:
            source = _("{n} leads graded by both; bold: the same grade").format(n=number(self.n))
            figure.caption(ax, self.sentence.split(". ")[0].rstrip("."), _("leads"), source)
        return ax

    def to_dict(self) -> dict[str, Any]:
        """Return the agreement for a JSON file."""
        marginals = self.marginals.reset_index().to_dict("records")
        measures = {key: getattr(self, key).to_dict() for key in MEASURES}
        counts = {"n": self.n, "missing": self.missing, "vague": self.vague}
        return {**counts, **measures, "marginals": marginals}

    def __repr__(self) -> str:
        return self.sentence

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        rows = [(_(said), getattr(self, key).write()) for key, said in MEASURES.items()]
        shares = [
            (
                _("graded {grade}: first, second").format(grade=grade),
                f"{percent(row['first'])}, {percent(row['second'])}",
            )
            for grade, row in self.marginals.iterrows()
        ]
        note = ngettext(
            "{n} lead graded by only one of the two, or neither, is left out",
            "{n} leads graded by only one of the two, or neither, are left out",
            self.missing,
        )
        return inline(
            caption=self.sentence,
            columns=[_("measure"), _("value")],
            rows=rows + shares,
            note=note.format(n=number(self.missing)) if self.missing else "",
        )


def graders_agree(
    first: pd.Series[str],
    second: pd.Series[str],
    *,
    order: Sequence[str] = ("A", "B", "C", "D"),
    account: pd.Series[str] | None = None,
) -> GraderAgreement:
    """Compare the grades that two people gave the same leads without seeing each other's.

    Parameters
    ----------
    first, second : Series of str
        Their grades, on one index; leads that only one graded are counted and left out.
    order : sequence of str
        The grades from best to worst; weights count the steps between them.
    account : Series of str, optional
        The account of each lead. With it the intervals are those of a bootstrap of whole accounts,
        else Fleiss, Cohen and Everitt's (1969) for kappa and Gwet's (2008) for AC1.

    Returns
    -------
    GraderAgreement

    Raises
    ------
    BadInput
        If a grade is not among `order`, or a lead is there twice.

    Examples
    --------
    >>> first = pd.Series(list("A" * 25 + "B" * 25))
    >>> second = pd.Series(list("A" * 20 + "B" * 5 + "A" * 10 + "B" * 15))
    >>> round(graders_agree(first, second, order="AB").plain.value, 3)
    0.4
    """
    k = len(order)
    if k < 2 or len({*order}) < k:
        raise BadInput(
            _("{order} are no grades to tell apart").format(order=", ".join(order)),
            fix=_("Name at least two different grades, from best to worst."),
        )
    codes = pd.concat([_codes(first, order), _codes(second, order)], axis=1)
    both = codes.dropna().astype(int)
    cells = both.iloc[:, 0].to_numpy() * k + both.iloc[:, 1].to_numpy()
    counts = np.bincount(cells, minlength=k * k)
    groups = None if account is None else account.reindex(both.index).astype("str").fillna("")
    draws = None if groups is None else resampled(cells, groups, k)
    grades = pd.Index([*order])
    kappas = [kappa(counts, weights, draws) for weights in kinds_of_weights(k)]
    return GraderAgreement(
        confusion=pd.DataFrame(counts.reshape(k, k), index=grades, columns=grades),
        missing=len(codes) - len(both),
        raw=rate(int(np.trace(counts.reshape(k, k))), len(both)),
        plain=kappas[0],
        linear=kappas[1],
        quadratic=kappas[2],
        ac1=ac1(counts, k, draws),
    )


def _codes(grades: pd.Series[str], order: Sequence[str]) -> pd.Series[float]:
    """Return the place of each grade; missing where there is none."""
    if not grades.index.is_unique:
        again = grades.index[grades.index.duplicated()][0]
        raise BadInput(
            _("lead {lead} is graded twice").format(lead=again),
            fix=_("Keep one grade a lead and grader."),
        )
    written = grades.astype("str").str.strip()
    written = written.mask(written == "")
    places = {grade.casefold(): place for place, grade in enumerate(order)}
    codes = written.str.casefold().map(places)
    unknown = written[codes.isna() & written.notna()]
    if len(unknown):
        raise BadInput(
            _("{grade!r} (row {row}) is no grade").format(
                grade=unknown.iloc[0], row=unknown.index[0]
            ),
            fix=_("The grades are {grades}; leave a cell blank where there is none.").format(
                grades=", ".join(order)
            ),
        )
    return codes.astype("float")
