"""Files that people write by hand, at random: read back the same, or refused in words."""

from __future__ import annotations

import os
import tomllib

import hypothesis.strategies as st
import pytest
import tomlkit
from hypothesis import HealthCheck, Phase, given, settings
from made_agreement import content as agreement_content
from made_trial import trial_plan
from pydantic import BaseModel

import leadkit as lk
from leadkit.agreement import Agreement
from leadkit.base.errors import BadInput
from leadkit.base.toml import parse_toml
from leadkit.book.settings import Settings
from leadkit.crm.taking.snapshots import Stamp
from leadkit.handoff.change.trial_plan import TrialPlan
from leadkit.model.models_in_use import InUse
from leadkit.quality import Standard

N = 300 if os.environ.get("LEADKIT_TORTURE") else 5
ODD = settings(
    max_examples=N,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    phases=[Phase.generate],
)
EXAMPLES = {
    Agreement: agreement_content(),
    Standard: tomllib.loads((lk.sample() / "standard.toml").read_text(encoding="utf-8")),
    Settings: tomllib.loads((lk.sample() / "book.toml").read_text(encoding="utf-8")),
    TrialPlan: trial_plan().model_dump(mode="json", exclude_none=True),
    InUse: {"format": 1, "model": "m", "since": "2026-06-30T00:00:00Z", "history": []},
    Stamp: {
        "as_of": "2026-06-30T00:00:00Z", "sha256": "0" * 64, "files": ["leads.csv"],
        "rows": {"leads": 3},
    },
}  # fmt: skip
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.one_of(
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    TEXTS,
    st.dates(),
    st.datetimes(timezones=st.none() | st.timezones()),
    st.sampled_from(["", " ", "2026Q3", "9999-12-31", "0001-01-01T00:00Z", "UTC", "VN", "1e999"]),
)
TREES = st.recursive(
    VALUES, lambda inside: st.lists(inside, max_size=3) | st.dictionaries(TEXTS, inside, max_size=3)
)


def faults(text: str, model: type[BaseModel]) -> str:
    """Return what is wrong with the text of a file; anything but words is an error."""
    try:
        parse_toml(text, model, "x.toml")
    except BadInput as error:
        return str(error)
    return "none"


@st.composite
def changed(draw, content):
    """Return content of the right shape, of which a few values are anything."""
    copy = tomlkit.parse(tomlkit.dumps(content)).unwrap()
    for _change in range(draw(st.integers(1, 3))):
        node = copy
        while True:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            inside = node[key]
            if isinstance(inside, (dict, list)) and inside and draw(st.integers(0, 5)):
                node = inside
                continue
            if draw(st.integers(0, 4)):
                node[key] = draw(TREES)
            else:
                del node[key]
            break
    return copy


@pytest.mark.parametrize("model", EXAMPLES, ids=lambda model: model.__name__)
@ODD
@given(data=st.data())
def test_what_is_nearly_right_is_read_or_refused_in_words(model: type[BaseModel], data):
    text = tomlkit.dumps(data.draw(changed(EXAMPLES[model])))
    assert faults(text, model).startswith(("x.toml", "none"))


@pytest.mark.parametrize("model", EXAMPLES, ids=lambda model: model.__name__)
@ODD
@given(data=st.data())
def test_text_with_a_few_letters_changed_is_read_or_refused_in_words(model: type[BaseModel], data):
    text = tomlkit.dumps(EXAMPLES[model])
    for _change in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text)))
        text = text[:place] + data.draw(TEXTS) + text[place + data.draw(st.integers(0, 9)) :]
    assert faults(text, model).startswith(("x.toml", "none"))
