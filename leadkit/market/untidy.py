"""Dirt of form: the same content written in other ways, as exports and people write it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from leadkit.market.company import TIMEZONE, Flags, Floats, Texts
from leadkit.market.draws import pick
from leadkit.market.shapes import DAYS, MONEY, TIMES, Shape

OTHER_PHONE, OLD_PREFIX, BLANK_WORD = 0.18, 0.02, 0.10
DECOMPOSED, MANGLED, TYPED_DATES = 0.06, 0.08, 0.25
BLANK_WORDS = ("không", "n/a", "-", "chưa có")
OLD_PREFIXES = (("0123", "083"), ("0128", "078"), ("0168", "038"), ("0186", "056"))
WITH_BLANKS = ("email", "company", "role", "province")
WITH_ACCENTS = ("full_name", "first_name", "last_name", "company", "province")
MINUTE, DAY = "%Y-%m-%dT%H:%MZ", "%Y-%m-%d"
TYPED_MINUTE, TYPED_DAY = "%d/%m/%Y %H:%M", "%d/%m/%Y"


@dataclass
class Cells:
    """The text cells of an export, and what those that were rewritten stand for."""

    table: pd.DataFrame
    noted: list[pd.DataFrame] = field(default_factory=list)

    def put(self, rows: Flags, name: str, kind: str, cells: Texts, true: Texts) -> None:
        """Rewrite some cells of a column, and note it."""
        rows = np.asarray(rows, dtype=bool)
        noted = {"lead_id": self.table.loc[rows, "lead_id"], "column": name, "kind": kind}
        self.noted.append(pd.DataFrame({**noted, "true_value": true[rows]}))
        self.table.loc[rows, name] = cells[rows]


def untidy(table: pd.DataFrame, times: pd.DataFrame, shape: Shape, u: Floats) -> pd.DataFrame:
    """Rewrite cells of a table in place; return the record: lead_id, column, kind, true_value.

    Parameters
    ----------
    table : DataFrame
        Text cells under our own names, missing where blank; times and days as the CRM writes them.
    times : DataFrame
        The same times and days, UTC.
    shape : Shape
        The export's.
    u : array
        A row of uniforms each.
    """
    cells = Cells(table)
    _phones(cells, u[:, 0:3])
    for place, name in enumerate(WITH_BLANKS, start=3):
        blank = table[name].isna().to_numpy() & (u[:, place] < BLANK_WORD)
        words = np.array(BLANK_WORDS, object)[pick(u[:, place] / BLANK_WORD, np.ones(4))]
        cells.put(blank, name, "blank_word", words, np.full(len(table), ""))
    if shape.untidy:
        _typed_dates(cells, times, u[:, 7] < TYPED_DATES)
        _accents(cells, u[:, 8], u[:, 9:14])
        _money(cells, u[:, 14])
    return pd.concat(cells.noted, ignore_index=True)


def _phones(cells: Cells, u: Floats) -> None:
    true = cells.table["phone"].to_numpy(dtype=object)
    sound = cells.table["phone"].str.fullmatch(r"095\d{7}", na=False).to_numpy()
    phone = cells.table["phone"].where(sound, "0" * 10)
    rest = phone.str[1:]
    dotted = phone.str[:4] + "." + phone.str[4:7] + "." + phone.str[7:]
    spelled = np.array(["+84" + rest, "84" + rest, "0084" + rest, dotted, rest], dtype=object)
    kind = pick(u[:, 1], np.ones(len(spelled)))
    chosen = spelled[kind, np.arange(len(kind))]
    old = sound & (u[:, 2] < OLD_PREFIX)
    cells.put(sound & ~old & (u[:, 0] < OTHER_PHONE), "phone", "phone_form", chosen, true)
    place = pick(u[:, 2] / OLD_PREFIX, np.ones(len(OLD_PREFIXES)))
    before, since = np.array(OLD_PREFIXES, dtype=object)[place].T
    number = np.char.zfill(np.floor(1_000 * u[:, 1]).astype(np.int64).astype("str"), 7)
    digits = number.astype(object)
    cells.put(old, "phone", "phone_old_prefix", before + digits, since + digits)


def _typed_dates(cells: Cells, times: pd.DataFrame, rows: Flags) -> None:
    """Write the dates of some rows as people type them: day first, by the local clock."""
    for name in cells.table.columns.intersection([*TIMES, *DAYS]):
        known = rows & times[name].notna().to_numpy()
        if name in DAYS:
            typed, true = times[name].dt.strftime(TYPED_DAY), times[name].dt.strftime(DAY)
        else:
            local = times[name].dt.tz_convert(TIMEZONE)
            typed, true = local.dt.strftime(TYPED_MINUTE), times[name].dt.strftime(MINUTE)
        texts = (part.to_numpy(dtype=object) for part in (typed, true))
        cells.put(known, name, "date_form", *texts)


def _accents(cells: Cells, u_row: Floats, u: Floats) -> None:
    """Mangle the accents of some rows, and take apart those of some other cells."""
    mangled = u_row < MANGLED
    for place, name in enumerate(WITH_ACCENTS):
        if name not in cells.table:
            continue
        true = cells.table[name].to_numpy(dtype=object)
        has_accents = np.array([isinstance(text, str) and not text.isascii() for text in true])
        has_accents &= ~np.isin(true, BLANK_WORDS)
        apart = has_accents & ~mangled & (u[:, place] < DECOMPOSED)
        cells.put(has_accents & mangled, name, "mojibake", _each(mojibake, true), true)
        cells.put(apart, name, "unicode_nfd", _each(_decomposed, true), true)


def _each(change: Callable[[str], str], texts: Texts) -> Texts:
    return np.array([change(text) if isinstance(text, str) else text for text in texts], object)


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def mojibake(text: str) -> str:
    """Return UTF-8 text as a program shows it that takes it for Windows-1252.

    Examples
    --------
    >>> mojibake("Trần Minh An")
    'Tráº§n Minh An'
    """
    return "".join(_WINDOWS[byte] for byte in text.encode("utf-8"))


def _windows_sign(byte: int) -> str:
    sign = bytes([byte]).decode("cp1252", errors="ignore")
    return sign or chr(byte)


_WINDOWS = [_windows_sign(byte) for byte in range(256)]


def _money(cells: Cells, u: Floats) -> None:
    """Write amounts as a float, with the dong's sign, or in millions; a quarter stays plain."""
    kind = pick(u, np.ones(4))
    for name in MONEY:
        true = cells.table[name].to_numpy(dtype=object)
        known = cells.table[name].notna().to_numpy()
        amount = cells.table[name].fillna("0").astype("int64")
        spelled = [
            amount.map(lambda value: f"{value}.0"),
            amount.map(lambda value: f"{value:,} ₫".replace(",", ".")),
            amount.map(lambda value: f"{value / 1e6:g} triệu".replace(".", ",")),
        ]
        for place, text in enumerate(spelled, start=1):
            rows = known & (kind == place)
            cells.put(rows, name, "money_form", text.to_numpy(dtype=object), true)
