"""Likelihood: what the page's sections compute."""
