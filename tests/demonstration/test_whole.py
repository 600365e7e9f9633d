"""A whole demonstration, made small: everything came through the front doors, and every page has something on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import connections
from support.impossible import EVERY, INSIDE, Impossible, spoilt, walk
from support.people import as_worker
from support.small_demonstration import shrunk

from throughcare.casework.assessment.models import Assessment, Score, Tier
from throughcare.casework.courts.models import Appearance, CorrectedResult, Requirement, Sentence
from throughcare.casework.courts.queries import courts_served_by, imports, questions_open, refused_rows
from throughcare.casework.interventions import queries as interventions
from throughcare.casework.programmes import queries as programmes
from throughcare.casework.release.models import Figure, Licence
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.actions.steps import subject_of
from throughcare.casework.supervision.models import (
    Case,
    Contact,
    Gap,
    Movement,
    Sampled,
    Tenure,
    TimelineEntry,
    Transfer,
)
from throughcare.casework.supervision.rules import FUNCTION_OF, TenureKind, wanted_tenures
from throughcare.casework.victims import queries as victims
from throughcare.commissioning.competition.models import Decision, PriceAnswered, PriceRuled
from throughcare.commissioning.contracts import queries as contracts
from throughcare.commissioning.contracts.rules.agreed import AgreementKind
from throughcare.demonstration import accounts, generator, safety, stepping_in
from throughcare.demonstration.outside import outside_since
from throughcare.demonstration.places import trusts
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.models import Account, EthicalWall, Kin, Organisation, Restriction, Unit
from throughcare.foundation.access.rules import ROLES, Member, OrganisationKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Entry as Line
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.queries import (
    Unheld,
    adopted_models,
    holders,
    model_in_force,
    to_come,
    withdrawn,
)
from throughcare.foundation.operating_model.rules import PRESETS, Function

AS_AT = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, tzinfo=ZoneInfo("Europe/London"))
PEOPLE = 360


@pytest.fixture(scope="module")
def sign_ins(empty_database: None, tmp_path_factory: pytest.TempPathFactory) -> list[accounts.SignIn]:
    with shrunk(tmp_path_factory.mktemp("demo"), people=PEOPLE), as_worker():
        generator.make("small", "durham-tees-valley-2012", 5, AS_AT)
        return accounts.known()


def member(sign_ins: list[accounts.SignIn], role: str) -> Member:
    email = next(one.email for one in sign_ins if one.role == role)
    return access.memberships_of_email(email, at=NOW)[0]


def cases() -> list[Case]:
    units = Unit.objects.using("owner").filter(organisation__name__regex="Durham Tees Valley|Northumbria")
    return list(Case.objects.using("owner").filter(unit_id__in=units.values("id"), opened_at__lte=NOW))


def test_there_is_a_sign_in_account_for_every_role_of_people(sign_ins: list[accounts.SignIn]) -> None:
    assert {one.role for one in sign_ins} == set(ROLES) - {"service"}
    assert all(access.memberships_of_email(one.email, at=NOW) for one in sign_ins)


def test_passwords_open_the_sign_in_accounts_and_nobody_else_has_one(sign_ins: list[accounts.SignIn]) -> None:
    first = sign_ins[0]
    assert Account.objects.get(email=first.email).check_password(first.password)
    staff = Account.objects.filter(email__endswith=".staff.example")
    assert staff
    assert not any(account.has_usable_password() for account in staff)


def test_whoever_deals_with_people_signs_in_to_the_second_area_too_and_has_work_there(
    sign_ins: list[accounts.SignIn],
) -> None:
    there = {one.role: one for one in sign_ins if one.area}
    assert {one.area for one in there.values()} == {generator.NEIGHBOUR}
    assert set(there) == {
        "offender manager", "probation services officer", "senior probation officer", "court officer", "provider worker",
        "provider lead",
    }  # fmt: skip
    who = {role: access.memberships_of_email(one.email, at=NOW)[0] for role, one in there.items()}
    officer, lead = who["offender manager"], who["provider lead"]
    assert generator.NEIGHBOUR in officer.organisation_name
    with viewing(officer, NOW):
        carried = {one.person_id for one in supervision.caseload(officer.id)}
        assert carried
        ahead = supervision.diary([officer.id], start=AS_AT, until=AS_AT + timedelta(days=28))
    assert ahead
    assert Assessment.objects.using("owner").filter(person_id__in=carried).exists()
    with viewing(lead, NOW):
        assert interventions.referrals_open([lead.unit_id], today=AS_AT)


def test_victims_are_kept_told_by_whoever_signs_in_for_it_under_the_model_in_force(
    sign_ins: list[accounts.SignIn],
) -> None:
    liaison = member(sign_ins, "victim liaison officer")
    with viewing(liaison, NOW):
        assert victims.covered_sentences()
        assert victims.victims_held(at=NOW)
        assert victims.enquiries_to_answer(at=NOW)


def test_every_kind_of_organisation_is_there_with_a_unit(sign_ins: list[accounts.SignIn]) -> None:
    units = Unit.objects.select_related("organisation")
    assert {unit.organisation.kind for unit in units} >= set(OrganisationKind) - {OrganisationKind.SYSTEM}
    assert Organisation.objects.filter(name=safety.MARK).exists()


def _held_by_nobody(case: Case) -> bool:
    there = holders(case.area_code, NOW.date())
    return there.organisation(Function.OFFENDER_MANAGEMENT, subject_of(case)) is Unheld.NOT_HELD


def test_every_open_case_has_each_role_filled_or_a_gap_that_shows(sign_ins: list[accounts.SignIn]) -> None:
    still_open = [case for case in cases() if case.closed_at is None]
    assert len(still_open) > PEOPLE / 5
    for case in still_open:
        if _held_by_nobody(case):
            continue
        held = Tenure.objects.using("owner").filter(case=case.id, during__upper_inf=True)
        gaps = Gap.objects.using("owner").filter(case=case.id, during__upper_inf=True)
        kinds = [*held.values_list("kind", flat=True), *gaps.values_list("kind", flat=True)]
        assert "offender manager" in kinds
        assert len(kinds) == len(set(kinds))


def test_some_cases_have_closed_and_hold_nobody_any_more(sign_ins: list[accounts.SignIn]) -> None:
    closed = [case.id for case in cases() if case.closed_at is not None]
    assert closed
    assert not Tenure.objects.using("owner").filter(case__in=closed, during__upper_inf=True).exists()
    assert not Gap.objects.using("owner").filter(case__in=closed, during__upper_inf=True).exists()


def test_the_officer_has_a_caseload_with_a_timeline(sign_ins: list[accounts.SignIn]) -> None:
    officer = member(sign_ins, "offender manager")
    with viewing(officer, NOW):
        carried = supervision.caseload(officer.id)
        assert carried
        told = [entry for one in carried for entry in supervision.timeline(one.person_id).entries]
    assert len({entry.kind for entry in told}) > 3
    assert all(entry.at <= NOW for entry in told)


def test_nothing_happened_after_the_last_day_or_before_its_case(sign_ins: list[accounts.SignIn]) -> None:
    known = {case.id: case for case in cases()}
    for entry in TimelineEntry.objects.using("owner").filter(case__in=known):
        assert known[entry.case_id].opened_at <= entry.at <= NOW


def test_the_court_team_has_files_and_rows_to_correct(sign_ins: list[accounts.SignIn]) -> None:
    officer = member(sign_ins, "court officer")
    with viewing(officer, NOW):
        files, waiting = imports(), refused_rows()
    assert len({file.at for file in files}) > 3, "a file for each of several quarters"
    assert len(waiting) >= 5
    assert len({fault["field"] for row in waiting for fault in row.faults}) >= 4


def test_transfers_wait_and_were_answered_both_ways(sign_ins: list[accounts.SignIn]) -> None:
    states = set(
        Transfer.objects.using("owner")
        .filter(case__in=[c.id for c in cases()])
        .values_list("state", flat=True)
    )
    assert states >= {"offered", "accepted", "refused"}


def test_in_each_area_one_record_is_restricted_and_one_is_somebodys_kin(
    sign_ins: list[accounts.SignIn],
) -> None:
    people = [case.person_id for case in cases()]
    assert Restriction.objects.using("owner").filter(person_id__in=people).count() == 2
    assert Kin.objects.using("owner").filter(person_id__in=people).count() == 2


def test_the_officer_has_finished_some_assessments_begun_some_and_sent_some_to_the_senior(
    sign_ins: list[accounts.SignIn],
) -> None:
    with viewing(member(sign_ins, "offender manager"), NOW):
        states = list(Assessment.objects.values_list("state", flat=True))
        scored = Score.objects.exclude(assessment=None).exists()
    assert len(states) >= 3
    assert {"signed", "countersigned", "countersigned twice"} & set(states)
    assert any(state.startswith("awaiting") for state in states)
    assert scored


def test_the_inspector_reads_the_cases_drawn_and_no_others(sign_ins: list[accounts.SignIn]) -> None:
    inspector = member(sign_ins, "inspector")
    with viewing(inspector, NOW):
        seen = {case.person_id for case in Case.objects.all()}
    drawn = set(Sampled.objects.using("owner").values_list("person_id", flat=True))
    # The draw is the database's own luck: it may fall on somebody whose record is closed to all but those named.
    closed = set(Restriction.objects.using("owner").values_list("person_id", flat=True))
    assert len(drawn) == 8
    assert seen == drawn - closed


def test_some_are_in_a_named_prison_and_one_is_out_on_licence(sign_ins: list[accounts.SignIn]) -> None:
    last: dict[object, Movement] = {}
    for one in Movement.objects.using("owner").order_by("moved_at", "id"):
        last[one.person_id] = one
    kinds = {one.kind for one in last.values()}
    assert "released on temporary licence" in kinds
    inside = [one for one in last.values() if one.kind == "moved to another prison"]
    assert inside
    assert all(one.prison_id for one in inside)


def test_the_court_team_has_cases_ahead_something_to_ask_and_a_corrected_result(
    sign_ins: list[accounts.SignIn],
) -> None:
    with viewing(member(sign_ins, "court officer"), NOW):
        ahead = Appearance.objects.filter(outcome="listed", on__gte=AS_AT).count()
        asked = questions_open()
        waiting = CorrectedResult.objects.filter(state="waiting").count()
    assert ahead >= 4
    assert "date_of_birth" in {one.about for one in asked}
    assert waiting == 1


def test_a_wall_stands_another_was_taken_down_and_a_model_is_to_come(sign_ins: list[accounts.SignIn]) -> None:
    walls = EthicalWall.objects.using("owner").filter(basis__regex="contract|owner")
    assert sorted(wall.during.upper is None for wall in walls) == [False, True]
    assert [one.area.name for one in to_come(AS_AT)] == ["Hartlepool"]
    assert len(withdrawn()) == 1


def test_everybody_in_it_is_named_in_the_audit(sign_ins: list[accounts.SignIn]) -> None:
    for case in cases():
        assert Line.objects.using("owner").filter(people__contains=[case.person_id], kind="did").exists()


def test_a_database_with_a_demonstration_takes_no_second(sign_ins: list[accounts.SignIn]) -> None:
    with as_worker(), pytest.raises(Refused, match="already"):
        safety.check_may_load()


def test_a_database_of_another_service_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, sign_ins: list[accounts.SignIn]
) -> None:
    monkeypatch.setattr(safety, "MARK", "Another mark")
    with as_worker(), pytest.raises(Refused, match="not made by"):
        safety.check_may_load()


def test_nobody_was_managed_before_the_three_years(sign_ins: list[accounts.SignIn]) -> None:
    assert min(case.opened_at for case in cases()) > NOW - timedelta(days=3 * 366)


def test_the_police_and_the_victim_unit_have_agreements_with_those_who_manage(
    sign_ins: list[accounts.SignIn],
) -> None:
    for kind in (OrganisationKind.POLICE, OrganisationKind.VICTIM_UNIT):
        partner = Organisation.objects.filter(kind=kind).first()
        assert partner is not None
        assert access.agreements_with(partner.id, at=NOW)


def test_the_police_see_whom_they_work_with_jointly_and_nobody_else(sign_ins: list[accounts.SignIn]) -> None:
    from throughcare.casework.supervision.models import JointWork

    with viewing(member(sign_ins, "police partner"), NOW):
        seen = {one.person_id for one in access.granted_here(at=NOW)}
    here = (
        Unit.objects.using("owner").filter(organisation__name__startswith="Durham Tees Valley").values("id")
    )
    people = Case.objects.using("owner").filter(unit_id__in=here, closed_at=None).values("person_id")
    joint = JointWork.objects.using("owner").filter(during__contains=NOW, person_id__in=people)
    assert seen == set(joint.values_list("person_id", flat=True))
    assert seen


def test_the_court_team_serves_its_areas_courts_and_nobody_elses_rows_were_taken(
    sign_ins: list[accounts.SignIn],
) -> None:
    officer = member(sign_ins, "court officer")
    with viewing(officer, NOW):
        served = {court.code for court in courts_served_by(officer.unit_id)}
        brought = {row.fields.get("court_code") for row in refused_rows()}
    assert "MDDLMC" in served
    assert brought - served == {"MDLDMC"}


def test_nobody_whose_scores_are_known_is_said_to_await_an_assessment(
    sign_ins: list[accounts.SignIn],
) -> None:
    given = Score.objects.using("owner").filter(current=True, score__isnull=False)
    arp, csrp = (
        set(given.filter(instrument=name).values_list("person_id", flat=True)) for name in ("arp", "csrp")
    )
    written = arp & csrp
    tiers = {row.person_id: row.outcome for row in Tier.objects.using("owner").filter(during__upper_inf=True)}
    assert written & tiers.keys()
    assert "awaiting_assessment" not in {tiers[person] for person in written & tiers.keys()}


@pytest.fixture
def owner(sign_ins: list[accounts.SignIn]) -> Iterator[psycopg.Connection[Any]]:
    """The whole demonstration, as the owner of its tables."""
    with psycopg.connect(**connections["owner"].get_connection_params(), autocommit=True) as server:
        yield server


def test_nothing_in_it_is_what_cannot_be(owner: psycopg.Connection[Any]) -> None:
    assert dict(walk(owner, NOW)) == {}


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
def test_whatever_cannot_be_is_found_when_it_is_made(one: Impossible, owner: psycopg.Connection[Any]) -> None:
    assert spoilt(owner, one, NOW)


def test_every_role_that_runs_is_held_by_the_body_that_the_model_in_force_names(
    sign_ins: list[accounts.SignIn],
) -> None:
    there = {case.id: case for case in cases() if case.closed_at is None}
    running = Tenure.objects.using("owner").filter(case__in=there, during__upper_inf=True)
    assert running.count() > PEOPLE / 4
    for tenure in running:
        case = there[tenure.case_id]
        if TenureKind(tenure.kind) not in wanted_tenures(case.place, case.sentence):
            continue  # nobody need take it over while the person is in custody: whoever supervised before a recall goes on
        held = holders(case.area_code, AS_AT).organisation(
            FUNCTION_OF[TenureKind(tenure.kind)], subject_of(case)
        )
        # Whoever held a case that the model gives to nobody since its person went into custody still answers for it.
        assert held in {tenure.organisation_id, Unheld.NOT_HELD}, (tenure.kind, case.area_code, case.risk)


def test_two_areas_stand_side_by_side_each_under_its_own_model(sign_ins: list[accounts.SignIn]) -> None:
    beside = next(trust.code for trust in trusts() if trust.name == generator.NEIGHBOUR)
    stand = {code: model_in_force(code, AS_AT) for code in ("DTV", beside, "EW", "E06000002")}
    names = {code: found.model.name for code, found in stand.items() if found}
    assert names == {
        "DTV": "durham-tees-valley-2012",
        "E06000002": "durham-tees-valley-2012",
        beside: "england-and-wales-2021",
        "EW": "england-and-wales-2021",
    }
    assert stand["DTV"] is not None
    assert "what-if" in stand["DTV"].because
    assert {one.name for one in adopted_models()} >= set(PRESETS)


def test_people_move_between_the_two_areas(sign_ins: list[accounts.SignIn]) -> None:
    area_of = dict(Unit.objects.using("owner").values_list("id", "organisation_id"))
    between = [
        one.state
        for one in Transfer.objects.using("owner").all()
        if area_of[one.from_unit] != area_of[one.to_unit]
    ]
    assert {"accepted", "refused", "offered"} <= set(between)


def test_a_group_of_a_programme_is_under_way_its_last_session_unrecorded_and_some_wait(
    sign_ins: list[accounts.SignIn],
) -> None:
    lead = member(sign_ins, "provider lead")
    with viewing(lead, NOW):
        groups = programmes.groups_of([lead.unit_id], at=NOW)
        due = programmes.sessions_due(unit_ids=[lead.unit_id], at=NOW)
        states = {one.line.state for one in programmes.enrolments_at([lead.unit_id], today=AS_AT)}
    assert len(groups) == 2 and max(one.taken for one in groups) >= 2
    assert [one.recorded for one in due].count(0) == 1
    assert states >= {
        "on programme",
        "sent",
    }  # of so few people three are ordered one; a larger one has who is not ready too


def test_the_last_days_are_full(sign_ins: list[accounts.SignIn]) -> None:
    met = Contact.objects.using("owner").filter(case__in=[case.id for case in cases()])
    assert met.filter(happened_at__gte=NOW - timedelta(days=2)).exists()
    assert met.filter(happened_at__gte=NOW - timedelta(days=7)).count() > PEOPLE / 20
    states = set(Sentence.objects.using("owner").values_list("state", flat=True))
    assert states >= {"in force", "in breach", "completed", "revoked"}


def test_hours_of_unpaid_work_are_part_worked_on_projects_at_every_stage(sign_ins: Any) -> None:
    from throughcare.casework.unpaid_work.models import Project, Told, Turn, Work

    states = set(Project.objects.using("owner").values_list("state", flat=True))
    assert {"nominated", "approved", "closed"} <= states
    works, told = Work.objects.using("owner").count(), Told.objects.using("owner").count()
    assert works >= 4 and told >= 8
    assert Turn.objects.using("owner").filter(stood_down=True).exists()
    ahead = Turn.objects.using("owner").filter(off_at=None, on__gt=AS_AT)
    assert ahead.exists() and not ahead.filter(told__isnull=False).exists()


def test_recalls_stand_at_many_stages_and_each_open_one_owes_something(sign_ins: Any) -> None:
    from throughcare.casework.recall.models import Recall, RecallPaper

    rows = list(Recall.objects.using("owner"))
    assert len({row.state for row in rows}) >= 4, {row.state for row in rows}
    assert all(bool(row.due) == (row.ended_at is None) for row in rows)
    assert RecallPaper.objects.using("owner").count() >= len(rows)
    assert any(row.shaken for row in rows), "one rests on a failure that was rescinded"


def test_services_wait_for_somebody_who_was_taken_back_inside(sign_ins: Any) -> None:
    from throughcare.casework.interventions.models import Referral, ReferralStep
    from throughcare.casework.interventions.rules import StepKind

    still = Referral.objects.using("owner").filter(ended_at=None).values("id")
    assert ReferralStep.objects.using("owner").filter(kind=StepKind.HELD, referral__in=still).exists()


def test_some_are_seen_less_often_for_good_compliance(sign_ins: Any) -> None:
    from throughcare.casework.planning.models import Review

    assert Review.objects.using("owner").filter(seen_every_days__gt=0).exists()


def test_days_of_activity_are_counted_towards_their_requirement_and_never_beyond_it(sign_ins: Any) -> None:
    required = Requirement.objects.using("owner").filter(kind="rehabilitation activity").exclude(length=None)
    asked = dict(required.values_list("id", "length"))
    done = Counter[UUID]()
    for one in Contact.objects.using("owner").filter(requirement_id__in=asked).exclude(done=None):
        done[one.requirement_id] += int(one.done)
    assert len(done) > PEOPLE / 10
    assert all(days <= asked[requirement] for requirement, days in done.items())


def test_failures_to_comply_stand_at_every_stage_and_some_are_late_for_whoever_signs_in(
    sign_ins: Any,
) -> None:
    from throughcare.casework.enforcement.models import Failure, Paper
    from throughcare.casework.enforcement.queries import failures_owed

    rows = list(Failure.objects.using("owner"))
    states = {row.state for row in rows}
    assert states >= {
        "evidence awaited", "to be decided", "to be warned", "warned", "breach begun", "before the court", "warrant outstanding",
        "rescinded", "not enforceable", "dealt with by the court", "to be withdrawn",
    }, states  # fmt: skip
    assert Paper.objects.using("owner").count() >= 5
    senior = member(sign_ins, "senior probation officer")
    with viewing(senior, NOW):
        owed = failures_owed(access.units_below(senior.unit_id), today=AS_AT)
    assert len(owed) >= 2
    assert any(row.due_on and row.due_on < AS_AT for row in rows)
    assert all(one.due_on and one.due_on > AS_AT - timedelta(days=30) for one in owed)


def test_places_to_live_are_asked_for_at_every_stage_with_beds_lived_in_lost_and_free(sign_ins: Any) -> None:
    from throughcare.casework.accommodation.models import Application, Bed, Stay, Void

    states = set(Application.objects.using("owner").values_list("state", flat=True))
    assert {"resident", "sent"} <= states and len(states) >= 5, states
    assert Void.objects.using("owner").exists()
    lived_in = Stay.objects.using("owner").filter(state="arrived")
    assert lived_in.exists() and not lived_in.filter(arrived_on__gt=AS_AT).exists()
    assert Bed.objects.using("owner").count() > lived_in.count()


def test_helpers_are_asked_for_at_every_stage_with_work_under_way_and_a_check_about_to_lapse(
    sign_ins: Any,
) -> None:
    from throughcare.casework.helpers.models import HelperCheck, HelperMeeting, JobTold, Pairing

    states = set(Pairing.objects.using("owner").values_list("state", flat=True))
    assert {"asked for", "matched", "meeting"} <= states and len(states) >= 5, states
    assert HelperMeeting.objects.using("owner").exists()
    assert {"start", "13 weeks"} <= set(JobTold.objects.using("owner").values_list("point", flat=True))
    quarter = date(AS_AT.year, 3 * ((AS_AT.month - 1) // 3) + 1, 1)
    started = JobTold.objects.using("owner").filter(
        point="start", outcome="in this work", at__date__lt=quarter
    )
    assert started.count() >= 10, "no figure of work could be told"
    soon = AS_AT + timedelta(days=28)
    assert HelperCheck.objects.using("owner").filter(until__range=(AS_AT, soon)).exists()


def test_public_protection_stands_at_each_level_with_a_referral_that_waits_and_one_refused(
    sign_ins: list[accounts.SignIn],
) -> None:
    from throughcare.casework.assessment.models import Registration
    from throughcare.casework.protection.models import (
        LevelReferred,
        Meeting,
        MeetingAction,
        MeetingDecision,
        Protection,
    )

    levels = Registration.objects.using("owner").filter(kind="mappa", during__upper_inf=True)
    assert {"1", "2", "3"} <= set(levels.values_list("value", flat=True))
    states = set(LevelReferred.objects.using("owner").values_list("state", flat=True))
    assert {"pending", "accepted at level 2", "accepted at level 3", "refused, stays at level 1"} <= states
    assert Protection.objects.using("owner").filter(category=3).exists()
    meetings = set(Meeting.objects.using("owner").values_list("state", flat=True))
    assert {"called", "held", "closed"} <= meetings
    kinds = set(MeetingDecision.objects.using("owner").values_list("kind", flat=True))
    assert {"the level", "a disclosure", "no disclosure", "something else"} <= kinds
    assert {"open", "done"} <= set(MeetingAction.objects.using("owner").values_list("state", flat=True))


def _checked_outside() -> int:
    """How many the viewer sees who were released last: each was inside the day before, and outside since the day after."""
    last = {one.person_id: one for one in Movement.objects.order_by("moved_at", "id")}
    out = {person: one.moved_at for person, one in last.items() if one.kind == "released"}
    known = {person: day_of(at) for person, at in out.items() if supervision.whereabouts(person) is not None}
    for person, day in known.items():
        assert not outside_since(person, day - timedelta(days=1))
        assert outside_since(person, day + timedelta(days=1))
    return len(known)


def test_who_was_inside_at_any_time_since_a_day_was_not_outside_since(
    sign_ins: list[accounts.SignIn],
) -> None:
    seen = 0
    for one in sign_ins:
        with viewing(access.memberships_of_email(one.email, at=NOW)[0], NOW):
            seen += _checked_outside()
    assert seen


@pytest.mark.parametrize(
    ("table", "began"),
    [
        ("programmes_enrolment", "sent_at"),
        ("unpaid_work_work", "opened_at"),
        ("accommodation_application", "sent_at"),
        ("helpers_pairing", "sent_at"),
        ("interventions_referral", "sent_at"),
    ],
)
def test_nobody_is_sent_to_a_group_to_hours_or_to_a_service_from_inside(
    table: str, began: str, owner: psycopg.Connection[Any]
) -> None:
    inside = INSIDE.format(who="x.person_id", at=f"x.{began}")
    found = owner.execute(f"SELECT count(*), count(*) FILTER (WHERE {inside}) FROM {table} x").fetchone()
    assert found is not None and found[0] > 0 and found[1] == 0


def test_people_are_due_out_this_week_and_licences_are_being_written(sign_ins: list[accounts.SignIn]) -> None:
    figures = Figure.objects.using("owner").filter(kind="conditional release")
    assert figures.filter(on__range=(AS_AT, AS_AT + timedelta(days=7))).exists()
    assert Licence.objects.using("owner").exists()


def test_what_is_missing_was_told_by_those_who_meet_it_and_somebody_drafts_what_to_do(
    sign_ins: list[accounts.SignIn],
) -> None:
    from throughcare.commissioning.needs import queries as needs

    with viewing(member(sign_ins, "needs analyst"), NOW):
        told, drafts = needs.gaps_reported(), needs.intentions()
    assert len({row.unit_id for row in told}) >= 2
    assert [row.stage for row, _ in drafts] == ["draft", "draft"]


def test_agreements_are_healthy_slipping_disputed_and_granted_and_everybody_has_something_to_do(
    sign_ins: Any,
) -> None:
    buyer, lead, finance = (
        member(sign_ins, one) for one in ("commissioner", "provider lead", "finance officer")
    )
    with viewing(buyer, NOW):
        seen = contracts.agreements(buyer, at=NOW)
        stated = {one.stands.row.title: contracts.statements_of(one.stands.row.id) for one in seen}
        credits = {
            title: sum(line.row.what == "credit" for one in found for line in one.lines)
            for title, found in stated.items()
        }
    assert {one.stands.latest.agreed.kind for one in seen} == set(AgreementKind)
    assert {len(found) for found in stated.values()} == {3}
    assert credits["Work that starts at once"] and not credits["Help with homes and money"]
    assert stated["Recovery, close to home"][0].disputed == 1
    assert all(line.is_payable or line.entry for line in stated["Recovery, close to home"][1].lines)
    assert [bool(one.waits) for one in seen].count(True) == 1
    with viewing(lead, NOW):
        assert len(contracts.agreements(lead, at=NOW)) == len(seen) - 1
    titles = {one.stands.row.title: one.stands.row.id for one in seen}
    with viewing(buyer, NOW):
        [rehearsed] = contracts.handovers(titles["Work that starts at once"])
        [told] = contracts.results_of(titles["Help with homes and money"])
        invoices = [
            one
            for found in stated["Help with homes and money"]
            for one in contracts.invoices_of(found.row.id)
        ]
        done, tried = contracts.handovers(titles[stepping_in.TITLE])
        failing = contracts.how_provider_stands(titles[stepping_in.TITLE], buyer, at=NOW)
    assert (done.row.rehearsal, tried.row.rehearsal) == (False, True)
    passed = {one.kind: (one.before, one.passed, one.stayed) for one in done.certificate}
    assert passed["service"] == (1, 1, ()) and passed["open referral"] == (6, 6, ())
    assert failing.is_over and failing.stands.ending is not None and len(failing.told) >= 2
    assert rehearsed.row.rehearsal and {one.kind for one in rehearsed.certificate} > {
        "service",
        "open referral",
    }
    assert told.accrued is not None and not told.told.official
    assert [one.payment is not None for one in invoices].count(True) == 1 < len(invoices)
    with viewing(finance, NOW):
        assert contracts.waits_for(finance)


def test_integrated_management_stands_at_each_stage(sign_ins: list[accounts.SignIn]) -> None:
    from throughcare.casework.integrated.models import (
        Disruption,
        Help,
        IntegratedAction,
        IntegratedStep,
        Selection,
    )
    from throughcare.casework.integrated.rules import Rating
    from throughcare.casework.integrated.store import Selected

    states = set(Selection.objects.using("owner").values_list("state", flat=True))
    assert states == {"proposed", "selected", "removal proposed", "not selected", "removed"}
    said = set(IntegratedStep.objects.using("owner").exclude(said="").values_list("said", flat=True))
    assert said == {"agrees", "is against it"}
    on_board = {
        Selected(one, tuple(one.steps.order_by("number")), None).rating
        for one in Selection.objects.using("owner").filter(state="selected")
    }
    assert on_board == {*Rating, None}
    assert Help.objects.using("owner").exists() and Disruption.objects.using("owner").exists()
    assert {"open", "done"} <= set(IntegratedAction.objects.using("owner").values_list("state", flat=True))


def test_codes_for_own_pages_were_given_and_one_of_four_was_withdrawn(
    sign_ins: list[accounts.SignIn],
) -> None:
    from throughcare.casework.own.models import Code

    given = Code.objects.using("owner")
    withdrawn = given.filter(ended_at__isnull=False).count()
    assert given.count() == 4 * withdrawn > 0, "four of a team, in each area"


def test_a_low_price_was_asked_about_answered_and_kept_before_the_award(sign_ins: Any) -> None:
    ruled = list(PriceRuled.objects.using("owner"))
    assert ruled and {one.way for one in ruled} == {"kept"}
    assert all("section 19" in one.clause for one in ruled)
    decided = {one.round_id: one for one in Decision.objects.using("owner")}
    assert all(one.at < decided[one.round_id].at for one in ruled)
    assert {one.asked_id for one in PriceAnswered.objects.using("owner")} == {one.asked_id for one in ruled}
    assert all(decided[one.round_id].award["awarded"] for one in ruled)
