"""Speed to lead as a section of the audit, and as a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base.language import _, day, number
from leadkit.base.page import Fold, Page, Section, Table
from leadkit.base.pictured import drawn
from leadkit.review.speed.picture import HEIGHT, plot_speed, speed_picture_words
from leadkit.review.speed.words import balance_rows, speed_rows, speed_sentences, warnings

if TYPE_CHECKING:
    from leadkit.review.speed.found import SpeedToLead


def speed_section(found: SpeedToLead) -> Section:
    """Show what a fast first attempt is worth, in three columns that differ in trust.

    Parameters
    ----------
    found : SpeedToLead
        As `speed_to_lead` returns it.
    """
    return Section(
        heading=_("What speed is worth, as far as anyone can know"),
        text=speed_sentences(found),
        pictures=[drawn(lambda ax: plot_speed(found, ax), speed_picture_words(found), HEIGHT)],
        folds=[
            Fold(
                summary=_("The numbers behind the picture"),
                tables=[
                    Table(finding=_("Share of leads won, in three ways"), rows=speed_rows(found))
                ],
            ),
            Fold(summary=_("Why none of this is proof"), text=warnings()),
            Fold(
                summary=_("Are leads that come out of hours like the others?"),
                text=[_balance_text(found)],
                tables=[
                    Table(
                        finding=_("Alike where the last column stays within 0.1"),
                        rows=balance_rows(found),
                    )
                ],
            ),
        ],
        details=_details(found),
    )


def speed_page(found: SpeedToLead) -> Page:
    """Lay it out as a page of its own."""
    section = speed_section(found)
    return Page(
        kind=_("Speed to lead"),
        title=_("{first} to {last}").format(first=day(found.first), last=day(found.last)),
        subtitle=found.name,
        say=section.text,
        sections=[
            Section(
                heading=section.heading,
                pictures=section.pictures,
                folds=section.folds,
                details=section.details,
            )
        ],
    )


def _balance_text(found: SpeedToLead) -> str:
    return _(
        "First stage: F = {f}; 10 or more is needed. A difference of more than 0.1 standard "
        "deviations in quality, or in leads never called, that luck does not explain, is refused."
    ).format(f=number(found.f, 1))


def _details(found: SpeedToLead) -> str:
    return _(
        "Counted: {n} leads of marketing whose outcome window is over. As counted: Wilson "
        "intervals. Equal quality: tenths by the chance of winning from what was known at "
        "the handoff, standardised directly to all leads; it holds quality apart only as far as "
        "columns show it. Out of hours: two-stage least squares of the win on ln(1 + hours waited) "
        "with the hours until sales was back as instrument (Wald, 1940); it holds for leads whose "
        "wait the closing hours changed. Intervals of the last two: 400 resamples of accounts."
    ).format(n=number(found.n))
