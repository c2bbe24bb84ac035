import numpy as np
import pandas as pd
import phonenumbers
import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from leadkit.quality import emails, phones
from leadkit.quality.contacts import FOR_PEOPLE, OLD_PREFIXES


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
        "0912345678/0987123456",
        "0912345678 - 0987123456",
        "0912345678, 0987123456",
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
