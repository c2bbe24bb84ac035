"""Three invented companies that each miss by 18 %: one total, and views that tell them apart."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt
from typing import TYPE_CHECKING

from leadkit.base.language import N_, _, capital, number, percent
from leadkit.learn.lessons.changes import Change, draw_changes, ends_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDEST, MUCH, TWO_SIDED = 0.65, 0.1, 1.96
VIEWS = (
    ("total", N_("the total")),
    ("source", N_("by source")),
    ("team", N_("by team")),
    ("own", N_("leads that sales found itself")),
)


@dataclass(frozen=True)
class Part:
    """Leads of one kind: how many were handed off and won, in the quarter before and in this."""

    name: str
    leads: tuple[int, int]
    wins: tuple[int, int]

    @property
    def change(self) -> Change:
        """How the win rate changed."""
        before, after = (won / all_ for won, all_ in zip(self.wins, self.leads, strict=True))
        return Change(self._label(), after / before - 1, ends_of(self.wins, self.leads))

    def _label(self) -> str:
        return _("{name}\n{won} of {leads} → {won_now} of {leads_now}").format(
            name=_(self.name),
            won=number(self.wins[0]),
            leads=number(self.leads[0]),
            won_now=number(self.wins[1]),
            leads_now=number(self.leads[1]),
        )


@dataclass(frozen=True)
class Company:
    """What there is to see of a company, and what people there tell."""

    views: dict[str, tuple[Part, ...]]
    told: str

    @property
    def total(self) -> Part:
        """All leads that marketing handed off."""
        return self.views["total"][0]

    @property
    def web_moved(self) -> float:
        """How far web's share of the leads moved, either way."""
        web = self.views["source"][0].leads
        shares = [of_web / all_ for of_web, all_ in zip(web, self.total.leads, strict=True)]
        return abs(shares[1] - shares[0])

    @property
    def at_old_rates(self) -> float:
        """Wins that this quarter's leads would give if every source won as in the quarter before.

        Examples
        --------
        >>> [round(company.at_old_rates) for company in COMPANIES.values()]
        [492, 600, 58]
        """
        sources = self.views["source"]
        return sum(part.leads[1] * part.wins[0] / part.leads[0] for part in sources)


def _company(
    told: str,
    total: tuple[tuple[int, int], tuple[int, int]],
    web: tuple[tuple[int, int], tuple[int, int]],
    teams: tuple[tuple[int, int], tuple[int, int]],
    own: tuple[tuple[int, int], tuple[int, int]],
) -> Company:
    """Put a company together: pairs are before and now, leads then wins; teams have half each."""
    (leads, leads_now), (wins, wins_now) = total
    (web_leads, web_now), (web_wins, web_wins_now) = web
    half = (leads // 2, leads_now // 2)
    views = {
        "total": (Part(N_("all leads of marketing"), *total),),
        "source": (
            Part(N_("web"), *web),
            Part(
                N_("ads"),
                (leads - web_leads, leads_now - web_now),
                (wins - web_wins, wins_now - web_wins_now),
            ),
        ),
        "team": (Part(N_("team one"), half, teams[0]), Part(N_("team two"), half, teams[1])),
        "own": (Part(N_("found by sales itself"), *own),),
    }
    return Company(views, told)


COMPANIES = {
    "A": _company(
        N_(
            "Marketing has a new target group for its ads. Sales changed nothing; the first call "
            "comes after 3 hours, as before."
        ),
        total=((5_000, 5_000), (600, 492)),
        web=((3_000, 1_920), (480, 307)),
        teams=((300, 247), (300, 245)),
        own=((1_500, 1_500), (300, 303)),
    ),
    "B": _company(
        N_(
            "Marketing changed nothing. Leads go to two teams by lot, and team one has a new "
            "script. The first call comes after 3 hours, as before."
        ),
        total=((5_000, 5_000), (600, 492)),
        web=((3_000, 3_000), (480, 394)),
        teams=((300, 195), (300, 297)),
        own=((1_500, 1_500), (300, 246)),
    ),
    "C": _company(
        N_(
            "A good seller has left, the first call comes after 6 hours instead of 3, a rival cut "
            "prices, and nobody noted which leads a late campaign brought."
        ),
        total=((500, 500), (60, 49)),
        web=((300, 280), (48, 38)),
        teams=((31, 24), (29, 25)),
        own=((150, 150), (30, 26)),
    ),
}


def draw_company(company: str, view: str) -> Figure:
    """Draw how far each part of a view moved, and how far luck alone could have moved it."""
    return draw_changes(
        [part.change for part in COMPANIES[company].views[view]],
        _("Company {name}, {view}: {finding}").format(
            name=company, view=_(dict(VIEWS)[view]), finding=finding(company, view)
        ),
        _(
            "Dot: change of the win rate against the quarter before. Bar: the range that fits, at "
            "95 %; orange where it excludes “no change”."
        ),
        _("An invented company. Won of handed off, the quarter before → this quarter."),
        widest=WIDEST,
    )


def finding(name: str, view: str) -> str:
    """Say in a few words what a view shows, and no more than its intervals carry.

    Examples
    --------
    >>> finding("B", "team")
    'one fell, the other did not'
    """
    company = COMPANIES[name]
    parts = company.views[view]
    if len(parts) == 2 and _are_apart(*parts):
        return _("one fell, the other did not")
    if any(part.change.is_beyond_luck for part in parts):
        return _("down, and luck alone does not do that")
    if view == "source" and company.web_moved > MUCH:
        return _("no source fell, their shares moved")
    return _("nothing moved beyond luck")


def _are_apart(one: Part, other: Part) -> bool:
    """Return whether two changes differ beyond luck: the ratio of two ratios (Katz, 1978)."""
    ratio = log((1 + one.change.value) / (1 + other.change.value))
    spread = sqrt(sum(1 / wins for wins in (*one.wins, *other.wins)))
    return abs(ratio) > TWO_SIDED * spread


def say_company(company: str, view: str) -> str:
    """Say in plain sentences what a view shows, and what people of the company tell."""
    chosen = COMPANIES[company]
    moved = [_moved(part) for part in chosen.views[view]]
    if view == "source":
        moved.append(
            _(
                "Had every source won as in the quarter before, this quarter's leads would have "
                "given {n} wins; there were {wins}."
            ).format(n=number(chosen.at_old_rates), wins=number(chosen.total.wins[1]))
        )
    return " ".join([*moved, _(chosen.told)])


def _moved(part: Part) -> str:
    change = part.change
    low, high = change.ends or (change.value, change.value)
    return _(
        "{name}: {won} of {leads} won before, {won_now} of {leads_now} now. The win rate moved by "
        "{change}; from {low} to {high} would fit."
    ).format(
        name=capital(_(part.name)),
        won=number(part.wins[0]),
        leads=number(part.leads[0]),
        won_now=number(part.wins[1]),
        leads_now=number(part.leads[1]),
        change=change.written,
        low=percent(low),
        high=percent(high),
    )
