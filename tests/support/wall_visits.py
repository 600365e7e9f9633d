"""Members at their browsers and with their tokens, and the things in a world that addresses name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from psycopg.types.range import DateRange, TimestamptzRange

from support.contacts import met
from support.people import NOW, a_founder, a_name, joins
from support.service import START, Person
from support.wall_world import World
from throughcare.casework.accommodation.models import (
    Application,
    ApplicationMove,
    Bed,
    Premises,
    Stay,
    Void,
)
from throughcare.casework.assessment.actions import decide_tier, start_assessment
from throughcare.casework.courts.models import (
    Appearance,
    CorrectedResult,
    CourtQuestion,
    Import,
    RefusedRow,
    ReportEnquiry,
    ReportRequest,
    Requirement,
    Sentence,
    Upload,
    UploadProgress,
)
from throughcare.casework.enforcement.models import DecisionAudit, Failure, FailureStep, Paper
from throughcare.casework.helpers.models import Helper, HelperCheck, Job, Pairing, PairingStep
from throughcare.casework.integrated.models import (
    Disruption,
    Help,
    IntegratedAction,
    IntegratedStep,
    Selection,
)
from throughcare.casework.interventions.models import Referral, ReferralStep, Service
from throughcare.casework.own.models import Code
from throughcare.casework.people.models import Person as Record
from throughcare.casework.people.models import Review
from throughcare.casework.planning.actions import NewStep, add_goal
from throughcare.casework.planning.models import GoalStep
from throughcare.casework.programmes.models import Enrolment, EnrolmentMove, Group, GroupSession
from throughcare.casework.protection.models import (
    LevelReferred,
    Meeting,
    MeetingAction,
    MeetingDecision,
    MeetingInvited,
    Protection,
    ProtectionStep,
)
from throughcare.casework.recall.models import Recall, RecallPaper, RecallReader, RecallStep
from throughcare.casework.release.actions import propose_condition
from throughcare.casework.release.models import Licence, LicenceCondition, ParoleStep
from throughcare.casework.supervision.actions import (
    Booking,
    Hours,
    offer_transfer,
    record_commitment,
    record_contact,
)
from throughcare.casework.supervision.models import Beginning, Lowering
from throughcare.casework.supervision.rules.commitments import CommitmentKind, Weekly
from throughcare.casework.supervision.rules.contacts import ContactKind
from throughcare.casework.unpaid_work.models import Project, Turn, Work
from throughcare.casework.unpaid_work.models import Told as TurnTold
from throughcare.evidence.extracts.models import SentTables
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.models import Account
from throughcare.foundation.access.queries import member
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import day_of

COURT_ROLES = {"court officer", "case administrator"}


def browser(who: Member, **options: Any) -> Client:
    """A browser in which a member has signed in with both steps, wearing this hat."""
    client = Client(raise_request_exception=False, **options)
    client.force_login(Account.objects.get(id=who.account_id))
    session = client.session
    session["membership"], session["second_step"] = str(who.id), True
    session.save()
    return client


def caller(who: Member) -> Client:
    """A program that holds a member's token."""
    secret = access.issue_token(by=who, at=NOW, label="a test")
    return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret}"})


def placed(world: World, role: str) -> Member:
    """A new member in a role, in the unit that such a member works in."""
    if role == "service":
        made = access.add_member(
            by=a_founder(),
            at=NOW,
            unit_id=world.here.court_unit,
            role=role,
            name=f"Service {new_id()}",
            account_id=None,
        )
        found = member(made, at=NOW)
        assert found is not None
        return found
    return joins(world.here.court_unit if role in COURT_ROLES else world.unit, role)


def things(world: World, person: Person) -> dict[str, Any]:
    """Everything that an address about a person, or about their team, can name."""
    return _things(person.id) | {"name": "nacro-2012", "other": "home-office-2005", "search_id": new_id(), "audit_id": new_id()} | {
        "wall_id": new_id(), "agreement_id": new_id(),
        "contract_id": new_id(), "proposal_id": new_id(), "enquiry_id": new_id(), "terms_id": new_id(), "statement_id": new_id(), "line_id": new_id(), "number": 1,
        "key": "offence", "group": "none", "code": "none", "other_id": new_id(), "score_id": new_id(), "plan_id": new_id(),
        "asked_id": new_id(), "kind": "phone", "field": "sex", "ruling_id": new_id(), "detail_id": new_id(), "sample_id": new_id(), "model_id": new_id(),
        "carrying_id": new_id(), "in_force_id": new_id(), "secret": "none", "covered_id": new_id(), "covered_deed": "stage", "victim_id": new_id(), "victim_deed": "move", "letter_id": new_id(), "letter_deed": "send", "statement_deed": "move", "listing_id": new_id(), "ask_id": new_id(), "ruling": "put-forward",
    }  # fmt: skip


