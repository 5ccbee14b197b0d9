"""A DuckDB connection that keeps everything in memory and reaches for nothing else."""

from contextlib import contextmanager

# Enough to group ten million rows; above it a query fails in words instead of filling the machine.
MEMORY = "1GB"
THREADS = 2


@contextmanager
def connection(threads=THREADS):
    """A connection of its own, closed at the end; no `temp_directory`, so that no row is spilled to disk."""
    import duckdb  # heavy: only where rows are read

    config = {
        "memory_limit": MEMORY,
        "temp_directory": "",
        "threads": threads,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    opened = duckdb.connect(":memory:", config=config)
    try:
        yield opened
    finally:
        opened.close()
