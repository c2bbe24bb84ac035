import numpy as np
import pandas as pd
import pytest

from leadkit.quality import emails, phones
from leadkit.quality.duplicates import find_duplicates


def group(rows):
    leads = pd.DataFrame(rows, columns=["full_name", "company", "email", "phone"], dtype="str")
    found = find_duplicates(leads, emails(leads["email"]), phones(leads["phone"]))
    return found.entity.tolist()


def test_a_chain_of_shared_contacts_is_one_person():
    entity = group(
        [
            ("Lê An", "A", "an@example.com", "0950000123"),
            ("Le An", "B", "AN@example.com", "0950000456"),
            ("An Lê", "C", "other@example.com", "+84 950 000 456"),
            ("Lê Anh", "D", "anh@example.com", "0950000789"),
        ]
    )
    assert entity[0] == entity[1] == entity[2] != entity[3]


def test_tone_marks_word_order_and_legal_form_do_not_part_a_person():
    entity = group(
        [
            ("Nguyễn Văn Đạt", "Công ty TNHH Hoa Sen 12", "a@example.com", "0950000123"),
            ("Dat Van Nguyen", "Cty Hoa Sen 12", "b@example.com", "0950000456"),
            ("Nguyễn Văn Đạt", "Công ty TNHH Hoa Sen 13", "c@example.com", "0950000789"),
            ("Nguyễn Văn Đạt", None, "d@example.com", "0950000888"),
        ]
    )
    assert entity[0] == entity[1]
    assert len(set(entity)) == 3


@pytest.mark.parametrize("email", ["info@example.com", "ketoan@example.com"])
def test_a_role_address_does_not_join_different_people(email):
    entity = group(
        [
            ("Lê An", "A", email, "0950000123"),
            ("Trần Bình", "A", email, "0950000456"),
            ("an le", "A", email, "0950000789"),
        ]
    )
    assert entity[0] == entity[2] != entity[1]


def test_a_desk_telephone_does_not_join_colleagues():
    entity = group(
        [
            ("Lê An", "A", "a@example.com", "028 3812 3456"),
            ("Trần Bình", "A", "b@example.com", "02838123456"),
        ]
    )
    assert entity[0] != entity[1]


def test_a_number_under_many_names_is_a_switchboard():
    names = ["Lê An", "Trần Bình", "Phạm Cường", "Vũ Dung", "Đỗ Giang"]
    rows = [(name, None, f"x{i}@example.com", "0950000123") for i, name in enumerate(names)]
    assert len(set(group(rows))) == len(names)


def test_masked_addresses_join_nobody():
    leads = pd.DataFrame({"email": ["aXXXXXXX@gmail.com"] * 3 + ["real@example.com"] * 2})
    found = find_duplicates(leads, emails(leads["email"]))
    assert found.later.tolist() == [False, False, False, False, True]


def test_the_earliest_record_survives_and_ties_go_by_row():
    leads = pd.DataFrame(
        {
            "email": ["an@example.com"] * 4,
            "created_at": pd.to_datetime(
                ["2025-03-01", "2025-01-01", "2025-01-01", None], utc=True
            ),
        },
        index=[10, 20, 30, 40],
    )
    later = find_duplicates(leads, emails(leads["email"])).later
    assert later.index[~later].tolist() == [20]


def test_a_block_too_large_is_reported():
    firm = pd.Series(["Hoa Sen"] * 60)
    leads = pd.DataFrame({"full_name": [f"Lê {chr(97 + i % 26)}{i}" for i in range(60)]})
    found = find_duplicates(leads.assign(company=firm))
    assert found.not_compared == 60


def test_precision_and_recall_on_a_crowd_whose_duplicates_are_known(crowd):
    book, truth = crowd
    leads = book.leads
    found = find_duplicates(leads, emails(leads["email"]), phones(leads["phone"]))
    assert (found.later == (truth >= 0)).all()


def test_row_order_changes_no_group(crowd):
    book, _truth = crowd
    leads = book.leads
    mixed = leads.iloc[np.random.default_rng(3).permutation(len(leads))]
    judged = [
        find_duplicates(table, emails(table["email"]), phones(table["phone"])).later
        for table in (leads, mixed)
    ]
    assert judged[1].reindex(leads.index).tolist() == judged[0].tolist()
