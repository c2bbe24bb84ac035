"""Analysis and training kit on the sales/marketing lead handoff."""

from __future__ import annotations

TYPE_CHECKING = False  # as typing's, which takes longer to import than all of this file
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from leadkit.agreement import Agreement as Agreement
    from leadkit.apps.clinic import clinic as clinic
    from leadkit.apps.market import market_lab as market_lab
    from leadkit.base.economics import Economics as Economics
    from leadkit.base.estimate import Estimate as Estimate
    from leadkit.base.notebook import setup as setup
    from leadkit.base.notebook import tell as tell
    from leadkit.book import Book as Book
    from leadkit.book import read_book as read_book
    from leadkit.book import read_sql as read_sql
    from leadkit.book import write_sql as write_sql
    from leadkit.crm import ImportMap as ImportMap
    from leadkit.crm import draft_map as draft_map
    from leadkit.crm import forget as forget
    from leadkit.crm import read_export as read_export
    from leadkit.crm import read_mapped as read_mapped
    from leadkit.crm import take_in as take_in
    from leadkit.crm import to_crm as to_crm
    from leadkit.dialogue import Span as Span
    from leadkit.dialogue import coverage as coverage
    from leadkit.dialogue import dossier as dossier
    from leadkit.dialogue import sales_feedback as sales_feedback
    from leadkit.handoff import Grounds as Grounds
    from leadkit.handoff import Policy as Policy
    from leadkit.handoff import exploration_plan as exploration_plan
    from leadkit.handoff import frame_scorer as frame_scorer
    from leadkit.handoff import handoff_curve as handoff_curve
    from leadkit.handoff import line_change as line_change
    from leadkit.handoff import logged_decisions as logged_decisions
    from leadkit.handoff import off_policy as off_policy
    from leadkit.handoff import unseen_leads as unseen_leads
    from leadkit.journey import funnel as funnel
    from leadkit.journey import turns as turns
    from leadkit.market import simulate as simulate
    from leadkit.model import LeadQualityClassifier as LeadQualityClassifier
    from leadkit.model import PointsCard as PointsCard
    from leadkit.model import evaluate as evaluate
    from leadkit.model import load_model as load_model
    from leadkit.model import rates as rates
    from leadkit.model import save_model as save_model
    from leadkit.model import score_stream as score_stream
    from leadkit.model import training_set as training_set
    from leadkit.quality import Standard as Standard
    from leadkit.quality import graders_agree as graders_agree
    from leadkit.quality import screen as screen
    from leadkit.quality import suggest_rules as suggest_rules
    from leadkit.review import back_test as back_test
    from leadkit.review import leads_owed as leads_owed
    from leadkit.review import quarterly_review as quarterly_review
    from leadkit.review import speed_to_lead as speed_to_lead
    from leadkit.review.audit.audit import audit as audit
    from leadkit.review.digest.digest import digest as digest
    from leadkit.review.scorecard.scorecard import scorecard as scorecard
    from leadkit.review.shortfall.shortfall import shortfall as shortfall

__version__ = "0.1.0"

_ROOMS = {
    "setup": "base.notebook",
    "tell": "base.notebook",
    "Economics": "base.economics",
    "Estimate": "base.estimate",
    "Book": "book",
    "read_book": "book",
    "read_export": "crm",
    "read_sql": "book",
    "write_sql": "book",
    "draft_map": "crm",
    "ImportMap": "crm",
    "read_mapped": "crm",
    "take_in": "crm",
    "to_crm": "crm",
    "forget": "crm",
    "turns": "journey",
    "funnel": "journey",
    "simulate": "market",
    "Standard": "quality",
    "screen": "quality",
    "suggest_rules": "quality",
    "graders_agree": "quality",
    "training_set": "model",
    "LeadQualityClassifier": "model",
    "PointsCard": "model",
    "evaluate": "model",
    "rates": "model",
    "save_model": "model",
    "load_model": "model",
    "score_stream": "model",
    "handoff_curve": "handoff",
    "Grounds": "handoff",
    "Policy": "handoff",
    "frame_scorer": "handoff",
    "logged_decisions": "handoff",
    "off_policy": "handoff",
    "exploration_plan": "handoff",
    "unseen_leads": "handoff",
    "line_change": "handoff",
    "Agreement": "agreement",
    "Span": "dialogue",
    "dossier": "dialogue",
    "sales_feedback": "dialogue",
    "coverage": "dialogue",
    "leads_owed": "review",
    "digest": "review",
    "audit": "review",
    "speed_to_lead": "review",
    "scorecard": "review",
    "back_test": "review",
    "quarterly_review": "review",
    "shortfall": "review",
    "clinic": "apps.clinic",
    "market_lab": "apps.market",
}
_SAMPLES = ("book", "small", "exports")
__all__ = [*_ROOMS, "sample", "notebooks"]


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module 'leadkit' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"leadkit.{_ROOMS[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_ROOMS])


def sample(name: str = "book") -> Path:
    """Return the folder of a bundled lead book, or of the bundled exports.

    Parameters
    ----------
    name : str
        "book" for the large one, "small" for that of a small firm, "exports" for the youngest
        leads of the large one as three CRMs export them.

    Raises
    ------
    BadInput
        If there is no sample of that name.

    Examples
    --------
    >>> import leadkit as lk
    >>> (lk.sample() / "book.toml").exists(), (lk.sample("small") / "book.toml").exists()
    (True, True)
    """
    if name not in _SAMPLES:
        from leadkit.base.errors import BadInput
        from leadkit.base.language import _

        raise BadInput(
            _("there is no sample {name!r}").format(name=name),
            fix=_("Samples are {names}.").format(names=", ".join(_SAMPLES)),
        )
    return _bundled(f"samples/{name}", f"data/samples/{name}")


def notebooks() -> Path:
    """Return the folder of the notebooks that come with the package, one folder a language in it.

    Examples
    --------
    >>> import leadkit as lk
    >>> (lk.notebooks() / "vi" / "00_start_here.ipynb").exists()
    True
    """
    return _bundled("notebooks", "notebooks")


def _bundled(installed: str, in_checkout: str) -> Path:
    from pathlib import Path

    package = Path(__file__).parent
    return package / installed if (package / installed).exists() else package.parent / in_checkout
