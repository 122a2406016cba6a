"""Likelihood: the charts of the page and of its sections."""
