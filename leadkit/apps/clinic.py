"""The threshold clinic: both heads move the line together and see what it does, on one screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.apps.reading import Reading, Setting, read
from leadkit.base.economics import Economics, Period
from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.book import Book, read_book
from leadkit.handoff.curve import HandoffCurve, handoff_curve
from leadkit.handoff.deciding import refuse_other_model
from leadkit.handoff.leads import Leads
from leadkit.handoff.policy import Policy, own_policy
from leadkit.handoff.policy_parts import Terms
from leadkit.handoff.repriced import judged_at
from leadkit.learn.alive import Alive

if TYPE_CHECKING:
    from leadkit.apps.live import Live
    from leadkit.model.saving import SavedModel

STOPS = 1000


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Clinic(Alive):
    """The leads, money and rules that the page is about; its widgets are made when first shown.

    Attributes
    ----------
    book : Book
        With all its leads, marked with the gates of the standard that they fail.
    model : SavedModel
        Whose probabilities the line is for.
    policy : Policy or None
        The newest policy of the book: the line in force.
    scored : DataFrame
        The leads that the line is judged on, with today's rule where the book names one.
    curve : HandoffCurve
        Their curve against the line in force (without one, against today's rule), with a
        threshold at every tenth of a percent.
    against : mapping of str to Leads
        The same leads by rule, "in_force" and "today".
    start : Setting
        Where the controls stand at first.
    as_of : str or None
        The date the book is judged at; None: its latest step.
    """

    book: Book
    model: SavedModel
    policy: Policy | None
    scored: pd.DataFrame
    curve: HandoffCurve
    against: Mapping[str, Leads]
    start: Setting
    as_of: str | None

    def read(self, setting: Setting) -> Reading:
        """Read every figure of a setting."""
        return read(self.curve, setting, self.against)

    def line(self, tenths: int) -> float:
        """Return the threshold at so many tenths of a percent; there, the line in force itself."""
        if self.policy is not None and tenths == round(self.policy.line * STOPS):
            return self.policy.line
        return tenths / STOPS

    @cached_property
    def live(self) -> Live:
        """The widgets, made when they are first shown."""
        from leadkit.apps.live import live

        return live(self)

    def __repr__(self) -> str:
        from leadkit.apps.clinic_words import sentences

        return " ".join(sentences(self.read(self.start)))

    def html(self) -> str:
        """Return answer, picture and figures at the start, for where nothing runs."""
        from leadkit.apps import layout
        from leadkit.apps.clinic_picture import picture
        from leadkit.apps.clinic_words import rows, sentences

        reading = self.read(self.start)
        said = layout.heard(sentences(reading))
        return layout.still(said, str(picture(self.curve, reading)), layout.table(rows(reading)))


def clinic(
    source: Book | Path | str,
    *,
    model: Path | str | None = None,
    value: float | None = None,
    cost: float | None = None,
    hours: float | None = None,
    capacity: float | None = None,
    per: Period = "table",
    as_of: str | None = None,
) -> Clinic:
    """Open the threshold clinic of a book.

    Parameters
    ----------
    source : Book or path
        A book with a folder, or the folder.
    model : path, optional
        A model folder; else the one in use of the book.
    value, cost, hours, capacity : float, optional
        What a win is worth and a handoff costs, in the book's currency, the sales hours it takes,
        and what sales can take; where not given, those of the book's newest policy.
    per : {"week", "month", "table"}
        The period of a capacity that is given here.
    as_of : str, optional
        Judge as on that date.

    Returns
    -------
    Clinic
        In a notebook it shows its widgets; where nothing runs, its answer, picture and figures.

    Raises
    ------
    BadInput
        If the book has no folder or no model, if no value or cost is known, or if its policy is
        of another model.
    TooLittleData
        If too few leads have an outcome.

    Examples
    --------
    >>> from leadkit.base.errors import BadInput
    >>> try:
    ...     clinic("no-such-book")
    ... except BadInput as error:
    ...     print(error.problem)
    the folder does not exist
    """
    from leadkit.model import load_model, own_model
    from leadkit.model.scoring import score_out_of_time
    from leadkit.quality import marked, screened

    book = source if isinstance(source, Book) else read_book(Path(source))
    if book.path is None:
        raise BadInput(
            _("the clinic needs a book in a folder, where its change record is kept"),
            fix=_("Make one with `leadkit import`, or give the folder of a book."),
        )
    saved = load_model(own_model(book.path) if model is None else Path(model))
    found = own_policy(book.path, saved)
    policy = None if found is None else found[0]
    refuse_other_model(policy, saved)
    given = {"value": value, "cost": cost, "hours": hours, "capacity": capacity, "per": per}
    economics = _economics(policy, given, book.settings.currency)
    judged = score_out_of_time(saved, screened(book), as_of, beside=_column_of(policy))
    curve, against = counted(judged.scored, economics, policy)
    line = curve.leads.score_of(economics.break_even) if policy is None else policy.line
    return Clinic(
        book=marked(book),
        model=saved,
        policy=policy,
        scored=judged.scored,
        curve=curve,
        against=against,
        start=Setting(threshold=line, economics=economics),
        as_of=as_of,
    )


def counted(
    scored: pd.DataFrame, economics: Economics, policy: Policy | None
) -> tuple[HandoffCurve, dict[str, Leads]]:
    """Count scored leads once, so that every setting can be read from the counts.

    Returns
    -------
    curve : HandoffCurve
        Against the line in force, else today's rule, with a threshold at every stop of the slider.
    against : dict of str to Leads
        The leads by rule.
    """
    curve = handoff_curve(scored, economics)
    against = {} if curve.leads.today is None else {"today": curve.leads}
    line = curve.leads.score_of(economics.break_even)
    if policy is not None:
        line = policy.line
        decided = policy.decide(scored["p"], scored)["decision"] == "hand_off"
        curve = _said_at(handoff_curve(scored, economics, today=decided), line)
        against = {"in_force": curve.leads, **against}
    last = min(int(curve.leads.all_scores[-1] * STOPS) + 1, STOPS)
    return judged_at(curve, np.r_[np.arange(last + 1) / STOPS, line]), against


def _said_at(curve: HandoffCurve, line: float) -> HandoffCurve:
    """Say where the rule of the curve draws its line, instead of at the lowest score it takes."""
    if curve.leads.today_line is None:
        return curve
    return replace(curve, leads=replace(curve.leads, today_line=line))


def _column_of(policy: Policy | None) -> list[str]:
    return [] if policy is None or policy.by is None else [policy.by]


def _economics(policy: Policy | None, given: dict[str, Any], currency: str) -> Economics:
    """Return the amounts that are given, and else those of the policy."""
    said = {name: amount for name, amount in given.items() if amount is not None}
    if "capacity" not in said:
        said.pop("per")
    agreed: dict[str, Any] = {} if policy is None else policy.economics.model_dump()
    terms = {"currency": currency, **agreed, **said}
    missing = [name for name in ("value", "cost") if name not in terms]
    if missing:
        raise BadInput(
            _("nobody has said yet what a win is worth and what a handoff costs"),
            where=", ".join(missing),
            fix=_("Give both, for example --value 1000 --cost 50."),
        )
    return Economics(**{name: terms[name] for name in Terms.model_fields if name in terms})
