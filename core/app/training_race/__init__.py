"""The deeper sections of the training race."""
