"""Acts for many cases at once leave what the same acts one at a time would have left."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from support.people import as_worker
from support.service import Person, Service, a_person, a_service, hear, managed

from throughcare.casework.courts.actions import Ending, end_sentence, end_sentences
from throughcare.casework.courts.queries import sentences_of
from throughcare.casework.courts.rules import SentenceState
from throughcare.casework.supervision import queries
from throughcare.casework.supervision.actions import (
    Closing,
    Entry,
    Moving,
    close_case,
    close_cases,
    record_entries,
    record_first_risks,
    record_movement,
    record_movements,
    record_risk,
)
from throughcare.casework.supervision.models import Gap, Responsibility, Tenure, TimelineEntry
from throughcare.casework.supervision.rules import TenureKind
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Entry as Line
from throughcare.foundation.kernel import Refused
from throughcare.foundation.operating_model.rules import Risk

ROLES = (TenureKind.OFFENDER_MANAGER, TenureKind.SUPERVISOR, TenureKind.RESPONSIBLE_OFFICER)


@pytest.fixture
def service() -> Service:
    return a_service()


@pytest.fixture
def two(service: Service) -> tuple[Person, Person]:
    return a_person(service), a_person(service)


def standing(person: Person) -> dict[str, object]:
    """All that the database holds of a case, without ids and instants."""
    row, case = person.row, person.case
    tenures = Tenure.objects.using("owner").filter(case=case).order_by("kind", "during")
    gaps = Gap.objects.using("owner").filter(case=case).order_by("kind", "during")
    held = Responsibility.objects.using("owner").filter(case=case)
    told = TimelineEntry.objects.using("owner").filter(case=case).order_by("at", "id")
    return {
        "case": (row.risk, row.place, row.closed_at is None, row.closed_because, row.version),
        "tenures": [(t.kind, t.during.upper is None, t.ended_because) for t in tenures],
        "gaps": sorted((g.kind, g.during.isempty or g.during.upper is None) for g in gaps),
        "responsible": [(r.during.upper is None, (r.sight.upper - r.during.upper) if r.during.upper else None) for r in held],
        "told": sorted((t.kind, t.what, t.note) for t in told if t.kind != "holder"),
    }  # fmt: skip


def test_closing_many_leaves_what_closing_one_leaves(service: Service, two: tuple[Person, Person]) -> None:
    one, other = (managed(person, *ROLES) for person in two)
    at, lead = service.later(), one.team.senior
    close_case(by=lead, at=at, case_id=one.case, version=one.row.version, because="the order ended")
    with as_worker():
        close_cases(by=lead, at=at, closings=[Closing(other.case, "the order ended")])
    assert standing(one) == standing(other)


def test_the_first_risk_of_many_leaves_what_the_risk_of_one_leaves(
    service: Service, two: tuple[Person, Person]
) -> None:
    one, other = two
    at, lead = service.later(), one.team.senior
    record_risk(by=lead, at=at, case_id=one.case, version=one.row.version, risk=Risk.HIGH)
    with as_worker():
        record_first_risks(by=lead, at=at, risks={other.case: Risk.HIGH})
    assert standing(one) == standing(other)


def test_moving_many_leaves_what_moving_one_leaves(service: Service, two: tuple[Person, Person]) -> None:
    one, other = (managed(person, *ROLES) for person in two)
    at, lead = service.later(), one.team.senior
    record_movement(by=lead, at=at, case_id=one.case, version=one.row.version, kind=MovementKind.RECEIVED)
    with as_worker():
        record_movements(by=lead, at=at, moves=[Moving(other.case, MovementKind.RECEIVED)])
    assert standing(one) == standing(other)
    later = service.later()
    record_movement(by=lead, at=later, case_id=one.case, version=one.row.version, kind=MovementKind.RELEASED)
    with as_worker():
        record_movements(by=lead, at=later, moves=[Moving(other.case, MovementKind.RELEASED)])
    assert standing(one) == standing(other)


def test_ending_many_sentences_leaves_what_ending_one_leaves(
    service: Service, two: tuple[Person, Person]
) -> None:
    one, other = two
    at, court, on = service.later(), service.officer_of_the_court, date(2026, 11, 19)
    with viewing(court, at):
        sentences = {person.id: sentences_of(person.id)[0] for person in two}
    end_sentence(
        by=court, at=at, sentence_id=sentences[one.id].id, version=sentences[one.id].version, on=on,
        how=SentenceState.COMPLETED,
    )  # fmt: skip
    with as_worker():
        end_sentences(by=court, at=at, endings=[Ending(sentences[other.id].id, on)])
    hear()
    with viewing(court, at):
        ended = [sentences_of(person.id)[0] for person in two]
    assert [(s.state, s.ended_on, s.version, s.events) for s in ended] == [
        (SentenceState.COMPLETED, on, 2, (("completion", on, ""),))
    ] * 2
    assert standing(one)["told"] == standing(other)["told"]


def test_a_batch_of_entries_keeps_each_at_its_own_instant_and_author(
    service: Service, two: tuple[Person, Person]
) -> None:
    one, other = two
    lead, officer = one.team.senior, one.team.officer
    first, second = one.row.opened_at + timedelta(minutes=1), one.row.opened_at + timedelta(minutes=2)
    at = service.later(hours=1)
    with as_worker():
        written = record_entries(
            by=lead, at=at,
            entries=[
                Entry(one.case, first, "note", "Attended", "On time.", officer.id),
                Entry(other.case, at, "note", "Rang"),
                Entry(one.case, second, "note", "Discussed"),
            ],
        )  # fmt: skip
    assert written == 3
    with viewing(lead, at):
        shown = queries.timeline(one.id).entries
    assert [(e.what, e.at, e.member_id) for e in shown[:2]] == [
        ("Discussed", second, lead.id),
        ("Attended", first, officer.id),
    ]


def wrong_entries(person: Person, at: object) -> list[Entry]:
    opened = person.row.opened_at
    return [
        Entry(person.case, opened - timedelta(seconds=1), "note", "Before it opened"),
        Entry(person.case, at + timedelta(seconds=1), "note", "Not yet"),
        Entry(person.case, opened, "verdict", "No such kind"),
        Entry(person.case, opened, "office visit", "Without an outcome"),
        Entry(person.case, opened, "note", " "),
        Entry(person.case, opened, "note", "x" * 201),
    ]


def test_one_wrong_entry_refuses_the_whole_batch(service: Service, two: tuple[Person, Person]) -> None:
    one, _ = two
    at = service.later()
    for wrong in wrong_entries(one, at):
        before = standing(one)
        with as_worker(), pytest.raises(Refused):
            record_entries(by=one.team.senior, at=at, entries=[Entry(one.case, at, "note", "Good"), wrong])
        assert standing(one) == before


def test_a_case_with_a_risk_has_no_first_risk(service: Service, two: tuple[Person, Person]) -> None:
    one, other = two
    at, lead = service.later(), one.team.senior
    record_risk(by=lead, at=at, case_id=one.case, version=one.row.version, risk=Risk.LOW)
    with as_worker(), pytest.raises(Refused, match="already"):
        record_first_risks(by=lead, at=at, risks={one.case: Risk.LOW, other.case: Risk.LOW})
    assert other.row.risk == Risk.NOT_ASSESSED


def test_a_held_case_has_its_risk_recorded_on_itself(service: Service, two: tuple[Person, Person]) -> None:
    one = managed(two[0], TenureKind.OFFENDER_MANAGER)
    with as_worker(), pytest.raises(Refused, match="holds"):
        record_first_risks(by=one.team.senior, at=service.later(), risks={one.case: Risk.LOW})


def test_only_the_team_that_answers_may_close_many(two: tuple[Person, Person]) -> None:
    elsewhere = a_service()
    one, other = two[0], a_person(elsewhere)
    with as_worker(), pytest.raises(Refused):
        close_cases(
            by=one.team.senior,
            at=elsewhere.later(),
            closings=[Closing(one.case, "x"), Closing(other.case, "x")],
        )
    assert one.row.closed_at is None


def test_a_court_officer_who_sees_a_case_may_not_close_it(
    service: Service, two: tuple[Person, Person]
) -> None:
    with as_worker(), pytest.raises(Refused):
        close_cases(by=service.officer_of_the_court, at=service.later(), closings=[Closing(two[0].case, "x")])
    assert two[0].row.closed_at is None


def test_closing_without_a_reason_is_refused(service: Service, two: tuple[Person, Person]) -> None:
    with as_worker(), pytest.raises(Refused, match="why"):
        close_cases(by=two[0].team.senior, at=service.later(), closings=[Closing(two[0].case, " ")])


def test_a_batch_is_one_line_in_the_audit_that_names_everybody(
    service: Service, two: tuple[Person, Person]
) -> None:
    at, lead = service.later(), two[0].team.senior
    with as_worker():
        record_first_risks(by=lead, at=at, risks={person.case: Risk.MEDIUM for person in two})
    done = Line.objects.using("owner").filter(member_id=lead.id, at=at, kind="did")
    (line,) = [line for line in done if line.subject["action"].endswith("record_first_risks")]
    assert set(line.people) == {person.id for person in two}


def test_open_cases_are_told_with_their_gaps(service: Service, two: tuple[Person, Person]) -> None:
    one = managed(two[0], TenureKind.OFFENDER_MANAGER)
    with viewing(one.team.senior, service.at):
        found = queries.open_cases_of([person.id for person in two])
    assert found[one.id].gaps == ("responsible officer", "supervisor")
    assert found[two[1].id].gaps == ("offender manager", "responsible officer", "supervisor")
