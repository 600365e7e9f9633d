"""Files of another system: a good row is done once, a bad one is said with its line, and stops no other."""

import csv
from datetime import timedelta

import pytest
from django.utils import timezone
from support.people import as_worker, joins
from support.service import a_local, a_person, a_service
from typer.testing import CliRunner

from throughcare.casework.allocation.models import Reduction, StaffTerms, WeeklyWorkload
from throughcare.casework.assessment.models import Registration, Score
from throughcare.casework.courts.models import Sentence
from throughcare.casework.supervision.models import Appointment, Case, Contact, TimelineEntry
from throughcare.faces.allocation.console import app as workload
from throughcare.faces.assessment.console.recording import app as scores
from throughcare.faces.courts.console import app as bring
from throughcare.faces.supervision.console import app as cases
from throughcare.foundation.access.models import Account
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of


@pytest.fixture(scope="module")
def service():
    return a_service()


def email(member):
    return Account.objects.using("owner").get(id=member.account_id).email


def told(app, words, member, folder, *rows, code=1):
    """Run a command over a file of rows, in the worker; what it said. ``code`` is how it ends."""
    file = folder / f"{new_id()}.csv"
    with file.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    with as_worker():
        done = CliRunner().invoke(app, [*words, str(file), "--as", email(member)])
    assert isinstance(done.exception, SystemExit | None), repr(done.exception)
    assert done.exit_code == code, (done.output, done.exception)
    return done.output.splitlines()


@pytest.fixture
def two(service):
    return a_person(service), a_person(service)


def test_entries_are_written_once_and_the_row_at_fault_alone_is_refused(service, two, tmp_path):
    by, at = two[0].team.officer, (two[0].row.opened_at + timedelta(seconds=1)).isoformat()
    rows = [
        {"person_id": str(one.id), "at": at, "kind": kind, "what": "Spoke by phone"}
        for one, kind in ((two[0], "note"), (two[1], "phone call"), (two[1], "note"))
    ]
    stranger = rows[0] | {"person_id": str(new_id())}
    first = told(cases, ["entries"], by, tmp_path, *rows, stranger, rows[0] | {"at": "yesterday"})
    assert first == [
        "line 3: Choose a kind of entry: a note. A visit, a call or a meeting is recorded as a contact, with its outcome.",
        "line 5: Nobody with this id has an open case, or they are not yours to see.",
        "line 6: at: expected a day and a time, as 2026-11-30T14:05",
        "2 recorded, 0 done before, 3 refused.",
    ]
    assert told(cases, ["entries"], by, tmp_path, rows[0], rows[2], code=0) == [
        "0 recorded, 2 done before, 0 refused."
    ]
    written = TimelineEntry.objects.using("owner").filter(case_id__in=[one.case for one in two], kind="note")
    assert written.count() == 2


def test_contacts_are_brought_in_once_and_the_row_at_fault_alone_is_refused(service, two, tmp_path):
    by, at = two[0].team.officer, (two[0].row.opened_at + timedelta(seconds=1)).isoformat()
    outcomes = ((two[0], "attended late"), (two[1], "asleep"), (two[1], "absent, acceptable"))
    rows = [
        {
            "person_id": str(one.id),
            "at": at,
            "kind": "phone call",
            "outcome": outcome,
            "what": "Spoke by phone",
        }
        for one, outcome in outcomes
    ]
    first = told(cases, ["contacts"], by, tmp_path, *rows)
    assert first[-2:] == [
        "line 4: Say why the absence is acceptable.",
        "1 recorded, 0 done before, 2 refused.",
    ]
    again = told(cases, ["contacts"], by, tmp_path, rows[0], code=0)
    assert again == ["0 recorded, 1 done before, 0 refused."]
    kept = Contact.objects.using("owner").get(case_id__in=[one.case for one in two])
    assert (kept.case_id, kept.outcome) == (two[0].case, "attended late")


def test_appointments_ahead_are_made_once_and_one_that_is_past_or_nowhere_is_refused(service, two, tmp_path):
    by, now = two[0].team.officer, timezone.now()
    whens = ((two[0], 3, "Room 2"), (two[1], -3, "Room 2"), (two[1], 4, ""))
    rows = [
        {
            "person_id": str(one.id),
            "at": (now + timedelta(days=days)).isoformat(timespec="minutes"),
            "kind": "office visit",
            "place": place,
        }
        for one, days, place in whens
    ]
    first = told(cases, ["appointments"], by, tmp_path, *rows)
    assert first[-3:] == [
        "line 3: The next appointment lies ahead: this time is past.",
        "line 4: Say where the next appointment is.",
        "1 recorded, 0 done before, 2 refused.",
    ]
    told(cases, ["appointments"], by, tmp_path, rows[0], code=0)
    made = Appointment.objects.using("owner").get(case_id__in=[one.case for one in two])
    assert (made.case_id, made.held_by, made.place) == (two[0].case, by.id, "Room 2")


def test_a_first_risk_is_recorded_and_the_second_is_refused(service, two, tmp_path):
    by = two[0].team.officer
    rows = [
        {"person_id": str(one.id), "risk": risk} for one, risk in zip(two, ("high", "grave"), strict=True)
    ]
    assert told(cases, ["risks"], by, tmp_path, *rows)[-1] == "1 recorded, 0 done before, 1 refused."
    assert (two[0].row.risk, two[1].row.risk) == ("high", "not_assessed")
    again = told(cases, ["risks"], by, tmp_path, rows[0])
    assert "has its first risk already" in again[0]


