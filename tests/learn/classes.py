"""What tests of a class share: a class with tiny notebooks, and trainees who answer."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from pathlib import Path

from leadkit.learn import checking
from leadkit.learn.course import prepare_class, read_course
from leadkit.learn.learner import PROGRESS, keep_all, learner
from leadkit.learn.parallel_forms import form, form_items
from leadkit.learn.quiz import LETTERS
from leadkit.learn.steps import a_step

CELLS = {'quiz("t01")': "q01.1 A. stop", 'ask("t01.2")': "t01.2 How many?"}


def tiny_notebooks(root):
    """Write one notebook in each language, its quiz with an output."""
    cells = [
        {"cell_type": "code", "source": text, "outputs": [shows(out)], "metadata": {}}
        for text, out in CELLS.items()
    ]
    notebook = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    for lang in ("en", "vi"):
        (root / lang).mkdir(parents=True)
        (root / lang / "t01.ipynb").write_text(notebook)
    return root


def shows(html):
    """Return the output of a cell."""
    return {"output_type": "display_data", "data": {"text/html": html}, "metadata": {}}


def a_class(root, names):
    """Prepare a class beside its tiny notebooks; return its folder."""
    shipped = root / "shipped"
    if not shipped.exists():
        tiny_notebooks(shipped)
    prepare_class(shipped, root / "class", names)
    return root / "class"


def places(root):
    """Return the folder of every trainee."""
    return [root / one.folder for one in read_course(root).places]


@contextmanager
def sitting_in(folder, lang="en"):
    """Work in a trainee's folder, as their kernel does."""
    before = Path.cwd()
    os.chdir(folder / lang)
    checking._tried.clear()
    try:
        yield
    finally:
        os.chdir(before)


def hands_in(folder, which, right, *, unsure=()):
    """Hand in a form: right in the first cases, wrong in the others."""
    with sitting_in(folder):
        asked = form(which)
        for place, item in enumerate(asked.items):
            wrong = next(letter for letter in LETTERS if letter != item.right)
            asked.live.options[item.key].value = item.right if place < right else wrong
            asked.live.unsure[item.key].value = item.key in unsure
        asked.live.hand_in.click()
        return asked.live.reply.value


def answers_form(letter, right, *, unsure=()):
    """Keep the answers of a form as its button does, without the widgets."""
    given = []
    for place, item in enumerate(form_items(letter)):
        wrong = next(one for one in LETTERS if one != item.right)
        chosen = item.right if place < right else wrong
        told = item.reason(chosen)
        sure = item.key not in unsure
        given.append(
            a_step("form", item.key, answer=chosen, status=told.status, code=told.code, sure=sure)
        )
    assert keep_all(given) == ""


def first_form(folder):
    """Return the form that a trainee begins with."""
    return learner(folder).first


def rewritten(folder, change):
    """Change a trainee's progress by hand."""
    path = folder / PROGRESS
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
