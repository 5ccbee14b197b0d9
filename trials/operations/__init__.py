"""What people do with trials: each changes stored data in one transaction, with its audit event."""
