import numpy as np
import pandas as pd
import phonenumbers
import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from leadkit.quality import Standard, emails, phones
from leadkit.quality.cells import Cells
from leadkit.quality.contacts import Verdict
from leadkit.quality.telephones import FOR_PEOPLE, OLD_PREFIXES, _phone


def phone(text, region="VN"):
    judged = phones(pd.Series([text], dtype="str"), region)
    return judged.normalised[0] if judged.valid[0] else None


@pytest.mark.parametrize(
    "written",
    [
        "0912345678",
        "+84 912 345 678",
        "84912345678",
        "0912.345.678",
        "(+84) 91 234 5678",
        "0084912345678",
        "912345678",
        "+84 0912 345 678",
        "'0912345678",
        "0912-345-678",
    ],
)
def test_every_vietnamese_spelling_is_one_number(written):
    assert phone(written) == "+84912345678"


@pytest.mark.parametrize(
    "written",
    [
        "0999999999",
        "0911111111",
        "0987654321",
        "0901234567",
        "O912345678",
        "091234567O",
        "0912 345",
        "19001234",
        "1800123456",
        "984XXXXXXX",
        "gọi sau",
        "0123456789",
        "01701234567",
    ],
)
def test_what_cannot_be_a_persons_number_is_not_valid(written):
    assert phone(written) is None


@pytest.mark.parametrize(("old", "new"), OLD_PREFIXES.items())
@pytest.mark.parametrize("start", ["0", "+84", "84", ""])
def test_old_prefixes_are_converted_and_counted_as_repaired(old, new, start):
    judged = phones(pd.Series([f"{start}{old}2000135"]))
    assert judged.normalised.tolist() == [f"+84{new}2000135"]
    assert judged.repaired.all()


def test_a_lost_zero_is_repaired_and_other_spellings_are_not():
    judged = phones(pd.Series(["912345678", "0912345678", "+84912345678", "84912345678"]))
    assert judged.repaired.tolist() == [True, False, False, False]


@pytest.mark.parametrize("between", ["/", " - ", ", ", "; ", " ", " hoặc ", "\n"])
def test_of_two_numbers_in_a_cell_the_first_is_taken_and_the_second_offered(between):
    judged = phones(pd.Series([f"0912.345.678{between}+84 987 123 456"]))
    assert judged.normalised.tolist() == ["+84912345678"]
    assert judged.suggestion.tolist() == ["+84987123456"]
    assert judged.flag.tolist() == ["two numbers in one cell"]
    assert judged.repaired.tolist() == [True]


def test_two_numbers_of_which_one_is_dead_are_not_mended():
    assert phone("0912345678/0999999999") is None


@pytest.mark.parametrize("written", ["O912345678", "o912 345 678", "+84 9123456O8"])
def test_a_letter_for_a_zero_is_offered_and_not_applied(written):
    judged = phones(pd.Series([written]))
    assert judged.valid.tolist() == [False]
    assert judged.suggestion[0] in ("+84912345678", "+84912345608")
    assert judged.flag.tolist() == ["letter for a digit"]


@pytest.mark.parametrize("written", ["٠٩١٢٣٤٥٦٧٨", "０９１２３４５６７８", "۰۹۱۲ ۳۴۵ ۶۷۸"])
def test_digits_of_another_script_are_digits(written):
    assert phone(written) == "+84912345678"


def test_every_flag_of_a_number_says_what_was_found():
    written = ["01234567899", "912345678", "0999999999", "0987654321", "0912345678", "abc", None]
    found = phones(pd.Series(written)).flag
    made_up = "repeated or sequential digits"
    assert found.dropna().tolist() == ["old prefix", "lost zero", made_up, made_up]


def mutated(seed, n):
    """Numbers of every shape: well formed, cut, with a digit, a sign or a letter too many."""
    rng = np.random.default_rng(seed)
    starts = ["0", "+84", "84", "0084", "", "+84 0", "(0", "84-", "00840", "++84", "+", "00"]
    heads = [*"3579826", "12", "16", "28", "01", "84", "120", "186", "1900", "67", "1800"]
    for _ in range(n):
        digits = "".join(map(str, rng.integers(0, 10, rng.integers(6, 11))))
        text = starts[rng.integers(len(starts))] + heads[rng.integers(len(heads))] + digits
        if rng.random() < 0.6:
            text = starts[rng.integers(5)] + "35789"[rng.integers(5)] + digits[:8]
        chance = rng.random()
        if chance < 0.1:
            text = text[:5] + " .-/x"[rng.integers(5)] + text[5:]
        elif chance < 0.15:
            text = text.replace("0", "O", 1)
        elif chance < 0.17:
            text = f"{text} - {text[:9]}7"
        elif chance < 0.2:
            text = text[:3] + str(rng.integers(10)) * 9
        yield text


def test_the_fast_path_is_the_slow_path():
    written = [*mutated(3, 12_000)]
    judged = phones(pd.Series(written, dtype="str"))
    one_by_one = pd.DataFrame([_phone(text, "VN") for text in written], columns=Verdict._fields)
    for name in Verdict._fields:
        fast, slow = getattr(judged, name), one_by_one[name].astype(getattr(judged, name).dtype)
        pd.testing.assert_series_equal(fast, slow, check_names=False)
    assert 0.2 < judged.valid.mean() < 0.6


def test_a_desk_is_told_from_a_pocket():
    judged = phones(pd.Series(["028 3812 3456", "0912345678", None]))
    assert judged.fixed_line.tolist() == [True, False, False]
    assert judged.normalised.tolist()[:2] == ["+842838123456", "+84912345678"]


