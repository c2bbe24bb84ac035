import io
import re
import unicodedata
from pathlib import Path

import ftfy
import numpy as np
import pandas as pd
import phonenumbers
import pytest
from sklearn.metrics import roc_auc_score

import leadkit as lk
from leadkit.market import SCENARIOS
from leadkit.market.engine import run
from leadkit.market.exports import exports
from leadkit.market.leaks import TAGS, leaks
from leadkit.market.road import travel
from leadkit.market.sample import EXPORTED
from leadkit.market.shapes import MONEY, SHAPES, TIMES
from leadkit.market.simulate import simulate
from leadkit.market.untidy import BLANK_WORDS

SHIPPED = Path(__file__).parents[2] / "data" / "samples"
NAMES = [shape.name for shape in SHAPES]
HEADERS = {shape.name: {name: header for header, name in shape.columns} for shape in SHAPES}
UNTIDY = NAMES[1:]
OUTCOMES = {
    "hubspot": ("stage", {"Customer": "won", "Other": "lost"}),
    "salesforce": ("status", {"Closed - Converted": "won", "Closed - Not Converted": "lost"}),
    "bang_khach_hang": ("status", {"Đã chốt": "won", "Thất bại": "lost"}),
}


def read(name, folder=SHIPPED / "exports"):
    shape = next(shape for shape in SHAPES if shape.name == name)
    return pd.read_csv(
        folder / f"{name}.csv",
        sep=shape.separator,
        skiprows=1 if shape.title else 0,
        dtype="object",
        keep_default_na=False,
    )


@pytest.fixture(scope="module")
def book():
    return pd.read_csv(lk.sample() / "leads.csv", dtype="object", keep_default_na=False)


@pytest.fixture(scope="module")
def record():
    dirt = pd.read_csv(SHIPPED / "truth" / "dirt.csv.xz", dtype="object", keep_default_na=False)
    return dirt[dirt["table"].str.endswith(".csv")]


def restored(name, record):
    """An export under our own names, every cell of dirty form as its record says."""
    table = read(name).set_index(HEADERS[name]["lead_id"], drop=False)
    untyped = table.copy()
    for cell in record[record["table"] == f"{name}.csv"].itertuples():
        assert untyped.loc[cell.lead_id, cell.column] != cell.true_value
        table.loc[cell.lead_id, cell.column] = cell.true_value
    return table.rename(columns={header: own for own, header in HEADERS[name].items()})


def as_the_book(name, table):
    """Map a restored export back: words, names, the clock, the outcome."""
    shape = next(shape for shape in SHAPES if shape.name == name)
    for own, words in shape.words.items():
        if own not in ("stage", "status"):
            back = {word: value for value, word in words.items()}
            assert len(back) == len(words)
            table[own] = table[own].map(lambda cell, back=back: back.get(cell, cell))
    if "last_name" in table:
        table["full_name"] = (table["last_name"] + " " + table["first_name"]).str.strip()
    for own in table.columns.intersection(TIMES) if shape.local else ():
        local = ~table[own].str.endswith("Z") & (table[own] != "")
        moments = pd.to_datetime(table.loc[local, own]).dt.tz_localize("Asia/Ho_Chi_Minh")
        table.loc[local, own] = moments.dt.tz_convert("UTC").dt.strftime("%Y-%m-%dT%H:%MZ")
    column, words = OUTCOMES[name]
    table["outcome"] = table[column].map(words).fillna("open")
    return table


@pytest.mark.parametrize("name", NAMES)
def test_every_export_gives_back_the_youngest_leads_of_the_book(name, book, record):
    youngest = book[book["handed_off_at"] != ""].tail(EXPORTED).reset_index(drop=True)
    table = as_the_book(name, restored(name, record)).reset_index(drop=True)
    absent = [own for own in book if own not in table]
    assert absent == (["account_id"] if name == "bang_khach_hang" else [])
    old = record[record["kind"] == "phone_old_prefix"].query(f"table == '{name}.csv'")["lead_id"]
    youngest.loc[youngest["lead_id"].isin(old), "phone"] = table["phone"]
    given_back = table[[own for own in book if own in table]]
    assert given_back.to_csv() == youngest.drop(columns=absent).to_csv()


