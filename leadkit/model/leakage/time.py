"""Evidence from time: dates after the start, clocks, and durations that grow until the end."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

from leadkit.base.language import _, number, percent
from leadkit.model.findings import AFTER, DOUBTFUL, Finding
from leadkit.model.leakage.candidates import Candidate, Codes, Floats
from leadkit.model.leakage.names import words_of
from leadkit.model.leakage.separation import blocks_of

LATER_DOUBTFUL, LATER_AFTER = 0.001, 0.05
SLACK = pd.Timedelta(minutes=1)
WHOLE_DAY = pd.Timedelta(days=1)
CLOCK_SHARE = 0.95
CLOCK_LEVELS = 0.85
SORTED_SHARE = 0.99
FOLLOWS = 0.8
LEAST_LEADS = 30
LEAST_LEVELS, MOST_LEVELS = 3, 400
PERIOD = re.compile(
    r"\b(?:year|quarter|month|week|day|date|period|cohort|fiscal|nam|quy|thang|tuan|ngay|ky)\b"
)
MONTHS = frozenset(
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
)


def by_dates(column: Candidate, starts: pd.Series[pd.Timestamp] | None) -> list[Finding]:
    """Hold the dates of a column against the start of each turn.

    Parameters
    ----------
    column : Candidate
        Other kinds than dates bring no finding.
    starts : Series of UTC timestamps or None
        Handoff, or creation; rows as in the column.

    Returns
    -------
    list of Finding
        `after handoff` where more than 5 % of the dates are later than the start, `doubtful` where
        more than 0.1 % are, or where there is nothing to hold them against.
    """
    if column.kind != "date":
        return []
    ask = _("When is {column} filled, and can it still change after the handoff?")
    ask = ask.format(column=column.name)
    filled = column.cells.notna()
    if starts is None or not (both := filled & starts.notna()).any():
        return [Finding(DOUBTFUL, _("a date, and nothing says when it was filled"), ask)]
    dates, begin = column.cells[both], starts[both]
    has_clock = (dates != dates.dt.normalize()).any()
    later = int((dates > begin + (SLACK if has_clock else WHOLE_DAY)).sum())
    share = later / int(both.sum())
    if share <= LATER_DOUBTFUL:
        return []
    said = _("{later} of its {n} dates ({share}) lie after the lead's start").format(
        later=number(later), n=number(int(both.sum())), share=percent(share, 1)
    )
    return [Finding(AFTER if share > LATER_AFTER else DOUBTFUL, said, ask)]


def by_clock(column: Candidate, *, is_dated: bool) -> list[Finding]:
    """Find a column that tells little but the time at which the lead came.

    Parameters
    ----------
    column : Candidate
        Rows in order of time, or in the order of the file.
    is_dated : bool
        Whether the rows are known to stand in order of time. Where they are not, a table may be
        sorted by one of its own columns: then words count as a clock only if they name a period,
        and numbers only if they do not simply rise or fall.
    """
    blocks = blocks_of(len(column.cells), size=40, most=200)
    if blocks.max(initial=0) < 4 or column.cells.nunique() < LEAST_LEVELS:
        return []
    named = column.kind == "date" or _names_period(column)
    if column.kind == "category":
        share = _told_levels(column.codes, blocks) if is_dated or named else 0.0
        is_clock = share > CLOCK_LEVELS
    else:
        share = _told_values(column.values, blocks)
        is_clock = share > CLOCK_SHARE and (is_dated or named or not _is_sorted(column.values))
    if not is_clock:
        return []
    said = _(
        "a clock: {share} of what it says follows from when the lead came, so it names the month"
    )
    ask = _("Does {column} describe the lead, or only the time at which it came?")
    return [Finding(DOUBTFUL, said.format(share=percent(share)), ask.format(column=column.name))]


def _names_period(column: Candidate) -> bool:
    if PERIOD.search(words_of(column.name)):
        return True
    if column.kind != "category":
        return False
    levels = column.cells.dropna().unique()
    return 2 < len(levels) <= 12 and all(words_of(level)[:3] in MONTHS for level in levels)


def _told_values(values: Floats, blocks: Codes) -> float:
    """Return the share of the ranks' variance that lies between blocks of rows."""
    known = ~np.isnan(values)
    if known.sum() < len(values) / 2:
        return 0.0
    table = pd.DataFrame({"rank": pd.Series(values[known]).rank(), "block": blocks[known]})
    total = float(table["rank"].var(ddof=0))
    if not total:
        return 0.0
    means = table.groupby("block")["rank"].transform("mean")
    within = float(((table["rank"] - means) ** 2).mean())
    freedom = (len(table) - 1) / max(len(table) - table["block"].nunique(), 1)
    return 1 - within * freedom / total


def _told_levels(codes: Codes, blocks: Codes) -> float:
    """Return how far the block tells the level (lambda; Goodman and Kruskal, 1954)."""
    levels = int(codes.max(initial=0)) + 1
    if not 1 < levels < MOST_LEVELS:
        return 0.0
    cell = np.bincount(blocks * levels + codes, minlength=(int(blocks[-1]) + 1) * levels)
    counts = cell.reshape(-1, levels)
    frequent = counts.sum(axis=0).max()
    missed = counts.sum() - frequent
    return float((counts.max(axis=1).sum() - frequent) / missed) if missed else 0.0


def _is_sorted(values: Floats) -> bool:
    """Return whether the known values only rise, or only fall, down the table."""
    steps = np.diff(values[~np.isnan(values)])
    moved = int((steps != 0).sum())
    return not moved or max((steps > 0).sum(), (steps < 0).sum()) >= SORTED_SHARE * moved


def by_duration(column: Candidate, elapsed: pd.Series[float] | None) -> list[Finding]:
    """Find numbers that follow the days from the start of a turn to its end.

    Parameters
    ----------
    column : Candidate
        Other kinds than numbers bring no finding.
    elapsed : Series of float or None
        Days from each turn's start to its end; missing while it is open.
    """
    if column.kind != "number" or elapsed is None:
        return []
    days = elapsed.to_numpy(dtype=np.float64, na_value=np.nan)
    both = ~np.isnan(days) & ~np.isnan(column.values)
    if both.sum() < LEAST_LEADS:
        return []
    mine, course = column.values[both], days[both]
    if not (np.ptp(mine) and np.ptp(course)):
        return []
    follows = float(spearmanr(mine, course).statistic)
    if abs(follows) < FOLLOWS:
        return []
    said = _("it follows the days from the start to the end of the lead, rank correlation {r}")
    ask = _("From when to when does {column} count, and was it complete at the handoff?")
    found = said.format(r=number(follows, 2))
    return [Finding(AFTER, found, ask.format(column=column.name))]
