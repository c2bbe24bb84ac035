"""A first draft of the agreement, from the book and what was kept so far."""
