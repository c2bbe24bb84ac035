"""How often a part is told, and named, by the size of the market: from benchmarks/results."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base import figure
from leadkit.base.language import number, percent
from leadkit.review.shortfall.shortfall import TEAMS
from leadkit.review.shortfall.words import part_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

RESULTS = Path(__file__).parents[1] / "benchmarks" / "results" / "truth.json"
HEIGHT, HEADINGS, SAID = 5.0, 0.2, ("fell", "main")
COLOURS = {
    "marketing": figure.MARKETING, "sales": figure.SALES, "shared": figure.INK,
}  # fmt: skip
WORDS = {
    "en": {
        "title": "A part that truly fell is told in {few} of books at {least} leads, in {many} at "
        "{most}; one that did not fall, in {wrong} and {wrong_many}",
        "shown": "Share of simulated markets, by thousand leads in eight quarters, with 95 % "
        "intervals. Filled: the part truly cost 10 to 30 % of revenue. Hollow: it cost less than "
        "1 %, something else may have.",
        "source": "Markets whose truth is known, {low} to {high} seeds a point; all five parts "
        "together in the title. 12,000 leads are about {leads} handed off and {wins} won a "
        "quarter. benchmarks/truth.",
        "fell": "told: it fell",
        "main": "named main cause",
    },
    "vi": {
        "title": "Phần thật sự giảm được chỉ ra trong {few} số sổ ở mức {least} lead, {many} ở mức "
        "{most} lead; phần không giảm bị nói oan trong {wrong} và {wrong_many}",
        "shown": "Tỷ lệ thị trường mô phỏng, theo nghìn lead trong tám quý, kèm khoảng tin cậy "
        "95%. Chấm đặc: phần đó thật sự làm mất 10–30% doanh thu. Chấm rỗng: mất chưa đến 1%, dù "
        "phần khác có thể giảm.",
        "source": "Các thị trường đã biết rõ sự thật, {low} đến {high} lần mô phỏng mỗi chấm; tiêu "
        "đề gộp cả năm phần. 12.000 lead tương ứng khoảng {leads} lead bàn giao và {wins} đơn chốt "
        "mỗi quý. benchmarks/truth.",
        "fell": "kết luận: giảm",
        "main": "nguyên nhân chính",
    },
}
BESIDE = {"it did": 0.93, "it did not": 1.07}  # so that neither interval hides the other
LEADS, WINS = 600, 75  # of a quarter in a market of 12,000 leads


def draw(spoken: str, path: Path) -> None:
    """Draw both verdicts of all five parts in one language."""
    rows = json.loads(RESULTS.read_text(encoding="utf-8"))["rows"]
    shown = [row for row in rows if "where" in row]
    drawing = figure.blank(HEIGHT)
    grid = drawing.subplots(2, 5, sharex=True, sharey=True)
    words = WORDS[spoken]
    for line, said in zip(grid, SAID, strict=True):
        for ax, (part, named) in zip(line, part_words().items(), strict=True):
            of = [row for row in shown if (row["part"], row["said"]) == (part, said)]
            _panel(ax, of, COLOURS[TEAMS.get(part, "shared")])
            if said == SAID[0]:
                ax.set_title(named.name, size=9, loc="center")
        line[0].set_ylabel(words[said])
    figure.caption(grid[0, 0], words["title"].format(**_told(shown)), words["shown"],
                   words["source"].format(**_behind(shown)))  # fmt: skip
    top = drawing.subplotpars.top - HEADINGS / HEIGHT
    drawing.subplots_adjust(left=0.11, right=0.985, top=top, wspace=0.12, hspace=0.14)
    drawing.savefig(path, metadata={"Software": None})


def _panel(ax: Axes, rows: list[dict[str, Any]], colour: str) -> None:
    looks: dict[str, Any] = {
        "it did": {"color": colour, "mfc": colour, "lw": 1.6},
        "it did not": {"color": figure.HATCH, "mfc": "white", "lw": 1, "ls": "--"},
    }
    for where, look in looks.items():
        of = pd.DataFrame([row for row in rows if row["where"] == where]).sort_values("leads")
        beside = of["leads"] * BESIDE[where]
        ax.plot(beside, of["ratio"], marker="o", ms=4, **look)
        ax.vlines(beside, of["low"], of["high"], color=look["color"], lw=0.8)
    sizes = of["leads"].tolist()
    ax.set_xscale("log")
    ax.set_xticks(sizes, [number(size / 1000, int(size < 1000)) for size in sizes])
    ax.minorticks_off()
    ax.set(ylim=(-0.03, 1.03), xlim=(sizes[0] / 1.6, sizes[-1] * 1.6))
    ax.set_yticks((0, 0.5, 1), [percent(share) for share in (0, 0.5, 1)])


def _told(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Return the mean shares of the title, at the usual size and at the largest."""

    def share(leads: int, where: str) -> str:
        found = [
            row["ratio"]
            for row in rows
            if (row["leads"], row["where"], row["said"]) == (leads, where, "fell")
        ]
        return percent(sum(found) / len(found))

    least, most = sorted({row["leads"] for row in rows})[-2:]
    return {
        "least": number(least),
        "most": number(most),
        "few": share(least, "it did"),
        "many": share(most, "it did"),
        "wrong": share(least, "it did not"),
        "wrong_many": share(most, "it did not"),
    }


def _behind(rows: list[dict[str, Any]]) -> dict[str, str]:
    seeds = [row["n"] for row in rows]
    return {
        "low": number(min(seeds)),
        "high": number(max(seeds)),
        "leads": number(LEADS),
        "wins": number(WINS),
    }
