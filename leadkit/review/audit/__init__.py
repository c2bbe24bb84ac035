"""Both sides' promises against what happened: how each is measured, kept, and was kept before."""
