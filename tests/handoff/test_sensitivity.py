import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_leads import scored_leads, with_today, with_unseen

from leadkit.base import figure, language
from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.handoff import handoff_curve
from leadkit.handoff.regret import regret
from leadkit.handoff.sensitivity import cost_ratios, tornado

TERMS = Economics(value=1000, cost=50, doubt={"cost": (35, 80), "value": (750, 1250)})
SCORED = scored_leads(1500)


def judged(economics, scored=SCORED):
    return handoff_curve(scored, economics, draws=100)


@pytest.fixture(scope="module")
def curve():
    return judged(TERMS)


def test_one_amount_at_a_time_moves_break_even_as_published(curve):
    moved = tornado(curve, 0.05).table.set_index("input")
    assert TERMS.break_even == 0.05
    assert moved.loc["cost", ["line_low", "line_high"]].tolist() == pytest.approx([0.035, 0.08])
    assert moved.loc["value", ["line_low", "line_high"]].tolist() == pytest.approx(
        [0.05 / 0.75, 0.04]
    )
    deals = Economics(value=1000, cost=50, doubt={"value": (800, 1280)})
    line = tornado(judged(deals), 0.05).table.loc[0, ["line_high", "line_low"]]
    assert line.tolist() == pytest.approx([0.0391, 0.0625], abs=5e-5)


def test_profit_at_each_end_is_counted_on_the_same_leads(curve):
    moved = tornado(curve, 0.05)
    above = SCORED[SCORED["p"] >= 0.05]
    for row in moved.table.to_dict("records"):
        for end in ("low", "high"):
            believed = {"value": 1000, "cost": 50, row["input"]: row[end]}
            earned = believed["value"] * above["y"].sum() - believed["cost"] * len(above)
            assert row[f"profit_{end}"] == pytest.approx(earned)
    assert moved.profit.value == 1000 * above["y"].sum() - 50 * len(above)
    assert moved.profit.low < moved.profit.value < moved.profit.high


def test_sorted_by_what_the_profit_does_not_by_what_the_line_does():
    scored = SCORED.assign(p=0.3, y=np.arange(1500) % 10 < 3)
    doubt = {"cost": (20, 100), "value": (950, 1200)}
    table = tornado(judged(replace(TERMS, doubt=doubt), scored), 0.3).table
    assert table["input"].tolist() == ["cost", "value"]
    few = SCORED.assign(p=0.3, y=np.arange(1500) % 2 < 1)
    table = tornado(judged(replace(TERMS, doubt=doubt), few), 0.3).table
    assert table["input"].tolist() == ["value", "cost"]
    assert (table["line_high"] - table["line_low"]).abs().is_monotonic_increasing


def test_every_input_moves_profit_in_its_own_direction():
    doubt = {"nurture": (2, 8), "keeps": (0.1, 0.3), "anyway": (0, 0.02), "cost": (40, 60)}
    terms = Economics(value=1000, cost=50, nurture=5, keeps=0.2, anyway=0.01, doubt=doubt)
    table = tornado(judged(terms), 0.06).table.set_index("input")
    rises = table["profit_high"] > table["profit_low"]
    assert rises.to_dict() == {"nurture": True, "keeps": False, "anyway": False, "cost": False}
    assert ((table["line_high"] > table["line_low"]) == ~rises).all()
    assert table.loc["keeps", "line_high"] == pytest.approx((45 + 10) / 700)


def test_hours_matter_only_where_sales_time_runs_out():
    free = Economics(value=1000, cost=50, hours=2, doubt={"hours": (1, 4)})
    row = tornado(judged(free), 0.05).table.iloc[0]
    assert row["swing"] == 0
    assert row["line_low"] == row["line_high"] == 0.05
    assert "None of the amounts" in tornado(judged(free), 0.05).sentence()
    full = replace(free, capacity=400)
    curve = judged(full)
    row = tornado(curve, curve.capacity.line).table.iloc[0]
    assert (SCORED["p"] >= row["line_high"]).sum() <= 400 / 4
    assert (SCORED["p"] >= row["line_low"]).sum() <= 400 / 1
    assert row["line_low"] < curve.capacity.line < row["line_high"]
    above = SCORED[SCORED["p"] >= row["line_high"]]
    assert row["profit_high"] == 1000 * above["y"].sum() - 50 * len(above)


