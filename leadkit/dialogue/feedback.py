"""What sales tells marketing: reasons for not buying, needs, product ratings, grades."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt

import pandas as pd

from leadkit.base.estimate import MINIMUM_N, Estimate, rate
from leadkit.book import Book
from leadkit.dialogue.reasons import DATA, NO_REASON
from leadkit.dialogue.span import Span, by_name, known_by
from leadkit.journey import turns

GRADES = ("A", "B", "C", "D")


@dataclass(frozen=True, kw_only=True, repr=False)
class Heard:
    """What sales heard in a day or a week, about leads that marketing handed off.

    Attributes
    ----------
    span : Span
        The days.
    accepted : Estimate
        Leads accepted, of those accepted or returned in the span.
    table : DataFrame
        By reason, the most frequent first: returned, lost (counts), share (Estimate, of all that
        were returned or lost).
    sources : DataFrame
        By source: decided (accepted or returned), returned, for_data (returned because the data
        were wrong, repeated or without consent).
    grades : dict of str to int
        Leads that sales graded A to D.
    needs : DataFrame
        By need, the most frequent first: n, rating (Estimate: mean of 1 to 5).
    rating : Estimate
        Mean product rating, 1 to 5.
    said : int
        Rows of feedback in the span.
    told : Estimate
        Leads called in the span before that sales has said something about since.
    """

    span: Span
    accepted: Estimate
    table: pd.DataFrame
    sources: pd.DataFrame
    grades: dict[str, int]
    needs: pd.DataFrame
    rating: Estimate
    said: int
    told: Estimate

    @property
    def other(self) -> Estimate:
        """Returned or lost leads whose reason is "other", which nobody can act on."""
        return self._share("OTHER")

    def _share(self, reason: str) -> Estimate:
        counts = self.table[["returned", "lost"]].sum(axis=1)
        return rate(int(counts.get(reason, 0)), int(counts.sum()))


def heard(book: Book, span: Span) -> Heard:
    """Gather what sales heard in a span.

    Parameters
    ----------
    book : Book
        Its leads and, where there is one, its table of feedback.
    span : Span
        The days; what came later is not looked at.

    Returns
    -------
    Heard

    Examples
    --------
    >>> from datetime import date
    >>> import leadkit as lk
    >>> book = lk.read_book(lk.sample())
    >>> week = heard(book, Span("week", date(2026, 6, 28), book.settings.timezone))
    >>> set(week.grades) == set("ABCD")
    True
    """
    table = turns(book, span.last)
    handed = table[~table["self_generated"] & table["handed_off_at"].notna()]
    said = known_by(book, "feedback", span.end)
    now = said[span.covers(said["at"])] if len(said) else said
    returned = handed[span.covers(handed["rejected_at"])]
    accepted = handed[span.covers(handed["accepted_at"])]
    return Heard(
        span=span,
        accepted=_accepted(book, len(accepted), len(returned)),
        table=_reasons(book, handed, returned, span),
        sources=_sources(accepted, returned),
        grades={grade: int((now["lead_grade"] == grade).sum()) for grade in GRADES},
        needs=_needs(now),
        rating=mean_rating(now["product_rating"]),
        said=len(now),
        told=_told(handed, said, span),
    )


def _accepted(book: Book, accepted: int, returned: int) -> Estimate:
    """Estimate the acceptance rate; without both columns nobody knows what was decided."""
    is_known = {"accepted_at", "rejected_at"} <= set(book.leads.columns)
    return rate(accepted, accepted + returned) if is_known else rate(0, 0)


def _reasons(book: Book, handed: pd.DataFrame, returned: pd.DataFrame, span: Span) -> pd.DataFrame:
    is_lost = span.covers(handed["closed_at"]) & (handed["outcome"] == "lost")
    lost = handed[is_lost & handed["rejected_at"].isna()]
    written = book.leads.reindex(columns=["lost_reason"])["lost_reason"].reindex(lost.index)
    counts = pd.DataFrame(
        {"returned": _counts(returned["rejection_reason"]), "lost": _counts(written)}
    )
    counts = counts.fillna(0).astype(int)
    total = counts.sum(axis=1)
    shares = [rate(int(n), int(total.sum())) for n in total]
    counts["share"] = pd.Series(shares, index=counts.index, dtype=object)
    order = total.sort_index().sort_values(ascending=False, kind="stable").index
    return counts.loc[order].rename_axis("reason")


def _counts(reasons: pd.Series[str]) -> pd.Series[int]:
    return reasons.astype(object).where(reasons.notna(), NO_REASON).value_counts()


def _sources(accepted: pd.DataFrame, returned: pd.DataFrame) -> pd.DataFrame:
    for_data = returned[returned["rejection_reason"].isin(DATA)]
    counts = {
        "accepted": by_name(accepted["source"]),
        "returned": by_name(returned["source"]),
        "for_data": by_name(for_data["source"]),
    }
    table = pd.DataFrame(counts).fillna(0).astype(int).rename_axis("source")
    table.insert(0, "decided", table.pop("accepted") + table["returned"])
    return table.sort_index().sort_values("returned", ascending=False, kind="stable")


def _needs(said: pd.DataFrame) -> pd.DataFrame:
    ratings = said.groupby("need")["product_rating"]
    counts = said["need"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    means = [mean_rating(ratings.get_group(need)) for need in counts.index]
    return pd.DataFrame({"n": counts.astype(int), "rating": means}).rename_axis("need")


def mean_rating(ratings: pd.Series[float]) -> Estimate:
    """Estimate a mean rating with Student's interval (Student, 1908); below n = 20 it refuses.

    Examples
    --------
    >>> found = mean_rating(pd.Series([4.0] * 15 + [5.0] * 15))
    >>> found.value, round(found.low, 2), round(found.high, 2)
    (4.5, 4.31, 4.69)
    """
    from scipy.stats import t

    known = ratings.dropna().astype(float)
    n = len(known)
    value = float(known.mean()) if n else nan
    half = float(t.ppf(0.975, n - 1) * known.std() / sqrt(n)) if n > 1 else nan
    return Estimate(
        value=value,
        low=max(value - half, 1.0),
        high=min(value + half, 5.0),
        n=n,
        method="mean, Student's t interval, within 1 to 5",
        minimum_n=MINIMUM_N,
    )


def _told(handed: pd.DataFrame, said: pd.DataFrame, span: Span) -> Estimate:
    called = handed[span.earlier().covers(handed["first_response_at"])]
    return rate(int(called["lead_id"].isin(set(said["lead_id"])).sum()), len(called))
