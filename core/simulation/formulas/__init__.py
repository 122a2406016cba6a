"""Formulas: what the page's sections compute."""