_known: dict[UUID, Person] = {}


@cache
def _things(person_id: UUID) -> dict[str, Any]:
    person = _known[person_id]
    unit = person.service.court_unit
    brought = _brought(unit)
    hearing = (
        Appearance.objects.using("owner").filter(person_id=person_id).values_list("hearing_id", flat=True)
    )
    return {
        "person_id": person_id, "hearing_id": hearing[0], "transfer_id": _offered(person),
        "review_id": _review(person, unit), "team_review_id": _review(person, person.team.unit), "merge_id": new_id(), "organisation_id": person.team.organisation,
        "unit_id": person.team.unit, "membership_id": person.team.officer.id, "token_id": new_id(),
        "competition_id": new_id(), "process_id": new_id(), "opened_id": new_id(), "number": 0, "challenge_id": new_id(), "promise_id": new_id(), "pool_id": new_id(), "spending_id": new_id(), "intention_id": new_id(), "said_id": new_id(), "crossing_id": new_id(), "area": person.service.area, "case_id": person.case, "member_id": person.team.officer.id,
        "sentence_id": Sentence.objects.using("owner").filter(person_id=person_id).earliest("id").id, "report_id": new_id(),
        "assessment_id": _assessed(person), "question_id": _asked(person_id), "tables_id": _sent(person), **brought,
        **made_about(person),
    }  # fmt: skip


def _sent(person: Person) -> UUID:
    """Tables that somebody of a person's organisation sent to be measured."""
    by = person.team.senior
    made = SentTables(
        member_id=by.id, unit_id=by.unit_id, organisation_id=by.organisation_id, at=NOW, title="Ours",
        known_to=day_of(NOW), state="ready", told={"rows": {}, "columns": {}},
    )  # fmt: skip
    SentTables.objects.using("owner").bulk_create([made])
    return made.id


def made_about(person: Person) -> dict[str, Any]:
    """A contact with an appointment, a requirement that waits, a lowering asked for, a referral and a goal: what pages about somebody name."""
    return {
        **_leaves_custody(person),
        **_met(person), **_waits(person), **_committed(person), "lowering_id": _lowering(person), **_referred(person), **_planned(person), **_in_a_group(person),
        **_works(person), **_lives(person), **_helped(person), **_protected(person), **_integrated(person), **_recalled(person), **_failed(person),
        **_comes_in(person), **_reported_on(person),
    }  # fmt: skip


def _leaves_custody(person: Person) -> dict[str, Any]:
    """A sentence of custody beside the others, a licence being written for it, a condition asked for, and a step agreed."""
    appeared = Appearance.objects.using("owner").filter(person_id=person.id)[0]
    by, day = person.team.officer, day_of(NOW)
    sentence = Sentence(
        person_id=person.id, appearance=appeared, kind="custody", imposed_on=appeared.on, length="24 months",
        begins_on=appeared.on, ends_on=appeared.on + timedelta(days=700),
    )  # fmt: skip
    said = {"person_id": person.id, "number": 1, "at": NOW, "member_id": by.id}
    licence = Licence(case_id=person.case, edition="conditions-4", **said)
    step = ParoleStep(case_id=person.case, kind="hold the hearing", owes="the Parole Board", due=day, **said)
    words = {"round": 0, "kind": "standard", "code": "visits", "words": "A rule.", "plain": "What it means."}
    for one in (sentence, licence, step, LicenceCondition(licence=licence, **words, **said)):
        type(one).objects.using("owner").bulk_create([one])
    asked = propose_condition(
        by=by,
        at=person.service.later(),
        person_id=person.id,
        code="exclusion-place",
        said={"where": "the old market"},
    )
    return {
        "licence_id": licence.id, "parole_id": step.id, "matter": "figure", "onward": "submit", "proposal_id": asked,
    }  # fmt: skip


