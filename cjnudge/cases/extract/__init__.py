"""A force's own extract, one suspect decision a row: its fields, how columns map to them, and its reading."""
