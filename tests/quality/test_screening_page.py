from datetime import date

import matplotlib as mpl
import pandas as pd
import pytest

from leadkit.base import language
from leadkit.book import Book
from leadkit.quality import Standard, screen, screening_page
from leadkit.quality.standard import Approval

mpl.use("Agg")


@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize("amounts", [{}, {"value": 12e6, "cost": 1e6}])
def test_the_page_shows_no_contact_data(dirty, spoken, amounts):
    try:
        language.use(spoken)
        html = screening_page(screen(dirty, **amounts), title="Book").html()
    finally:
        language.use("en")
    people = dirty.leads
    assert "freemail.example" not in html
    assert not any(name in html for name in people["full_name"].head(50))
    assert not any(number in html for number in people["phone"].head(50))
    assert "IMPOSSIBLE_DATE" in html
    assert "32/01/2025" not in html


def test_the_page_says_who_approved_and_how_long_the_standard_holds(dirty):
    standard = Standard.default()
    approved = Approval(
        marketing="Hoa", marketing_on=date(2024, 9, 1), sales="Minh", sales_on=date(2024, 9, 2)
    )
    told = {"approved_by": approved, "valid_until": date(2025, 3, 1)}
    page = screening_page(screen(dirty, standard.model_copy(update=told)), title="Book")
    assert page.subtitle.endswith(
        "valid from 2024-10-01 to 2025-03-01, approved by Hoa (2024-09-01) and Minh (2024-09-02)"
    )
    late = (dirty.leads["created_at"] >= "2025-03-02T00:00Z").sum()
    assert f"{late} leads were created after 2025-03-01, when this standard ended." in page.say
    assert "not yet approved" in screening_page(screen(dirty), title="Book").subtitle


def test_what_a_month_or_a_source_fails_is_told_with_its_n(dirty):
    report = screen(dirty)
    trend = report.trend.set_index(["code", "by", "group"]).sort_index()
    leads = dirty.leads
    mine = leads["source"] == "bought_list"
    row = trend.loc[("NO_CONSENT", "source", "bought_list")]
    assert row["n"] == mine.sum()
    assert row["failing"] == (mine & leads["consent_at"].isna()).sum()
    assert row["low"] < row["rate"] == row["failing"] / row["n"] < row["high"]
    months = trend.loc[("NO_CONSENT", "month")]
    assert months["n"].sum() == len(leads)
    assert months.index.is_monotonic_increasing
    few = months[months["n"] < 20]
    assert (few["few"] & few[["rate", "low", "high"]].isna().all(axis=1)).all()


def test_small_and_many_groups_say_so():
    n = 40
    sources = [f"s{place:02}" for place in range(n)] + ["big"] * 25
    leads = pd.DataFrame({"email": "an@@x", "source": sources, "outcome": "open"})
    trend = screen(Book({"leads": leads})).trend.query("code == 'EMAIL_INVALID'")
    trend = trend.set_index("group")
    assert len(trend) == 31
    assert trend.loc["(others)", "n"] == 11
    assert trend.loc["big", ["n", "failing", "rate", "few"]].tolist() == [25, 25, 1.0, False]
    assert trend["few"].sum() == 30


def test_the_pages_first_sentence_is_the_sum(dirty):
    screening = screen(dirty)
    first = str(screening_page(screening, title="Book").say[0])
    counts = len(screening.accepted.leads), len(screening.set_aside), screening.rows
    written = [language.number(n) for n in counts]
    assert first == "<b>{} leads accepted + {} set aside = {} rows</b>".format(*written)
    assert written[2] in screening._repr_html_()


@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize(
    ("picture", "amounts"),
    [("rules", {}), ("rules", {"value": 12e6, "cost": 1e6}), ("reasons", {})],
)
def test_no_words_of_the_picture_are_cut_or_meet(dirty, spoken, picture, amounts):
    try:
        language.use(spoken)
        report = screen(dirty, **amounts)
        figure = (report.plot() if picture == "rules" else report.pareto()).figure
    finally:
        language.use("en")
    figure.canvas.draw()
    frame = figure.bbox
    texts = [t for t in [*figure.texts, *figure.axes[0].texts] if t.get_text().strip()]
    boxes = [text.get_window_extent() for text in texts]
    for place, box in enumerate(boxes):
        assert frame.x0 <= box.x0 <= box.x1 <= frame.x1, texts[place].get_text()
        assert frame.y0 <= box.y0 <= box.y1 <= frame.y1, texts[place].get_text()
        others = boxes[place + 1 :]
        assert not any(box.overlaps(other) for other in others), texts[place].get_text()


def test_a_picture_can_stand_on_axes_that_are_given(dirty):
    from matplotlib.figure import Figure

    report = screen(dirty)
    ax, other = Figure().subplots(), Figure().subplots()
    assert report.plot(ax) is ax
    assert len(ax.lines) == 2 * sum(finding.n > 0 for finding in report.findings)
    assert report.pareto(other) is other
    assert len(other.patches) == 2 * len(report.reasons)
