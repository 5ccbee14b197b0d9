"""What the pages of cases show, one subject a file."""
