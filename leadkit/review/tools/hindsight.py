"""What the line of a policy earned on a quarter's leads, beside every other line."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from leadkit.base.estimate import Estimate
from leadkit.base.language import _, number
from leadkit.handoff import HandoffCurve, Policy, handoff_curve
from leadkit.handoff.capacity import within_capacity
from leadkit.handoff.draws import optimism
from leadkit.handoff.leads import Bools
from leadkit.handoff.policies import chance_between
from leadkit.journey import extract_date, quarter_of
from leadkit.model.saving import SavedModel
from leadkit.review.tools.basis import Basis
from leadkit.review.tools.line import LineJudged

DRAWS, SEED = 400, 0
NEEDED = ["key", "y", "p", "account", "at"]


def judge_line(basis: Basis) -> LineJudged:
    """Look back on the line by the quarter's leads."""
    policy, economics = basis.policy, basis.economics
    if policy is None or economics is None:
        why = _("There is no policy.toml; leadkit thresholds finds a line and writes it.")
        return LineJudged(refusal=why)
    model = basis.model_of(policy)
    if model is None:
        return LineJudged(refusal=_("The model that the line was drawn for is not in the book."))
    scored = _scored(model, basis)
    learned = basis.left_out(scored)
    if learned and scored["y"].isna().all():
        why = _("{n} leads of the quarter taught the model, and no other can judge its line.")
        return LineJudged(refusal=why.format(n=number(learned)))
    if economics.per == "table":
        economics = economics.varied(capacity=None)
    curve = handoff_curve(scored[NEEDED], economics, draws=DRAWS, seed=SEED)
    decided = policy.decide(scored["p"], scored)["decision"] == "hand_off"
    ours = decided.to_numpy()[curve.leads.rows[: len(curve.leads.p)]]
    as_of = policy.evidence.as_of
    return LineJudged(
        table=_ways(curve, ours, policy.line),
        quarter=basis.quarter,
        policy=policy,
        curve=curve,
        expected=_promised(policy, len(curve.leads.p)),
        by_chances=float(curve.leads.expected.profit(economics)[ours].sum()),
        was_drawn=as_of is not None and as_of <= basis.days[0],
        is_own_evidence=_holds(as_of, basis),
        learned=learned,
        is_due=_is_due(policy, basis),
    )


def _scored(model: SavedModel, basis: Basis) -> pd.DataFrame:
    """Return the quarter's leads with out-of-time chances, and the column of the segments."""
    scored = basis.scored(model)
    quarter = quarter_of(scored["at"], basis.book.settings)
    return scored[quarter == basis.quarter].reset_index(drop=True)


def _ways(curve: HandoffCurve, ours: Bools, line: float) -> pd.DataFrame:
    """Return what the line, the best one in hindsight and handing off all would have earned."""
    leads = curve.leads
    allowed, drawn = within_capacity(curve)
    best = float(curve.thresholds[int(allowed.argmax())])
    flattered = optimism(curve.table["profit"].to_numpy(), drawn)
    ways: list[tuple[str, float, Bools, float]] = [
        ("line", line, ours, 0.0),
        ("best", best, leads.p >= best, flattered),
        ("all", 0.0, np.ones_like(leads.won), 0.0),
    ]
    nobody = np.zeros_like(leads.won)
    return pd.DataFrame(
        {
            "way": way,
            "threshold": threshold,
            "handed_off": int(picks.sum()),
            "won": int(leads.won[picks].sum()),
            "profit": _more(curve, picks, nobody),
            "more": None if way == "line" else _more(curve, picks, ours, flattered=off),
        }
        for way, threshold, picks, off in ways
    )


def _more(curve: HandoffCurve, one: Bools, other: Bools, flattered: float = 0.0) -> Estimate:
    """Return what one way to choose earned more than another on the same leads."""
    leads, economics = curve.leads, curve.economics
    profit = leads.observed.profit(economics)
    found = chance_between(leads, one, other, economics, curve.seed)
    value = float(profit[one].sum() - profit[other].sum())
    low, high = (0.0, 0.0) if found is None else (found.low, found.high)
    off = 0.0 if found is None else flattered
    return Estimate(
        value=value - off,
        low=min(low, value) - off,
        high=max(high, value) - off,
        n=len(leads.p),
        events=int(leads.won.sum()),
        unit=economics.currency or "number",
        method=_("same leads") if found is None else found.method,
    )


def _promised(policy: Policy, n: int) -> Estimate | None:
    """Return what the policy's evidence promises for as many leads."""
    evidence = policy.evidence
    if not evidence.judged:
        return None
    part = n / evidence.judged
    return Estimate(
        value=evidence.profit.value * part,
        low=evidence.profit.low * part,
        high=evidence.profit.high * part,
        n=evidence.judged,
        events=evidence.won,
        unit=policy.economics.currency or "number",
        method=evidence.method,
    )


def _holds(as_of: date | None, basis: Basis) -> bool:
    """Return whether evidence of a day can hold leads of the quarter: some are known by then."""
    window = timedelta(days=basis.book.settings.window_days)
    return as_of is not None and basis.days[0] + window < as_of


def _is_due(policy: Policy, basis: Basis) -> bool:
    now = extract_date(basis.book, basis.as_of)
    if now is None or policy.look_again is None:
        return False
    return policy.look_again <= now.tz_convert(basis.book.settings.timezone).date()
