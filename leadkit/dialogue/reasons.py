"""Reasons for not buying, in words, grouped by who can act on them."""

from __future__ import annotations

from leadkit.base.language import _

NO_REASON = "NOT_GIVEN"
DATA = ("DATA_INVALID", "DUPLICATE", "NO_CONSENT")
ASK_WHY = 0.10


def reason_words() -> dict[str, str]:
    """Return what each reason code means."""
    return {
        "DATA_INVALID": _("contact data wrong"), "DUPLICATE": _("duplicate"),
        "NO_CONSENT": _("no consent to be contacted"), "NOT_ICP": _("not our kind of customer"),
        "NO_AUTHORITY": _("has no say in buying"), "NO_NEED": _("no need"),
        "NO_BUDGET": _("no budget"), "BAD_TIMING": _("not now"),
        "UNREACHABLE": _("could not be reached"), "LOST_PRICE": _("price"),
        "LOST_COMPETITOR": _("bought from a competitor"),
        "LOST_PRODUCT": _("product does not fit"),
        "OTHER": _("other"), NO_REASON: _("no reason given"),
    }  # fmt: skip
