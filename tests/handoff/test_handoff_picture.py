import itertools
import re
from html import unescape

import pytest
from made_leads import scored_leads, with_today, with_unseen

from leadkit.base import figure, language
from leadkit.base.economics import Economics
from leadkit.handoff import Grounds, handoff_curve, handoff_page

DONG = Economics(value=15e6, cost=1.2e6, hours=3, currency="VND")
FULL = Economics(value=15e6, cost=1.2e6, hours=3, capacity=900, currency="VND")
DOLLARS = Economics(value=1500, cost=120, currency="USD")


def of_line(scored):
    """Return leads whose present rule is a line at 3 %; below it nobody was followed."""
    today = scored["p"] >= 0.03
    return scored.assign(today=today, y=scored["y"].where(today))


CASES = {
    "small": (scored_leads(300), DONG),
    "large, no rule": (scored_leads(10_000), DOLLARS),
    "today is a line": (of_line(scored_leads(1800)), DONG),
    "today is a rule": (with_unseen(with_today(scored_leads(3000))), DONG),
    "capacity binds": (with_today(scored_leads(2000)), FULL),
    "no line pays": (with_today(scored_leads(800, centre=-5, spread=0.3)), DOLLARS),
    "badly calibrated": (with_today(scored_leads(2000, stretch=1.6)), DONG),
}


@pytest.fixture(scope="module", params=CASES)
def curve(request):
    scored, economics = CASES[request.param]
    return handoff_curve(scored, economics, draws=200)


@pytest.fixture
def drawn(curve):
    return curve.plot().figure


def visible_texts(drawn):
    """Return every text that is drawn; matplotlib also keeps ticks outside the axes."""
    from matplotlib.text import Text

    hidden = set()
    for ax in drawn.axes:
        for axis, coordinate in ((ax.xaxis, 0), (ax.yaxis, 1)):
            low, high = axis.get_view_interval()
            for text in axis.get_ticklabels():
                if not low <= text.get_position()[coordinate] <= high:
                    hidden.add(text)
    shown = [text for text in drawn.findobj(Text) if text not in hidden]
    return [text for text in shown if text.get_visible() and text.get_text().strip()]


def test_no_text_is_cut_and_none_meets_another(drawn):
    from matplotlib.text import Text

    drawn.canvas.draw()
    boxes = {text: Text.get_window_extent(text) for text in visible_texts(drawn)}
    width, height = drawn.canvas.get_width_height()
    for text, box in boxes.items():
        assert box.x0 >= 0, text
        assert box.y0 >= 0, text
        assert box.x1 <= width, text
        assert box.y1 <= height, text
        assert text.get_fontsize() >= 7.5
    for (one, left), (two, right) in itertools.combinations(boxes.items(), 2):
        apart = left.x1 <= right.x0 + 1 or right.x1 <= left.x0 + 1
        level = left.y1 <= right.y0 + 1.5 or right.y1 <= left.y0 + 1.5
        assert apart or level, (one, two)


def test_every_mark_is_named(drawn, curve):
    from matplotlib.text import Text

    said = [text.get_text().replace("\n", " ") for text in drawn.findobj(Text)]
    bands = ("95 % for the whole curve", "95 % at any one line")
    for name in ("expected by the model", "what happened", *bands):
        assert name in said
    assert ("never handed off: only bounds" in said) == (len(curve.leads.unseen) > 0)
    assert ("today's rule" in said) == (
        curve.leads.today is not None and curve.leads.today_line is None
    )
    assert drawn.axes[0].get_legend() is None


def test_given_axes_get_marks_only_and_are_returned(curve):
    sheet = figure.blank(5.0)
    ax = sheet.subplots()
    assert curve.plot(ax) is ax
    assert sheet.texts == []
    assert ax.lines


def test_the_same_curve_gives_the_same_bytes(curve):
    def page():
        return handoff_page(Grounds(curve.choose()), subtitle="m1", footer="seed 0").html()

    assert page() == page()


def test_the_page_is_whole(curve):
    page = handoff_page(Grounds(curve.choose()), subtitle="Firm <A> · model m1", footer="seed 0")
    html = page.html()
    assert len(page.say) == 5
    assert html.count("<h1>") == 1
    assert "Firm &lt;A&gt;" in html
    assert "http://www" not in html.split("</style>")[1].split("base64")[0]
    assert len(html) < 400_000
    assert [role for role in page.signatures if role in html] == list(page.signatures)
    for section in page.sections:
        for _head, note in section.notes:
            assert len(note.split()) <= 40
    (picture,) = page.sections[0].pictures
    assert picture.finding.rstrip(".") in unescape(re.sub("<[^>]*>", "", str(page.say[0])))


def test_pages_and_pictures_can_be_drawn_in_vietnamese():
    curve = handoff_curve(*CASES["today is a rule"], draws=50)
    language.use("vi")
    try:
        html = handoff_page(Grounds(curve.choose())).html()
    finally:
        language.use("en")
    assert 'lang="vi"' in html


def test_without_a_currency_no_head_ends_in_a_comma():
    choice = handoff_curve(scored_leads(300), Economics(value=1500, cost=120), draws=50).choose()
    page = handoff_page(Grounds(choice))
    cells = [*page.facts.rows.iloc[:, 0], *page.sections[1].tables[0].rows.columns]
    assert not [cell for cell in cells if cell.rstrip().endswith(",")]


def test_a_rule_of_today_far_above_the_line_stays_in_the_picture():
    scored = scored_leads(2000)
    curve = handoff_curve(scored.assign(today=scored["p"] >= 0.45), DONG, draws=50)
    ax = curve.plot(figure.blank(5.0).subplots())
    assert curve.leads.today_line < ax.get_xlim()[1]


def test_results_show_themselves_in_a_notebook(curve):
    choice = curve.choose()
    for shown in (curve._repr_html_(), choice._repr_html_()):
        assert shown.startswith("<table>")
        assert "nan" not in shown.lower().replace("finance", "")


def test_the_finding_names_its_number():
    free = handoff_curve(*CASES["small"], draws=100)
    source = handoff_page(Grounds(free.choose())).sections[0].pictures[0]
    assert re.search(
        r"Drawn at 8.%, the line would have earned \d+.M.₫ \(\d+.to.\d+\)", source.finding
    )
    full = handoff_curve(*CASES["capacity binds"], draws=100)
    finding = handoff_page(Grounds(full.choose())).sections[0].pictures[0].finding
    assert "one more hour" in finding
