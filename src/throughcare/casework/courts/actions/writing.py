"""Turning good rows into hearings, appearances, offences, reports and sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from psycopg.types.range import TimestamptzRange

from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.kernel import new_id

from ..models import (
    AlsoListed,
    Appearance,
    AppearanceOffence,
    CourtQuestion,
    Hearing,
    OrganisationResult,
    ReportRequest,
    Requirement,
    Sentence,
)
from ..rules import ResultRow, SentenceOf, Term
from ..rules.custody_words import WHOLE_LIFE
from ..rules.runs import Link, reach
from ..store import Sifted
from ..store.linking import Key, key_of

SEEN_AFTER_HEARING = timedelta(days=28)
SEEN_AFTER_RECORDING = timedelta(days=7)


@dataclass
class Hung:
    """What rows hang on their appearances, with the sentences they may name and the runs those make."""

    sentence_of: Mapping[Key, UUID]
    links: Mapping[Key, Link[Key]]
    appearances: list[Appearance] = field(default_factory=list)
    offences: list[AppearanceOffence] = field(default_factory=list)
    reports: list[ReportRequest] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    requirements: list[Requirement] = field(default_factory=list)
    questions: list[CourtQuestion] = field(default_factory=list)
    also: list[AlsoListed] = field(default_factory=list)

    def insert(self) -> None:
        """Write all that hangs on appearances."""
        for rows in (
            self.offences,
            self.reports,
            self.sentences,
            self.requirements,
            self.questions,
            self.also,
        ):
            insert_all(rows)


def write_results(
    found: Sifted,
    person_of: Mapping[int, UUID],
    sentence_of: Mapping[Key, UUID],
    *,
    import_id: UUID,
    unit_id: UUID,
    at: datetime,
) -> None:
    """Write good rows, set-based; the court's team sees the people until four weeks after the hearing."""
    hearings = hearings_of(found.good, unit_id)
    made = Hung(sentence_of, found.links)
    for row in found.good:
        said = found.said[key_of(row)]
        appearance = _appearance(row, said, person_of[row.line], hearings, import_id, unit_id, at)
        made.appearances.append(appearance)
        _hang(made, row, appearance, hearings, at)
    insert_all(made.appearances)
    derive_grants("court date", [a.id for a in made.appearances])
    made.insert()


def sentences_named(found: Sifted) -> dict[Key, UUID]:
    """An id for each sentence that rows pass, and the ids of those recorded before that they name."""
    passing = [row for row in (*found.good, *found.listed_before) if row.sentence]
    known = {key: named.id for key, named in found.known.items()}
    return known | {key_of(row): new_id() for row in passing}


def hang_on(
    appearance: Appearance,
    row: ResultRow,
    hearings: Mapping[tuple[str, date, str], UUID],
    made: Hung,
    *,
    at: datetime,
) -> None:
    """Write what a later row says of a listed appearance, and let the court's team see the person as long as that needs."""
    _hang(made, row, appearance, hearings, at)
    there = set(AppearanceOffence.objects.filter(appearance=appearance).values_list("sent_id", flat=True))
    has_main = AppearanceOffence.objects.filter(appearance=appearance, main=True).exists()
    made.offences = [o for o in made.offences if o.sent_id not in there]
    for offence in made.offences:
        offence.main = offence.main and not has_main
    asked = set(CourtQuestion.objects.filter(appearance=appearance).values_list("about", "said"))
    made.questions = [q for q in made.questions if (q.about, q.said) not in asked]
    listed = set(AlsoListed.objects.filter(appearance=appearance).values_list("hearing_id", flat=True))
    made.also = [a for a in made.also if a.hearing_id not in listed]
    derive_grants("court date", [appearance.id])
    made.insert()


def write_organisations(rows: Sequence[ResultRow], *, import_id: UUID, unit_id: UUID) -> None:
    """Write what a court deals with of companies and other bodies; a later message of one only listed brings it up to date."""
    hearings = hearings_of(rows, unit_id)
    refs = [row.result_ref for row in rows]
    before = {(o.court_code, o.result_ref): o for o in OrganisationResult.objects.filter(result_ref__in=refs)}
    OrganisationResult.objects.bulk_create(
        [_organisation(row, hearings, before.get((row.court_code, row.result_ref)), import_id, unit_id) for row in rows],
        update_conflicts=True, unique_fields=["court_code", "result_ref"],
        update_fields=[
            "hearing", "brought", "digest", "case_number", "name", "offence", "offence_said", "outcome", "asked",
        ],
    )  # fmt: skip


def _organisation(
    row: ResultRow,
    hearings: Mapping[tuple[str, date, str], UUID],
    before: OrganisationResult | None,
    import_id: UUID,
    unit_id: UUID,
) -> OrganisationResult:
    asked = [f"{d.because}: {d.said}" for d in row.doubts]
    if before is not None:
        was = (before.name, before.outcome, before.offence_said)
        asked.insert(
            0, f"a later message of this hearing says this otherwise; before: {', '.join(filter(None, was))}"
        )
    return OrganisationResult(
        unit_id=unit_id, hearing_id=hearings[_sitting(row)], brought_id=import_id, court_code=row.court_code,
        result_ref=row.result_ref, digest=row.digest, case_number=row.case_number, name=row.organisation,
        offence_id=next((o.code for o in row.offences if o.code), None), outcome=row.outcome,
        offence_said="; ".join(o.title or o.sent_code for o in row.offences if not o.code),
        asked="\n\n".join(asked),
    )  # fmt: skip


