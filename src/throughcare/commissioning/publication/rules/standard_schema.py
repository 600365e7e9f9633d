"""The standard's own schemas (OCDS 1.1.5, in ``standard/``), with extensions laid over them; nothing is fetched."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from .shapes import Document, part

RELEASE = "release-schema.json"
RELEASES = "release-package-schema.json"
RECORDS = "record-package-schema.json"
VERSIONED = "versioned-release-validation-schema.json"


@lru_cache
def standard(name: str) -> Document:
    """One schema of the standard as it is published."""
    found: object = json.loads((files(__package__) / "standard" / name).read_text("utf-8"))
    assert isinstance(found, Mapping)
    return found


def with_extensions(extensions: Iterable[Document]) -> Document:
    """The schema of a release with these laid over it: what an extension says takes the place of what is there, null takes it away."""
    schema = standard(RELEASE)
    for one in extensions:
        schema = overlaid(schema, one)
    return schema


def overlaid(document: Document, patch: Document) -> Document:
    """A document with a merge patch applied (RFC 7396)."""
    found = dict(document)
    for key, value in patch.items():
        below = found.get(key)
        if value is None:
            found.pop(key, None)
        elif isinstance(value, Mapping):
            found[key] = overlaid(below if isinstance(below, Mapping) else {}, value)
        else:
            found[key] = value
    return found


@dataclass(frozen=True)
class Node:
    """A place in the schema of a release: what the standard says of the field there."""

    schema: Document
    root: Document

    def of(self, name: str) -> Node:
        """The place of a field of an object here."""
        return Node(self._opened(part(self.schema, "properties", name)), self.root)

    @property
    def item(self) -> Node:
        """The place of the things of a list here."""
        return Node(self._opened(part(self.schema, "items")), self.root)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that an object here may have, by the standard and its extensions."""
        return tuple(part(self.schema, "properties"))

    @property
    def is_left_out(self) -> bool:
        """Whether a compiled release leaves this field out."""
        return self.schema.get("omitWhenMerged") is True

    def merges(self, value: list[object]) -> bool:
        """Whether a list here is merged by the ids of its objects, and not replaced whole."""
        if self.schema.get("wholeListMerge") is True:
            return False
        return all(isinstance(one, Mapping) for one in value) if value else bool(self.item.fields)

    def _opened(self, schema: Document) -> Document:
        reference = schema.get("$ref")
        if not isinstance(reference, str) or not reference.startswith("#/"):
            return schema
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        return {**part(self.root, *reference.removeprefix("#/").split("/")), **beside}


def release_node(extensions: Iterable[Document] = ()) -> Node:
    """The top of a release."""
    root = with_extensions(extensions)
    return Node(root, root)
