"""The leakage audit: what would nobody have known when the lead was handed off."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.stats import binomtest, rankdata

from leadkit.base.estimate import MINIMUM_N
from leadkit.base.language import N_, _, number, percent
from leadkit.book import Known

if TYPE_CHECKING:
    import numpy.typing as npt

SAFE, DOUBTFUL, LEAKS = N_("safe"), N_("doubtful"), N_("leaks")
AFTER, IDENTIFIER = N_("after handoff"), N_("identifier")
DECLARED, ASSUMED = N_("declared"), N_("assumed")
CLOCK_AUC = 0.9
SUSPECT_AUC, WARN_AUC, BLOCK_AUC = 0.70, 0.80, 0.95
BLANK_WARN, BLANK_BLOCK = 0.65, 0.80
JOINT_MARGIN = 0.03
LATE_SHARE = 0.3
SUSPICIOUS_NAME = re.compile(
    r"status|stage|closed|\bwon\b|\blost\b|reason|contract|invoice|\bdeal|proposal|last activity"
    r"|days open|owner changed|trạng thái|lý do|hợp đồng|chốt|ngày đóng"
)


@dataclass(frozen=True, repr=False)
class Audit:
    """What the audit found on each column.

    Attributes
    ----------
    table : DataFrame
        column, verdict, provenance, evidence (sentences), used (bool).
    clocks : list of str
        Columns that tell little but the time.
    """

    table: pd.DataFrame
    clocks: list[str] = field(default_factory=list)

    @property
    def features(self) -> list[str]:
        """The columns the model may use."""
        return list(self.table.loc[self.table["used"], "column"])

    def verdict(self, column: str) -> str:
        """Return the verdict on one column."""
        return str(self.table.set_index("column").loc[column, "verdict"])

    def to_dict(self) -> dict[str, Any]:
        """Return the findings for a JSON file, by column."""
        return {
            row["column"]: {name: row[name] for name in ("verdict", "provenance", "evidence")}
            for row in self.table.to_dict("records")
        }

    def __repr__(self) -> str:
        return _("{n} columns may be used").format(n=len(self.features))

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        rows = [
            (row["column"], _(row["verdict"]), _(row["provenance"]), " ".join(row["evidence"]))
            for row in self.table.to_dict("records")
        ]
        return inline(
            self,
            caption=repr(self),
            columns=[_("column"), _("verdict"), _("provenance"), _("evidence")],
            rows=rows,
            note="",
        )


def audit(
    X: pd.DataFrame,
    y: pd.Series[int],
    *,
    known: dict[str, Known],
    status: pd.Series[str],
    blanks: pd.DataFrame,
    named: Collection[str] = (),
) -> Audit:
    """Judge every column by when it is known, and look for evidence against it.

    Parameters
    ----------
    X : DataFrame
        Candidate columns of the labelled turns, earliest first.
    y : Series of int
        1 won, 0 not.
    known : dict of str to Known
        When each column is known.
    status : Series of str
        won, lost or open, of every turn.
    blanks : DataFrame of bool
        Where each column is blank, for every turn; rows as in `status`.
    named : collection of str
        Columns the analyst declares known at handoff; they are used whatever the evidence, and
        the evidence stays on the page.

    Returns
    -------
    Audit
        The registry decides first, statistics are a backstop (Kaufman, Rosset and Perlich, 2012).
    """
    late = (np.arange(len(X)) >= round(len(X) * (1 - LATE_SHARE))).astype(int)
    open_to_test = [
        name
        for name in map(str, X)
        if known[name] in (Known.CREATION, Known.HANDOFF, Known.ASSUMED)
    ]
    strength = {name: separates(X[name], y.to_numpy()) for name in open_to_test}
    rows, clocks = [], []
    for name in map(str, X.columns):
        if name not in open_to_test:
            rows.append(_declared_out(name, known[name]))
            continue
        findings = _shape(X[name]) or [
            *_by_name(name),
            *_by_strength(name, X, y, strength),
            *_by_blanks(X[name], y),
            *_blank_while_open(blanks[name], status),
        ]
        clock = separates(X[name], late)
        if clock > CLOCK_AUC and not any(verdict == IDENTIFIER for verdict, _e in findings):
            clocks.append(name)
            findings.append(
                (
                    DOUBTFUL,
                    _("a clock: it tells early from late rows, AUC {auc}").format(
                        auc=number(clock, 2)
                    ),
                )
            )
        rows.append(_judged(name, known[name], findings, name in named))
    columns = ["column", "verdict", "provenance", "evidence", "used"]
    return Audit(pd.DataFrame(rows, columns=columns), clocks)


Finding = tuple[str, str]


def _declared_out(name: str, known: Known) -> tuple[str, str, str, list[str], bool]:
    if known == Known.CONTACT:
        return name, IDENTIFIER, "declared", [_("contact data never enters a model")], False
    if known == Known.IDENTIFIER:
        return name, IDENTIFIER, "declared", [_("it names a lead, it says nothing of it")], False
    return name, AFTER, "declared", [_("known only after the handoff")], False


def _judged(
    name: str, known: Known, findings: list[Finding], is_named: bool
) -> tuple[str, str, str, list[str], bool]:
    is_declared = is_named or known != Known.ASSUMED
    evidence = [text for _verdict, text in findings]
    worst = next((v for v in (IDENTIFIER, LEAKS, DOUBTFUL) if v in dict(findings)), SAFE)
    if is_declared and worst == DOUBTFUL:
        worst = SAFE
    evidence = evidence or [_("nothing found against it")]
    if is_named:
        evidence = [_("declared known at handoff by the analyst"), *evidence]
    provenance = DECLARED if is_declared else ASSUMED
    return name, worst, provenance, evidence, worst == SAFE or is_named


def _shape(cells: pd.Series[Any]) -> list[Finding]:
    filled = cells.dropna()
    if filled.nunique() + cells.isna().any() < 2:
        return [(DOUBTFUL, _("one value throughout: it carries nothing"))]
    is_text = filled.dtype.kind not in "fiub"
    if len(filled) > 100 and filled.nunique() > len(filled) / 2 and is_text:
        return [(IDENTIFIER, _("almost every lead has its own value"))]
    if len(filled) > 100 and not is_text and filled.is_unique and (filled % 1 == 0).all():
        return [(IDENTIFIER, _("every lead has its own whole number"))]
    if is_text and filled.str.match(r"^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b").mean() > BLOCK_AUC:
        return [(DOUBTFUL, _("a date, and nothing says when it was filled"))]
    return []


def _by_name(name: str) -> list[Finding]:
    plain = name.casefold().replace("_", " ")
    if SUSPICIOUS_NAME.search(plain):
        return [(DOUBTFUL, _("its name speaks of what comes after the handoff"))]
    return []


def _by_strength(
    name: str, X: pd.DataFrame, y: pd.Series[int], strength: dict[str, float]
) -> list[Finding]:
    alone = strength[name]
    said = _("alone it ranks leads with AUC {auc}").format(auc=number(alone, 2))
    if alone > BLOCK_AUC:
        return [(LEAKS, said)]
    if alone <= SUSPECT_AUC:
        return []
    others = [other for other, auc in strength.items() if other != name and auc <= WARN_AUC]
    joint = joint_auc(X[others], y) if others else 0.5
    marks = (alone > WARN_AUC) + (alone > joint + JOINT_MARGIN)
    if not marks:
        return []
    compared = _("all others together reach {auc} on later rows").format(auc=number(joint, 2))
    return [(LEAKS if marks == 2 else DOUBTFUL, f"{said}; {compared}")]


def _by_blanks(cells: pd.Series[Any], y: pd.Series[int]) -> list[Finding]:
    blank = cells.isna().to_numpy().astype(np.float64)
    if blank.sum() < MINIMUM_N or (1 - blank).sum() < MINIMUM_N:
        return []
    area = _area(blank, y.to_numpy())
    if area <= BLANK_WARN:
        return []
    said = _("being blank alone ranks leads with AUC {auc}").format(auc=number(area, 2))
    return [(LEAKS if area > BLANK_BLOCK else DOUBTFUL, said)]


def _blank_while_open(blank: pd.Series[bool], status: pd.Series[str]) -> list[Finding]:
    """Find columns that somebody fills only later: most of their blanks are open leads."""
    is_open, empty = (status == "open").to_numpy(), blank.to_numpy()
    n, share = int(empty.sum()), float(is_open.mean())
    while_open = int((empty & is_open).sum())
    if n < MINIMUM_N or while_open <= n / 2 or share in (0.0, 1.0):
        return []
    if binomtest(while_open, n, share, alternative="greater").pvalue > 0.01:
        return []
    text = _("blank mainly while a lead is open ({blank} of {n} blanks, {share} of all leads)")
    return [(DOUBTFUL, text.format(blank=number(while_open), n=number(n), share=percent(share)))]


def _area(score: npt.NDArray[Any], y: npt.NDArray[Any]) -> float:
    wins = int(y.sum())
    if wins in (0, len(y)):
        return 0.5
    below = rankdata(score)[y == 1].mean() - (wins + 1) / 2
    area = float(below / (len(y) - wins))
    return max(area, 1 - area)


def separates(cells: pd.Series[Any], y: npt.NDArray[Any]) -> float:
    """Return how well one column alone tells the two classes apart, as a sign-free AUC.

    Numbers count by rank and by 50 bins, categories by out-of-fold means of the class.
    """
    from sklearn.model_selection import StratifiedKFold
    from sklearn.preprocessing import TargetEncoder

    y = np.asarray(y)
    if np.bincount(y, minlength=2).min() < 10:
        return 0.5
    best = 0.5
    is_number = cells.dtype.kind in "fiub"
    if is_number and cells.notna().any():
        best = _area(cells.astype(float).fillna(cells.median()).to_numpy(), y)
    if is_number and cells.nunique() > 50:
        cells = pd.qcut(cells, 50, duplicates="drop")
    levels = cells.astype(object).where(cells.notna(), "").astype(str).to_frame()
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    encoder = TargetEncoder(target_type="binary", cv=folds)
    return max(best, _area(encoder.fit_transform(levels, y)[:, 0], y))


def joint_auc(X: pd.DataFrame, y: pd.Series[int]) -> float:
    """Return the AUC of all columns together on the later 30 % of the rows."""
    from leadkit.model.classifier import LeadQualityClassifier

    cut = round(len(X) * (1 - LATE_SHARE))
    early, late = y.iloc[:cut], y.iloc[cut:]
    if early.nunique() < 2 or late.nunique() < 2:
        return 0.5
    model = LeadQualityClassifier(splines=False).fit(X.iloc[:cut], early)
    return _area(model.predict_proba(X.iloc[cut:])[:, 1], late.to_numpy())
