"""What new leads hold that the model never met in training: counted, named, never silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import EN_DASH, N_, _, ngettext, number, percent
from leadkit.model.cells import CellFeatures
from leadkit.model.familiar import Familiar
from leadkit.model.raw import Keys

EXAMPLES = 3
LONGEST = 30
TOO_MUCH = 0.5
WHAT = {
    "missing": N_("column missing"),
    "unknown": N_("values never met"),
    "outside": N_("outside the range met"),
    "unread": N_("no numbers"),
}


@dataclass(frozen=True, repr=False)
class Unfamiliar:
    """What leads to be scored hold that the model never met.

    Attributes
    ----------
    n : int
        Leads looked at.
    missing : dict of str to str
        Features whose column the data lacks, with its name: blank for every lead.
    unknown, outside, unread : dict of str to int
        Leads by column: with a value of a category that training never held, with a number outside
        the range of training, with a cell that should be a number and counts as blank.
    examples : dict of str to tuple of str
        The first three such values of each column in `unknown`.
    familiar : dict of str to Familiar
        What training held.
    """

    n: int
    missing: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)
    outside: dict[str, int] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    examples: dict[str, tuple[str, ...]] = field(default_factory=dict)
    familiar: Mapping[str, Familiar] = field(default_factory=dict)

    def __add__(self, other: Unfamiliar) -> Unfamiliar:
        """Return both together; of examples the first are kept."""
        both = {
            name: _first_spellings((*self.examples.get(name, ()), *more))
            for name, more in (self.examples | other.examples).items()
            for more in [other.examples.get(name, ())]
        }
        return Unfamiliar(
            n=self.n + other.n,
            missing=self.missing | other.missing,
            unknown=_sum(self.unknown, other.unknown),
            outside=_sum(self.outside, other.outside),
            unread=_sum(self.unread, other.unread),
            examples=both,
            familiar=self.familiar,
        )

    @property
    def table(self) -> pd.DataFrame:
        """One row a column and what is new in it: column, what, n (leads), share, examples."""
        rows: list[tuple[str, str, int, tuple[str, ...]]]
        rows = [(name, "missing", self.n, ()) for name in self.missing]
        for what in ("unknown", "outside", "unread"):
            for name, n in getattr(self, what).items():
                rows.append((name, what, n, self.examples[name] if what == "unknown" else ()))
        table = pd.DataFrame(rows, columns=["column", "what", "n", "examples"])
        table.insert(3, "share", table["n"] / max(self.n, 1))
        return table

    def to_dict(self) -> list[dict[str, Any]]:
        """Return the rows of `table` for machines."""
        rows = self.table.to_dict("records")
        return [
            {
                **{str(name): value for name, value in row.items()},
                "examples": list(row["examples"]),
                "share": round(row["share"], 6),
            }
            for row in rows
        ]

    def notes(self) -> list[str]:
        """Say each in a sentence."""
        return [*self._missing(), *self._unknown(), *self._outside(), *self._unread()]

    def _missing(self) -> list[str]:
        text = _(
            "column {name!r} is missing: blank for every lead ({share} of what the model goes by)"
        )
        weights = dict.fromkeys(self.missing.values(), 0.0)
        for name, own in self.missing.items():
            weights[own] += self.familiar[name].weight if name in self.familiar else 0.0
        return [text.format(name=own, share=percent(one)) for own, one in weights.items()]

    def _unknown(self) -> list[str]:
        return [
            ngettext(
                "{name}: {n} lead of {all} has a value that the model never met ({examples})",
                "{name}: {n} leads of {all} have values that the model never met ({examples})",
                n,
            ).format(
                name=name,
                n=number(n),
                all=number(self.n),
                examples=", ".join(map(repr, self.examples[name])),
            )
            for name, n in self.unknown.items()
        ]

    def _outside(self) -> list[str]:
        said = []
        for name, n in self.outside.items():
            met = self.familiar[name]
            text = ngettext(
                "{name}: {n} lead of {all} lies outside {low}{dash}{high}, the range learned from",
                "{name}: {n} leads of {all} lie outside {low}{dash}{high}, the range learned from",
                n,
            )
            ends = {"low": _plain(met.low or 0.0), "high": _plain(met.high or 0.0)}
            said.append(
                text.format(name=name, n=number(n), all=number(self.n), dash=EN_DASH, **ends)
            )
        return said

    def _unread(self) -> list[str]:
        return [
            ngettext(
                "{name}: {n} cell of {all} is no number and counts as blank",
                "{name}: {n} cells of {all} are no numbers and count as blank",
                n,
            ).format(name=name, n=number(n), all=number(self.n))
            for name, n in self.unread.items()
        ]

    def __repr__(self) -> str:
        return "; ".join(self.notes()) or _("nothing that the model has not met in training")

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        table = self.table
        return inline(
            caption=_("What the model never met in training"),
            columns=[_("column"), _("what"), _("leads"), _("for example")],
            rows=[
                (column, _(WHAT[what]), number(n), ", ".join(examples))
                for column, what, n, _share, examples in table.itertuples(index=False, name=None)
            ],
            note="",
        )


def unfamiliar(found: CellFeatures, met: Mapping[str, Familiar]) -> Unfamiliar:
    """Count what leads hold that training never held.

    Parameters
    ----------
    found : CellFeatures
        The features of the leads.
    met : mapping of str to Familiar
        What training held.
    """
    unknown, outside = dict[str, int](), dict[str, int]()
    examples = dict[str, tuple[str, ...]]()
    names = [name for name in map(str, found.table) if name in met and name not in found.missing]
    for name in names:
        one, cells = met[name], found.table[name].dropna()
        if one.kind == "category":
            new = _new_values(cells, one)
            if len(new):
                unknown[name] = len(new)
                examples[name] = _first_spellings(new.unique().tolist())
        elif one.low is not None and one.high is not None:
            n = int((~cells.astype(float).between(one.low, one.high)).sum())
            outside |= {name: n} if n else {}
    return Unfamiliar(
        n=len(found.table),
        missing=found.missing,
        unknown=unknown,
        outside=outside,
        unread={name: n for name, n in found.unread.items() if n},
        examples=examples,
        familiar=met,
    )


def _new_values(cells: pd.Series[Any], met: Familiar) -> pd.Series[str]:
    """Return the values that training never held; case and spaces do not count."""
    keys = Keys.of(cells)
    is_new = np.array([key not in met.counts for key in keys.distinct], dtype=bool)
    new = keys.codes[is_new[keys.codes]]
    return pd.Series(np.array(keys.spelling, dtype=object)[new], dtype="str")


def _first_spellings(values: Sequence[str]) -> tuple[str, ...]:
    """Return the first three values in their first spelling, long ones cut."""
    keys = Keys.of(pd.Series([value.strip()[:LONGEST] for value in values], dtype="str"))
    first: dict[str, str] = {}
    for code in keys.codes:
        first.setdefault(keys.distinct[code], keys.spelling[code])
    return tuple(first.values())[:EXAMPLES]


def refuse_too_little(missing: Mapping[str, str], met: Mapping[str, Familiar], n: int) -> None:
    """Refuse data that lacks most of what the model goes by.

    Parameters
    ----------
    missing : mapping of str to str
        Features that the data lacks, with their columns.
    met : mapping of str to Familiar
        What training held; where a model does not say it, every column is needed.
    n : int
        How many features the model has.

    Raises
    ------
    BadInput
        If every column is missing, or those missing make half or more of what the model goes by.
    """
    if not missing:
        return
    lost = sum(met[name].weight if name in met else 1.0 for name in missing)
    if len(missing) < n and lost < TOO_MUCH:
        return
    problem = _("the model needs columns that the data lacks: {names}")
    if met and len(missing) < n:
        problem = _(
            "the model needs columns that the data lacks: {names}. They are {share} of what it "
            "goes by"
        )
    names = ", ".join(map(repr, sorted(set(missing.values()))))
    raise BadInput(
        problem.format(names=names, share=percent(min(lost, 1.0))),
        fix=_(
            "Give a table with these columns; where one has another name there, rename it as in "
            "training."
        ),
    )


def _sum(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {name: one.get(name, 0) + other.get(name, 0) for name in one | other}


def _plain(value: float) -> str:
    return number(value, 0 if value.is_integer() else 2)
