"""Three simulated firms, alike until March; then something went wrong, and the truth is known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from leadkit.base.language import N_, _, number, percent
from leadkit.learn.lessons.changes import Change

if TYPE_CHECKING:
    from leadkit.market.engine import Market

LEADS, SEED = 200_000, 1
A_FIRM = 12_000  # leads of one firm over eight quarters
DRAWS = 20_000
ON_TIME = 4
CARDS = (
    ("stages", N_("Stage by stage: what is accepted, and what comes of it")),
    ("sources", N_("By source")),
    ("own", N_("Leads that sales found itself")),
    ("sellers", N_("By seller, where leads were dealt by lot")),
    ("calls", N_("The first call")),
)
LINES = {
    "stages": (
        ("accepted", N_("accepted by sales")),
        ("closed", N_("won of those that were qualified")),
    ),
    "sources": (
        ("list_share", N_("share of a bought list in all leads")),
        ("others", N_("won of all other sources")),
    ),
    "own": (("own", N_("won of the leads that sales found")),),
    "sellers": (
        ("first_two", N_("won by sellers 1 and 2")),
        ("other_six", N_("won by sellers 3 to 8")),
    ),
    "calls": (("on_time", N_("called within 4 working hours")),),
}


@dataclass(frozen=True)
class Firm:
    """What went wrong, who is to be named for it, and the card that tells.

    Parameters
    ----------
    scenario : str
        The scenario of the simulated market.
    verdict : str
        "leads" or "selling".
    telling : str
        The card without which the verdict is a guess.
    truth : str
        What happened, a catalog entry.
    """

    scenario: str
    verdict: str
    telling: str
    truth: str


FIRMS = (
    Firm(
        "bad_selling",
        "selling",
        "sellers",
        N_(
            "Two experienced sellers left, and beginners took their places. The leads were what "
            "they had always been, and six of eight sellers won as before."
        ),
    ),
    Firm(
        "bad_leads",
        "leads",
        "sources",
        N_(
            "Marketing bought a list. From outside it looked like growth: more leads than ever. "
            "But few of them could be won, and the good ones had to wait longer for their first "
            "call."
        ),
    ),
    Firm(
        "hidden",
        "leads",
        "own",
        N_(
            "Sales sold as it had always done. Marketing's leads changed in something that no "
            "column records: same sources, same kind of firms, less in earnest. Only the leads "
            "that sales found itself show it: they were won as before."
        ),
    ),
)


@dataclass(frozen=True)
class Quarter:
    """What can be seen of one quarter: leads handed off, the share that is won, and the lines."""

    leads: float
    won: float
    lines: Mapping[str, float]


@cache
def quarters(scenario: str, leads: int = LEADS) -> tuple[Quarter, Quarter]:
    """Return the first and the second quarter of 2026, wins as expected within 90 days.

    Examples
    --------
    >>> before, after = quarters("bad_leads", leads=12_000)
    >>> after.leads > before.leads, after.won < before.won
    (True, True)
    """
    from leadkit.market import SCENARIOS, engine
    from leadkit.market.company import CHANGE_QUARTER

    market = engine.run(SCENARIOS[scenario], leads, CHANGE_QUARTER + 1, SEED)
    before, after = (_seen(market, at, leads) for at in (CHANGE_QUARTER - 1, CHANGE_QUARTER))
    return before, after


def _seen(market: Market, at: int, leads: int) -> Quarter:
    from leadkit.market import company, engine

    now = market.season.quarter == at
    sent = now & market.is_handed_off & ~market.own
    by_lot, first = sent & market.by_chance, market.rep < company.LEAVERS
    of_list = market.leads.source == company.BOUGHT
    qualified = sent & (market.state >= engine.LOST_LATE)
    chance = market.timely
    lines = {
        "accepted": (market.state >= engine.LOST_EARLY)[sent].mean(),
        "closed": (market.state == engine.WON)[qualified].mean(),
        "list_share": of_list[sent].mean(),
        "others": chance[sent & ~of_list].mean(),
        "own": chance[now & market.own].mean(),
        "first_two": chance[by_lot & first].mean(),
        "other_six": chance[by_lot & ~first].mean(),
        "on_time": (~market.response.never & (market.response.waited <= ON_TIME))[sent].mean(),
    }
    return Quarter(
        float(sent.sum() * A_FIRM / leads),
        float(chance[sent].mean()),
        {name: float(value) for name, value in lines.items()},
    )


@cache
def answer(scenario: str) -> dict[str, Any]:
    """Return the true parts of the change of revenue, as the market's oracle computes them."""
    from leadkit.market import oracle

    return oracle(scenario, n_leads=A_FIRM, draws=DRAWS)


def changes(firm: Firm, opened: Collection[str]) -> list[Change]:
    """Return what the cards opened say, line by line; leads and win rate are always open."""
    before, after = quarters(firm.scenario)
    leads = _("leads handed off: {before} → {after}").format(
        before=number(before.leads), after=number(after.leads)
    )
    found = [Change(leads, after.leads / before.leads - 1)]
    found.append(_change(_("won of them"), before.won, after.won))
    for card in (card for card, _label in CARDS if card in opened):
        found += [
            _change(_(label), before.lines[name], after.lines[name]) for name, label in LINES[card]
        ]
    return found


def _change(label: str, before: float, after: float) -> Change:
    text = _("{what}: {before} → {after}").format(
        what=label, before=percent(before, 1), after=percent(after, 1)
    )
    return Change(text, after / before - 1)
