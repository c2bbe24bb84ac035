"""What limits the answer of an evaluation, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base.language import _, ngettext, number

if TYPE_CHECKING:
    from leadkit.model.evaluation import Evaluation


def limits(evaluation: Evaluation) -> list[str]:
    """Return what every page built on an evaluation has to say beside its numbers."""
    parts = evaluation.split
    said = [*evaluation.data.warnings, *_of_the_split(evaluation)]
    if parts.same_account:
        said.append(
            ngettext(
                "{n} later lead of a buyer already met in training does not judge",
                "{n} later leads of buyers already met in training do not judge",
                parts.same_account,
            ).format(n=number(parts.same_account))
        )
    if parts.undated:
        said.append(
            ngettext(
                "{n} lead without a date neither trains nor judges",
                "{n} leads without a date neither train nor judge",
                parts.undated,
            ).format(n=number(parts.undated))
        )
    if evaluation.recent:
        said.append(
            _("leads too young for an outcome trained too, weighted for those not yet known")
        )
    return [*said, *_shifted(evaluation), *evaluation.notes]


def _of_the_split(evaluation: Evaluation) -> list[str]:
    parts = evaluation.split
    if parts.name == "random":
        return [
            _(
                "random split: nothing says which leads came later, so a change over "
                "time stays unseen"
            )
        ]
    if parts.name == "order":
        return [_("split by row order: the rows were taken to be in order of time")]
    if parts.name == "time" and not parts.has_embargo and not evaluation.recent:
        return [_("some training outcomes became known only after the judging period began")]
    return []


def _shifted(evaluation: Evaluation) -> list[str]:
    """Name a win rate that moved between the training and the judging period."""
    rates = evaluation.base_rates()
    before, after = rates["train"], rates["test"]
    if before.refused or after.refused:
        return []
    if max(before.low, after.low) <= min(before.high, after.high):
        return []
    return [
        _("the win rate moved from {before} where it learned to {after} where it is judged").format(
            before=before.write(), after=after.write()
        )
    ]