def _sitting(row: ResultRow) -> tuple[str, date, str]:
    return row.court_code, row.hearing_date, row.session.value


def hearings_of(rows: Sequence[ResultRow], unit_id: UUID) -> dict[tuple[str, date, str], UUID]:
    """The sittings that rows name, by court, day and session; those not yet known are made."""
    wanted = {_sitting(row) for row in rows}
    wanted |= {(row.court_code, on, session.value) for row in rows for on, session in row.also_listed}
    days = {on for _, on, _ in wanted}
    there = Hearing.objects.filter(unit_id=unit_id, on__in=days)
    known = {(h.court_id, h.on, h.session): h.id for h in there}
    missing = sorted(wanted - known.keys())
    fresh = [
        Hearing(court_id=court, unit_id=unit_id, on=on, session=session) for court, on, session in missing
    ]
    insert_all(fresh)
    return known | {(h.court_id, h.on, h.session): h.id for h in fresh}


def court_window(on: date, at: datetime) -> TimestamptzRange:
    """For how long a court's team sees somebody: until four weeks after the hearing, and a week at least."""
    after_hearing = datetime.combine(on, time.min, UTC) + SEEN_AFTER_HEARING
    return TimestamptzRange(at, max(after_hearing, at + SEEN_AFTER_RECORDING))


def _appearance(
    row: ResultRow,
    said: Mapping[str, str],
    person: UUID,
    hearings: Mapping[tuple[str, date, str], UUID],
    import_id: UUID,
    unit_id: UUID,
    at: datetime,
) -> Appearance:
    return Appearance(
        id=new_id(), person_id=person, hearing_id=hearings[_sitting(row)], unit_id=unit_id, brought_id=import_id,
        court_code=row.court_code, result_ref=row.result_ref, digest=row.digest, case_number=row.case_number, matter=row.matter,
        defendant_id=row.defendant_id, on=row.hearing_date, outcome=row.outcome,
        deferred_until=row.deferred_until, said=dict(said), court_sees=court_window(row.hearing_date, at),
    )  # fmt: skip


def _hang(
    made: Hung,
    row: ResultRow,
    appearance: Appearance,
    hearings: Mapping[tuple[str, date, str], UUID],
    at: datetime,
) -> None:
    """Gather all that a row hangs on an appearance: offences, further days, what is to be asked, a report, a sentence."""
    person = appearance.person_id
    made.offences += [
        AppearanceOffence(
            person_id=person, appearance=appearance, offence_id=o.code or None, on=o.on, main=o.main,
            sent_id=o.sent_id, sent_code=o.sent_code, title=o.title, wording=o.wording,
        )
        for o in row.offences
    ]  # fmt: skip
    made.also += [
        AlsoListed(
            person_id=person, appearance=appearance, hearing_id=hearings[(row.court_code, on, session.value)]
        )
        for on, session in row.also_listed
    ]  # fmt: skip
    made.questions += [
        CourtQuestion(
            person_id=person, appearance=appearance, about=d.field, said=d.said, because=d.because, asked_at=at
        )
        for d in row.doubts
    ]  # fmt: skip
    if row.report_kind:
        made.reports.append(
            ReportRequest(
                person_id=person, appearance=appearance, kind=row.report_kind,
                requested_on=row.hearing_date, due_on=row.report_due,
            )
        )  # fmt: skip
    if row.sentence:
        _write_sentence(made, row, row.sentence, person, appearance)


def _write_sentence(
    made: Hung, row: ResultRow, said: SentenceOf, person: UUID, appearance: Appearance
) -> None:
    key = key_of(row)
    when = reach(key, made.links)
    named = made.sentence_of.get((row.court_code, said.runs_with)) if said.runs_with else None
    sentence = Sentence(
        id=made.sentence_of[key], person_id=person, appearance=appearance, kind=said.kind, imposed_on=row.hearing_date,
        length=_words(said.length), extension=_words(said.extension), minimum_term=WHOLE_LIFE if said.whole_life else _words(said.minimum),
        suspended=_words(said.suspended), credit_days=said.credit_days, time_served=said.served, begins_on=when.begins_on, ends_on=when.ends_on,
        runs=said.runs, runs_with=said.runs_with, named_id=named,
    )  # fmt: skip
    made.sentences.append(sentence)
    made.requirements += [
        Requirement(
            person_id=person, sentence=sentence, kind=q.kind,
            length=q.length.number if q.length else None, unit=q.length.unit if q.length else "",
            at_most=q.at_most, name=q.name,
        )
        for q in said.requirements
    ]  # fmt: skip


def _words(term: Term | None) -> str:
    return str(term) if term else ""
