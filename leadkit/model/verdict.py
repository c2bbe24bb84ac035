"""Whether a model may be used: decided on paired skill, and said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base.estimate import Estimate
from leadkit.base.language import EN_DASH, N_, _, capital, ngettext, number
from leadkit.model.splits import LEAST_WINS

if TYPE_CHECKING:
    from leadkit.model.evaluation import Evaluation

USABLE, NO_SIGNAL, TOO_LITTLE = N_("usable"), N_("no usable signal"), N_("too little data")
MODELS = {
    "model": N_("this model"),
    "base_rate": N_("everybody alike"),
    "source_rate": N_("the rate of its source"),
    "points_card": N_("points card"),
    "naive_bayes": N_("Odoo's naive Bayes"),
    "crm_score": N_("the CRM's own score"),
    "todays_rule": N_("today's rule"),
    "logistic": N_("ridge logistic"),
    "boosting": N_("boosting"),
}
CHALLENGERS = ("logistic", "boosting")
KNOW_NO_LEAD = ("base_rate", "source_rate")
HUNDRED, CHANCE = 100, 0.5


def strongest(baselines: dict[str, dict[str, Estimate]], among: tuple[str, ...] = ()) -> str:
    """Return the baseline of least log-loss; the challenger is none.

    Parameters
    ----------
    baselines : dict of str to dict of str to Estimate
        Metrics by baseline.
    among : tuple of str
        The names that count; by default every baseline.
    """
    names = [name for name in baselines if name not in CHALLENGERS and name in (among or baselines)]
    return min(names, key=lambda name: baselines[name]["log_loss"].value, default="")


def decide(skill: dict[str, Estimate], baselines: dict[str, dict[str, Estimate]]) -> str:
    """Return the verdict.

    Parameters
    ----------
    skill : dict of str to Estimate
        Paired log-loss skill of the model against each baseline.
    baselines : dict of str to dict of str to Estimate
        Metrics by baseline.

    Returns
    -------
    {"usable", "no usable signal", "too little data"}
        There is a signal where the model is better, by an interval without zero, than the better
        of those that look at no single lead: the base rate and the rate of the source. A card or
        a rule that does as well as the model does not make the signal less usable.
    """
    one = skill[strongest(baselines, KNOW_NO_LEAD)]
    if one.refused:
        return TOO_LITTLE
    return USABLE if one.low > 0 else NO_SIGNAL


def sentence(evaluation: Evaluation) -> str:
    """Say whether the model may be used, and whether something simpler would do."""
    auc = evaluation.metrics["auc"]
    if evaluation.verdict == TOO_LITTLE:
        return _too_little(evaluation)
    if evaluation.verdict == NO_SIGNAL:
        return _no_signal(evaluation)
    text = _(
        "Usable: it puts a lead that will buy above one that will not in {auc} of 100 pairs."
    ).format(auc=_pairs(auc))
    return " ".join([text, *_rivalled(evaluation.skill)])


def _rivalled(skill: dict[str, Estimate]) -> list[str]:
    """Say which simpler thing does as well or better, the points card before all others."""
    rivals = as_good(skill)
    if not rivals:
        return []
    name = "points_card" if "points_card" in rivals else rivals[0]
    if skill[name].high < 0:
        return [_("{name} did better on these leads.").format(name=capital(_(MODELS[name])))]
    if name == "points_card":
        return [_("It is not surely better than the points card: the card would do.")]
    return [_("It is not surely better than {name}.").format(name=_(MODELS[name]))]


def as_good(skill: dict[str, Estimate]) -> list[str]:
    """Return the baselines, the challenger apart, that the model does not surely beat."""
    return [name for name, one in skill.items() if name not in CHALLENGERS and not one.low > 0]


def _no_signal(evaluation: Evaluation) -> str:
    auc = evaluation.metrics["auc"]
    if strongest(evaluation.baselines, KNOW_NO_LEAD) == "source_rate":
        text = _(
            "No usable signal: what is known at handoff tells no more of who will buy than the "
            "source does: AUC {auc}."
        )
    elif auc.low > CHANCE:
        text = _(
            "No usable signal yet: it ranks leads, AUC {auc}, but its chances are not surely "
            "better than the same chance for everybody; more judged leads would tell."
        )
    else:
        text = _("No usable signal: what is known at handoff hardly tells who will buy, AUC {auc}.")
    return text.format(auc=auc.write())


def _too_little(evaluation: Evaluation) -> str:
    if evaluation.data.X.columns.empty:
        return _("Too little data: no column may be used to learn from; counts still work.")
    wins = int(evaluation.data.y.iloc[evaluation.split.train].sum())
    if wins >= LEAST_WINS:
        judged = evaluation.data.y.iloc[evaluation.split.test]
        return _(
            "Too little data: of {n} leads to judge by, {wins} won; counts still work."
        ).format(n=number(len(judged)), wins=number(judged.sum()))
    text = (
        ngettext(
            "Too little data: {wins} win to learn from, and a model needs at least "
            "{least}; counts still work.",
            "Too little data: {wins} wins to learn from, and a model needs at least "
            "{least}; counts still work.",
            wins,
        )
        if evaluation.points is None
        else _(
            "Too little data: {wins} wins to learn from, and a model needs at least {least}; "
            "a points card and counts still work."
        )
    )
    return text.format(wins=number(wins), least=LEAST_WINS)


def _pairs(auc: Estimate) -> str:
    low, high = number(auc.low * HUNDRED), number(auc.high * HUNDRED)
    return f"{number(auc.value * HUNDRED)} ({low}{EN_DASH}{high})"
