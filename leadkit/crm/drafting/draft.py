"""A first map of an export: what it may be, why, and what a person has to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _, listed, ngettext, number
from leadkit.book import read_table
from leadkit.book.names import plain
from leadkit.book.order import Order
from leadkit.crm.drafting.circumstances import VIETNAM, circumstances
from leadkit.crm.drafting.guess import FileGuess
from leadkit.crm.drafting.guessing import guess_leads, guess_other, own_name
from leadkit.crm.drafting.looking import FileLook
from leadkit.crm.drafting.meaning import BARE_ANSWERS, CONVERTED, Meaning, meanings, resolved
from leadkit.crm.drafting.relating import Relation, find_leads, relate
from leadkit.crm.drafting.text import draft_text
from leadkit.crm.mapping import ImportMap
from leadkit.crm.opening import would_be
from leadkit.crm.recognise import Recognised, System, recognise
from leadkit.crm.settling import IDENTITY

SHOWN = 5
NEEDED_PLAN = ("quarter", "handoffs", "win_rate", "deal_value")


@dataclass(frozen=True, repr=False)
class MapDraft:
    """A drafted map.

    Parameters
    ----------
    text : str
        The map as TOML, a comment on every line.
    system : str
        The system recognised, by the name of its data file; "" where none was.
    verified : bool
        Whether our map of that system was tried on a real export.
    notes : tuple of str
        What a person has to say or look at.
    """

    text: str
    system: str
    verified: bool
    notes: tuple[str, ...]

    @cached_property
    def map(self) -> ImportMap:
        """The map as it stands."""
        return ImportMap.parse(self.text, Path("map.toml"))

    def describe(self) -> pd.DataFrame:
        """Say which analyses the export opens, and which column would open the next.

        Returns
        -------
        DataFrame
            analysis, open (bool), missing (columns or tables still needed).
        """
        return would_be(self.map).describe()

    @property
    def table(self) -> pd.DataFrame:
        """One row a column of the files: file, column, becomes (blank: left out)."""
        rows = [
            (file.name, header, listed(list(targets)))
            for file in self.map.files
            for header, targets in file.columns.items()
        ]
        return pd.DataFrame(rows, columns=["file", "column", "becomes"])

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        return inline(
            caption=repr(self),
            columns=[_("file"), _("column"), _("becomes")],
            rows=list(self.table.itertuples(index=False, name=None)),
            note=" ".join(self.notes),
        )

    def __repr__(self) -> str:
        return _("map of {system}: {files}").format(
            system=self.system or _("no known system"),
            files=", ".join(file.name for file in self.map.files),
        )


def draft_map(paths: Sequence[Path | str], *, dates: Order | None = None) -> MapDraft:
    """Draft the map of an export: one file or several.

    Parameters
    ----------
    paths : sequence of path
        CSV, XLSX or Parquet files; which of them holds the leads is found by what they hold.
    dates : {"day-first", "month-first"}, optional
        How to read 05/06/2026 where the values do not decide it.

    Returns
    -------
    MapDraft

    Raises
    ------
    BadInput
        If a file cannot be read, or two have one name.

    Examples
    --------
    >>> import leadkit as lk
    >>> draft = draft_map([lk.sample("small") / "leads.csv"])
    >>> draft.map.leads.sources("handed_off_at")
    ['handed_off_at']
    """
    looks = [FileLook(read_table(Path(path)), Path(path)) for path in paths]
    _refuse_same_name(looks)
    leads = find_leads(looks)
    others = [look for look in looks if look is not leads]
    found = recognise(leads.headers)
    guesses = _guess_files(leads, others, found.system)
    _settle(guesses, found.system)
    where = circumstances(guesses, dates)
    if where.timezone == VIETNAM:
        guesses[0].family_name_first()
    system = found.system
    return MapDraft(
        text=draft_text(guesses, found, where),
        system=system.key if system else "",
        verified=system.verified if system else False,
        notes=(*_notes(guesses, found), *where.notes, *_read(looks)),
    )


def _read(looks: Sequence[FileLook]) -> list[str]:
    """Say what was read differently from how it was written."""
    return [f"{look.name}: {note}" for look in looks for note in look.raw.notes]


def _refuse_same_name(looks: Sequence[FileLook]) -> None:
    names = [look.name for look in looks]
    twice = [look for look in looks if names.count(look.name) > 1]
    if twice:
        raise BadInput(
            _("two files have the name {name!r}").format(name=twice[0].name),
            where=str(twice[1].path),
            fix=_("Give each file of an export a name of its own."),
        )


def _guess_files(
    leads: FileLook, others: Sequence[FileLook], system: System | None
) -> list[FileGuess]:
    alone = _("the only file") if not others else _("names people, their beginning and their end")
    first = guess_leads(leads, Relation("leads", (), alone), system)
    guesses = [first]
    for other in others:
        relation = relate(leads, other)
        if relation.kind == "":
            guesses.append(FileGuess(other, relation))
            continue
        guesses.append(guess_other(other, relation, system, first))
    for guess in guesses[1:]:
        _own_names_apart(guess, guesses)
        if guess.relation.kind == "plan":
            _refuse_half_a_plan(guess)
    return guesses


def _own_names_apart(guess: FileGuess, guesses: Sequence[FileGuess]) -> None:
    """Give a column of a second file its file's name, where the first has one of that name."""
    taken = {
        name
        for other in guesses[: guesses.index(guess)]
        for one in other.columns.values()
        if one.known is not None
        for name in one.to
    }
    for header, one in guess.columns.items():
        if one.known is not None and taken & set(one.to):
            name = own_name(f"{guess.look.path.stem} {header}")
            guess.columns[header] = replace(one, to=(name,))


