"""What a line rests on beside its curve: doubt, luck, segments, leads nobody called, a change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.handoff.regret import Regret, regret
from leadkit.handoff.segments.segments import SegmentLines
from leadkit.handoff.sensitivity import CostRatios, Tornado, cost_ratios, tornado

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.handoff.change.line_change import LineChange
    from leadkit.handoff.change.trial_plan import TrialPlan
    from leadkit.handoff.choice import HandoffChoice
    from leadkit.handoff.tiers import Tiers
    from leadkit.handoff.unseen.unseen import Unseen


@dataclass(frozen=True, eq=False)
class Grounds:
    """The evidence behind a chosen line; nothing of it where no line meets the terms.

    Parameters
    ----------
    choice : HandoffChoice
        The line.
    segments : SegmentLines, optional
        Lines by segment, where the segments' own amounts were given.
    notes : tuple of str
        What else is to be known of the amounts: where they come from, what of them is missing.
    unseen : Unseen, optional
        What can be said of the leads that nobody called.
    change : LineChange, optional
        What changes against another policy.
    trial : TrialPlan, optional
        How the change can be tried.

    Examples
    --------
    >>> import leadkit as lk
    >>> p = [0.02, 0.04, 0.06, 0.2] * 75
    >>> scored = pd.DataFrame({"key": range(300), "p": p, "y": [0, 0, 0, 0, 1] * 60})
    >>> terms = lk.Economics(value=1000, cost=50, doubt={"value": (800, 1200)})
    >>> grounds = lk.Grounds(lk.handoff_curve(scored, terms).choose())
    >>> grounds.tornado.table["input"].tolist(), sorted(grounds.regret.evppi)
    (['value'], ['outcomes', 'value'])
    """

    choice: HandoffChoice
    segments: SegmentLines | None = None
    notes: tuple[str, ...] = ()
    unseen: Unseen | None = None
    change: LineChange | None = None
    trial: TrialPlan | None = None

    @cached_property
    def tornado(self) -> Tornado | None:
        """What each amount in doubt does to the profit; None where none is in doubt."""
        if self.choice.threshold is None or not self.choice.economics.doubt:
            return None
        return tornado(self.choice.curve, self.choice.nearest)

    @cached_property
    def ratios(self) -> CostRatios | None:
        """The best line over cost and value."""
        if self.choice.threshold is None:
            return None
        return cost_ratios(self.choice.curve, self.choice.nearest)

    @cached_property
    def regret(self) -> Regret | None:
        """What the line may miss, and what knowing more is worth."""
        if self.choice.threshold is None:
            return None
        return regret(self.choice.curve, self.choice.nearest)

    @property
    def tiers(self) -> Tiers | None:
        """Whom to hand off, nurture and drop; None where nothing was said of nurturing."""
        if self.choice.threshold is None or not self.choice.economics.keeps:
            return None
        return self.choice.tiers

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table of numbers, by a short name."""
        found = {
            "curve": self.choice.curve.table,
            "policies": self.choice.table,
            "best line": self.choice.curve.best_share,
            "net benefit": self.choice.curve.net_benefit,
        }
        parts = {
            "doubt": self.tornado,
            "cost and value": self.ratios,
            "regret": self.regret,
            "tiers": self.tiers,
            "segments": self.segments,
            "change": self.change,
        }
        found |= {name: part.table for name, part in parts.items() if part is not None}
        return found | ({} if self.unseen is None else self.unseen.tables)

    def to_dict(self) -> dict[str, Any]:
        """Return the content of handoff.json."""
        more: dict[str, Any] = {"notes": list(self.notes)}
        if self.tornado is not None:
            more["doubt"] = self.tornado.table.to_dict("records")
        if self.regret is not None:
            at = self.regret.at(self.regret.line)
            more["regret"] = {
                "expected": float(at["regret"]),
                "most_95": float(at["regret_95"]),
                "knowing": {**self.regret.evppi, "everything": self.regret.evpi},
            }
        if self.tiers is not None:
            more["tiers"] = {"hand_off": self.tiers.line, "drop_below": self.tiers.drop_below}
        if self.segments is not None:
            more["segments"] = {
                "column": self.segments.by,
                "lines": self.segments.named.set_index("segment")["line"].to_dict(),
                "gain": self.segments.gain.to_dict(),
                "p_better": self.segments.p_better,
            }
        if self.unseen is not None:
            more["unseen_leads"] = self.unseen.to_dict()
        if self.change is not None:
            more["change"] = self.change.to_dict()
        return self.choice.to_dict() | more

    def drawings(self) -> Iterator[tuple[str, Callable[[], Axes]]]:
        """Yield every picture with title and source, by a short name."""
        yield "handoff-curve", self.choice.plot
        if self.choice.threshold is None:
            return
        yield "best-line", self.choice.plot_best
        yield "decision-curve", self.choice.curve.plot_decisions
        parts = {
            "doubt": self.tornado,
            "cost-and-value": self.ratios,
            "regret": self.regret,
            "segments": self.segments,
            "change": self.change,
        }
        for name, part in parts.items():
            if part is not None:
                yield name, part.plot
        if self.unseen is not None:
            yield from self.unseen.drawings()
