"""What the quality page looks at, one section a file: its name is its key."""
