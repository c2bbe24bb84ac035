"""What a trainee hands in: read as data, judged anew; nothing in it is trusted or run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from leadkit import __version__
from leadkit.base import language
from leadkit.base.errors import BadInput
from leadkit.base.language import _, first_few, number
from leadkit.base.lines import on_one_line
from leadkit.learn.checking import Reply, judge
from leadkit.learn.course import Course, Place
from leadkit.learn.edited_cells import edited_cells
from leadkit.learn.learner import PROGRESS, Learner, learner
from leadkit.learn.misconceptions import reachable
from leadkit.learn.quiz import Item, bank, judge_item
from leadkit.learn.steps import Step, Steps, read_steps
from leadkit.learn.workbook import LEARNER

LARGEST = 5_000_000
MOST_NAMED = 5
ANSWERS = ("exercise", "quiz", "form")


def question_of(step: Step) -> str:
    """Return what was answered: a case is the same in a quiz and in a form."""
    return "exercise" if step.kind == "exercise" else "case"


@dataclass(frozen=True)
class Submission:
    """One trainee's work.

    Attributes
    ----------
    place : str
        The folder or file it came in.
    who : str
        The trainee's number in the class; else their id; else empty.
    id, first : str
        Of the class; empty where it is not known.
    steps : tuple of Step
        What they did, every answer judged anew.
    faults : tuple of str
        What does not fit, in words.
    """

    place: str
    who: str
    id: str
    first: str
    steps: tuple[Step, ...]
    faults: tuple[str, ...]


def submissions(root: Path, course: Course | None) -> tuple[list[Submission], list[str]]:
    """Read everything that was handed in into a folder.

    Returns
    -------
    list of Submission
        In the order of the class; of an id that came twice, only the first counts.
    list of str
        What in the folder is none, and who handed in nothing.
    """
    found, other = [], []
    for path in sorted(root.iterdir()):
        if path.name.startswith(".") or path.suffix in (".json", ".csv", ".xlsx", ".html"):
            continue
        if path.is_symlink() or not (path.is_dir() or path.suffix == ".jsonl"):
            other.append(
                _("{place}: neither a folder nor a progress file.").format(
                    place=on_one_line(path.name)
                )
            )
        else:
            found.append(_read(path, course))
    return _each_once(found, course), [*other, *_absent(found, course)]


def _read(path: Path, course: Course | None) -> Submission:
    file, faults = _progress_of(path)
    steps = Steps() if file is None else read_steps(file)
    begin = steps.begin or Step(kind="begin")
    owner, unread = _owner_of(path)
    identity = begin.id or (owner.id if owner else "")
    known = [one for one in course.places if one.id == identity] if course else []
    judged, differing = _judged(steps.every)
    whose = _whose(steps, begin, owner)
    if course and identity and not known:
        whose.append(_("The id is not of this class."))
    return Submission(
        place=on_one_line(path.name),
        who=_called(known, owner, identity),
        id=identity,
        first=known[0].first if known else begin.first,
        steps=tuple(judged),
        faults=(*faults, *unread, *steps.notes(), *whose, *differing, *_edited(path)),
    )


def _called(known: list[Place], owner: Learner | None, identity: str) -> str:
    """Return a trainee's number in the class, or in their folder where there is no list."""
    if known:
        return f"{known[0].number}"
    if owner and owner.id == identity:
        return f"{owner.number}"
    shown = on_one_line(identity)
    return f"id {shown}" if shown.isdecimal() else shown


def _progress_of(path: Path) -> tuple[Path | None, list[str]]:
    """Find the progress file of a folder, or say why there is none to read."""
    places = [path / PROGRESS, *sorted(path.glob(f"*/{PROGRESS}"))] if path.is_dir() else [path]
    files = [one for one in places if one.is_file()]
    file = next(iter(files), None)
    if file is None:
        return None, [_("Nothing is handed in: there is no progress in the folder.")]
    if file.is_symlink() or file.parent.is_symlink() or file.stat().st_size > LARGEST:
        return None, [_("Not read: the progress file is a link, or far too large.")]
    if len(files) > 1:
        return file, [_("It holds several progress files; only the first was read.")]
    return file, []


def _owner_of(path: Path) -> tuple[Learner | None, list[str]]:
    """Return whose folder it says it is."""
    file = path / LEARNER
    if not file.is_file() or file.is_symlink() or file.stat().st_size > LARGEST:
        return None, []
    try:
        return learner(path), []
    except BadInput:
        return None, [_("The file that says whose folder it is cannot be read.")]


