"""Where the reader's predictions come from, and what each column is."""
