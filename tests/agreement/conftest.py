from __future__ import annotations

from datetime import UTC, datetime

import pytest
from made_agreement import make_agreement

from leadkit.agreement import sign, write_agreement


@pytest.fixture
def path(tmp_path):
    """The made agreement as a file, unsigned."""
    write_agreement(make_agreement(), tmp_path / "agreement.toml")
    return tmp_path / "agreement.toml"


@pytest.fixture
def signed(path):
    """The same file, signed by both."""
    sign(path, side="marketing", name="Trần Thị Hoa", at=datetime(2026, 6, 25, 2, 5, tzinfo=UTC))
    sign(path, side="sales", name="Lê Văn An", at=datetime(2026, 6, 26, 2, 5, tzinfo=UTC))
    return path
