"""Scenarios: what goes wrong from the second quarter of 2026 on, as a few knobs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.market import company
from leadkit.market.company import Floats, Integers


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """Knobs that act on leads arriving from 2026-04-01; by default nothing happens.

    Parameters
    ----------
    list_leads : float
        Leads added from the bought list, as a share of the calm total.
    other_leads : float
        Factor on the number of leads of the other sources.
    volume : float
        Factor on the number of all marketing leads.
    leavers : float
        1 where the juniors who replace reps 1 and 2 have their full lack of skill (-0.75); 0 where
        nobody leaves.
    slower : float
        Factor on the working hours to the first attempt.
    neglect : float
        Added to the logit of a lead never being attempted.
    price : float
        Factor on the deal value.
    market : float
        Added to the logit of winning, self-generated leads included.
    late_market : float
        The same, only in 2026Q3.
    hidden : float
        Mean of the quality that nobody records, marketing leads only.
    louder : str
        A lost reason whose odds double.
    """

    list_leads: float = 0.0
    other_leads: float = 1.0
    volume: float = 1.0
    leavers: float = 0.0
    slower: float = 1.0
    neglect: float = 0.0
    price: float = 1.0
    market: float = 0.0
    late_market: float = 0.0
    hidden: float = 0.0
    louder: str = ""


SCENARIOS = {
    "calm": Scenario(),
    "bad_leads": Scenario(list_leads=0.30, other_leads=0.85),
    "bad_selling": Scenario(leavers=1.0),
    "slow": Scenario(slower=2.5, neglect=0.9),
    "price": Scenario(price=1.10, market=-0.30, louder="LOST_PRICE"),
    "market": Scenario(market=-0.45, volume=0.93, louder="LOST_COMPETITOR"),
    "hidden": Scenario(hidden=-0.75),
    "mixed": Scenario(
        list_leads=0.20,
        other_leads=0.90,
        leavers=0.6,
        slower=1.8,
        neglect=0.5,
        late_market=-0.25,
    ),
}


def named(scenario: str | Scenario) -> Scenario:
    """Return the scenario of a name, or the one given.

    Raises
    ------
    BadInput
        If there is none of that name.
    """
    if isinstance(scenario, Scenario):
        return scenario
    if scenario not in SCENARIOS:
        raise BadInput(
            _("there is no scenario {name!r}").format(name=scenario),
            fix=_("Scenarios are {names}.").format(names=", ".join(SCENARIOS)),
        )
    return SCENARIOS[scenario]


@dataclass(frozen=True)
class Regime:
    """What the market does in one quarter: the knobs that are turned then, and the price list."""

    sources: tuple[float, ...]
    """Leads by source as a share of a calm quarter's marketing leads."""
    slower: float
    neglect: float
    skill: tuple[float, ...]
    market: float
    price: float
    hidden: float
    louder: str

    @property
    def volume(self) -> float:
        """Marketing leads against a calm quarter."""
        return sum(self.sources)


@dataclass(frozen=True)
class Season:
    """The quarters of a market, and the one that each lead arrives in."""

    regimes: tuple[Regime, ...]
    quarter: Integers

    def each(self, knob: str) -> Floats:
        """Return a knob of the regime of each lead's quarter."""
        return np.asarray([getattr(one, knob) for one in self.regimes])[self.quarter]


def regime(scenario: Scenario, quarter: int) -> Regime:
    """Return the regime of a quarter (0 is 2024Q4)."""
    acting = scenario if quarter >= company.CHANGE_QUARTER else Scenario()
    late = quarter > company.CHANGE_QUARTER
    raised = quarter >= company.PRICE_RISE_QUARTER
    return Regime(
        sources=_sources(acting),
        slower=acting.slower,
        neglect=acting.neglect,
        skill=_skill(acting.leavers),
        market=acting.market
        + (acting.late_market if late else 0.0)
        + (company.PRICE_RISE_EFFECT if raised else 0.0),
        price=acting.price * (company.PRICE_RISE if raised else 1.0),
        hidden=acting.hidden,
        louder=acting.louder,
    )


def _sources(acting: Scenario) -> tuple[float, ...]:
    shares = [source.share * acting.other_leads for source in company.SOURCES]
    shares[company.BOUGHT] = company.SOURCES[company.BOUGHT].share + acting.list_leads
    return tuple(share * acting.volume for share in shares)


def _skill(leavers: float) -> tuple[float, ...]:
    gone = [
        skill + leavers * (company.JUNIOR_SKILL - skill)
        for skill in company.SKILL[: company.LEAVERS]
    ]
    return (*gone, *company.SKILL[company.LEAVERS :])
