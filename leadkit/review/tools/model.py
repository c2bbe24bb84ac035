"""The model in use judged by a quarter's leads that it did not learn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from pathlib import Path
from typing import Any

import pandas as pd

from leadkit.base.estimate import Estimate
from leadkit.base.language import EN_DASH, _, ngettext, number, quarter_name
from leadkit.base.page import Fold, Table
from leadkit.base.plain_file import read_json
from leadkit.book import Book
from leadkit.journey import quarter_of, turns
from leadkit.model.metrics import judge
from leadkit.model.saving import SavedModel
from leadkit.model.scoring import columns_missing, features_of, sources_of
from leadkit.model.upkeep.checking import changed_since, drifts, training_figures
from leadkit.model.upkeep.drift import observed_expected
from leadkit.model.upkeep.evidence import OK
from leadkit.model.upkeep.rule import TOO_LITTLE, Refresh, refresh
from leadkit.model.upkeep.words import CHECKS, evidence
from leadkit.review.agreed_line import read_model
from leadkit.review.tools.basis import Basis
from leadkit.review.tools.tool import Tool, Verdict, with_numbers

MEASURES = ("auc", "observed_expected", "calibration_slope")
NOBODY = pd.DataFrame({"y": [], "p": [], "account": [], "quarter": [], "is_fresh": []})
WEIGHTY, MOSTLY_NEW = 0.05, 0.9


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ModelJudged(Tool):
    """The model in use on a quarter's leads of known outcome that it did not learn from.

    Attributes
    ----------
    table : DataFrame
        One row a measure: measure (auc, observed_expected, calibration_slope), before and after
        (Estimate).
    checked : Refresh or None
        The refit rule on the judged quarter's leads; its `drift` compares the quarter's handoffs
        with the leads of the training.
    model : str
        The model's name.
    learned : int
        Leads of the quarter that the model learned from: left out.
    fresh : int
        Judged leads that training never met; the others are of its own judging part.
    has_met : bool
        Whether leads of the quarter stand among those of the training, so that drift shows less.
    weights : mapping of str to float
        The share of what the model goes by that each column is.
    """

    name = "model"
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    checked: Refresh | None = None
    model: str = ""
    quarters: tuple[str, str] = ("", "")
    learned: int = 0
    fresh: int = 0
    has_met: bool = False
    weights: Mapping[str, float] = field(default_factory=dict)
    refusal: str = ""

    @property
    def heading(self) -> str:
        """What the tool is called."""
        return _("The model in use")

    @property
    def moved(self) -> list[str]:
        """The columns that have moved beyond luck and by enough to matter."""
        drift = pd.DataFrame() if self.checked is None else self.checked.drift
        return [] if drift.empty else list(drift[drift["alarm"]]["column"])

    @property
    def verdict(self) -> Verdict:
        """Change what the refit rule asks for; look where the training is old, or leads moved.

        Columns count that are a twentieth of what the model goes by, and its chances themselves.
        """
        if self.checked is None or self.refusal:
            return ""
        if self.checked.is_due:
            return "change"
        matters = any(self.weights.get(name, 1.0) >= WEIGHTY for name in self.moved)
        return "look" if matters or self.checked.is_old else "keep"

    def sentence(self) -> str:
        """Say which leads the model was judged on, and which it had learned from."""
        if self.checked is None:
            return ""
        text = _(
            "Model {name} on {n} leads of {quarter} whose outcome is known ({won} won), none of "
            "which it learned from."
        ).format(
            name=self.model,
            n=number(self.checked.n),
            quarter=quarter_name(self.quarters[1]),
            won=number(self.checked.won),
        )
        if self.learned:
            out = ngettext(
                "{n} other taught it, and is left out.",
                "{n} others taught it, and are left out.",
                self.learned,
            ).format(n=number(self.learned))
            text = f"{text} {out}"
        if self.fresh < self.checked.n:
            own = _("{n} of them stand in its training report already: no new evidence.")
            text = f"{text} {own.format(n=number(self.checked.n - self.fresh))}"
        return text

    def advice(self) -> str:
        """Say what the refit rule asks for."""
        if self.checked is None:
            return ""
        return " ".join([self.checked.sentence(), *self.checked.steps()])

    def rows(self) -> pd.DataFrame:
        """Return AUC, wins of those expected and slope, in both quarters."""
        names = {
            "auc": _("ranking (AUC): 0.5 is luck, 1 perfect"),
            "observed_expected": _(CHECKS["wins"]),
            "calibration_slope": _(CHECKS["slope"]),
        }
        heads = [quarter_name(quarter) for quarter in self.quarters]
        return pd.DataFrame(
            {
                _("measure"): names[row["measure"]],
                heads[0]: _written(row["before"]),
                heads[1]: _written(row["after"]),
            }
            for row in self.table.to_dict("records")
        )

    def evidence(self) -> Table:
        """Return the measures as a table of the page."""
        return with_numbers(
            _("How well the model ranked and foretold, 95 % intervals"), self.rows(), 1
        )

    def folds(self) -> list[Fold]:
        """Return what the refit rule found, and how far the leads have moved."""
        if self.checked is None:
            return []
        columns = [_("check"), _("value (95 %)"), _("finding")]
        rule = pd.DataFrame(evidence(self.checked), columns=columns)
        odd = rule[(self.checked.table["finding"] != OK).to_numpy()]
        finding = _("Of {n} numbers that the refit rule looks at, {right} are all right").format(
            n=number(len(rule)), right=number(len(rule) - len(odd))
        )
        tables = [Table(finding=finding, rows=odd)] if len(odd) else []
        tables += [self._drift()] if self.moved else []
        text = [] if len(odd) else [f"{finding}."]
        summary = _("What the refit rule found, and what has moved")
        return [Fold(summary=summary, text=text, tables=tables)]

    def _drift(self) -> Table:
        """Return the columns that moved, each beside what luck alone explains."""
        drift = pd.DataFrame() if self.checked is None else self.checked.drift
        shown = drift[drift["alarm"]].sort_values("psi", ascending=False, kind="stable")
        rows = pd.DataFrame(
            {
                _("column"): row["column"],
                _("how far it moved (PSI)"): number(row["psi"], 3),
                _("luck alone stays under"): number(row["limit"], 3),
            }
            for row in shown.to_dict("records")
        )
        text = _("Moved by more than luck: {moved} of {n} columns").format(
            moved=number(len(rows)), n=number(len(drift))
        )
        return with_numbers(text, rows, 1)

    def details(self) -> str:
        """Say how it was computed."""
        text = _(
            "AUC: DeLong by account. Wins of those expected: exact Poisson interval (Garwood, "
            "1936). Slope: logistic recalibration (Cox, 1958). Refit rule: the smallest update "
            "that is enough (Davis et al., 2017). Drift: population stability index beside the "
            "limit that luck alone keeps 95 times in 100 (Yurdakul, 2018); it counts above 0.10."
        )
        if self.has_met:
            text += " " + _("Leads of the quarter stand in the training: drift shows less.")
        return text

    def to_dict(self) -> dict[str, Any]:
        """Return the content for review.json."""
        if self.refusal or self.checked is None:
            return {"refusal": self.refusal}
        counts = {"learned_from": self.learned, "never_met": self.fresh}
        checked = self.checked.to_dict()
        return {**super().to_dict(), "model": self.model, **counts, "refit_rule": checked}


def judge_model(basis: Basis) -> ModelJudged:
    """Judge the model in use by the quarter's leads of known outcome."""
    folder = basis.model_in_use
    if folder is None:
        return ModelJudged(refusal=_("The book has no model; leadkit train makes one."))
    model, book = read_model(folder), basis.learnable
    scored = _scored(model, book, basis)
    after = scored[scored["quarter"] == basis.quarter]
    checked = _checked(model, folder, book, after, basis)
    learned = basis.left_out(scored) if len(scored) else 0
    if checked.action == TOO_LITTLE:
        return ModelJudged(refusal=_too_little(checked, learned))
    before = scored[scored["quarter"] == basis.before]
    measured = [_measured(rows) for rows in (before, after)]
    rows = [(name, *(found[name] for found in measured)) for name in MEASURES]
    return ModelJudged(
        table=pd.DataFrame(rows, columns=["measure", "before", "after"]),
        checked=checked,
        model=folder.name,
        quarters=basis.quarters,
        learned=learned,
        fresh=int(after["is_fresh"].sum()),
        has_met=learned > 0 or _is_known(after),
        weights={name: one.weight for name, one in model.manifest.familiar.items()},
    )


