"""From the parts of a snapshot to counts: one schema for every feed, follow-up, flow and timing."""
