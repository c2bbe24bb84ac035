"""Naive Bayes as Odoo's predictive lead scoring counts it: the open baseline to beat."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype
from scipy.special import expit
from sklearn.utils.validation import check_is_fitted

from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.model.binary import LeadClassifier

SMOOTHING = 0.1
LEAST_TAGGED = 50
CLAMP = 0.0001
BLANK_COUNTS = ("email_state", "phone_state")  # Odoo's own fields: here a blank is a value
POOLED = -1

COUNTS = ("won", "lost")
KEYS = ("team", "field", "value")
_NOTHING = pd.DataFrame(columns=["row", *KEYS]).astype({"row": np.intp, "team": np.intp})

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]


class NaiveBayes(LeadClassifier):
    """Predictive lead scoring as Odoo describes it (Odoo S.A., crm, versions 16 and later).

    Wins and losses are counted for each value, 0.1 added to each; a lead's odds are the odds of its
    team times, field by field, the share of the wins that had its value over the share of the
    losses that had it. Values never met and blanks are passed over. Only text, categories and
    yes-or-no columns take part: Odoo counts no numbers and no dates.

    Parameters
    ----------
    stage : str or None
        Ordered category column: where the lead stood when it was lost, or stands now. A won lead
        counts for every stage, a lost one for the stages it reached; without a stage a lead gets
        the least probability. None leaves stages out, as at handoff.
    team : str or None
        Column of the sales team; each team counts alone, and so do the leads of none. Leads of a
        team never met are scored by all teams together.
    tags : str or None
        Column of tags, separated by commas; each counts alone, and those on fewer than 50 closed
        leads are passed over.

    Attributes
    ----------
    used_ : list of str
        The columns whose values are counted, without stage, team and tags.
    teams_ : Index
        The teams with counts of their own.
    counts_ : DataFrame
        One row a team, field and value: won and lost, each with its 0.1, and `ratio`, the
        logarithm of the odds that the value multiplies. `team` is the place in `teams_`, -1 means
        all teams together.
    prior_ : DataFrame
        Won and lost, by team.
    classes_ : ndarray
        The two outcomes; probabilities are of the second.

    Examples
    --------
    >>> X = pd.DataFrame({"source": ["web", "web", "list", "list", "list"]})
    >>> NaiveBayes().fit(X, [1, 1, 0, 0, 1]).predict_proba(X.head(1))[:, 1].round(3)
    array([0.955])
    """

    def __init__(
        self, *, stage: str | None = None, team: str | None = None, tags: str | None = None
    ) -> None:
        self.stage = stage
        self.team = team
        self.tags = tags

    def fit(self, X: Any, y: Any) -> NaiveBayes:
        """Count the closed leads.

        Parameters
        ----------
        X : DataFrame or array of shape (n_leads, n_features)
            What is known of each lead; numbers and dates are passed over.
        y : array of shape (n_leads,)
            Two classes; the greater one means won.

        Raises
        ------
        BadInput
            If a column named to the constructor is missing, or the stages have no order.

        Returns
        -------
        NaiveBayes
        """
        table, won = self._learn_from(X, y)
        self._check_named(table)
        apart = (self.stage, self.team, self.tags)
        self.used_ = [
            name for name in table.columns if name not in apart and _is_counted(table[name])
        ]
        names = self._team_names(table)
        self.teams_ = pd.Index(names.unique()).sort_values()
        code = self.teams_.get_indexer(names)
        self.prior_ = self._priors(table, code, won)
        told = self._told(table, code).assign(won=lambda told: won[told["row"]])
        alone = _counted(told, [*KEYS])
        if self.stage is not None:
            alone = pd.concat([alone, self._stage_counts(table, code, won)], ignore_index=True)
        pooled = alone.groupby(["field", "value"], as_index=False)[[*COUNTS]].sum()
        self.counts_ = self._with_ratios(pd.concat([pooled.assign(team=POOLED), alone]))
        return self

    def predict_proba(self, X: Any) -> Floats:
        """Return the probabilities of both classes, of shape (n_leads, 2)."""
        check_is_fitted(self)
        table = self._judge(X)
        code = self._team_codes(table)
        prior = self.prior_.loc[code]
        said = self._said(table, code)
        odds = np.log(prior["won"].to_numpy() / prior["lost"].to_numpy())
        odds += np.bincount(said["row"], weights=said["ratio"], minlength=len(table))
        if self.stage is not None:
            odds[table[self.stage].isna().to_numpy()] = -np.inf
        won = np.clip(expit(odds), CLAMP, 1 - CLAMP)
        return np.column_stack([1 - won, won])

    def field_scores(self, X: Any) -> pd.DataFrame:
        """Return what each field says alone: above a half for winning, below against it.

        Parameters
        ----------
        X : DataFrame
            As for `fit`.

        Returns
        -------
        DataFrame of float
            One row a lead, one column a field; missing where its value was never met. For a stage
            it is 1 less the share of the lost leads that came so far.
        """
        check_is_fitted(self)
        table = self._judge(X)
        said = self._said(table, self._team_codes(table))
        fields = [name for name in (*self.used_, self.tags, self.stage) if name is not None]
        scores = pd.DataFrame(index=table.index)
        for name in fields:
            own = said[said["field"] == name]
            ratio = own.groupby("row")["ratio"].sum().reindex(range(len(table))).to_numpy()
            scores[name] = 1 - np.exp(-ratio) if name == self.stage else expit(ratio)
        return scores

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.poor_score = True  # on numbers, of which it sees none
        return tags

    def _check_named(self, table: pd.DataFrame) -> None:
        named = [name for name in (self.stage, self.team, self.tags) if name is not None]
        if missing := [name for name in named if name not in table.columns]:
            raise BadInput(
                _("the data lack the columns {names}").format(names=", ".join(map(repr, missing))),
                fix=_("Name columns that the data have, or leave them out."),
            )
        if self.stage is not None and not getattr(table[self.stage].dtype, "ordered", False):
            raise BadInput(
                _("the stages have no order"),
                where=self.stage,
                fix=_("Make the column an ordered category, the first stage first."),
            )

    def _team_names(self, table: pd.DataFrame) -> pd.Series[Any]:
        if self.team is None:
            return pd.Series("", index=table.index)
        return _words(table[self.team]).fillna("")

    def _team_codes(self, table: pd.DataFrame) -> Codes:
        """Return each lead's team; one that has no prior of its own counts as never met."""
        self._check_named(table)
        code = self.teams_.get_indexer(self._team_names(table))
        return np.where(np.isin(code, self.prior_.index), code, POOLED)

    def _told(self, table: pd.DataFrame, code: Codes) -> pd.DataFrame:
        """Return one row a lead and value: row, team, field, value."""
        words = {name: _words(table[name], str(name) in BLANK_COUNTS) for name in self.used_}
        if self.tags is not None:
            words[self.tags] = _words(table[self.tags]).str.split(",")
        who = pd.DataFrame({"row": np.arange(len(table)), "team": code})
        told = [who.assign(field=name, value=said.to_numpy()) for name, said in words.items()]
        found = pd.concat([_NOTHING, *told]).explode("value").dropna(subset="value")
        return found.assign(value=found["value"].str.strip())

    def _said(self, table: pd.DataFrame, code: Codes) -> pd.DataFrame:
        """Return what each value that was met before says: row, field, ratio."""
        told = self._told(table, code)
        if self.stage is not None:
            own = {"row": np.arange(len(table)), "team": code, "field": self.stage}
            stands = pd.DataFrame(own).assign(value=_words(table[self.stage]).to_numpy())
            told = pd.concat([told, stands])
        return told.merge(self.counts_, on=[*KEYS])

    def _stage_counts(self, table: pd.DataFrame, code: Codes, won: Codes) -> pd.DataFrame:
        """Count a won lead for every stage, a lost one for the stages it reached."""
        stages = table[self.stage].cat
        reached = [
            _counted(
                pd.DataFrame({"team": code, "field": self.stage, "value": str(name), "won": won})[
                    (won == 1) | (stages.codes.to_numpy() >= place)
                ],
                [*KEYS],
            )
            for place, name in enumerate(stages.categories)
        ]
        return pd.concat(reached)

    def _priors(self, table: pd.DataFrame, code: Codes, won: Codes) -> pd.DataFrame:
        """Return won and lost by team; with stages, of the leads that count for the first."""
        leads = pd.DataFrame({"team": code, "won": won})
        if self.stage is not None:
            leads = leads[(won == 1) | table[self.stage].notna().to_numpy()]
        alone = _counted(leads, ["team"]).set_index("team")
        pooled = alone.sum() if len(alone) else pd.Series(SMOOTHING, index=[*COUNTS])
        return pd.concat([pooled.to_frame(POOLED).T, alone])

    def _with_ratios(self, counts: pd.DataFrame) -> pd.DataFrame:
        """Add the log odds that each value multiplies; a tag too rare multiplies nothing."""
        whole = counts.groupby(["team", "field"])[[*COUNTS]].transform("sum")
        if self.stage is not None:
            is_stage = counts["field"] == self.stage
            own = self.prior_.loc[counts.loc[is_stage, "team"], [*COUNTS]]
            whole.loc[is_stage] = own.to_numpy()
        share = counts[[*COUNTS]] / whole
        ratio = (share["won"] / share["lost"]).map(np.log)
        is_rare = (counts["field"] == self.tags) & (counts["won"] + counts["lost"] < LEAST_TAGGED)
        return counts.assign(ratio=ratio.mask(is_rare, 0.0)).reset_index(drop=True)


def _counted(leads: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    found = leads.groupby(by)["won"].agg(won="sum", n="size").reset_index()
    lost = found["n"] - found["won"] + SMOOTHING
    return found[by].assign(won=found["won"] + SMOOTHING, lost=lost)


def _is_counted(cells: pd.Series[Any]) -> bool:
    """Say whether Odoo could count a column: text, categories, and yes or no however kept."""
    if is_numeric_dtype(cells) and not is_bool_dtype(cells):
        return set(cells.dropna().unique()) == {0, 1}
    return cells.dtype.kind not in "mM"


def _words(cells: pd.Series[Any], blank_counts: bool = False) -> pd.Series[Any]:
    """Return values as text, yes and no as 1 and 0; blanks missing unless they count."""
    if is_numeric_dtype(cells) or is_bool_dtype(cells):
        cells = cells.astype(object).map(lambda one: f"{float(one):g}", na_action="ignore")
    words = cells.astype(object).map(str, na_action="ignore")
    return words.fillna("False") if blank_counts else words.where(words.notna(), None)