def _reported_on(person: Person) -> dict[str, UUID]:
    """A report that a court waits for, and what somebody was asked for it."""
    appeared, by = Appearance.objects.using("owner").filter(person_id=person.id)[0], person.team.officer
    report = ReportRequest(
        person_id=person.id, appearance=appeared, kind="standard", requested_on=appeared.on
    )
    enquiry = ReportEnquiry(
        person_id=person.id, report=report, asked_of="housing", at=NOW, unit_id=by.unit_id, member_id=by.id
    )
    for one in (report, enquiry):
        type(one).objects.using("owner").bulk_create([one])
    return {"report_id": report.id, "report_enquiry_id": enquiry.id}


def _met(person: Person) -> dict[str, UUID]:
    """A contact with a person, and the appointment that was made in it."""
    by, at = person.team.officer, person.service.later()
    following = Booking(at + timedelta(days=7), ContactKind.OFFICE, "The office")
    made = record_contact(by=by, at=at, meeting=met(person.case, at), following=following)
    assert made.appointment_id
    return {"contact_id": made.contact_id, "appointment_id": made.appointment_id}


def _waits(person: Person) -> dict[str, UUID]:
    """A requirement that waits to begin, and a reason that was recorded for it once and has run out."""
    requirement = Requirement.objects.using("owner").filter(person_id=person.id, ended_on=None).first()
    assert requirement
    by, day = person.team.officer, day_of(NOW) - timedelta(days=9)
    row = Beginning(
        person_id=person.id, case_id=person.case, requirement_id=requirement.id, word="held", on=day, until=day, reason="court",
        at=NOW, member_id=by.id, organisation_id=by.organisation_id,
    )  # fmt: skip
    Beginning.objects.using("owner").bulk_create([row])
    return {"requirement_id": requirement.id, "beginning_id": row.id}


def _asked(person_id: UUID) -> UUID:
    appearance = Appearance.objects.using("owner").filter(person_id=person_id).earliest("id")
    made = CourtQuestion(
        person_id=person_id, appearance=appearance, about="given_names", said="", because="one name alone", asked_at=NOW
    )  # fmt: skip
    CourtQuestion.objects.using("owner").bulk_create([made])
    return made.id


def _lowering(person: Person) -> UUID:
    made = Lowering(
        person_id=person.id, case_id=person.case, from_risk="high", to_risk="low", against="an assessment",
        because="calmer", asked_by=person.team.senior.id, asked_at=NOW,
    )  # fmt: skip
    Lowering.objects.using("owner").bulk_create([made])
    return made.id


def _referred(person: Person) -> dict[str, Any]:
    """A referral within the team that answers for somebody, and the service it is to."""
    unit, made = person.team.unit, new_id()
    service = Service(
        reference=made.hex, title="A service", needs=["money"], prime="Ours", offered=DateRange(START, None), unit_id=unit
    )  # fmt: skip
    by = {"sent_by": person.team.officer.id, "sent_at": NOW, "sight": TimestamptzRange(NOW, None)}
    owed = {"due": "accepted", "due_on": day_of(NOW)}
    row = Referral(
        id=made, person_id=person.id, case_id=person.case, service=service, need="money", from_unit=unit, to_unit=unit,
        because="debts", **by, **owed,
    )  # fmt: skip
    step = ReferralStep(person_id=person.id, referral=row, kind="sent", at=NOW, member_id=by["sent_by"])
    for one in (service, row, step):
        type(one).objects.using("owner").bulk_create([one])
    return {"service_id": service.id, "referral_id": made, "step": "withdraw"}


def _committed(person: Person) -> dict[str, UUID]:
    """Hours of the week at which somebody is at work."""
    at_work = Weekly(CommitmentKind.WORK, (1, 3), time(8), time(12), day_of(NOW))
    by, at = person.team.officer, person.service.later()
    return {"commitment_id": record_commitment(by=by, at=at, case_id=person.case, hours=Hours(at_work))}


