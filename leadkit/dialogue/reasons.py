"""Reasons for not buying at two levels: what was said, and which group of remedies it is in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from leadkit.base.language import N_, _, number

NO_REASON = "NOT_GIVEN"
DATA = ("DATA_INVALID", "DUPLICATE", "NO_CONSENT")
ASK_WHY = 0.10
TRIED = 3
"""Attempts before "could not be reached" speaks of the lead and not of sales."""


@dataclass(frozen=True)
class ReasonGroup:
    """The first level: reasons that are mended in one way.

    Attributes
    ----------
    letter : str
        D, U, F, T, O, C or Z.
    name, remedy : str
        In English, for the catalog: what the group is, and what is done about it.
    """

    letter: str
    name: str
    remedy: str


@dataclass(frozen=True)
class ReasonCode:
    """The second level: one code that sales writes down.

    Attributes
    ----------
    code, label : str
        The code of the book, and its meaning in English, for the catalog.
    group : str
        The letter of its group.
    owner : "marketing" or "sales"
        Whose head answers for the remedy, as the agreement first proposes.
    may_return : bool
        Whether sales may return a lead for it before work; else it is a reason to lose a deal.
    recycled_after : int or None
        After how many days the lead is offered again; None: not.
    """

    code: str
    label: str
    group: str
    owner: Literal["marketing", "sales"]
    may_return: bool = True
    recycled_after: int | None = None


GROUPS = {
    group.letter: group
    for group in (
        ReasonGroup("D", N_("data and contact"),
                    N_("Mend the rule or the form that let these records through.")),
        ReasonGroup("U", N_("could not be reached"),
                    N_("Check the attempts on record; without them it is a miss of sales.")),
        ReasonGroup("F", N_("not our customer"),
                    N_("Aim the campaign at those who fit and decide.")),
        ReasonGroup("T", N_("not now"),
                    N_("Keep in touch and offer the lead again on the agreed day.")),
        ReasonGroup("O", N_("our offer"),
                    N_("Bring price and product to those who decide on the offer.")),
        ReasonGroup("C", N_("competitor"),
                    N_("Collect whom they chose and why, and tell marketing.")),
        ReasonGroup("Z", N_("other or not said"),
                    N_("Ask the rep for the reason; with many, the list of reasons lacks one.")),
    )
}  # fmt: skip
CODES = {
    reason.code: reason
    for reason in (
        ReasonCode("DATA_INVALID", N_("contact data wrong"), "D", "marketing"),
        ReasonCode("DUPLICATE", N_("duplicate"), "D", "marketing"),
        ReasonCode("NO_CONSENT", N_("no consent to be contacted"), "D", "marketing"),
        ReasonCode("NOT_ICP", N_("not our kind of customer"), "F", "marketing"),
        ReasonCode("NO_AUTHORITY", N_("has no say in buying"), "F", "marketing"),
        ReasonCode("NO_NEED", N_("no need"), "T", "marketing", recycled_after=90),
        ReasonCode("NO_BUDGET", N_("no budget"), "T", "marketing", recycled_after=90),
        ReasonCode("BAD_TIMING", N_("not now"), "T", "marketing", recycled_after=60),
        ReasonCode("UNREACHABLE", N_("could not be reached"), "U", "sales"),
        ReasonCode("LOST_PRICE", N_("price"), "O", "sales", may_return=False),
        ReasonCode("LOST_COMPETITOR", N_("bought from a competitor"), "C", "sales",
                   may_return=False),
        ReasonCode("LOST_PRODUCT", N_("product does not fit"), "O", "sales", may_return=False),
        ReasonCode("OTHER", N_("other"), "Z", "marketing"),
    )
}  # fmt: skip


def reason_words() -> dict[str, str]:
    """Return what each reason code means."""
    return {code: _(reason.label) for code, reason in CODES.items()} | {
        NO_REASON: _("no reason given")
    }


def group_of(code: str) -> ReasonGroup:
    """Return the group of a code; that of "other" where none was written.

    Examples
    --------
    >>> group_of("NO_BUDGET").name, group_of("NOT_GIVEN").letter
    ('not now', 'Z')
    """
    return GROUPS[CODES[code].group if code in CODES else "Z"]


def reason_table() -> pd.DataFrame:
    """Return the codes as a table to read, one row a code, group by group.

    Examples
    --------
    >>> reason_table().columns.tolist()[:3]
    ['group', 'code', 'meaning']
    """
    yes, no = _("yes"), _("no")
    letters = list(GROUPS)
    rows = [
        (
            _(group_of(reason.code).name),
            reason.code,
            _(reason.label),
            {"marketing": _("marketing"), "sales": _("sales")}[reason.owner],
            yes if reason.may_return else no,
            number(reason.recycled_after) if reason.recycled_after else no,
        )
        for reason in sorted(CODES.values(), key=lambda one: letters.index(one.group))
    ]
    names = [_("group"), _("code"), _("meaning"), _("who answers"), _("may return a lead"),
             _("offered again after days")]  # fmt: skip
    return pd.DataFrame(rows, columns=names)
