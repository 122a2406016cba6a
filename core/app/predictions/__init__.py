"""Your predictions: reading a file of them, and its report."""
