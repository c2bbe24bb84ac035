"""A simulated market: the book an analyst sees, and the truth behind it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.book import LEADS, Book, Known, Rule, Settings
from leadkit.market import company
from leadkit.market.calendar import DAY, local_days, quarter_starts, utc_times
from leadkit.market.company import Integers, Texts, column
from leadkit.market.dirt import is_near, soil
from leadkit.market.draws import pick
from leadkit.market.engine import Market, run
from leadkit.market.feedback import feedback
from leadkit.market.people import People, people
from leadkit.market.plan import plan, spend
from leadkit.market.reports import reports
from leadkit.market.road import Road, travel
from leadkit.market.scenarios import Scenario, named
from leadkit.market.signals import signals
from leadkit.market.truth import Truth, planted, truth_of_leads

ENGAGEMENT = (
    "pages_14d", "opens_30d", "demo", "downloads", "webinar_attended", "days_since_visit",
)  # fmt: skip
KNOWN = {
    **dict.fromkeys(("role", "industry", "province"), Known.CREATION),
    **dict.fromkeys((*ENGAGEMENT, "budget", "points"), Known.HANDOFF),
}
SMALLEST = 100
CAMPAIGNS = ("a", "b", "c")


def simulate(
    scenario: str | Scenario = "mixed",
    *,
    n_leads: int = 12_000,
    quarters: int = 8,
    seed: int = 20240,
    dirt: bool = True,
) -> tuple[Book, Truth]:
    """Simulate the leads of an invented Vietnamese firm from October 2024 on.

    Parameters
    ----------
    scenario : str or Scenario
        What goes wrong from 2026-04-01 on: a name from `SCENARIOS`, or knobs of your own.
    n_leads : int
        Expected number of leads of a calm market over eight quarters, a tenth of them found by
        sales itself.
    quarters : int
        How many quarters to run, 1 to 8; the book is extracted at the end of the last.
    seed : int
        The same seed gives the same book.
    dirt : bool
        Without it, the clean twin: the same outcomes, dirty cells restored, no duplicate and no
        test record.

    Returns
    -------
    book : Book
        A table that would have no rows is left out.
    truth : Truth

    Raises
    ------
    BadInput
        If there is no such scenario, or a size is out of range.

    Examples
    --------
    >>> book, truth = simulate("calm", n_leads=600)
    >>> book.settings.currency, len(book.leads) == len(truth.leads)
    ('VND', True)
    """
    _refuse_sizes(n_leads, quarters)
    chosen = named(scenario)
    market = run(chosen, n_leads, quarters, seed)
    calm = run(Scenario(), n_leads, quarters, seed)
    road, ids = travel(market), _ids(market)
    near = is_near(market)
    who = people(market.draws, market.season.quarter, market.leads.segment, market.twin, near)
    clean = _leads(market, road, who, ids)
    leads, record = soil(clean, market, who, ids)
    kept = np.argsort(ids)
    if not dirt:
        leads, record = clean, record[:0]
        kept = kept[~(market.leads.duplicate | market.leads.test)[kept]]
    truth = Truth(
        scenario=chosen,
        n_leads=n_leads,
        leads=truth_of_leads(market, ids, road.reason).iloc[kept],
        dirt=record,
        events=planted(chosen, quarters),
    )
    told = feedback(market, road, clean)
    tables = {
        "leads": leads.iloc[kept],
        "events": _events(road, ids, kept),
        "feedback": told[told["lead_id"].isin(ids[kept])],
        "signals": signals(planted(chosen, len(company.QUARTERS)), quarters, seed),
        "plan": plan(calm, seed),
        "spend": spend(market, clean),
        "reports": reports(chosen, quarters, seed),
        "scores": _scores(clean, truth),
    }
    filled = {name: _finished(table) for name, table in tables.items() if len(table)}
    declared = {column.name: column.known for column in LEADS.columns if column.name in leads}
    return Book(tables=filled, settings=_settings(), known={**KNOWN, **declared}), truth


def _refuse_sizes(n_leads: int, quarters: int) -> None:
    if not 1 <= quarters <= len(company.QUARTERS):
        raise BadInput(
            _("a market runs for 1 to {most} quarters, not {n}").format(
                most=len(company.QUARTERS), n=quarters
            )
        )
    if n_leads < SMALLEST:
        raise BadInput(
            _("a market needs at least {least} leads, not {n}").format(least=SMALLEST, n=n_leads)
        )


def _settings() -> Settings:
    return Settings(
        name=company.NAME,
        currency=company.CURRENCY,
        timezone=company.TIMEZONE,
        window_days=company.WINDOW_DAYS,
        self_generated=(company.SOURCES[company.SELF].name,),
        spans=company.SPANS,
        country="VN",
        extra_workdays=company.SWAPPED_SATURDAYS,
        rule=Rule(column="points", at_least=company.LINE),
        known=KNOWN,
    )


def _ids(market: Market) -> Texts:
    """Return numbers in the order of creation."""
    order = np.argsort(market.created, kind="stable")
    ids = np.empty(len(order), dtype=object)
    ids[order] = [f"L{place:06d}" for place in range(1, len(order) + 1)]
    return ids


def _leads(market: Market, road: Road, who: People, ids: Texts) -> pd.DataFrame:
    """Return the clean leads table, in the order of the draws."""
    lead = market.leads
    created = utc_times(market.created)
    budget = np.array([None, *company.BUDGETS[1:]], dtype=object)[lead.budget]
    return pd.DataFrame(
        {
            "lead_id": ids,
            "account_id": who.account,
            "created_at": created,
            "source": column(company.SOURCES, "name")[lead.source],
            "campaign": _campaigns(market),
            "segment": np.array(company.SEGMENTS)[lead.segment],
            "role": column(company.ROLES, "name")[lead.role],
            "industry": column(company.INDUSTRIES, "name")[lead.industry],
            "province": column(company.PROVINCES, "name")[lead.province],
            "full_name": who.full_name,
            "email": who.email,
            "phone": who.phone,
            "company": who.company,
            "consent_at": local_days(created),
            **{name: getattr(lead, name) for name in ENGAGEMENT},
            "budget": budget,
            "points": lead.points,
            "mql_at": utc_times(road.mql),
            "handed_off_at": utc_times(road.handed_off),
            "first_response_at": utc_times(road.first_response),
            "accepted_at": utc_times(road.accepted),
            "rejected_at": utc_times(road.rejected),
            "rejection_reason": road.rejection_reason,
            "closed_at": utc_times(road.closed),
            "outcome": road.outcome,
            "lost_reason": road.lost_reason,
            "deal_value": road.deal_value,
            "owner": np.where(np.isnan(road.handed_off), company.BLANK, _owners(market)),
        }
    )


def _campaigns(market: Market) -> Texts:
    """Return a short code: source, quarter, and one of three campaigns."""
    codes = column(company.SOURCES, "code").astype(object)[market.leads.source]
    quarters = np.array([name[2:] for name in company.QUARTERS], dtype=object)[
        market.season.quarter
    ]
    letter = pick(market.draws("source")[:, 1], np.ones(len(CAMPAIGNS)))
    text = codes + "-" + quarters + np.array(CAMPAIGNS, dtype=object)[letter]
    return np.asarray(np.where(market.own, company.BLANK, text))


def _owners(market: Market) -> Texts:
    """Name the reps; a junior who takes over a place is somebody new."""
    skill = market.season.each("skill")[np.arange(len(market.rep)), market.rep]
    is_new = skill != np.asarray(company.SKILL)[market.rep]
    number = market.rep + 1 + np.where(is_new, company.REPS, 0)
    return np.array([f"rep_{place:02d}" for place in range(2 * company.REPS + 1)], object)[number]


def _events(road: Road, ids: Texts, kept: Integers) -> pd.DataFrame:
    events = road.events[road.events["lead"].isin(kept)]
    table = events.assign(lead_id=ids[events["lead"]], at=utc_times(events["at"].to_numpy()).array)
    table = table.sort_values(["at", "lead_id", "kind"], kind="stable")
    return table[["lead_id", "at", "kind", "by", "detail"]]


def _scores(leads: pd.DataFrame, truth: Truth) -> pd.DataFrame:
    """Return the logged decisions of the rule, from the quarter on that it explores in."""
    start = utc_times(np.array([quarter_starts()[company.EXPLORING_FROM] * float(DAY)]))[0]
    table = truth.leads[["decision", "propensity"]].join(leads.set_index("lead_id")["created_at"])
    table = table[(table["created_at"] >= start) & (table["decision"] != "self_generated")]
    handed_off = table["decision"].isin(("rule", "exploration", "override"))
    return pd.DataFrame(
        {
            "lead_id": table.index,
            "at": table["created_at"].array,
            "probability": np.nan,
            "tier": company.BLANK,
            "decision": np.where(handed_off, "hand_off", "nurture"),
            "propensity": table["propensity"].to_numpy(),
            "reason": table["decision"].to_numpy(),
            "model": "points",
            "policy": f"points-{company.LINE}",
        }
    ).sort_values(["at", "lead_id"])


def _finished(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table as reading it back would give it, rows numbered as in the file."""
    texts = table.columns[[table[name].dtype == object for name in table]]
    table = table.astype(dict.fromkeys(texts, "str"))
    return table.set_axis(pd.RangeIndex(2, len(table) + 2, name="row"), axis=0)
