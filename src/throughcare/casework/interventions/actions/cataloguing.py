"""Keeping the catalogue: contracts brought in from a file, and the team that receives referrals to a service."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member, OrganisationKind
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, cells_fault, columns_fault

from ..models import RefusedService, Service
from ..rules.catalogue import (
    CONTRACT_COLUMNS,
    REQUIRED_COLUMNS,
    SAME_COLUMNS,
    CatalogueFault,
    ServiceFacts,
    read_contract,
)
from ..store import columns_of

LARGEST_CATALOGUE = 10 << 20
DELIVER = frozenset({OrganisationKind.COMMUNITY_PROVIDER, OrganisationKind.PUBLIC_PROBATION})
"""The kinds of organisation whose teams deliver services, and so may receive referrals."""
_KEPT_TEXT = 500
_KNOWN = (*CONTRACT_COLUMNS, *SAME_COLUMNS)


@dataclass(frozen=True)
class CatalogueReport:
    """What became of a file: rows that are new, that changed a service, that changed nothing, and that were refused."""

    rows: int
    added: int
    changed: int
    repeated: int
    refused: int


@action(Permission.KEEP_CATALOGUE)
def import_contracts(*, by: Member, at: datetime, content: bytes, file_name: str) -> CatalogueReport:
    """Take every good row of a file of contracts as a service and keep every refused one; the same file twice changes nothing.

    One row a contract, with the columns of ``CONTRACT_COLUMNS`` under either of their usual names; UTF-8 CSV, 10 MB at most.
    """
    good: dict[str, ServiceFacts] = {}
    bad: list[RefusedService] = []
    rows, listed = 0, set(Service.objects.exclude(told={}).values_list("reference", flat=True))
    for line, row in _rows(content):
        rows += 1
        found = _not_whole(row.pop("", "")) or read_contract(row)
        if isinstance(found, ServiceFacts) and found.reference in good:
            found = _not_taken("An earlier row of this file has the same reference.")
        elif isinstance(found, ServiceFacts) and found.reference in listed:
            found = _not_taken("A public directory lists a service by this reference.")
        if isinstance(found, ServiceFacts):
            good[found.reference] = found
        else:
            bad.append(_refused(by, at, file_name, line, row, found))
    added, changed = _take(good)
    RefusedService.objects.filter(reference__in=good, settled=False).update(settled=True)
    keep_refused(bad)
    add_to_line(added=added, changed=changed, refused=len(bad))
    return CatalogueReport(rows, added, changed, len(good) - added - changed, len(bad))


def _not_taken(because: str) -> tuple[CatalogueFault, ...]:
    return (CatalogueFault("contract_reference", because),)


def _not_whole(because: str) -> tuple[CatalogueFault, ...]:
    return (CatalogueFault("the row", f"This row {because}."),) if because else ()


def _rows(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    if len(content) > LARGEST_CATALOGUE:
        raise Refused(
            f"The file is larger than {LARGEST_CATALOGUE >> 20} MB. Send it in parts.", field="file"
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Refused(
            f"Byte {wrong.start + 1} is not UTF-8. Save the file as UTF-8 CSV.", field="file"
        ) from None
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""))
    try:
        names = next(reader, [])
        _check_columns(names)
        for cells in reader:
            if cells:
                because = cells_fault(len(cells), len(names))
                said = dict(zip(names, cells, strict=False))
                yield reader.line_num, said | ({"": because} if because else {})
    except csv.Error as wrong:
        raise Refused(f"This is not a CSV file: {wrong}. Nothing was recorded.", field="file") from None


def _check_columns(names: list[str]) -> None:
    said = [SAME_COLUMNS.get(name, name) for name in names]
    fault = columns_fault(said, _KNOWN, REQUIRED_COLUMNS)
    if fault:
        raise Refused(
            f"The first line does not name the columns of contracts: {fault}. Nothing was recorded.",
            field="file",
        )


def _refused(
    by: Member,
    at: datetime,
    file_name: str,
    line: int,
    row: Mapping[str, str],
    faults: tuple[CatalogueFault, ...],
) -> RefusedService:
    named = row.get("contract_reference", "").strip()[:40]
    kept = {name[:60]: value[:_KEPT_TEXT] for name, value in row.items() if name in _KNOWN}
    said = [{"field": fault.field, "because": fault.because} for fault in faults]
    return RefusedService(
        at=at, by_id=by.id, file_name=file_name[:200], line=line, reference=named, row=kept, faults=said
    )


def keep_refused(rows: Iterable[RefusedService]) -> None:
    """Keep refused rows for whoever sends the file again; one that waits already, just as it is, is not kept twice."""
    given = list(rows)
    names = {row.file_name for row in given}
    waiting = {_same(row) for row in RefusedService.objects.filter(settled=False, file_name__in=names)}
    insert_all([row for row in given if _same(row) not in waiting])


def _same(row: RefusedService) -> tuple[object, ...]:
    return row.file_name, row.line, str(sorted(row.row.items())), str(row.faults)


# What a file of contracts says nothing of: where a service is held and its free places are said on its page.
_NOT_IN_CONTRACTS = ("standing", "sites", "places")


def _take(good: Mapping[str, ServiceFacts]) -> tuple[int, int]:
    terms = {
        ref: {name: value for name, value in columns_of(found).items() if name not in _NOT_IN_CONTRACTS}
        for ref, found in good.items()
    }
    return take_services(terms)


def take_services(terms: Mapping[str, dict[str, object]]) -> tuple[int, int]:
    """Make or change services by their references; gives how many are new and how many changed."""
    before = {row.reference: row for row in Service.objects.select_for_update().filter(reference__in=terms)}
    fresh = [Service(reference=ref, **said) for ref, said in terms.items() if ref not in before]
    changed = 0
    for reference, row in before.items():
        if any(getattr(row, name) != value for name, value in terms[reference].items()):
            changed += 1
            Service.objects.filter(id=row.id).update(**terms[reference], version=row.version + 1)
    insert_all(fresh)
    return len(fresh), changed


@action(Permission.KEEP_CATALOGUE)
def name_receiving_team(
    *, by: Member, at: datetime, service_id: UUID, unit_id: UUID | None, version: int
) -> None:
    """Say which team receives the referrals to a service from now on; None when none does, so that nobody can be sent."""
    service = Service.objects.select_for_update().filter(id=service_id).first()
    if service is None:
        raise Refused("There is no such service.")
    if service.version != version:
        raise Refused("Somebody else changed this service while you had it open. Look again.")
    unit = access.unit(unit_id) if unit_id is not None else None
    if unit_id is not None and unit is None:
        raise Refused("There is no such team.", field="unit_id")
    if unit is not None and unit.organisation.kind not in DELIVER:
        raise Refused(
            "Only a team of a provider, or of public probation itself, receives referrals.", field="unit_id"
        )
    Service.objects.filter(id=service_id).update(unit=unit_id, version=version + 1)
    add_to_line(service=service_id, unit=unit_id)
