"""The scorecard as a page: what each side reached and is paid, for what, and what is not seen."""

from __future__ import annotations

from functools import partial

import pandas as pd

from leadkit.agreement import SIDES, Side
from leadkit.base.language import MISSING, _, day, number, percent
from leadkit.base.page import Fold, Page, Section, Table, bold, team
from leadkit.base.pictured import drawn
from leadkit.review.audit.ledger import as_read
from leadkit.review.scorecard.back_test import BackTest
from leadkit.review.scorecard.limits import (
    CAUGHT,
    PREVENTED,
    answers,
    by_luck,
    to_look_at,
    unrestrained,
)
from leadkit.review.scorecard.picture import LABEL_WIDTH, caption, draw, height
from leadkit.review.scorecard.scorecard import Scorecard
from leadkit.review.scorecard.words import exact, reached_and_paid, rows, said, when


def scorecard_page(card: Scorecard, tested: BackTest | None = None) -> Page:
    """Lay out a scorecard: both sides in a sentence each, every result, past quarters, limits."""
    at = card.ledger
    return Page(
        kind=_("Scorecard"),
        title=card.period,
        subtitle=_("{firm} · agreement {version}, {signed}").format(
            firm=at.book.name,
            version=card.agreement.version,
            signed=_("signed by both") if card.agreement.is_signed else _("not signed by both"),
        ),
        status=when(card),
        say=[
            *(team(side) + " " + bold(said(card, side), reached_and_paid(card, side))
              for side in SIDES),
            *_not_measured(card),
            *unrestrained(card),
        ],
        sections=[
            _results(card),
            _pay(card),
            *([_past(tested)] if tested else []),
            _limits(card),
            *([as_read(at.book)] if at.book.notes else []),
        ],
        footer=_("Data {sha} ({rows} rows) · as of {day} · agreement {hash}").format(
            sha=at.book.sha256[:12] or MISSING,
            rows=number(len(at.book.leads)),
            day=day(at.now.tz_convert(at.book.settings.timezone).date()),
            hash=card.agreement.sha256[:12],
        ),
        signatures=[card.agreement.parties.marketing, card.agreement.parties.sales],
    )  # fmt: skip


def _not_measured(card: Scorecard) -> list[str]:
    missing = [f"{one.kpi.name} ({one.missing})" for one in card.results if one.missing]
    return [_("Not measured: {results}.").format(results="; ".join(missing))] if missing else []


def _results(card: Scorecard) -> Section:
    headings = {
        "shared": _("Shared: paid to both alike"),
        "marketing": _("Marketing's own"),
        "sales": _("Sales' own"),
    }
    tables = [
        Table(finding=headings[side], rows=rows(card, mine))
        for side in headings
        if (mine := [one for one in card.results if one.kpi.side == side])
    ]
    _finding, subtitle, source = caption(card)
    words = (_("Where each result lies between nothing and full pay"), subtitle, source)
    pictures = []
    if any(one.score is not None for one in card.results):
        picture = drawn(partial(draw, card), words, height(card), left=LABEL_WIDTH + 0.2)
        pictures.append(picture)
    return Section(
        heading=_("What it was paid for"),
        text=by_luck(card),
        pictures=pictures,
        tables=tables,
        details=_(
            "Score: a straight line from nothing to full pay, at most {cap}. Margin: wins within "
            "the window at the agreed worth of a win, by deal value, less the agreed cost of every "
            "lead handed off, against the same of the plan. Expected margin of accepted leads: "
            "what the frozen model expected of them; once every outcome is known, what they "
            "brought, drawn towards the plan by twenty wins. Wins for what the leads were worth: "
            "wins and twenty, over the wins that the frozen model expected and twenty. A share of "
            "fewer than twenty cases: what lacks to twenty counts as on target. Intervals, 95 %: "
            "accounts drawn again; shares: Wilson."
        ).format(cap=percent(card.agreement.bonus.cap)),
    )


def _pay(card: Scorecard) -> Section:
    """Show what was paid for at the end of the period, and what the true-up changes."""
    then = card.at_the_end
    table = pd.DataFrame(
        {
            _("side"): _(side),
            _("full pay"): exact(card.full_pay(side), card.currency),
            _("on the last day, provisional"): MISSING
            if then is None
            else _points_or_pay(then, side),
            _("now"): _points_or_pay(card, side),
            _("true-up"): _true_up(card, side),
        }
        for side in SIDES
    )
    finding = _("What is paid when: the pay is trued up on {day}").format(day=day(card.true_up_on))
    text = []
    if card.full_pay("marketing") is None or card.full_pay("sales") is None:
        text.append(_("The agreement states no pay for full points, so points are shown."))
    if card.full:
        text.append(_("Full pay is what was said for this page; it is not in the signed text."))
    return Section(heading=_("Pay"), text=text, tables=[Table(finding=finding, rows=table)])


def _points_or_pay(card: Scorecard, side: Side) -> str:
    pay = card.pay(side)
    return percent(card.points(side)) if pay is None else exact(pay, card.currency)


def _true_up(card: Scorecard, side: Side) -> str:
    """Write what changed since the last day: money where pay is agreed, else points."""
    if card.at_the_end is None:
        return MISSING
    change = card.true_up(side)
    if change is None:
        points = card.points(side) - card.at_the_end.points(side)
        return number(100 * points, 1, sign=True)
    return exact(change, card.currency, sign=True)


def _past(tested: BackTest) -> Section:
    findings = {
        "marketing": _("What marketing would have been paid in past quarters, and for what"),
        "sales": _("What sales would have been paid in past quarters, and for what"),
    }
    tables = [
        Table(finding=findings[side], rows=tested.rows(side)) for side in SIDES if tested.cards
    ]
    return Section(heading=_("Back-test"), text=[tested.sentence()], tables=tables)


def _limits(card: Scorecard) -> Section:
    caught = _("What the scorecard cannot see, and what catches it")
    folded = _("Moves that do not pay: {n}").format(n=number(len(PREVENTED)))
    prevented = Table(finding=_("What the scorecard answers by itself"), rows=answers(PREVENTED))
    return Section(
        heading=_("Moves that cost margin"),
        text=[to_look_at(card)],
        tables=[Table(finding=caught, rows=answers(CAUGHT))],
        folds=[Fold(summary=folded, tables=[prevented])],
    )
