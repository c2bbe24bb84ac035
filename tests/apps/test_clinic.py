"""The clinic's widgets answer, refuse in words, show no contact data, and write one record."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date

import pytest
from clinic_book import SECRETS, clinic_book

from leadkit.apps import clinic_words
from leadkit.apps.agreeing import agree, proposed
from leadkit.apps.clinic import clinic
from leadkit.apps.reading import Setting
from leadkit.base import language
from leadkit.base.errors import BadInput
from leadkit.handoff import own_policy
from leadkit.handoff.change.record import ChangeRecord
from leadkit.handoff.policy_parts import Quota


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A book with a model and a policy in force."""
    return clinic_book(tmp_path_factory.mktemp("clinic") / "book")


@pytest.fixture(scope="module")
def opened(folder):
    return clinic(folder)


def said(html):
    return re.sub(r"<[^>]+>", " ", html)


def at_start(opened):
    """Put the controls back where they started, and return the widgets."""
    live, economics = opened.live, opened.start.economics
    live.controls.limited.value = False
    live.controls.threshold.slider.value = round(opened.start.threshold * 100, 1)
    live.controls.value.slider.value = economics.value
    live.controls.cost.slider.value = economics.cost
    return live


def test_it_starts_at_the_line_in_force_and_its_amounts(folder, opened):
    policy = own_policy(folder)[0]
    live = at_start(opened)
    assert opened.start.threshold == policy.line
    assert (opened.start.economics.value, opened.start.economics.hours) == (1000, 2)
    assert "no lead changes sides" in said(live.answer.value)
    assert live.controls.capacity.slider.disabled


def test_an_answer_follows_slider_and_typed_number(opened):
    live = at_start(opened)
    before = live.picture.value
    live.controls.threshold.slider.value = 40.0
    setting = Setting(threshold=0.4, economics=opened.start.economics)
    reading = opened.read(setting)
    for sentence in clinic_words.sentences(reading):
        assert sentence in live.answer.value
    assert live.picture.value != before
    assert f"<td>{reading.wins} of {reading.handed_off}</td>" in live.figures.value
    live.controls.threshold.number.value = 35.0
    assert live.controls.threshold.slider.value == 35.0
    assert "35\N{NO-BREAK SPACE}%" in live.answer.value
    live.controls.value.number.value = 2000.0
    assert opened.read(live.controls.setting(opened)).setting.economics.value == 2000
    assert 'role="status"' in live.answer.value


def test_every_control_has_its_name_as_text(opened):
    live = opened.live
    named = [*(dial.number for dial in live.controls.dials), live.controls.limited]
    named += [live.lead, live.look, live.show, live.marketing, live.sales, live.write]
    assert all(one.description for one in named)
    assert "hours" in live.controls.capacity.number.description


def test_a_line_beyond_the_data_is_said_in_words(opened):
    live = at_start(opened)
    live.controls.threshold.slider.value = 100.0
    assert "No lead reaches this line, 100" in live.answer.value
    assert "nan" not in live.figures.value
    assert "NaN" not in live.picture.value


def test_amounts_that_cannot_pay_are_said_in_words(opened):
    live = at_start(opened)
    live.controls.cost.slider.value = 1000.0
    assert "Working a lead costs 1,000, but a win is worth only 1,000." in live.answer.value
    assert live.figures.value == live.picture.value == ""
    live.controls.cost.slider.value = 200.0
    assert "no lead changes sides" in live.answer.value


def test_what_sales_can_take_is_compared(opened):
    live = at_start(opened)
    live.controls.limited.value = True
    assert not live.controls.capacity.slider.disabled
    live.controls.threshold.slider.value = 5.0
    live.controls.capacity.slider.value = live.controls.capacity.slider.step
    assert "Sales cannot take this" in live.answer.value
    assert "more than sales can take" in live.picture.value
    live.controls.capacity.slider.value = 0.0
    assert "hand off nobody" in live.answer.value


def test_a_lead_is_looked_up_with_its_reasons(opened):
    live = at_start(opened)
    judged = opened.scored.dropna(subset=["y"]).sort_values("p").iloc[-1]
    live.lead.value = judged["key"].split("#")[0]
    live.look.click()
    found = said(live.found.value)
    assert "it goes to sales. Under the line in force, the same." in found
    assert "The model learned from this very lead" in found
    assert "pages is" in found
    live.controls.threshold.slider.value = 100.0
    assert "it stays with marketing." in said(live.found.value)
    assert "it changes sides" in said(live.found.value)


@pytest.mark.parametrize("text", ["nobody", "+84912000001", "secret1@example.com", "=1+1"])
def test_an_unknown_id_is_said_and_never_repeated(opened, text):
    live = at_start(opened)
    live.lead.value = text
    live.look.click()
    assert "no lead with that id" in live.found.value
    assert text not in live.found.value
    live.lead.value = " "
    live.look.click()
    assert "Type the id" in live.found.value


