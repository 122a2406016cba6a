"""Charts of the home page."""
