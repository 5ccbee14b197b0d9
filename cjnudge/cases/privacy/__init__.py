"""Keys, pseudonyms, retention and the people behind the rows."""
