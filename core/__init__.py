"""Cross-entropy, explained by experiment: formulas, simulations, charts and the app around them."""
