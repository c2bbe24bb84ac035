"""A small book with a model and a line in force, and contact data that must stay in it."""

from __future__ import annotations

import numpy as np
import pandas as pd

import leadkit as lk
from leadkit.base.economics import Economics
from leadkit.handoff import handoff_curve, policy_of, write_policy
from leadkit.journey import extract_date
from leadkit.model import load_model, save_model
from leadkit.model.scoring import score_out_of_time

DAY = pd.Timedelta(days=1)
START = pd.Timestamp("2025-01-01", tz="UTC")
TERMS = Economics(value=1000, cost=200, hours=2, currency="USD")
SECRETS = ("Secret Person", "secret", "+84912", "Hidden Ltd")
SETTINGS = """format = 1
name = "A shop"
currency = "USD"
timezone = "UTC"

[known]
pages = "creation"
visits = "creation"

[rule]
column = "pages"
at_least = 2.0
"""


def leads(n=560):
    """Leads of a rule by `pages`, with names, addresses and telephones to keep secret."""
    rng = np.random.Generator(np.random.PCG64(5))
    pages = rng.poisson(3, n)
    taken = (pages >= 2) | (rng.random(n) < 0.2)
    won = rng.random(n) < 1 / (1 + np.exp(2.8 - 0.6 * pages))
    created = pd.Series(START + pd.to_timedelta(np.arange(n) * 12, unit="h"))
    return pd.DataFrame(
        {
            "lead_id": [f"L{i:04d}" for i in range(n)],
            "account_id": [f"A{i // 2}" for i in range(n)],
            "created_at": created,
            "full_name": "Secret Person",
            "email": [f"secret{i}@example.com" for i in range(n)],
            "phone": [f"+84912{i:06d}" for i in range(n)],
            "company": "Hidden Ltd",
            "pages": pages.astype(float),
            "visits": rng.poisson(3, n).astype(float),
            "handed_off_at": created.where(taken),
            "closed_at": (created + 9 * DAY).where(taken),
            "outcome": np.where(taken, np.where(won, "won", "lost"), "open"),
        }
    )


def clinic_book(home):
    """Write the book into a folder, train its model, and draw its line."""
    home.mkdir()
    leads().to_csv(home / "leads.csv", index=False, date_format="%Y-%m-%dT%H:%MZ")
    (home / "book.toml").write_text(SETTINGS)
    book = lk.read_book(home)
    (home / "models" / "m1").mkdir(parents=True)
    save_model(lk.evaluate(lk.training_set(book)), book, home / "models" / "m1")
    model = load_model(home / "models" / "m1")
    choice = handoff_curve(score_out_of_time(model, book).scored, TERMS, draws=50).choose()
    day = extract_date(book).date()
    policy = policy_of(choice, model, version=day.isoformat(), as_of=day)
    write_policy(policy, home / "policies" / day.isoformat() / "policy.toml")
    return home
