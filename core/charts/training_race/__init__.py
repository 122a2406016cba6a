"""Training race: the charts of the page and of its sections."""
