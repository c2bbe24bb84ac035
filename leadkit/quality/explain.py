"""A rule in plain words: what it does, who acts on it, and what it caught here."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import MISSING, N_, _, listed, number
from leadkit.book import Book, Known
from leadkit.book.tables import LEADS
from leadkit.quality.checks import columns_of
from leadkit.quality.duplicates import Duplicates
from leadkit.quality.findings import Finding
from leadkit.quality.masking import looks_like_contact, masked
from leadkit.quality.report import ScreeningReport
from leadkit.quality.rules import DIMENSIONS, Rule
from leadkit.quality.standard import Standard

EXAMPLES = 5
TERMINAL = 80
FEW_NAMED = 6
WHAT_IT_DOES = {
    "required": N_("It fails a lead in which one of these is blank: {columns}."),
    "email": N_(
        "It fails an address whose form is wrong, or whose domain the standard lists as throwaway "
        "or misspelled. A blank address is not judged."
    ),
    "phone": N_(
        "It fails a number that the numbering plan of {region} does not have, a service number, "
        "and digits that repeat or run on. A blank number is not judged."
    ),
    "reachable": N_("It fails a lead with neither a valid e-mail address nor a valid number."),
    "consent": N_("It looks for a consent in {columns}: a cell that is blank or says no fails."),
    "do_not_call": N_(
        "It fails a lead that is marked in {columns}, and one of the contacts that the rule lists "
        "({n})."
    ),
    "duplicate": N_(
        "It fails every record of a person but the earliest. Records are one person where they "
        "share an e-mail address or a telephone, or are nearly alike in name and in firm, account "
        "or profile."
    ),
    "test": N_("It looks in {columns} for these words, and fails a lead that has one: {words}."),
    "order": N_("It fails a lead whose times are not in this order: {columns}."),
    "future": N_(
        "It looks at {columns}, and fails a lead with a time more than a year after nearly all "
        "others."
    ),
    "age": N_(
        "It counts the hours from {first} to {last}: up to {ok} are well, more than {most} fail, "
        "and between them a part of the score is lost."
    ),
    "range": N_("It looks at {columns}, and fails what is no number, or not {range}."),
    "one_of": N_("It looks at {columns}, and fails what is none of these: {values}."),
    "role_address": N_("It fails an address of a desk, such as info@ or sales@."),
    "free_mail": N_("It fails an address at a free mail service: {words}."),
    "mangled": N_(
        "It looks in {columns} for letters that were mangled on the way, as in Nguyá»…n."
    ),
}
WHAT_FOLLOWS = {
    "gate": N_("gate: a lead that fails is set aside, whatever its score"),
    "score": N_("score: a lead that fails loses score; below {least} it is set aside"),
    "info": N_("info: it is counted, and nothing else"),
}


@dataclass(frozen=True, kw_only=True, repr=False)
class Explanation:
    """A rule explained on the data at hand.

    `examples` are up to five leads that fail it: their row in the file, their id where there is
    one, and the cells the rule looks at, contact data masked.
    """

    rule: Rule
    finding: Finding
    standard: Standard
    does: str
    examples: pd.DataFrame

    @property
    def caught(self) -> str:
        """What the rule caught here, in a sentence."""
        if not self.finding.checked:
            missing = ", ".join(self.finding.missing)
            if missing:
                return _("It was not checked: the table has no column {names}.").format(
                    names=missing
                )
            return _("It was not checked: its columns hold what the rule cannot read.")
        share = self.finding.rate
        if share.refused:
            return _("Leads that fail it: {n}.").format(n=share.write())
        return _("Leads that fail it: {n} of {rows}, {rate}.").format(
            n=number(share.events or 0), rows=number(share.n), rate=share.write()
        )

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Each property of the rule with its name."""
        rule, score = self.rule, self.standard.score
        least = number(score.at_least if score else 0, 2)
        return [
            (_("What it does"), self.does),
            (_("Dimension"), _(DIMENSIONS[rule.dimension])),
            (_("Severity"), _(WHAT_FOLLOWS[rule.severity]).format(least=least)),
            (_("Who repairs"), _(rule.owner)),
            (_("What to do"), rule.advice or MISSING),
            (_("Reason code"), rule.reason),
            (_("Here"), self.caught),
        ]

    def lines(self) -> list[str]:
        """Return the explanation for a terminal."""
        facts = self.facts
        width = max(len(name) for name, _said in facts)
        shown = [f"{self.rule.code}: {self.rule.sentence}"]
        for name, said in facts:
            shown += wrap(
                said,
                TERMINAL,
                initial_indent=f"  {name:<{width}}  ",
                subsequent_indent=" " * (width + 4),
            )
        if len(self.examples):
            shown += ["", _("Examples (contact data masked; rows as in the file):")]
            shown += [f"  {line}" for line in self.examples.to_string(index=False).splitlines()]
        return shown

    def to_dict(self) -> dict[str, Any]:
        """Return the explanation for machines."""
        rule = self.rule
        return {
            "code": rule.code,
            "kind": rule.kind,
            "dimension": rule.dimension,
            "severity": rule.severity,
            "owner": rule.owner,
            "reason": rule.reason,
            "message": rule.sentence,
            "does": self.does,
            "remedy": rule.advice,
            "checked": self.finding.checked,
            "missing": self.finding.missing,
            "n": self.finding.n,
            "rate": self.finding.rate.to_dict(),
            "examples": self.examples.to_dict("records"),
        }

    def __repr__(self) -> str:
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        return inline(
            caption=f"{self.rule.code}: {self.rule.sentence}",
            columns=list(self.examples.columns),
            rows=list(self.examples.itertuples(index=False, name=None)),
            note=" ".join([self.does, self.caught, self.rule.advice]),
        )


