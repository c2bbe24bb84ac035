"""A made firm for the tests of the review."""

import numpy as np
import pandas as pd

from leadkit.book import Book, Known, Settings

QUARTERS = pd.period_range("2025Q1", "2026Q2", freq="Q")
WORTH = {"small": 20_000_000.0, "large": 60_000_000.0}
PLAN = pd.DataFrame(
    {
        "quarter": ["2026Q2", "2026Q2"],
        "segment": ["small", "large"],
        "handoffs": [280.0, 120.0],
        "win_rate": [0.15, 0.15],
        "deal_value": [20_000_000.0, 60_000_000.0],
    }
)


def make_book(
    n=400,
    *,
    seed=0,
    last=400,
    bad=0.1,
    slow=1.0,
    skill=0.0,
    hidden=0.0,
    price=1.0,
    own=0,
    never=0.05,
):
    """Six mature quarters and an open one; the knobs act on marketing's leads of 2026Q2 alone.

    A lead is bad with probability `bad` (it wins at .03 instead of .20), sales rings it after
    Gamma hours (`slow` times as many), each e-fold of waiting costs .35 logits, `skill` and
    `hidden` shift the logit, the first for leads sales found itself as well.
    """
    rng = np.random.default_rng(seed)
    parts = [
        _quarter(
            rng, str(period), last if is_last else n, sales=False,
            bad=bad if is_last else 0.1, slow=slow if is_last else 1.0,
            shift=(skill + hidden) * is_last, price=price if is_last else 1.0,
            never=never if is_last else 0.05,
        )
        for period in QUARTERS for is_last in [period == QUARTERS[-1]]
    ]  # fmt: skip
    if own:
        parts += [
            _quarter(
                rng, str(period), own, sales=True, bad=0.1, slow=1.0,
                shift=skill * (period == QUARTERS[-1]), price=1.0, never=0.0,
            )
            for period in QUARTERS
        ]  # fmt: skip
    parts.append(
        _quarter(rng, "2026Q3", n // 2, sales=False, bad=0.1, slow=1, shift=0, price=1, never=0)
    )
    leads = pd.concat(parts, ignore_index=True).sort_values("handed_off_at", ignore_index=True)
    leads.insert(0, "lead_id", [f"L{i:05d}" for i in range(len(leads))])
    open_now = leads["closed_at"] > pd.Timestamp("2026-09-30", tz="UTC")
    leads.loc[open_now, ["closed_at", "deal_value"]] = pd.NaT, np.nan
    leads.loc[open_now, "outcome"] = "open"
    known = dict.fromkeys(leads.columns, Known.AFTER)
    known |= {"source": Known.CREATION, "segment": Known.CREATION, "pages": Known.HANDOFF}
    settings = Settings(
        name="Test firm",
        currency="VND",
        timezone="Asia/Ho_Chi_Minh",
        self_generated=("own",),
        known={"pages": Known.HANDOFF},
    )
    return Book({"leads": leads, "plan": PLAN}, settings, known, sha256="0123456789abcdef")


def _quarter(rng, quarter, n, *, sales, bad, slow, shift, price, never):
    start = pd.Period(quarter).start_time.tz_localize("Asia/Ho_Chi_Minh").tz_convert("UTC")
    handed = start + pd.to_timedelta(np.sort(rng.uniform(0, 90 * 24 * 60, n)).round(), "min")
    is_bad = rng.random(n) < bad
    pages = rng.poisson(np.where(is_bad, 1.0, 4.0)).astype(float)
    segment = np.where(rng.random(n) < 0.3, "large", "small")
    waited = rng.gamma(1.0, 10.0, n) * slow
    untouched = rng.random(n) < never
    logit = np.where(is_bad, -3.0, -1.0) + 0.05 * (pages - 4) + shift
    logit -= 0.35 * np.log1p(waited)
    won = ~untouched & (rng.random(n) < 1 / (1 + np.exp(-logit)))
    attempt = handed + pd.to_timedelta((waited * 60).round(), "min")
    rejected = ~won & (rng.random(n) < 0.3)
    closed = attempt + pd.to_timedelta(rng.uniform(1, 60, n).round(2), "D")
    worth = np.array([WORTH[name] for name in segment]) * price * rng.lognormal(0, 0.3, n)
    reasons = rng.choice(["NO_NEED", "NO_BUDGET", "NOT_ICP"], n, p=[0.5, 0.3, 0.2])
    lost = rng.choice(["LOST_PRICE", "LOST_COMPETITOR"], n, p=[0.6, 0.4])
    return pd.DataFrame(
        {
            "account_id": [f"{quarter}-{sales}-{i}" for i in rng.integers(0, n, n)],
            "created_at": handed - pd.Timedelta(hours=2),
            "source": "own" if sales else np.where(is_bad, "list", "web"),
            "segment": segment,
            "pages": pages,
            "handed_off_at": handed,
            "first_response_at": attempt.where(~untouched),
            "accepted_at": (attempt + pd.Timedelta(hours=1)).where(~untouched & ~rejected),
            "rejected_at": (attempt + pd.Timedelta(hours=1)).where(rejected & ~untouched),
            "rejection_reason": pd.Series(reasons).where(rejected & ~untouched),
            "closed_at": closed,
            "outcome": np.where(won, "won", "lost"),
            "lost_reason": pd.Series(lost).where(~won & ~rejected),
            "deal_value": pd.Series(worth).where(won),
            "owner": rng.choice(["rep1", "rep2", "rep3"], n),
        }
    )