def _works(person: Person) -> dict[str, Any]:
    """Hours of unpaid work in the hands of the team that answers for somebody, with a turn that was told of, and its project."""
    unit, by, on = person.team.unit, person.team.officer, day_of(person.service.at)
    contact = record_contact(by=by, at=person.service.later(), meeting=met(person.case, person.service.at))
    required = Requirement.objects.using("owner").get(person_id=person.id, kind="unpaid work").id
    project = Project(
        unit_id=unit, title="A park", problem="Litter", nominator="a resident", state="approved", place="The park", weekdays=[0],
        starts=time(10), until=time(16), runs=DateRange(START, None), places=3, at=NOW, member_id=by.id, decided_by=by.id,
        decided_at=NOW,
    )  # fmt: skip
    work = Work(
        person_id=person.id, case_id=person.case, requirement_id=required, from_unit=unit, to_unit=unit,
        shared_by=person.team.organisation, opened_by=by.id, opened_at=NOW,
    )  # fmt: skip
    said = {"starts": time(10), "until": time(16), "at": NOW, "member_id": by.id}
    turn = Turn(person_id=person.id, work=work, project=project, on=on, **said)
    told = TurnTold(
        person_id=person.id, turn=turn, number=1, outcome="attended", counted=360, contact_id=contact.contact_id,
        organisation_id=person.team.organisation, **said,
    )  # fmt: skip
    for one in (project, work, turn, told):
        type(one).objects.using("owner").bulk_create([one])
    return {
        "project_id": project.id, "decision": "close", "day": str(on), "work_id": work.id, "deed": "take-back",
        "turn_id": turn.id,
    }  # fmt: skip


def _lives(person: Person) -> dict[str, Any]:
    """Somebody who lives in premises of the team that answers for them, under an application of that very team."""
    unit, by, on = person.team.unit, person.team.officer, day_of(person.service.at)
    house = Premises(
        unit_id=unit, organisation_id=person.team.organisation, kind="approved premises", name=f"House {new_id().hex[-8:]}", place="A town",
        takes="everybody", opens=on - timedelta(days=90), made_at=NOW, made_by=by.id,
    )  # fmt: skip
    bed = Bed(
        unit_id=unit, premises=house, name="1", there=DateRange(house.opens, None), made_at=NOW, made_by=by.id
    )
    void = Void(
        unit_id=unit, bed=bed, nights=DateRange(house.opens, house.opens + timedelta(days=2)), reason="works", at=NOW,
        member_id=by.id,
    )  # fmt: skip
    row = Application(
        person_id=person.id, case_id=person.case, kind=house.kind, route="community", state="resident", from_unit=unit, to_unit=unit,
        sent_by=by.id, sent_at=NOW, because="nowhere to go", nights=84, notice="standard", priority="third",
        priority_because="nothing", clock_from=NOW, moved_at=NOW, sight=TimestamptzRange(NOW, None),
    )  # fmt: skip
    first = ApplicationMove(
        person_id=person.id, application=row, number=1, after="sent", at=NOW, member_id=by.id
    )
    stay = Stay(
        person_id=person.id, application=row, bed=bed, unit_id=unit, state="arrived", arrives=on, leaves=on + timedelta(days=84),
        nights=DateRange(on, on + timedelta(days=84)), arrived_on=on, during=TimestamptzRange(NOW, None), at=NOW, member_id=by.id,
    )  # fmt: skip
    for one in (house, bed, void, row, first, stay):
        type(one).objects.using("owner").bulk_create([one])
    return {
        "premises_id": house.id, "housework": "lose", "bed_id": bed.id, "void_id": void.id, "application_id": row.id,
        "taking": "move-on", "place_kind": "transitional-accommodation",
    }  # fmt: skip


def _helped(person: Person) -> dict[str, Any]:
    """Somebody matched with a mentor of the team that answers for them, and a job of theirs."""
    unit, by, body = person.team.unit, person.team.officer, person.team.organisation
    helper = Helper(
        unit_id=unit, organisation_id=body, kind="mentor", name=f"Sam {new_id().hex[-8:]}", place="A town", does="Meets people.",
        takes="everybody", most=3, since=day_of(NOW), made_at=NOW, made_by=by.id,
    )  # fmt: skip
    row = Pairing(
        person_id=person.id, case_id=person.case, kind="mentor", state="matched", helper=helper, from_unit=unit, to_unit=unit,
        because="knows nobody", sent_by=by.id, sent_at=NOW, moved_at=NOW, sight=TimestamptzRange(NOW, None),
    )  # fmt: skip
    said = {"at": NOW, "member_id": by.id}
    check = HelperCheck(
        unit_id=unit, helper=helper, kind="training", result="passed", done_on=day_of(NOW), **said
    )
    first = PairingStep(person_id=person.id, pairing=row, number=1, after="matched", helper=helper, **said)
    job = Job(
        person_id=person.id, pairing=row, helper=helper, kind="paid job", title="Baker", starts_on=day_of(NOW), organisation_id=body, **said
    )  # fmt: skip
    for one in (helper, check, row, first, job):
        type(one).objects.using("owner").bulk_create([one])
    return {
        "helper_id": helper.id, "upkeep": "check", "helper_kind": "volunteer", "pairing_id": row.id, "pacing": "to-withdrawn",
        "meeting_id": new_id(), "job_id": job.id,
    }  # fmt: skip


