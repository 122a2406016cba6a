"""The reader's tosses: their line to type into, and the numbers that stand on them."""
