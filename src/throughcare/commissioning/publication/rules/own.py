"""The extension of this service to the standard: packages, sealing and evaluation, which it has no words for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from .shapes import Document, listed

DESCRIBED, SCHEMA = "extension.json", "release-schema.json"
TAIL = f"/open-contracting/extension/{DESCRIBED}"
"""How the address of the extension ends, wherever a service publishes it."""


@lru_cache
def own_extension(name: str = SCHEMA) -> Document:
    """One of the two files of the extension."""
    found: object = json.loads((files(__package__) / "extension" / name).read_text("utf-8"))
    assert isinstance(found, Mapping)
    return found


def extensions_of(package: Document) -> tuple[Document, ...]:
    """The schemas that a package asks to be laid over the standard's, of those that are known here: our own, and no other is fetched."""
    named = listed(package, "extensions")
    return (own_extension(),) if any(one.endswith(TAIL) for one in named) else ()
