"""`leadkit trial` from plan and book to page, JSON and exit code."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from made_trial import trial_book, trial_plan

from leadkit.book import write_book
from leadkit.cli.main import leadkit
from leadkit.handoff.change.trial import write_plan


def run(folder, *words, plan="trial.toml"):
    how = ("trial", folder / "book", "--plan", folder / plan, "-o", folder / "out", *words)
    return CliRunner().invoke(leadkit, [str(word) for word in how])


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trial")
    plan = trial_plan(guardrails=[{"watch": "rejected", "before": 0.05, "limit": 0.15}])
    book = trial_book(plan)
    leads = book.leads.assign(full_name="Nguyen Van Kin", phone="+84912345678")
    write_book(replace(book, tables={**book.tables, "leads": leads}), folder / "book")
    write_plan(plan, folder / "trial.toml")
    write_plan(trial_plan(seed=7), folder / "changed.toml")
    return folder


def test_a_trial_is_judged_on_a_page_and_in_json(home):
    done = run(home, "--as-of", "2026-07-15")
    assert done.exit_code == 0, done.output
    assert "Move the line from 12" in done.output
    content = json.loads((home / "out" / "trial.json").read_text())
    assert content["decision"] == "move"
    assert content["n"]["judged"] == sum(side["leads"] for side in content["sides"]) == 600
    html = (home / "out" / "trial.html").read_text()
    assert "left with marketing" in html
    assert "http" not in html.replace("http://www.w3.org", "")
    for text in (html, json.dumps(content), done.output):
        assert not any(contact in text for contact in ("Kin", "8491"))


@pytest.mark.parametrize(
    ("words", "plan", "said"),
    [
        (("--as-of", "2026-03-01"), "trial.toml", "too early"),
        (("--as-of", "2026-07-15"), "changed.toml", "changed after its start"),
        (("--as-of", "2026-01-01"), "trial.toml", "no lead that came since"),
        ((), "none.toml", "does not exist"),
    ],
)
def test_what_cannot_be_judged_is_refused_and_leaves_nothing(home, words, plan, said):
    before = sorted(path.name for path in home.iterdir())
    refused = run(home, *words, "--force", plan=plan)
    assert refused.exit_code == 2, refused.output
    assert said in " ".join(refused.output.split())
    assert "fault in leadkit" not in refused.output
    assert sorted(path.name for path in home.iterdir()) == before
