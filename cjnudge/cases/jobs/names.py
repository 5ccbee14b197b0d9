"""Keys of the kinds of job this app adds; stored with every job, so that they are never renamed."""

FILL_PRACTICE = "fill_practice"
IMPORT_UPLOAD = "import_cases"
READ_INBOX = "read_inbox"
RENEW_KEYS = "renew_keys"
ERASE_CASES = "erase_cases"
