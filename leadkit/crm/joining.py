"""Rows of several files brought to the lead they speak of: by its id, or by its contact data."""

from __future__ import annotations

from functools import partial

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _, ngettext, number
from leadkit.book.reading import SET_ASIDE, no_rows
from leadkit.book.tables import LEADS, Known
from leadkit.crm.applying import TIMES, Applied
from leadkit.crm.mapping import ImportMap
from leadkit.crm.recognise import folded
from leadkit.quality import emails, phones
from leadkit.quality.telephones import region_of

EARLY = (Known.CREATION, Known.HANDOFF, Known.CONTACT, Known.IDENTIFIER)


def add_details(
    leads: pd.DataFrame, source: Applied, other: Applied, map: ImportMap
) -> tuple[pd.DataFrame, list[str], pd.DataFrame]:
    """Add the columns of a file of details to the leads.

    Where a lead has several rows the won one counts, else the latest. What is known early stays
    as the leads have it; of what comes later the details know more.

    Returns
    -------
    leads : DataFrame
    notes : list of str
    set_aside : DataFrame
        Rows that belong to no lead.
    """
    pairs, notes, aside = _pairs(leads, source, other, map)
    ranked = pairs.assign(**_rank(other.frame).reindex(pairs["row"]).set_axis(pairs.index))
    ranked = ranked.sort_values(["lead", "won", "time", "row"], kind="stable")
    chosen = ranked.drop_duplicates("lead", keep="last").set_index("lead")["row"]
    if several := int(len(ranked) - len(chosen)):
        said = _(
            "{file}: of several rows of a lead the won one counts, else the latest; "
            "{n} rows did not count"
        )
        notes.append(said.format(file=other.raw.path.name, n=number(several)))
    told = other.frame.reindex(chosen).set_axis(chosen.index).reindex(leads.index)
    for name in told.columns:
        leads[name] = _together(leads.get(name), told[name], str(name))
    return leads, notes, aside


def events_of(
    leads: pd.DataFrame, source: Applied, other: Applied, map: ImportMap
) -> tuple[pd.DataFrame, list[str], pd.DataFrame]:
    """Turn a file of activities into rows of events, text cells by their row in the file."""
    pairs, notes, aside = _pairs(leads, source, other, map)
    rows = pairs.drop_duplicates("row").set_index("row")["lead"].sort_index()
    frame = other.frame.reindex(rows.index).drop(columns=["email", "phone"], errors="ignore")
    frame.insert(0, "lead_id", leads["lead_id"].reindex(rows).set_axis(rows.index))
    for name, word in (("kind", other.file.kind), ("by", other.file.by)):
        if word:
            frame[name] = frame[name].fillna(word) if name in frame else word
    return frame, notes, aside


def _pairs(
    leads: pd.DataFrame, source: Applied, other: Applied, map: ImportMap
) -> tuple[pd.DataFrame, list[str], pd.DataFrame]:
    """Return which row of a file belongs to which lead, and the rows that belong to none."""
    notes = list(other.notes)
    if other.file.by_contact:
        pairs = _by_contact(leads, other, region_of(map.timezone))
        keyed = pd.Series(True, index=other.frame.index)
    else:
        _refuse_no_key(source, other, map)
        ours, theirs = (
            source.cells(other.file.join[0]).reindex(leads.index),
            other.cells(other.file.join[1]),
        )
        pairs, respelled = _by_key(ours, theirs)
        keyed = theirs.notna()
        if respelled:
            notes.append(
                ngettext(
                    "{file}: {n} lead found its row by a name spelled otherwise",
                    "{file}: {n} leads found their row by a name spelled otherwise",
                    respelled,
                ).format(file=other.raw.path.name, n=number(respelled))
            )
    is_shared = bool(pairs["row"].duplicated().any())
    return pairs, notes, no_rows() if is_shared else _without_lead(other, pairs, keyed)


