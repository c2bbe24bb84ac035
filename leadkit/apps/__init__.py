"""Pages that two heads use together."""
