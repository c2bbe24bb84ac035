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
    assert severity["EMAIL_INVALID"] == severity["PHONE_INVALID"] == "info"
    assert standard.valid_from == date(2024, 10, 1)
    assert all(rule.reason in REASONS for rule in standard.rules)
    assert all(rule.message_vi for rule in standard.rules)


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
    path.write_text(TEXT.replace('version = "1.0"', 'version = "1.1"'), encoding="utf-8")
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
    assert "rules.6.wrds: nothing of this name" in message
    assert "rules.6.words" in message


def test_an_unknown_country_is_refused(broken):
    assert "no such country: 'XX'" in broken('region = "VN"', 'region = "XX"')


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(BadInput, match="does not exist"):
        Standard.load(tmp_path / "none.toml")
