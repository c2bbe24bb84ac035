"""JupyterLab's own words: Vietnamese for a Vietnamese reader, where they are installed."""

import json

from leadkit.cli.lab import SETTINGS, SETTINGS_IN_VIETNAMESE, WORDS_IN_VIETNAMESE, settings_for


def test_words_are_vietnamese_where_they_are_installed_and_for_that_reader_alone(
    monkeypatch, tmp_path
):
    (tmp_path / WORDS_IN_VIETNAMESE).mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    assert settings_for("vi") == SETTINGS_IN_VIETNAMESE
    assert settings_for("en") == SETTINGS


def test_nothing_but_the_words_differs():
    plain, vietnamese = (
        json.loads((folder / "overrides.json").read_text(encoding="utf-8"))
        for folder in (SETTINGS, SETTINGS_IN_VIETNAMESE)
    )
    assert vietnamese.pop("@jupyterlab/translation-extension:plugin") == {"locale": "vi_VN"}
    assert vietnamese == plain