def _protected(person: Person) -> dict[str, Any]:
    """Somebody whose category is confirmed by their senior, a referral of theirs that was refused, and a meeting with an action."""
    by, senior = person.team.officer, person.team.senior
    row = Protection(
        person_id=person.id, case_id=person.case, state="confirmed", category=2, because="the sentence", opened_by=by.id, opened_at=NOW,
        confirmed_by=senior.id,
    )  # fmt: skip
    said = {"person_id": person.id, "protection": row, "category": 2, "because": "the sentence"}
    first = ProtectionStep(
        number=1, kind="category confirmed", level="not set", at=NOW, member_id=senior.id, **said
    )
    referred = LevelReferred(
        level="2", state="refused, stays at level 1", sent_by=by.id, sent_at=NOW, decided_by=senior.id, decided_at=NOW,
        decided_because="one agency is enough", **said,
    )  # fmt: skip
    of = {"person_id": person.id, "category": 2}
    meeting = Meeting(
        protection=row,
        level="2",
        meets_on=day_of(NOW),
        place="10:00, at the town hall",
        called_by=by.id,
        called_at=NOW,
        **of,
    )
    of |= {"meeting": meeting}
    invited = MeetingInvited(body="police", invited_by=by.id, invited_at=NOW, **of)
    decided = MeetingDecision(
        number=1,
        kind="no disclosure",
        what="Nothing is disclosed",
        because="Nobody is at risk.",
        member_id=by.id,
        at=NOW,
        **of,
    )
    action = MeetingAction(
        what="Visit.", owner_id=senior.id, due_on=day_of(NOW), given_by=by.id, given_at=NOW, **of
    )
    for one in (row, first, referred, meeting, invited, decided, action):
        type(one).objects.using("owner").bulk_create([one])
    return {
        "protection_id": row.id, "protecting": "screen", "protection_meeting_id": meeting.id, "meeting_deed": "hold",
        "meeting_action_id": action.id, "ending": "done",
    }  # fmt: skip


def _integrated(person: Person) -> dict[str, Any]:
    """Somebody selected for integrated offender management, put forward by their officer."""
    by, senior = person.team.officer, person.team.senior
    row = Selection(
        person_id=person.id, case_id=person.case, state="selected", strand="free", because="six burglaries", opened_by=by.id,
        opened_at=NOW, decided_by=senior.id, lead_id=by.id,
    )  # fmt: skip
    step = IntegratedStep(
        person_id=person.id, selection=row, number=1, kind="proposed", strand="free", because="six burglaries", at=NOW,
        member_id=by.id,
    )  # fmt: skip
    action = IntegratedAction(
        person_id=person.id, selection=row, what="Visit the flat.", owner_id=senior.id, due_on=day_of(NOW), given_by=by.id, given_at=NOW
    )  # fmt: skip
    done = {"person_id": person.id, "selection": row, "done_on": day_of(NOW), "at": NOW, "member_id": by.id}
    helped, disrupted = Help(what="A room.", **done), Disruption(what="Two patrols.", **done)
    for one in (row, step, action, helped, disrupted):
        type(one).objects.using("owner").bulk_create([one])
    return {
        "selection_id": row.id, "stepping": "remove", "integrated_action_id": action.id, "integrated_ending": "end", "entry_kind": "help",
    }  # fmt: skip


def _comes_in(person: Person) -> dict[str, Any]:
    """A code for somebody's own page, given by their officer and used by nobody."""
    by = person.team.officer
    row = Code(
        person_id=person.id, case_id=person.case, reference=new_id().hex[-12:], digest="0" * 64, at=NOW, member_id=by.id,
        organisation_id=person.team.organisation,
    )  # fmt: skip
    Code.objects.using("owner").bulk_create([row])
    return {}


