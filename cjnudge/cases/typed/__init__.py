"""The grid of counts that a person types: its rows and columns, what it lacks, and tables pasted into it."""
