"""From a need to a conclusion across two organisations: each sees what is its own, one thing is owed at a time, by one side."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError
from psycopg.types.range import TimestamptzRange
from support.cases import another_team, moved
from support.people import a_founder, joins
from support.service import NOW, a_person, a_service, hear, managed
from support.services import Provider, a_provider, an_offer, refer, row_of

from throughcare.casework.interventions import actions
from throughcare.casework.interventions.models import Referral, ReferralStep
from throughcare.casework.interventions.queries import (
    referral,
    referrals_of,
    referrals_open,
    referrals_sent,
    services_for,
    sessions_of,
)
from throughcare.casework.interventions.rules import (
    Achievement,
    Ending,
    ReferralState,
    RefusalReason,
    StepKind,
    WithdrawalReason,
    state_after,
)
from throughcare.casework.people.actions import merge_people, record_death, unmerge_people, withdraw_death
from throughcare.casework.people.models import Person
from throughcare.casework.supervision.actions import close_case
from throughcare.casework.supervision.models import Case
from throughcare.casework.supervision.rules import TenureKind
from throughcare.casework.supervision.rules.attendance import Absence, Evidence, Outcome
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.queries import may_see
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Decision
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import BodyKind


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture(scope="module")
def provider(service):
    return a_provider(service)


@pytest.fixture(scope="module")
def offered(service, provider):
    return an_offer(provider, service)


@pytest.fixture
def person(service):
    return managed(a_person(service))


def act(person, step, by, referral_id, **given):
    """Take one step as a member, on the referral as it now stands."""
    return step(
        by=by,
        at=person.service.later(),
        referral_id=referral_id,
        version=row_of(referral_id).version,
        **given,
    )


def sees(member, person):
    with viewing(member, person.service.later()):
        return may_see(person.id)


def delivering(person, provider, offered, sessions=2):
    """A referral whose plan is approved."""
    made = refer(person, offered)
    act(person, actions.accept_referral, provider.lead, made)
    act(person, actions.assign_referral, provider.lead, made, worker=provider.worker.id)
    act(person, actions.send_plan, provider.worker, made, goals=["A tenancy", "A deposit"], sessions=sessions)
    act(person, actions.approve_plan, person.team.officer, made)
    return made


def test_the_service_sees_the_person_from_the_sending_until_it_refuses(person, provider, offered):
    assert not sees(provider.worker, person)
    made = refer(person, offered)
    assert sees(provider.worker, person)
    act(
        person,
        actions.refuse_referral,
        provider.lead,
        made,
        reason=RefusalReason.CAPACITY,
        note="Full until January",
    )
    assert not sees(provider.worker, person)
    with viewing(person.team.officer, person.service.later()):
        seen = referral(made, today=day_of(person.service.at))
    assert seen.steps[-1].reason == "no capacity" and seen.steps[-1].note == "Full until January"
    assert seen.line.due == ""


def test_another_provider_and_another_team_of_neither_see_nothing(service, person, offered):
    stranger = a_provider(service)
    made = refer(person, offered)
    with viewing(stranger.lead, service.later()):
        assert referral(made, today=day_of(service.at)) is None
        assert referrals_open([stranger.unit], today=day_of(service.at)) == []
    with pytest.raises(Refused, match="not yours to see"):
        act(person, actions.accept_referral, stranger.lead, made)


def test_a_service_sees_nothing_of_what_another_service_does_for_the_same_person(
    service, person, provider, offered
):
    rival = a_provider(service)
    theirs, ours = refer(person, an_offer(rival, service)), refer(person, offered)
    actions.refuse_referral(
        by=rival.lead, at=service.later(), referral_id=theirs, version=1, reason=RefusalReason.OTHER, note="no",
    )  # fmt: skip
    again = refer(person, an_offer(rival, service))
    everybody = {theirs, ours, again}
    for who, own in (
        (provider.lead, {ours}),
        (rival.worker, {theirs, again}),
        (person.team.officer, everybody),
    ):
        at = service.later()
        with viewing(who, at):
            assert set(Referral.objects.filter(person_id=person.id).values_list("id", flat=True)) == own
            steps = ReferralStep.objects.filter(person_id=person.id).values_list("referral_id", flat=True)
            assert set(steps) == own
            assert {one.id for one in referrals_of(person.id, today=day_of(at))} == own
            assert all((referral(one, today=day_of(at)) is not None) is (one in own) for one in everybody)


def test_from_sent_to_concluded_each_step_is_owed_by_one_side_and_says_who_and_when(
    person, provider, offered
):
    made = delivering(person, provider, offered)
    act(
        person,
        actions.record_session,
        provider.worker,
        made,
        on=day_of(person.service.at),
        outcome=Outcome.LATE,
    )
    act(
        person,
        actions.record_session,
        provider.worker,
        made,
        on=day_of(person.service.at),
        outcome=Outcome.ATTENDED,
    )
    assert row_of(made).due == StepKind.CONCLUDED and row_of(made).due_by_provider
    ended = act(
        person,
        actions.conclude_referral,
        provider.worker,
        made,
        outcomes=[Achievement.ACHIEVED, Achievement.PARTLY],
        note="Housed",
    )
    assert ended is Ending.COMPLETED
    with viewing(person.team.officer, person.service.later()):
        seen = referral(made, today=day_of(person.service.at))
    assert (seen.line.state, seen.score, seen.goals) == ("concluded", 1.5, ("A tenancy", "A deposit"))
    kinds = [step.kind for step in seen.steps]
    assert kinds[0] == "sent" and kinds[-1] == "concluded" and len(kinds) == 8
    assert seen.steps[1].who == provider.lead.name and seen.steps[4].who == person.team.officer.name
    assert not sees(provider.worker, person)


def test_the_state_kept_is_what_the_steps_come_to(person, provider, offered):
    made = delivering(person, provider, offered)
    steps = ReferralStep.objects.using("owner").filter(referral=made).order_by("at", "id")
    assert state_after([StepKind(step.kind) for step in steps]) is ReferralState(row_of(made).state)


def test_with_sessions_to_come_it_concludes_only_when_an_end_is_asked_for(person, provider, offered):
    made = delivering(person, provider, offered, sessions=6)
    act(
        person,
        actions.record_session,
        provider.worker,
        made,
        on=day_of(person.service.at),
        outcome=Outcome.ATTENDED,
    )
    outcomes = [Achievement.NOT_ACHIEVED, Achievement.NOT_ACHIEVED]
    with pytest.raises(Refused, match="5 sessions are still to come"):
        act(person, actions.conclude_referral, provider.worker, made, outcomes=outcomes, note="Moved away")
    with pytest.raises(Refused, match="Its delivery has begun"):
        act(person, actions.withdraw_referral, person.team.officer, made, reason=WithdrawalReason.MOVED)
    act(person, actions.ask_to_end, person.team.officer, made, reason=WithdrawalReason.MOVED)
    assert (
        act(person, actions.conclude_referral, provider.worker, made, outcomes=outcomes, note="Moved away")
        is Ending.ENDED_EARLY
    )


def held(person, provider, made, outcome, **more):
    return act(
        person, actions.record_session, provider.worker, made, on=day_of(person.service.at), outcome=outcome, **more
    )  # fmt: skip


def test_a_session_is_told_in_the_words_of_a_contact_with_reason_and_evidence(person, provider, offered):
    made = delivering(person, provider, offered, sessions=6)
    with pytest.raises(Refused, match="why the absence is acceptable"):
        held(person, provider, made, Outcome.ABSENT_ACCEPTABLE)
    with pytest.raises(Refused, match="what came of the session"):
        held(person, provider, made, Outcome.NO_ANSWER)
    why = {"absence": Absence.MEDICAL, "evidence": Evidence.SEEN}
    held(person, provider, made, Outcome.ABSENT_ACCEPTABLE, **why)
    held(person, provider, made, Outcome.NOT_COMPLIED)
    with viewing(person.team.officer, person.service.later()):
        told = sessions_of(person.id)
        step = referral(made, today=day_of(person.service.at)).steps[-2]
    assert [(one.outcome, one.evidence) for one in told] == [
        (Outcome.NOT_COMPLIED, None),
        (Outcome.ABSENT_ACCEPTABLE, Evidence.SEEN),
    ]
    assert (step.reason, step.absence, step.evidence) == (
        "absent, acceptable", "illness or medical appointment", "evidence seen",
    )  # fmt: skip


@pytest.mark.parametrize("again", [one for one in Outcome if one.means.again])
def test_a_session_to_be_held_again_leaves_as_many_to_come_and_no_report_owed(
    person, provider, offered, again
):
    made = delivering(person, provider, offered, sessions=1)
    held(person, provider, made, again)
    assert row_of(made).due == ""
    held(person, provider, made, Outcome.ATTENDED)
    assert row_of(made).due == StepKind.CONCLUDED
    held(person, provider, made, again)


def test_with_nothing_attended_an_end_is_a_cancellation_and_owes_no_word_on_goals(person, provider, offered):
    made = delivering(person, provider, offered)
    act(
        person,
        actions.record_session,
        provider.worker,
        made,
        on=day_of(person.service.at),
        outcome=Outcome.ABSENT_UNACCEPTABLE,
    )
    act(person, actions.ask_to_end, person.team.officer, made, reason=WithdrawalReason.NOT_ENGAGED)
    assert (
        act(person, actions.conclude_referral, provider.worker, made, outcomes=[], note="Never came")
        is Ending.CANCELLED
    )


def test_what_is_missing_is_asked_for_and_answered_on_the_same_referral(person, provider, offered):
    made = refer(person, offered)
    act(person, actions.return_referral, provider.lead, made, note="Which shelter?")
    assert (row_of(made).due, row_of(made).due_by_provider) == (StepKind.ANSWERED, False)
    with pytest.raises(Refused, match="This referral is returned"):
        act(person, actions.accept_referral, provider.lead, made)
    act(person, actions.answer_return, person.team.officer, made, note="The one in Linthorpe Road")
    assert (row_of(made).due, row_of(made).due_by_provider) == (StepKind.ACCEPTED, True)


@pytest.mark.parametrize(
    ("step", "given"), [(actions.accept_referral, {}), (actions.return_referral, {"note": "x"})]
)
def test_the_sender_does_not_answer_for_the_service(person, offered, step, given):
    made = refer(person, offered)
    with pytest.raises(Refused, match="Only the service it was sent to"):
        act(person, step, person.team.senior, made, **given)


def test_the_service_does_not_approve_its_own_plan(person, provider, offered):
    made = refer(person, offered)
    with pytest.raises(Refused, match="Only the team that sent it"):
        act(person, actions.approve_plan, provider.lead, made)


def test_the_second_of_two_who_answer_is_told(person, provider, offered):
    made = refer(person, offered)
    version = row_of(made).version
    act(person, actions.accept_referral, provider.lead, made)
    with pytest.raises(Refused, match="Somebody else took a step"):
        actions.refuse_referral(
            by=provider.worker,
            at=person.service.later(),
            referral_id=made,
            version=version,
            reason=RefusalReason.OTHER,
            note="x",
        )
    assert row_of(made).state == "accepted"


def test_nobody_is_referred_twice_to_one_service_at_once_but_again_afterwards(person, provider, offered):
    made = refer(person, offered)
    with pytest.raises(Refused, match="already has an open referral"):
        refer(person, offered)
    act(person, actions.withdraw_referral, person.team.officer, made, reason=WithdrawalReason.MISTAKEN)
    assert refer(person, offered) != made


def test_what_rules_a_service_out_is_refused_with_its_clause_and_nothing_is_kept(service, provider, person):
    women = an_offer(provider, service, allows_male="False", minimum_age="100")
    before = Referral.objects.using("owner").count()
    with pytest.raises(Refused, match=f"100 years old.*service {women.reference}"):
        refer(person, women)
    assert Referral.objects.using("owner").count() == before
    assert not sees(provider.worker, person)


def test_the_decision_that_it_fits_is_kept_with_what_it_was_decided_from(person, offered):
    made = refer(person, offered)
    kept = Decision.objects.using("owner").get(about="referral", about_id=made)
    assert kept.edition == f"{offered.reference}, version {offered.version}"
    assert kept.inputs["wanting"]["need"] == "accommodation" and kept.inputs["service"]["areas"]
    assert any("It is for accommodation." in reason for reason in kept.reasons)


def test_without_an_agreement_nobody_is_shown_to_a_service(service, person):
    unagreed = a_provider(service, agreed=False)
    offer = an_offer(unagreed, service)
    with pytest.raises(Refused, match="No agreement lets that service"):
        refer(person, offer)
    assert not sees(unagreed.lead, person)


def test_where_no_team_receives_nobody_can_be_sent(service, provider, person, offered):
    actions.name_receiving_team(
        by=provider.commissioner,
        at=service.later(),
        service_id=offered.id,
        unit_id=None,
        version=offered.version,
    )
    offered.refresh_from_db(using="owner")
    with pytest.raises(Refused, match="No team receives referrals"):
        refer(person, offered)
    actions.name_receiving_team(
        by=provider.commissioner,
        at=service.later(),
        service_id=offered.id,
        unit_id=provider.unit,
        version=offered.version,
    )
    offered.refresh_from_db(using="owner")


def test_whoever_merely_sees_a_person_does_not_refer_them(service, person, provider, offered):
    refer(person, offered)
    other = an_offer(provider, service)
    with pytest.raises(Refused, match="Only somebody who holds a role in this case"):
        refer(person, other, by=provider.worker)


def test_a_closed_case_takes_its_open_referrals_with_it(service, person, provider, offered):
    made = delivering(person, provider, offered)
    case = person.row
    close_case(
        by=person.team.senior,
        at=service.later(),
        case_id=case.id,
        version=case.version,
        because="The sentence ended",
    )
    hear()
    row = row_of(made)
    assert (row.state, row.due) == ("withdrawn", "") and row.ended_at is not None
    assert not sees(provider.worker, person)
    hear()
    assert ReferralStep.objects.using("owner").filter(referral=made, kind="withdrawn").count() == 1


def test_a_session_is_of_a_day_that_has_come_and_after_the_sending(person, provider, offered):
    made = delivering(person, provider, offered)
    today = day_of(person.service.at)
    for on, says in (
        (today.replace(year=2030), "has not been held"),
        (today.replace(year=2020), "before the referral was sent"),
    ):
        with pytest.raises(Refused, match=says):
            act(person, actions.record_session, provider.worker, made, on=on, outcome=Outcome.ATTENDED)


def test_more_sessions_than_planned_are_refused_but_one_not_held_counts_for_none(person, provider, offered):
    made = delivering(person, provider, offered, sessions=1)
    today = day_of(person.service.at)
    act(person, actions.record_session, provider.worker, made, on=today, outcome=Outcome.ATTENDED)
    with pytest.raises(Refused, match="All 1 planned sessions"):
        act(person, actions.record_session, provider.worker, made, on=today, outcome=Outcome.ATTENDED)


def test_a_plan_sent_back_is_sent_again_and_then_approved(person, provider, offered):
    made = refer(person, offered)
    act(person, actions.accept_referral, provider.lead, made)
    act(person, actions.assign_referral, provider.lead, made, worker=provider.worker.id)
    act(person, actions.send_plan, provider.worker, made, goals=["A tenancy"], sessions=9)
    act(person, actions.return_plan, person.team.officer, made, note="Six sessions are enough")
    assert (row_of(made).due, row_of(made).due_by_provider) == (StepKind.PLANNED, True)
    with pytest.raises(Refused, match="No plan waits"):
        act(person, actions.approve_plan, person.team.officer, made)
    act(person, actions.send_plan, provider.worker, made, goals=["A tenancy"], sessions=6)
    act(person, actions.approve_plan, person.team.officer, made)
    assert (row_of(made).state, row_of(made).sessions) == ("delivering", 6)


def test_a_worker_is_of_the_team(person, provider, offered):
    made = refer(person, offered)
    act(person, actions.accept_referral, provider.lead, made)
    with pytest.raises(Refused, match="somebody of the team"):
        act(person, actions.assign_referral, provider.lead, made, worker=person.team.officer.id)


def test_lists_of_both_sides_put_what_they_owe_first_and_say_how_late(service, person, provider, offered):
    made = refer(person, offered)
    later = day_of(NOW).replace(month=12, day=7)
    with viewing(provider.worker, service.later()):
        there = next(line for line in referrals_open([provider.unit], today=later) if line.id == made)
    assert there.due == "accepted" and there.due_by_provider
    assert there.working_days_left is not None and there.working_days_left < 0
    with viewing(person.team.officer, service.later()):
        assert made in [line.id for line in referrals_sent([person.team.unit], today=later)]
        assert [line.id for line in referrals_of(person.id, today=later)] == [made]


def test_services_for_somebody_say_why_and_those_not_for_them_why_not(service, person, provider, offered):
    away = an_offer(provider, service, pcc_region_code="kent")
    with viewing(person.team.officer, service.later()):
        found = services_for(person.id, "accommodation", at=service.at)
    assert offered.id in [one.id for one in found.fitting]
    out = next(one for one in found.not_fitting if one.id == away.id)
    assert [one.because for one in out.fit.against] == ["It is not offered where the person lives."]


def test_what_a_service_was_refused_for_shows_nobody_to_whom_the_person_is_hidden(service, person, offered):
    stranger = a_provider(service)
    with viewing(stranger.worker, service.later()):
        found = services_for(person.id, "accommodation", at=service.at)
        assert referrals_of(person.id, today=day_of(service.at)) == []
    assert all(one.fit.unknown for one in found.fitting)


def test_what_anybody_can_use_stands_first_from_the_file_to_the_answer(service, person, provider, offered):
    open_to_all = an_offer(provider, service, open_to="anybody", intervention_title="Zebra housing advice")
    with viewing(person.team.officer, service.later()):
        found = services_for(person.id, "accommodation", at=service.at)
    places = [one.id for one in found.fitting]
    assert places.index(open_to_all.id) < places.index(offered.id)


def test_custody_is_found_out_about_and_said_on_the_decision(service, provider, offered):
    inside = managed(
        a_person(service, sentence_kind="custody", sentence_length="18", requirements=""),
    )
    assert inside.row.place == "custody"
    with viewing(inside.team.officer, service.later()):
        found = services_for(inside.id, "accommodation", at=service.at)
    one = next(one for one in found.fitting if one.id == offered.id)
    assert any("in custody" in finding.because for finding in one.fit.unknown)


def test_where_the_case_passes_on_the_team_that_answers_owes_the_senders_side(service, provider, offered):
    person = managed(a_person(service))
    first, made = person.team, None
    made = refer(person, offered)
    act(person, actions.return_referral, provider.lead, made, note="Which shelter?")
    second = another_team(service, first.body)
    moved(person, first, second)
    hear()
    assert row_of(made).from_unit == second.unit
    with pytest.raises(Refused):
        act(person, actions.answer_return, first.officer, made, note="The one by the river")
    with viewing(second.senior, service.later()):
        assert made in [line.id for line in referrals_sent([second.unit], today=day_of(service.at))]
    act(person, actions.answer_return, second.officer, made, note="The one by the river")
    assert row_of(made).state == "sent"


def test_a_holder_does_not_refer_to_a_team_of_their_own_and_so_keep_sight(service):
    person = a_person(service)
    Case.objects.using("owner").filter(id=person.case).update(risk="low")
    managed(person, TenureKind.OFFENDER_MANAGER, TenureKind.SUPERVISOR)
    answers = person.team
    held = next(t for t in person.seen_by(answers.senior).tenures if t.kind == "supervisor")
    theirs = next(t for t in service.teams.values() if t.officer.id == held.member_id)
    assert theirs.unit != answers.unit, "under this model another body supervises at low risk"
    commissioner = a_provider(service, agreed=False).commissioner
    own = Provider(theirs.organisation, theirs.unit, theirs.senior, theirs.officer, commissioner)
    access.agree_to_share(
        by=a_founder(), at=service.at - timedelta(hours=1), shared_by=answers.organisation,
        shared_with=theirs.organisation, purpose="referral", basis="a contract",
    )  # fmt: skip
    offer = an_offer(own, service)
    with pytest.raises(Refused, match="come to your own team"):
        refer(person, offer, by=theirs.officer)
    assert refer(person, offer)  # the team that answers for the case may


@pytest.mark.parametrize(
    "twisted", ["another team of theirs", "nobody's agreement", "a service that others receive for"]
)
def test_a_row_written_by_hand_gives_nobody_sight_that_the_action_would_not(
    service, provider, offered, twisted
):
    """A member who can run SQL of their own writes no referral but a true one."""
    person, colleague = a_person(service), another_team(service, BodyKind.TRUST)
    to, shared = {
        "another team of theirs": (colleague.unit, None),
        "nobody's agreement": (provider.unit, None),
        "a service that others receive for": (colleague.unit, person.team.organisation),
    }[twisted]
    officer, at = person.team.officer, service.later()
    row = Referral(
        person_id=person.id, case_id=person.case, service_id=offered.id, need="accommodation", from_unit=officer.unit_id,
        to_unit=to, shared_by=shared, sent_by=officer.id, sent_at=at, because="x", due="accepted", due_on=day_of(at),
        sight=TimestamptzRange(at, None),
    )  # fmt: skip
    with pytest.raises(ProgrammingError, match="row-level security"), viewing(officer, at):
        Referral.objects.bulk_create([row])


@pytest.mark.parametrize("stage", ["sent", "delivering"])
def test_a_referral_that_a_death_withdrew_goes_on_as_it_stood_when_the_death_was_a_mistake(
    person, provider, offered, stage
):
    made = refer(person, offered) if stage == "sent" else delivering(person, provider, offered)
    before, steps = row_of(made), ReferralStep.objects.using("owner").filter(referral=made)
    given = {"by": person.team.officer, "person_id": person.id}
    record_death(
        at=person.service.later(), version=_version(person), died_on=day_of(person.service.at), **given
    )
    hear()
    assert row_of(made).state == "withdrawn" and not sees(provider.worker, person)
    assert steps.get(kind="withdrawn").note == "The person died."
    withdraw_death(at=person.service.later(), version=_version(person), because="They came in.", **given)
    hear()
    now = row_of(made)
    assert [(r.state, r.due, r.due_on, r.ended_at, r.sight) for r in (now, before)].count(
        (now.state, now.due, now.due_on, now.ended_at, now.sight)
    ) == 2
    assert sees(provider.worker, person) and steps.filter(kind="taken up again").count() == 1
    assert state_after(StepKind(step.kind) for step in steps.order_by("at", "id")) == before.state
    hear()
    assert steps.filter(kind="taken up again").count() == 1
    if stage == "delivering":
        act(
            person, actions.record_session, provider.worker, made, on=day_of(person.service.at),
            outcome=Outcome.ATTENDED, note="",
        )  # fmt: skip


def _version(person):
    return Person.objects.using("owner").get(id=person.id).version


def about(referral_id):
    """Whom a referral and its steps are about."""
    steps = ReferralStep.objects.using("owner").filter(referral_id=referral_id)
    return {row_of(referral_id).person_id, *steps.values_list("person_id", flat=True)}


def test_a_referral_goes_with_its_case_to_the_survivor_of_a_merge_and_back(
    person, service, provider, offered
):
    other = managed(a_person(service))
    case = other.row
    close_case(
        by=other.team.senior,
        at=service.later(),
        case_id=case.id,
        version=case.version,
        because="The sentence ended",
    )
    sent = refer(person, offered)
    admin = joins(service.court_unit, "case administrator")
    merge = merge_people(
        by=admin, at=service.later(), survivor_id=other.id, merged_id=person.id, because="One man."
    )
    hear()
    assert about(sent) == {other.id}
    assert sees(provider.lead, other) and not sees(provider.lead, person)
    unmerge_people(by=admin, at=service.later(), merge_id=merge, because="Two men after all.")
    hear()
    assert about(sent) == {person.id}
    assert not sees(provider.lead, other)


@pytest.mark.parametrize("stage", ["sent", "delivering"])
def test_a_referral_that_a_merge_withdrew_with_its_case_goes_on_as_it_stood_when_the_merge_is_undone(
    stage, person, service, provider, offered
):
    other, made = (
        managed(a_person(service)),
        refer(person, offered) if stage == "sent" else delivering(person, provider, offered),
    )
    before = row_of(made)
    admin = joins(service.court_unit, "case administrator")
    merge = merge_people(
        by=admin, at=service.later(), survivor_id=other.id, merged_id=person.id, because="One man."
    )
    hear()
    assert row_of(made).state == "withdrawn" and not sees(provider.lead, person)
    unmerge_people(by=admin, at=service.later(), merge_id=merge, because="Two men after all.")
    hear()
    now = row_of(made)
    stood = [(r.state, r.due, r.due_by_provider, r.due_on, r.ended_at, r.sight) for r in (before, now)]
    assert stood[0] == stood[1] and about(made) == {person.id}
    assert sees(provider.lead, person) and not sees(provider.lead, other)
    steps = ReferralStep.objects.using("owner").filter(referral=made).order_by("at", "id")
    assert state_after(StepKind(step.kind) for step in steps) == before.state
    hear()
    assert steps.filter(kind="taken up again").count() == 1


def test_what_was_withdrawn_with_a_case_is_not_taken_up_beside_a_newer_referral_to_the_same_service(
    person, service, provider, offered
):
    other, made = managed(a_person(service)), refer(person, offered)
    admin = joins(service.court_unit, "case administrator")
    merge = merge_people(
        by=admin, at=service.later(), survivor_id=other.id, merged_id=person.id, because="One man."
    )
    hear()
    fresh = refer(other, offered)
    unmerge_people(by=admin, at=service.later(), merge_id=merge, because="Two men after all.")
    hear()
    assert row_of(fresh).state == "sent" and row_of(fresh).person_id == other.id
    assert row_of(made).state == "sent" and row_of(made).person_id == person.id
