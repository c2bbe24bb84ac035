"""The role-plays: figures known, each head's half its own, the truth with the moderator alone."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from fractions import Fraction
from math import comb
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit.base import language
from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.learn.exercise import exercise
from leadkit.learn.lessons.three_companies import COMPANIES, Company, Part
from leadkit.learn.roleplays import NAMES, guide_text, lesson_cards, role_play
from leadkit.learn.roleplays.evidence import kitagawa, marketing_half, ratio, sales_half, settling
from leadkit.learn.roleplays.layout import FACTS
from leadkit.learn.roleplays.monthly import calls_bring, luck, monthly_profits
from leadkit.learn.roleplays.script import Said, lead_cards, read_script

FIELD = re.compile(r"\{(\w+)\}")
LETTERS = "ABC"


def texts(part):
    """Return every text in both languages below a part of a file."""
    if isinstance(part, Said):
        return [part]
    values = (
        part if isinstance(part, tuple) else [getattr(part, n) for n in type(part).model_fields]
    )
    return [
        text
        for value in values
        if isinstance(value, tuple) or hasattr(value, "model_fields_set")
        for text in texts(value)
    ]


EVERY = [(name, text) for name in NAMES for text in texts(read_script(name))]
EVERY += [("cards", text) for card in lead_cards() for text in (card.asks, card.says)]


def words(sheet):
    """Return all that stands on a sheet, as one text."""
    said = [sheet.title]
    for block in sheet.blocks:
        said += [block.heading, *block.text, *block.points, *block.blanks]
        for table in block.tables:
            said += [table.finding, table.rows.to_csv()]
        for face in block.faces:
            said += [face.number, face.name, *(text for line in face.lines for text in line)]
    return "\n".join(said)


def test_the_mix_explains_all_but_a_tenth_of_a_win_in_a_and_nothing_in_b():
    mix, rates = kitagawa(COMPANIES["A"])
    assert mix == pytest.approx(-107.9, abs=0.05)
    assert mix + rates == pytest.approx(-108)
    assert kitagawa(COMPANIES["B"])[0] == pytest.approx(0)


@settings(max_examples=25)
@given(
    st.lists(st.tuples(*[st.integers(1, 999)] * 2, *[st.floats(0, 1)] * 2), min_size=2, max_size=3)
)
def test_mix_and_rates_add_up_and_change_sign_when_the_quarters_are_swapped(rows):
    parts = tuple(
        Part("x", (before, now), (round(before * r), round(now * s))) for before, now, r, s in rows
    )
    swapped = tuple(Part("x", part.leads[::-1], part.wins[::-1]) for part in parts)

    def split(parts):
        totals = [tuple(map(sum, zip(*(getattr(p, f) for p in parts), strict=True)))
                  for f in ("leads", "wins")]  # fmt: skip
        return kitagawa(Company({"total": (Part("t", *totals),), "source": parts}, ""))

    one, other = split(parts), split(swapped)
    assert sum(one) == pytest.approx(sum(p.wins[1] - p.wins[0] for p in parts), abs=1e-6)
    assert one[0] == pytest.approx(-other[0], abs=1e-6)


def test_only_the_new_script_fell():
    new, old = map(ratio, COMPANIES["B"].views["team"])
    assert (new.value, new.low, new.high) == pytest.approx((0.65, 0.54, 0.78), abs=0.005)
    assert (old.value, old.low, old.high) == pytest.approx((0.99, 0.84, 1.166), abs=0.005)


def test_ten_calls_bring_two_wins_unscreened_and_three_and_a_third_screened():
    cards = lead_cards()
    assert Counter(card.truth for card in cards) == {
        "buys": 4, "no": 8, "wrong number": 2, "duplicate": 2, "no consent": 2, "outside": 2,
    }  # fmt: skip
    assert calls_bring(20, 4) == (2.0, 1_500_000)
    wins, money = calls_bring(12, 4)
    assert (wins, money) == (pytest.approx(10 / 3), pytest.approx(2_833_333, abs=1))


@pytest.mark.parametrize("cards", [20, 12])
def test_the_range_of_luck_holds_95_of_100_rounds_and_no_end_can_be_spared(cards):
    def chance(wins):
        return Fraction(comb(4, wins) * comb(cards - 4, 10 - wins), comb(cards, 10))

    low, high = luck(cards, 4)
    assert sum(map(chance, range(low, high + 1))) >= Fraction(95, 100)
    tail = Fraction(25, 1000)
    assert sum(map(chance, range(low + 1))) >= tail
    assert sum(map(chance, range(high, 5))) >= tail


def test_monthly_profits_are_those_of_filling_from_the_top():
    bands = [28] * 150 + [14] * 250 + [7] * 400 + [2] * 1200

    def profit(chances):
        return sum(10_000 * chance - 50_000 for chance in chances)

    found = monthly_profits()
    assert found["400"] == profit(bands[:400]) == 57e6
    assert found["600"] == profit(bands[:600]) == 61e6
    assert found["800"] == profit(bands[:800]) == 65e6
    assert found["blind"] == pytest.approx(profit(bands) * 600 / 2000)
    assert found["800"] - found["600"] < 12e6


def test_the_written_standard_tells_from_the_front_what_cannot_be_worked():
    seen = set()
    for card in lead_cards():
        phone = card.phone.replace("+84 ", "0").replace(" ", "")
        found = "no consent" if not card.agreed else None
        if not re.fullmatch(r"09\d{8}", phone):
            found = "wrong number"
        if phone in seen:
            found = "duplicate"
        seen.add(phone)
        if card.truth != "outside":
            assert found == (None if card.is_workable else card.truth), card.number
        if card.same_as:
            same = lead_cards()[card.same_as - 1]
            assert same.is_workable
            assert same.phone.replace(" ", "")[1:] == phone[1:]


def test_a_back_falls_behind_its_front_when_the_paper_is_turned():
    numbered = enumerate(role_play("seats-swapped").sheets, start=1)
    places, sheets = zip(
        *((n, sheet) for n, sheet in numbered if sheet.blocks[0].faces), strict=True
    )
    fronts, backs = sheets[::2], sheets[1::2]
    assert all(place % 2 == 1 for place in places[::2])
    numbers = []
    for front, back in zip(fronts, backs, strict=True):
        seen, hidden = ([f.number for f in sheet.blocks[0].faces] for sheet in (front, back))
        assert len(seen) == len(hidden) == 10
        for row in range(0, 10, 2):
            assert hidden[row : row + 2] == seen[row : row + 2][::-1]
        numbers += seen
    assert numbers == [str(n) for n in range(1, 21)]


@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_private_stands_on_its_own_sheet_and_the_truth_with_the_moderator(name, spoken):
    language.use(spoken)
    play = role_play(name)
    facts = FACTS[name]()
    sheets = [(place, sheet.letter, words(sheet)) for place, sheet in enumerate(play.sheets)]
    for role in play.script.roles:
        private = str(role.private).format(**facts)
        assert [letter for _place, letter, text in sheets if private in text] == [role.letter]
    kept_back = [str(text).format(**facts) for text in play.script.answers]
    for packet in play.script.packets:
        kept_back += [str(packet.why).format(**facts), str(packet.next)]
        for told, own in ((packet.sales, "S"), (packet.marketing, "M")):
            assert [letter for _place, letter, text in sheets if str(told) in text] == [own]
    for text in kept_back:
        ((place, letter),) = [(place, letter) for place, letter, said in sheets if text in said]
        assert letter == ""
        assert place >= len(sheets) - max(1, len(play.script.packets))


def test_the_halves_of_packet_a_give_a_rate_only_together():
    leads = " ".join(table.rows.to_csv() for table in marketing_half("A"))
    wins = " ".join(table.rows.to_csv() for table in sales_half("A"))
    assert "1,920" in leads
    assert "307" not in leads
    assert "307" in wins
    assert "1,920" not in wins


@pytest.mark.parametrize("letter", LETTERS)
def test_every_rate_of_the_evidence_has_its_n_and_its_interval(letter):
    for table in [*settling(letter), *sales_half(letter)[: letter != "A"]]:
        for cell in table.rows.iloc[:, 1:3].to_numpy().ravel():
            assert re.fullmatch(r"[\d,]+ of [\d,]+\n[\d.]+.% \([\d.]+–[\d.]+\)", cell), cell
        assert all(re.search(r"\(.+ to .+\)", cell) for cell in table.rows.iloc[:, 3])


@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_role_play_is_one_file_that_fetches_nothing_and_leaves_no_figure_open(name, spoken):
    language.use(spoken)
    play = role_play(name)
    page = play.html()
    body = page.split("</style>")[1]
    assert f'<html lang="{spoken}">' in page
    assert not re.search(r"[{}]|nan|None", body)
    assert not re.search(r"https?:|url\(|<script|<img", page)
    assert body.count("<article") == len(play.sheets) == len(play.table)
    assert play.title in play.sentence()
    assert play._repr_html_().count("<tr>") == len(play.sheets) + 1


def test_languages_name_the_same_figures_and_only_known_ones():
    for name, text in EVERY:
        fields = [set(FIELD.findall(one)) for one in (text.en, text.vi)]
        assert fields[0] == fields[1], text.en
        assert fields[0] <= set(FACTS[name]() if name in FACTS else ()), text.en


def test_languages_hold_the_same_numbers():
    def numbers(text):
        plain = re.sub(r"(?<=\d)[.,](?=\d{3})", "", FIELD.sub("", text))
        return Counter(re.findall(r"\d+", plain))

    for _name, text in EVERY:
        assert numbers(text.en) == numbers(text.vi), (text.en, text.vi)


def test_vietnamese_follows_the_style_sheet():
    with (Path(__file__).parents[1] / "banned_words.csv").open(encoding="utf-8") as stream:
        banned = [
            word.strip() for row in csv.DictReader(stream) for word in row["banned"].split(",")
        ]
    language.use("vi")
    found = " ".join([*(text.vi for _name, text in EVERY), guide_text()]).lower()
    assert [word for word in banned if re.search(rf"(?<!\w){word}(?!\w)", found)] == []
    for _name, text in EVERY:
        assert unicodedata.normalize("NFC", text.vi) == text.vi
        assert not re.search(r"!|\d\s%|(?<!\w)(tỉ lệ|lí do|hoà|thoả|tuỳ)(?!\w)", text.vi), text.vi


def test_no_card_bears_an_address_or_a_number_that_could_be_a_persons():
    for card in lead_cards():
        assert re.search(r"\.example$|@example\.org$", card.email)
        assert re.match(r"(0|\+84 )950 000 |0123 456 789$|0955 55$", card.phone)


def test_an_unknown_role_play_is_refused_with_the_names_there_are():
    with pytest.raises(BadInput, match="no role-play 'x'") as caught:
        role_play("x")
    assert all(name in caught.value.fix for name in NAMES)


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_lesson_cards_tell_what_is_right_on_the_last_sheet_alone(spoken):
    language.use(spoken)
    *cards, answers = lesson_cards().sheets
    assert [len(sheet.blocks[-1].faces) for sheet in cards] == [8, 6, 6, 6]
    for key in ("t01.1", "t03.1", "t03.3"):
        solution = _(exercise(key).solution)
        assert solution in words(answers)
        assert not any(solution in words(sheet) for sheet in cards)
    assert lesson_cards().html().count("<article") == 5
