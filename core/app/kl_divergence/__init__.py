"""The KL divergence page: its examples, its two rows of numbers, what follows from them, and its deeper sections."""
