"""The agreement as numbered articles in the reader's language: promises, duties, reasons, pay."""

from __future__ import annotations

from markupsafe import Markup

from leadkit.agreement import words
from leadkit.agreement.bonus import Kpi
from leadkit.agreement.document import Agreement
from leadkit.agreement.in_force import LineMoved, PolicyInForce, TierInForce
from leadkit.agreement.paper import Article, Clause, Grid
from leadkit.agreement.promise import Promise
from leadkit.agreement.words import Side
from leadkit.base.language import _, day
from leadkit.base.page import bold, team


def articles(agreement: Agreement) -> tuple[Article, ...]:
    """Tell an agreement article by article; two languages give the same articles and clauses."""
    return (
        _parties(agreement),
        _definitions(agreement),
        _handoff(agreement),
        _hours(agreement),
        _promises(agreement, "marketing"),
        _promises(agreement, "sales"),
        _duties(agreement),
        _reasons(agreement),
        _bonus(agreement),
        _change(agreement),
    )


def _parties(agreement: Agreement) -> Article:
    parties, period = agreement.parties, agreement.period
    between = _("Marketing and sales of {firm} agree on what follows. {marketing} answers for "
                "marketing, {sales} for sales.")  # fmt: skip
    holds = _("It holds from {start} to {end}, both days included, and for every lead handed off "
              "on these days.")  # fmt: skip
    first, last = day(period.start), day(period.end)
    return Article(
        _("Who agrees, and for how long"),
        (
            Clause(between.format(firm=parties.firm, marketing=parties.marketing,
                                  sales=parties.sales)),
            Clause(bold(holds.format(start=first, end=last), first, last)),
        ),
    )  # fmt: skip


def _definitions(agreement: Agreement) -> Article:
    named = agreement.definitions
    meanings = (
        (_("MQL"), named.mql),
        (_("Accepted"), named.accepted),
        (_("Worked"), named.worked),
        (_("Won"), named.won),
    )
    return Article(
        _("Both mean the same by these words"),
        tuple(Clause(written=(meaning,)) for meaning in meanings),
    )


def _handoff(agreement: Agreement) -> Article:
    standard, policy = agreement.standard, agreement.policy
    screened = _("A lead that is handed off meets the data-quality standard {version} "
                 "(fingerprint {sha256}).")  # fmt: skip
    clauses = [
        Clause(screened.format(version=standard.version, sha256=words.short(standard.sha256)))
    ]
    if policy is None:
        clauses.append(
            Clause(_("No line in money has been drawn yet: hand off as an MQL is defined."))
        )
    else:
        clauses.append(_line(policy))
        clauses.extend(_tier(tier, place) for place, tier in enumerate(policy.tiers))
        clauses.extend([Clause(policy.capacity.said())] if policy.capacity else [])
        clauses.extend([_moved(policy.change, policy.currency)] if policy.change else [])
    return Article(_("Which leads are handed off"), tuple(clauses))


def _line(policy: PolicyInForce) -> Clause:
    line = words.share(policy.line)
    drawn = _(
        "Leads with a chance of {line} or more are handed off: policy {version} ({sha256}), at "
        "{value} {currency} for a won lead and {cost} {currency} for working one."
    ).format(
        line=line,
        version=policy.version,
        sha256=words.short(policy.sha256),
        value=words.amount(policy.value),
        cost=words.amount(policy.cost),
        currency=policy.currency,
    )
    return Clause(bold(drawn, line))


def _tier(tier: TierInForce, place: int) -> Clause:
    start = words.share(tier.start)
    said = _("Leads with a chance of {start} or more are in tier {name}.")
    if place:
        said = _("Below that, leads with a chance of {start} or more are in tier {name}.")
    return Clause(bold(said.format(start=start, name=tier.name), tier.name))


def _moved(moved: LineMoved, currency: str) -> Clause:
    """Say where the line was, what the move is expected to bring, and when it is undone."""
    said = [
        _(
            "The line was at {line} (policy {version}); on the leads it was judged on, the new one "
            "makes a difference of {expected} {currency} ({low} to {high})"
        ).format(
            line=words.share(moved.from_line),
            version=moved.from_version,
            expected=words.amount(moved.expected),
            low=words.amount(moved.low),
            high=words.amount(moved.high),
            currency=currency,
        )
    ]
    if moved.chance is not None:
        said[0] += _(", with a chance of {chance} that it earns more").format(
            chance=words.share(moved.chance)
        )
    said[0] += "."
    if moved.effective is not None:
        said.append(_("It holds from {day}.").format(day=day(moved.effective)))
    if moved.look_again is not None:
        said.append(_("Both look at it again on {day}.").format(day=day(moved.look_again)))
    return Clause(" ".join(said), written=((_("It moves back"), moved.roll_back),))


