"""Whose shortfall it was: the gap in five parts, against luck, and what it cannot tell."""
