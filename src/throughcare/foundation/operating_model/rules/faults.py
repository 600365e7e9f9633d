"""Every fault of a file that should be an operating model, each at its line, so that one sending finds them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from .bodies import BodyKind
from .document import ModelRefused, Place, open_document
from .functions import Function
from .loader import TOP, load_model
from .questions import Question
from .reading import PARTS, Reading, bodies_of
from .terms import Parameter

T = TypeVar("T")


def faults_of(text: str, name: str) -> list[ModelRefused]:
    """What is wrong with a text, by line; nothing where it is an operating model.

    Each part is read on its own as far as it can be.
    """
    try:
        load_model(text, name)
    except ModelRefused as first:
        found = _Faults()
        found.of(text, name)
        return sorted(found.kept.values(), key=lambda fault: fault.line) or [first]
    return []


class _Faults:
    """The faults found so far, each kept once."""

    def __init__(self) -> None:
        self.kept: dict[tuple[int, str], ModelRefused] = {}

    def of(self, text: str, name: str) -> None:
        top = self.trying(lambda: self.fields(open_document(text, name), TOP))
        if top is None or "bodies" not in top or "sources" not in top:
            return
        bodies: dict[BodyKind, str] | None = self.trying(lambda: bodies_of(top["bodies"]))
        sources = self.trying(lambda: tuple(place.text() for place in top["sources"].items()))
        if bodies is not None and sources is not None:
            self.parts(Reading(bodies, sources), top)

    def parts(self, reading: Reading, top: dict[str, Place]) -> None:
        for key, read in PARTS.items():
            if key in top:
                self.trying(lambda read=read, key=key: read(reading, top[key]))  # type: ignore[misc]
        self.functions(reading, top)
        self.each(top.get("parameters"), Parameter, reading.parameter)
        self.each(top.get("questions"), Question, lambda place, key: reading.answered(place, Question(key)))

    def functions(self, reading: Reading, top: dict[str, Place]) -> None:
        """Every line that cannot be read; holes and overlaps where all of a function's lines can."""

        def lines(place: Place, key: str) -> object:
            before = len(self.kept)
            for entry in place.items():
                self.trying(lambda entry=entry: reading.line(entry))  # type: ignore[misc]
            return reading.lines(place) if len(self.kept) == before else None

        self.each(top.get("functions"), Function, lines)

    def each(self, place: Place | None, keys: Iterable[str], read: Callable[[Place, str], object]) -> None:
        given = self.trying(lambda: self.fields(place, [str(key) for key in keys])) if place else None
        for key, value in (given or {}).items():
            self.trying(lambda value=value, key=key: read(value, key))  # type: ignore[misc]

    def fields(self, place: Place, keys: Iterable[str]) -> dict[str, Place]:
        given, faults = place.every_field(keys)
        for fault in faults:
            self.keep(fault)
        return given

    def trying(self, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except ModelRefused as fault:
            self.keep(fault)
            return None

    def keep(self, fault: ModelRefused) -> None:
        self.kept.setdefault((fault.line, fault.because), fault)
