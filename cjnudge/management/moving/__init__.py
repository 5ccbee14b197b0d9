"""A force's work from one installation to another: what people wrote, sealed and published, never a person's data."""
