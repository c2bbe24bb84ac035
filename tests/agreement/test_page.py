from __future__ import annotations

import re

from made_agreement import content, make_agreement, promises

from leadkit.agreement import Agreement, agreement_page


def test_the_page_says_every_promise_duty_reason_and_the_fingerprint():
    agreement = make_agreement()
    html = agreement_page(agreement).html()
    assert all(promise.sentence in html for promise in agreement.promises)
    assert all(duty.task in html for duty in agreement.duties)
    assert all(rejection.words in html for rejection in agreement.rejections)
    assert agreement.sha256 in html
    assert "NO_NEED after 90 days (Head of marketing)" in html


def test_each_side_wears_its_mark_above_what_it_promises():
    html = agreement_page(make_agreement()).html()
    marketing, sales = html.index('class="team marketing"'), html.index('class="team sales"')
    assert marketing < html.index(">M1<") < sales < html.index(">S1<")


def test_text_from_the_file_is_escaped():
    attack = "<script>alert(1)</script>{0}"
    changed = content()
    changed["title"] = changed["bonus"]["paid"] = changed["change"]["how"] = attack
    changed["parties"] = dict.fromkeys(changed["parties"], attack)
    changed["promises"] = [{**row, "owner": attack, "remedy": attack} for row in promises()]
    html = agreement_page(make_agreement(**changed)).html()
    assert "<script" not in html
    assert html.count("&lt;script") > 20


def test_a_draft_leaves_the_lines_to_sign_blank(path):
    page = agreement_page(Agreement.load(path))
    assert page.status[0] == "Draft."
    assert '<th scope="row">Head of sales</th><td></td><td></td><td></td>' in page.html()


def test_a_signed_page_shows_name_local_time_and_short_fingerprint(signed):
    agreement = Agreement.load(signed)
    page = agreement_page(agreement)
    assert page.status[0] == "Signed by both."
    row = ["Head of marketing", "Trần Thị Hoa", "2026-06-25 09:05 +07", agreement.sha256[:12]]
    cells = re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", page.html().split('class="sign"')[1])
    assert cells[4:8] == row


def test_one_signature_is_said_to_be_one(path, signed):
    text = signed.read_text(encoding="utf-8")
    signed.write_text(text[: text.rindex("[[signatures]]")], encoding="utf-8")
    page = agreement_page(Agreement.load(signed))
    assert page.status[0] == "Signed by marketing only."
    assert "Trần Thị Hoa" in page.html()
    assert "Lê Văn An" not in page.html()


def test_the_same_agreement_gives_the_same_page():
    assert agreement_page(make_agreement()).html() == agreement_page(make_agreement()).html()


def test_without_a_line_the_page_says_how_leads_are_handed_off():
    html = agreement_page(make_agreement(policy=None)).html()
    assert "No line in money has been drawn yet" in html