def _recalled(person: Person) -> dict[str, Any]:
    """A recall within the team that answers for somebody, whose papers are sent and open to one officer of theirs alone."""
    unit, by = person.team.unit, person.team.officer
    row = Recall(
        person_id=person.id, case_id=person.case, state="papers sent", ground="contact has stopped", urgency="standard",
        sentence_group="adult standard", from_unit=unit, to_unit=unit, opened_by=by.id, opened_at=NOW, since=NOW,
        decision="recall", length="standard", level="head of delivery unit", decided_at=NOW, due="Revoke the licence",
        due_by="executive", due_at=NOW + timedelta(days=1), sight=TimestamptzRange(NOW, None),
    )  # fmt: skip
    step = RecallStep(
        person_id=person.id, recall=row, number=1, after="papers sent", happened_at=NOW, at=NOW, member_id=by.id,
        organisation_id=by.organisation_id,
    )  # fmt: skip
    reader = RecallReader(person_id=person.id, recall=row, member_id=by.id, named_by=by.id, named_at=NOW)
    paper = RecallPaper(
        person_id=person.id, recall=row, number=1, kind="recall report", led_to="Nobody has seen them.", at=NOW,
        member_id=by.id, organisation_id=by.organisation_id,
    )  # fmt: skip
    for one in (row, step, reader, paper):
        type(one).objects.using("owner").bulk_create([one])
    return {"recall_id": row.id, "recall_deed": "answer", "paper_number": 1}


def _failed(person: Person) -> dict[str, Any]:
    """A failure to comply that one team of a body recorded and decides, with a letter about it and a decision that was drawn."""
    unit, by, whose = person.team.unit, person.team.officer, person.team.organisation
    contact = record_contact(
        by=by, at=person.service.later(), meeting=met(person.case, person.service.at)
    ).contact_id
    case = person.row
    subject = {
        "area_code": case.area_code, "risk": case.risk, "sentence": case.sentence, "place": case.place, "rsr": case.rsr,
        "cohorts": sorted(case.cohorts), "resettled": case.resettled,
    }  # fmt: skip
    row = Failure(
        subject=subject, person_id=person.id, case_id=person.case, contact_id=contact, number=999, failed_on=day_of(NOW), what="Office visit",
        sentence="community_order", recorded_by=by.id, noted_at=NOW, notifier_organisation=whose, notifier_unit=unit,
        decider_organisation=whose, decider_unit=unit, shielded=False, audited=True, same_body=False, refer_days=8,
        refer_source="A contract", refer_clause="8 days", refer_basis="published", state="to be warned", due="warning sent",
        due_side="whoever decides", due_unit=unit, due_on=day_of(NOW), due_because="8 days",
    )  # fmt: skip
    said = {"person_id": person.id, "failure": row, "at": NOW, "member_id": by.id, "organisation_id": whose}
    step = FailureStep(number=1, move="noted", after="noted", on=day_of(NOW), **said)
    paper = Paper(
        kind="warning letter",
        number=1,
        parts=[{"heading": "What happened", "text": "Missed."}],
        record=[],
        **said,
    )
    drawn = DecisionAudit(person_id=person.id, failure=row, step=step, drawn_at=NOW, auditor_unit=unit)
    for one in (row, step, paper, drawn):
        type(one).objects.using("owner").bulk_create([one])
    return {
        "failure_id": row.id,
        "doing": "rescind",
        "paper_id": paper.id,
        "handling": "write",
        "drawn_id": drawn.id,
    }


def _planned(person: Person) -> dict[str, Any]:
    """A goal with one step, and the template that can be laid besides."""
    step = NewStep("Ask the council", "the person")
    goal = add_goal(
        by=person.team.officer, at=person.service.later(), case_id=person.case, words="A home", steps=[step]
    )
    return {
        "goal_id": goal,
        "step_id": GoalStep.objects.using("owner").get(goal=goal).id,
        "template": "citizenship",
    }


def _in_a_group(person: Person) -> dict[str, Any]:
    """Somebody referred to a programme within the team that answers for them, who waits, and a group with a session held."""
    unit, at, officer = person.team.unit, person.service.later(), person.team.officer
    group = Group(
        unit_id=unit, organisation_id=person.team.organisation, programme="building-choices-moderate", code=new_id().hex[-12:],
        kind="closed", sex="women and men", cohort="general", site="A hall", room=new_id().hex[-12:], capacity=8,
        opens_on=day_of(NOW), lead_id=officer.id, facilitators=[officer.id], made_at=NOW, made_by=officer.id,
    )  # fmt: skip
    session = GroupSession(
        unit_id=unit, group=group, place=1, number=2, starts_at=NOW - timedelta(hours=1), minutes=150, site=group.site,
        room=group.room,
    )  # fmt: skip
    row = Enrolment(
        person_id=person.id, case_id=person.case, programme=group.programme, state="awaiting a group", from_unit=unit,
        to_unit=unit, sent_by=officer.id, sent_at=NOW, because="thinking", moved_at=NOW, due="Give a place in a group",
        due_on=day_of(NOW), sight=TimestamptzRange(NOW, None),
    )  # fmt: skip
    first = EnrolmentMove(
        person_id=person.id,
        enrolment=row,
        number=1,
        after="awaiting a group",
        through="hand",
        at=at,
        member_id=officer.id,
    )
    for one in (group, session, row, first):
        type(one).objects.using("owner").bulk_create([one])
    return {
        "programme": group.programme, "group_id": group.id, "session_id": session.id, "enrolment_id": row.id,
        "move": "withdrawn",
    }  # fmt: skip


