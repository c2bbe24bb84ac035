"""Files that go back to the CRM or to both heads: scored tables of any length, and the policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd
import tomlkit

from leadkit.base.blocks import ROWS, in_blocks
from leadkit.base.errors import BadInput
from leadkit.base.files import folder_beside, neutral_table, write_text
from leadkit.base.language import _, percent
from leadkit.handoff.leads import FLAT_LOSS
from leadkit.handoff.policy import Policy
from leadkit.handoff.policy_parts import Frozen

MOST_ROWS = 1_048_575
EPOCH = datetime(1980, 1, 1)


def write_policy(policy: Policy, path: Path) -> None:
    """Write a policy as TOML, each part with what it means."""
    said = {
        "line": _("hand off every lead whose probability of buying is at least this"),
        "drop_below": _(
            "below this nurturing costs more than it keeps: such a lead is dropped, neither handed "
            "off nor nurtured"
        ),
        "look_again": _(
            "90 days after the day of judgement: the first leads under this line have outcomes then"
        ),
        "tiers": _(
            "each lead has the first tier it reaches; at twice the line an average lead earns back "
            "its cost twice"
        ),
        "segments": _(
            "leads whose column says this value have a line of their own, since a win or a handoff "
            "is not worth the same there; all other leads have the common line"
        ),
        "explore": _(
            "below the line `share` of the leads with at least the chance `from` are handed off by "
            "lot, and above it `holdout` are held back, so that both sides learn what they would "
            "buy; `leadkit score --explore` draws them"
        ),
        "economics": _("what a won lead is worth, what working a lead costs, what sales can take"),
        "evidence": _(
            "the judged leads; any line within `flat` loses at most {share} of profit"
        ).format(share=percent(FLAT_LOSS)),
        "model": _("the line is for the probabilities of this model alone"),
        "standard": _("the data-quality standard the leads were screened by"),
        "agreed": _("who agreed on each side, and when, as in: on = 2026-07-01"),
    }
    write_noted(policy, path, _("The handoff policy: where marketing hands a lead to sales."), said)


def write_noted(part: Frozen, path: Path, title: str, said: Mapping[str, str]) -> None:
    """Write what people read and agree on as TOML, each part under what is said of it."""
    text = f"# {title}\n"
    for name, value in _whole(part.model_dump(by_alias=True, exclude_none=True)).items():
        note = f"\n# {said[name]}\n" if name in said else ""
        text += note + tomlkit.dumps({name: value})
    write_text(path, text)


def _whole(content: Any) -> Any:
    """Return whole numbers without their decimal point."""
    if isinstance(content, dict):
        return {name: _whole(value) for name, value in content.items()}
    if isinstance(content, list | tuple):
        return [_whole(value) for value in content]
    return int(content) if isinstance(content, float) and content.is_integer() else content


@contextmanager
def aside(target: Path) -> Iterator[Path]:
    """Build a file beside its place; the caller moves it there when all is done."""
    with folder_beside(target) as folder:
        yield folder / target.name


def write_blocks(blocks: Iterator[pd.DataFrame], path: Path, kind: str) -> None:
    """Write a table that comes in blocks, as csv, parquet or xlsx; no cell becomes a formula."""
    writers: dict[str, Callable[[Iterator[pd.DataFrame], Path], None]] = {
        "csv": _write_csv,
        "parquet": _write_parquet,
        "xlsx": _write_xlsx,
    }
    writers[kind](blocks, path)


def _write_csv(blocks: Iterator[pd.DataFrame], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        for place, block in enumerate(blocks):
            neutral_table(block).to_csv(stream, index=False, header=place == 0, lineterminator="\n")


def _write_parquet(blocks: Iterator[pd.DataFrame], path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    groups = in_blocks(blocks, ROWS)
    first = next(groups)
    schema = pa.Table.from_pandas(first, preserve_index=False).schema
    with parquet.ParquetWriter(path, schema) as writer:
        for group in chain([first], groups):
            table = pa.Table.from_pandas(group, schema, preserve_index=False)
            writer.write_table(table.combine_chunks())


def _write_xlsx(blocks: Iterator[pd.DataFrame], path: Path) -> None:
    table = pd.concat(blocks)
    if len(table) > MOST_ROWS:
        raise BadInput(
            _("a spreadsheet holds a million rows at most"),
            where=path.name,
            fix=_("Write .csv or .parquet instead."),
        )
    write_workbook({"Sheet1": table}, path)


def write_workbook(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    """Write tables as the sheets of one Excel workbook; no cell becomes a formula."""
    plain = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
    with (
        path.open("wb") as stream,
        pd.ExcelWriter(stream, engine="xlsxwriter", engine_kwargs=plain) as writer,
    ):
        writer.book.set_properties({"created": EPOCH})
        for name, table in tables.items():
            neutral_table(table).to_excel(writer, sheet_name=name, index=False)
