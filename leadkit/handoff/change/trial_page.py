"""The page of a trial: what to do, both sides, what must not suffer, and the plan it had."""

from __future__ import annotations

import pandas as pd

from leadkit.base.language import _, day, number
from leadkit.base.page import Page, Section, Table, bold, team
from leadkit.base.pictured import drawn
from leadkit.handoff import words
from leadkit.handoff.change import trial_words
from leadkit.handoff.change.trial_picture import HEIGHT, LEFT, picture_words
from leadkit.handoff.change.trial_plan import TrialPlan
from leadkit.handoff.change.trial_result import Side, TrialResult


def trial_page(result: TrialResult, *, subtitle: str = "", footer: str = "") -> Page:
    """Lay out the page on which both sides read what the trial found.

    Parameters
    ----------
    result : TrialResult
        The result.
    subtitle, footer : str
        The firm; data and versions.
    """
    plan = result.plan
    return Page(
        kind=_("Trial of a handoff line"),
        title=_("The line at {new}, against {old}").format(
            new=words.line(plan.new.line), old=words.line(plan.old.line)
        ),
        subtitle=subtitle,
        say=_say(result),
        facts=_facts(result),
        sections=[_sides(result), _guarded(result), plan_section(plan)],
        footer=_("{footer} · trial {version} · judged on {day}")
        .format(footer=footer, version=plan.version, day=day(result.as_of))
        .removeprefix(" · "),
        signatures=[_("Head of marketing"), _("Head of sales")],
    )


def plan_section(plan: TrialPlan) -> Section:
    """Show a plan: who is drawn, how many, when it is looked at, what must not suffer."""
    looks = trial_words.schedule(plan)
    numbers = [looks.columns[1], looks.columns[3]]
    table = Table(finding=trial_words.looked_at(plan), rows=looks, numeric=numbers)
    return Section(
        heading=_("The plan of the trial"),
        text=[plan.sentence(), trial_words.rests_on(plan)],
        tables=[] if plan.refusal else [table],
        notes=[(_("What stops it"), " ".join(rule.rule() for rule in plan.guardrails))],
    )


def _say(result: TrialResult) -> list[str]:
    kept = _("kept {n} leads, {won} of which bought.")
    given = _("was given {n} leads, {won} of which bought.")
    unknown = _(
        "What the data cannot tell: whether leads outside {band} would have done the same, and "
        "whether next year's will."
    ).format(band=trial_words.band(result.plan))
    return [
        bold(trial_words.decided(result), trial_words.decided(result).split(":")[0]),
        team("marketing") + " " + _counted(kept, result.left),
        team("sales") + " " + _counted(given, result.treated),
        trial_words.difference(result) or trial_words.find_out(),
        bold(unknown, _("the data cannot tell")),
    ]


def _counted(text: str, side: Side) -> str:
    return text.format(n=number(side.leads), won=number(side.won.events or 0))


def _facts(result: TrialResult) -> Table:
    rows = [
        (_("Leads judged"), number(result.counts["judged"])),
        (_("Leads drawn"), number(result.counts["drawn"])),
        (_("Look"), f"{number(result.look)} / {number(result.plan.looks)}"),
        (_("A handoff pays from, points"), number(result.plan.needed * 100, 1, sign=True)),
    ]
    columns = [_("the trial"), _("in numbers")]
    return Table(
        finding=_("The trial in four numbers"),
        rows=pd.DataFrame(rows, columns=columns),
        numeric=[columns[1]],
    )


def _sides(result: TrialResult) -> Section:
    rows = trial_words.rows(result)
    table = Table(finding=_("Both sides of the trial"), rows=rows, numeric=list(rows.columns[1:]))
    text = [*trial_words.strayed(result), *trial_words.left_out(result)]
    if not result.is_balanced:
        return Section(heading=_("Who was drawn?"), tables=[table], text=text)
    how = _(
        "Only the lot decided who was handed to sales, so the two sides differ in nothing else. "
        "What the bars leave open is luck."
    )
    return Section(
        heading=_("Who bought?"),
        pictures=[drawn(result.plot, picture_words(result), HEIGHT, left=LEFT)],
        tables=[table],
        text=text,
        notes=[(_("How to read it"), how)],
    )


def _guarded(result: TrialResult) -> Section:
    accounts = result.treated.accounts, result.left.accounts
    even = _("{treated} accounts went to sales and {left} to marketing, as a lot gives it.")
    ratio = trial_words.unequal(*accounts)
    if result.is_balanced:
        ratio = even.format(treated=number(accounts[0]), left=number(accounts[1]))
    return Section(
        heading=_("What must not suffer"),
        text=[ratio, *(watch.sentence() for watch in result.watches)],
    )
