"""The lead-quality model on real exports, beside what anybody gets in ten minutes.

`LEADKIT_REAL_DATA=FOLDER python benchmarks/exports.py` prints a Markdown table: the model in time
(or row order), its calibration slope and verdict, and on the same split and columns scikit-learn's
own boosting and logistic regression, the points card and naive Bayes as Odoo counts it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler
from tqdm import tqdm

import leadkit as lk
from leadkit.book import Book
from leadkit.model import Evaluation

BANK = "bank_marketing/bank-additional-full.csv"
CLOCKS = ["emp.var.rate", "cons.price.idx", "cons.conf.idx", "euribor3m", "nr.employed"]
EXPORTS: dict[str, tuple[str, dict[str, Any]]] = {
    "bank": (BANK, {"outcome": "y", "won": ["yes"]}),
    "bank, its clocks declared known": (
        BANK,
        {"outcome": "y", "won": ["yes"], "known_at_handoff": CLOCKS},
    ),
    "FicZon": ("ficzon/ficzon.csv", {"outcome": "Status", "won": ["CONVERTED"]}),
    "ExtraaLearn": ("extraalearn/ExtraaLearn.csv", {"outcome": "status", "won": ["1"]}),
    "Maven": ("maven_crm/sales_pipeline.csv", {"outcome": "deal_stage", "won": ["Won"]}),
    "Zoho demo": ("zoho_demo/Leads.csv", {"outcome": "CONVERTED", "won": ["Yes"]}),
}
MOST_LEVELS = 200


def main(folder: Path) -> None:
    """Print one row an export."""
    names = ("export", "n", "AUC", "slope", "verdict", "HGB", "LR", "points", "Odoo")
    rows = [row(name, lk.evaluate(lk.training_set(book))) for name, book in tqdm([*books(folder)])]
    lines = [names, ["---"] * len(names), *rows]
    sys.stdout.write("\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n")


def books(folder: Path) -> Iterator[tuple[str, Book]]:
    """Yield each export that the folder holds, with its name."""
    for name, (path, how) in EXPORTS.items():
        yield name, lk.read_export(folder / path, **how)
    names = ("MarketStar: opportunity", "MarketStar: accepted")
    yield from zip(names, marketstar(folder), strict=True)


def marketstar(folder: Path) -> Iterator[Book]:
    """Yield worked leads that became an opportunity or not, and opportunities accepted or not."""
    leads = pd.read_csv(folder / "marketstar/Leads.csv", dtype="str")
    deals = pd.read_csv(folder / "marketstar/Opportunities.csv", dtype="str")
    worked = leads[leads["Stage"] != "New"].assign(made=lambda x: x["ConvertedOpportunityId"])
    worked["made"] = worked["made"].notna().map({True: "yes", False: "no"})
    drop = ["Stage", "ConvertedOpportunityId", "DisqualifiedReason"]
    yield _read(worked.drop(columns=drop), outcome="made", won=["yes"])
    both = deals.merge(
        leads, left_on="OpportunityId", right_on="ConvertedOpportunityId", suffixes=("_deal", "")
    ).drop(columns=["AcceptedDecisionDate", "CreatedDate_deal", "Amount", *drop])
    yield _read(both, outcome="IsAccepted", won=["TRUE"])


def _read(table: pd.DataFrame, **how: Any) -> Book:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leads.csv"
        table.to_csv(path, index=False)
        return lk.read_export(path, **how)


def row(name: str, report: Evaluation) -> list[str]:
    """Return the figures of one export as text."""
    own = report.metrics
    found = {key: one["auc"].value for key, one in report.baselines.items()}
    plain = [f"{auc:.3f}" for auc in peers(report)]
    others = [f"{found[key]:.3f}" for key in ("points_card", "naive_bayes") if key in found]
    return [
        name, f"{own['auc'].n:,}", own["auc"].write(3), own["calibration_slope"].write(2),
        report.verdict, *plain, *others,
    ]  # fmt: skip


def peers(report: Evaluation) -> list[float]:
    """Return the AUC of default boosting and logistic regression on the same split and columns."""
    X, y = report.data.X, report.data.y
    few = [name for name in X if X[name].dtype.kind in "fiub" or X[name].nunique() <= MOST_LEVELS]
    X = X[few].copy()
    for column in X.select_dtypes(exclude="number"):
        X[column] = X[column].astype(object).where(X[column].notna(), "").astype(str)
    text = make_column_selector(dtype_exclude="number")
    codes = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    levels = OneHotEncoder(handle_unknown="ignore", min_frequency=20)
    number = make_pipeline(SimpleImputer(keep_empty_features=True), StandardScaler())
    made = [
        make_pipeline(
            make_column_transformer((codes, text), remainder="passthrough"),
            HistGradientBoostingClassifier(random_state=0),
        ),
        make_pipeline(
            make_column_transformer((levels, text), remainder=number),
            LogisticRegression(max_iter=2000),
        ),
    ]
    train, test = report.split.train, report.split.test
    return [
        float(
            roc_auc_score(
                y.iloc[test],
                one.fit(X.iloc[train], y.iloc[train]).predict_proba(X.iloc[test])[:, 1],
            )
        )
        for one in made
    ]


if __name__ == "__main__":
    main(Path(os.environ["LEADKIT_REAL_DATA"]))
