"""Forgetting a person: every table, score, snapshot and report that could name them."""
