"""Reading what trials keep, always through a force."""
