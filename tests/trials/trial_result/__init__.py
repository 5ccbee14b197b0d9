"""The report of a trial that was planned before its data, and the pages and files that show it."""