def test_own_amounts_move_with_their_average(curve):
    alike = judged(TERMS, SCORED.assign(worth=1000.0, cost=50.0))
    same = tornado(alike, 0.05).table.set_index("input").loc[["cost", "value"]]
    known = tornado(curve, 0.05).table.set_index("input").loc[["cost", "value"]]
    for name in ("profit_low", "profit_high", "swing"):
        assert same[name].tolist() == pytest.approx(known[name].tolist())
    worth = np.random.Generator(np.random.PCG64(4)).gamma(4, 250, len(SCORED))
    own = tornado(judged(TERMS, SCORED.assign(worth=worth)), 0.05).table.set_index("input")
    above = SCORED["p"] >= 0.05
    earned = 1.25 * (worth * SCORED["y"])[above].sum() - 50 * above.sum()
    assert own.loc["value", "profit_high"] == pytest.approx(earned)


def test_without_doubt_there_is_no_tornado():
    with pytest.raises(BadInput, match="no amount has a low and a high"):
        tornado(judged(Economics(value=1000, cost=50)), 0.05)


def test_the_map_agrees_with_sums_over_the_leads_at_its_corners(curve):
    ratios = cost_ratios(curve, 0.05)
    lines = ratios.table["line"]
    assert (lines.min(), lines.max()) == pytest.approx((35 / 1250, 80 / 750))
    p = SCORED["p"].to_numpy()
    for cost, value in itertools.product((35, 80), (750, 1250)):
        net = value * p - cost
        row = ratios.table.query("cost == @cost and value == @value").iloc[0]
        assert row["line"] == row["break_even"] == cost / value
        assert row["best"] == pytest.approx(net[net > 0].sum(), rel=1e-3)
        assert row["best"] - row["loss"] == pytest.approx(net[p >= 0.05].sum())
    agreed = ratios.table.query("cost == 50 or value == 1000")
    assert (ratios.table["loss"] >= 0).all()
    assert agreed["loss"].min() == pytest.approx(0, abs=1e-6 * ratios.table["best"].max())


def test_the_map_says_where_the_line_lies_and_what_the_current_one_loses(curve):
    said = cost_ratios(curve).sentence().replace("\N{NO-BREAK SPACE}", " ")
    assert "costs 35 or 80" in said
    assert "worth 750 or 1,250" in said
    assert "between 2.8 % and 10.7 %; the line at 5 %" in said
    assert "stated" not in said


def test_without_a_stated_doubt_the_map_goes_from_half_to_twice():
    ratios = cost_ratios(judged(Economics(value=1000, cost=50)))
    assert ratios.assumed == ("cost", "value")
    assert (ratios.table["cost"].min(), ratios.table["cost"].max()) == (25, 100)
    assert (ratios.table["value"].min(), ratios.table["value"].max()) == (500, 2000)
    assert "from half to twice" in ratios.sentence()


def test_the_map_never_asks_more_than_sales_can_work():
    full = judged(replace(TERMS, capacity=300))
    ratios = cost_ratios(full)
    assert ratios.table["line"].min() == full.capacity.line
    assert (SCORED["p"] >= ratios.table["line"].min()).sum() <= 300


def test_probabilities_that_do_not_add_up_are_not_believed():
    inflated = SCORED.assign(p=SCORED["p"] ** 0.5)
    ratios = cost_ratios(judged(TERMS, inflated))
    assert ratios.table["line"].min() > 2 * ratios.table["break_even"].min()


