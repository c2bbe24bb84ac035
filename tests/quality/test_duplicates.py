import numpy as np
import pandas as pd
import pytest

from leadkit.quality import emails, phones
from leadkit.quality.duplicates import _pairs, find_duplicates


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


def people(**columns):
    return pd.DataFrame(
        {
            name: cells if name.endswith("_at") else pd.Series(cells, dtype="str")
            for name, cells in columns.items()
        }
    )


def test_clusters_name_the_survivor_and_why():
    leads = people(
        lead_id=["L1", "L2", "L3", "L4", "L5"],
        full_name=["Lê An", "An Lê", "Vũ Bình", "Vu Binh", "Đỗ Chi"],
        company=["Hoa Sen 1", "Cty Hoa Sen 1", "Gốm 2", "In 3", "In 3"],
        email=["a@example.com", "b@example.com", "c@example.com", "d@example.com", None],
        phone=["0950000123", "0950000456", "0950000789", "0950 000 789", "0950000111"],
        created_at=pd.to_datetime(
            ["2025-02-01", "2025-01-01", "2025-01-01", "2025-01-02", "2025-01-01"], utc=True
        ),
    ).set_axis([2, 3, 4, 5, 6])
    found = find_duplicates(leads, emails(leads["email"]), phones(leads["phone"]))
    expected = pd.DataFrame(
        [
            (1, 3, "L2", True, "the earliest record"),
            (1, 2, "L1", False, "name and company alike"),
            (2, 4, "L3", True, "the earliest record"),
            (2, 5, "L4", False, "same phone"),
        ],
        columns=["cluster", "row", "lead_id", "survivor", "why"],
    )
    pd.testing.assert_frame_equal(found.clusters, expected, check_dtype=False)


def test_no_duplicates_are_an_empty_table():
    leads = people(full_name=["Lê An", "Vũ Bình"], company=["Hoa Sen", "Hoa Sen"])
    assert find_duplicates(leads).clusters.empty
    assert find_duplicates(leads.head(0)).clusters.empty


def test_a_name_and_a_firm_in_each_others_column_change_places():
    leads = people(
        full_name=["Phan Hải Hương", "Hộ kinh doanh Khu Vườn 39", "Hồ Công Phan"],
        company=["HKD Khu Vườn 39", "Hương Hải Phan", "Cửa hàng Khu Vườn 39"],
    )
    assert find_duplicates(leads).later.tolist() == [False, True, False]


def test_one_name_in_one_account_is_one_person():
    leads = people(
        full_name=["Lê An", "An Lê", "Lê An", "Vũ Bình"], account_id=["A1", "A1", "A2", "A1"]
    )
    found = find_duplicates(leads)
    assert found.later.tolist() == [False, True, False, False]
    assert found.evidence.dropna().unique().tolist() == ["name alike, same account"]


def profiles(**changes):
    """Two leads of one name and profile, one without a firm, a month apart."""
    columns = {
        "full_name": ["Lê Thu An", "Le Thu An"],
        "company": ["Hoa Sen 1", None],
        "segment": ["small", "small"],
        "role": ["owner", "owner"],
        "industry": ["retail", "retail"],
        "province": ["Hà Nội", None],
        "created_at": pd.to_datetime(["2025-01-01", "2025-02-01"], utc=True),
    }
    return people(**{**columns, **changes})


def test_one_name_and_profile_join_where_a_firm_is_blank():
    found = find_duplicates(profiles())
    assert found.later.tolist() == [False, True]
    assert found.evidence.tolist() == ["same name and profile, no company given"] * 2


@pytest.mark.parametrize(
    "changes",
    [
        {"company": ["Hoa Sen 1", "Gốm sứ 2"]},
        {"role": ["owner", "staff"]},
        {"role": ["owner", None]},
        {"full_name": ["Lê Thu An", "Lê Thu Anh"]},
        {"created_at": pd.to_datetime(["2025-01-01", "2025-06-01"], utc=True)},
    ],
)
def test_nothing_less_joins_where_a_firm_is_blank(changes):
    assert not find_duplicates(profiles(**changes)).later.any()


def test_a_name_too_common_is_parted_by_firm_and_reported_where_there_is_none():
    firms = [f"{'Gốm' if row % 2 else 'Sen'} {row // 2}" for row in range(60)]
    leads = people(full_name=["Lê An"] * 70, company=[*firms, *[None] * 9, "Sen 0"])
    found = find_duplicates(leads)
    assert found.later.sum() == 1
    assert found.later.iloc[-1]
    assert found.not_compared == 9


def test_every_two_leads_of_a_block_are_compared_once():
    codes = np.random.default_rng(2).integers(-1, 40, 600)
    found, too_large = _pairs(codes)
    left, right = np.triu_indices(len(codes), 1)
    same = (codes[left] == codes[right]) & (codes[left] >= 0)
    assert sorted(zip(*found, strict=True)) == [*zip(left[same], right[same], strict=True)]
    assert not too_large.any()
