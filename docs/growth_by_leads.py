"""How work and memory grow with the leads: from benchmarks/results/growth.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadkit.base import figure, language
from leadkit.base.language import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HERE = Path(__file__).parent
RESULTS = HERE.parent / "benchmarks" / "results" / "growth.json"
HEIGHT, ROOM = 3.6, 1.5
THOUSAND, MILLION = 1_000, 1_000_000
APART = 1.35  # on an axis in powers of ten
LOOKS: dict[str, dict[str, Any]] = {
    "screening": {"color": figure.MARKETING, "marker": "o"},
    "reading": {"color": figure.INK, "marker": "s"},
    "scoring": {"color": figure.SALES, "marker": "^"},
    "curve": {"color": figure.HATCH, "marker": "D"},
}
SIDES = ("seconds", "megabytes")
WORDS = {
    "en": {
        "title": "{n} leads are scored in {scored} MB of memory, and screened in {screened}",
        "shown": "By number of leads, both axes in powers of ten. Left: seconds of one processor. "
        "Right: the most memory the process held, in MB, its libraries included.",
        "source": "Each run in a process of its own. Files of 5 million leads are written before, "
        "not counted. benchmarks/growth.py.",
        "seconds": "processor time, seconds",
        "megabytes": "memory, MB",
        "screening": "screening",
        "reading": "reading a CSV",
        "scoring": "scoring, 3 reasons",
        "curve": "handoff curve",
        "thousands": "{n} k",
        "millions": "{n} M",
    },
    "vi": {
        "title": "{n} lead: chấm điểm cần {scored} MB bộ nhớ, sàng lọc cần {screened} MB",
        "shown": "Theo số lead, cả hai trục theo lũy thừa của mười. Trái: số giây của một bộ xử "
        "lý. Phải: bộ nhớ cao nhất của tiến trình, tính bằng MB, kể cả thư viện.",
        "source": "Mỗi lần chạy trong một tiến trình riêng. Tệp 5 triệu lead được ghi từ trước, "
        "không tính vào. benchmarks/growth.py.",
        "seconds": "thời gian của bộ xử lý, giây",
        "megabytes": "bộ nhớ, MB",
        "screening": "sàng lọc",
        "reading": "đọc CSV",
        "scoring": "chấm điểm, 3 lý do",
        "curve": "đường cong bàn giao",
        "thousands": "{n} nghìn",
        "millions": "{n} triệu",
    },
}


def draw(spoken: str, path: Path) -> None:
    """Draw seconds and memory of every job in one language."""
    rows = json.loads(RESULTS.read_text(encoding="utf-8"))["growth"]
    words = WORDS[spoken]
    drawing = figure.blank(HEIGHT)
    left, right = drawing.subplots(1, 2, sharex=True)
    for ax, side in zip((left, right), SIDES, strict=True):
        _panel(ax, rows, side, words)
        ax.set_title(words[side], size=9, loc="left")
    for job, place in _apart(rows).items():
        right.annotate(words[job], (1.03, place), xycoords=right.get_yaxis_transform(), size=9,
                       va="center", color=LOOKS[job]["color"], annotation_clip=False)  # fmt: skip
    title = words["title"].format(**_told(rows))
    figure.caption(left, title, words["shown"], words["source"])
    top = drawing.subplotpars.top - 0.2 / HEIGHT
    drawing.subplots_adjust(left=0.08, right=1 - ROOM / figure.WIDTH, top=top, wspace=0.22)
    drawing.savefig(path, metadata={"Software": None})


def _told(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Return the figures of the title, of the most leads there are."""
    most = max(row["n"] for row in rows)
    memory = {row["job"]: number(row["megabytes"]) for row in rows if row["n"] == most}
    return {"n": number(most), "scored": memory["scoring"], "screened": memory["screening"]}


def _panel(ax: Axes, rows: list[dict[str, Any]], side: str, words: dict[str, str]) -> None:
    from matplotlib.ticker import LogLocator

    for job, look in LOOKS.items():
        of = [row for row in rows if row["job"] == job]
        ax.plot([row["n"] for row in of], [row[side] for row in of], lw=1.6, ms=4.5, **look)
    ax.set_xscale("log")
    ax.set_yscale("log")
    sizes = sorted({row["n"] for row in rows})
    ax.set_xticks(sizes, [_short(size, words) for size in sizes], size=8)
    ax.yaxis.set_major_locator(LogLocator(subs=(1, 3)))
    ax.yaxis.set_major_formatter(lambda value, _place: number(value, 0 if value >= 1 else 1))
    ax.minorticks_off()


def _short(size: int, words: dict[str, str]) -> str:
    millions = size >= MILLION
    return words["millions" if millions else "thousands"].format(
        n=number(size // (MILLION if millions else THOUSAND))
    )


def _apart(rows: list[dict[str, Any]]) -> dict[str, float]:
    """Return where each job's name stands: beside its last point, none upon another."""
    last = {job: [row["megabytes"] for row in rows if row["job"] == job][-1] for job in LOOKS}
    places: dict[str, float] = {}
    for job in sorted(last, key=lambda job: last[job]):
        lowest = max(places.values(), default=0.0) * APART
        places[job] = max(last[job], lowest)
    return places


if __name__ == "__main__":
    for spoken in language.LANGUAGES:
        language.use(spoken)
        draw(spoken, HERE / spoken / "growth.png")