def _by_key(ours: pd.Series[str], theirs: pd.Series[str]) -> tuple[pd.DataFrame, int]:
    """Pair rows whose keys are the same; where none is, those that differ in spelling alone."""
    left = pd.DataFrame({"lead": ours.index, "key": ours.to_numpy()}).dropna()
    right = pd.DataFrame({"row": theirs.index, "key": theirs.to_numpy()}).dropna()
    pairs = left.merge(right, on="key")
    missing = left[~left["key"].isin(right["key"])]
    plain = right.assign(plain=right["key"].map(folded))
    spellings = plain.groupby("plain")["key"].nunique()
    plain = plain[plain["plain"].map(spellings) == 1]
    respelled = missing.assign(plain=missing["key"].map(folded)).merge(
        plain[["row", "plain"]], on="plain"
    )
    return pd.concat([pairs, respelled])[["lead", "row"]], respelled["lead"].nunique()


def _by_contact(leads: pd.DataFrame, other: Applied, region: str) -> pd.DataFrame:
    """Pair rows with the lead of the same e-mail, else of the same telephone."""
    pairs = pd.DataFrame({"lead": [], "row": []}, dtype="int64")
    for name, normal in (("email", emails), ("phone", partial(phones, region=region))):
        if name not in leads or name not in other.frame:
            continue
        left = normal(leads[name]).normalised.dropna()
        right = normal(other.frame[name]).normalised.dropna()
        right = right[~right.index.isin(pairs["row"])]
        found = pd.DataFrame({"lead": left.index, "key": left.to_numpy()}).merge(
            pd.DataFrame({"row": right.index, "key": right.to_numpy()}), on="key"
        )
        pairs = pd.concat([pairs, found.drop_duplicates("row")[["lead", "row"]]])
    return pairs


def _without_lead(other: Applied, pairs: pd.DataFrame, keyed: pd.Series[bool]) -> pd.DataFrame:
    """Return the rows that belong to no lead; the id they name is no contact data."""
    lost = other.frame.index[~other.frame.index.isin(pairs["row"])]
    by_contact = other.file.by_contact
    name = "" if by_contact else other.file.join[1]
    value = "" if by_contact else other.cells(name).reindex(lost).fillna("").to_numpy()
    reason = pd.Series("UNKNOWN_LEAD", index=lost).mask(~keyed.reindex(lost), "MISSING_VALUE")
    return pd.DataFrame(
        {
            "table": other.raw.path.name,
            "row": lost,
            "column": name,
            "value": value,
            "reason": reason.to_numpy(),
        },
        columns=list(SET_ASIDE),
    )


def _rank(frame: pd.DataFrame) -> pd.DataFrame:
    """Return what decides between several rows of a lead: a win, then the latest time."""
    won = frame["outcome"] == "won" if "outcome" in frame else pd.Series(False, index=frame.index)
    times = [
        pd.to_datetime(frame[name], format="ISO8601", utc=True, errors="coerce")
        for name in frame.columns
        if name in TIMES
    ]
    never = pd.Series(pd.Timestamp(0, tz="UTC"), index=frame.index)
    latest = pd.concat([never, *times], axis="columns").max(axis="columns")
    return pd.DataFrame({"won": won, "time": latest})


def _together(ours: pd.Series[str] | None, theirs: pd.Series[str], name: str) -> pd.Series[str]:
    if ours is None:
        return theirs
    column = LEADS.column(name)
    is_early = column is not None and column.known in EARLY
    return ours.fillna(theirs) if is_early else theirs.fillna(ours)


def _refuse_no_key(source: Applied, other: Applied, map: ImportMap) -> None:
    ours = other.file.join[0]
    if ours not in source.raw.frame:
        raise BadInput(
            _("{file} has no column {name!r}").format(file=source.raw.path, name=ours),
            where=map.place("files", map.files.index(other.file), "join"),
            fix=_("Its columns are: {names}.").format(names=", ".join(source.raw.frame.columns)),
        )
