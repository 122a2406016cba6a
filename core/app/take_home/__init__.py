"""What a reader can carry home from a screen: the Python behind it, and its data."""
