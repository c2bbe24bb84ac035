"""Role-plays to print: private cards, evidence in two halves, points and answers."""

from leadkit.learn.roleplays.guide import guide_html, guide_text
from leadkit.learn.roleplays.layout import NAMES, RolePlay, role_play
from leadkit.learn.roleplays.lesson_cards import lesson_cards

__all__ = ["NAMES", "RolePlay", "guide_html", "guide_text", "lesson_cards", "role_play"]
