"""The lessons: their exercises and labs, each lesson a module that is imported when asked for."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from types import ModuleType

from leadkit.learn.exercise import Exercise
from leadkit.learn.lab import Lab

LESSONS = ("t00", "t01", "t02", "t03", "t04", "t05", "t06", "t07", "t08")


@cache
def exercises() -> dict[str, Exercise]:
    """Return every exercise by its key, in the order of the lessons.

    Examples
    --------
    >>> list(exercises())[:3]
    ['t00.1', 't01.1', 't01.2']
    """
    return {exercise.key: exercise for lesson in _modules() for exercise in lesson.EXERCISES}


@cache
def labs() -> dict[str, Lab]:
    """Return every lab by its key, in the order of the lessons.

    Examples
    --------
    >>> list(labs())[:5]
    ['t01.market', 't02.waiting', 't02.day', 't03.boxes', 't04.crowds']
    """
    return {lab.key: lab for lesson in _modules() for lab in lesson.LABS}


def _modules() -> list[ModuleType]:
    return [import_module(f"{__name__}.{name}") for name in LESSONS]
