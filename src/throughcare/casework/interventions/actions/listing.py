"""Bringing in what a public directory lists, as one document or as a package of tables; and saying of a service what no file says."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, cells_fault
from throughcare.foundation.kernel.days import day_of

from ..models import RefusedService, Service
from ..rules.catalogue import CatalogueFault, PlacesFacts, SiteFacts
from ..rules.directory import (
    Listed,
    RefusedPart,
    assemble,
    check_tables,
    misspelt_name,
    read_documents,
    table_named,
)
from ..rules.words import need_areas
from ..store import columns_of, facts_of
from .cataloguing import LARGEST_CATALOGUE, CatalogueReport, keep_refused, take_services

LARGEST_UNPACKED, MOST_FILES = 50 << 20, 200
MOST_SITES, MOST_PLACES = 100, 100_000


@dataclass(frozen=True)
class _Read:
    """What a file came to: how many rows or services it had, those taken, the parts refused, and what was whole."""

    rows: int
    good: list[Listed]
    refused: list[RefusedPart]
    whole: set[str]


@action(Permission.KEEP_CATALOGUE)
def import_services(*, by: Member, at: datetime, content: bytes, file_name: str) -> CatalogueReport:
    """Take every service that a public directory lists as one open to anybody, and keep every refused part; twice changes nothing.

    Open Referral UK and HSDS 3.0: JSON (a service, an organisation with its services, a page, a list) or the tables as CSV in a
    zip. In tables a row that points to nothing is refused, and whatever points to it. 10 MB at most.
    """
    read = _read(content, day_of(at))
    contracts = set(Service.objects.filter(told={}).values_list("reference", flat=True))
    taken = {one.service.reference: one for one in read.good if one.service.reference not in contracts}
    refused = [
        *read.refused, *(_contracts_own(one) for one in read.good if one.service.reference in contracts),
    ]  # fmt: skip
    added, changed = take_services(_terms(taken))
    whole = (read.whole | taken.keys()) - {part.reference for part in refused}
    RefusedService.objects.filter(reference__in=whole, settled=False).update(settled=True)
    keep_refused(_kept(by, at, file_name, part) for part in refused)
    add_to_line(added=added, changed=changed, refused=len(refused))
    return CatalogueReport(read.rows, added, changed, len(taken) - added - changed, len(refused))


def _contracts_own(one: Listed) -> RefusedPart:
    fault = CatalogueFault("id", "A contract has this reference.")
    return RefusedPart(0, "service", one.service.reference, {"id": one.service.reference}, (fault,))


def _terms(taken: Mapping[str, Listed]) -> dict[str, dict[str, object]]:
    """The columns of each service; what a directory does not say of one that is known, and its first day, stay as they are."""
    known = {row.reference: facts_of(row) for row in Service.objects.filter(reference__in=taken)}
    found = {}
    for reference, one in taken.items():
        facts, before = one.service, known.get(reference)
        if before is not None:
            facts = replace(
                facts, offered=before.offered, needs=facts.needs or before.needs, areas=facts.areas or before.areas,
                sites=facts.sites or before.sites, places=facts.places or before.places,
            )  # fmt: skip
        found[reference] = columns_of(facts) | {"told": dict(one.told)}
    return found


def _kept(by: Member, at: datetime, file_name: str, part: RefusedPart) -> RefusedService:
    faults = [{"field": f"{part.where}: {fault.field}", "because": fault.because} for fault in part.faults]
    row = {name: str(value)[:500].replace("\0", "") for name, value in part.row.items()}
    clean = json.loads(json.dumps(row).encode("utf-8", "replace"))
    return RefusedService(
        at=at, by_id=by.id, file_name=file_name[:200], line=part.line, reference=part.reference[:40], row=clean, faults=faults
    )  # fmt: skip


def _read(content: bytes, on: Any) -> _Read:
    if len(content) > LARGEST_CATALOGUE:
        raise Refused(
            f"The file is larger than {LARGEST_CATALOGUE >> 20} MB. Send it in parts.", field="file"
        )
    if content[:4] in {b"PK\3\4", b"PK\5\6"}:
        return _of_tables(_tables_in(content), on)
    document = _json(content)
    if isinstance(document, dict) and document and all(table_named(str(name)) for name in document):
        return _of_tables(_tables_written(document), on)
    good, refused = read_documents([document], on)
    return _Read(
        len(good) + len({part.line for part in refused if part.where == "service"}), good, refused, set()
    )


def _json(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as wrong:
        raise Refused(f"Byte {wrong.start + 1} is not UTF-8. Nothing was recorded.", field="file") from None
    except RecursionError:
        raise Refused("The file is nested too deep to read. Nothing was recorded.", field="file") from None
    except ValueError as wrong:
        because = getattr(wrong, "msg", "it cannot be read")
        line = getattr(wrong, "lineno", 1)
        raise Refused(
            f"This is neither JSON nor a zip of tables: line {line}, {because}. Nothing was recorded.", field="file"
        ) from None  # fmt: skip


def _of_tables(package: Mapping[str, Sequence[Mapping[str, str]]], on: Any) -> _Read:
    rows = check_tables(package)
    services = assemble(rows)
    good, refused = read_documents([document for _, document in services], on)
    bad = [
        RefusedPart(row.line, row.file_name, row.id, _without_people(row.table, row.cells), tuple(row.faults))
        for row in rows
        if row.faults
    ]
    return _Read(len(rows), good, [*bad, *refused], {row.id for row in rows if row.id and not row.faults})


_OF_PEOPLE = frozenset({"contacts", "metadata"})


def _without_people(table: str, cells: Mapping[str, str]) -> dict[str, object]:
    """A refused row as it is kept: of a table that names people, its keys alone."""
    plain = {name[:60]: value for name, value in cells.items() if name and isinstance(value, str)}
    if table in _OF_PEOPLE:
        return {name: value for name, value in plain.items() if name == "id" or name.endswith("_id")}
    return {name: value for name, value in plain.items() if name not in {"attention", "assurer_email"}}


def _tables_in(content: bytes) -> dict[str, list[dict[str, str]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            named = [one for one in packed.infolist() if one.filename.lower().endswith(".csv")]
            if len(named) > MOST_FILES or sum(one.file_size for one in named) > LARGEST_UNPACKED:
                raise Refused(
                    f"Unpacked, the tables are larger than {LARGEST_UNPACKED >> 20} MB.", field="file"
                )
            found = {
                one.filename.rsplit("/", 1)[-1]: _cells(one.filename, packed.read(one))
                for one in named
                if table_named(one.filename) and not one.filename.startswith("__MACOSX")
            }
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        raise Refused("The zip cannot be opened. Nothing was recorded.", field="file") from None
    if not any(table_named(name) == "services" for name in found):
        raise Refused(
            "The zip holds no table of services (services.csv). Nothing was recorded.", field="file"
        )
    return found


def _cells(name: str, content: bytes) -> list[dict[str, str]]:
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig").replace("\0", ""), newline=""))
        names = [column.strip() for column in next(reader, [])]
        table = table_named(name)
        if table and (strange := misspelt_name(table, names)):
            raise Refused(f"{name}: {strange}. Nothing was recorded.", field="file")
        return [_row(names, cells) for cells in reader if cells]
    except UnicodeDecodeError as wrong:
        raise Refused(
            f"{name}: byte {wrong.start + 1} is not UTF-8. Nothing was recorded.", field="file"
        ) from None
    except csv.Error as wrong:
        raise Refused(f"{name} is not a CSV file: {wrong}. Nothing was recorded.", field="file") from None


def _row(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """A row of a table; one with more or fewer cells than there are columns says so under no name."""
    wrong = cells_fault(len(cells), len(names))
    held = {name: cell for name, cell in zip(names, cells, strict=False) if name}
    return held | ({"": wrong} if wrong else {})


def _tables_written(document: Mapping[str, Any]) -> dict[str, list[dict[str, str]]]:
    """Tables written as one JSON document: the rows of each file as objects."""
    if not all(
        isinstance(rows, list) and all(isinstance(one, dict) for one in rows) for rows in document.values()
    ):
        raise Refused(
            "Each table is a list of rows with names and values. Nothing was recorded.", field="file"
        )
    return {
        name: [{str(key): "" if value is None else str(value) for key, value in row.items()} for row in rows]
        for name, rows in document.items()
    }


@action(Permission.KEEP_CATALOGUE)
def describe_service(
    *, by: Member, at: datetime, service_id: UUID, version: int, needs: Sequence[str], sites: Sequence[SiteFacts],
    places: PlacesFacts | None,
) -> None:  # fmt: skip
    """Say of a service what no file said: the needs it is for, where it is held, and how many places are free."""
    row = Service.objects.select_for_update().filter(id=service_id).first()
    if row is None:
        raise Refused("There is no such service.")
    if row.version != version:
        raise Refused("Somebody else changed this service while you had it open. Look again.")
    if unknown := [need for need in needs if need not in need_areas()]:
        raise Refused(f"“{unknown[0][:20]}” is not a need that services are for.", field="needs")
    if len(sites) > MOST_SITES:
        raise Refused(f"At most {MOST_SITES} sites.", field="sites")
    if places is not None and not 0 <= places.free <= (MOST_PLACES if places.most is None else places.most):
        raise Refused("More places are free than there are.", field="free")
    said = replace(
        facts_of(row),
        needs=tuple(dict.fromkeys(needs)),
        sites=tuple(sites),
        places=(places,) if places else (),
    )
    columns = {name: columns_of(said)[name] for name in ("needs", "sites", "places")}
    Service.objects.filter(id=service_id).update(**columns, version=version + 1)
    add_to_line(service=service_id)
