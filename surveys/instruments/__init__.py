"""A force's own instruments as values: their drafts, versions and languages."""
