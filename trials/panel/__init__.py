"""A scrutiny panel's audit of single decisions: a random sample, two blind graders, how far they agree. Pure."""
