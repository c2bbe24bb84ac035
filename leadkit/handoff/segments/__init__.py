"""Lines by segment: amounts and leads of each, and whether more than one line pays."""
