"""The model card's evidence: what it promised and what happened, and against what."""

from __future__ import annotations

import pandas as pd

from leadkit.base.estimate import Estimate
from leadkit.base.language import (
    EN_DASH,
    MISSING,
    _,
    number,
    percent,
)
from leadkit.base.page import Fold, Section, Table
from leadkit.base.pictured import drawn
from leadkit.model.evaluation import CHANCES, RANKING, Evaluation, written
from leadkit.model.verdict import MODELS

SHOWN = ("auc", "log_loss")


def trust(evaluation: Evaluation) -> Section:
    """Show what the model said against what happened: in bins, and as a curve."""
    from leadkit.model.reliability import bins_words, words

    return Section(
        heading=_("Can the probabilities be believed?"),
        text=[calibration(evaluation)],
        pictures=[drawn(evaluation.plot_bins, bins_words(evaluation), 3.1)],
        notes=[
            (
                _("How to read it"),
                _(
                    "Leads are put in order of the chance they were given and cut into equal "
                    "groups. On the thin line, as many bought as the model said; below it, the "
                    "model promised too much."
                ),
            ),
            (
                _("What it cannot tell"),
                _("How leads that were never handed off would have done: nobody saw them."),
            ),
        ],
        folds=[
            Fold(
                summary=_("Group by group: of 100 leads, how many bought"),
                text=evaluation.lay(),
            ),
            Fold(
                summary=_("The same as a curve, with what luck alone would show"),
                text=[evaluation.corp.sentence()],
                pictures=[drawn(evaluation.plot, words(evaluation), 4.7, bottom=1.6)],
            ),
        ],
    )


def calibration(evaluation: Evaluation) -> str:
    """Say whether the probabilities can be read as they stand."""
    slope = evaluation.metrics["calibration_slope"]
    shift = evaluation.metrics["calibration_intercept"]
    said = [_level(shift)]
    if not slope.refused:
        text = _("High and low chances lie about as far apart as they should: slope {slope}.")
        if slope.high < 1:
            text = _(
                "It is surer than it may be: high chances are too high and low ones too low, slope "
                "{slope}."
            )
        elif slope.low > 1:
            text = _(
                "It is more careful than it need be: high chances are too low and low ones too "
                "high, slope {slope}."
            )
        said.append(text.format(slope=slope.write(2)))
    return " ".join(said)


def _level(shift: Estimate) -> str:
    if shift.refused or shift.low <= 0 <= shift.high:
        return _("On the whole it promised neither too much nor too little.")
    if shift.value > 0:
        return _("On the whole it promised too little: more leads bought than it expected.")
    return _("On the whole it promised too much: fewer leads bought than it expected.")


def comparison(evaluation: Evaluation) -> Section:
    """Set the model beside everything simpler, on the same leads."""
    one = evaluation.metrics["auc"]
    finding = _("On the same {n} leads, {wins} of them won: who comes first").format(
        n=number(one.n), wins=number(one.events or 0)
    )
    every = {"model": evaluation.metrics, **evaluation.baselines}
    rows = pd.DataFrame({_("judged"): [_(MODELS[name]) for name in every]})
    named = RANKING | CHANCES
    for key in SHOWN:
        rows[_(named[key])] = [written(found[key]) for found in every.values()]
    gained = _("the model misses less by (log-loss)")
    rows[gained] = [_gain(evaluation.skill.get(name)) for name in every]
    rest = [
        _measured(finding, evaluation, {k: v for k, v in RANKING.items() if k not in SHOWN}),
        _measured(
            _("How far the probabilities can be believed"),
            evaluation,
            {k: v for k, v in CHANCES.items() if k not in SHOWN},
        ),
    ]
    return Section(
        heading=_("Better than what?"),
        text=[_as_good(evaluation)],
        tables=[Table(finding=finding, rows=rows, numeric=list(rows.columns[1:]))],
        folds=[Fold(summary=_("All other measures"), tables=rest)],
        details=_method(evaluation),
    )


def gain(one: Estimate) -> str:
    """Write a skill as a percentage with its interval.

    Examples
    --------
    >>> one = Estimate(value=0.05, low=-0.01, high=0.11, n=100, method="")
    >>> gain(one).replace(chr(160), " ")
    '5.0 % (−1.0 to 11.0)'
    """
    low, high = number(one.low * 100, 1), number(one.high * 100, 1)
    between = f"{low}{EN_DASH}{high}"
    if one.low < 0:
        between = _("{low} to {high}").format(low=low, high=high)
    return f"{percent(one.value, 1)} ({between})"


def _gain(one: Estimate | None) -> str:
    return MISSING if one is None or one.refused else gain(one)


def _as_good(evaluation: Evaluation) -> str:
    from leadkit.model.verdict import as_good

    rivals = as_good(evaluation.skill)
    better = [name for name in rivals if evaluation.skill[name].high < 0]
    equal = [name for name in rivals if name not in better]
    if not rivals:
        return _("It misses by surely less than every simpler way of telling who will buy.")
    said = []
    if better:
        text = _("Simpler ways that were surely better on these leads: {names}.")
        said.append(text.format(names=_listed(better)))
    if equal:
        text = _("Simpler ways that may be as good, as their intervals hold zero: {names}.")
        said.append(text.format(names=_listed(equal)))
    return " ".join(said)


def _listed(names: list[str]) -> str:
    return ", ".join(_(MODELS[name]) for name in names)


def _measured(finding: str, evaluation: Evaluation, measures: dict[str, str]) -> Table:
    every = evaluation.compared()
    rows = pd.DataFrame({_("judged"): list(every)})
    for key, words in measures.items():
        rows[_(words)] = [written(found[key]) if key in found else MISSING
                          for found in every.values()]  # fmt: skip
    return Table(finding=finding, rows=rows, numeric=[_(words) for words in measures.values()])


def _method(evaluation: Evaluation) -> str:
    chosen = evaluation.chosen
    models = {"logistic": _("ridge logistic regression"), "boosting": _("histogram boosting")}
    scaled = {"sigmoid": _("sigmoid calibration"), "isotonic": _("isotonic calibration")}
    return _(
        "Chosen inside the training period by cross-fitted log-loss: {model}, {calibration}. "
        "95 % intervals by account. The saved model was then refitted on all labelled leads; "
        "these figures are those of the judged one, which knew nothing of the leads it was judged "
        "on."
    ).format(
        model=models.get(chosen.model if chosen else "", _("none")),
        calibration=scaled.get(chosen.calibration if chosen else "", _("no calibration")),
    )


def reached(evaluation: Evaluation) -> Section:
    """Show how many buyers the best leads hold."""
    from leadkit.model.lift import lift_words

    rows = pd.DataFrame(
        [
            (
                percent(row["share"]),
                number(row["leads"]),
                f"{percent(row['reached'])} ({number(row['low'] * 100)}{EN_DASH}"
                f"{number(row['high'] * 100)})",
                number(row["lift"], 1),
            )
            for row in evaluation.lift.to_dict("records")
        ],
        columns=[_("best leads"), _("leads"), _("of all buyers"), _("times blind choice")],
    )
    words = lift_words(evaluation)
    return Section(
        heading=_("How many buyers do the best leads hold?"),
        pictures=[drawn(evaluation.plot_lift, words, 3.6)],
        folds=[
            Fold(
                summary=_("In numbers"),
                tables=[Table(finding=words[0], rows=rows, numeric=list(rows.columns[1:]))],
            )
        ],
    )
