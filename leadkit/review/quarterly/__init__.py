"""The quarterly review: one page both heads can sign, and its numbers as data."""
