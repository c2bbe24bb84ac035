"""What may be said of the sources: the one that grew, and changes that luck does not explain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import _, capital, listed, ngettext, number, quarter_name
from leadkit.review.road.result import difference

if TYPE_CHECKING:
    from leadkit.review.road.costs import Sources

LEVEL = 0.05


def sources_sentence(sources: Sources) -> str:
    """Name the source that grew most with its win rate, and what changed beyond luck."""
    leads = sources.table.pivot_table(
        index="source", columns="quarter", values="handed_off", aggfunc="sum", fill_value=0
    )
    if sources.before == sources.quarter:
        text = ngettext(
            "{n} source handed leads off; there is no earlier quarter to compare.",
            "{n} sources handed leads off; there is no earlier quarter to compare.",
            len(leads),
        )
        return text.format(n=number(len(leads)))
    said = [_grown(sources, leads), _changed(sources)]
    return " ".join(capital(text) for text in said if text)


def _grown(sources: Sources, leads: pd.DataFrame) -> str:
    shares = leads / leads.sum()
    growth = shares[sources.quarter] - shares[sources.before]
    name = str(growth.idxmax())
    if growth[name] <= 0:
        return ""
    text = _(
        "The source whose share grew most is {source}: {after} of {n} leads in {quarter}, {before} "
        "of {m} in {earlier}"
    )
    said = text.format(
        source=name or _("unknown"),
        after=number(leads[sources.quarter].loc[name]),
        n=number(leads[sources.quarter].sum()),
        quarter=quarter_name(sources.quarter),
        before=number(leads[sources.before].loc[name]),
        m=number(leads[sources.before].sum()),
        earlier=quarter_name(sources.before),
    )
    now = sources.table[sources.table["quarter"] == sources.quarter]
    own, others = (_pooled(now[is_it]) for is_it in (now["source"] == name, now["source"] != name))
    if own is None or others is None or own.refused or others.refused:
        return said + "."
    _gap, low, high = difference(others, own)
    text = _("{own} of them were won, {others} of all others")
    rates = text.format(own=own.write(), others=others.write())
    verdict = _("more often than the others") if low > 0 else _("less often than the others")
    if low <= 0 <= high:
        verdict = _("the difference may be luck")
    return f"{said}; {rates}: {verdict}."


def _pooled(rows: pd.DataFrame) -> Estimate | None:
    found = [cell for cell in rows["won"] if isinstance(cell, Estimate)]
    if not found:
        return None
    return rate(sum(cell.events or 0 for cell in found), sum(cell.n for cell in found))


def changes(sources: Sources) -> pd.DataFrame:
    """Return source, before, after and p (Fisher's exact test, adjusted by Holm, 1979)."""
    from scipy.stats import fisher_exact
    from statsmodels.stats.multitest import multipletests

    won = {
        quarter: dict(zip(rows["source"], rows["won"], strict=True))
        for quarter, rows in sources.table.groupby("quarter")
    }
    then, now = won.get(sources.before, {}), won.get(sources.quarter, {})
    rows: list[dict[str, Any]] = []
    for name in sorted(then.keys() & now.keys()):
        pair = then[name], now[name]
        if all(isinstance(one, Estimate) and not one.refused for one in pair):
            counts = np.array([[one.events, one.n - one.events] for one in pair])
            p = float(fisher_exact(counts).pvalue)
            rows.append({"source": name, "before": pair[0], "after": pair[1], "p": p})
    table = pd.DataFrame(rows, columns=["source", "before", "after", "p"])
    if len(table):
        table["p"] = multipletests(table["p"], method="holm")[1]
    return table


def _changed(sources: Sources) -> str:
    table = changes(sources)
    if table.empty:
        return ""
    n = number(len(table))
    told = table[table["p"] < LEVEL]
    if told.empty:
        text = _(
            "Sources whose win rates can be compared: {n}; none changed by more than luck explains."
        )
        return text.format(n=n)
    fell = [row["after"].value < row["before"].value for row in told.to_dict("records")]
    parts = (
        (_("won less often than before: {names}"), told[fell]),
        (
            _("won more often than before: {names}"),
            told[[not one for one in fell]],
        ),
    )
    said = [
        text.format(names=listed([name or _("unknown") for name in rows["source"]]))
        for text, rows in parts
        if len(rows)
    ]
    text = _("Sources whose win rates can be compared: {n}; {changes}.")
    return text.format(n=n, changes="; ".join(said))
