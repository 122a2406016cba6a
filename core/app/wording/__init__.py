"""How the app speaks: texts by key, numbers as they are written, formulas in running text."""
