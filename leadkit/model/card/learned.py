"""What the model learned, on its card: partial effects, and win rates by value."""

from __future__ import annotations

from leadkit.base import figure
from leadkit.base.language import _
from leadkit.base.page import Fold, Picture, Section, Table
from leadkit.base.pictured import drawn, picture
from leadkit.model import effects_picture, win_rates_picture
from leadkit.model.effects import caution, effects
from leadkit.model.evaluation import Evaluation
from leadkit.model.win_rates import Rates, by_luck, rates

LABELS = 2.5


def learned(evaluation: Evaluation) -> Section:
    """Show what moves the chance, and how often leads of each value were won."""
    model, data = evaluation.test_model, evaluation.data
    found = rates(data)
    if model is None:
        return Section(
            heading=_("How often leads of each kind were won"),
            text=[by_luck()],
            pictures=[_dots(found)],
            folds=[_every(found)],
        )
    moved = effects(model, data.X)
    drawing = figure.blank(effects_picture.height(moved))
    return Section(
        heading=_("What has it learned?"),
        pictures=[picture(moved.plot(drawing), effects_picture.words(moved))],
        notes=[
            (
                _("How to read it"),
                _(
                    "Each panel changes one column and leaves all others: higher, or further "
                    "right, is a better chance. Where few leads lie, the curve is guesswork."
                ),
            ),
            (_("What it cannot tell"), caution()),
        ],
        folds=[
            Fold(
                summary=_("How often leads of each kind were won"),
                text=[by_luck()],
                pictures=[_dots(found)],
            ),
            _every(found),
        ],
    )


def _dots(found: Rates) -> Picture:
    high = win_rates_picture.height(found)
    return drawn(found.plot, win_rates_picture.words(found), high, left=LABELS, top=0.3)


def _every(found: Rates) -> Fold:
    rows = found.shown()
    return Fold(
        summary=_("Win rates of all columns"),
        tables=[Table(finding=found.sentence(), rows=rows, numeric=list(rows.columns[2:5]))],
    )