def explain(report: ScreeningReport, code: str) -> Explanation:
    """Say what a rule does and what it caught, with examples, contact data masked.

    Raises
    ------
    BadInput
        If the standard has no such rule.

    Examples
    --------
    >>> from leadkit.quality import screen
    >>> leads = pd.DataFrame({"email": ["an@@example.com"], "outcome": "open"})
    >>> explain(screen(Book({"leads": leads})), "EMAIL_INVALID").caught
    'Leads that fail it: 1 of 1: too few for a rate (at least 20 needed).'
    """
    finding = next((found for found in report.findings if found.rule.code == code), None)
    if finding is None:
        raise BadInput(
            _("the standard has no rule {code!r}").format(code=code),
            fix=_("Its rules are: {codes}.").format(
                codes=", ".join(rule.code for rule in report.standard.rules)
            ),
        )
    return Explanation(
        rule=finding.rule,
        finding=finding,
        standard=report.standard,
        does=_does(finding.rule, report.standard),
        examples=_examples(finding, report),
    )


def _does(rule: Rule, standard: Standard) -> str:
    columns = list(rule.columns or standard.required)
    more = [
        _("in segment {segment} also {columns}").format(segment=segment, columns=", ".join(names))
        for segment, names in standard.required_in.items()
    ]
    said = ", ".join(columns)
    words = {
        "columns": "; ".join([said, *more]) if rule.kind == "required" else said,
        "region": standard.phone.region,
        "n": number(len(rule.listed)),
        "words": _shortened(rule.words),
        "values": _shortened(rule.values),
        "first": columns[0] if columns else "",
        "last": columns[-1] if columns else "",
        "ok": number(rule.ok or 0),
        "most": number(rule.most or 0),
        "range": _range(rule),
    }
    return _(WHAT_IT_DOES[rule.kind]).format(**words)


def _shortened(words: tuple[str, ...]) -> str:
    shown = list(words[:FEW_NAMED])
    return listed(shown) if len(words) <= FEW_NAMED else ", ".join([*shown, "…"])


def _range(rule: Rule) -> str:
    least = None if rule.least is None else f"{rule.least:g}"
    most = None if rule.most is None else f"{rule.most:g}"
    if most is None:
        return _("at least {least}").format(least=least)
    if least is None:
        return _("at most {most}").format(most=most)
    return _("{least} to {most}").format(least=least, most=most)


def _examples(finding: Finding, report: ScreeningReport) -> pd.DataFrame:
    """Return the first leads that fail, and the cells that the rule looks at."""
    if finding.failing is None:
        return pd.DataFrame()
    leads = report.book.leads[finding.failing].head(EXAMPLES)
    looked = columns_of(finding.rule, report.cells)[0]
    hide, zone = contact_columns(report.book), report.book.settings.timezone
    table = pd.DataFrame({_("row"): leads.index.map(str)})
    for name in dict.fromkeys(["lead_id", *looked] if "lead_id" in leads else looked):
        table[name] = _shown(leads[name], zone, hidden=name in hide)
    if finding.rule.kind == "duplicate" and len(table):
        table[_("same person as row")] = _survivors(report.cells.duplicates, leads.index)
    return table


def _survivors(duplicates: Duplicates, rows: pd.Index[Any]) -> list[str]:
    """Return the row of the earliest record of each lead's person."""
    kept = duplicates.entity[~duplicates.later]
    first = pd.Series(kept.index, index=kept.to_numpy())
    return [str(row) for row in first.loc[duplicates.entity.loc[rows]]]


def contact_columns(book: Book) -> frozenset[str]:
    """Return the columns that hold contact data, declared or by their usual names."""
    usual = {column.name for column in LEADS.columns if column.known is Known.CONTACT}
    told = {name for name, known in book.known.items() if known is Known.CONTACT}
    return frozenset(usual | told)


def _shown(cells: pd.Series[Any], zone: str, *, hidden: bool) -> list[str]:
    if isinstance(cells.dtype, pd.DatetimeTZDtype):
        local = cells.dt.tz_convert(zone).dt.strftime("%Y-%m-%d %H:%M")
        return [str(time) for time in local.fillna(MISSING)]
    text = cells.astype("str").fillna("")
    return [
        (masked(cell) if hidden or looks_like_contact(cell) else cell) or MISSING for cell in text
    ]
