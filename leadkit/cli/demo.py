"""`leadkit demo`: the whole road on a bundled sample, twice round the loop."""

from __future__ import annotations

import json
import textwrap
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from leadkit.agreement import Agreement, Side, agreement_page, sign
from leadkit.base.estimate import rate
from leadkit.base.files import run_folder, write_json, write_text
from leadkit.base.language import _, number
from leadkit.base.page import Page
from leadkit.book import Book, read_book
from leadkit.cli import digest, review, thresholds, train
from leadkit.cli.audit import agreement_of, write_audit
from leadkit.cli.demo_index import index
from leadkit.cli.feedback import write_feedback
from leadkit.cli.options import common, plain, say
from leadkit.cli.scorecard import write_scorecard
from leadkit.dialogue import Span, sales_feedback
from leadkit.handoff import own_policy, waiting, write_scores
from leadkit.market import extract, sample_market
from leadkit.model import load_model
from leadkit.quality import marked, own_standard, screen, write_screening
from leadkit.review import (
    Decision,
    add_decision,
    audit,
    back_test,
    draft,
    new_agreement,
    scorecard,
)

TERMS: dict[str, Any] = {
    "value": 12_000_000,
    "cost": 1_000_000,
    "hours": 3,
    "capacity": 1_000,
    "per": "month",
}
DOUBT = {
    "value": (9_000_000, 12_000_000, 15_000_000),
    "cost": (800_000, 1_000_000, 1_300_000),
    "hours": (2.5, 3, 4),
}
PAY: dict[Side, float] = {"marketing": 20_000_000, "sales": 20_000_000}
JUNE, SEPTEMBER = 7, 8
SIGNED_AT = datetime(2026, 7, 1, 2, tzinfo=UTC)
SIGNED_BY: dict[Side, str] = {"marketing": "Trần Thu Hà", "sales": "Lê Quốc Nam"}
WEEK = date(2026, 9, 27)
LEFT_BY_THE_DEMO = (
    "screening", "model", "handoff", "audit", "scorecard", "feedback", "to-marketing", "to-sales",
    "review",
)  # fmt: skip


@dataclass
class Told:
    """What the demo says on one screen, as it goes along."""

    said: dict[str, str] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)
    content: dict[str, Any] = field(default_factory=lambda: {"format": 1})


@click.command("demo")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), default=Path("demo"), help="Folder to make."
)
@click.option("--small", is_flag=True, help="On the small firm: 589 leads, 40 of them won.")
@common
def command(out: Path, small: bool, as_json: bool, force: bool) -> None:
    """Walk the whole road on a bundled sample: an invented firm with a known truth."""
    with run_folder(out, force=force) as folder:
        content, lines = walk(folder, "small" if small else "book")
    lines.append(_("Open {page} in a browser.").format(page=out / "index.html"))
    say(content, lines, as_json=as_json)


def walk(folder: Path, sample: str) -> tuple[dict[str, Any], list[str]]:
    """Go round the loop twice in a folder; return its contents and one screen of words.

    The end of June: model, line, policy, scores, a signed agreement and two decisions. The same
    market at the end of September: what became of it all.
    """
    for name in LEFT_BY_THE_DEMO:
        (folder / name).mkdir()
    told = Told()
    home = folder / "book"
    extract(sample_market(sample, quarters=JUNE)[0], home)
    _agree(read_book(home), folder)
    extract(sample_market(sample, quarters=SEPTEMBER)[0], home, force=True)
    book = read_book(home)
    _judge_leads(book, folder, told)
    _look_back(marked(book), folder, told)
    page = index(folder, book.name, told.said, told.pages)
    write_text(folder / "index.html", page.html())
    return told.content, _screenful(book.name, told)


def _agree(book: Book, folder: Path) -> None:
    """Learn, draw the line, sign and decide, at the end of June."""
    home = folder / "book"
    model, policies = (home / name / "2026-06-30" for name in ("models", "policies"))
    model.mkdir(parents=True)
    if train.train(book, model).verdict == "usable":
        saved = load_model(model)
        policies.mkdir(parents=True)
        thresholds.draw(book, saved, TERMS | DOUBT, policies)
        found, (block, left) = own_policy(home), waiting(book, saved)
        policy = found[0] if found else None
        out = folder / "scores-2026-06-30.csv"
        write_scores([block], out, saved, policy, kind="csv", book=book, left=left)
    path = new_agreement(draft(book), home)
    for side, name in SIGNED_BY.items():
        sign(path, side=side, name=name, at=SIGNED_AT)
    write_text(folder / "agreement.html", agreement_page(Agreement.load(path)).html())
    for decision in _decisions():
        add_decision(home, decision)


