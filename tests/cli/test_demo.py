"""The whole road on the bundled sample, once, as a newcomer walks it."""

from __future__ import annotations

import json
import re
import socket

import pandas as pd
import pytest
from click.testing import CliRunner

import leadkit as lk
from leadkit.cli.main import leadkit

OUTSIDE = re.compile(
    r"""(?:src|href|action|data)=["']?\s*(?:https?:)?//|@import|url\(["']?(?:https?:)?//"""
)


@pytest.fixture(scope="module")
def asked():
    """Every place that was to be called up while the demo ran; none can be reached."""
    return []


@pytest.fixture(scope="module")
def demo(tmp_path_factory, asked):
    def refuse(*place, **_more):
        asked.append(place)
        raise OSError("there is no network here")

    folder = tmp_path_factory.mktemp("demo") / "demo"
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, refuse)
        for name in ("getaddrinfo", "gethostbyname", "create_connection"):
            patch.setattr(socket, name, refuse)
        result = CliRunner().invoke(leadkit, ["demo", "--out", str(folder), "--json"])
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    return folder, said


@pytest.fixture(scope="module")
def small(small_demo):
    return small_demo, json.loads((small_demo.parent / "said.json").read_text(encoding="utf-8"))


def pages(folder):
    return sorted(folder.rglob("*.html"))


def test_the_index_links_every_page_and_they_are_there(demo):
    folder, _said = demo
    links = re.findall(r'href="([^"#]+)"', (folder / "index.html").read_text())
    made = [path.relative_to(folder).as_posix() for path in pages(folder)]
    assert sorted(links) == sorted(set(made) - {"index.html"})


def test_the_whole_road_calls_up_nobody(demo, asked):
    assert demo[1]["format"] == 1
    assert asked == []


def test_pages_fetch_nothing_run_nothing_and_stay_small(demo):
    for path in pages(demo[0]):
        html = path.read_text()
        assert not OUTSIDE.findall(html), path
        assert "<script" not in html, path
        assert path.stat().st_size < 700_000, path


def test_no_contact_of_any_lead_is_on_a_page_or_in_a_model(demo):
    folder, _said = demo
    leads = pd.read_csv(lk.sample() / "leads.csv", dtype="str")
    contacts = {
        value
        for name in ("email", "phone", "full_name", "company")
        for value in leads[name].dropna().sample(300, random_state=0)
        if len(value) > 6
    }
    shown = [*pages(folder), *folder.rglob("*.json"), folder / "model" / "predictions.csv"]
    shown += [*folder.rglob("*.toml"), folder / "book" / "scores.csv"]
    for path in shown:
        text = path.read_text()
        assert not [value for value in contacts if value in text], path


def test_the_numbers_agree_from_file_to_file(demo):
    folder, said = demo
    screening = json.loads((folder / "screening" / "screening.json").read_text())
    metrics = json.loads((folder / "model" / "metrics.json").read_text())
    handoff = json.loads((folder / "handoff" / "handoff.json").read_text())
    review = json.loads((folder / "review" / "review.json").read_text())
    audit = json.loads((folder / "audit" / "audit.json").read_text())
    digests = {
        f"digest_to_{side}": json.loads((folder / f"to-{side}" / "digest.json").read_text())
        for side in ("marketing", "sales")
    }
    assert said == {
        "format": 1,
        "screening": screening,
        "metrics": metrics,
        "handoff": handoff,
        "review": review,
        "audit": audit,
        **digests,
    }
    assert review["audit"] == audit
    assert screening["rows"] == screening["accepted"] + screening["set_aside"]
    assert metrics["n"]["set_aside"] == screening["set_aside"]
    assert handoff["n"]["judged"] == metrics["n"]["test"]


def test_every_row_is_accounted_for(demo):
    n = demo[1]["metrics"]["n"]
    labelled = sum(n[p] for p in ("train", "test", "embargo", "same_account", "undated"))
    others = n["self_generated"] + n["not_handed_off"] + n["immature"] + n["unlabelled"]
    assert n["rows"] == n["set_aside"] + n["leads"]
    assert n["leads"] + n["later_turns"] - n["after_as_of"] == labelled + others
    assert n["labelled"] == labelled
    judged = demo[1]["handoff"]["n"]
    turns = judged["rows"] - judged["set_aside"] + judged["later_turns"] - judged["after_as_of"]
    assert turns == judged["judged"] + judged["excluded"] + judged["unseen"]


def test_one_part_can_be_named_and_another_honestly_cannot(demo):
    gap = demo[1]["review"]["shortfall"]
    verdicts = {name: part["verdict"] for name, part in gap["parts"].items()}
    assert "fell" in (verdicts["lead_quality"], verdicts["follow_up"])
    assert verdicts["selling"] == "cannot tell"
    assert sum(part["value"] for part in gap["parts"].values()) == pytest.approx(gap["gap"])


def test_the_line_and_its_estimates_carry_n_and_interval(demo):
    found = demo[1]["handoff"]
    best = found["best"]
    assert best["profit"]["low"] < best["profit"]["value"] < best["profit"]["high"]
    assert best["win_rate"]["n"] == best["handed_off"]
    assert found["flat"][0] <= best["threshold"] <= found["flat"][1]
    assert set(found["compared"]) >= {"all", "none", "top_k", "best_f1", "today"}
    assert found["unseen"]["n"] > 0


def test_promises_and_decisions_were_judged_and_said(demo):
    folder, said = demo
    assert {one["verdict"] for one in said["audit"]["promises"]} >= {"kept", "broken"}
    assert [one["verdict"] for one in said["review"]["decisions"]] == ["not reached"] * 2
    html = (folder / "index.html").read_text()
    for name in said["audit"]["broken"]:
        assert name in html
    assert "Call seven of ten leads within 4 working hours again: not reached." in html


def test_the_small_firm_gets_a_card_an_agreement_digests_and_counts(small):
    folder, said = small
    assert said["metrics"]["verdict"] == "too little data"
    assert said["metrics"]["points_card"]
    assert "handoff" not in said
    made = {path.relative_to(folder).as_posix() for path in pages(folder)}
    assert made >= {"agreement.html", "to-sales/digest.html", "model/model-card.html"}
    assert not [name for name in made if "handoff" in name]
    assert "quarters more" in (folder / "model" / "model-card.html").read_text()
    assert "would give every rule its rate" in (folder / "screening/screening.html").read_text()
    assert "together would be enough for a rate" in (folder / "audit/audit.html").read_text()
    assert "together would give a share" in (folder / "to-marketing/digest.html").read_text()
    assert "would show one of 20" in (folder / "review/review.html").read_text()
    links = re.findall(r'href="([^"#]+)"', (folder / "index.html").read_text())
    assert sorted(links) == sorted(made - {"index.html"})
