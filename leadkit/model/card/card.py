"""The model card: may it be used, on what evidence, and which columns it was denied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from leadkit.base.language import MISSING, _, capital, day, number, percent
from leadkit.base.page import Page, Section, Table, bold
from leadkit.model.card import data as card_data
from leadkit.model.card import evidence, limits, where
from leadkit.model.card.learned import learned
from leadkit.model.evaluation import NO_SIGNAL, USABLE, Evaluation
from leadkit.model.findings import sentences
from leadkit.model.points.page import points_section
from leadkit.model.verdict import CHALLENGERS, MODELS

if TYPE_CHECKING:
    from markupsafe import Markup

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
        First the verdict and its evidence, then data, label and what was left out, what was
        learned, and where it must not be used (Mitchell et al., 2019).
    """
    return Page(
        kind=_("Model card"),
        title=_("Lead quality: {verdict}").format(verdict=_(evaluation.verdict)),
        subtitle=book.name,
        status=_status(evaluation),
        say=_say(evaluation),
        facts=_facts(evaluation),
        sections=_sections(evaluation),
        footer=_footer(evaluation, book),
    )


def _sections(evaluation: Evaluation) -> list[Section]:
    about = [
        limits.purpose(evaluation),
        card_data.data_and_label(evaluation),
        card_data.columns(evaluation),
    ]
    if not _is_judged(evaluation):
        rates = [] if evaluation.data.X.columns.empty else [learned(evaluation)]
        return [points_section(evaluation), *about, *rates, _warned(evaluation)]
    holds = where.where_it_holds(evaluation)
    return [
        evidence.trust(evaluation),
        evidence.comparison(evaluation),
        evidence.reached(evaluation),
        *([holds] if holds else []),
        *about,
        learned(evaluation),
        points_section(evaluation),
        limits.enough(evaluation),
        _warned(evaluation),
    ]


def _is_judged(evaluation: Evaluation) -> bool:
    return not evaluation.metrics["auc"].refused


