"""The leads that sales found itself: what strikes them as well is no fault of marketing's."""

from __future__ import annotations

from dataclasses import dataclass

from leadkit.base.language import _, number
from leadkit.review.shortfall.control import Control
from leadkit.review.witnesses.witness import UNSEEN, Suspect, Witness, times


@dataclass(frozen=True, kw_only=True, eq=False)
class OwnLeads(Witness):
    """Sales' own leads as control series.

    Attributes
    ----------
    control : Control or None
        Of the split; None where sales found no lead itself in one of the periods.
    """

    name = "control"
    control: Control | None

    def _speaks_for(self) -> tuple[Suspect, ...]:
        reading = self.control.reading if self.control else "cannot tell"
        voices: dict[str, tuple[Suspect, ...]] = {
            "contradicts": ("leads",),
            "supports": ("people", "market"),
            "cannot tell": (),
        }
        return voices[reading]

    def title(self) -> str:
        """Name what was looked at."""
        return _("Leads that sales found itself")

    def looked_at(self) -> str:
        """Say which number was taken, of what."""
        return _("their win rate, against earlier quarters")

    def told(self) -> str:
        """Say whether they fell with marketing's leads, or what their absence costs."""
        if self.control is None or self.estimate.refused:
            return _(
                "Too few ({wins} wins): without them a fall in selling, a weaker market and leads "
                "that were worse in ways nobody recorded look alike. Name their source in "
                "book.toml (self_generated)."
            ).format(wins=number((self.control and self.control.own.events) or 0))
        text = {
            "contradicts": _(
                "They won {own} times as often, marketing's leads {marketing} times as often as "
                "expected: only marketing's leads fell back."
            ),
            "supports": _(
                "They won {own} times as often, marketing's leads {marketing} times as often as "
                "expected: leads that marketing had no hand in fell as well."
            ),
            "cannot tell": _(
                "They won {own} times as often, marketing's leads {marketing} times as often as "
                "expected: too close to tell apart."
            ),
        }[self.control.reading]
        marketing = self.control.marketing
        return text.format(own=times(self.estimate), marketing=times(marketing))


def own_leads(control: Control | None) -> OwnLeads:
    """Read the control series of a split."""
    return OwnLeads(control=control, estimate=control.own if control else UNSEEN)
