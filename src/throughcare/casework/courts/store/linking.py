"""What rows of a file name: another sentence to stand beside, or one whose breach they tell of."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import connection

from throughcare.foundation.kernel import Refused

from ..models import Sentence
from ..rules import Outcome, ResultRow, Runs, SentenceKind, SentenceState, read_term
from ..rules.runs import Link, link_fault

Key = tuple[str, str]


@dataclass(frozen=True)
class Named:
    """A recorded sentence that a row names, or one before it in its run: enough to hold the row against it."""

    id: UUID
    link: Link[Key]
    state: SentenceState
    defendant: Mapping[str, str]


def key_of(row: ResultRow) -> Key:
    """What a result is known by: its court and the court's reference."""
    return row.court_code, row.result_ref


def named_by(row: ResultRow) -> Iterator[tuple[str, Key]]:
    """The column and the key of every sentence that a row names."""
    if row.sentence and row.sentence.runs_with:
        yield "runs_with", (row.court_code, row.sentence.runs_with)
    if row.breach_of:
        yield "breach_of", (row.court_code, row.breach_of)


def link_of(row: ResultRow) -> Link[Key] | None:
    """A row's sentence as a link of a run; None where it passed none."""
    said = row.sentence
    if said is None:
        return None
    named = (row.court_code, said.runs_with) if said.runs_with else None
    return Link(said.kind, row.hearing_date, said.terms, said.runs, named)


def named_sentences(keys: Iterable[Key]) -> dict[Key, Named]:
    """The recorded sentences under these keys, and those before them in their runs; one question."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT court_code, result_ref, sentence_id, kind, imposed_on, length, extension, runs, named_ref, state,"
            " said, defendant_id FROM courts_named_sentences(%s::text[], %s::text[])",
            [[court for court, _ in wanted], [ref for _, ref in wanted]],
        )
        return {(row[0], row[1]): _named(row) for row in cursor.fetchall()}


def _named(row: Sequence[object]) -> Named:
    court, _, id, kind, imposed_on, length, extension, runs, ref, state, said, defendant = row
    assert isinstance(id, UUID)
    assert isinstance(imposed_on, date)
    terms = tuple(read_term(str(part)) for part in (length, extension) if part)
    named = (str(court), str(ref)) if ref else None
    standing = SentenceState(str(state))
    link = Link(SentenceKind(str(kind)), imposed_on, terms, Runs(str(runs)), named, standing.counts)
    return Named(
        id,
        link,
        standing,
        _defendant(json.loads(said) if isinstance(said, str) else {}, str(defendant or "")),
    )


def _defendant(said: Mapping[str, str], defendant_id: str) -> dict[str, str]:
    name = f"{said.get('family_name', '')} {said.get('given_names', '')}".casefold().strip()
    told = {part: said.get(part, "").upper() for part in ("pnc", "cro")}
    return {
        "defendant_id": defendant_id,
        **told,
        "name": name,
        "date_of_birth": said.get("date_of_birth", ""),
    }


def defendant_of(row: ResultRow) -> dict[str, str]:
    """What tells whether two results are of one defendant."""
    return {
        "defendant_id": str(row.defendant_id or ""),
        "pnc": row.pnc,
        "cro": row.cro,
        "name": f"{row.family_name} {row.given_names}".casefold().strip(),
        "date_of_birth": row.date_of_birth.isoformat() if row.date_of_birth else "",
    }


def same_defendant(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two results are of one defendant: the court's own id, a police number, or name and birthday together."""
    if any(one.get(id) and one.get(id) == other.get(id) for id in ("defendant_id", "pnc", "cro")):
        return True
    named = one.get("name") and one.get("date_of_birth")
    return bool(named) and all(one[part] == other.get(part) for part in ("name", "date_of_birth"))


