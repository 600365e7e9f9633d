"""What in a document departs from the standard, in words: by its schemas, and by what no schema can say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from throughcare.foundation.kernel import misspelt

from .shapes import Document, instant, instant_of, listed, number, part, parts, words
from .standard_schema import RELEASE, VERSIONED, Node, release_node, standard, with_extensions

if TYPE_CHECKING:
    from jsonschema import Draft4Validator
    from jsonschema.exceptions import ValidationError

MOST = 500
"""Departures of one part that are named; the number of the rest is said."""
_LONGEST = 60
_KINDS = {
    "object": "an object", "array": "a list", "string": "text", "number": "a number", "integer": "a whole number",
    "boolean": "true or false", "null": "null",
}  # fmt: skip


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong: where (the path of the field), and what, with what was expected."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


def departures(document: Document, schema: str, extensions: tuple[Document, ...], at: str) -> Iterator[Fault]:
    """Where a document departs from a schema of the standard with extensions laid over it; ``at`` is where it stands itself."""
    found = [
        fault
        for error in _validator(schema, _frozen(extensions)).iter_errors(_plain(document))
        for fault in _faults(error, at)
    ]
    # A package is asked without what it holds, which is asked part by part: its list is then empty, which is no fault.
    found = [one for one in found if not one.what.startswith("is empty") or schema == RELEASE]
    yield from sorted(found)[:MOST]
    if len(found) > MOST:
        yield Fault(at, f"{len(found) - MOST} more departures are not named")


def _plain(value: object) -> object:
    """The document as the validator knows it: a decimal is a number."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, str | int | float | bool) else float(str(value))


@dataclass(frozen=True)
class _Frozen:
    """Extensions as a key of what was made of them: they are the same where they are the same objects."""

    extensions: tuple[Document, ...]

    def __hash__(self) -> int:
        return hash(tuple(id(one) for one in self.extensions))


def _frozen(extensions: tuple[Document, ...]) -> _Frozen:
    return _Frozen(extensions)


@lru_cache(maxsize=16)
def _validator(schema: str, over: _Frozen) -> Draft4Validator:
    from jsonschema import Draft4Validator, FormatChecker
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT4

    formats = FormatChecker(formats=())
    formats.checks("date-time")(lambda said: not isinstance(said, str) or _is_instant(said))
    formats.checks("uri")(lambda said: not isinstance(said, str) or _is_address(said))
    release = with_extensions(over.extensions)
    every = {RELEASE: release, VERSIONED: standard(VERSIONED)}
    resources = [
        (str(one["id"]), Resource.from_contents(one, default_specification=DRAFT4)) for one in every.values()
    ]
    asked = release if schema == RELEASE else standard(schema)
    return Draft4Validator(asked, registry=Registry().with_resources(resources), format_checker=formats)


def _is_instant(said: str) -> bool:
    return len(said) > len("2026-01-01T") and instant_of(said) is not None


def _is_address(said: str) -> bool:
    try:
        return bool(urlsplit(said).scheme) and " " not in said
    except ValueError:
        return False


def _faults(error: ValidationError, at: str) -> Iterator[Fault]:
    if error.validator in {"oneOf", "anyOf"} and error.context:
        deepest = max(len(one.absolute_path) for one in error.context)
        nearest = [one for one in error.context if len(one.absolute_path) == deepest]
        yield from _faults(nearest[0], at)
        return
    where = _place(at, error.absolute_path)
    if error.validator == "required":
        name = error.message.split("'")[1]
        yield Fault(f"{where}.{name}" if where else name, "is missing")
    else:
        yield Fault(where, _wrong(error))


def _wrong(error: ValidationError) -> str:
    if error.validator in {"minItems", "minLength", "minProperties"}:
        return "is empty; expected something in it"
    if error.validator == "uniqueItems":
        return "says the same thing twice"
    return f"{_shown(error.instance)}; {_expected(str(error.validator), error.validator_value)}"