def _warned(evaluation: Evaluation) -> Section:
    """Say what limits the answer, and what it takes to make the card again."""
    return Section(
        heading=_("What limits this answer"),
        text=[sentences([one]) for one in evaluation.warnings()],
        details=_(
            "Made with {versions}. The same data, versions and seed make the same card."
        ).format(versions=limits.versions()),
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


def _say(evaluation: Evaluation) -> list[str | Markup]:
    verdict = evaluation.sentence()
    said: list[str | Markup] = [bold(verdict, capital(_(evaluation.verdict)))]
    if _is_judged(evaluation):
        said += [_ranked(evaluation), _believed(evaluation), *_against_simpler(evaluation)]
    elif evaluation.bands:
        said.append(_by_points(evaluation))
    return [*said, _to_do(evaluation)]


def _by_points(evaluation: Evaluation) -> str:
    high, low = evaluation.bands["high"], evaluation.bands["low"]
    return _(
        "By points alone: of the third with the most, {high} were won; of the third with the "
        "fewest, {low}."
    ).format(high=high, low=low)


def _ranked(evaluation: Evaluation) -> Markup:
    lift, base = evaluation.metrics["top_decile_lift"], evaluation.judged["y"].mean()
    best, low, high = (
        number(min(times * base, 1.0) * TOP) for times in (lift.value, max(lift.low, 0), lift.high)
    )
    text = _(
        "Of the {top} leads in {thousand} it likes best, about {best} ({low}–{high}) buy; of any "
        "{top}, {base}."
    ).format(
        top=TOP, thousand=number(10 * TOP), best=best, low=low, high=high, base=number(base * TOP)
    )
    return bold(text, f"{best} ({low}–{high})")


def _believed(evaluation: Evaluation) -> Markup:
    said, happened = evaluation.judged["p"].sum(), evaluation.judged["y"].sum()
    counted = _("It expected {said} wins and {happened} happened").format(
        said=number(said), happened=number(happened)
    )
    if evaluation.verdict != USABLE:
        return bold(counted + ".", counted)
    if not _is_off(evaluation):
        return bold(counted + _(": its probabilities can be read as they stand."), counted)
    off = _(": its probabilities are off for this period; the order of leads still holds.")
    return bold(counted + off, counted)


def _is_off(evaluation: Evaluation) -> bool:
    """Return whether more or fewer leads bought than the probabilities and luck explain."""
    shift = evaluation.metrics["calibration_intercept"]
    return not (shift.refused or shift.low <= 0 <= shift.high)


def _against_simpler(evaluation: Evaluation) -> list[Markup]:
    """Compare with the best of the simpler ways, in log-loss."""
    best = evaluation.best_baseline
    one = evaluation.skill.get(best)
    if one is None or one.refused:
        return []
    simpler = [name for name in evaluation.skill if name not in CHALLENGERS]
    is_worse = one.value < 0
    text = _("Its chances miss by {gain} less than those of the best of {n} simpler ways ({name}).")
    if is_worse:
        text = _(
            "Its chances miss by {gain} more than those of the best of {n} simpler ways ({name})."
        )
    gained = evidence.gain(-one if is_worse else one)
    said = text.format(gain=gained, n=number(len(simpler)), name=_(MODELS[best]))
    return [bold(said, gained)]


def _to_do(evaluation: Evaluation) -> str:
    if evaluation.verdict == USABLE and _is_off(evaluation):
        return _(
            "To do: use the order of leads, not the chances, until it has been trained again on "
            "newer outcomes and promises as much as happens."
        )
    if evaluation.verdict == USABLE:
        return _(
            "To do: draw the handoff line (leadkit thresholds), score new leads (leadkit score), "
            "and judge again next quarter."
        )
    if evaluation.verdict == NO_SIGNAL:
        return _(
            "To do: keep the rule both sides agreed, and ask which facts sales wants to know of a "
            "lead that nobody writes down before the handoff."
        )
    if evaluation.data.X.columns.empty:
        return _(
            "To do: keep the rule both sides agreed, count by source, and ask the owner of the CRM "
            "which columns are filled before the handoff."
        )
    return _(
        "To do: keep the rule both sides agreed, count by source, and train again when there are "
        "more outcomes."
    )


def _facts(evaluation: Evaluation) -> Table:
    y, parts, audit = evaluation.data.y, evaluation.split, evaluation.data.audit
    rates = evaluation.base_rates()
    rows = [
        (name, _n_won(len(rows), int(y.iloc[rows].sum())))
        for name, rows in ((_("learned from"), parts.train), (_("judged on"), parts.test))
    ]
    judged = rates["test"]
    rows += [
        (_("win rate, judged"), MISSING if judged.refused else percent(judged.value, 1)),
        (
            _("columns used"),
            _("{used} of {n}").format(used=len(audit.features), n=len(audit.table)),
        ),
        (_("outcome window"), _window(evaluation)),
    ]
    table = pd.DataFrame(rows, columns=[_("leads"), _("n (won)")])
    return Table(finding=_("In numbers"), rows=table, numeric=[_("n (won)")])


def _window(evaluation: Evaluation) -> str:
    if evaluation.data.times.isna().all():
        return MISSING
    return _("{n} days").format(n=number(evaluation.data.window_days))


def _n_won(n: int, won: int) -> str:
    return f"{number(n)} ({number(won)})"


def _footer(evaluation: Evaluation, book: Book) -> str:
    data, model = evaluation.data, evaluation.test_model
    return _(
        "Data {sha} ({n} rows) · as of {day} · window {window} · leadkit {version} · seed {seed}"
    ).format(
        sha=book.sha256[:12],
        n=number(data.counts["rows"]),
        day=MISSING if data.as_of is None else day(data.as_of.date()),
        window=_window(evaluation),
        version=limits.version_of("leadkit"),
        seed=MISSING if model is None else model.random_state,
    )
