"""Telling good rows from rows to refuse and rows recorded before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.db import connection

from throughcare.casework.people.rules.record import PersonRecord, faults_of

from .models import Appearance, CodeMeaning, Court, CourtCode, CourtTeam, Offence, OrganisationResult
from .rules import Fault, Line, Outcome, ResultRow, Unreadable, read_row
from .rules.court_codes import standard_court_code
from .rules.defendants import COLUMN_OF, person_in
from .rules.messages import CodeList, Meaning

Progress = Callable[[int], None]
# What arithmetic, look-ups and texts can raise over a row's values, whatever they are: its fault, never the file's.
_NEVER_STOPS = (ValueError, ArithmeticError, LookupError, TypeError, RecursionError)


@dataclass
class Sifted:
    """The rows of a file, told apart; ``refused`` keeps each line whole with every fault in it."""

    good: list[ResultRow] = field(default_factory=list)
    people: list[PersonRecord] = field(default_factory=list)
    organisations: list[ResultRow] = field(default_factory=list)
    listed_before: list[ResultRow] = field(default_factory=list)
    refused: list[tuple[Line | Unreadable, list[Fault]]] = field(default_factory=list)
    repeated: int = 0
    lines: int = 0

    @property
    def taken(self) -> int:
        """How many rows are recorded, or amend what was only listed."""
        return len(self.good) + len(self.organisations) + len(self.listed_before)


def sift(
    lines: Iterable[Line | Unreadable], *, unit: UUID, today: date, progress: Progress = lambda n: None
) -> Sifted:
    """Sort every line of a file a unit brings into good, refused or recorded before; none is lost."""
    found = Sifted()
    read: list[tuple[Line, ResultRow, PersonRecord | None]] = []
    known = _Known(unit)
    for line in lines:
        found.lines += 1
        progress(found.lines)
        if isinstance(line, Unreadable):
            found.refused.append((line, [Fault(line.number, "", line.because)]))
            continue
        row, record, faults = _examined(line, known, today)
        if row is None:
            found.refused.append((line, faults))
        else:
            read.append((line, row, record))
    _tell_repeats(read, found)
    return found


def faults_in(line: Line, *, unit: UUID, today: date) -> list[Fault]:
    """Every fault in one line, as a unit's file of it would be refused for; nothing is recorded."""
    row, _, faults = _examined(line, _Known(unit), today)
    return faults if row is None else []


def known_meanings() -> dict[tuple[CodeList, str], Meaning]:
    """What the courts' codes mean, as the packaged table and administrators have it."""
    rows = CodeMeaning.objects.values_list("list_name", "code", "means", "value", "origin")
    return {
        (CodeList(which), code): Meaning(means, value, origin) for which, code, means, value, origin in rows
    }


class _Known:
    """The courts and offences there are, and the courts that another unit serves."""

    def __init__(self, unit: UUID) -> None:
        self.courts = set(Court.objects.values_list("code", flat=True))
        self.other_codes = dict(CourtCode.objects.values_list("code", "court_id"))
        others = CourtTeam.objects.exclude(unit_id=unit)
        self.served_by_others = set(others.values_list("court_id", flat=True))
        self.offences = set(Offence.objects.values_list("code", flat=True))

    def court(self, code: str) -> str:
        """The court a code of any kind names, by its first code; the code itself where none is known."""
        return code if code in self.courts else self.other_codes.get(standard_court_code(code), code)

    def faults(self, row: ResultRow) -> list[Fault]:
        found = []
        if row.court_code not in self.courts:
            found.append(Fault(row.line, "court_code", f"no court has the code “{row.court_code}”"))
        if row.court_code in self.served_by_others:
            because = f"another team serves the court “{row.court_code}”, and brings its results in"
            found.append(Fault(row.line, "court_code", because))
        for offence in row.offences:
            if offence.code and offence.code not in self.offences:
                name = "offence_code" if offence.main else "other_offence_codes"
                found.append(Fault(row.line, name, f"no offence has the Home Office code “{offence.code}”"))
        return found