def _whose(steps: Steps, begin: Step, owner: Learner | None) -> list[str]:
    """Say where it is not clear whose progress it is, or which leadkit it was answered with."""
    if not steps.every:
        return []
    faults = []
    if not begin.id:
        faults.append(_("Without an id: whose it is, only the folder says."))
    elif owner and owner.id != begin.id:
        faults.append(_("The progress in it belongs to another trainee."))
    if steps.begin and begin.version != __version__:
        said = _("Answered with leadkit {theirs}, judged with {ours}.")
        faults.append(said.format(theirs=begin.version or "?", ours=__version__))
    return faults


def _judged(steps: tuple[Step, ...]) -> tuple[list[Step], list[str]]:
    """Judge every answer anew; say where the reply that was written down is another one."""
    judged, unknown, differing, faults = [], [], [], []
    for step in steps:
        if step.kind not in ANSWERS:
            judged.append(step)
            continue
        reply = _reply(step)
        if reply is None:
            unknown.append(step.key)
            continue
        if (reply.status, reply.code) != (step.status, step.code):
            differing.append(step.key)
        if reply.status != "not done":
            judged.append(step.model_copy(update={"status": reply.status, "code": reply.code}))
    if unknown:
        text = _("Answers to what does not exist, not counted: {keys}.")
        faults.append(text.format(keys=_named(unknown)))
    if differing:
        text = _("The reply written down is not what the answer is told; judged anew: {keys}.")
        faults.append(text.format(keys=_named(differing)))
    twice = [key for key, n in Counter(s.key for s in judged if s.kind == "form").items() if n > 1]
    if twice:
        text = _("A form was answered twice, the first time counts: {keys}.")
        faults.append(text.format(keys=_named(twice)))
    return judged, faults


def _reply(step: Step) -> Reply | None:
    """Return what an answer is told, in the language it was given in; None where none exists.

    An answer may be anything: one that breaks the judging is not right.
    """
    from leadkit.learn.lessons import exercises

    asked = exercises().get(step.key) if step.kind == "exercise" else bank().get(step.key)
    if asked is None:
        return None
    if step.withheld:
        return _withheld(step)
    try:
        with language.speaking(step.lang):
            if isinstance(asked, Item):
                return judge_item(asked, step.answer)
            return judge(asked, step.answer)
    except Exception:
        return Reply(step.key, "not right", "", "")


def _withheld(step: Step) -> Reply:
    """Take an answer that was not kept at its code; that it was right, nobody can tell."""
    known = reachable().get((question_of(step), step.key), frozenset())
    is_known = step.status == "not right" and step.code in known
    return Reply(step.key, "not right", step.code if is_known else "", "")


def _edited(folder: Path) -> list[str]:
    """Say which cells of the notebooks change how answers are checked."""
    said = _("{notebook}, cell {cells}: meddles with how answers are checked; judged anew.")
    faults = []
    for notebook in sorted([*folder.glob("*.ipynb"), *folder.glob("*/*.ipynb")]):
        cells = edited_cells(notebook)
        if cells:
            named = ", ".join(map(number, cells[:MOST_NAMED]))
            faults.append(said.format(notebook=notebook.name, cells=named))
    return faults


def _each_once(found: list[Submission], course: Course | None) -> list[Submission]:
    """Keep the answers of the first of those that share an id; say so of the others.

    What lies in the folder that the class gave to an id comes before any other place.
    """
    home = {one.id: one.folder for one in course.places} if course else {}
    seen: dict[str, str] = {}
    kept = []
    for one in sorted(found, key=lambda one: home.get(one.id) != one.place):
        if one.id and one.id in seen:
            text = _("The same id as {place}: a copy, not counted.").format(place=seen[one.id])
            kept.append(replace(one, who="", steps=(), faults=(*one.faults, text)))
        else:
            seen[one.id] = one.place
            kept.append(one)
    return sorted(kept, key=lambda one: (not one.who.isdecimal(), one.who.zfill(4), one.place))


def _named(keys: list[str]) -> str:
    """Name a few keys, each once; they come from outside and may be anything."""
    return first_few(dict.fromkeys(map(on_one_line, keys)), MOST_NAMED)


def _absent(found: list[Submission], course: Course | None) -> list[str]:
    if course is None:
        return []
    there = {one.id for one in found}
    text = _("Number {number}: nothing is handed in.")
    return [text.format(number=one.number) for one in course.places if one.id not in there]
