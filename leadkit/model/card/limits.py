"""What a model is for, where it must not be used, and whether its data were enough."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from leadkit.base.language import MISSING, _, day, listed, number
from leadkit.base.page import Section, bold
from leadkit.book import plain
from leadkit.model.evaluation import USABLE, Evaluation
from leadkit.model.minimum_data import minimum_data
from leadkit.model.splits import LEAST_WINS

if TYPE_CHECKING:
    from markupsafe import Markup

PERSONAL = re.compile(
    r"\b(age|birth\w*|dob|gender|sex|marital|married|religion|ethnic\w*|race|nationality|"
    r"disab\w*|pregnan\w*|tuoi|ngay sinh|gioi tinh|hon nhan|ton giao|dan toc|quoc tich|"
    r"khuyet tat|tuổi|ngày sinh|giới tính|hôn nhân|tôn giáo|dân tộc|quốc tịch|khuyết tật)\b"
)
FEW_WINS = 150
LIBRARIES = ("leadkit", "scikit-learn", "numpy", "pandas")


def purpose(evaluation: Evaluation) -> Section:
    """Say what the chance is for, and where it must not be used."""
    return Section(
        heading=_("What it is for, and where it must not be used"),
        text=[_use(evaluation), *_limits(evaluation)],
    )


def _use(evaluation: Evaluation) -> Markup:
    text = _(
        "It is for one thing: putting leads that marketing is about to hand off in order, and "
        "saying of each how likely it is to buy."
    )
    if evaluation.verdict != USABLE:
        text = _("It is for nothing yet: no lead may be kept back or hurried because of it.")
    return bold(text, text)


def _limits(evaluation: Evaluation) -> Iterator[Markup]:
    for name, text in (*_always(evaluation), *_here(evaluation)):
        yield bold(f"{name} {text}", name)


def _always(evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    yield (
        _("Not below today's line."),
        _(
            "It has seen only leads that were handed off{never}. Of leads kept back it knows "
            "nothing; hand off a random few of them and it will."
        ).format(never=_never(evaluation)),
    )
    yield (
        _("Not as the worth of a call."),
        _(
            "It says who buys after a handoff, not whom sales time makes buy: some would have "
            "bought anyway. Only leads left alone at random would tell."
        ),
    )
    yield _("Not elsewhere."), _elsewhere(evaluation)


def _never(evaluation: Evaluation) -> str:
    n = evaluation.counts().get("not_handed_off", 0)
    return _(" ({n} never were)").format(n=number(n)) if n else ""


def _elsewhere(evaluation: Evaluation) -> str:
    text = _(
        "Another product, market, price or way of selling has other chances. Judge it there first, "
        "on leads whose outcome is known."
    )
    times = evaluation.data.times.dropna()
    if times.empty:
        return text
    learned = _("It learned from leads of {first} to {last}.").format(
        first=day(times.min().date()), last=day(times.max().date())
    )
    return f"{learned} {text}"


def _here(evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    personal = personal_columns(list(map(str, evaluation.data.X.columns)))
    if personal:
        yield (
            _("Personal attributes."),
            _(
                "It uses {names}. To treat people by these may be unlawful or unwanted: decide it "
                "together and in writing, or leave the columns out and train again."
            ).format(names=listed(personal)),
        )
    shift = _shift(evaluation)
    if shift:
        yield _("The win rate has moved."), shift
    wins = int(evaluation.data.y.iloc[evaluation.split.train].sum())
    if evaluation.chosen is not None and wins < FEW_WINS:
        yield (
            _("Few wins."),
            _("It learned from {wins} wins; under {few} its intervals are wide. Judge it again "
              "every quarter.").format(wins=number(wins), few=number(FEW_WINS)),
        )  # fmt: skip


def personal_columns(names: list[str]) -> list[str]:
    """Return the columns whose names speak of what a person is, in English or Vietnamese.

    Examples
    --------
    >>> personal_columns(["Age", "pages", "marital_status", "giới tính"])
    ['Age', 'marital_status', 'giới tính']
    """
    return [name for name in names if PERSONAL.search(plain(name))]


def _shift(evaluation: Evaluation) -> str:
    rates = evaluation.base_rates()
    before, after = rates["train"], rates["test"]
    if before.refused or after.refused or (before.low <= after.high and after.low <= before.high):
        return ""
    return _(
        "{before} of the leads it learned from were won, {after} of those it was judged on. The "
        "order of leads may hold while all chances are too high or too low: compare won with "
        "expected every month, and train again when they part."
    ).format(before=before.write(), after=after.write())


def enough(evaluation: Evaluation) -> Section:
    """Say how many leads a model of this size needs."""
    found = minimum_data(evaluation)
    least = _("Under {least} wins to learn from there is no model, only counts and points.").format(
        least=LEAST_WINS
    )
    if found is None:
        nothing = _(
            "How many leads would be enough cannot be said: what is known at handoff explains "
            "nothing measurable."
        )
        return Section(heading=_("Were there leads enough?"), text=[nothing, least])
    return Section(
        heading=_("Were there leads enough?"),
        text=[found.sentence(), least],
        details=found.method(),
    )


def versions() -> str:
    """Return the versions that made the card."""
    return ", ".join(f"{name} {version_of(name)}" for name in LIBRARIES)


def version_of(name: str) -> str:
    """Return the version of an installed package, a dash where there is none."""
    try:
        return version(name)
    except PackageNotFoundError:
        return MISSING
