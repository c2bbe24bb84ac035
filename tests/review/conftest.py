import pytest
from made_book import make_book


@pytest.fixture(scope="session")
def book():
    """Worse leads and slower calls in the last quarter, with leads that sales found itself."""
    return make_book(n=600, last=700, bad=0.5, slow=3.0, own=80, seed=3)