def test_reasons_and_dates_of_a_lead_agree_with_its_status(record):
    table = restored("hubspot", record)
    returned = table["status"].eq("Unqualified") & table["rejected_at"].ne("")
    assert table.loc[returned, "accepted_at"].eq("").all()
    assert set(table.loc[table["stage"] == "Customer", "deal_value"].str[-5:]) == {"00000"}
    assert table.loc[table["status"] == "New", "first_response_at"].eq("").all()


def test_form_is_dirty_at_its_rates(record):
    count = record.groupby(["table", "kind"]).size()
    for name in NAMES:
        assert count[f"{name}.csv", "phone_form"] / EXPORTED == pytest.approx(0.17, abs=0.03)
        assert count[f"{name}.csv", "phone_old_prefix"] / EXPORTED == pytest.approx(0.02, abs=0.015)
    assert set(count["hubspot.csv"].index) == {"blank_word", "phone_form", "phone_old_prefix"}
    for name in UNTIDY:
        of = record[record["table"] == f"{name}.csv"]
        typed = of.loc[of["kind"] == "date_form", "lead_id"].nunique()
        mangled = of.loc[of["kind"] == "mojibake", "lead_id"].nunique()
        assert typed / EXPORTED == pytest.approx(0.25, abs=0.05)
        assert mangled / EXPORTED == pytest.approx(0.08, abs=0.03)
        accented = 3 * EXPORTED
        assert (of["kind"] == "unicode_nfd").sum() / accented == pytest.approx(0.06, abs=0.02)
        table = read(name)
        money = table[[HEADERS[name][own] for own in MONEY]].to_numpy().ravel()
        written = {re.sub(r"\d+", "1", cell) for cell in money if cell}
        assert written >= {"1", "1.1", "1.1.1 ₫", "1,1 triệu"}


@pytest.mark.parametrize("name", NAMES)
def test_blank_words_stand_in_a_tenth_of_the_blanks(name, record):
    words = record[(record["table"] == f"{name}.csv") & (record["kind"] == "blank_word")]
    assert set(words["true_value"]) == {""}
    table = read(name)
    columns = [HEADERS[name][own] for own in ("email", "company", "role", "province")]
    blank = (table[columns] == "").sum().sum()
    assert len(words) / (blank + len(words)) == pytest.approx(0.10, abs=0.06)
    assert table[columns].isin(BLANK_WORDS).sum().sum() == len(words)


@pytest.mark.parametrize("name", UNTIDY)
def test_mangled_and_decomposed_accents_can_be_mended(name, record):
    table = read(name).set_index(HEADERS[name]["lead_id"])
    of = record[record["table"] == f"{name}.csv"]
    for cell in of[of["kind"] == "unicode_nfd"].itertuples():
        assert unicodedata.normalize("NFC", table.loc[cell.lead_id, cell.column]) == cell.true_value
    mangled = of[of["kind"] == "mojibake"]
    mended = [
        ftfy.fix_text(table.loc[c.lead_id, c.column]) == c.true_value for c in mangled.itertuples()
    ]
    assert np.mean(mended) > 0.9


@pytest.mark.parametrize("name", NAMES)
def test_spelled_phones_are_the_numbers_they_stand_for(name, record):
    table = read(name).set_index(HEADERS[name]["lead_id"])
    of = record[(record["table"] == f"{name}.csv") & (record["kind"] == "phone_form")]
    for cell in of.itertuples():
        written = table.loc[cell.lead_id, cell.column]
        digits = re.sub(r"\D", "", written)
        assert re.sub(r"^(0084|84|0)?", "0", digits) == cell.true_value
    old = record[(record["table"] == f"{name}.csv") & (record["kind"] == "phone_old_prefix")]
    for cell in old.itertuples():
        assert re.fullmatch(r"01\d\d0000\d{3}", table.loc[cell.lead_id, cell.column])
        assert re.fullmatch(r"0\d\d0000\d{3}", cell.true_value)


