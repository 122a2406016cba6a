"""A table of labels and predictions, read by names and values: which column is what, why, and what must be asked."""
