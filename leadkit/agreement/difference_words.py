"""How a change is told: the names of the parts, of their clauses and of every field."""

from __future__ import annotations

from leadkit.base.language import _


def heads() -> dict[str, str]:
    """Return how a line on a part begins where it stands under no heading."""
    return {
        "parties": _("Parties: "),
        "period": _("Period: "),
        "definitions": _("Definitions: "),
        "standard": _("Data-quality standard: "),
        "hours": _("Working time: "),
        "bonus": _("Bonus: "),
        "change": _("Change of the agreement: "),
    }


def headings() -> dict[str, str]:
    """Return every part under the heading that a reader knows it by, in the order of the text."""
    return {
        "parties": _("Parties"),
        "period": _("Period"),
        "definitions": _("Definitions"),
        "standard": _("Data-quality standard"),
        "policy": _("The line and what sales can work"),
        "hours": _("Working time"),
        "promises": _("Promises"),
        "duties": _("Who does what"),
        "rejections": _("Reasons"),
        "recycling": _("Offered again"),
        "bonus": _("Bonus"),
        "change": _("Change of the agreement"),
    }


def kinds() -> dict[str, tuple[str, str, str]]:
    """Return for each list how a clause is named when added, dropped or changed."""
    return {
        "promises": (_("New promise {name}"), _("Promise dropped: {name}"), "{name}, "),
        "duties": (_("New duty: {name}"), _("Duty dropped: {name}"), _("Duty “{name}”: ")),
        "rejections": (_("New reason: {name}"), _("Reason dropped: {name}"), _("Reason {name}: ")),
        "recycling": (
            _("Offered again from now on: {name}"),
            _("No longer offered again: {name}"),
            _("Offered again, {name}: "),
        ),
        "tiers": (_("New tier: {name}"), _("Tier dropped: {name}"), _("Tier {name}: ")),
        "kpis": (_("New KPI: {name}"), _("KPI dropped: {name}"), _("KPI “{name}”: ")),
    }


def labels() -> dict[str, str]:
    """Return every field by the name a reader knows it by."""
    return {
        "title": _("title"),
        "version": _("version"),
        "firm": _("firm"),
        "marketing": _("who answers for marketing"),
        "sales": _("who answers for sales"),
        "start": _("first day"),
        "start of a tier": _("lowest chance"),
        "end": _("last day"),
        "mql": _("MQL"),
        "accepted": _("accepted"),
        "worked": _("worked"),
        "won": _("won"),
        "sha256": _("fingerprint"),
        "line": _("the line"),
        "value": _("value of a won lead"),
        "cost": _("cost of working a lead"),
        "currency": _("currency"),
        "timezone": _("timezone"),
        "days": _("days"),
        "spans": _("hours"),
        "country": _("country of holidays"),
        "extra_holidays": _("extra holidays"),
        "extra_workdays": _("extra working days"),
        "hours": _("working hours"),
        "calling": _("calling hours"),
        "attempts": _("attempts"),
        "columns": _("columns"),
        "target": _("target"),
        "owner": _("owner"),
        "remedy": _("remedy"),
        "kind": _("kind"),
        "responsible": _("responsible"),
        "accountable": _("accountable"),
        "consulted": _("consulted"),
        "informed": _("informed"),
        "may_return": _("sales may return a lead"),
        "words": _("meaning"),
        "after_days": _("days until then"),
        "paid": _("what is paid"),
        "cap": _("cap"),
        "marketing_pay": _("pay of marketing at full score"),
        "sales_pay": _("pay of sales at full score"),
        "true_up_days": _("days until it is settled"),
        "audited": _("share of leads audited"),
        "measure": _("measure"),
        "side": _("side"),
        "promise": _("promise"),
        "weight": _("weight"),
        "floor": _("floor"),
        "how": _("how"),
        "notice_days": _("days of notice"),
        "look_again": _("day to look again"),
        "from_version": _("policy before"),
        "from_line": _("line before"),
        "expected": _("expected gain"),
        "low": _("lowest gain"),
        "high": _("highest gain"),
        "chance": _("chance of earning more"),
        "effective": _("first day of the line"),
        "roll_back": _("when it moves back"),
    }
