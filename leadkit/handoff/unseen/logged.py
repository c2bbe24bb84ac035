"""The log of decisions as a table: who was handed off, with what chance, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import MISSING, N_, _, number
from leadkit.book import Book
from leadkit.journey import extract_date, turns

if TYPE_CHECKING:
    from leadkit.model import SavedModel

OVERRIDE = "override"
BY_RULE, NOT_BY_RULE = ("rule", "holdout"), ("exploration", "below_line")
COLUMNS = (
    "key", "at", "taken", "override", "propensity", "today", "y", "p", "points", "account",
    "reason",
)  # fmt: skip
LEFT_OUT = {
    "no_propensity": N_("{n} without a logged chance"),
    "not_in_book": N_("{n} the book does not know"),
    "too_young": N_("{n} whose outcome window is not over"),
    "never_arrived": N_("{n} that never reached sales"),
    "no_outcome": N_("{n} without an outcome"),
    "not_in_model": N_("{n} without an honest probability of this model"),
}


@dataclass(frozen=True, eq=False, repr=False)
class Logged:
    """Leads with a logged chance of being handed off, and where the others went.

    Attributes
    ----------
    table : DataFrame
        One row a lead: key (its id), at (of the decision, UTC), taken (bool: handed off by the
        rule or by the draw), override (bool: decided by a person; never counted as taken),
        propensity (0 to 1, the chance of being taken; missing for overrides), today (bool: what
        the rule of that day decides without a draw), y (1 won, 0 not; missing where not taken), p
        (probability, of the model or else of the log; may be missing), points (of the book's rule;
        missing where it has none), account, reason.
    counts : dict of str to int
        logged = kept + the reasons for leaving leads out: no_propensity, not_in_book, too_young,
        never_arrived, no_outcome, not_in_model. Of those kept: taken, explored (taken though the
        rule says no), overrides, and otherwise (handed off though the log says no).
    """

    table: pd.DataFrame
    counts: dict[str, int]

    @property
    def left_out(self) -> int:
        """How many logged leads cannot be used."""
        return self.counts["logged"] - self.counts["kept"]

    def sentence(self) -> str:
        """Say how many decisions can be used, and why the others cannot."""
        text = _(
            "Of {logged} leads with a logged decision {kept} can be used: {taken} were handed off "
            "by the rule or by the draw, {explored} of them though the rule says no, and "
            "{overrides} by a person, whose outcomes are not used."
        ).format(**{name: number(n) for name, n in self.counts.items()})
        reasons = [
            _(form).format(n=number(self.counts[name]))
            for name, form in LEFT_OUT.items()
            if self.counts[name]
        ]
        if reasons:
            text += " " + _("Left out: {reasons}.").format(reasons=", ".join(reasons))
        return text

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        kinds = self.table.assign(won=self.table["y"] == 1).groupby("reason", sort=True)
        counted = pd.DataFrame({"leads": kinds.size(), **kinds[["taken", "won"]].sum()})
        counted["won"] = counted["won"].where(counted["taken"] > 0)
        counted["taken"] = counted["taken"].where(counted.index != OVERRIDE)
        return inline(
            caption=_("Logged decisions"),
            columns=[_("why"), _("leads"), _("handed off"), _("won")],
            rows=[
                (reason, *(MISSING if pd.isna(n) else number(n) for n in row))
                for reason, row in counted.iterrows()
            ],
            note=self.sentence(),
        )


def logged_decisions(
    book: Book, model: SavedModel | None = None, *, as_of: str | pd.Timestamp | None = None
) -> Logged:
    """Read the first logged decision of each lead whose outcome window is over.

    A person's override says that the lead's own draw was no: the lead stays, as not taken, and its
    outcome is left out, so that those who were drawn still stand for all (Horvitz and Thompson,
    1952).

    Parameters
    ----------
    book : Book
        Its `scores` hold lead_id, at, decision, propensity and reason.
    model : SavedModel, optional
        Keep only leads of which it gives an honest probability, from a time in which it knows
        leads of both kinds: handed off and not.
    as_of : date, optional
        Judge as on that date. Default: the latest time in the book.

    Raises
    ------
    BadInput
        If the book logs no decision or no chance, or a chance that cannot be: outside 0 to 1,
        0 for a lead that was drawn, 1 for one that was not.

    Examples
    --------
    >>> import leadkit as lk
    >>> logged = logged_decisions(lk.read_book(lk.sample()))
    >>> logged.counts["logged"] == logged.counts["kept"] + logged.left_out
    True
    """
    now = _judged_at(book, as_of)
    log = _first_decisions(book, now)
    road = turns(book, as_of).query("turn == 1").set_index("lead_id", drop=False)
    window = pd.Timedelta(days=book.settings.window_days)
    ids = log["lead_id"]
    outcome, start = ids.map(road["won"]), ids.map(road["start"])
    p = _probabilities(book, model, as_of, log)
    still_runs = ids.isin(road.index[road["start"].notna() & ~road["mature"]])
    reasons = {
        "no_propensity": log["propensity"].isna() & ~log["override"],
        "not_in_book": ~ids.isin(road.index),
        "too_young": (log["at"] > now - window) | (log["taken"] & still_runs),
        "never_arrived": log["taken"] & start.isna(),
        "no_outcome": log["taken"] & outcome.isna(),
        "not_in_model": p.isna() if model is not None else pd.Series(False, index=log.index),
    }
    why = np.select(list(reasons.values()), list(reasons), "kept")
    table = log.assign(
        key=ids,
        y=outcome.where(log["taken"]).astype(float),
        p=p,
        points=_points(book, ids),
        account=ids.map(road["account_id"]),
        otherwise=start.notna() & ~log["taken"] & ~log["override"] & book.has("handed_off_at"),
    )[why == "kept"].reset_index(drop=True)
    counts = {
        "logged": len(log),
        "kept": len(table),
        **{name: int((why == name).sum()) for name in reasons},
        "taken": int(table["taken"].sum()),
        "explored": int((table["taken"] & ~table["today"]).sum()),
        "overrides": int(table["override"].sum()),
        "otherwise": int(table["otherwise"].sum()),
    }
    return Logged(table[list(COLUMNS)], counts)


def _judged_at(book: Book, as_of: str | pd.Timestamp | None) -> pd.Timestamp:
    moment = extract_date(book, as_of)
    if moment is None:
        raise BadInput(
            _("the book has no dates, so nothing says which outcome windows are over"),
            where=str(book.path or ""),
            fix=_("Add the column created_at to its leads."),
        )
    return moment


def _first_decisions(book: Book, now: pd.Timestamp) -> pd.DataFrame:
    """Return each lead's first decision that names a chance or a person, by time; all checked."""
    log = book.table("scores")
    if log is None or "propensity" not in log or log["propensity"].isna().all():
        raise BadInput(
            _("the book logs no chance of a handoff, so nothing stands for the leads not called"),
            where=_("{book}, table scores, column propensity").format(book=book.path or ""),
            fix=_(
                "Log of every decision the chance it was drawn with, and why: `leadkit score "
                "--explore` does both."
            ),
        )
    log = log.reindex(columns=["lead_id", "at", "probability", "decision", "propensity", "reason"])
    log = log.assign(override=log["reason"].eq(OVERRIDE).fillna(False).astype(bool))
    log["taken"] = (log["decision"] == "hand_off").fillna(False).astype(bool) & ~log["override"]
    log["propensity"] = log["propensity"].mask(log["override"]).astype(float)
    _refuse_impossible(log)
    log = log[log["at"] <= now]
    is_usable = log["propensity"].notna() | log["override"]
    log = log.assign(unusable=~is_usable).sort_values(["unusable", "at"], kind="stable")
    first = log.drop_duplicates("lead_id").sort_values(["at", "lead_id"], kind="stable")
    return first.assign(today=_today(first))


