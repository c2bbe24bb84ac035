from datetime import date
from importlib.resources import files

import pytest

from leadkit.base import language
from leadkit.base.errors import BadInput
from leadkit.book import REASONS
from leadkit.quality import Standard

TEXT = (files("leadkit") / "quality" / "standard.toml").read_text(encoding="utf-8")


@pytest.fixture
def broken(tmp_path):
    def load(old, new):
        assert old in TEXT
        path = tmp_path / "standard.toml"
        path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(BadInput) as caught:
            Standard.load(path)
        return str(caught.value).replace(str(path), "standard.toml")

    return load


def line_of(text):
    return TEXT[: TEXT.index(text)].count("\n") + 1


def test_the_default_says_which_rules_set_a_lead_aside():
    standard = Standard.default()
    severity = {rule.code: rule.severity for rule in standard.rules}
    assert severity["UNREACHABLE_BOTH"] == severity["NO_CONSENT"] == severity["DUPLICATE"] == "gate"
    assert severity["DO_NOT_CALL"] == "gate"
    assert severity["EMAIL_INVALID"] == severity["PHONE_INVALID"] == "score"
    assert severity["ROLE_ADDRESS"] == "info"
    assert standard.valid_from == date(2024, 10, 1)
    assert all(rule.reason in REASONS for rule in standard.rules)
    assert all(rule.message_vi and rule.remedy and rule.remedy_vi for rule in standard.rules)


def test_a_rule_speaks_the_readers_language():
    rule = Standard.default().rules[0]
    try:
        language.use("vi")
        assert rule.sentence == rule.message_vi
    finally:
        language.use("en")
    assert rule.sentence == rule.message


def test_the_fingerprint_follows_the_content_and_not_the_layout(tmp_path):
    path = tmp_path / "standard.toml"
    path.write_text(TEXT + "\n# a remark\n", encoding="utf-8")
    assert Standard.load(path).sha256 == Standard.default().sha256
    path.write_text(TEXT.replace('version = "1.1"', 'version = "1.2"'), encoding="utf-8")
    assert Standard.load(path).sha256 != Standard.default().sha256


def test_an_unknown_kind_is_named_with_its_line(broken):
    message = broken('kind = "consent"', 'kind = "konsent"')
    place = line_of('kind = "consent"')
    assert f"standard.toml:{place}: rules.4.kind" in message


def test_a_rule_without_its_parameter_is_named_with_its_place(broken):
    message = broken('columns = ["consent_at"]\n', "")
    place = line_of('code = "NO_CONSENT"')
    assert f"standard.toml:{place}: rules.4.columns" in message
    assert "needs columns: at least 1" in message


def test_a_parameter_that_a_kind_does_not_take_is_refused(broken):
    message = broken('kind = "reachable"', 'kind = "reachable"\ncolumns = ["fax"]')
    assert "takes no columns" in message


def test_repeated_codes_are_named(broken):
    assert "several: NO_CONSENT" in broken('code = "DUPLICATE"', 'code = "NO_CONSENT"')


def test_required_columns_must_be_listed(broken):
    old = 'required = ["full_name", "source", "created_at"]'
    assert "needs the list `required`" in broken(old, "")


def test_an_unknown_key_and_a_misplaced_word_list_are_both_named(broken):
    message = broken('words = ["test"', 'wrds = ["test"')
    assert "rules.7.wrds: nothing of this name" in message
    assert "rules.7.words" in message


def test_an_unknown_country_is_refused(broken):
    assert "no such country: 'XX'" in broken('region = "VN"', 'region = "XX"')


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(BadInput, match="does not exist"):
        Standard.load(tmp_path / "none.toml")


def test_a_standard_of_version_1_0_still_loads(tmp_path):
    rule = 'severity = "{}"\nowner = "sales"\nmessage = "M."\n'
    text = (
        'format = 1\nversion = "1.0"\nvalid_from = 2024-10-01\nrequired = ["source"]\n'
        '[approved_by]\nmarketing = "Hoa"\nsales = ""\n'
        '[[rules]]\ncode = "A"\nkind = "required"\n' + rule.format("gate")
        + '[[rules]]\ncode = "B"\nkind = "email"\n' + rule.format("info")
    )  # fmt: skip
    path = tmp_path / "standard.toml"
    path.write_text(text, encoding="utf-8")
    standard = Standard.load(path)
    assert standard.score is None
    assert [rule.dimension for rule in standard.rules] == ["completeness", "validity"]
    assert [rule.advice for rule in standard.rules] == ["", ""]


def test_a_dimension_may_be_said(tmp_path):
    path = tmp_path / "standard.toml"
    said = 'kind = "future"\ndimension = "validity"'
    path.write_text(TEXT.replace('kind = "future"', said), encoding="utf-8")
    standard = Standard.load(path)
    assert standard.rule("TIME_FUTURE").dimension == "validity"
    assert standard.rule("TIME_ORDER").dimension == "consistency"
    assert standard.rule("NO_SUCH_RULE") is None