@dataclass
class Linking:
    """The sentences of a file beside those recorded before; rows whose links cannot be are found and taken out."""

    rows: dict[Key, ResultRow]
    known: dict[Key, Named]
    refused: set[Key]
    faults: dict[Key, tuple[str, str]] = field(default_factory=dict)

    def check(self) -> None:
        """Find every row whose link cannot be; one that names a row so refused is refused with it."""
        naming: dict[Key, list[Key]] = defaultdict(list)
        waiting = [key for key, row in self.rows.items() if any(True for _ in named_by(row))]
        for key in waiting:
            for _, named in named_by(self.rows[key]):
                naming[named].append(key)
        links = self.links()
        while waiting:
            key = waiting.pop()
            if key in self.faults or not (found := self._fault(key, links)):
                continue
            self.faults[key] = found
            links.pop(key, None)
            waiting += naming[key]

    def links(self) -> dict[Key, Link[Key]]:
        """Every sentence that stands, as a link: those recorded before and those of good rows."""
        found = {key: named.link for key, named in self.known.items()}
        for key, row in self.rows.items():
            link = link_of(row)
            if link is not None and key not in self.faults:
                found[key] = link
        return found

    def _fault(self, key: Key, links: Mapping[Key, Link[Key]]) -> tuple[str, str] | None:
        row = self.rows[key]
        for column, named in named_by(row):
            because = self._missing(row, named, links) or self._unfit(column, key, links)
            if because:
                return column, because
        return None

    def _missing(self, row: ResultRow, named: Key, links: Mapping[Key, Link[Key]]) -> str:
        if named == key_of(row):
            return "names the result itself: expected another result's reference"
        if named in self.refused or named in self.faults:
            return f"names the result “{named[1]}”, which was refused in this file: mend that first"
        if named not in links or not self._of_defendant(row, named):
            return f"no sentence of this defendant at this court has the reference “{named[1]}”"
        return ""

    def _of_defendant(self, row: ResultRow, named: Key) -> bool:
        other = self.rows.get(named)
        known = defendant_of(other) if other is not None else self.known[named].defendant
        return same_defendant(defendant_of(row), known)

    def _unfit(self, column: str, key: Key, links: Mapping[Key, Link[Key]]) -> str:
        row = self.rows[key]
        if column == "runs_with":
            return link_fault(key, links)
        named = (row.court_code, row.breach_of)
        if links[named].imposed_on > row.hearing_date:
            return "names a sentence passed later than this hearing"
        if not links[named].counts:
            return "names a sentence that was quashed, set aside or recorded in error"
        state = self.known[named].state if named in self.known else SentenceState.IN_FORCE
        ends = row.outcome in {Outcome.SENTENCED, Outcome.ORDER_REVOKED, Outcome.BREACH_PROVED}
        if ends and state not in {SentenceState.IN_FORCE, SentenceState.IN_BREACH}:
            return f"names a sentence that is {state}: it cannot be breached any more"
        return ""


def linked_alone(row: ResultRow, person_id: UUID) -> tuple[dict[Key, Link[Key]], dict[Key, UUID]]:
    """The runs that one row makes with the sentences its person has, as the viewer sees them, and what it names.

    Refused where a link cannot be.
    """
    rows = Sentence.objects.filter(person_id=person_id, appearance__replaced_at=None).select_related(
        "appearance"
    )
    known = {(s.appearance.court_code, s.appearance.result_ref): _seen(s, row) for s in rows}
    linking = Linking({key_of(row): row}, known, set())
    linking.check()
    for column, because in linking.faults.values():
        raise Refused(f"{column.replace('_', ' ')} {because}.", field=column)
    return linking.links(), {key: named.id for key, named in known.items()}


def _seen(sentence: Sentence, beside: ResultRow) -> Named:
    terms = tuple(read_term(part) for part in (sentence.length, sentence.extension) if part)
    named = (sentence.appearance.court_code, sentence.runs_with) if sentence.runs_with else None
    state = SentenceState(sentence.state)
    link = Link(
        SentenceKind(sentence.kind), sentence.imposed_on, terms, Runs(sentence.runs), named, state.counts
    )
    return Named(sentence.id, link, state, defendant_of(beside))
