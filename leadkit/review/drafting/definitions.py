"""What a draft says both sides mean by their words, from the book's policy or rule."""

from __future__ import annotations

from leadkit.agreement import Definitions
from leadkit.base.language import _, listed, number, percent
from leadkit.book import Book
from leadkit.handoff import Policy


def definitions(book: Book, policy: Policy | None) -> Definitions:
    """Return the four definitions; the first goes by the policy, else by the rule in use."""
    return Definitions(
        mql=_mql(book, policy),
        accepted=_("A lead that sales has called and takes on, as it says in the CRM."),
        worked=_("A lead to which at least one personal attempt by sales is on record."),
        won=_("A signed order within {days} days of the handoff.").format(
            days=book.settings.window_days
        ),
    )


def _mql(book: Book, policy: Policy | None) -> str:
    rule = book.settings.rule
    if policy is not None:
        text = _(
            "A lead that meets the standard and whose chance of buying is {line} or more by the "
            "model that the policy names."
        ).format(line=percent(policy.line, 1))
        if policy.by is not None:
            text += " " + _("By {column} the line differs: {lines}.").format(
                column=policy.by,
                lines=listed([f"{one.value} {percent(one.line, 1)}" for one in policy.segments]),
            )
        return text
    if rule is not None:
        return _("A lead that meets the standard and has at least {least} {column}.").format(
            least=number(rule.at_least), column=rule.column
        )
    return _("A lead that marketing calls ready for sales, and that meets the standard.")
