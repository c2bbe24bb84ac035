"""What was decided: by whom, what it should do, sealed, and judged when its time has come."""
