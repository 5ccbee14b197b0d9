"""What may be seen of a survey's answers: tables that went through the one disclosure policy. Pure."""
