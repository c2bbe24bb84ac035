"""Where each part of a draft comes from, and how far a promise was kept so far, in words."""

from __future__ import annotations

from leadkit.agreement import Agreement
from leadkit.base.language import _, number
from leadkit.book import Book
from leadkit.handoff import Policy
from leadkit.quality import own_standard
from leadkit.review.audit.measures import Kept

Place = tuple[str | int, ...]


def part_origins(before: Agreement | None, policy: Policy | None, book: Book) -> dict[Place, str]:
    """Say where each part comes from that is no promise."""
    ours = _("our proposal")
    kept = _("carried over from {version}").format(version=before.version) if before else ours
    words = ours
    if policy is not None:
        words = _("the line of the policy {version}; the rest is our proposal").format(
            version=policy.version
        )
    elif book.settings.rule is not None:
        words = _("the rule in book.toml; the rest is our proposal")
    own = own_standard(book)
    return {
        ("parties",): kept,
        ("period",): _("the quarter that was asked for, else the next one"),
        ("definitions",): words,
        ("standard",): _("the book's own standard") if own else _("the standard of the kit"),
        **({("policy",): _("the newest policy of the book")} if policy else {}),
        ("hours",): _("the working time in book.toml"),
        ("duties",): kept,
        ("rejections",): kept,
        ("recycling",): kept,
        ("bonus",): _("our proposal; what is paid stays as before") if before else ours,
        ("change",): kept,
    }


def so_far_words(kept: Kept) -> str:
    """Write how far a promise was kept, as counts where they are too few for a rate."""
    if kept.estimate is None:
        return kept.missing
    if kept.estimate.unit != "rate":
        return number(kept.estimate.value)
    if kept.estimate.refused and kept.estimate.n:
        return _("{n} of {of}").format(
            n=number(kept.estimate.events or 0), of=number(kept.estimate.n)
        )
    return str(kept.estimate) if kept.estimate.n else _("nothing was due")
