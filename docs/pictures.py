"""Draw the README's pictures from the bundled sample: `make pictures`."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import named_by_volume

import leadkit as lk
from leadkit.base import figure, language
from leadkit.base.language import number, percent
from leadkit.cli.demo import TERMS, walk
from leadkit.learn import play
from leadkit.quality import marked, screened
from leadkit.review.shortfall.words import part_words

HERE = Path(__file__).parent
BOX, GAP = 1.02, 0.16
WORDS = {
    "en": {
        "export": "{rows} leads",
        "screening": "{accepted} meet the standard",
        "model": "AUC {auc}, later leads",
        "line": "hand off from {line} upwards",
        "agreement": "{n} promises, signed; {kept} kept a quarter later",
        "review": "{quarter}: {fell} fell",
        "back": "decisions, and next quarter's line",
    },
    "vi": {
        "dữ liệu": "{rows} lead",
        "sàng lọc": "{accepted} lead đạt quy chuẩn",
        "mô hình": "AUC {auc}, trên lead đến sau",
        "ngưỡng": "bàn giao từ {line} trở lên",
        "thỏa thuận": "{n} cam kết đã ký; một quý sau giữ được {kept}",
        "rà soát": "{quarter}: {fell} giảm",
        "back": "quyết định, và ngưỡng của quý sau",
    },
}
STEPS = 6


def road(steps: list[tuple[str, str]], back: str, path: Path) -> None:
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
    ax.text(figure.WIDTH / 2, 0.03, back, ha="center", size=8, color=figure.TEXT2)
    drawing.savefig(path, metadata={"Software": None})


def _rectangle(left: float, **style: object) -> object:
    from matplotlib.patches import Rectangle

    return Rectangle((left, 0.38), BOX, 0.98, **style)  # type: ignore[arg-type]


def draw(spoken: str) -> None:
    """Walk the road on the sample, twice round, and draw it in one language."""
    language.use(spoken)
    words, folder = WORDS[spoken], HERE / spoken
    folder.mkdir(exist_ok=True)
    with TemporaryDirectory() as place:
        found, _lines = walk(Path(place), "book")
    book = lk.read_book(lk.sample())
    screening, auc, promises = (
        found["screening"],
        found["metrics"]["auc"],
        found["audit"]["promises"],
    )
    report = lk.evaluate(lk.training_set(screened(book)))
    economics = lk.Economics(**TERMS, currency=book.settings.currency)
    curve = lk.handoff_curve(report.predictions, economics)
    gap = lk.shortfall(marked(book))
    fell = [
        part_words()[part].name.lower() for part, told in gap.verdicts.items() if told == "fell"
    ]
    value, low, high = (number(auc[end], 2) for end in ("value", "low", "high"))
    facts = {
        "rows": number(screening["rows"]),
        "accepted": number(screening["accepted"]),
        "auc": f"{value} ({low}–{high})",
        "line": percent(curve.choose().threshold or 0, 1),
        "n": len(promises),
        "kept": sum(one["verdict"] == "kept" for one in promises),
        "quarter": language.quarter_name(gap.quarter),
        "fell": language.listed(fell),
    }
    steps = [(name, said.format(**facts)) for name, said in list(words.items())[:STEPS]]
    road(steps, words["back"], folder / "road.png")
    for name, picture in {
        "handoff-curve": curve.plot().get_figure(root=True),
        "shortfall": gap.plot().get_figure(root=True),
        "lesson": play("t01.market").draw(pull=3),
    }.items():
        picture.savefig(folder / f"{name}.png", metadata={"Software": None})
    named_by_volume.draw(spoken, folder / "named-by-volume.png")


if __name__ == "__main__":
    for spoken in language.LANGUAGES:
        draw(spoken)
