"""Telling good rows from rows to refuse and rows recorded before."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.db import connection

from throughcare.casework.people.rules.record import Checked, examined

from ..models import Appearance, CodeMeaning, Court, CourtCode, CourtTeam, Offence, OrganisationResult
from ..rules import Fault, Line, Outcome, ResultRow, Unreadable, read_row
from ..rules.court_codes import standard_court_code
from ..rules.defendants import COLUMN_OF, person_in
from ..rules.messages import CodeList, Meaning
from ..rules.runs import Link
from .linking import Key, Linking, Named, key_of, named_by, named_sentences

Progress = Callable[[int], None]
# What arithmetic, look-ups and texts can raise over a row's values, whatever they are: its fault, never the file's.
_NEVER_STOPS = (ValueError, ArithmeticError, LookupError, TypeError, RecursionError)


@dataclass
class Sifted:
    """The rows of a file, told apart; ``refused`` keeps each line whole with every fault in it.

    ``corrected`` are rows of results recorded before with other contents, each with what was recorded; ``said`` what
    each good row said; ``links`` the sentences of good rows and those that they name; ``known`` the latter;
    ``sent_again`` the results that rows said as they are known; ``sent`` those that the courts' own messages tell of.
    """

    good: list[ResultRow] = field(default_factory=list)
    people: list[Checked] = field(default_factory=list)
    organisations: list[ResultRow] = field(default_factory=list)
    listed_before: list[ResultRow] = field(default_factory=list)
    refused: list[tuple[Line | Unreadable, list[Fault]]] = field(default_factory=list)
    corrected: list[tuple[Line, ResultRow, Mapping[str, str]]] = field(default_factory=list)
    said: dict[Key, dict[str, str]] = field(default_factory=dict)
    links: dict[Key, Link[Key]] = field(default_factory=dict)
    known: dict[Key, Named] = field(default_factory=dict)
    repeated: int = 0
    lines: int = 0
    sent_again: set[Key] = field(default_factory=set)
    sent: set[Key] = field(default_factory=set)

    @property
    def taken(self) -> int:
        """How many rows are recorded, or amend what was only listed."""
        return len(self.good) + len(self.organisations) + len(self.listed_before)


def sift(
    lines: Iterable[Line | Unreadable],
    *,
    unit: UUID,
    today: date,
    progress: Progress = lambda n: None,
    accepting: Key | None = None,
) -> Sifted:
    """Sort every line of a file a unit brings into good, refused, corrected or recorded before; none is lost.

    ``accepting`` is the result whose correction is being accepted: it is read as if it were not recorded yet.
    """
    found = Sifted()
    read: list[tuple[Line, ResultRow, Checked | None]] = []
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
    _tell_repeats(read, found, accepting)
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


def _examined(line: Line, known: _Known, today: date) -> tuple[ResultRow | None, Checked | None, list[Fault]]:
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
    faults, kept = known.faults(row), examined(record, today=today)
    if isinstance(kept, Checked):
        return (None, None, faults) if faults else (row, kept, [])
    faults += [Fault(row.line, COLUMN_OF.get(f.field or "", f.field or ""), f.because) for f in kept]
    return None, None, faults


_Read = tuple[Line, ResultRow, Checked | None]


def _tell_repeats(read: list[_Read], found: Sifted, accepting: Key | None) -> None:
    seen = _recorded([key_of(row) for _, row, _ in read if key_of(row) != accepting])
    listed = _only_listed([row for _, row, _ in read if not _is_known(row, seen.get(key_of(row)))])
    found.sent = {key_of(row) for _, row, _ in read if row.sent} | _refused_keys(found)
    fresh: dict[Key, _Read] = {}
    amends: dict[Key, _Read] = {}
    for line, row, record in read:
        key, before = key_of(row), seen.get(key_of(row))
        if _is_known(row, before):
            found.repeated += 1
            found.sent_again.add(key)
        elif key in fresh and row.sent:
            fresh[key] = (line, row, record)
            found.repeated += 1  # a later message of the same file says it otherwise: the later counts
        elif key in listed:
            found.repeated += key in amends
            amends[key] = (line, row, record)
        elif before is None:
            seen[key] = Recorded(row.digest, ours=True, said=line.fields)
            fresh[key] = (line, row, record)
        else:
            _otherwise(line, row, before, found)
            seen[key] = replace(before, known=before.known | {row.digest})
    _link(fresh, amends, found)


def _is_known(row: ResultRow, before: Recorded | None) -> bool:
    return before is not None and (row.digest == before.digest or row.digest in before.known)


def _otherwise(line: Line, row: ResultRow, before: Recorded, found: Sifted) -> None:
    """A recorded result said otherwise: it waits beside its own unit's, and is refused to any other."""
    if before.ours:
        found.corrected.append((line, row, before.said))
        return
    because = "is recorded already by another team with other contents: that team takes the correction"
    found.refused.append((line, [Fault(row.line, "result_ref", because)]))


def _link(fresh: dict[Key, _Read], amends: dict[Key, _Read], found: Sifted) -> None:
    """Keep the rows whose links to others can be; refuse the rest, and those that name them."""
    rows = {key: row for key, (_, row, record) in (fresh | amends).items() if record is not None}
    known = named_sentences(key for row in rows.values() for _, key in named_by(row) if key not in rows)
    linking = Linking(rows, known, _refused_keys(found))
    linking.check()
    for key, (line, row, record) in (fresh | amends).items():
        if fault := linking.faults.get(key):
            found.refused.append((line, [Fault(row.line, *fault)]))
            continue
        found.said[key] = {name: value for name, value in line.fields.items() if value}
        if record is None:
            found.organisations.append(row)
        elif key in amends:
            found.listed_before.append(row)
        else:
            found.good.append(row)
            found.people.append(record)
    found.links, found.known = linking.links(), known


def _only_listed(rows: list[ResultRow]) -> set[Key]:
    """Which of these results are recorded and only listed yet: a later message of theirs amends them."""
    refs = [row.result_ref for row in rows if row.sent]
    found = Appearance.objects.filter(result_ref__in=refs, outcome=Outcome.LISTED, replaced_at=None)
    bodies = OrganisationResult.objects.filter(result_ref__in=refs, outcome=Outcome.LISTED)
    return {*found.values_list("court_code", "result_ref"), *bodies.values_list("court_code", "result_ref")}


def _refused_keys(found: Sifted) -> set[Key]:
    lines = [line.fields for line, _ in found.refused if isinstance(line, Line)]
    return {(said.get("court_code", "").upper(), said.get("result_ref", "")) for said in lines}


@dataclass(frozen=True)
class Recorded:
    """A result recorded before: its digest, whether by the asker's unit, what it said, and other digests known of it."""

    digest: str
    ours: bool
    said: Mapping[str, str]
    known: frozenset[str] = frozenset()


def _recorded(keys: list[Key]) -> dict[Key, Recorded]:
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT court_code, result_ref, digest, ours, said, known"
            " FROM courts_recorded_results(%s::text[], %s::text[])",
            [[court for court, _ in keys], [ref for _, ref in keys]],
        )
        return {
            (court, ref): Recorded(digest, ours, json.loads(said) if said else {}, frozenset(known))
            for court, ref, digest, ours, said, known in cursor.fetchall()
        }
