"""The words of the trade: each term with one sentence that says what it means."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

import pandas as pd

from leadkit.base.language import LANGUAGES, _, current


@dataclass(frozen=True, repr=False)
class Glossary:
    """Terms in the reader's language.

    Attributes
    ----------
    table : DataFrame
        term, meaning, and the term in the other language.
    """

    table: pd.DataFrame

    def __repr__(self) -> str:
        return "\n".join(f"{row.term}: {row.meaning}" for row in self.table.itertuples())

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        there = _("in Vietnamese") if current() == "en" else _("in English")
        return inline(
            caption=_("The words of the trade"),
            columns=[_("term"), _("meaning"), there],
            rows=list(self.table.itertuples(index=False, name=None)),
            note="",
        )


def glossary() -> Glossary:
    """Return the terms that leadkit uses, in the reader's language, in the order of the road.

    Examples
    --------
    >>> from leadkit.learn import glossary
    >>> glossary().table.loc[0].to_list()[:2]
    ['lead', 'A person or firm who may buy and whose data we hold.']
    """
    mine = current()
    (other,) = set(LANGUAGES) - {mine}
    with (files("leadkit.learn") / "glossary.csv").open(encoding="utf-8") as stream:
        terms = pd.read_csv(stream, keep_default_na=False)
    shown = {"term": terms[mine], "meaning": terms[f"plain_{mine}"], "elsewhere": terms[other]}
    return Glossary(pd.DataFrame(shown))
