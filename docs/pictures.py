"""Draw the README's pictures from the bundled sample: `make pictures`."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import leadkit as lk
from leadkit.base import figure
from leadkit.base.language import number, percent
from leadkit.cli.demo import TERMS, walk
from leadkit.quality import marked, screened

HERE = Path(__file__).parent
BOX, GAP = 1.02, 0.16


def road(steps: list[tuple[str, str]]) -> None:
    """Draw the road as boxes, each with what the sample gives there."""
    drawing = figure.blank(1.55)
    ax = drawing.add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, figure.WIDTH), ylim=(0, 1.55))
    ax.axis("off")
    for place, (name, found) in enumerate(steps):
        left = 0.12 + place * (BOX + GAP)
        box = {"facecolor": "#F5F6F8", "edgecolor": figure.SHARED, "lw": 0.8}
        ax.add_patch(_rectangle(left, **box))
        ax.text(left + BOX / 2, 1.12, name, ha="center", size=9, weight="bold")
        words = "\n".join(figure.wrap(found, BOX - 0.12, 8))
        ax.text(left + BOX / 2, 0.95, words, ha="center", va="top", size=8, color=figure.TEXT2)
        if place:
            arrow = {"arrowstyle": "->", "color": figure.INK, "lw": 1}
            ax.annotate("", (left - 0.01, 0.82), (left - GAP + 0.01, 0.82), arrowprops=arrow)
    first, last = 0.12 + BOX / 2, 0.12 + (len(steps) - 1) * (BOX + GAP) + BOX / 2
    ax.plot([last, last, first, first], [0.34, 0.2, 0.2, 0.28], color=figure.SHARED, lw=1)
    head = {"arrowstyle": "->", "color": figure.SHARED, "lw": 1}
    ax.annotate("", (first, 0.37), (first, 0.22), arrowprops=head)
    words = "decisions, and next quarter's line"
    ax.text(figure.WIDTH / 2, 0.03, words, ha="center", size=8, color=figure.TEXT2)
    drawing.savefig(HERE / "road.png", metadata={"Software": None})


def _rectangle(left: float, **style: object) -> object:
    from matplotlib.patches import Rectangle

    return Rectangle((left, 0.38), BOX, 0.98, **style)  # type: ignore[arg-type]


def save(ax: object, name: str) -> None:
    """Save the figure of some axes."""
    picture = ax.get_figure(root=True)  # type: ignore[attr-defined]
    picture.savefig(HERE / f"{name}.png", metadata={"Software": None})


def main() -> None:
    """Walk the road on the sample, twice round, and draw it."""
    with TemporaryDirectory() as folder:
        found, _lines = walk(Path(folder), "book")
    book = lk.read_book(lk.sample())
    screening, metrics, promises = found["screening"], found["metrics"], found["audit"]["promises"]
    kept = sum(one["verdict"] == "kept" for one in promises)
    report = lk.evaluate(lk.training_set(screened(book)))
    economics = lk.Economics(**TERMS, currency=book.settings.currency)
    curve = lk.handoff_curve(report.predictions, economics)
    choice, gap = curve.choose(), lk.shortfall(marked(book))
    told = [name for name, verdict in gap.verdicts.items() if verdict == "fell"]
    fell = " and ".join(told).replace("follow_up", "follow-up").replace("_", " ")
    auc = metrics["auc"]
    road(
        [
            ("export", f"{number(screening['rows'])} leads"),
            ("screening", f"{number(screening['accepted'])} meet the standard"),
            ("model", f"AUC {auc['value']:.2f} ({auc['low']:.2f}–{auc['high']:.2f}), later leads"),
            ("line", f"hand off from {percent(choice.threshold or 0, 1)} upwards"),
            ("agreement", f"{len(promises)} promises, signed; {kept} kept a quarter later"),
            ("review", f"{gap.quarter}: {fell} fell"),
        ]
    )
    save(curve.plot(), "handoff-curve")
    save(gap.plot(), "shortfall")


if __name__ == "__main__":
    main()
