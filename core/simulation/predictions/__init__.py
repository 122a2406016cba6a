"""Your predictions: what the page's sections compute."""
