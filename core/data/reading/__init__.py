"""Any text table as columns: its encoding, its form, its cells."""