def _decisions() -> list[Decision]:
    """Return what the invented heads decided at the end of June."""
    when: Any = {"on": date(2026, 6, 30), "before": "2026Q2", "judge_in": "2026Q3"}
    return [
        Decision(
            what=_("Hand off bought_list leads only as one in ten"), side="marketing",
            owner=_("Head of marketing"), measure="source_share", source="bought_list",
            target=0.1, at_most=True, expects_low=0.05, expects_high=0.1, **when,
        ),
        Decision(
            what=_("Call seven of ten leads within 4 working hours again"), side="sales",
            owner=_("Head of sales"), measure="called_in_time", hours=4, target=0.7,
            expects_low=0.7, expects_high=0.8, **when,
        ),
    ]  # fmt: skip


def _judge_leads(book: Book, folder: Path, told: Told) -> None:
    """Screen, train and draw the line again, at the end of September."""
    screening = screen(book, own_standard(book), value=TERMS["value"], cost=TERMS["cost"])
    write_screening(screening, folder / "screening", title=_("Screening before handoff"))
    evaluation = train.train(book, folder / "model")
    told.said[_("Set aside, to the end of September")] = _(
        "{n} of {rows} rows fail the standard: {share}."
    ).format(
        n=number(len(screening.set_aside)),
        rows=number(screening.rows),
        share=rate(len(screening.set_aside), screening.rows).write(),
    )
    told.said[_("The next model, end of September")] = evaluation.sentence()
    told.content |= {"screening": screening.to_dict(), "metrics": evaluation.to_dict()}
    if evaluation.verdict != "usable":
        (folder / "handoff").rmdir()
        return
    model = load_model(folder / "model")
    line, grounds, handoff = thresholds.draw(book, model, TERMS | DOUBT, folder / "handoff")
    choice = grounds.choice
    told.said[_("The money")] = _("In this demo {terms}.").format(terms=choice.economics.sentence())
    told.said[_("The next line, end of September")] = choice.sentence()
    told.pages.append(line)
    told.content["handoff"] = handoff


def _look_back(book: Book, folder: Path, told: Told) -> None:
    """Look at promises, the talk of a week, decisions and the quarter, at the end of September."""
    agreed = agreement_of(book)
    found = audit(book, agreed)
    write_audit(found, folder / "audit")
    card, tested = scorecard(book, agreed, full=PAY), back_test(book, agreed, full=PAY)
    write_scorecard(card, tested, folder / "scorecard")
    write_feedback(sales_feedback(book), folder / "feedback")
    week = Span("week", WEEK, book.settings.timezone)
    for side in ("marketing", "sales"):
        made = digest.make(book, side, week, folder / f"to-{side}")
        told.content[f"digest_to_{side}"] = made.to_dict()
    looked = review.review(book)
    page = looked.page()
    write_text(folder / "review" / "review.html", page.html())
    write_json(folder / "review" / "review.json", looked.to_dict())
    told.said[_("The promises of July to September")] = repr(found)
    told.said[_("Decided at the end of June")] = " ".join(
        _("{what}: {verdict}.").format(what=one.decision.what, verdict=_(one.verdict))
        for one in looked.decisions
    )
    told.pages.append(page)
    told.content |= {"audit": found.to_dict(), "review": looked.to_dict()}
    told.content = json.loads(json.dumps(told.content))


def _screenful(name: str, told: Told) -> list[str]:
    review = told.pages[-1]
    lines = [_("{name}, an invented firm whose truth is known").format(name=name)]
    for heading, text in [(review.title, "\n".join(plain(review.say))), *told.said.items()]:
        lines += ["", heading]
        for paragraph in text.split("\n"):
            lines += textwrap.wrap(paragraph, 78, initial_indent="  ", subsequent_indent="  ")
    return [*lines, ""]