def test_a_movement_into_custody_and_out_of_it_are_two_acts_in_one_file(service, two, tmp_path):
    by, opened = two[0].team.officer, two[0].row.opened_at
    rows = [
        {
            "person_id": str(two[0].id),
            "kind": kind,
            "moved_at": (opened + timedelta(minutes=n)).isoformat(),
            "prison": "",
        }
        for n, kind in ((1, "received into custody"), (2, "released"))
    ]
    assert told(cases, ["moves"], by, tmp_path, *rows, code=0) == ["2 recorded, 0 done before, 0 refused."]
    assert two[0].row.place == "community"
    assert told(cases, ["moves"], by, tmp_path, *rows, code=0)[-1].startswith("0 recorded, 2 done before")


def test_cases_are_closed_by_the_team_that_answers_for_them(service, two, tmp_path):
    rows = [{"person_id": str(one.id), "because": "the sentence ended"} for one in two]
    by = two[0].team.senior
    assert (
        told(cases, ["closings"], by, tmp_path, *rows, code=0)[-1] == "2 recorded, 0 done before, 0 refused."
    )
    assert not Case.objects.using("owner").filter(id__in=[one.case for one in two], closed_at=None).exists()


def test_sentences_end_as_the_file_says_and_those_that_cannot_are_named(tmp_path):
    # Heard lately, for a court sees whom it heard for four weeks, and the console asks as of now.
    own = a_service(at=timezone.now() - timedelta(minutes=30), local=a_local())
    by, day = own.officer_of_the_court, day_of(own.at)
    two = [a_person(own, hearing_date=(day - timedelta(days=3)).isoformat()) for _ in range(2)]
    found = [Sentence.objects.using("owner").get(person_id=one.id) for one in two]
    rows = [
        {"sentence_id": str(one.id), "on": on.isoformat(), "how": "completed"}
        for one, on in zip(found, (day, day + timedelta(days=40_000)), strict=True)
    ]
    said = told(bring, ["sentences-ended"], by, tmp_path, *rows)
    assert said[0].startswith("line 3: ") and said[-1] == "1 sentences ended, 0 done before, 1 refused."
    states = Sentence.objects.using("owner").filter(id__in=[one.id for one in found])
    assert sorted(one.state for one in states) == ["completed", "in force"]


def test_terms_hours_off_and_weeks_come_from_files_by_e_mail_address(service, tmp_path):
    team = next(iter(service.teams.values()))
    who = joins(team.unit, "offender manager")
    named = {"member": email(who)}
    terms = named | {"grade": "PO", "start": "2026-01-05", "hours": "30", "languages": "Urdu; Welsh"}
    assert told(workload, ["terms"], team.senior, tmp_path, terms, code=0)[-1].startswith("1 terms recorded")
    kept = StaffTerms.objects.using("owner").get(member_id=who.id)
    assert (kept.grade, kept.hours, kept.languages) == ("PO", 30, ["Urdu", "Welsh"])
    off = named | {"reason": "other", "hours": "5", "start": "2026-02-02", "end": "2026-06-01"}
    said = told(workload, ["reductions"], team.senior, tmp_path, off, off | {"hours": "400"})
    assert said[0].startswith("line 3: hours") and said[-1].startswith("1 reductions recorded")
    assert Reduction.objects.using("owner").filter(member_id=who.id).count() == 1
    assert told(workload, ["reductions"], team.senior, tmp_path, off, code=0)[-1].startswith(
        "0 reductions recorded, 1"
    )
    week = named | {"monday": "2026-03-02", "load": "900", "available": "1700", "cases": "20"}
    said = told(
        workload,
        ["weeks"],
        team.senior,
        tmp_path,
        week,
        week | {"monday": "2026-03-03"},
        week | {"load": "-1"},
    )
    assert said[-1] == "1 weeks recorded, 0 done before, 2 refused."
    assert WeeklyWorkload.objects.using("owner").get(member_id=who.id).load == 900


def test_what_is_known_of_risk_becomes_scores_and_a_level(service, two, tmp_path):
    by = two[0].team.officer
    known = {
        "harm": "high", "sex": "male", "age_at_first_sanction": "19", "sanctions": "6", "violent_sanctions": "2",
        "offence_code": "00801", "conviction_date": "2026-11-02", "follow_up_date": "2026-11-02",
        "ever_sexual_offence": "NO", "supervision": "community", "past_offences": "robbery; weapons",
    }  # fmt: skip
    rows = [{"person_id": str(one.id)} | known for one in two]
    said = told(
        scores, [], by, tmp_path, rows[0], rows[1] | {"harm": "grave"}, rows[1] | {"sanctions": "many"}
    )
    assert said[0] == "line 3: harm: expected one of low, medium, high, very_high"
    assert said[-1] == "1 people assessed, 0 done before, 2 refused."
    assert Score.objects.using("owner").filter(person_id=two[0].id, instrument="arp", current=True).exists()
    level = Registration.objects.using("owner").get(person_id=two[0].id, kind="rosh")
    assert level.value == "high"
    assert not Score.objects.using("owner").filter(person_id=two[1].id).exists()


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("person_id,at,kind,waht", "did you mean what"),
        ("person_id,at,kind", "missing: what"),
        ("", "missing"),
    ],
)
def test_a_file_with_other_columns_is_refused_whole(service, tmp_path, header, says):
    file = tmp_path / "wrong.csv"
    file.write_text(f"{header}\n")
    with as_worker():
        done = CliRunner().invoke(
            cases, ["entries", str(file), "--as", email(next(iter(service.teams.values())).officer)]
        )
    assert isinstance(done.exception, Refused)
    assert says in str(done.exception)


def test_whoever_may_not_brings_nothing(service, tmp_path):
    file = tmp_path / "any.csv"
    file.write_text("person_id,because\n")
    with as_worker():
        done = CliRunner().invoke(cases, ["closings", str(file), "--as", email(service.officer_of_the_court)])
    assert "is no member who may" in str(done.exception)