def _hours(agreement: Agreement) -> Article:
    hours = agreement.hours
    clock = _("The clock of every promise in hours runs on {days}, {spans}, {timezone}.")
    clauses = [
        clock.format(
            days=words.weekdays(hours.days), spans=words.spans(hours.spans), timezone=hours.timezone
        )
    ]
    closed = {
        _("Public holidays of {days} are kept."): [words.country(hours.country)]
        if hours.country
        else [],
        _("Also closed: {days}."): [day(date) for date in hours.extra_holidays],
        _("Also open: {days}."): [day(date) for date in hours.extra_workdays],
    }
    stops = [text.format(days=words.listed(days)) for text, days in closed.items() if days]
    clauses.extend([" ".join(stops)] if stops else [])
    if hours.calling is not None:
        called = _("Customers are called between {start} and {end} only, and the clock of a call "
                   "runs only then.")  # fmt: skip
        clauses.append(called.format(start=hours.calling[0], end=hours.calling[1]))
    return Article(_("Working time"), tuple(map(Clause, clauses)))


def _promises(agreement: Agreement, side: Side) -> Article:
    return Article(
        Markup(_("What {side} promises")).format(side=team(side)),
        tuple(map(_promise, agreement.promised(side))),
    )


def _promise(promise: Promise) -> Clause:
    return Clause(
        bold(promise.sentence, promise.owed),
        written=(
            (_("Answers for it"), promise.owner),
            (_("If it is not kept"), promise.remedy),
        ),
        mark=promise.id,
    )


def _duties(agreement: Agreement) -> Article:
    columns = (_("task"), _("does it"), _("answers for it"), _("is asked"), _("is told"))
    alone = Clause(_("One role alone answers for each task; the others do it, are asked before or "
                     "are told after."))  # fmt: skip
    return Article(
        _("Who does what"),
        (alone,),
        Grid(
            columns,
            tuple(
                (d.task, d.responsible, d.accountable,
                 words.listed(d.consulted), words.listed(d.informed))
                for d in agreement.duties
            ),
        ),
    )  # fmt: skip


def _reasons(agreement: Agreement) -> Article:
    rows = tuple(
        (reason.reason, reason.words, words.yes_no(reason.may_return), reason.owner)
        for reason in agreement.rejections
    )
    again = [
        _("{reason} after {days} ({owner})").format(
            reason=row.reason, days=words.days(row.after_days), owner=row.owner
        )
        for row in agreement.recycling
    ]
    clauses = [Clause(_("Every lead returned or lost has one of these reasons."))]
    if again:
        offered = _("Offered again: {leads}.").format(leads="; ".join(again))
        clauses.append(Clause(offered))
    columns = (_("reason"), _("meaning"), _("sales may return a lead"), _("mended by"))
    return Article(_("Reasons"), tuple(clauses), Grid(columns, rows))


def _bonus(agreement: Agreement) -> Article:
    bonus = agreement.bonus
    line = _("Each result is paid in a straight line from “nothing at” to “full at”, and at most "
             "{most} of its weight.")  # fmt: skip
    clauses = [
        Clause(written=((_("What is paid"), bonus.paid),)),
        Clause(line.format(most=words.share(bonus.cap))),
    ]
    currency = "" if agreement.policy is None else agreement.policy.currency
    full = {
        _("At full score marketing is paid {amount} {currency}."): bonus.marketing_pay,
        _("At full score sales is paid {amount} {currency}."): bonus.sales_pay,
    }
    clauses += [
        Clause(text.format(amount=words.amount(pay), currency=currency).replace(" .", "."))
        for text, pay in full.items()
        if pay is not None
    ]
    if bonus.true_up_days is not None:
        settled = _("What rests on leads still undecided is paid provisionally and settled {days} "
                    "after the period.")  # fmt: skip
        clauses.append(Clause(settled.format(days=words.days(bonus.true_up_days))))
    if bonus.audited is not None:
        looked_at = _("A person looks at the record of {share} of the leads, drawn by lot, before "
                      "anything is paid.")  # fmt: skip
        clauses.append(Clause(looked_at.format(share=words.share(bonus.audited))))
    made = {promise.id: promise for promise in agreement.promises}
    numeric = (_("weight"), _("nothing at"), _("full at"))
    return Article(
        _("Bonus"),
        tuple(clauses),
        Grid(
            (_("result"), _("paid to"), *numeric),
            tuple(_kpi(kpi, made.get(kpi.promise)) for kpi in bonus.kpis),
            numeric=len(numeric),
        ),
    )


def _kpi(kpi: Kpi, promise: Promise | None) -> tuple[str, ...]:
    is_share = bool(kpi.measure) or (promise is not None and promise.terms.kind == "share")
    write = words.share if is_share else words.amount
    return (
        kpi.name if not kpi.promise or kpi.promise in kpi.name else f"{kpi.name} ({kpi.promise})",
        words.side_name(kpi.side),
        words.share(kpi.weight),
        write(kpi.floor),
        write(kpi.target),
    )


def _change(agreement: Agreement) -> Article:
    change = agreement.change
    notice = _("Notice: {days}.").format(days=words.days(change.notice_days))
    again = day(change.look_again)
    return Article(
        _("How this is changed"),
        (
            Clause(written=((_("Change"), change.how),)),
            Clause(notice),
            Clause(bold(_("Both look at this again on {day}.").format(day=again), again)),
            Clause(_("The signatures hold for this very text; after any change of it they are "
                     "void, and both sign again.")),
        ),
    )  # fmt: skip
