"""Controls: what a value may be, where it is kept, and the widgets that show it."""
