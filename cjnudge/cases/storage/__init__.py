"""Parts and snapshots: how they are made, named by their content, kept, read and replaced."""
