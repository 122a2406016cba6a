"""Training race: what the page's sections compute."""
