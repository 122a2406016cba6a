"""The deeper sections of the formulas page."""
