"""A firm at the end of June, with all that the loop's second round needs."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from leadkit.cli.main import leadkit

MARKET = ("market", "mixed", "--leads", "6000", "--seed", "3", "--quarters")
MONEY = ("--value", "12000000", "--cost", "1000000")
SIGNED_BY = {"marketing": "Trần Hà", "sales": 'Lê "Nam" <nam>'}
JUNE, SEPTEMBER = "7", "8"


def settle(book: Path) -> None:
    """Make a market's book with a model, a policy and a signed agreement."""
    agreed = str(book / "agreements" / "2026Q3.toml")
    for words in (
        (*MARKET, JUNE, "-o", str(book)),
        ("train", str(book)),
        ("thresholds", str(book), *MONEY),
        ("agreement", "new", str(book)),
        *(
            ("agreement", "sign", agreed, "--as", side, "--name", name)
            for side, name in SIGNED_BY.items()
        ),
    ):
        result = CliRunner().invoke(leadkit, words)
        assert result.exit_code == 0, result.output
