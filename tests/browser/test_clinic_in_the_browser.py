"""Two heads at the clinic: by keyboard alone, in both languages, and nothing from outside."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import Any

import pytest
from clinic_book import SECRETS, clinic_book
from playwright.sync_api import expect
from running_app import App, running_clinic

from leadkit.apps import clinic_words
from leadkit.apps.clinic import Clinic, clinic
from leadkit.apps.lookup import look_up
from leadkit.apps.page import resources
from leadkit.base.language import _
from leadkit.handoff.change.record import ChangeRecord
from leadkit.handoff.policy import Policy

pytestmark = pytest.mark.walk
LEAD = "L0500"
LATER = 120_000
NAMES = "Lan", "Minh"
NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@dataclass(frozen=True)
class Desk:
    """A reader before the clinic, and the same clinic in the hands of the package."""

    reader: Any
    clinic: Clinic
    app: App

    @property
    def page(self):
        return self.reader.page

    def named(self, role, text):
        """Return a control by its role and its name, which the package has for it."""
        return self.page.get_by_role(role, name=self.reader.reads(_, text), exact=True)

    def tab_to(self, control):
        """Press Tab until a control has the focus."""
        for _press in range(40):
            if control.evaluate("found => found === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"{control} cannot be reached by Tab")

    def types(self, control, text):
        """Go to a field by Tab, and put a text in the place of what stands there."""
        self.tab_to(control)
        for key in ("ControlOrMeta+a", "Delete"):
            self.page.keyboard.press(key)
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def presses(self, button):
        """Go to a button by Tab, and press it by Enter."""
        self.tab_to(button)
        self.page.keyboard.press("Enter")

    def reading(self):
        """Return what the package reads where the line of the page now stands, in no language."""
        percent = float(self.named("spinbutton", "The line, %").input_value())
        threshold = self.clinic.line(round(percent * 10))
        return self.clinic.read(replace(self.clinic.start, threshold=threshold))

    def answers(self):
        """See the answer that the package gives where the line of the page now stands."""
        self.hears(*self.reader.reads(clinic_words.sentences, self.reading()))

    def hears(self, *sentences):
        """See sentences in the parts of the page that a screen reader speaks."""
        for sentence in sentences:
            spoken = self.page.get_by_role("status").filter(has_text=sentence)
            expect(spoken).to_be_visible()


@pytest.fixture(scope="module")
def made(tmp_path_factory, browser):
    return clinic_book(tmp_path_factory.mktemp("made") / "book")


@pytest.fixture(scope="module", params=["en", "vi"])
def desk(request, seat, made, tmp_path_factory):
    place = tmp_path_factory.mktemp(request.param)
    home = shutil.copytree(made, place / "book")
    own = {"JUPYTER_CONFIG_DIR": str(place / "config"), "IPYTHONDIR": str(place / "ipython")}
    with (
        running_clinic(home, "--lang", request.param, **own) as app,
        seat(app, request.param) as reader,
    ):
        seated = Desk(reader, clinic(home), app)
        reader.page.goto(app.address, wait_until="commit")
        expect(seated.named("slider", "The line, %")).to_be_visible(timeout=LATER)
        yield seated


def test_the_page_says_its_language_and_what_it_is_and_tab_begins_at_the_skip_link(desk):
    expect(desk.page.locator("html")).to_have_attribute("lang", desk.reader.lang)
    expect(desk.page).to_have_title(desk.reader.reads(_, "The threshold clinic"))
    desk.page.keyboard.press("Tab")
    expect(desk.page.locator("a.skip")).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("main")).to_be_focused()


def test_an_arrow_key_moves_the_line_and_the_figures_are_those_of_the_package(desk):
    before = desk.reading()
    desk.tab_to(desk.named("slider", "The line, %"))
    for _press in range(4):
        desk.page.keyboard.press("ArrowRight")
    moved = f"{before.setting.threshold * 100 + 0.4:.3g}"
    expect(desk.named("spinbutton", "The line, %")).to_have_value(moved)
    desk.answers()
    rows = desk.reader.reads(clinic_words.rows, desk.reading())
    cells = [str(cell) for row in rows.itertuples() for cell in row]
    assert desk.page.locator("main tbody :is(th, td)").all_inner_texts() == cells


def test_a_typed_line_that_no_lead_reaches_says_so(desk):
    line = desk.named("spinbutton", "The line, %")
    before = line.input_value()
    desk.types(line, "99")
    expect(line).to_have_value("99")
    desk.answers()
    desk.types(line, before)
    desk.answers()


@pytest.mark.parametrize("lead", [LEAD, "nobody"])
def test_a_lead_is_looked_up_with_its_reasons_and_without_its_contact_data(desk, lead):
    theirs, threshold = desk.clinic, desk.reading().setting.threshold
    desk.types(desk.named("textbox", "Id of a lead"), lead)
    desk.presses(desk.named("button", "Look it up"))

    def said():
        found = look_up(theirs.book, theirs.model, theirs.policy, theirs.scored, lead)
        if isinstance(found, str):
            return [found]
        return [*found.sentences(threshold), *found.reasons]

    desk.hears(*desk.reader.reads(said))
    assert not [one for one in SECRETS if one in desk.page.content()]


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_nothing_is_cut_off_at_the_side(desk, size):
    desk.page.set_viewport_size(size)
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    cut = "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText)"
    assert desk.page.locator("main button, main label, main td, main th").evaluate_all(cut) == []


def test_the_record_is_written_when_both_have_agreed_and_not_before(desk):
    home, write = desk.clinic.book.path, desk.named("button", "Write the change record")
    line = desk.named("spinbutton", "The line, %")
    desk.types(line, "24,5")
    expect(line).to_have_value("24.5")
    desk.presses(write)
    desk.hears(desk.reader.reads(_, "Not written."))
    labels = ("For marketing agrees", "For sales agrees")
    for label, name in zip(labels, NAMES, strict=True):
        desk.types(desk.named("textbox", label), name)
    desk.presses(write)
    desk.hears("policies/")
    (new,) = (one for one in (home / "policies").iterdir() if (one / "change.toml").is_file())
    record = ChangeRecord.load(new / "change.toml")
    policy = Policy.load(new / "policy.toml")
    assert policy.line == pytest.approx(desk.reading().setting.threshold)
    assert (record.agreed.marketing, record.agreed.sales) == NAMES


def test_without_the_key_a_browser_is_refused(desk, seat):
    with seat(desk.app, desk.reader.lang) as stranger:
        answer = stranger.page.goto(desk.app.root)
        assert answer.status == 403
        expect(stranger.page.locator("html")).to_have_attribute("lang", desk.reader.lang)
        assert desk.clinic.book.name not in stranger.page.content()
        assert stranger.outside == []


def test_nothing_was_asked_from_outside(desk):
    assert desk.reader.outside == []


def test_a_kernel_that_dies_under_the_page_is_told(desk):
    (kernel,) = desk.app.kernels()
    expect(desk.page.locator("#lost")).to_be_hidden()
    kernel.kill()
    told = desk.reader.reads(resources, "", "")["lost"]["dead"]
    expect(desk.page.get_by_role("alert").filter(has_text=told)).to_be_visible()
