"""What is read in: tables of text, samples to learn from, and the samples that come with the app."""
