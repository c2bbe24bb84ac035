"""Sixty leads handed off, ten of them waiting: one acceptance rate, or three."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base import figure
from leadkit.base.estimate import rate
from leadkit.base.language import _, capital, number, percent, quarter_name
from leadkit.base.notebook import Told, tell

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from leadkit.journey import Funnel

LEADS, MQL, HANDED_OFF, ACCEPTED, REJECTED = 200, 80, 60, 36, 14
WAITING = HANDED_OFF - ACCEPTED - REJECTED


def acceptance(counted: str) -> tuple[int, int]:
    """Return how many of how many leads are accepted, the waiting counted one way or another.

    Examples
    --------
    >>> [acceptance(counted) for counted in ("apart", "refused", "accepted")]
    [(36, 50), (36, 60), (46, 60)]
    """
    return {
        "apart": (ACCEPTED, ACCEPTED + REJECTED),
        "refused": (ACCEPTED, HANDED_OFF),
        "accepted": (ACCEPTED + WAITING, HANDED_OFF),
    }[counted]


def draw_waiting(counted: str) -> Figure:
    """Draw the leads stage by stage, and the acceptance rate that comes of the count."""
    sheet = figure.blank(4.6)
    upper, lower = sheet.subplots(2, 1, gridspec_kw={"height_ratios": (6, 1)})
    _draw_stages(upper, counted)
    _draw_rate(lower, counted)
    figure.caption(
        upper,
        _title(counted),
        _("Leads at each stage; hatched: nobody has looked at them yet."),
        _("An invented quarter, n = {n} leads handed off.").format(n=number(HANDED_OFF)),
    )
    names = [name.get_text() for ax in (upper, lower) for name in ax.get_yticklabels()]
    left = 0.25 + max(figure.text_width(name, 8.5) for name in names)
    sheet.subplots_adjust(left=left / figure.WIDTH, right=0.94, hspace=0.55)
    return sheet


def _draw_stages(ax: Axes, counted: str) -> None:
    bars = [
        (_("all leads"), LEADS, figure.MARKETING),
        ("MQL", MQL, figure.MARKETING),
        (_("handed off"), HANDED_OFF, figure.MARKETING),
        (_("accepted"), ACCEPTED, figure.SALES),
        (_("rejected"), REJECTED, figure.SHARED),
        (_("waiting"), 0, figure.SHARED),
    ]
    at = {"accepted": 3, "refused": 4, "apart": 5}[counted]
    for row, (_name, count, colour) in enumerate(bars):
        waiting = WAITING if row == at else 0
        ax.barh(row, count, height=0.62, color=colour)
        if waiting:
            ax.barh(row, waiting, left=count, height=0.62, **figure.HATCHED)
        ax.annotate(
            _counted(count, waiting),
            (count + waiting, row),
            (4, 0),
            textcoords="offset points",
            size=8.5,
            va="center",
        )
    ax.set_xlim(0, LEADS * 1.08)
    ax.set_yticks(range(len(bars)), [name for name, _count, _colour in bars])
    ax.invert_yaxis()
    ax.grid(False)
    ax.set_xlabel(_("leads"))


def _counted(count: int, waiting: int) -> str:
    if count and waiting:
        return _("{count} + {waiting} waiting").format(count=number(count), waiting=number(waiting))
    return number(count + waiting)


def _draw_rate(ax: Axes, counted: str) -> None:
    from matplotlib.ticker import FuncFormatter

    accepted, of = acceptance(counted)
    ax.barh(0, 100 * accepted / of, height=0.62, color=figure.INK)
    ax.set_xlim(0, 100)
    ax.set_ylim(-0.5, 0.5)
    ax.set_yticks([0], [_("acceptance rate")])
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _at: percent(x / 100)))
    ax.grid(False)
    ax.set_xlabel(_("accepted, % of the leads counted"))
    ax.annotate(
        _("{part} of {whole}").format(part=number(accepted), whole=number(of)),
        (100 * accepted / of, 0),
        (4, 0),
        textcoords="offset points",
        size=8.5,
        va="center",
    )


def _title(counted: str) -> str:
    accepted, of = acceptance(counted)
    texts = {
        "apart": _("{rate} accepted: {part} of the {whole} leads with an answer; {waiting} wait"),
        "refused": _("{rate} accepted, if the {waiting} that wait are counted as refused"),
        "accepted": _("{rate} accepted, if the {waiting} that wait are counted as accepted"),
    }
    return texts[counted].format(
        rate=percent(accepted / of),
        part=number(accepted),
        whole=number(of),
        waiting=number(WAITING),
    )


def say_waiting(counted: str) -> str:
    """Say in one sentence what the picture shows."""
    accepted, of = acceptance(counted)
    texts = {
        "apart": _(
            "Of {n} leads handed off {accepted} were accepted, {rejected} rejected, {waiting} "
            "wait; with the waiting left apart the acceptance rate is {part} of {whole}, {rate}."
        ),
        "refused": _(
            "Of {n} leads handed off {accepted} were accepted, {rejected} rejected, {waiting} "
            "wait; with the waiting as refused the acceptance rate is {part} of {whole}, {rate}."
        ),
        "accepted": _(
            "Of {n} leads handed off {accepted} were accepted, {rejected} rejected, {waiting} "
            "wait; with the waiting as accepted the acceptance rate is {part} of {whole}, {rate}."
        ),
    }
    return texts[counted].format(
        n=number(HANDED_OFF),
        accepted=number(ACCEPTED),
        rejected=number(REJECTED),
        waiting=number(WAITING),
        part=number(accepted),
        whole=number(of),
        rate=percent(accepted / of),
    )


def accepted_so_far(funnel: Funnel) -> Told:
    """Say how many leads sales accepted in a book's last quarter, the waiting shown apart."""
    decided, every = (funnel.stage(name).iloc[-1] for name in ("accepted_of_decided", "accepted"))
    return tell(
        _("{quarter}: sales accepted {rate} of those it decided on; {waiting} still wait.").format(
            quarter=capital(quarter_name(decided["quarter"])),
            rate=rate(int(decided["events"]), int(decided["n"])),
            waiting=number(int(every["n"] - decided["n"])),
        )
    )
