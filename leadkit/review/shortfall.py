"""Whose shortfall was it? Revenue of two quarters, or of a quarter and its plan, in five parts."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from leadkit.book import Book
from leadkit.journey import extract_date
from leadkit.review.bootstrap import Drawn, compare
from leadkit.review.cautions import Evidence, detectable, warnings
from leadkit.review.control import Control, watch
from leadkit.review.factors import PARTS
from leadkit.review.population import Population, populate
from leadkit.review.result import Shortfall
from leadkit.review.sample import draw_up
from leadkit.review.shapley import shapley
from leadkit.review.verdicts import ENDS, estimates, main_cause, verdict


def shortfall(
    book: Book,
    quarter: str | None = None,
    *,
    against: str = "previous",
    as_of: str | pd.Timestamp | None = None,
    draws: int = 1000,
    seed: int = 0,
) -> Shortfall:
    """Split the change of a quarter's revenue into volume, lead quality, follow-up, selling, value.

    Parameters
    ----------
    book : Book
        A screened book. Counted are leads that marketing handed off, in quarters whose outcome
        window is over for every lead.
    quarter : str, optional
        The quarter to judge, as "2026Q2"; default the last that can be judged.
    against : str
        "previous", "plan", or an earlier quarter.
    as_of : date, optional
        Judge as on that date.
    draws, seed : int
        Bootstrap draws by account, and their seed.

    Returns
    -------
    Shortfall
        Money in the book's currency. The parts sum exactly to the gap.

    Raises
    ------
    BadInput
        If a quarter cannot be judged, or the plan does not hold it.
    TooLittleData
        If the earlier quarters have no win to learn from.

    Notes
    -----
    A ridge logistic regression of winning on what was known at the handoff and on follow-up is
    fitted to all mature quarters before the judged one. It gives the exact identity revenue = N x
    Q x F x S x D, split by Shapley values (Shapley, 1953; for two factors Kitagawa, 1955). The
    percentile bootstrap refits the model in every draw.

    Examples
    --------
    >>> import leadkit as lk
    >>> gap = lk.shortfall(lk.read_book(lk.sample()), draws=20)
    >>> gap.quarter, gap.against
    ('2026Q2', '2026Q1')
    """
    population = populate(book, quarter, against, as_of)
    sample = draw_up(book, population.turns, population.quarter)
    base = population.plan.factors if population.plan else population.against
    drawn = compare(sample, base, draws=draws, seed=seed)
    parts = shapley(drawn.before, drawn.after)
    part_draws = shapley(drawn.before_draws, drawn.after_draws)
    unit = book.settings.currency if book.has("deal_value") else "number"
    by_part = estimates(parts, part_draws, population, unit)
    verdicts = {part: verdict(found.low, found.high) for part, found in by_part.items()}
    control = _control(population, drawn)
    luck = np.quantile(part_draws.sum(axis=1), ENDS)
    return Shortfall(
        quarter=population.quarter,
        against=population.against,
        gap=float(sum(found.value for found in by_part.values())),
        gap_interval=(float(luck[0]), float(luck[1])),
        revenue=(float(drawn.before.prod()), float(drawn.after.prod())),
        leads=population.leads,
        wins=population.wins,
        factors=pd.DataFrame({"before": drawn.before, "after": drawn.after}, index=list(PARTS)),
        parts=by_part,
        verdicts=verdicts,
        main_cause=_blamed(main_cause(parts, part_draws), control),
        control=control,
        detectable=detectable(population.compared_wins),
        warnings=warnings(
            Evidence(
                wins=population.compared_wins,
                is_plan=population.plan is not None,
                has_handoffs=book.has("handed_off_at"),
                has_follow_up=sample.follow_up.shape[1] > 0,
                has_features=len(sample.names) > 0,
                has_values=book.has("deal_value"),
                unknown_values=int(population.turns["value_unknown"].sum()),
                gap_in_luck=verdict(*luck) == "cannot tell",
                follow_up_told=verdicts["follow_up"] != "cannot tell",
                control=control,
            )
        ),
        unit=unit,
        window_days=book.settings.window_days,
        draws=draws,
        seed=seed,
        as_of=_day_of(book, as_of),
        reference=tuple(sorted(set(sample.quarter[sample.is_reference]))),
        features=sample.names,
    )


def _control(population: Population, drawn: Drawn) -> Control | None:
    own = population.own_counts()
    if not own[0][1] or not own[1][1]:
        return None
    selling = PARTS.index("selling")
    after, draws = drawn.after[selling], drawn.after_draws[:, selling]
    return watch(own, float(after), draws, wins=population.wins[1])


def _blamed(cause: str | None, control: Control | None) -> str | None:
    """Refuse to blame selling where the leads that sales found itself speak against it."""
    is_contradicted = control is not None and control.reading == "contradicts"
    return None if cause == "selling" and is_contradicted else cause


def _day_of(book: Book, as_of: str | pd.Timestamp | None) -> date | None:
    now = extract_date(book, as_of)
    return None if now is None else now.tz_convert(book.settings.timezone).date()
