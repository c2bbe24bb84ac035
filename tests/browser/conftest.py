"""A learner at a real JupyterLab: one server, one browser, and nothing from outside."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright
from running_lab import running_lab

import leadkit as lk
from leadkit.base import language
from leadkit.learn.workbook import prepare

BROWSERS = ("chromium", "google-chrome", "chromium-browser")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
SECOND = 1000
SOON, LATER = 30 * SECOND, 120 * SECOND
HOME = re.compile(r"(?:http|ws)://127\.0\.0\.1:|data:|blob:|about:")
COMMANDS = {
    ("Run", "Run All Cells"): (3, "runmenu:run-all"),
    ("File", "Save Notebook"): (0, "docmanager:save"),
}
COMPLAINTS = ("application/vnd.jupyter.error", "application/vnd.jupyter.stderr")

expect.set_options(timeout=SOON)


@dataclass(frozen=True)
class Server:
    """A running `leadkit lab`, and the folder it opens."""

    folder: Path
    root: str
    token: str

    def page(self, lang: str, name: str) -> str:
        """Return where a notebook opens, in an empty workspace."""
        return f"{self.root}/lab/tree/{lang}/{name}.ipynb?token={self.token}&reset"


@dataclass(frozen=True)
class Learner:
    """Somebody who reads one language in a browser, and what the browser asked from outside."""

    lang: str
    page: Page
    server: Server
    outside: list[str] = field(default_factory=list)

    def file(self, name: str) -> Path:
        """Return the learner's own copy of a notebook."""
        return self.server.folder / self.lang / f"{name}.ipynb"

    def title(self, name: str) -> str:
        """Return the heading a notebook begins with."""
        first = nbformat.read(self.file(name), as_version=4).cells[0].source
        return first.splitlines()[0].removeprefix("# ")

    def reads(self, say: Callable[..., str], *args: Any, **named: Any) -> str:
        """Return what the package says in the learner's language."""
        language.use(self.lang)
        try:
            return say(*args, **named)
        finally:
            language.use("en")

    def word(self, text: str) -> str:
        """Return a text of the catalog, which has one for every language."""
        said = self.reads(language._, text)
        assert self.lang == "en" or said != text, f"no translation of {text!r}"
        return said

    def opens(self, name: str) -> Lesson:
        """Open a notebook by its address."""
        self.page.goto(self.server.page(self.lang, name), wait_until="commit")
        return self.sees(name)

    def follows_a_link_to(self, name: str) -> Lesson:
        """Open a notebook by a link in the one that is open."""
        self.page.get_by_role("link", name=self.title(name), exact=True).first.click()
        return self.sees(name)

    def sees(self, name: str) -> Lesson:
        """Return the notebook that is open, once its kernel is there."""
        tab = self.page.locator(f'.lm-TabBar-tab[title*="{name}.ipynb"]')
        expect(tab).to_be_visible(timeout=LATER)
        panel = self.page.locator(f"#{tab.get_attribute('data-id')}")
        expect(panel.get_by_role("heading", level=1)).to_be_visible()
        kernel = panel.locator('[data-jp-item-name="kernelName"]')
        expect(kernel).to_contain_text("Python 3", timeout=LATER)
        expect(panel.locator("[data-status=idle]")).to_be_visible(timeout=LATER)
        return Lesson(self, name, tab, panel)


