"""The two sides of a trial, as the book's log of scores holds them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _, day, ngettext, number
from leadkit.book import Book
from leadkit.handoff.change.trial_plan import PREFIX, SHARE, TrialPlan

NEEDED = ("lead_id", "at", "decision", "propensity", "policy")


@dataclass(frozen=True, eq=False, kw_only=True)
class Arms:
    """The leads of a trial.

    Attributes
    ----------
    drawn : DataFrame
        One row a lead drawn, the first first: lead_id, at (UTC), account, treated (drawn for
        sales), mature (its window is over), won (bought within the window of the draw; False
        where that is not over), handed_off (it really was).
    above : DataFrame
        The leads above the line whose window is over: probability, won.
    counts : dict of str to int
        Rows of the log left out: before_start, without_lot (sent by hand, or failing the
        standard), older (leads that had come before the start, and
        would count as fresh ones), again (a lead scored again), not_in_book.
    """

    drawn: pd.DataFrame
    above: pd.DataFrame
    counts: dict[str, int]

    @property
    def mature(self) -> pd.DataFrame:
        """The drawn leads whose outcome window is over."""
        return self.drawn[self.drawn["mature"]]


def arms(plan: TrialPlan, book: Book, now: pd.Timestamp) -> Arms:
    """Read the two sides of a trial from the book's log of scores.

    Parameters
    ----------
    plan : TrialPlan
        The plan as it was when the first lead was drawn.
    book : Book
        Its scores say who was drawn, its leads who bought.
    now : Timestamp
        What came later is unknown.

    Raises
    ------
    BadInput
        If the book has no log of scores, if the leads were drawn under another plan or policy, or
        if nobody was drawn.
    """
    logged = _log(book, now)
    own = logged["policy"].astype("str").str.split(" ").str[0] == plan.version
    _refuse_other(plan, book, logged[~own], n=int(own.sum()))
    starts = pd.Timestamp(plan.starts).tz_localize(book.settings.timezone)
    is_early = own & (logged["at"] < starts)
    rows = logged[own & ~is_early].sort_values(["at", "lead_id"], kind="stable")
    has_lot = rows["propensity"].notna()
    without_lot, rows = int((~has_lot).sum()), rows[has_lot]
    is_known = rows["lead_id"].isin(book.leads["lead_id"])
    is_again = rows["lead_id"].duplicated() & is_known
    is_old = is_known & ~is_again & rows["lead_id"].isin(_older(book, starts))
    counts = {
        "before_start": int(is_early.sum()),
        "without_lot": without_lot,
        "older": int(is_old.sum()),
        "again": int(is_again.sum()),
        "not_in_book": int((~is_known).sum()),
    }
    first = _with_outcomes(rows[is_known & ~is_again & ~is_old], plan, book, now)
    is_drawn = np.isclose(first["propensity"], SHARE)
    drawn = first[is_drawn].reset_index(drop=True)
    if drawn.empty:
        raise BadInput(
            _(
                "no lead that came since {day} was drawn under this plan ({older} were that had "
                "come before)"
            ).format(day=day(plan.starts), older=number(counts["older"])),
            where=str(book.path or ""),
            fix=_how_to_draw(),
        )
    above = first[(first["propensity"] > SHARE) & ~is_drawn & first["mature"]]
    return Arms(drawn=drawn, above=above[["probability", "won"]], counts=counts)


def _log(book: Book, now: pd.Timestamp) -> pd.DataFrame:
    """Return the log up to a moment, propensities as numbers."""
    logged = book.table("scores")
    absent = list(NEEDED) if logged is None else [name for name in NEEDED if name not in logged]
    if logged is None or absent:
        raise BadInput(
            _("the book's scores lack {names}: nothing says who was drawn").format(
                names=", ".join(absent)
            ),
            where=str(book.path or ""),
            fix=_how_to_draw(),
        )
    known = logged[logged["at"] <= now].reindex(columns=[*NEEDED, "probability"])
    return known.astype({"propensity": float, "probability": float})


def _refuse_other(plan: TrialPlan, book: Book, others: pd.DataFrame, *, n: int) -> None:
    """Refuse a plan that was changed after its start, and leads that another policy drew."""
    starts = pd.Timestamp(plan.starts).tz_localize(book.settings.timezone)
    drawn = others[np.isclose(others["propensity"], SHARE) & (others["at"] >= starts)]
    trials = drawn.loc[drawn["policy"].str.startswith(PREFIX, na=False), "policy"]
    if len(trials):
        raise BadInput(
            ngettext(
                "{n} lead was drawn under another plan, {other}, and this plan is {own}: "
                "it was changed after its start",
                "{n} leads were drawn under another plan, {other}, and this plan is "
                "{own}: it was changed after its start",
                len(trials),
            ).format(n=number(len(trials)), other=trials.iloc[0].split(" ")[0], own=plan.version),
            where=str(book.path or ""),
            fix=_(
                "Judge the trial by the plan it began with; a changed plan is a new trial, with a "
                "later start and leads of its own."
            ),
        )
    if not n and len(drawn):
        raise BadInput(
            ngettext(
                "{n} lead was drawn by another policy, {other}, and none under this plan",
                "{n} leads were drawn by another policy, {other}, and none under this plan",
                len(drawn),
            ).format(n=number(len(drawn)), other=drawn["policy"].iloc[0]),
            where=str(book.path or ""),
            fix=_how_to_draw(),
        )


def _older(book: Book, starts: pd.Timestamp) -> pd.Series[str]:
    """Return the leads that had come before the start."""
    if "created_at" not in book.leads:
        return pd.Series(dtype="str")
    return book.leads.loc[book.leads["created_at"] < starts, "lead_id"]


def _how_to_draw() -> str:
    return _(
        "While the trial runs, score with `leadkit score BOOK --policy trial-policy.toml "
        "--explore`, which draws the leads and logs it."
    )


def _with_outcomes(
    rows: pd.DataFrame, plan: TrialPlan, book: Book, now: pd.Timestamp
) -> pd.DataFrame:
    """Add account, side, and what became of each lead within the window of its draw."""
    leads = book.leads.set_index("lead_id").reindex(rows["lead_id"]).set_axis(rows.index)
    never = pd.Series(pd.NaT, index=rows.index).dt.tz_localize("UTC")
    closed, handed = leads.get("closed_at", never), leads.get("handed_off_at", never)
    until = rows["at"] + pd.Timedelta(days=plan.window_days)
    is_won = leads["outcome"] == "won"
    if "closed_at" in leads:
        is_won &= (closed <= until) & (closed <= now)
    return rows.assign(
        account=leads.get("account_id", rows["lead_id"]).fillna(rows["lead_id"]),
        treated=rows["decision"] == "hand_off",
        mature=until <= now,
        won=is_won & (until <= now),
        handed_off=(handed >= rows["at"].dt.normalize()) & (handed <= now),
    )
