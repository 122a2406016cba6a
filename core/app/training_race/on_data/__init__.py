"""The race on many samples."""