def test_no_widget_shows_contact_data(opened):
    live = at_start(opened)
    live.lead.value = "L0003"
    live.look.click()
    shown = [live.answer, live.figures, live.picture, live.found, live.written]
    text = " ".join(one.value for one in shown) + opened.html() + repr(opened)
    assert not [secret for secret in SECRETS if secret in text]


def test_where_nothing_runs_it_is_words_table_and_picture(opened):
    shown = opened._repr_mimebundle_()
    assert list(shown) == ["text/plain", "text/html"]
    assert shown["text/plain"] == repr(opened)
    assert "<svg" in shown["text/html"]
    assert "<caption>" in shown["text/html"]


def test_numbers_are_the_readers_own(opened):
    beyond = opened.read(Setting(threshold=0.999, economics=opened.start.economics))
    assert "99.9\N{NO-BREAK SPACE}%" in clinic_words.sentences(beyond)[0]
    language.use("vi")
    assert "99,9%" in clinic_words.sentences(beyond)[0]


def test_a_change_is_written_once(folder, tmp_path):
    home = shutil.copytree(folder, tmp_path / "book")
    first, second = clinic(home), clinic(home)
    for one in (first, second):
        one.live.controls.threshold.slider.value = 30.0
    first.live.show.click()
    assert "The line goes from" in said(first.live.written.value)
    assert not list(home.glob("policies/*/change.toml"))
    first.live.write.click()
    assert "a name is missing" in said(first.live.written.value)
    for one in (first, second):
        one.live.marketing.value, one.live.sales.value = "Lan", "Minh"
        one.live.write.click()
    assert "Written: policy" in said(first.live.written.value)
    policy, path = own_policy(home)
    record = ChangeRecord.load(path.parent / "change.toml")
    assert (policy.line, record.new.line, record.old.line) == (0.3, 0.3, first.policy.line)
    assert (policy.agreed.marketing, policy.agreed.sales) == ("Lan", "Minh")
    gain = first.read(Setting(threshold=0.3, economics=first.start.economics)).against["in_force"]
    assert record.expected.value == pytest.approx(gain.gain.value)
    assert (record.expected.low, record.expected.high) == pytest.approx(
        (gain.gain.low, gain.gain.high)
    )
    assert record.expected.chance == pytest.approx(gain.chance)
    assert "Not written" in said(second.live.written.value)
    assert "Somebody changed the line meanwhile" in said(second.live.written.value)
    assert str(home) not in second.live.written.value
    assert len(list(home.glob("policies/*/policy.toml"))) == 2


def test_evidence_from_before_the_line_in_force_is_refused(opened):
    early = replace(opened, as_of="2025-07-01")
    setting = Setting(threshold=0.3, economics=early.start.economics)
    with pytest.raises(BadInput, match="before the line in force was drawn"):
        agree(early, setting, marketing="Lan", sales="Minh", on=date(2026, 1, 1))


@pytest.mark.parametrize(("line", "start"), [(0.3, 0.1), (0.1, 0.05)])
def test_the_agreed_quota_of_exploration_goes_with_the_line(opened, line, start):
    quota = Quota.model_validate({"share": 0.08, "from": 0.1})
    agreed = opened.policy.model_copy(update={"explore": quota, "line": 0.2})
    exploring = replace(opened, policy=agreed)
    setting = Setting(threshold=line, economics=opened.start.economics)
    found = proposed(exploring, setting, date(2026, 1, 1)).new.explore
    assert (found.share, found.start) == (0.08, pytest.approx(start))


def test_a_line_that_changes_nobody_is_not_recorded(opened):
    names = {"marketing": "Lan", "sales": "Minh", "on": date(2026, 1, 1)}
    with pytest.raises(BadInput, match="no lead changes sides"):
        agree(opened, opened.start, **names)
    beyond = Setting(threshold=1.0, economics=opened.start.economics)
    with pytest.raises(BadInput):
        agree(opened, beyond, **names)


def test_without_a_policy_the_amounts_must_be_given(folder, tmp_path):
    home = shutil.copytree(folder, tmp_path / "book")
    shutil.rmtree(home / "policies")
    with pytest.raises(BadInput, match="what a win is worth"):
        clinic(home)
    bare = clinic(home, value=1000, cost=200)
    assert list(bare.against) == ["today"]
    assert "today's rule" in repr(bare)
    with pytest.raises(BadInput, match="no line in force"):
        agree(bare, bare.start, marketing="Lan", sales="Minh", on=date(2026, 1, 1))


def test_a_policy_of_another_model_is_refused(folder, tmp_path):
    home = shutil.copytree(folder, tmp_path / "book")
    (path,) = home.glob("policies/*/policy.toml")
    path.write_text(re.sub(r'sha256 = "\w{64}"', f'sha256 = "{"0" * 64}"', path.read_text()))
    with pytest.raises(BadInput, match="another model"):
        clinic(home)


def test_a_book_without_a_folder_is_refused(opened):
    with pytest.raises(BadInput, match="book in a folder"):
        clinic(replace(opened.book, path=None))
