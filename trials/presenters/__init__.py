"""Plans and results in words: everything said comes from the plan, the report and the cells."""