def _refuse_half_a_plan(guess: FileGuess) -> None:
    """Keep a plan out that lacks what a plan needs: nothing is invented."""
    missing = [name for name in NEEDED_PLAN if name not in guess.targets]
    if missing:
        why = _("a plan needs {names}, which the file does not have; kept out").format(
            names=listed(missing)
        )
        guess.relation = replace(guess.relation, kind="", why=why)
        guess.columns = {}


def _settle(guesses: Sequence[FileGuess], system: System | None) -> None:
    """Say what values mean; where nothing tells of a win, the farthest step stands for it."""
    for guess in guesses:
        for target in ("outcome", "decision", "rejection_reason", "lost_reason", "kind"):
            if sources := guess.sources(target):
                looks = [guess.look.columns[header] for header in sources]
                guess.meanings[target] = meanings(looks, target, system)
    _several_ends(guesses)
    if not _has(guesses, "won"):
        _decision_is_outcome(guesses)
    farthest = not _has(guesses, "won")
    for guess in guesses:
        if "outcome" in guess.meanings:
            found = guess.meanings["outcome"]
            guess.meanings["outcome"] = resolved(found, is_farthest=farthest)


def _has(guesses: Sequence[FileGuess], meant: str) -> bool:
    return any(one.meant == meant for guess in guesses for one in guess.meanings.get("outcome", []))


def _several_ends(guesses: Sequence[FileGuess]) -> None:
    """Where another file tells how deals end, a bare yes in the leads means no more than begun."""
    told = any(guess.sources("outcome") for guess in guesses[1:])
    if told and "outcome" in guesses[0].meanings:
        guesses[0].meanings["outcome"] = [
            Meaning(one.value, one.n, CONVERTED, one.is_sure)
            if one.meant == "won" and plain(one.value) in BARE_ANSWERS
            else one
            for one in guesses[0].meanings["outcome"]
        ]


def _decision_is_outcome(guesses: Sequence[FileGuess]) -> None:
    meant = {"accepted": "won", "rejected": "lost", "": ""}
    for guess in guesses:
        why = _("nothing tells of a win: what sales decides is how far the export goes")
        for header in guess.sources("decision"):
            guess.feed(header, "outcome", why)
            decided = guess.meanings["decision"]
            guess.meanings["outcome"] = [replace(one, meant=meant[one.meant]) for one in decided]
            if not any("closed_at" in other.targets for other in guesses):
                for dated in guess.sources("decided_at"):
                    guess.feed(dated, "closed_at", why)


def _notes(guesses: Sequence[FileGuess], found: Recognised) -> list[str]:
    notes = []
    if found.system is not None and not found.system.verified:
        notes.append(
            _("our map of {system} was never tried on a real export: look at every line").format(
                system=found.system.name
            )
        )
    leads = guesses[0]
    if not leads.sources("lead_id"):
        told = [name for name in IDENTITY if name in leads.targets]
        notes.append(
            _("no column names a lead: ids are made of {columns}").format(columns=listed(told))
            if told
            else _("no column names a lead: rows are numbered, so that a later export is no sequel")
        )
    if not any("outcome" in guess.targets for guess in guesses):
        notes.append(
            _('no column says how leads ended, so all count as open; write "outcome" beside it')
        )
    elif not _has(guesses, "won"):
        notes.append(_('no value is recognised as won: write "won" beside the one that means it'))
    for guess in guesses:
        notes += _unsure(guess)
        if guess.relation.kind == "":
            notes.append(f"{guess.look.name}: {guess.relation.why}")
    return notes


def _unsure(guess: FileGuess) -> list[str]:
    notes = []
    for target, found in guess.meanings.items():
        unsure = [one for one in found if not one.is_sure]
        named = listed([one.value for one in unsure[:SHOWN]])
        if unsure:
            said = ngettext(
                "{file}: {n} value of {target} is not recognised and counts as {meant}: {values}",
                "{file}: {n} values of {target} are not recognised and count as {meant}: {values}",
                len(unsure),
            ).format(
                file=guess.look.name,
                n=number(len(unsure)),
                target=target,
                meant=unsure[0].meant or _("nothing"),
                values=named + (" …" if len(unsure) > SHOWN else ""),
            )
            notes.append(said)
    return notes
