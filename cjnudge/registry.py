"""Things that are added by adding one file: the file's name is the key and the registration."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any


class RegistryError(Exception):
    """A file in a registered package does not hold what its package promises."""


@cache
def discover(package: str, attribute: str, kind: type) -> Mapping[str, Any]:
    """Read-only mapping from module name to the value each module of `package` keeps in `attribute`.

    Keys are in alphabetical order. Modules whose name begins with an underscore are not entries.
    Raises RegistryError, naming the module, where the attribute is missing or not a `kind`.
    """
    entries = {name: _entry(f"{package}.{name}", attribute, kind) for name in _module_names(package)}
    return MappingProxyType(entries)


def _module_names(package: str) -> list[str]:
    path = importlib.import_module(package).__path__
    return sorted(found.name for found in pkgutil.iter_modules(path) if not found.name.startswith("_"))


def _entry(module_name: str, attribute: str, kind: type) -> Any:
    value = getattr(importlib.import_module(module_name), attribute, None)
    if not isinstance(value, kind):
        raise RegistryError(f"{module_name} must define {attribute} as a {kind.__name__}")
    return value
