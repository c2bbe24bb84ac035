"""A trial whose true win rates are known, as a book with its log of scores."""

from datetime import date

import numpy as np
import pandas as pd

from leadkit.book import Book, Settings
from leadkit.handoff.change.trial_plan import TrialPlan

START = pd.Timestamp("2026-01-05", tz="UTC")
MODEL = {"name": "m1", "sha256": "0" * 64}
LINE = {"version": "1", "sha256": "1" * 64, "line": 0.12}


def trial_plan(**changed):
    plan = {
        "starts": date(2026, 1, 5),
        "low": 0.06,
        "high": 0.12,
        "per_arm": 300,
        "per_week": 60,
        "window_days": 90,
        "old": LINE,
        "new": LINE | {"version": "2", "sha256": "2" * 64, "line": 0.06},
        "model": MODEL,
        "economics": {"value": 1000, "cost": 50},
        "assumed": {"handed_off": 0.11, "left": 0.02, "judged": 100, "won": 11},
    }
    return TrialPlan.model_validate(plan | changed)


def trial_book(plan, n=600, *, p1=0.2, p0=0.02, seed=0, share=0.5, above=200, policy=None):
    """Return a book in which `n` leads were drawn, two an account, and `above` came above."""
    rng = np.random.Generator(np.random.PCG64(seed))
    account = np.arange(n) // 2
    treated = (rng.random(n) < share)[account]
    won = rng.random(n) < np.where(treated, p1, p0)
    drawn = pd.DataFrame(
        {
            "lead_id": [f"L{i:04}" for i in range(n)],
            "account_id": [f"A{i}" for i in account],
            "probability": rng.uniform(plan.low, plan.high, n).round(4),
            "treated": treated,
            "won": won,
            "propensity": 0.5,
            "reason": np.where(treated, "exploration", "below_line"),
        }
    )
    best = pd.DataFrame(
        {
            "lead_id": [f"B{i:04}" for i in range(above)],
            "account_id": [f"X{i}" for i in range(above)],
            "probability": 0.3,
            "treated": True,
            "won": rng.random(above) < 0.3,
            "propensity": 1.0,
            "reason": "rule",
        }
    )
    every = pd.concat([drawn, best], ignore_index=True)
    at = START + pd.to_timedelta(np.linspace(0.1, 70, len(every)), unit="D")
    every["at"] = at[rng.permutation(len(at))].floor("min")
    every["decision"] = np.where(every["treated"], "hand_off", "nurture")
    every["policy"] = policy or f"{plan.version} abcdef01"
    handed_off = every["at"].where(every["treated"])
    closed = every["at"] + pd.to_timedelta(rng.uniform(5, 85, len(every)), unit="D")
    leads = every[["lead_id", "account_id"]].assign(
        created_at=every["at"] - pd.Timedelta(hours=1),
        handed_off_at=handed_off,
        first_response_at=handed_off + pd.Timedelta(minutes=30),
        rejected_at=pd.Series(pd.NaT, index=every.index).dt.tz_localize("UTC"),
        closed_at=closed.where(every["won"]).dt.floor("min"),
        outcome=np.where(every["won"], "won", "open"),
    )
    names = ["lead_id", "at", "probability", "decision", "propensity", "reason", "policy"]
    settings = Settings(name="Made", timezone="UTC", spans=(("00:00", "23:59"),), days=range(7))
    return Book(tables={"leads": leads, "scores": every[names]}, settings=settings)
