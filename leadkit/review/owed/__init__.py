"""Leads owed: from a revenue target to leads a week, and whether sales can carry them."""