def _examined(
    line: Line, known: _Known, today: date
) -> tuple[ResultRow | None, PersonRecord | None, list[Fault]]:
    try:
        row = read_row(line.number, line.fields, today=today)
    except _NEVER_STOPS as wrong:
        because = f"cannot be worked out ({type(wrong).__name__}): one of its values is out of all bounds"
        return None, None, [Fault(line.number, "", because)]
    if isinstance(row, list):
        return None, None, row
    if row.organisation:
        row = replace(row, court_code=known.court(row.court_code))
        faults = known.faults(row)
        return (None, None, faults) if faults else (row, None, [])
    record, doubts = person_in(row)
    row = replace(row, court_code=known.court(row.court_code), doubts=row.doubts + doubts)
    faults = known.faults(row)
    faults += [
        Fault(row.line, COLUMN_OF.get(f.field or "", f.field or ""), f.because)
        for f in faults_of(record, today=today)
    ]
    return (None, None, faults) if faults else (row, record, [])


def _tell_repeats(read: list[tuple[Line, ResultRow, PersonRecord | None]], found: Sifted) -> None:
    seen = _recorded([row for _, row, _ in read])
    own = {(row.court_code, row.result_ref) for _, row, _ in read}
    listed = _only_listed(
        [row for _, row, _ in read if row.digest != seen.get((row.court_code, row.result_ref))]
    )
    fresh: dict[tuple[str, str], int] = {}
    partners = _recorded_refs([row for _, row, _ in read], own)
    for line, row, record in read:
        key = (row.court_code, row.result_ref)
        if seen.get(key) != row.digest and key in fresh and record is not None:
            found.good[fresh[key]], found.people[fresh[key]] = row, record
            found.repeated += 1  # a later message of the same file says it otherwise: the later counts
            continue
        if seen.get(key) != row.digest and key in listed and record is None:
            found.organisations = [*(o for o in found.organisations if o.result_ref != row.result_ref), row]
            continue
        if seen.get(key) != row.digest and key in listed and record is not None:
            others = [one for one in found.listed_before if (one.court_code, one.result_ref) != key]
            found.repeated += len(found.listed_before) - len(others)
            found.listed_before = [*others, row]
            continue
        fault = _fault_beside(row, seen.get(key), own | partners)
        if fault:
            found.refused.append((line, [fault]))
        elif seen.get(key) == row.digest:
            found.repeated += 1
        else:
            seen[key] = row.digest
            if row.sent and record is not None:
                fresh[key] = len(found.good)
            if record is None:
                found.organisations.append(row)
            else:
                found.good.append(row)
                found.people.append(record)


def _only_listed(rows: list[ResultRow]) -> set[tuple[str, str]]:
    """Which of these results are recorded and only listed yet: a later message of theirs amends them."""
    refs = [row.result_ref for row in rows if row.sent]
    found = Appearance.objects.filter(result_ref__in=refs, outcome=Outcome.LISTED)
    bodies = OrganisationResult.objects.filter(result_ref__in=refs, outcome=Outcome.LISTED)
    return {*found.values_list("court_code", "result_ref"), *bodies.values_list("court_code", "result_ref")}


def _fault_beside(row: ResultRow, digest: str | None, known: set[tuple[str, str]]) -> Fault | None:
    if digest is not None and digest != row.digest:
        because = "is recorded already with other contents: a change of a recorded result is an amendment"
        return Fault(row.line, "result_ref", because)
    partner = row.sentence.runs_with if row.sentence else ""
    if partner and ((row.court_code, partner) not in known or partner == row.result_ref):
        return Fault(row.line, "runs_with", f"no other result of this court has the reference “{partner}”")
    return None


def _recorded(rows: list[ResultRow]) -> dict[tuple[str, str], str]:
    return {(court, ref): digest for court, ref, digest in _ask([(r.court_code, r.result_ref) for r in rows])}


def _recorded_refs(rows: list[ResultRow], own: set[tuple[str, str]]) -> set[tuple[str, str]]:
    wanted = {(r.court_code, r.sentence.runs_with) for r in rows if r.sentence and r.sentence.runs_with}
    return {(court, ref) for court, ref, _ in _ask(sorted(wanted - own))}


def _ask(keys: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT court_code, result_ref, digest FROM courts_recorded_results(%s::text[], %s::text[])",
            [[court for court, _ in keys], [ref for _, ref in keys]],
        )
        return [(str(row[0]), str(row[1]), str(row[2])) for row in cursor.fetchall()]