def know(*people: Person) -> None:
    """Say whose things may be asked for."""
    _known.update({person.id: person for person in people})


def _offered(person: Person) -> UUID:
    return offer_transfer(
        by=person.team.senior, at=person.service.later(), case_id=person.case, to_unit=person.service.court_unit,
        because="a move is likely",
    )  # fmt: skip


def _assessed(person: Person) -> UUID:
    made = start_assessment(by=person.team.officer, at=person.service.later(), person_id=person.id)
    decide_tier(by=person.team.officer, at=person.service.later(), person_id=person.id)
    return made


def _review(person: Person, unit: UUID) -> UUID:
    """A review in a unit that sees both sides."""
    twin = new_id()
    Record.objects.using("owner").create(
        id=twin, forenames="Robin", surname=a_name(), standard_name="ROBIN", recorded_by_unit=unit,
        recorded_by_organisation=person.team.organisation, recorded_at=NOW,
    )  # fmt: skip
    made = Review.objects.using("owner").create(
        person_id=person.id, rival_id=twin, unit_id=unit, bits=16.0, weights={"prior": -20.0, "parts": []},
        model="a model", because="they may be one", raised_at=NOW,
    )  # fmt: skip
    with viewing(a_founder(), NOW):
        derive_grants("recorded", [twin])
    return made.id


def where_they_work(things: dict[str, Any], role: str) -> dict[str, Any]:
    """The same things, but those that wait in a unit wait in the unit that a role works in."""
    return things if role in COURT_ROLES else things | {"review_id": things["team_review_id"]}


def _brought(unit: UUID) -> dict[str, UUID]:
    brought = Import.objects.using("owner").create(
        unit_id=unit, member_id=a_founder().id, at=NOW, file_name="results.csv", digest="x"
    )
    row = RefusedRow.objects.using("owner").create(
        unit_id=unit, brought=brought, line=2, fields={}, faults=[{"field": "pnc", "because": "is not a PNC"}]
    )
    upload = Upload.objects.using("owner").create(
        unit_id=unit, member_id=a_founder().id, at=NOW, file_name="sent.csv", content=b"x", state="stopped"
    )
    UploadProgress.objects.using("owner").create(upload=upload)
    corrected = CorrectedResult.objects.using("owner").create(
        unit_id=unit,
        brought=brought,
        line=3,
        court_code="MDDLMC",
        result_ref=str(row.id),
        digest="x",
        sees=TimestamptzRange(NOW, NOW + timedelta(days=28)),
    )
    return {"row_id": row.id, "upload_id": upload.id, "corrected_id": corrected.id}


def address_of(route: str, ids: dict[str, Any]) -> str:
    """The address of a page about these things."""
    return reverse(route, kwargs={name: ids[name] for name in pages()[route]})


def pages() -> dict[str, list[str]]:
    """Every page's name, with what its address names; those of included routes too."""
    from throughcare.faces.index.urls import urlpatterns

    return dict(named(urlpatterns))


def named(patterns: list[Any]) -> Iterator[tuple[str, list[str]]]:
    """The name of each route, however deep it is included, with what its address names."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from named(pattern.url_patterns)
        else:
            yield pattern.name, list(pattern.pattern.converters)


def call(client: Client, verb: str, path: str, body: dict[str, Any] | None, ids: dict[str, Any]) -> Any:
    """Call an operation of the API about these things."""
    target = "/api/v1" + path.format(**ids)
    if body is None:
        return client.get(target)
    if "file" in body:
        return client.post(target, {"file": SimpleUploadedFile("results.csv", b"")})
    return client.post(target, body, content_type="application/json")
