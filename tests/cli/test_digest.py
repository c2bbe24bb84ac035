import json

import pytest
from click.testing import CliRunner

import leadkit as lk
from leadkit.cli.digest import FILES, command


@pytest.fixture(scope="module")
def run():
    def done(*words):
        result = CliRunner().invoke(command, [str(lk.sample("small")), *map(str, words)])
        assert result.exit_code == 0, result.output
        return result.output

    return done


def test_a_digest_leaves_a_page_a_mail_a_chat_and_a_file_for_machines(run, tmp_path):
    said = run("--to", "sales", "--ending", "2026-09-27", "-o", tmp_path / "d")
    assert all((tmp_path / "d" / name).stat().st_size for name in FILES)
    assert all(name in said for name in FILES)
    found = json.loads((tmp_path / "d" / "digest.json").read_text())
    for one in found["exceptions"]:
        assert {"what", "n", "text", "todo", "who", "due", "leads"} == set(one)
        assert one["todo"] in (tmp_path / "d" / "digest.html").read_text()
    assert "## " in (tmp_path / "d" / "digest.md").read_text()
    assert max(map(len, (tmp_path / "d" / "digest.txt").read_text().splitlines())) <= 78


def test_contact_data_are_named_in_no_file_unless_asked_for(run, tmp_path):
    leads = lk.read_book(lk.sample("small")).leads
    phones = set(leads["phone"].dropna().astype(str))
    words = ("--to", "sales", "--ending", "2026-09-27", "-o")
    run(*words, tmp_path / "closed")
    said = run(*words, tmp_path / "open", "--with-contacts")
    closed, opened = (
        {name: (tmp_path / folder / name).read_text() for name in FILES}
        for folder in ("closed", "open")
    )
    assert not [name for name, text in closed.items() if any(one in text for one in phones)]
    named = {name for name, text in opened.items() if any(one in text for one in phones)}
    assert named == {"digest.html", "digest.md", "digest.txt"}
    assert not any(one in said for one in phones)
    assert all("INTERNAL" in opened[name] for name in named)


def test_a_week_with_nothing_in_it_says_so(run, tmp_path):
    said = run("--to", "marketing", "--ending", "2024-01-07", "-o", tmp_path / "d")
    assert "Nothing was handed off, decided or said" in said
    assert "Nothing was handed off" in (tmp_path / "d" / "digest.txt").read_text()
