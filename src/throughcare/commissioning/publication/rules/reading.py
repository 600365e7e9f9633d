"""Reads OCDS releases, records and packages of either as anybody publishes them, and says what is wrong where."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from throughcare.foundation.kernel import Refused

from .checking import Fault, beyond_the_schema, departures
from .compiling import compiled
from .own import extensions_of
from .shapes import Document, parts, words
from .standard_schema import RECORDS, RELEASE, RELEASES

__all__ = ["Fault", "Kind", "Read", "read"]


class Kind(StrEnum):
    """What a document is."""

    RELEASES = "package of releases"
    RECORDS = "package of records"
    RELEASE = "release"
    RECORD = "record"
    LINES = "lines of releases"


@dataclass(frozen=True)
class Read:
    """A document as it was read: its kind, its releases, one compiled release of each process, and what is wrong with it."""

    kind: Kind
    releases: tuple[Document, ...]
    processes: tuple[Document, ...]
    faults: tuple[Fault, ...]


def read(text: str, extensions: Iterable[Document] = ()) -> Read:
    """Read a document, and name everything in it that departs from the standard. Refused where it is no OCDS at all.

    A release that departs is read as far as it goes; one that is no object, or says no ocid, is named and left out, and stops
    no other.
    """
    over = tuple(extensions)
    found = _parsed(text)
    if isinstance(found, list):
        return _of_releases(Kind.LINES, enumerate(found), over, [])
    over += extensions_of(found)
    kind = _kind(found)
    if kind is Kind.RELEASE:
        return _of_releases(kind, [(None, found)], over, [])
    if kind is Kind.RECORD:
        return _of_records(kind, [(None, found)], over, [])
    name, schema = ("releases", RELEASES) if kind is Kind.RELEASES else ("records", RECORDS)
    faults = list(departures({**found, name: []}, schema, over, ""))
    inside = found.get(name)
    if not isinstance(inside, list) or not inside:
        said = "is not a list" if not isinstance(inside, list) else "is empty"
        return Read(kind, (), (), (*faults, Fault(name, f"{said}; expected at least one of them")))
    of = _of_releases if kind is Kind.RELEASES else _of_records
    return of(kind, enumerate(inside), over, faults)


def _parsed(text: str) -> Document | list[object]:
    stripped = text.lstrip("\ufeff").strip()
    if not stripped:
        raise Refused("It is empty. Expected a release, a record, or a package of either, in JSON.")
    try:
        found: object = json.loads(stripped, parse_float=Decimal, parse_constant=_no_number)
    except json.JSONDecodeError as problem:
        lines = [line for line in stripped.splitlines() if line.strip()]
        if problem.msg == "Extra data" and len(lines) > 1:
            return [_line(line) for line in lines]
        raise Refused(
            f"It is not JSON: at line {problem.lineno}, column {problem.colno}, {_said(problem, stripped)}."
        ) from None
    except RecursionError:
        raise Refused("Its parts lie too deep in one another to be read.") from None
    if isinstance(found, list | Mapping):
        return found
    raise Refused("It is JSON and no object. Expected a release, a record, or a package of either.")


def _line(line: str) -> object:
    """The object of a line, or the line itself where it is none: it is named among the faults and stops no other."""
    try:
        return json.loads(line, parse_float=Decimal, parse_constant=_no_number)
    except (json.JSONDecodeError, RecursionError):
        return line


def _no_number(said: str) -> object:
    raise Refused(f"It holds {said}, which is no number in JSON.")


def _said(problem: json.JSONDecodeError, text: str) -> str:
    return "it is cut short" if problem.pos >= len(text) - 1 else problem.msg[:1].lower() + problem.msg[1:]


def _kind(found: Document) -> Kind:
    if "releases" in found and "ocid" in found:
        return Kind.RECORD
    for name, kind in (
        ("records", Kind.RECORDS),
        ("releases", Kind.RELEASES),
        ("compiledRelease", Kind.RECORD),
    ):
        if name in found:
            return kind
    if "ocid" in found or "tag" in found:
        return Kind.RELEASE
    raise Refused(
        "It has none of “releases”, “records” and “ocid”. Expected a release, a record, or a package of either."
    )


def _of_releases(
    kind: Kind, found: Iterable[tuple[int | None, object]], over: tuple[Document, ...], faults: list[Fault]
) -> Read:
    good: list[Document] = []
    for place, one in found:
        at = "" if place is None else f"line {place + 1}" if kind is Kind.LINES else f"releases[{place}]"
        if isinstance(one, Mapping):
            faults += _of_one(one, over, at)
            good += [one] if isinstance(one.get("ocid"), str) and one["ocid"] else []
        else:
            faults.append(Fault(at, "is not an object; expected a release"))
    faults += _twice(good)
    by_process: dict[str, list[Document]] = {}
    for one in good:
        by_process.setdefault(str(one["ocid"]), []).append(one)
    together = tuple(each[0] if len(each) == 1 else compiled(each, over) for each in by_process.values())
    return Read(kind, tuple(good), together, tuple(faults))


def _of_one(release: Document, over: tuple[Document, ...], at: str) -> Iterator[Fault]:
    yield from departures(release, RELEASE, over, at)
    yield from beyond_the_schema(release, over, at)


def _twice(releases: Iterable[Document]) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for one in releases:
        named = words(one, "id")
        key = (str(one["ocid"]), named or "")
        if named and key in seen:
            yield Fault("releases", f"two of {key[0]} have the id “{named}”; each is to have its own")
        seen.add(key)


def _of_records(
    kind: Kind, found: Iterable[tuple[int | None, object]], over: tuple[Document, ...], faults: list[Fault]
) -> Read:
    releases: list[Document] = []
    processes: list[Document] = []
    for place, one in found:
        at = "" if place is None else f"records[{place}]"
        if not isinstance(one, Mapping):
            faults.append(Fault(at, "is not an object; expected a record"))
            continue
        if not isinstance(one.get("ocid"), str):
            faults.append(Fault(_below(at, "ocid"), "is missing, or is no text"))
        embedded = [release for release in parts(one, "releases") if "ocid" in release]
        now = one.get("compiledRelease")
        for number, release in enumerate(embedded):
            faults += _of_one(release, over, _below(at, f"releases[{number}]"))
        if isinstance(now, Mapping):
            faults += _of_one(now, over, _below(at, "compiledRelease"))
        faults += _apart(one, embedded, now, over, at)
        releases += embedded
        whole = now if isinstance(now, Mapping) else compiled(embedded, over) if embedded else None
        processes += [whole] if whole is not None and isinstance(whole.get("ocid"), str) else []
    return Read(kind, tuple(releases), tuple(processes), tuple(faults))


def _apart(
    record: Document, embedded: list[Document], now: object, over: tuple[Document, ...], at: str
) -> Iterator[Fault]:
    """Where a record's parts are of different processes, or its compiled release is not what its releases come to."""
    ocid = record.get("ocid")
    inside = [*embedded, *([now] if isinstance(now, Mapping) else [])]
    for stray in sorted({str(one.get("ocid")) for one in inside if one.get("ocid") != ocid}):
        yield Fault(_below(at, "ocid"), f"is “{ocid}”, and a release in it is of “{stray}”")
    if embedded and isinstance(now, Mapping) and len(embedded) == len(parts(record, "releases")):
        ours = compiled(embedded, over)
        for name in sorted(ours.keys() | now.keys()):
            if name != "id" and ours.get(name) != now.get(name):
                yield Fault(
                    _below(at, f"compiledRelease.{name}"), "is not what the releases of the record come to"
                )


def _below(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name
