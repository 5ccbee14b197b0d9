"""Files that come in and go out: lists of people, spreadsheets, tables, extracts."""
