"""The model card: may it be used, on what evidence, and which columns it was denied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from leadkit.base import figure
from leadkit.base.estimate import Estimate
from leadkit.base.language import _, day, number, percent
from leadkit.base.page import Page, Picture, Section, Table
from leadkit.model.evaluation import CHANCES, RANKING, Evaluation, written
from leadkit.model.points_page import points_section

if TYPE_CHECKING:
    from leadkit.book import Book

TOP = 100


def model_card(evaluation: Evaluation, book: Book) -> Page:
    """Write the card of a model.

    Parameters
    ----------
    evaluation : Evaluation
        What was judged.
    book : Book
        Where it came from; only its name and fingerprint are shown.

    Returns
    -------
    Page
    """
    sections = [points_section(evaluation), _accounting(evaluation), _columns(evaluation)]
    if evaluation.metrics and not evaluation.metrics["auc"].refused:
        sections = [_trust(evaluation), _comparison(evaluation), *sections]
    return Page(
        kind=_("Model card"),
        title=_("Lead quality: {verdict}").format(verdict=_(evaluation.verdict)),
        subtitle=book.name,
        status=_status(evaluation),
        say=_say(evaluation),
        sections=sections,
        footer=_("Data {sha} ({n} rows) · window {days} days · leadkit model card").format(
            sha=book.sha256[:12],
            n=number(evaluation.data.counts["rows"]),
            days=evaluation.data.window_days,
        ),
    )


def _status(evaluation: Evaluation) -> tuple[str, str]:
    if evaluation.chosen is None:
        return _("No model."), _("Nothing here was judged on later leads.")
    said = {
        "time": _("Judged on leads that came after those it learned from."),
        "order": _("Judged on the later rows of the table; their order was taken for time."),
        "group": _("Judged on accounts it had not seen; not on later leads."),
        "random": _("Judged on a random third: nothing says which leads came later."),
    }[evaluation.split.name]
    if evaluation.split.boundary is not None:
        said += " " + _("The judging period begins on {date}.").format(
            date=day(evaluation.split.boundary.date())
        )
    is_later = evaluation.split.name in ("time", "order")
    return _("Out of time.") if is_later else _("Not out of time."), said


def _say(evaluation: Evaluation) -> list[str]:
    said = [evaluation.sentence()]
    if not evaluation.metrics["auc"].refused:
        said += [_ranked(evaluation), _believed(evaluation)]
    counts = evaluation.counts()
    said.append(
        _(
            "Not judged: {aside} rows set aside, {immature} leads too young, {open} open without "
            "a date. {late} leads past their window are still open and count as not won."
        ).format(
            aside=number(counts["set_aside"]),
            immature=number(counts["immature"]),
            open=number(counts["unlabelled"]),
            late=number(counts["open_past_window"]),
        )
    )
    denied = len(evaluation.data.audit.table) - len(evaluation.data.audit.features)
    said.append(
        _("{denied} of {all} columns were not used; each with its reason below.").format(
            denied=number(denied), all=number(len(evaluation.data.audit.table))
        )
    )
    return said


def _ranked(evaluation: Evaluation) -> str:
    lift, base = evaluation.metrics["top_decile_lift"], evaluation.judged["y"].mean()
    best, low, high = (
        number(min(times * base, 1.0) * TOP) for times in (lift.value, lift.low, lift.high)
    )
    return _(
        "Of the {top} leads in {thousand} it likes best, about {best} ({low}–{high}) buy; of any "
        "{top}, {base}."
    ).format(
        top=TOP, thousand=number(10 * TOP), best=best, low=low, high=high, base=number(base * TOP)
    )


def _believed(evaluation: Evaluation) -> str:
    said, happened = evaluation.judged["p"].sum(), evaluation.judged["y"].sum()
    shift = evaluation.metrics["calibration_intercept"]
    text = _("It expected {said} wins and {happened} happened").format(
        said=number(said), happened=number(happened)
    )
    if shift.refused or shift.low <= 0 <= shift.high:
        return text + _(": its probabilities can be read as they stand.")
    return text + _(": its probabilities are off for this period; the order of leads still holds.")


def _trust(evaluation: Evaluation) -> Section:
    from leadkit.model.reliability import words

    drawing = figure.blank(4.6)
    ax = drawing.add_axes((0.1, 0.32, 0.87, 0.64))
    evaluation.plot(ax)
    finding, subtitle, source = words(evaluation)
    return Section(
        heading=_("Can the probabilities be believed?"),
        pictures=[
            Picture(
                uri=figure.data_uri(drawing),
                finding=finding,
                subtitle=subtitle,
                source=source,
                alt=f"{finding}. {source}",
            )
        ],
        notes=[
            (
                _("How to read it"),
                _(
                    "On the thin line, what the model said is what happened. Steps inside "
                    "the grey could be luck alone; below it, the model promised too much."
                ),
            ),
            (
                _("What it cannot tell"),
                _("How leads that were never handed off would have done: nobody saw them."),
            ),
        ],
    )


def _comparison(evaluation: Evaluation) -> Section:
    every = evaluation.compared()
    one = evaluation.metrics["auc"]
    judged = _("On the same {n} leads, {wins} of them won: who comes first").format(
        n=number(one.n), wins=number(one.events or 0)
    )
    return Section(
        heading=_("Better than what?"),
        tables=[
            _measured(judged, every, RANKING),
            _measured(_("How far the probabilities can be believed"), every, CHANCES),
        ],
        details=_method(evaluation),
    )


def _measured(
    finding: str, every: dict[str, dict[str, Estimate]], measures: dict[str, str]
) -> Table:
    rows = pd.DataFrame({_("judged"): list(every)})
    for key, words in measures.items():
        rows[_(words)] = [written(found[key]) for found in every.values()]
    return Table(finding=finding, rows=rows, numeric=[_(words) for words in measures.values()])


def _method(evaluation: Evaluation) -> str:
    is_scaled = evaluation.chosen is not None and evaluation.chosen.calibration == "sigmoid"
    return _(
        "Chosen inside the training period by cross-fitted log-loss: {model}, {calibration}. "
        "95 % intervals: AUC after DeLong by account, the rest by account means or "
        "400 bootstrap draws. The saved model was then refitted on all labelled leads; these "
        "figures are those of the judged one."
    ).format(
        model=_chosen(evaluation),
        calibration=_("sigmoid calibration") if is_scaled else _("no calibration"),
    )


def _chosen(evaluation: Evaluation) -> str:
    names = {"logistic": _("ridge logistic regression"), "boosting": _("histogram boosting")}
    return names[evaluation.chosen.model] if evaluation.chosen else _("none")


def _columns(evaluation: Evaluation) -> Section:
    table = evaluation.data.audit.table
    rows = pd.DataFrame(
        {
            _("column"): table["column"],
            _("used"): [_("yes") if used else _("no") for used in table["used"]],
            _("verdict"): [_(verdict) for verdict in table["verdict"]],
            _("known at handoff"): [_(one) for one in table["provenance"]],
            _("evidence"): ["; ".join(found) for found in table["evidence"]],
        }
    )
    finding = _("{used} of {n} columns were used").format(
        used=int(table["used"].sum()), n=len(table)
    )
    return Section(
        heading=_("Would you have known this at handoff?"),
        tables=[Table(finding=finding, rows=rows)],
    )


def _accounting(evaluation: Evaluation) -> Section:
    counts = evaluation.counts()
    words = {
        "rows": _("rows in the data"),
        "set_aside": _("set aside: could not be read, or failed the standard"),
        "later_turns": _("further handoffs of recycled leads, added to the rows"),
        "after_as_of": _("came after the date of judgement"),
        "self_generated": _("found by sales itself"),
        "not_handed_off": _("never handed off"),
        "immature": _("too young: the outcome window is not over"),
        "unlabelled": _("still open, and no date tells how old"),
        "embargo": _("between training and judging, used for neither"),
        "train": _("learned from"),
        "test": _("judged on"),
    }
    rows = pd.DataFrame(
        [
            (text, number(counts[name]))
            for name, text in words.items()
            if counts[name] or name in ("rows", "train", "test")
        ],
        columns=[_("what"), "n"],
    )
    y = evaluation.data.y
    return Section(
        heading=_("Where every row went"),
        text=evaluation.warnings(),
        tables=[
            Table(
                finding=_("{n} leads have an outcome, {wins} of them won ({rate})").format(
                    n=number(len(y)), wins=number(y.sum()), rate=percent(y.mean(), 1)
                ),
                rows=rows,
                numeric=["n"],
            )
        ],
    )
