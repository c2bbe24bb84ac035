"""An agreement that the first version of leadkit wrote and signed still holds."""

from __future__ import annotations

from pathlib import Path

from made_agreement import make_agreement

from leadkit.agreement import Agreement

OLD = Path(__file__).with_name("signed_by_the_first_version.toml")


def test_what_was_signed_with_the_first_version_is_still_signed():
    found = Agreement.load(OLD)
    assert found.is_signed
    assert {one.sha256 for one in found.signatures} == {found.sha256}
    assert found == make_agreement(signatures=found.signatures)


def test_the_same_text_still_has_the_fingerprint_of_the_first_version():
    fingerprint = "9601f149bb0c377e583c2d96bc2f20aac6f389307e5c27d29425fd2ccbe2e78a"
    assert make_agreement().sha256 == Agreement.load(OLD).sha256 == fingerprint
