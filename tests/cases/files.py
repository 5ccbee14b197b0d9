"""Where tests find the public data files, and small files of their own."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def shared_folder(name):
    """A folder of the public data beside the repository; the test is skipped where there is none."""
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"the public data folder {name} is not beside the repository")
    return folder


def write(folder, name, *lines):
    """A CSV file of the given lines; its path."""
    path = folder / name
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path
