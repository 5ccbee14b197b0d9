"""Links, codes and the encryption of what waits: from the arguments alone, without database or settings."""
