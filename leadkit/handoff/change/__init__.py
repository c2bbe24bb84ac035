"""Changing the line together: who changes sides, on what evidence, and who agreed."""
