"""The witnesses in words: a table to read and a section of the review page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from leadkit.base.language import MISSING, _, listed, number, quarter_name
from leadkit.base.page import Section, Table
from leadkit.base.pictured import drawn
from leadkit.review.witnesses.picture import AROUND, LABELS, ROW, picture_words, plot
from leadkit.review.witnesses.witness import suspect_words

if TYPE_CHECKING:
    from leadkit.review.witnesses.witnesses import Witnesses


def rows(found: Witnesses) -> pd.DataFrame:
    """Write each witness: what was looked at, the finding, what that speaks for, n."""
    return pd.DataFrame(
        {
            _("witness"): f"{one.title()}: {one.looked_at()}",
            _("finding"): one.finding(),
            "n": number(one.estimate.n) if one.estimate.n else MISSING,
            _("speaks for"): suspect_words(one.speaks_for),
        }
        for one in found.every
    )


def section(found: Witnesses) -> Section:
    """Show the witnesses as a picture and a table, or say what is missing."""
    heading = _("What else speaks for it, or against it")
    if found.refusal:
        return Section(heading=heading, text=[found.refusal])
    seen = [one for one in found.every if not one.estimate.refused]
    height = ROW * len(seen) + AROUND
    picture = drawn(lambda ax: plot(found, ax), picture_words(found), height, left=LABELS, top=0.3)
    sample = found.gap.sample
    return Section(
        heading=heading,
        pictures=[picture],
        tables=[Table(finding=_("What each witness says"), rows=rows(found), numeric=["n"])],
        notes=[
            (
                _("How to read it"),
                _(
                    "“Selling” in the split holds everything nobody measured. A witness speaks "
                    "only where its interval, or its test, leaves luck out at 5 %; each may be "
                    "wrong by itself, so count them together."
                ),
            )
        ],
        details=_(
            "{quarter} against {quarters}, which the model of the split learned from. Like leads: "
            "the same fifth of the chance that the model expects (Mantel and Haenszel, 1959); "
            "reasons corrected by Holm (1979); reps by Pearson's test of a common ratio and by "
            "that ratio (Greenland and Robins, 1985), reps who came or left counted as one; win "
            "rates by Katz et al. (1978). The size that an unmeasured fall would need follows "
            "Rosenbaum (2002)."
        ).format(
            quarter=quarter_name(sample.judged),
            quarters=listed([quarter_name(one) for one in sample.reference_quarters]),
        ),
    )
