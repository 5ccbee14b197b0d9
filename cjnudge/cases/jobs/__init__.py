"""The work behind each kind of job of this app."""
