"""Every column that decides who sees or who answers, and that the web may change once its row is written: each with why it may.

The columns are found in the catalogue, not remembered: what a policy reads, what a cause of sight reads, all that says who may do
what, and every key to a member, a team or a body.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from support.database import Database
from support.wall_world import superuser

from throughcare.foundation.access.walls import causes

Columns = set[str]

_SIGN_IN = (
    "sign-in is plumbing, reached by whoever runs the site's own code alone; it says nothing of who sees whom"
)
_WORDS = "words and addresses alone, kept by those who administer organisations"
_OWN_NAME = "whoever answers does so in their own name: a changed row says nobody else"
_ADMINISTERS = "kept by those who administer organisations, who see nobody themselves"
ALLOWED: dict[str, str] = {
    **dict.fromkeys(
        ("access_account.email", "access_account.last_login", "access_account.name",
         "access_account.password", "account_emailaddress.user_id", "mfa_authenticator.user_id",
         "socialaccount_socialaccount.user_id"), _SIGN_IN),
    **dict.fromkeys(
        ("access_membership.name",), _WORDS),
    **dict.fromkeys(
        ("accommodation_application.ended_at", "accommodation_application.sight", "helpers_pairing.ended_at", "helpers_pairing.helper_id",
         "helpers_pairing.sight"),
        "a side of an open application, or pairing, ends it by now, with its sight, for good; nothing that is open has an end of its sight"),
    "accommodation_stay.during": "a stay that lasts is ended by now by a side of its application, and nothing that has ended is changed",
    **dict.fromkeys(
        ("access_membership.version",), "counts changes, and nothing asks it of sight"),
    **dict.fromkeys(
        ("access_ethicalwall.during", "access_ethicalwall.asked_down_by", "access_ethicalwall.asked_down_because"),
        "asked down in one's own name, and taken down now by another than whoever asked"),
    "access_idempotency.result": "what one's own write came to, in one's own row",
    "access_membership.during": "ended, or lengthened for others, by those who administer members; never lengthened for oneself",
    **dict.fromkeys(
        ("access_restriction.during", "access_restriction.open_to"),
        "kept by whoever may restrict a record that is not closed to themselves"),
    **dict.fromkeys(
        ("access_sharingagreement.during", "access_sharingagreement.ended_because"),
        "kept by those who make agreements, who see nobody themselves"),
    "access_token.stopped_at": "one stops one's own tokens, and no other column is changed",
    "allocation_suggestion.chosen": "who was chosen of a suggestion; whoever holds the case has a tenure, which has its own wall",
    **dict.fromkeys(
        ("allocation_suggestion.answered_by", "courts_courtquestion.settled_by", "people_death.withdrawn_by",
         "people_openpoint.settled_by", "supervision_lowering.answered_by", "unpaid_work_publicask.set_aside_by"), _OWN_NAME),
    "courts_reportrequest.state": "moved by whoever writes on the record or speaks for probation in court; it opens nothing, and closes what goes into the report",
    **dict.fromkeys(
        ("courts_reportenquiry.answered_at", "courts_reportenquiry.answered_by"),
        "said now, once, in one's own name, by whoever writes on the record; it opens nothing"),
    **dict.fromkeys(("courts_codemeaning.member_id", "courts_courtcode.member_id"), _OWN_NAME),
    "courts_courtteam.unit_id": _ADMINISTERS,
    **dict.fromkeys(
        (
            "courts_appearanceoffence.appearance_id",
            "courts_courtquestion.appearance_id",
            "courts_reportrequest.appearance_id",
            "courts_sentence.appearance_id",
        ),
        "a row goes with another that is about the same person, and with no other",
    ),
    **dict.fromkeys(
        ("enforcement_failure.state", "enforcement_failure.ended_at", "enforcement_failure.due_unit"),
        "moved by the team that decides it, whose sight ends with it, or given to them by whoever recorded it; who decides is a job's to say"),
    **dict.fromkeys(
        ("enforcement_decisionaudit.audited_at", "enforcement_decisionaudit.audited_by"),
        "said now, once, in one's own name, by the team that is to look; the sight that it gave ends with it"),
    **dict.fromkeys(
        ("interventions_referral.ended_at", "interventions_referral.sight"),
        "a side of an open referral ends it now, with its sight, for good; nothing that is open has an end of its sight"),
    "interventions_referral.worker": "who works with the person for the service; a side of the referral says so, and sees already",
    "interventions_service.unit_id": "kept by those who buy services, who see nobody; a referral sent before keeps its receiver",
    **dict.fromkeys(
        ("needs_intention.approved_by", "needs_intention.published_at", "needs_intention.stage"),
        "moved by the team whose intention it is, approved by one of them who wrote none of it; it says nothing of anybody"),
    "operating_model_appointment.organisation_id": "kept by those who appoint bodies, who see nobody themselves",
    **dict.fromkeys(
        ("programmes_enrolment.ended_at", "programmes_enrolment.sight"),
        "a side of an open referral ends it now, with its sight, for good; nothing that is open has an end of its sight"),
    "programmes_group.lead_id": "who leads a group of one's own unit; it gives nobody sight of anybody",
    "programmes_place.during": "a place that runs is ended now, and nothing that has ended is changed",
    **dict.fromkeys(
        ("supervision_carrying.at", "supervision_carrying.member_id"), "who asked last to carry cases over, kept by those who adopt models"),
    "supervision_case.area_code": "by it the service alone sees, for an hour, when a model changes; whoever works on cases keeps it",
    "supervision_case.cohorts": "recorded by whoever works on cases; a partner sees under an agreement, by joint work with its own wall",
    **dict.fromkeys(
        ("supervision_case.unit_id", "supervision_case.organisation_id", "supervision_case.closed_at"),
        "what the case's responsibility says, which is taken by whom the case was offered to, or by a job, and no other"),
    **dict.fromkeys(("supervision_catchment.organisation_id", "supervision_catchment.unit_id"), _ADMINISTERS),
    **dict.fromkeys(
        ("own_code.ended_by", "supervision_commitment.ended_by", "supervision_feed.ended_by"),
        "who of those who see the person said that it is over; it gives nobody sight, and the audit tells who did it"),
    "supervision_gap.unit_id": "what its case says of who answers for it, and no other team",
    "supervision_jointwork.during": "what runs is ended now, and nothing that has ended is changed",
    "supervision_lowering.state": "agreed or refused by whoever may countersign; it gives nobody sight",
    **dict.fromkeys(
        ("supervision_responsibility.during", "supervision_responsibility.sight"),
        "ended now by the team itself, by whom the case is offered to or by a job; read after for as long as policy says"),
    "supervision_tenure.during": "what runs is ended now by whoever works on cases, and nothing that has ended is changed",
    **dict.fromkeys(
        ("supervision_transfer.state", "supervision_transfer.answered_at", "supervision_transfer.sight"),
        "accepted by whom it was offered to; its sight ends with the answer, or with the last day of a temporary move"),
    **dict.fromkeys(
        ("protection_protection.category", "protection_protection.confirmed_by", "protection_protection.ended_at", "protection_protection.state"),
        "confirmed or ended by another than whoever proposed it, who has a part in the case; it gives nobody sight of anybody"),
    **dict.fromkeys(
        ("protection_levelreferred.decided_at", "protection_levelreferred.decided_by", "protection_levelreferred.state"),
        "decided once by whoever chairs, in their own name, and never by whoever referred; it gives nobody sight"),
    **dict.fromkeys(
        ("integrated_selection.decided_by", "integrated_selection.ended_at", "integrated_selection.lead_id", "integrated_selection.leaving_by",
         "integrated_selection.state"),
        "decided by another than whoever proposed it, who leads and has a part in the case; sight comes of the register, not of it"),
    **dict.fromkeys(
        ("integrated_integratedaction.ended_at", "integrated_integratedaction.ended_by", "integrated_integratedaction.state"),
        "ended once, now and in their own name, by its owner or whoever leads the team; it gives nobody sight"),
    **dict.fromkeys(
        ("protection_meeting.ended_at", "protection_meeting.ended_by", "protection_meeting.state"),
        "held, closed or put off by whoever chairs, closed only with its decision on disclosure; it gives nobody sight of anybody"),
    **dict.fromkeys(
        ("protection_meetingaction.ended_at", "protection_meetingaction.ended_by", "protection_meetingaction.state"),
        "ended once, now and in their own name, by its owner or whoever chairs; it gives nobody sight"),
    **dict.fromkeys(
        ("protection_meetinginvited.came", "protection_meetinginvited.said_at", "protection_meetinginvited.said_by"),
        "said once, now and in their own name, by whoever chairs, before the meeting is held; it gives nobody sight"),
    **dict.fromkeys(
        ("recall_recall.ended_at", "recall_recall.sight", "recall_recall.state"),
        "a recall under way ends now, with its sight, for good, and is moved on by its sides alone; one that ended is not changed"),
    "recall_recallreader.ended_at": "ended now by whoever is named on the recall, and nothing that has ended is changed",
    **dict.fromkeys(
        ("unpaid_work_project.decided_at", "unpaid_work_project.decided_by", "unpaid_work_project.state"),
        "decided now, in their own name, by those of the project's own team who keep projects; it gives nobody sight of anybody"),
    **dict.fromkeys(
        ("accommodation_application.moved_at", "allocation_plan.worked_out_at", "allocation_suggestion.answered_at",
         "assessment_assessment.harm_at", "assessment_assessment.signed_at", "courts_courtquestion.settled_at",
         "extracts_senttables.checked_at", "helpers_pairing.moved_at", "own_code.ended_at", "interventions_referral.answered_at", "operating_model_inforce.withdrawn_at",
         "people_caring.ended_at", "people_contact.ended_at", "people_death.withdrawn_at", "people_disability.ended_at",
         "people_email.ended_at", "people_phone.ended_at", "programmes_enrolment.moved_at", "programmes_group.ended_at",
         "recall_recall.decided_at", "supervision_appointment.called_off_at", "supervision_carrying.ended_at",
         "supervision_commitment.ended_at", "supervision_feed.ended_at", "supervision_lowering.answered_at",
         "supervision_reminder.claimed_at", "supervision_reminder.sent_at", "supervision_reminder.settled_at",
         "unpaid_work_credit.withdrawn_at", "unpaid_work_project.closed_at", "unpaid_work_turn.off_at"),
        "when something was done later: held to now by a wall that asks that of the instant and nothing else of it"),
    "victims_coveredsentence.settled_by": "who of the team heard that the police refer nobody, in their own name; it gives nobody sight",
    **dict.fromkeys(
        ("release_proposedcondition.answer", "release_proposedcondition.decided_by"),
        "answered once, now and in their own name, by whoever writes the licence; it gives nobody sight"),
    **dict.fromkeys(
        ("victims_letter.checked_by", "victims_letter.written_by"),
        "who wrote a letter's words and who found them right, each in their own name and never the same; it gives nobody sight"),
    **dict.fromkeys(
        ("victims_enquiry.answer", "victims_enquiry.answered_by"),
        "answered once and in their own name, by whoever of the team keeps victims told; it gives nobody sight"),
    "victims_victimholder.ended_at": "ended now by whoever holds the record, and nothing that has ended is changed",
    "unpaid_work_work.ended_at": "hours under way end now, with their sight, for good; those that ended are not changed",
}  # fmt: skip
IN_JOBS_ALONE = {"courts_appearance.court_sees", "people_person.recorded_until"}

_OF_POLICIES = """SELECT DISTINCT a.attrelid::regclass::text || '.' || a.attname FROM pg_depend d
  JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
  WHERE d.classid = 'pg_policy'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0"""
_OF_VIEW = """SELECT DISTINCT a.attrelid::regclass::text || '.' || a.attname FROM pg_depend d
  JOIN pg_rewrite r ON r.oid = d.objid AND r.ev_class = %s::regclass
  JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
  WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0"""
_KEYS = """SELECT DISTINCT a.attrelid::regclass::text || '.' || a.attname FROM pg_constraint k
  JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
  WHERE k.contype = 'f' AND k.confrelid IN
    ('access_membership'::regclass, 'access_unit'::regclass, 'access_organisation'::regclass, 'access_account'::regclass)"""
_OF_ACCESS = """SELECT attrelid::regclass::text || '.' || attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
  WHERE c.relname LIKE 'access\\_%' AND c.relkind = 'r' AND attnum > 0 AND NOT attisdropped"""
_CHANGED = """SELECT c.oid::regclass::text || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    AND has_column_privilege('throughcare_web', c.oid, a.attnum, 'UPDATE')"""


def asked(c: psycopg.Connection[Any], sql: str, *values: Any) -> Columns:
    return {row[0] for row in c.execute(sql, values or None).fetchall()}


def of_causes(c: psycopg.Connection[Any]) -> Columns:
    """The columns that each cause of sight reads, as the catalogue says of a view of it."""
    found: Columns = set()
    for number, cause in enumerate(causes()):
        c.execute(f"CREATE TEMP VIEW cause_{number} AS {cause.sql}")
        found |= asked(c, _OF_VIEW, f"cause_{number}")
    return found


@pytest.fixture(scope="module")
def found(database: Database) -> Iterator[tuple[Columns, Columns]]:
    """The columns that decide, and those that the web may change."""
    with superuser(database.access, database.name) as c:
        deciding = asked(c, _OF_POLICIES) | of_causes(c) | asked(c, _KEYS) | asked(c, _OF_ACCESS)
        yield deciding, asked(c, _CHANGED)
        c.rollback()


def test_each_column_that_decides_and_may_be_changed_is_listed_with_why(found: tuple[Columns, Columns]):
    deciding, changed = found
    assert sorted(deciding & changed) == sorted(ALLOWED)


@pytest.mark.parametrize(
    "column",
    [
        "supervision_case.person_id", "supervision_case.unit_id", "supervision_responsibility.sight", "courts_appearance.court_sees",
        "people_person.recorded_until", "people_merge.undone_at", "access_membership.during", "access_unit.parent_id",
        "interventions_referral.to_unit", "supervision_jointwork.cohort", "supervision_sampled.during", "people_review.decided_at",
    ],
)  # fmt: skip
def test_the_catalogue_tells_of_what_decides(column: str, found: tuple[Columns, Columns]):
    assert column in found[0]


@pytest.mark.parametrize("column", sorted(IN_JOBS_ALONE))
def test_what_lets_a_unit_see_because_of_a_job_is_changed_by_jobs_alone(
    column: str, found: tuple[Columns, Columns]
):
    assert column in found[0] and column not in found[1]


def test_each_reason_is_a_sentence():
    assert all(len(why.split()) >= 5 for why in ALLOWED.values())
