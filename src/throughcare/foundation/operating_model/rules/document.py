"""Reading a YAML file strictly: whatever is wrong is said once, with its line and what was expected."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import NoReturn, TypeVar

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from throughcare.foundation.kernel import Refused, nearest

E = TypeVar("E", bound=Enum)
LARGEST = 1_000_000


class ModelRefused(Refused):
    """A file that is not an operating model: ``line`` counts from 1, ``what`` is the fault without its place."""

    def __init__(self, name: str, line: int, because: str) -> None:
        super().__init__(f"{name}, line {line}: {because}")
        self.line = line
        self.what = because


@dataclass(frozen=True)
class Place:
    """One node of a file, and what it is called in an error."""

    name: str
    what: str
    node: Node

    @property
    def line(self) -> int:
        """The line the node starts on, from 1."""
        return int(self.node.start_mark.line) + 1

    def refuse(self, because: str) -> NoReturn:
        """Refuse the file because of this node."""
        raise ModelRefused(self.name, self.line, because)

    def text(self) -> str:
        """A non-empty word or sentence."""
        if not isinstance(self.node, ScalarNode) or not self.node.value.strip():
            self.refuse(f"{self.what} must be words, found {_kind(self.node)}")
        return " ".join(self.node.value.split())

    def choice(self, choices: type[E]) -> E:
        """One value of an enumeration."""
        return one_of(self, {str(choice.value): choice for choice in choices})

    def flag(self) -> bool:
        """True or false."""
        return one_of(self, {"true": True, "false": False})

    def whole_number(self) -> int:
        """A whole number of zero or more, in figures."""
        text = self.text()
        if not (text.isascii() and text.isdigit() and len(text) < 7):
            self.refuse(f"{self.what} must be a whole number, found “{_short(text)}”")
        return int(text)

    def items(self) -> list[Place]:
        """The members of a list that is not empty."""
        if not isinstance(self.node, SequenceNode) or not self.node.value:
            self.refuse(f"{self.what} must be a list with at least one entry, found {_kind(self.node)}")
        return [
            Place(self.name, f"entry {n} of {self.what}", node) for n, node in enumerate(self.node.value, 1)
        ]

    def one_or_more(self) -> list[Place]:
        """A single value, or a list of them."""
        return self.items() if isinstance(self.node, SequenceNode) else [self]

    def fields(self, required: Iterable[str], optional: Iterable[str] = ()) -> dict[str, Place]:
        """The values of a mapping that has every required key, no unknown one and none twice."""
        found, faults = self.every_field(required, optional)
        if faults:
            raise faults[0]
        return found

    def every_field(
        self, required: Iterable[str], optional: Iterable[str] = ()
    ) -> tuple[dict[str, Place], list[ModelRefused]]:
        """The values of a mapping, with every key that is unknown, given twice or lacking."""
        required, known = tuple(required), {*required, *optional}
        if not isinstance(self.node, MappingNode):
            self.refuse(f"{self.what} must be “key: value” pairs, found {_kind(self.node)}")
        found: dict[str, Place] = {}
        faults: list[ModelRefused] = []
        for key, value in self.node.value:
            place = Place(self.name, f"a key of {self.what}", key)
            word = place.text()
            if word in known and word not in found:
                found[word] = Place(self.name, word, value)
                continue
            said = f"“{word}” is given twice in {self.what}; expected once"
            near = nearest(word, known - found.keys())
            meant = f" (did you mean {near}?)" if near else ""
            unknown = f"{self.what} does not take “{_short(word)}”{meant}; expected {_listed(known)}"
            faults.append(ModelRefused(self.name, place.line, said if word in known else unknown))
        lacking = (key for key in required if key not in found)
        faults += [ModelRefused(self.name, self.line, f"{self.what} lacks “{key}”") for key in lacking]
        return found, faults


V = TypeVar("V")


def one_of(place: Place, choices: dict[str, V]) -> V:
    """The choice that the place names."""
    text = place.text()
    if text not in choices:
        place.refuse(f"{place.what} “{_short(text)}” is not known; expected {_listed(choices)}")
    return choices[text]


def each(place: Place, read: Callable[[Place], V]) -> frozenset[V]:
    """The values of a list, or of a single entry, none of them twice."""
    found: list[V] = []
    for entry in place.one_or_more():
        value = read(Place(entry.name, place.what, entry.node))
        if value in found:
            entry.refuse(f"{place.what} names the same thing twice; expected once")
        found.append(value)
    return frozenset(found)


def open_document(text: str, name: str, expected: str = "an operating model") -> Place:
    """The top node of a YAML text; refuses what is not one YAML document, saying what was expected."""
    if len(text) > LARGEST:
        raise ModelRefused(name, 1, f"the file is longer than {LARGEST:,} characters; expected {expected}")
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line = mark.line + 1 if mark else 1
        raise ModelRefused(name, line, f"this is not YAML ({fault.problem}); expected “key: value”") from None
    except yaml.reader.ReaderError as fault:
        line = text.count("\n", 0, int(fault.position)) + 1
        raise ModelRefused(name, line, "a character that YAML does not allow; expected plain text") from None
    except (RecursionError, ValueError):
        raise ModelRefused(name, 1, "the file cannot be read as YAML; expected “key: value”") from None
    if node is None:
        raise ModelRefused(name, 1, f"the file is empty; expected {expected}")
    return Place(name, "the model", node)


def _kind(node: Node) -> str:
    if isinstance(node, MappingNode):
        return "“key: value” pairs"
    if isinstance(node, SequenceNode):
        return "a list" if node.value else "an empty list"
    return f"“{_short(node.value)}”" if node.value.strip() else "nothing"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))
