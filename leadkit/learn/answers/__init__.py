"""The kinds of answers: how each is asked, read, and judged."""
