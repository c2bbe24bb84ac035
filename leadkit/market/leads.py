"""Who arrives: attributes, engagement, the quality nobody records, and the points they get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import expit

from leadkit.market import company
from leadkit.market.company import Flags, Floats, Integers, column
from leadkit.market.draws import Draws, normal, pick

INTENT_BY_SOURCE = column(company.SOURCES, "intent")
HIDDEN_WEIGHT = 0.6
MEDIUM = 2
TEST_RECORDS = 0.004


@dataclass(frozen=True)
class Leads:
    """Leads as arrays, one entry each: what they are, and what is wrong with their contact data.

    `base` is the part of the chance of winning (logits) that can be seen at the handoff, `hidden`
    the quality seen by nobody.
    """

    source: Integers
    segment: Integers
    role: Integers
    industry: Integers
    province: Integers
    pages_14d: Floats
    opens_30d: Floats
    demo: Floats
    downloads: Floats
    webinar_attended: Floats
    days_since_visit: Floats
    budget: Integers
    base: Floats
    interest: Floats
    points: Floats
    hidden: Floats
    no_phone: Flags
    no_email: Flags
    duplicate: Flags
    test: Flags

    @property
    def promise(self) -> Floats:
        """Return the lead's whole quality, in logits."""
        return self.base + HIDDEN_WEIGHT * self.hidden

    @property
    def hours(self) -> Floats:
        """Return the sales hours planned for the lead."""
        return np.asarray(company.SEGMENT_HOURS)[self.segment]


@dataclass(frozen=True)
class Faults:
    """Which leads cannot be reached, came before, or are no leads at all."""

    no_phone: Flags
    no_email: Flags
    duplicate: Flags
    test: Flags


def draw_faults(draws: Draws, source: Integers) -> Faults:
    """Draw the faults that act on winning."""
    u = draws("dirt")
    return Faults(
        no_phone=u[:, 0] < column(company.SOURCES, "dead_phone")[source],
        no_email=u[:, 1] < column(company.SOURCES, "dead_email")[source],
        duplicate=u[:, 2] < column(company.SOURCES, "duplicate")[source],
        test=u[:, 3] < TEST_RECORDS,
    )


def draw_leads(
    draws: Draws,
    source: Integers,
    faults: Faults,
    hidden_mean: Floats | float,
    same_as: Integers | None = None,
) -> Leads:
    """Draw the leads of given sources; a duplicate is who its earlier record is (`same_as`)."""
    u = draws("attributes")
    group = column(company.SOURCES, "group")[source]
    shares = np.array([company.SEGMENT_SHARES[letter] for letter in "ABC"])
    who = [
        pick(u[:, 0], shares[np.searchsorted(["A", "B", "C"], group)]),
        *(
            pick(u[:, place], column(table, "share"))
            for place, table in enumerate(
                (company.ROLES, company.INDUSTRIES, company.PROVINCES), start=1
            )
        ),
    ]
    segment, role, industry, province = (x if same_as is None else x[same_as] for x in who)
    visible = _engagement(draws, source)
    fit = _fit(segment, role, industry, province)
    interest = fit + _engaged(visible, segment)
    return Leads(
        source=source,
        segment=segment,
        role=role,
        industry=industry,
        province=province,
        **visible,
        base=interest + column(company.SOURCES, "effect")[source],
        interest=interest,
        points=_points(source, segment, role, industry, province, visible),
        hidden=normal(draws("hidden")[:, 1]) + hidden_mean,
        **vars(faults),
    )


def _engagement(draws: Draws, source: Integers) -> dict[str, Any]:
    u, bought = draws("engagement"), source == company.BOUGHT
    z = normal(draws("hidden")[:, 0]) + INTENT_BY_SOURCE[source]
    e = normal(u[:, :4])
    count = {
        "pages_14d": np.minimum(np.floor(np.exp(0.9 + 0.55 * z + 0.5 * e[:, 0])), 60),
        "opens_30d": np.minimum(np.floor(np.exp(0.2 + 0.5 * z + 0.7 * e[:, 1])), 30),
        "downloads": np.minimum(np.floor(np.exp(-0.4 + 0.5 * z + 0.6 * e[:, 2])), 6),
        "days_since_visit": np.minimum(np.floor(np.exp(1.3 - 0.5 * z + 0.7 * e[:, 3])), 60),
    }
    for name, most in (("pages_14d", 1), ("opens_30d", 1), ("downloads", 0)):
        count[name] = np.where(bought, np.minimum(count[name], most), count[name])
    attends = np.where(source == company.WEBINAR, 0.8, expit(-2.6 + 0.5 * z))
    answer = np.where(u[:, 7] < expit(-0.5 + 0.3 * z), 1, 2)
    return {
        **count,
        "demo": ((u[:, 4] < expit(-1.6 + z)) & ~bought).astype(float),
        "webinar_attended": (u[:, 5] < attends).astype(float),
        "budget": np.where(u[:, 6] < 0.40, 0, answer),
    }


def _fit(segment: Integers, role: Integers, industry: Integers, province: Integers) -> Floats:
    small_voice = (segment >= MEDIUM) & (role == company.STAFF)
    return np.asarray(
        np.asarray(company.SEGMENT_EFFECT)[segment]
        + column(company.ROLES, "effect")[role]
        + column(company.INDUSTRIES, "effect")[industry]
        + column(company.PROVINCES, "effect")[province]
        + company.STAFF_OF_LARGER_FIRM * small_voice
    )


def _engaged(seen: dict[str, Any], segment: Integers) -> Floats:
    wanted_by = (segment == 1) | (segment == MEDIUM)
    return np.asarray(
        0.45 * (np.log1p(np.minimum(seen["pages_14d"], 12)) - 1.35)
        + 0.15 * (np.log1p(seen["opens_30d"]) - 0.85)
        + 0.80 * (seen["demo"] - 0.20)
        + 0.20 * (np.log1p(seen["downloads"]) - 0.45)
        + 0.30 * (seen["webinar_attended"] - 0.14)
        - 0.22 * (np.log1p(seen["days_since_visit"]) - 1.55)
        + np.asarray(company.BUDGET_EFFECT)[seen["budget"]]
        + 0.30 * seen["demo"] * wanted_by
    )


def _points(
    source: Integers,
    segment: Integers,
    role: Integers,
    industry: Integers,
    province: Integers,
    seen: dict[str, Any],
) -> Floats:
    """Return the points of the rule that the firm uses, 0 to 100."""
    points = (
        column(company.ROLES, "points")[role]
        + np.asarray(company.SEGMENT_POINTS)[segment]
        + column(company.INDUSTRIES, "points")[industry]
        + column(company.PROVINCES, "points")[province]
        + np.minimum(2 * seen["pages_14d"], 20)
        + np.minimum(2 * seen["opens_30d"], 12)
        + 15 * seen["demo"]
        + np.minimum(3 * seen["downloads"], 9)
        + 6 * seen["webinar_attended"]
        + 10 * (source == company.BOUGHT)
    )
    return np.asarray(np.clip(points, 0, 100), dtype=float)
