"""An agreement that people keep in git: a rewrite changes the lines that changed, and no other."""

from __future__ import annotations

import difflib
from datetime import UTC, datetime

import pytest
from made_agreement import MARKETING, content, duties, make_agreement, promise, promises

from leadkit.agreement import Agreement, sign, write_agreement
from leadkit.agreement.blocks import joined, split

NOON = datetime(2026, 6, 25, 12, tzinfo=UTC)


@pytest.fixture
def edited(path):
    """The made agreement as people have edited it: remarks, an order and a layout of their own."""
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ("target = 120", "target = 120   # the board asked for it"),
        ('[[promises]]\nid = "M3"', '# Hoa insists on this one\n[[promises]]\nid = "M3"'),
        ("cost = 1000000", "cost = 1_000_000"),
        ("[period]", "[period] # a quarter"),
        ("format = 1", "# our agreement\n\nformat = 1"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    start, end = text.index("# How this text is changed"), len(text)
    text = text[start:end].rstrip() + "\n\n" + text[:start]
    head = text.index("# our agreement")
    text = (
        text[head : text.index("# Who agrees")] + text[:head] + text[text.index("# Who agrees") :]
    )
    path.write_text(text, encoding="utf-8")
    assert Agreement.load(path) == make_agreement()
    return path


def changed_lines(before, path):
    lines = difflib.unified_diff(
        before.splitlines(), path.read_text(encoding="utf-8").splitlines(), n=0, lineterm=""
    )
    return [line for line in lines if line[:2] not in ("--", "++", "@@")]


def test_writing_the_same_again_changes_nothing(edited):
    before = edited.read_bytes()
    write_agreement(make_agreement(), edited)
    assert edited.read_bytes() == before


def test_one_target_that_changes_is_one_line_that_changes(edited):
    before = edited.read_text(encoding="utf-8")
    rows = [{**row, "target": 150} if row["id"] == "M1" else row for row in promises()]
    write_agreement(make_agreement(promises=rows), edited)
    assert changed_lines(before, edited) == [
        "-target = 120   # the board asked for it",
        "+target = 150   # the board asked for it",
    ]


def test_a_clause_that_goes_takes_its_own_comment_and_no_other(edited):
    before = edited.read_text(encoding="utf-8")
    made = make_agreement(duties=duties()[1:], promises=[p for p in promises() if p["id"] != "M3"])
    write_agreement(made, edited)
    assert Agreement.load(edited) == made
    text = edited.read_text(encoding="utf-8")
    assert "Hoa insists" not in text
    assert "# Who does a task" in text
    assert not [line for line in changed_lines(before, edited) if line.startswith("+")]


def test_new_parts_stand_where_a_fresh_text_has_them(edited):
    policy = {**content()["policy"], "capacity": {"amount": 40, "unit": "leads", "per": "week"}}
    new = promise("S6", "weekly_report", 0.9, "It is sent the next day.")
    made = make_agreement(policy=policy, promises=[*promises(), new])
    write_agreement(made, edited)
    assert Agreement.load(edited) == made
    text = edited.read_text(encoding="utf-8")
    assert text.index("[policy]") < text.index("[policy.capacity]") < text.index("[hours]")
    assert text.index('id = "S5"') < text.index('id = "S6"') < text.index("[[duties]]")


def test_clauses_follow_the_new_order_and_keep_their_comments(edited):
    made = make_agreement(promises=promises()[::-1])
    write_agreement(made, edited)
    assert Agreement.load(edited) == made
    text = edited.read_text(encoding="utf-8")
    assert '# Hoa insists on this one\n[[promises]]\nid = "M3"' in text
    assert text.index("# What each side owes") < text.index('id = "S5"') < text.index('id = "M1"')


def test_a_remark_stands_above_its_part_and_gives_way_to_the_next(path):
    plain = path.read_bytes()
    write_agreement(
        make_agreement(), path,
        {("policy",): "draft: from the policy", ("promises", 7): "draft:\nproposed by nobody",
         ("bonus", "kpis", 1): "draft: ours"},
    )  # fmt: skip
    text = path.read_text(encoding="utf-8")
    assert "#? draft: from the policy\n[policy]" in text
    assert '#? draft: proposed by nobody\n[[promises]]\nid = "S3"' in text
    assert '#? draft: ours\n[[bonus.kpis]]\nside = "marketing"' in text
    write_agreement(make_agreement(), path)
    assert path.read_bytes() == plain


def test_a_file_that_cannot_be_kept_is_written_anew(path):
    fresh = path.read_bytes()
    for text in ("not toml", "\x00"):
        path.write_text(text)
        write_agreement(make_agreement(), path)
        assert path.read_bytes() == fresh


def test_what_is_cut_in_blocks_is_the_same_text_again(path):
    tricky = 'a = """\n[x]\n# no\n"""\n# above\n[t] # here\nb = [\n  [1],\n]\n[[t.l]]\nc = 1\n'
    for text in (tricky, path.read_text(encoding="utf-8"), "", "# only\n"):
        assert joined(split(text)) == text
    assert [block.path for block in split(tricky)] == [(), ("t",), ("t", "l")]
    assert split(tricky)[1].lead == "# above\n"


def test_a_side_that_signs_again_replaces_its_void_signature_alone(signed):
    text = signed.read_text(encoding="utf-8").replace("target = 0.7\n", "target = 0.75\n")
    text = text.replace("\n[[signatures]]", "\n# who signed\n[[signatures]]", 1)
    signed.write_text("\N{ZERO WIDTH NO-BREAK SPACE}" + text, encoding="utf-8")
    again = sign(signed, side="marketing", name="Trần Thị Hoa", at=NOON)
    assert [one.name for one in again.void] == ["Lê Văn An"]
    assert again.signature("marketing").at == NOON
    assert again.signature("marketing").role == MARKETING
    after = signed.read_text(encoding="utf-8")
    assert after.count("[[signatures]]") == 2
    assert after.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")
    assert '# who signed\n[[signatures]]\nside = "sales"' in after
    assert sign(signed, side="sales", name="Lê Văn An", at=NOON).is_signed


def test_the_second_signature_takes_away_that_it_is_a_draft_and_no_comment(path):
    write_agreement(make_agreement(), path, {("promises", 0): "draft", ("period",): "draft"})
    sign(path, side="marketing", name="Trần Thị Hoa", at=NOON)
    text = path.read_text(encoding="utf-8")
    assert text.count("#? draft") == 2
    assert sign(path, side="sales", name="Lê Văn An", at=NOON).is_signed
    after = path.read_text(encoding="utf-8")
    assert after.startswith(text.replace("#? draft\n", ""))
