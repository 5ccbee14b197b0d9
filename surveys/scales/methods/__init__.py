"""One method a file: the file's name is its key in METHODS.md."""