def _today(log: pd.DataFrame) -> pd.Series[bool]:
    """Say what the rule decides without a draw: by the reason, else by the likelier decision.

    A person who decides goes against the rule.
    """
    likelier = log["propensity"] > 1 / 2
    known = log["reason"].isin((*BY_RULE, *NOT_BY_RULE))
    drawn = log["reason"].isin(BY_RULE).where(known, likelier)
    return drawn.where(~log["override"], log["decision"] != "hand_off").astype(bool)


def _refuse_impossible(log: pd.DataFrame) -> None:
    """Refuse a chance that is none, or that what happened contradicts."""
    chance = log["propensity"]
    wrong = {
        _("a chance lies between 0 and 1"): chance.notna() & ~chance.between(0, 1),
        _("a lead with chance 0 was handed off by the draw"): (chance == 0) & log["taken"],
        _("a lead with chance 1 was not handed off"): (chance == 1) & ~log["taken"],
    }
    for problem, rows in wrong.items():
        if rows.any():
            first = log[rows].iloc[0]
            raise BadInput(
                _("{n} logged chances cannot be used: {problem}").format(
                    n=number(int(rows.sum())), problem=problem
                ),
                where=_("table scores, row {row}, lead {lead}, propensity {chance}").format(
                    row=log.index[rows][0], lead=first["lead_id"], chance=first["propensity"]
                ),
                fix=_(
                    "Log the chance before the draw; of a decision made by a person leave it "
                    "blank, with the reason override."
                ),
            )


def _probabilities(
    book: Book, model: SavedModel | None, as_of: str | pd.Timestamp | None, log: pd.DataFrame
) -> pd.Series[float]:
    """Return the log's probability of each lead, or the model's where that is honest."""
    if model is None:
        return log["probability"].astype(float)
    from leadkit.model.scoring import score_out_of_time

    scored = score_out_of_time(model, book, as_of).scored.set_index("key")
    until = model.manifest.trained_until
    if until is not None and book.has("created_at"):
        created = book.leads.set_index("lead_id")["created_at"].reindex(scored.index)
        scored = scored[~scored["is_fresh"] | (created > until)]
    return log["lead_id"].map(scored["p"]).astype(float)


def _points(book: Book, ids: pd.Series[str]) -> pd.Series[float]:
    """Return what the book's rule looks at, missing where it has no rule."""
    rule = book.settings.rule
    if rule is None or rule.column not in book.leads:
        return pd.Series(np.nan, index=ids.index)
    return ids.map(book.leads.set_index("lead_id")[rule.column]).astype(float)
