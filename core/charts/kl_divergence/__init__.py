"""KL divergence: the charts of the page and of its sections."""
