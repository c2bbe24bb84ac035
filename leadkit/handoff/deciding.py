"""Decisions on scored leads by a policy, and what of it the reader must know."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _, ngettext, number, percent
from leadkit.book import Book
from leadkit.handoff.policy import Policy
from leadkit.handoff.score_log import SHOWN, ids_of, in_other_lots
from leadkit.handoff.unseen.quota import draw

if TYPE_CHECKING:
    from leadkit.model import SavedModel


def refuse_other_model(policy: Policy | None, model: SavedModel) -> None:
    """Refuse a line that was drawn for the probabilities of another model."""
    if policy is not None and policy.model.sha256 != model.manifest.sha256["model.skops"]:
        raise BadInput(
            _("this is a policy of another model, {other}: a line fits one model alone").format(
                other=f"{policy.model.name} {policy.model.sha256[:8]}"
            ),
            where=f"{model.name} {model.manifest.sha256['model.skops'][:8]}",
            fix=_("Draw the line again with `leadkit thresholds`, or give that model."),
        )


def refuse_no_quota(policy: Policy | None, book: Book | None) -> None:
    """Refuse to draw where no quota was agreed, or nothing would keep what was drawn."""
    if policy is None or policy.explore is None:
        raise BadInput(
            _("nothing to draw: the policy names no quota of leads to explore"),
            where=policy.version if policy else "",
            fix=_(
                "Draw the line with `leadkit thresholds BOOK --explore 0.05`, or add to the end of "
                "policy.toml the lines [explore], share = 0.05 and from = {low}, and agree on it."
            ).format(low=f"{policy.line / 2:.3f}" if policy else "0.02"),
        )
    if book is None or book.is_bare:
        raise BadInput(
            _("there is no book to keep the draw in, and without its log it tells nothing"),
            fix=_("Score a book, or name one with --book."),
        )


def drawn(
    added: pd.DataFrame, policy: Policy, book: Book, cells: pd.DataFrame, id: str
) -> pd.DataFrame:
    """Draw the policy's quota on decided leads; leads of one account of the book together."""
    ids = ids_of(cells, id)
    leads = book.leads.reindex(columns=["lead_id", "account_id"]).drop_duplicates("lead_id")
    accounts = ids.map(leads.set_index("lead_id")["account_id"])
    return draw(
        added, policy, ids, accounts, settled=ids.isin(in_other_lots(book, added["policy"]))
    )


def not_drawn_note(policy: Policy | None, is_drawn: bool) -> list[str]:
    """Say that a policy has a quota which was left alone."""
    if is_drawn or policy is None or policy.explore is None:
        return []
    return [
        _(
            "the policy hands off {share} of the leads from {low} to below the line by lot, and "
            "this run drew none; --explore draws them"
        ).format(share=percent(policy.explore.share), low=percent(policy.explore.start, 1))
    ]


def decide_on(scores: pd.DataFrame, policy: Policy | None, cells: pd.DataFrame) -> pd.DataFrame:
    """Add tier and decision to scores; blank without a policy, repair where there is no score."""
    blank = pd.Series(None, index=scores.index, dtype="str")
    table = pd.DataFrame({"tier": blank, "decision": blank})
    if policy is not None:
        table = policy.decide(scores["probability"].astype(float), cells)
    table["decision"] = table["decision"].mask(scores["probability"].isna(), "repair")
    return scores.join(table)


def unplaced_in(added: pd.DataFrame, policy: Policy | None, cells: pd.DataFrame) -> list[str]:
    """Return what names the segment of each scored lead that has no line of its own."""
    if policy is None or policy.by is None:
        return []
    is_common = (policy.segment_of(cells) == -1) & added["probability"].notna()
    return list(cells.loc[is_common, policy.by].map(repr, na_action="ignore").fillna(_("blank")))


def common_line_note(policy: Policy | None, unplaced: Counter[str]) -> list[str]:
    """Say how many leads are of no segment with a line of its own, and what they name."""
    if policy is None or not unplaced:
        return []
    most = [f"{name} {number(n)}" for name, n in unplaced.most_common(SHOWN)]
    return [
        ngettext(
            "{n} lead has the common line, since its {column} has no line of its own: {values}",
            "{n} leads have the common line, since their {column} has no line of its own: {values}",
            unplaced.total(),
        ).format(n=number(unplaced.total()), column=repr(policy.by), values=", ".join(most))
    ]