def _too_little(checked: Refresh, learned: int) -> str:
    if not learned:
        return checked.sentence()
    text = ngettext(
        "{said} {learned} other lead of the quarter taught the model and cannot judge it.",
        "{said} {learned} other leads of the quarter taught the model and cannot judge it.",
        learned,
    )
    return text.format(said=checked.sentence(), learned=number(learned))


def _scored(model: SavedModel, book: Book, basis: Basis) -> pd.DataFrame:
    """Return leads of known outcome with out-of-time chances; none where columns are gone."""
    if columns_missing(model, book):
        return NOBODY.astype({"is_fresh": bool})
    scored = basis.scored(model)
    scored = scored[scored["y"].notna()]
    return scored.assign(quarter=quarter_of(scored["at"], book.settings))


def _checked(
    model: SavedModel, folder: Path, book: Book, after: pd.DataFrame, basis: Basis
) -> Refresh:
    """Apply the refit rule to the quarter's leads, as `leadkit model check` does to later ones."""
    metrics = read_json(folder / "metrics.json")
    table = turns(book, basis.as_of).set_index("turn_id", drop=False)
    sources = sources_of(book, table)
    of_quarter = (table["quarter"] == basis.quarter) & ~table["self_generated"]
    met = table.index.isin([*model.trained_on, *model.predictions.index])
    known = replace(training_figures(model, metrics), sources=frozenset(sources[met].dropna()))
    if _is_known(after):
        known = replace(known, auc=None)
    found = refresh(
        after,
        before=known,
        arrivals=sources[of_quarter],
        available=int((table["mature"] & table["won"].notna() & ~table["self_generated"]).sum()),
        changed=changed_since(model, book, metrics),
    )
    if columns_missing(model, book):
        return found
    return replace(found, drift=drifts(model, features_of(model, book, table[of_quarter])))


def _is_known(scored: pd.DataFrame) -> bool:
    """Return whether more than a tenth of the leads stand in the model's training report."""
    return len(scored) > 0 and float(scored["is_fresh"].mean()) < MOSTLY_NEW


def _measured(scored: pd.DataFrame) -> dict[str, Estimate]:
    y, p = scored["y"].to_numpy(float), scored["p"].to_numpy(float)
    found = judge(y, p, scored["account"].to_numpy())
    ratio = observed_expected(int(y.sum()), float(p.sum()))
    return {
        **found,
        "observed_expected": Estimate(
            value=ratio.value, low=ratio.low, high=ratio.high, n=len(y), events=ratio.won,
            method="observed over expected wins, exact Poisson interval (Garwood, 1936)",
        ),
    }  # fmt: skip


def _written(found: Estimate) -> str:
    if not isfinite(found.value):
        return found.write()
    value, low, high = (number(one, 2) for one in (found.value, found.low, found.high))
    return f"{value} ({low}{EN_DASH}{high})"
