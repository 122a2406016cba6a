"""The deeper parts of the likelihood page: typing and drawing tosses, the numbers line, and its sections."""
