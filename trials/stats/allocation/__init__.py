"""Allocation methods, one a file: the file's name is the key. Integers alone decide, so machines agree."""
