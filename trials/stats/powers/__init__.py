"""How precise each design will be, one a file: the file's name is the design's key."""
