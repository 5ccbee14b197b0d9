"""What the pages of cases read, one subject a file."""
