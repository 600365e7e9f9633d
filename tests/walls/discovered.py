"""Lists that each context writes in a file of its own, put together."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any


def gathered(package: str, path: Iterable[str], name: str) -> dict[str, Any]:
    """All that the files of a package say under one name; a line written twice is an error, not a choice."""
    found: dict[str, Any] = {}
    for module in sorted(module.name for module in iter_modules(path)):
        said = getattr(import_module(f"{package}.{module}"), name, {})
        if twice := found.keys() & said.keys():
            raise ValueError(f"{name} of {module} says again what another file says: {sorted(twice)}")
        found |= said
    return found
