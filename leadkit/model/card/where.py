"""Where the model holds, on its card: by source, segment and quarter, and quarter after quarter."""

from __future__ import annotations

from typing import Any

import pandas as pd

from leadkit.base.language import EN_DASH, MISSING, _, capital, ngettext, number, quarter_name
from leadkit.base.page import Fold, Section, Table
from leadkit.model.evaluation import Evaluation
from leadkit.model.values import named

MOST_ROWS = 12


def where_it_holds(evaluation: Evaluation) -> Section | None:
    """Show won over expected by source, segment and quarter, and quarter after quarter."""
    names = {"source": _("source"), "segment": _("segment"), "quarter": _("quarter")}
    text, folds = [], []
    for kind, table in evaluation.by.items():
        if len(table) < 2:
            continue
        name = names.get(kind, kind)
        text.append(_off(capital(name), table))
        summary = _("Results by {kind}").format(kind=name)
        folds.append(Fold(summary=summary, tables=[_by(kind, name, table)]))
    rolling = _rolling(evaluation)
    if rolling is not None:
        text.append(f"{rolling.finding}.")
        summary = _("Refitted and judged quarter after quarter")
        folds.append(Fold(summary=summary, tables=[rolling]))
    if not folds:
        return None
    return Section(heading=_("Does it hold everywhere?"), text=text, folds=folds)


def _off(kind: str, table: pd.DataFrame) -> str:
    firm = table[table["ratio"].notna()]
    off = firm[(firm["low"] > 1) | (firm["high"] < 1)]
    if firm.empty:
        return _("{kind}: too few leads in each to tell.").format(kind=kind)
    if off.empty:
        return _("{kind}: in none of {n} did more or fewer buy than luck explains.").format(
            kind=kind, n=number(len(firm))
        )
    worst = off.iloc[int(off["z"].abs().argmax())]
    return _(
        "{kind}: in {off} of {n} more or fewer bought than luck explains, most in {worst} "
        "({won} won, {expected} expected)."
    ).format(
        kind=kind,
        off=number(len(off)),
        n=number(len(firm)),
        worst=named(str(worst["value"])),
        won=number(worst["won"]),
        expected=number(worst["expected"]),
    )


def _by(kind: str, name: str, table: pd.DataFrame) -> Table:
    firm = table[table["ratio"].notna()]
    firm = firm.tail(MOST_ROWS) if kind == "quarter" else firm.head(MOST_ROWS)
    rest = table.drop(index=firm.index)
    rows = [_row(row) for row in firm.to_dict("records")]
    if len(rest):
        counts = (number(rest[key].sum()) for key in ("n", "won", "expected"))
        rows.append((_("the other {n}").format(n=number(len(rest))), *counts, MISSING, MISSING))
    header = [name, _("leads"), _("won"), _("expected"), _("won over expected"), "AUC"]
    shown = pd.DataFrame(rows, columns=header)
    finding = _("Won over expected: 1 is right; an interval without 1 is more than luck")
    return Table(finding=finding, rows=shown, numeric=header[1:])


def _row(row: dict[Any, Any]) -> tuple[str, ...]:
    return (
        named(str(row["value"])),
        *(number(row[key]) for key in ("n", "won", "expected")),
        _between(row["ratio"], row["low"], row["high"]),
        _between(row["auc"], row["auc_low"], row["auc_high"]),
    )


def _between(value: float, low: float, high: float) -> str:
    if value != value:
        return MISSING
    return f"{number(value, 2)} ({number(low, 2)}{EN_DASH}{number(high, 2)})"


def _rolling(evaluation: Evaluation) -> Table | None:
    table = evaluation.rolling
    if table.empty:
        return None
    rows = [
        (
            quarter_name(str(row["quarter"])),
            number(row["n"]),
            number(row["won"]),
            _between(row["auc"], row["low"], row["high"]),
            number(row["slope"], 2),
            number(row["log_loss"], 3),
        )
        for row in table.to_dict("records")
    ]
    header = [_("quarter"), _("leads"), _("won"), "AUC", _("slope"), _("log-loss")]
    finding = ngettext(
        "Refitted at the start of {n} quarter and judged on it: AUC {low}",
        "Refitted at the start of each of {n} quarters and judged on it: AUC from {low} to {high}",
        len(table),
    ).format(
        n=number(len(table)), low=number(table["auc"].min(), 2), high=number(table["auc"].max(), 2)
    )
    return Table(finding=finding, rows=pd.DataFrame(rows, columns=header), numeric=header[1:])
