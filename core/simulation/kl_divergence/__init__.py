"""KL divergence: what the page's sections compute."""
