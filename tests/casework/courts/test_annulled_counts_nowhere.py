"""A sentence that fell away, and a result that was replaced, are in no extract, no tier, no load and no list of what is asked."""

from datetime import timedelta

import pytest
from casework.allocation.shell.shell_builders import allocating
from procrastinate.contrib.django.models import ProcrastinateJob
from support.people import as_worker
from support.service import NOW, a_person, a_result, a_service, hear, import_rows, managed

from throughcare.casework.allocation import tasks
from throughcare.casework.allocation.actions import reckon_workload
from throughcare.casework.allocation.models import WeeklyWorkload
from throughcare.casework.allocation.rules.history import monday_of
from throughcare.casework.assessment import queries as assessment
from throughcare.casework.courts import queries
from throughcare.casework.courts.actions import accept_corrected_result, annul_sentence, settle_question
from throughcare.casework.courts.models import CorrectedResult, CourtQuestion, ReportRequest, Sentence
from throughcare.casework.courts.rules import ANNULLED, SentenceState
from throughcare.casework.supervision.models import Case
from throughcare.evidence.extracts.queries import reading
from throughcare.foundation.access.models import Membership
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused

TABLES = ("index_events", "offences", "services")
ANNULS = sorted(ANNULLED - {SentenceState.REPLACED})


@pytest.fixture(scope="module")
def service():
    return a_service()


def sentence_of(row):
    return Sentence.objects.using("owner").select_related("appearance").get(
        appearance__result_ref=row["result_ref"], appearance__replaced_at=None
    )  # fmt: skip


def annul(service, sentence, how=SentenceState.QUASHED):
    with as_worker():
        annul_sentence(
            by=service.officer_of_the_court, at=service.later(), sentence_id=sentence.id, version=sentence.version,
            on=service.at.date(), how=how, because="allowed on appeal",
        )  # fmt: skip
        hear()


def accepted(service, row, **changes):
    """A corrected result accepted in the place of the recorded one."""
    report = import_rows(service, row | changes)
    waits = CorrectedResult.objects.using("owner").get(brought=report.import_id)
    service.takes_its_area()
    with as_worker():
        accept_corrected_result(
            by=service.officer_of_the_court, at=service.later(), corrected_id=waits.id, version=waits.version
        )
        hear()


def extracted(service, person):
    """How many rows an extract of today holds of a person, by table, and the offence codes' groups and kinds in them."""
    with reading.snapshot() as cursor:
        read, _ = reading.read(cursor, service.at.date())
    return {name: [row for row in read[name].to_pylist() if row["person"] == str(person)] for name in TABLES}


def counted(service, person):
    return {name: len(rows) for name, rows in extracted(service, person).items()}


@pytest.mark.parametrize("how", ANNULS)
def test_an_extract_leaves_out_a_sentence_that_fell_away_with_its_offences_and_requirements(service, how):
    row = a_result()
    import_rows(service, row)
    sentence = sentence_of(row)
    assert counted(service, sentence.person_id) == {"index_events": 1, "offences": 1, "services": 2}
    annul(service, sentence, how)
    assert counted(service, sentence.person_id) == {"index_events": 0, "offences": 0, "services": 0}


def test_an_extract_holds_a_corrected_result_once_and_as_corrected(service):
    row = a_result(offence_code="105/01")
    import_rows(service, row)
    person = sentence_of(row).person_id
    before = extracted(service, person)
    changes = {"offence_code": "049/10", "requirements": "unpaid work 60 hours", "hearing_date": "2026-11-03"}
    accepted(service, row, **changes)
    found = extracted(service, person)
    assert {name: len(rows) for name, rows in found.items()} == {
        "index_events": 1,
        "offences": 1,
        "services": 1,
    }
    assert str(found["index_events"][0]["event_date"]) == "2026-11-03"
    assert found["offences"][0]["category"] != before["offences"][0]["category"]


def test_a_conviction_that_a_correction_takes_away_is_in_no_extract(service):
    row = a_result()
    import_rows(service, row)
    person = sentence_of(row).person_id
    nothing = dict.fromkeys(("sentence_kind", "sentence_length", "sentence_unit", "requirements"), "")
    accepted(service, row, outcome="dismissed", **nothing)
    assert counted(service, person) == {"index_events": 0, "offences": 0, "services": 0}


def test_an_ended_sentence_stays_in_an_extract(service):
    row = a_result()
    import_rows(service, row)
    sentence = sentence_of(row)
    Sentence.objects.using("owner").filter(id=sentence.id).update(state="completed", ended_on=NOW.date())
    assert counted(service, sentence.person_id)["index_events"] == 1


