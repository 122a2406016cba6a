"""The race of one neuron on one example."""