def test_a_regular_expression_is_no_kind_and_words_are_taken_literally(broken):
    assert "rules.2.kind: write one of" in broken('kind = "phone"', 'kind = "regex"')


RANGE = 'kind = "range"\ncolumns = ["points"]\n'
FAULTS = {
    "a contradictory range": (
        'kind = "phone"', RANGE + "least = 9\nmost = 1", "most = 1",
        "rules.2.most: nothing lies between least = 9 and most = 1"),
    "a range without an end": (
        'kind = "phone"', RANGE, 'code = "PHONE_INVALID"', "rules.2.most: a rule of kind 'range'"),
    "an end that is no number": (
        'kind = "phone"', RANGE + "most = nan", "most = nan", "a finite number belongs here"),
    "an age without hours": ("ok = 24 ", "# ", 'code = "LATE"', "needs the number ok"),
    "an age turned round": ("most = 72", "most = 12", "most = 12", "more hours than ok: 12"),
    "hours below zero": ("ok = 24 ", "ok = -1 ", "ok = -1", "rules.8.ok"),
    "a value list that is missing": (
        'kind = "reachable"', 'kind = "one_of"\ncolumns = ["x"]', 'code = "UNREACHABLE_BOTH"',
        "rules.3.values: a rule of kind 'one_of' needs values: at least 1"),
    "a do-not-call rule that looks nowhere": (
        'columns = ["do_not_call"]\n', "", 'code = "DO_NOT_CALL"',
        "rules.5.listed: a rule of kind 'do_not_call' needs columns"),
    "a gate turned into a score": (
        'columns = ["consent_at"]\nseverity = "gate"',
        'columns = ["consent_at"]\nseverity = "score"',
        'severity = "score"\nowner = "marketing"\nreason = "NO_CONSENT"',
        "rules.4.severity: no score outweighs contactability"),
    "weights that do not add up": (
        "completeness = 0.25", "completeness = 0.5", "completeness = 0.5",
        "score.weights: the weights add up to 1.25"),
    "a weight below zero": (
        "consistency = 0.05", "consistency = -0.05", "consistency = -0.05",
        "score.weights.consistency: a number of at least 0"),
    "an unknown dimension": (
        "consistency = 0.05", "accuracy = 0.05", "", "score.weights.accuracy"),
    "a weight that nothing earns": (
        'kind = "age"', 'kind = "age"\ndimension = "consistency"', "at_least = 0.75",
        "no gate or score rule judges timeliness"),
    "a least that is no share": ("at_least = 0.75", "at_least = 75", "at_least = 75", "at most 1"),
    "an end before the beginning": (
        "# valid_until = 2026-12-31", "valid_until = 2020-01-01", "valid_until = 2020-01-01",
        "would end before it begins"),
    "an approval by nobody": (
        'sales = ""', 'sales = ""\nsales_on = 2026-01-01', "sales_on = 2026-01-01",
        "sales names nobody"),
    "a code that is taken": ('code = "LATE"', 'code = "SCORE_TOO_LOW"', 'code = "SCORE_TOO_LOW"',
                             "choose another"),
    "a segment without columns": (
        "[approved_by]", "[required_in]\nlarge = []\n[approved_by]", "large = []",
        "required_in.large: at least one entry"),
    "a change without a day": ("day = 2024-10-01\n", "", "what = ", "changelog.0.day"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_its_line(tmp_path, fault):
    old, new, at, words = FAULTS[fault]
    assert TEXT.count(old) >= 1
    text = TEXT.replace(old, new, 1)
    path = tmp_path / "standard.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        Standard.load(path)
    told = [line for line in str(caught.value).splitlines() if words in line]
    assert told, str(caught.value)
    if at:
        line = text[: text.index(at)].count("\n") + 1
        assert told[0].startswith(f"{path}:{line}: "), told[0]


def test_a_score_rule_without_a_weight_is_refused(tmp_path):
    start, end = TEXT.index("[score]"), TEXT.index("# The rules. severity")
    path = tmp_path / "standard.toml"
    path.write_text(TEXT[:start] + TEXT[end:], encoding="utf-8")
    with pytest.raises(BadInput, match=r"EMAIL_INVALID, .*LATE.* no weight"):
        Standard.load(path)


def test_segments_need_a_rule_that_judges_them(tmp_path):
    path = tmp_path / "standard.toml"
    text = TEXT.replace('kind = "required"', 'kind = "reachable"')
    text = text.replace("[approved_by]", '[required_in]\nlarge = ["company"]\n[approved_by]')
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match="required_in needs a rule"):
        Standard.load(path)


def test_a_faulty_rule_is_told_once_and_not_as_a_list_without_rules(tmp_path):
    text = """
version = "1"
valid_from = 2026-01-01
[[rules]]
code = "R"
kind = "range"
columns = ["points"]
least = 9
most = 2
severity = "info"
owner = "sales"
message = "m"
"""
    (tmp_path / "standard.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as error:
        Standard.load(tmp_path / "standard.toml")
    assert error.value.problem.splitlines() == [
        f"{tmp_path / 'standard.toml'}:9: rules.0.most: nothing lies between least = 9 and most = 2"
    ]