def test_no_address_number_or_tax_code_can_be_anybodys(record):
    for name in NAMES:
        table = read(name)
        text = (SHIPPED / "exports" / f"{name}.csv").read_text(encoding="utf-8")
        domains = set(re.findall(r"@([\w.-]+)", text))
        assert all(re.fullmatch(r"(?:.*\.)?example(?:\.com|\.net|\.org)?", one) for one in domains)
        old = set(record.loc[record["kind"] == "phone_old_prefix", "lead_id"])
        sure = table[~table[HEADERS[name]["lead_id"]].isin(old)][HEADERS[name]["phone"]]
        for phone in sure[sure != ""]:
            national = re.sub(r"^(\+?84|0084)", "0", phone.replace(".", ""))
            parsed = phonenumbers.parse(national, "VN")
            valid = phonenumbers.is_valid_number(parsed)
            assert str(parsed.national_number).startswith("95") or not valid, phone
        codes = table[HEADERS[name]["tax_code"]]
        for code in codes[codes != ""]:
            weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)
            total = sum(w * int(digit) for w, digit in zip(weights, code, strict=False))
            assert len(code) == 10
            assert int(code[9]) != 10 - total % 11


def test_leaky_columns_leak_as_much_as_they_should():
    market = run(SCENARIOS["mixed"], 60_000, 8, 3)
    road = travel(market)
    rows = market.is_handed_off & (market.season.quarter < 7)
    won = ((road.outcome == "won") & (road.closed - road.handed_off <= 90 * 1_440))[rows]
    table = leaks(market, road)[rows]
    scores = {
        "sales_tag": (table["sales_tag"].map(TAGS.index), 0.926),
        "expected_amount": (table["expected_amount"].notna(), 0.934),
        "tax_code": (table["tax_code"].notna(), 0.932),
        "lost_reason": (road.outcome[rows] != "lost", 0.955),
        "n_calls": (table["n_calls"], 0.892),
        "crm_id": (table["crm_id"], 0.697),
        "last_activity_at": (table["last_activity_at"].astype("int64"), 0.690),
        "profile_completed": (table["profile_completed"], 0.670),
        "email_bounced": (~table["email_bounced"], 0.555),
    }
    found = {name: roc_auc_score(won, score) for name, (score, _known) in scores.items()}
    assert found == pytest.approx({name: known for name, (_s, known) in scores.items()}, abs=0.02)


def test_leaks_know_nothing_that_had_not_happened_by_the_extract():
    market = run(SCENARIOS["mixed"], 60_000, 8, 3)
    road = travel(market)
    table = leaks(market, road)
    still_open = market.is_handed_off & (road.outcome == "open") & ~np.isnan(road.accepted)
    will_win = (market.state == 4)[still_open]
    assert 100 < will_win.sum() < len(will_win) / 2
    calls = table.loc[still_open, "n_calls"]
    filled = table.loc[still_open, "tax_code"].notna()
    assert roc_auc_score(will_win, filled) == pytest.approx(0.5, abs=0.05)
    assert roc_auc_score(will_win, calls) < 0.75
    assert table["last_activity_at"].max() < pd.Timestamp("2026-10-01", tz="Asia/Ho_Chi_Minh")


def test_the_same_market_gives_the_same_exports_and_other_leads_keep_theirs():
    made = []
    for quarters in (7, 7, 8):
        book, _truth = simulate("calm", n_leads=500, seed=4, quarters=quarters)
        made.append(exports(book, run(SCENARIOS["calm"], 500, quarters, 4), 40))
    assert made[0].files == made[1].files != made[2].files
    pd.testing.assert_frame_equal(made[0].record, made[1].record)
    assert all(text.count("\n") == 41 + (name[0] == "b") for name, text in made[0].files.items())
    sheet = io.StringIO(made[0].files["bang_khach_hang.csv"].removeprefix("\ufeff"))
    assert next(sheet).startswith("DANH SÁCH")
