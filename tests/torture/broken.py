"""Workbooks and Parquet files with bytes changed inside, read one after the other."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.book.reading import read_table

SPLICES = (b"9" * 12, b"-1", b"0", b'""', b"<", b"&#0;", b"1e999", b"nan", b"\xff", b"A" * 300)
LEADS = pd.DataFrame(
    {
        "lead_id": [f"L{n}" for n in range(30)],
        "when": pd.date_range("2026-01-01", periods=30),
        "n": range(30),
        "share": [n / 3 for n in range(30)],
        "city": ["Huế"] * 30,
    }
)


def workbook() -> bytes:
    packed = io.BytesIO()
    LEADS.to_excel(packed, index=False, engine="xlsxwriter")
    return packed.getvalue()


def parquet() -> bytes:
    return LEADS.to_parquet()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Pack a workbook anew with other content in one part."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(packed, "w") as after:
        for one in before.namelist():
            after.writestr(one, part if one == name else before.read(one))
    return packed.getvalue()


def changed(content: bytes, rng: random.Random) -> bytes:
    """Change a few bytes: other ones, some gone, some twice, or something odd between them."""
    made = bytearray(content)
    for _change in range(rng.randint(1, 6)):
        place = rng.randrange(len(made))
        kind = rng.choice(("byte", "byte", "gone", "twice", "odd"))
        if kind == "byte":
            made[place] = rng.randrange(256)
        elif kind == "gone":
            del made[place : place + rng.randint(1, 8)]
        elif kind == "twice":
            made[place:place] = made[place : place + rng.randint(1, 30)]
        else:
            made[place : place + 1] = rng.choice(SPLICES)
    return bytes(made)


def changed_workbook(content: bytes, rng: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        name = rng.choice([name for name in packed.namelist() if name.startswith("xl/")])
        return with_part(content, name, changed(packed.read(name), rng))


def read_all(suffix: str, home: Path, n: int) -> None:
    """Read one changed file after the other; leave the first that is neither read nor refused."""
    content = workbook() if suffix == ".xlsx" else parquet()
    change = changed_workbook if suffix == ".xlsx" else changed
    path = home / f"changed{suffix}"
    for seed in range(n):
        path.write_bytes(change(content, random.Random(seed)))
        try:
            read_table(path)
        except BadInput as error:
            if path.name not in str(error):
                raise
    path.unlink()