def tier_of(service, person):
    with viewing(service.officer_of_the_court, service.at):
        return assessment.tier_of(person)


@pytest.mark.parametrize("how", ANNULS)
def test_the_tier_is_worked_out_again_when_a_sentence_falls_away(service, how):
    row = a_result()
    import_rows(service, row)
    sentence = sentence_of(row)
    assert tier_of(service, sentence.person_id).outcome != "not_supervised"
    annul(service, sentence, how)
    assert tier_of(service, sentence.person_id).outcome == "not_supervised"


def test_a_corrected_result_months_later_has_the_first_defendants_tier_and_case_worked_out_again():
    service = a_service()
    row, other = a_result(), a_result()
    import_rows(service, row)
    old = sentence_of(row)
    service.later(days=90)
    accepted(service, row, **{n: other[n] for n in ("defendant_id", "family_name", "date_of_birth", "pnc")})
    assert sentence_of(row).person_id != old.person_id
    assert tier_of(service, old.person_id).outcome == "not_supervised"


def jobs_for(unit):
    leads = Membership.objects.using("owner").filter(unit_id=unit, role="senior probation officer")
    found = ProcrastinateJob.objects.using("owner").filter(task_name="throughcare.reckon_team", status="todo")
    ids = {str(one.id) for one in leads}
    return [job for job in found.order_by("id") if job.args["member_id"] in ids]


def load_of(world, member):
    week = monday_of(world.service.at.date())
    row = WeeklyWorkload.objects.using("owner").filter(member_id=member.id, monday=week).first()
    return row and (row.cases, row.case_points)


@pytest.mark.parametrize("others", [0, 1], ids=["nothing is left", "another sentence is left"])
def test_the_load_is_reckoned_again_when_a_sentence_falls_away(monkeypatch, others):
    world = allocating()
    row = a_result(postcode=f"{world.service.local[1]} 2AB")
    same = {n: row[n] for n in ("defendant_id", "family_name", "date_of_birth", "pnc", "postcode")}
    person = managed(a_person(world.service, **row))
    for _ in range(others):
        import_rows(world.service, a_result(**same))
    manager = person.team.officer
    reckon_workload(by=person.team.senior, at=world.service.later())
    before = load_of(world, manager)
    assert before[0] == 1 and before[1] > 0
    known = len(jobs_for(person.team.unit))
    annul(world.service, sentence_of(row))
    asked = jobs_for(person.team.unit)[known:]
    assert asked, "nobody was asked to reckon the team's week again"
    monkeypatch.setattr("django.utils.timezone.now", world.service.later)
    with as_worker():
        for job in asked:
            tasks.reckon_team(**job.args)
    assert Case.objects.using("owner").get(id=person.case).closed_at is None if others else True
    assert load_of(world, manager) == (before if others else (0, 0))


def test_what_was_asked_about_a_replaced_result_is_asked_no_more(service):
    row = a_result(date_of_birth="")
    import_rows(service, row)
    old = CourtQuestion.objects.using("owner").get(appearance__result_ref=row["result_ref"])
    accepted(service, row, case_number="C-OTHER", date_of_birth="")
    old.refresh_from_db(using="owner")
    assert (old.state, old.answer) == ("settled", "The court sent a corrected result")
    with viewing(service.officer_of_the_court, service.at):
        asked = [one for one in queries.questions_open() if one.case_number == "C-OTHER"]
    assert [one.about for one in asked] == ["date_of_birth"]
    with pytest.raises(Refused, match="settled this question"):
        settle_question(
            by=service.officer_of_the_court,
            at=service.at,
            question_id=old.id,
            version=old.version,
            answer="x",
        )


def test_a_report_that_a_correction_withdrew_is_asked_of_nobody_however_late_it_is_heard_of(service):
    row = a_result(
        outcome="report requested", report_kind="fast", report_due=(NOW + timedelta(days=10)).date().isoformat(),
        sentence_kind="", sentence_length="", sentence_unit="", requirements="",
    )  # fmt: skip
    brought = import_rows(service, row)
    accepted(service, row, report_kind="standard")
    states = ReportRequest.objects.using("owner").filter(appearance__result_ref=row["result_ref"])
    assert sorted(one.state for one in states) == ["requested", "withdrawn"]
    with viewing(service.officer_of_the_court, service.at):
        assert queries.imposed_by(brought.import_id) == []