@settings(max_examples=8, deadline=None)
@given(
    st.floats(20, 50), st.floats(50, 200), st.floats(500, 1000), st.floats(1000, 4000),
    st.floats(0, 0.4), st.floats(0, 0.02),
)  # fmt: skip
def test_the_lines_of_the_map_lie_between_those_of_its_extremes(
    least_cost, most_cost, least, most, keeps, anyway
):
    terms = Economics(
        value=1000, cost=50, keeps=keeps, anyway=anyway,
        doubt={"cost": (least_cost, most_cost), "value": (least, most)},
    )  # fmt: skip
    ratios = cost_ratios(replace(CHEAP, economics=terms), 0.05)
    ends = [
        terms.varied(cost=least_cost, value=most).break_even,
        terms.varied(cost=most_cost, value=least).break_even,
    ]
    lines = ratios.table["line"]
    assert [lines.min(), lines.max()] == pytest.approx(ends)
    assert (ratios.table["loss"] >= -1e-6).all()


CHEAP = handoff_curve(scored_leads(400), Economics(value=1000, cost=50), draws=2)

VND = Economics(
    value=15e6, cost=1.2e6, hours=3, capacity=400, currency="VND", nurture=1e5, keeps=0.2,
    anyway=0.01,
    doubt={
        "cost": (0.8e6, 2e6), "value": (10e6, 20e6), "hours": (2, 5), "nurture": (5e4, 3e5),
        "keeps": (0.1, 0.4), "anyway": (0, 0.03),
    },
)  # fmt: skip
DRAWN = {
    "dollars": ("en", replace(TERMS, currency="USD"), with_today(SCORED)),
    "all in doubt, capacity binds": ("vi", VND, with_unseen(SCORED)),
    "half to twice": ("en", Economics(value=1000, cost=80, doubt={"anyway": (0, 0.02)}), SCORED),
    "no line pays": ("vi", TERMS, scored_leads(600, centre=-5, spread=0.3)),
}


def results_of(name):
    _language, economics, scored = DRAWN[name]
    curve = judged(economics, scored)
    line = curve.choose().nearest
    return tornado(curve, line), cost_ratios(curve, line), regret(curve, line)


@pytest.fixture(scope="module", params=DRAWN)
def results(request):
    language.use(DRAWN[request.param][0])
    yield results_of(request.param)
    language.use("en")


def test_no_mark_is_cut_and_none_meets_another(results):
    for result in results:
        sheet = figure.blank(4.5)
        ax = sheet.subplots()
        sheet.subplots_adjust(left=0.014, right=0.986, top=0.98, bottom=0.12)
        assert result.plot(ax) is ax
        assert sheet.texts == []
        assert_apart(sheet)


def test_own_axes_carry_title_and_source_clear_of_the_marks():
    drawing = results_of("dollars")[0].plot().figure
    assert len(drawing.texts) == 3
    assert_apart(drawing)


def assert_apart(drawing):
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text
    from test_handoff_picture import visible_texts

    FigureCanvasAgg(drawing).draw()
    boxes = {text: Text.get_window_extent(text) for text in visible_texts(drawing)}
    width, height = drawing.canvas.get_width_height()
    for text, box in boxes.items():
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height, text  # noqa: PT018
        assert text.get_fontsize() >= 7.5
    for (one, left), (two, right) in itertools.combinations(boxes.items(), 2):
        apart = left.x1 <= right.x0 + 1 or right.x1 <= left.x0 + 1
        level = left.y1 <= right.y0 + 1.5 or right.y1 <= left.y0 + 1.5
        assert apart or level, (one, two)


def test_results_show_themselves_in_a_notebook(results):
    for result in results:
        shown = result._repr_html_()
        assert shown.startswith("<table>")
        assert "nan" not in shown.lower().replace("finance", "")
        assert repr(result) == result.sentence()


def test_the_map_agrees_with_the_curve_where_nurturing_does_not_pay():
    terms = Economics(value=1000, cost=50, nurture=20, keeps=0.3)
    curve = handoff_curve(scored_leads(2000), terms, draws=50)
    line = curve.choose().nearest
    gone = handoff_curve(scored_leads(2000), Economics(value=1000, cost=50), draws=50)
    ours, theirs = (cost_ratios(one, line).table for one in (curve, gone))
    corner = (ours["cost"] == ours["cost"].min()) & (ours["value"] == ours["value"].max())
    for name in ("best", "loss", "break_even"):
        assert ours.loc[corner, name].item() == pytest.approx(theirs.loc[corner, name].item())
