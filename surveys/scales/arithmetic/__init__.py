"""The formulas themselves, on plain arrays."""
