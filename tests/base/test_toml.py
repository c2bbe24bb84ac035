from __future__ import annotations

import pytest
from pydantic import BaseModel, ConfigDict

from leadkit.base.errors import BadInput
from leadkit.base.toml import read_toml


class Owner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    role: str
    days: int = 1


class Terms(BaseModel):
    model_config = ConfigDict(extra="forbid")
    owners: tuple[Owner, ...]


def test_every_fault_is_named_with_its_line(tmp_path):
    path = tmp_path / "terms.toml"
    path.write_text('# terms\n[[owners]]\nrole = "sales"\n\n[[owners]]\nrole = 3\ndays = "x"\n')
    with pytest.raises(BadInput) as error:
        read_toml(path, Terms)
    assert f"{path}:6: owners.1.role" in error.value.problem
    assert f"{path}:7: owners.1.days" in error.value.problem


@pytest.mark.parametrize("text", ["a = ", "\x00", "[a\n"])
def test_what_is_no_toml_is_refused(tmp_path, text):
    path = tmp_path / "terms.toml"
    path.write_text(text)
    with pytest.raises(BadInput, match="not a TOML file"):
        read_toml(path, Terms)


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(BadInput, match="does not exist"):
        read_toml(tmp_path / "none.toml", Terms)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[owners]]\nrolle = "sales"', "terms.toml:2: owners.0.rolle: nothing of this name "
         "belongs here; did you mean role?"),
        ('[[owners]]\nrole = "sales"\nuntil = 1', "owners.0.until: nothing of this name belongs "
         "here; write one of role, days"),
        ('owner = 1', "owner: nothing of this name belongs here; did you mean owners?"),
    ],
)  # fmt: skip
def test_a_wrong_key_is_answered_with_the_nearest_of_its_part(tmp_path, text, said):
    path = tmp_path / "terms.toml"
    path.write_text(text)
    with pytest.raises(BadInput) as error:
        read_toml(path, Terms)
    assert said in error.value.problem
