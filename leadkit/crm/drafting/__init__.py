"""A first map of an export: what its columns may be, why, and what a person has to say."""
