"""The courts' XML as plain objects: one that a bomb, an entity or a foreign document hides in is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .element import Json

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element as Node

_DEEPEST = 40


class NotXml(ValueError):
    """The file is no XML that is read here; the words say why."""


def read_xml(raw: bytes) -> Json:
    """The document as objects by local name: an element that comes again is a list, one without children its text."""
    from defusedxml import ElementTree
    from defusedxml.common import DefusedXmlException

    try:
        root: Node = ElementTree.fromstring(raw, forbid_dtd=True)
    except DefusedXmlException as danger:
        raise NotXml(f"holds a declaration that is never followed ({type(danger).__name__})") from None
    except (ElementTree.ParseError, ValueError, LookupError) as wrong:
        raise NotXml(f"is not well-formed XML: {wrong}") from None
    return {_name(root): _value(root, 0)}


def _name(node: Node) -> str:
    return str(node.tag).rpartition("}")[2]


def _value(node: Node, depth: int) -> Json:
    if depth > _DEEPEST:
        raise NotXml(f"is nested more than {_DEEPEST} deep")
    children = [child for child in node if isinstance(child.tag, str)]
    if not children:
        return (node.text or "").strip()
    made: dict[str, Json] = {}
    for child in children:
        name, value = _name(child), _value(child, depth + 1)
        if name not in made:
            made[name] = value
            continue
        held = made[name]
        made[name] = [*held, value] if isinstance(held, list) else [held, value]
    return made
