"""Speed to lead told honestly: raw, at equal quality, and by leads that came out of hours."""
