"""The evidence of "The missing 18 %": three packets in two halves, and what settles each."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import _, capital, number, percent
from leadkit.base.page import Table
from leadkit.learn.lessons.changes import ends_of
from leadkit.learn.lessons.three_companies import COMPANIES, Company, Part

ACCEPTED = {"B": (3_500, 3_490)}
RATIO = "ratio of two Poisson counts, given their sum (Clopper and Pearson, 1934)"


def kitagawa(company: Company) -> tuple[float, float]:
    """Split the wins that are missing into the mix of sources and their rates (Kitagawa, 1955).

    Returns
    -------
    (float, float)
        Wins gained by the mix and by the rates; they add up where the number of leads is the same.

    Examples
    --------
    >>> [round(part, 1) for part in kitagawa(COMPANIES["A"])]
    [-107.9, -0.1]
    """
    rows = [
        (part.leads[1] - part.leads[0], part.wins[1] / part.leads[1], part.wins[0] / part.leads[0])
        for part in company.views["source"]
    ]
    mix = sum(moved * (now + before) / 2 for moved, now, before in rows)
    wins = company.total.wins
    return mix, wins[1] - wins[0] - mix


def ratio(part: Part) -> Estimate:
    """Return the win rate now for each one before, exact for counts of wins.

    Examples
    --------
    >>> [str(ratio(team)).split(",")[0] for team in COMPANIES["B"].views["team"]]
    ['0.65 (0.54–0.78)', '0.99 (0.84–1.17)']
    """
    low, high = ends_of(part.wins, part.leads)
    value = part.change.value
    n = sum(part.leads)
    return Estimate(
        value=1 + value, low=1 + low, high=1 + high, n=n, events=sum(part.wins), method=RATIO
    )


def marketing_half(letter: str) -> list[Table]:
    """Return what the head of marketing holds: leads by source, never what became of them."""
    company = COMPANIES[letter]
    parts = company.views["source"]
    before, now = (sum(part.leads[quarter] for part in parts) for quarter in (0, 1))
    leads = pd.DataFrame(
        {
            _("source"): [_(part.name) for part in parts],
            _("leads, last quarter"): [number(part.leads[0]) for part in parts],
            _("leads, this quarter"): [number(part.leads[1]) for part in parts],
            _("share, last quarter"): [_rate(part.leads[0], before) for part in parts],
            _("share, this quarter"): [_rate(part.leads[1], now) for part in parts],
        }
    )
    found = [_aligned(_("Leads handed off, by source"), leads)]
    if letter in ACCEPTED:
        counts = zip(ACCEPTED[letter], (before, now), strict=True)
        quarters = (_("last quarter"), _("this quarter"))
        accepted = pd.DataFrame(
            [
                (quarter, _of(won, of), _rate(won, of))
                for quarter, (won, of) in zip(quarters, counts, strict=True)
            ],
            columns=[_("quarter"), _("accepted of handed off"), _("share")],
        )
        found.append(_aligned(_("Accepted by sales"), accepted))
    return found


def sales_half(letter: str) -> list[Table]:
    """Return what the head of sales holds: wins, by source alone without the leads behind them."""
    company = COMPANIES[letter]
    if letter == "A":
        parts = company.views["source"]
        wins = pd.DataFrame(
            {
                _("source"): [_(part.name) for part in parts],
                _("wins, last quarter"): [number(part.wins[0]) for part in parts],
                _("wins, this quarter"): [number(part.wins[1]) for part in parts],
            }
        )
        return [_aligned(_("Wins, by source; out of how many leads, only marketing knows"), wins)]
    if letter == "B":
        return [
            changes(_("Wins by team; leads go to the teams by lot"), company.views["team"]),
            changes(_("Leads that sales found itself"), company.views["own"]),
        ]
    return []


def total(letter: str) -> Table:
    """Return what both heads know: wins of all leads."""
    return changes(_("The total"), [COMPANIES[letter].total])


def settling(letter: str) -> list[Table]:
    """Return every view of a packet's company, for the answer sheet."""
    views = COMPANIES[letter].views
    rows = [*views["total"], *views["source"], *views["team"], *views["own"]]
    return [changes(_("Every view, with what luck alone would allow"), rows)]


def changes(finding: str, parts: Iterable[Part]) -> Table:
    """Lay out win rates of two quarters, each with its n and interval, and how far they moved."""
    rows = pd.DataFrame(
        [
            (
                capital(_(part.name)),
                *(
                    f"{_of(part.wins[quarter], part.leads[quarter])}\n"
                    f"{rate(part.wins[quarter], part.leads[quarter]).write()}"
                    for quarter in (0, 1)
                ),
                change(part),
            )
            for part in parts
        ],
        columns=["", _("won, last quarter"), _("won, this quarter"), _("change of the win rate")],
    )
    return _aligned(finding, rows)


def change(part: Part) -> str:
    """Write how far a win rate moved, with the range that luck alone would allow."""
    low, high = (_signed(end) for end in ends_of(part.wins, part.leads))
    ends = _("({low} to {high})").format(low=low, high=high)
    return f"{part.change.written}\n{ends}"


def facts() -> dict[str, str]:
    """Return the figures that the texts of this role-play name."""
    mixed, scripted, small = (COMPANIES[letter] for letter in "ABC")
    new, old = (ratio(team).write() for team in scripted.views["team"])
    low, high = (_signed(end) for end in ends_of(small.total.wins, small.total.leads))
    before, now = mixed.total.wins
    return {
        "mix": number(-kitagawa(mixed)[0], 1),
        "lost": number(before - now),
        "script": new,
        "old_script": old,
        "wins_before": number(small.total.wins[0]),
        "wins_now": number(small.total.wins[1]),
        "total_ends": _("from {low} to {high}").format(low=low, high=high),
    }


def _signed(share: float) -> str:
    text = percent(share)
    return f"+{text}" if round(share, 2) > 0 else text


def _rate(events: int, n: int) -> str:
    """Write a rate, its interval on a line of its own."""
    return rate(events, n).write().replace(" (", "\n(")


def _of(events: int, n: int) -> str:
    return _("{n} of {all}").format(n=number(events), all=number(n))


def _aligned(finding: str, rows: pd.DataFrame) -> Table:
    return Table(finding=finding, rows=rows, numeric=[str(name) for name in rows][1:])
