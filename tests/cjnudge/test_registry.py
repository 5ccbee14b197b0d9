"""A file's name is its key; a file that breaks its package's promise is named."""

import sys

import pytest

from cjnudge.registry import RegistryError, discover


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package of two entries and a private module; returns a function that adds a file."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    files = {"__init__": "", "pear": "FRUIT = 'green'", "apple": "FRUIT = 'red'", "_peel": ""}
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    discover.cache_clear()
    yield lambda name, text: (folder / f"{name}.py").write_text(text)
    for name in [name for name in sys.modules if name.split(".")[0] == "shelf"]:
        del sys.modules[name]
    discover.cache_clear()


def test_file_names_are_the_keys_in_order(package):
    assert dict(discover("shelf", "FRUIT", str)) == {"apple": "red", "pear": "green"}
    assert list(discover("shelf", "FRUIT", str)) == ["apple", "pear"]


def test_one_new_file_adds_one_entry(package):
    package("plum", "FRUIT = 'blue'")
    assert discover("shelf", "FRUIT", str)["plum"] == "blue"


def test_entry_without_its_value_is_named(package):
    package("stone", "")
    with pytest.raises(RegistryError, match="shelf.stone must define FRUIT as a str"):
        discover("shelf", "FRUIT", str)


def test_entry_of_another_kind_is_named(package):
    package("stone", "FRUIT = 3")
    with pytest.raises(RegistryError, match="shelf.stone"):
        discover("shelf", "FRUIT", str)


def test_entries_cannot_be_changed_from_outside(package):
    with pytest.raises(TypeError):
        discover("shelf", "FRUIT", str)["apple"] = "brown"