def test_index_and_missing_cells_survive():
    judged = phones(pd.Series(["0912345678", None], index=[7, 3]))
    assert judged.normalised.index.tolist() == [7, 3]
    assert judged.filled.tolist() == [True, False]
    assert not judged.invalid.any()


def by_the_library(text, region):
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    if phonenumbers.number_type(number) not in FOR_PEOPLE:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@pytest.mark.parametrize("region", ["VN", "US", "DE", "SG", "GB"])
def test_numbers_agree_with_the_library(region):
    rng = np.random.default_rng(11)
    example = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    national = str(example.national_number)
    code, trunk = str(example.country_code), "" if region == "SG" else "0"
    numbers = []
    for start in (trunk, f"+{code}", code, f"00{code}", ""):
        for _ in range(250):
            digits = list(national)
            for place in rng.integers(1, len(digits), 4):
                digits[place] = str(rng.integers(0, 10))
            cut = rng.integers(-1, 2)
            numbers.append(start + "".join(digits)[: len(digits) - cut if cut > 0 else None])
    judged = phones(pd.Series(numbers, dtype="str"), region)
    ours = judged.normalised.where(judged.valid & ~judged.repaired)
    compared = 0
    for written, result in zip(numbers, ours, strict=True):
        if isinstance(result, str):
            assert result == by_the_library(written, region), written
            compared += 1
    refused = judged.invalid.to_numpy()
    known = [by_the_library(number, region) is None for number in np.array(numbers)[refused]]
    assert compared > 300
    assert np.mean(known) > 0.99, "only repeated or sequential digits may differ"


def test_addresses_are_lower_case_and_trimmed():
    judged = emails(pd.Series([" An.Nguyen@Example.COM ", "nguyễn@example.com", None]))
    assert judged.normalised.tolist()[:2] == ["an.nguyen@example.com", "nguyễn@example.com"]
    assert judged.filled.tolist() == [True, True, False]


@pytest.mark.parametrize(
    "written",
    ["hoang@@c", "hoang@c", "a b@example.com", "a@b@example.com", "@example.com", "an@x.test",
     "an@example..com", ".an@example.com", "không"],
)  # fmt: skip
def test_addresses_with_a_broken_form_are_not_valid(written):
    assert not emails(pd.Series([written])).valid[0]


def test_dead_domains_are_not_valid():
    judged = emails(pd.Series(["an@Mailinator.com"]), dead_domains=["mailinator.com"])
    assert judged.invalid.tolist() == [True]


@given(st.text(alphabet="ab1._-+@ ", min_size=1, max_size=20))
def test_the_grammar_is_the_librarys(local):
    address = f"{local}@example.com"
    try:
        validate_email(address.strip(), check_deliverability=False)
        expected = True
    except EmailNotValidError:
        expected = False
    assert bool(emails(pd.Series([address], dtype="str")).valid[0]) == expected


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("an@gmial.com", "an@gmail.com"),
        ("an@gmail.con", "an@gmail.com"),
        ("an@gmal.cm", "an@gmail.com"),
        ("an@yahooo.com.vn", "an@yahoo.com.vn"),
        ("an@hotmial.com", "an@hotmail.com"),
        ("an@@gmail.com", "an@gmail.com"),
        ("an @gmail,com", "an@gmail.com"),
        ("an@@outlok.com", "an@outlook.com"),
    ],
)
def test_what_may_have_been_meant_is_offered_and_not_applied(written, meant):
    judged = emails(pd.Series([written]))
    assert judged.suggestion.tolist() == [meant]
    assert judged.normalised[0] != meant
    assert not judged.repaired[0]


@pytest.mark.parametrize(
    "written",
    ["an@gmail.com", "an@mail.com", "an@ymail.com", "an@yahoo.com.au", "an@outlook.de", "an@gmx.at",
     "an@hoa-sen.vn", "an@fpt.com", "không"],
)  # fmt: skip
def test_another_domain_is_no_slip_of_the_finger(written):
    assert emails(pd.Series([written])).suggestion.isna().all()


def test_a_domain_common_in_the_column_may_be_meant():
    cells = pd.Series(["an@freemail.example"] * 30 + ["binh@freemial.example"])
    assert emails(cells).suggestion.dropna().to_dict() == {30: "binh@freemail.example"}
    assert emails(cells[20:]).suggestion.isna().all()


def test_every_flag_of_an_address_says_what_was_found():
    written = ["ketoan@x.vn", "an@mailinator.com", "an@gmial.com", "info@gmai.com", "x@x.vn"]
    cells = pd.Series(written)
    flags = emails(cells, dead_domains=["mailinator.com", "gmial.com"]).flag
    found = ["role address", "dead domain", "misspelled domain", "role address"]
    assert flags.tolist()[:4] == found
    assert flags[4:].isna().all()


def test_nothing_to_judge_is_no_error():
    nothing = pd.Series([], dtype="str")
    assert emails(nothing).normalised.empty
    assert phones(nothing).normalised.empty
    assert phones(pd.Series([None, None], dtype="str")).filled.tolist() == [False, False]


@pytest.mark.parametrize(
    "written",
    ["-", "--", "...", "?", "xxx", "XXX", "n/a", "N/A", "không", "KHONG", "chưa có", "Chưa Có ",
     "test", "asdf", "0", "000", "null", " "],
)  # fmt: skip
def test_a_blank_in_disguise_is_blank(written):
    leads = pd.DataFrame({"phone": [written], "email": [written]}, dtype="str")
    cells = Cells(leads, Standard.default())
    assert not cells.phone.filled[0]
    assert not cells.email.filled[0]
