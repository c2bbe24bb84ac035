"""What sales reported of a span of days, held against luck: reasons, needs, reps."""
