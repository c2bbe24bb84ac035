"""The school: checked questions, quizzes and things to play with."""

from leadkit.learn.checking import check, hint, solution
from leadkit.learn.exercise import Exercise, Mistake
from leadkit.learn.forms import ask
from leadkit.learn.glossary import Glossary, glossary
from leadkit.learn.lab import play
from leadkit.learn.parallel_forms import form
from leadkit.learn.progress import progress
from leadkit.learn.quiz import quiz

__all__ = [
    "ask",
    "check",
    "hint",
    "solution",
    "quiz",
    "form",
    "progress",
    "play",
    "glossary",
    "Glossary",
    "Exercise",
    "Mistake",
]
