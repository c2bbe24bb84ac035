from pathlib import Path

import pytest
from made_leads import scored_leads, with_today

from leadkit.base.economics import Economics
from leadkit.cli.line_summary import summary
from leadkit.handoff import handoff_curve

FULL = Economics(value=15e6, cost=1.2e6, hours=3, capacity=900, currency="VND")
CASES = {
    "capacity binds": (with_today(scored_leads(2000)), FULL),
    "no currency": (scored_leads(10_000), Economics(value=1500, cost=120)),
    "no line pays": (scored_leads(800, centre=-5, spread=0.3), Economics(value=15, cost=1.2)),
    "badly calibrated": (with_today(scored_leads(2000, stretch=1.6)), FULL),
}


@pytest.mark.parametrize("case", CASES)
def test_the_terminal_gets_one_screen(case):
    choice = handoff_curve(*CASES[case], draws=100).choose()
    lines = summary(choice, choice.to_dict(), Path("out"))
    assert len(lines) <= 20
    assert max(map(len, lines)) <= 80
    assert not {*"".join(lines)} & {*"−–’\N{NO-BREAK SPACE}"}
    said = " ".join(" ".join(lines).split())
    assert "Cannot tell" in said
    assert "Written" in said
    assert ("change (95 %)" in said) == (choice.threshold is not None)
    assert ("one more hour would earn" in said) == choice.capacity.binding