@dataclass(frozen=True)
class Lesson:
    """A notebook in its tab."""

    learner: Learner
    name: str
    tab: Locator
    panel: Locator

    def comes_to_the_front(self) -> Lesson:
        """Click its tab."""
        self.tab.click()
        expect(self.panel).to_be_visible()
        return self

    def run_all(self) -> None:
        """Choose Run > Run All Cells, and wait until all have run."""
        self.choose("Run", "Run All Cells")
        idle = self.panel.locator("[data-status=idle]")
        expect(idle).to_contain_text(f"Executed {self.code_cells()} cells", timeout=LATER)

    def save(self) -> None:
        """Choose File > Save Notebook, and wait until it is on disk."""
        self.choose("File", "Save Notebook")
        expect(self.tab).not_to_have_class(re.compile("jp-mod-dirty"))

    def writes_below_the_last_text(self, words: str) -> None:
        """Add a paragraph to the last cell, as one signs a checklist."""
        last = self.panel.locator(".jp-MarkdownCell").last
        last.locator(".jp-RenderedMarkdown").dblclick()
        last.locator(".cm-content").press("Control+End")
        self.learner.page.keyboard.type(f"\n\n{words}")
        self.learner.page.keyboard.press("Control+Enter")

    def choose(self, menu: str, entry: str) -> None:
        """Choose an entry of JupyterLab's menu by its place and command, in any language."""
        place, command = COMMANDS[menu, entry]
        bar = self.learner.page.get_by_role("menubar").first
        bar.get_by_role("menuitem").nth(place).click()
        self.learner.page.locator(f'.lm-Menu-item[data-command="{command}"]').click()

    def form(self, key: str) -> Locator:
        """Return the widgets of one exercise or quiz item, whatever boxes it holds."""
        return self.panel.locator(f'.widget-vbox:has(> .widget-html b:text-is("{key}"))')

    def enter(self, card: Locator, label: str) -> None:
        """Press a button by Enter, once the kernel has what was typed."""
        expect(self.panel.locator("[data-status=idle]")).to_be_visible()
        button = card.get_by_role("button", name=self.learner.word(label), exact=True)
        button.focus()
        button.press("Enter")

    def press(self, card: Locator, label: str) -> None:
        """Press a button by its label in the catalog."""
        card.get_by_role("button", name=self.learner.word(label), exact=True).click()

    def complaints(self) -> Locator:
        """Return the outputs that are errors or warnings."""
        return self.panel.locator(", ".join(f'[data-mime-type="{kind}"]' for kind in COMPLAINTS))

    def code_cells(self) -> int:
        """Return how many code cells the file has."""
        notebook = nbformat.read(self.learner.file(self.name), as_version=4)
        return sum(cell.cell_type == "code" for cell in notebook.cells)


@contextmanager
def leadkit_lab(folder: Path, lang: str, config: Path):
    """Run `leadkit lab` on a folder, with nobody's own settings, until the caller is done."""
    env = os.environ | {
        "JUPYTER_CONFIG_DIR": str(config),
        "IPYTHONDIR": str(config / "ipython"),
        "OMP_NUM_THREADS": "1",
    }
    with running_lab("-o", folder, "--lang", lang, env=env) as lab:
        yield Server(folder, lab.root, lab.token)


def pytest_configure(config):
    """Name the tests that take minutes: `make walk` runs them."""
    config.addinivalue_line("markers", "walk: every lesson in a real browser, for minutes")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("lab")


@pytest.fixture(scope="module")
def server(place):
    prepare(lk.notebooks() / "en", place / "mine" / "en")
    with leadkit_lab(place / "mine", "vi", place / "config") as running:
        yield running


@pytest.fixture(scope="module")
def browser():
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("no Chromium or Chrome is installed")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield opened
        opened.close()


@contextmanager
def at_a_desk(browser, server: Server, lang: str):
    """Sit a learner down before a page from which nothing outside can be reached."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    outside: list[str] = []

    def refuse(route):
        outside.append(route.request.url)
        route.abort()

    context.route(lambda url: not HOME.match(url), refuse)
    page = context.new_page()
    page.on("websocket", lambda socket: HOME.match(socket.url) or outside.append(socket.url))
    yield Learner(lang, page, server, outside)
    context.close()


@pytest.fixture(scope="module")
def seat(browser):
    """Let a test sit somebody else down, before another server."""
    return partial(at_a_desk, browser)


@pytest.fixture(scope="module", params=["en", "vi"])
def learner(request, browser, server):
    with at_a_desk(browser, server, request.param) as seated:
        yield seated


@pytest.fixture
def next_day(learner, browser, place):
    """Let the learner run `leadkit lab` again on the same folder, in a browser that is new."""

    @contextmanager
    def comes_back():
        with (
            leadkit_lab(place / "mine", learner.lang, place / "another-config") as running,
            at_a_desk(browser, running, learner.lang) as returned,
        ):
            yield returned

    return comes_back
