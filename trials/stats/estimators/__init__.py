"""Estimators, one a file: the file's name is the key."""
