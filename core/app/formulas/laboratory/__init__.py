"""The numbers laboratory: every way's error along its axis, and the tables behind it."""
