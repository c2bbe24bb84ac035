"""Eight notes of a sales week, each to be given the reason code that somebody can act on."""

from __future__ import annotations

from dataclasses import dataclass

from leadkit.base.language import N_, _, number
from leadkit.learn.answers.kinds import Options, Table

ENOUGH = 7
OTHER = "OTHER"
NOTES: Options = (
    ("barber", N_("Another shop answers; nobody there knows the name")),
    ("called", N_("Two colleagues of ours have called her already")),
    ("never", N_("“Do not call. I never signed up for this”")),
    ("student", N_("A student who collects prices for a survey")),
    ("director", N_("Likes it, but only the director may decide")),
    ("signed", N_("Is bound to another supplier until next year")),
    ("silent", N_("It rings, but 5 calls in 14 days go unanswered")),
    ("rival", N_("After two meetings, bought from a cheaper rival")),
)
CODES: Options = (
    ("DATA_INVALID", N_("DATA_INVALID: the contact data are wrong")),
    ("DUPLICATE", N_("DUPLICATE: we have this customer already")),
    ("NO_CONSENT", N_("NO_CONSENT: never agreed to be called")),
    ("NOT_ICP", N_("NOT_ICP: not our kind of customer")),
    ("NO_AUTHORITY", N_("NO_AUTHORITY: has no say in buying")),
    ("BAD_TIMING", N_("BAD_TIMING: would buy, but not now")),
    ("UNREACHABLE", N_("UNREACHABLE: all calls made, never reached")),
    ("LOST_PRICE", N_("LOST_PRICE: found it too dear")),
    ("LOST_COMPETITOR", N_("LOST_COMPETITOR: bought from a rival")),
    (OTHER, N_("OTHER: none of these, with a note")),
)
RIGHT = {
    "barber": "DATA_INVALID",
    "called": "DUPLICATE",
    "never": "NO_CONSENT",
    "student": "NOT_ICP",
    "director": "NO_AUTHORITY",
    "signed": "BAD_TIMING",
    "silent": "UNREACHABLE",
    "rival": "LOST_COMPETITOR",
}
AS_GOOD = {("rival", "LOST_PRICE")}


@dataclass(frozen=True)
class Coding(Table):
    """Notes to give a code each; right from seven of eight on, for codes leave room to judge."""

    def asked(self) -> str:
        """Say what is asked."""
        return _("Give every note its code; {enough} of {all} are enough.").format(
            enough=number(ENOUGH), all=number(len(self.rows))
        )

    def matches(self, value: dict[str, str], right: dict[str, str]) -> bool:
        """Return whether enough notes have their code, or one that is as good."""
        hits = [right[row] == code or (row, code) in AS_GOOD for row, code in value.items()]
        return sum(hits) >= ENOUGH


def fault_of(codes: dict[str, str]) -> str:
    """Return the worst fault of the codes given, or nothing.

    Examples
    --------
    >>> fault_of(RIGHT), fault_of(RIGHT | {"silent": "DATA_INVALID"})
    ('', 'silent')
    """
    if list(codes.values()).count(OTHER) > 1:
        return OTHER
    slips = (("silent", "DATA_INVALID"), ("rival", "NOT_ICP"), ("barber", "UNREACHABLE"))
    return next((row for row, code in slips if codes[row] == code), "")
