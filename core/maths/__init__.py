"""The formulas: NumPy and scipy.special only."""