def _expected(validator: str, asked: object) -> str:
    if validator == "type":
        kinds = [asked] if isinstance(asked, str) else list(asked) if isinstance(asked, list) else []
        return f"expected {' or '.join(_KINDS[one] for one in kinds if one != 'null')}"
    if validator == "enum" and isinstance(asked, list):
        return f"expected one of {', '.join(str(one) for one in asked if one is not None)}"
    if validator == "format":
        wanted = "an instant, as 2026-11-30T09:00:00Z" if asked == "date-time" else "an address, as https://…"
        return f"expected {wanted}"
    return f"expected what fits {asked}" if validator == "pattern" else f"it breaks “{validator}”"


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f"is “{value[:_LONGEST]}{'…' if len(value) > _LONGEST else ''}”"
    if isinstance(value, Mapping | list):
        return f"is {_KINDS['object' if isinstance(value, Mapping) else 'array']}"
    return {None: "is null", True: "is true", False: "is false"}.get(value, f"is {value}")  # type: ignore[call-overload, no-any-return]


def _place(at: str, path: Iterable[str | int]) -> str:
    found = at
    for one in path:
        found = f"{found}[{one}]" if isinstance(one, int) else f"{found}.{one}" if found else str(one)
    return found


def beyond_the_schema(release: Document, extensions: tuple[Document, ...], at: str) -> Iterator[Fault]:
    """What no schema can say: misspelt fields, ids that are twice, periods turned round, parties that nobody is, prices below nothing."""
    yield from _walked(release, release_node(extensions), at)
    yield from _strangers(release, at)
    lots = {words(one, "id") for one in parts(release, "tender", "lots")}
    for group in ("bids.details", "awards"):
        for place, one in enumerate(parts(release, *group.split("."))):
            for lot in listed(one, "relatedLots") if lots else ():
                if lot not in lots:
                    yield Fault(
                        _place(at, [*group.split("."), place]),
                        f"is of lot “{lot}”, which the tender does not have",
                    )


def _walked(value: object, node: Node, at: str) -> Iterator[Fault]:
    if isinstance(value, Mapping):
        said = misspelt(list(value), node.fields, what="field")
        if said:
            yield Fault(at, f"has {said}")
        yield from _period(value, at)
        yield from _price(value, at)
        for key, below in value.items():
            yield from _walked(below, node.of(key), _place(at, [key]))
    elif isinstance(value, list):
        ids = Counter(words(one, "id") for one in value if isinstance(one, Mapping))
        for name, count in ids.items():
            if name is not None and count > 1:
                yield Fault(at, f"has {count} with the id “{name[:_LONGEST]}”; each is to have its own")
        for place, below in enumerate(value):
            yield from _walked(below, node.item, _place(at, [place]))


def _period(value: Document, at: str) -> Iterator[Fault]:
    starts, ends = instant(value, "startDate"), instant(value, "endDate")
    if starts and ends and ends < starts:
        yield Fault(at, f"ends on {value['endDate']}, before it starts on {value['startDate']}")


def _price(value: Document, at: str) -> Iterator[Fault]:
    amount = number(value, "amount")
    if amount is None or "currency" not in value:
        return
    if amount < 0:
        yield Fault(_place(at, ["amount"]), f"is {value['amount']}; expected nothing below 0")
    elif (amount * 100).denominator != 1:
        yield Fault(_place(at, ["amount"]), f"is {value['amount']}; expected at most two decimals")


def _strangers(release: Document, at: str) -> Iterator[Fault]:
    """Organisations that are referred to by an id and that are no party."""
    known = {words(one, "id") for one in parts(release, "parties")}
    named: list[tuple[str, Document]] = [("buyer", part(release, "buyer"))]
    named.append(("tender.procuringEntity", part(release, "tender", "procuringEntity")))
    for place, award in enumerate(parts(release, "awards")):
        named += [
            (f"awards[{place}].suppliers[{number}]", one)
            for number, one in enumerate(parts(award, "suppliers"))
        ]
    for place, bid in enumerate(parts(release, "bids", "details")):
        named += [
            (f"bids.details[{place}].tenderers[{number}]", one)
            for number, one in enumerate(parts(bid, "tenderers"))
        ]
    for where, one in named:
        said = words(one, "id")
        if said is not None and said not in known and "parties" in release:
            yield Fault(_place(at, [where]), f"is “{said[:_LONGEST]}”, which is no id in parties")
