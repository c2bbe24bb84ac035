from __future__ import annotations

import re

from made_agreement import content, make_agreement, promises

from leadkit.agreement import Agreement, agreement_page
from leadkit.base.language import NO_BREAK


def test_the_page_says_every_promise_duty_reason_and_the_fingerprint():
    agreement = make_agreement()
    html = agreement_page(agreement).html()
    plain = re.sub(r"</?b[^>]*>", "", html)
    assert all(promise.sentence in plain for promise in agreement.promises)
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
    body = page.html().split('class="sign"')[1].split("<tbody>")[1]
    cells = re.findall(r">([^<>]*)<", body.replace("\n", ""))
    assert [cell for cell in cells if cell][:4] == row


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


def test_a_void_signature_is_struck_out_above_a_line_to_sign_again(signed):
    text = signed.read_text(encoding="utf-8").replace("target = 0.7", "target = 0.5", 1)
    signed.write_text(text, encoding="utf-8")
    page = agreement_page(Agreement.load(signed))
    assert page.status[0] == "Changed after it was signed."
    assert "Trần Thị Hoa (Head of marketing) of 2026-06-25 is void" in page.status[1]
    html = page.html()
    assert "<s>Trần Thị Hoa</s>" in html
    assert '<th scope="row">Head of marketing</th><td></td><td></td><td></td>' in html
    assert [line.is_void for line in page.signings] == [True, False, True, False]


def test_side_by_side_tells_every_clause_twice_and_what_people_wrote_once():
    agreement = make_agreement()
    html = agreement_page(agreement, ("en", "vi")).html()
    assert '<td lang="en"><b class="mark">M5</b>' in html
    assert '<td lang="vi"><b class="mark">M5</b>' in html
    assert html.count(agreement.definitions.mql) == 1
    assert html.count("It is sent the next morning, with the reason.") == 2
    english, vietnamese = agreement_page(agreement, ("en", "vi")).told
    for one, other in zip(english.articles, vietnamese.articles, strict=True):
        assert len(one.clauses) == len(other.clauses)
        assert (one.grid is None) == (other.grid is None)
    assert agreement_page(agreement).told[0].language == "en"


def test_what_is_agreed_on_besides_stands_on_the_paper():
    policy = {
        **content()["policy"],
        "tiers": [{"name": "A", "from": 0.2}, {"name": "B", "from": 0.09}],
        "capacity": {"amount": 120, "unit": "hours", "per": "week", "hours_per_lead": 2.5},
    }
    hours = {**content()["hours"], "calling": ["08:00", "17:00"]}
    bonus = {**content()["bonus"], "marketing_pay": 20_000_000, "true_up_days": 90, "audited": 0.1}
    html = agreement_page(make_agreement(policy=policy, hours=hours, bonus=bonus)).html()
    plain = re.sub(r"</?b[^>]*>", "", html).replace(NO_BREAK, " ")
    for words in (
        "Leads with a chance of 20 % or more are in tier A.",
        "Below that, leads with a chance of 9 % or more are in tier B.",
        "Public holidays of Vietnam are kept.",
        "Sales has 120 hours a week for these leads, 2.5 for each: 48 leads a week.",
        "Customers are called between 08:00 and 17:00 only",
        "At full score marketing is paid 20,000,000 VND.",
        "settled 90 days after the period",
        "the record of 10 % of the leads",
        "Monday to Friday, 08:00–12:00, 13:00–17:00",
    ):
        assert words in plain
