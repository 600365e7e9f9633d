"""A rise is recorded at once; a fall is asked for and agreed to by another; what is shown to follow is what happens."""

import pytest
from support.assessing import a_harm, being_assessed, ready_to_sign, signed
from support.service import a_person, a_service, hear, managed

from throughcare.casework.assessment import actions as assessing
from throughcare.casework.assessment import queries as assessment
from throughcare.casework.people.actions import record_death, withdraw_death
from throughcare.casework.people.models import Person
from throughcare.casework.supervision import actions, queries
from throughcare.casework.supervision.actions.risking import follow_assessed_risk
from throughcare.casework.supervision.models import Gap, Tenure, TimelineEntry
from throughcare.casework.supervision.rules import TenureKind
from throughcare.casework.supervision.rules.risk import (
    LoweringState,
)
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Decision
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Risk, Rsr

ROLES = (TenureKind.OFFENDER_MANAGER, TenureKind.SUPERVISOR, TenureKind.RESPONSIBLE_OFFICER)
ESCALATES = "transforming-rehabilitation-2014"


def very_high():
    """A countersigned assessment of very high risk, and everybody who hears of it has heard."""
    one = signed("very_high")
    hear()
    assert one.person.row.risk == Risk.VERY_HIGH
    return one


def ask_for(one, level=Risk.LOW, by=None, because="Moved away from everybody he harmed"):
    row = one.person.row
    return actions.ask_to_lower_risk(
        by=by or one.officer, at=one.now(), case_id=row.id, version=row.version, risk=level, because=because
    )


def test_a_fall_against_a_signed_assessment_is_not_recorded_by_anybody_at_once():
    one = very_high()
    row = one.person.row
    for member in (one.officer, one.senior):
        with pytest.raises(Refused, match="needs a new assessment that is countersigned, or the agreement"):
            actions.record_risk(by=member, at=one.now(), case_id=row.id, version=row.version, risk=Risk.LOW)
        with pytest.raises(Refused, match="cannot become not assessed"):
            actions.record_risk(
                by=member, at=one.now(), case_id=row.id, version=row.version, risk=Risk.NOT_ASSESSED
            )
    asked = assessing.Registering(one.id, "rosh", "low", "audit")
    with pytest.raises(Refused, match="agreement of somebody who may countersign"):
        assessing.record_registrations(by=one.officer, at=one.now(), registrations=[asked])
    with pytest.raises(Refused, match="does not end"):
        assessing.end_registration(
            by=one.officer, at=one.now(), person_id=one.id, kind="rosh", because="audit"
        )
    assert one.person.row.risk == Risk.VERY_HIGH
    assert one.ask(assessment.harm_level_of, one.id) == "very_high"


def test_nothing_changes_until_another_who_may_countersign_agrees_and_then_every_tab_says_the_same():
    one = very_high()
    asked = ask_for(one)
    assert one.person.row.risk == Risk.VERY_HIGH
    with pytest.raises(Refused):
        actions.answer_lowering(by=one.officer, at=one.now(), lowering_id=asked, agreed=True)
    actions.answer_lowering(
        by=one.senior, at=one.now(), lowering_id=asked, agreed=True, because="Read it all"
    )
    assert one.person.row.risk == Risk.LOW
    assert one.ask(assessment.harm_level_of, one.id) == "low"
    assert any("risk of serious harm low" in step["because"] for step in one.tier.steps)
    seen = one.ask(queries.lowering, asked)
    assert (seen.state, seen.asker, seen.answerer, seen.answer) == (
        LoweringState.AGREED, one.officer.name, one.senior.name, "Read it all"
    )  # fmt: skip
    assert "very high" in seen.against
    told = TimelineEntry.objects.using("owner").filter(case=one.person.case, about_id=asked)
    assert {(t.member_id, t.what) for t in told} == {
        (one.officer.id, "Lowering of risk asked for: very high to low"),
        (one.senior.id, "Lowering of risk agreed: very high to low"),
    }
    assert Decision.objects.using("owner").get(about="lowering of risk").outcome == {"state": "agreed"}


def test_whoever_asked_never_answers_even_one_who_may_countersign():
    one = very_high()
    asked = ask_for(one, by=one.senior)
    with pytest.raises(Refused, match="cannot answer it"):
        actions.answer_lowering(by=one.senior, at=one.now(), lowering_id=asked, agreed=True)
    with viewing(one.senior, one.service.at):
        assert asked not in {waits.id for waits in queries.lowerings_to_answer(one.senior)}
    assert one.person.row.risk == Risk.VERY_HIGH


def test_a_refusal_says_why_changes_nothing_and_lets_it_be_asked_again():
    one = very_high()
    asked = ask_for(one)
    with pytest.raises(Refused, match="waits for an answer"):
        ask_for(one)
    with pytest.raises(Refused, match="Say why you refuse"):
        actions.answer_lowering(by=one.senior, at=one.now(), lowering_id=asked, agreed=False)
    actions.answer_lowering(
        by=one.senior, at=one.now(), lowering_id=asked, agreed=False, because="Two weeks are not enough"
    )
    assert one.person.row.risk == Risk.VERY_HIGH
    with pytest.raises(Refused, match="answered before"):
        actions.answer_lowering(by=one.senior, at=one.now(), lowering_id=asked, agreed=True)
    again = ask_for(one, Risk.HIGH)
    actions.withdraw_lowering(by=one.officer, at=one.now(), lowering_id=again)
    assert [row.state for row in one.ask(queries.lowerings_of, one.id)] == ["withdrawn", "refused"]


def test_a_request_is_waiting_for_the_senior_until_it_is_answered():
    one = very_high()
    asked = ask_for(one)
    with viewing(one.senior, one.service.at):
        assert asked in {waits.id for waits in queries.lowerings_to_answer(one.senior)}
    actions.answer_lowering(by=one.senior, at=one.now(), lowering_id=asked, agreed=True)
    with viewing(one.senior, one.service.at):
        assert asked not in {waits.id for waits in queries.lowerings_to_answer(one.senior)}


def test_nobody_is_asked_to_agree_to_a_lower_risk_of_somebody_who_died():
    one = very_high()
    asked = ask_for(one)
    given = {"by": one.officer, "person_id": one.id}
    version = Person.objects.using("owner").get(id=one.id).version
    record_death(at=one.now(), version=version, died_on=one.person.service.at.date(), **given)
    hear()
    with viewing(one.senior, one.now()):
        assert asked not in {waits.id for waits in queries.lowerings_to_answer(one.senior)}
    withdraw_death(at=one.now(), version=version + 1, because="They came in.", **given)
    hear()
    with viewing(one.senior, one.now()):
        assert asked in {waits.id for waits in queries.lowerings_to_answer(one.senior)}


def test_a_lower_analysis_of_harm_changes_nothing_until_it_is_signed_by_two():
    one = very_high()
    made = assessing.start_assessment(by=one.officer, at=one.now(), person_id=one.id)
    one.assessment = made
    one.do(assessing.record_harm, analysis=a_harm(day_of(one.service.at), "low"))
    one.do(assessing.complete_harm)
    hear()
    assert (one.person.row.risk, one.ask(assessment.harm_level_of, one.id)) == ("very_high", "very_high")
    assert one.seen().harm.falls_from == "very_high"


def test_a_lower_level_signed_by_one_waits_for_a_second_signature_and_its_roll_back_gives_the_level_back():
    first = ready_to_sign("high")
    hear()
    assert first.person.row.risk == "high"
    first.do(assessing.sign)
    first.do(assessing.countersign, member=first.senior)
    made = ready_again(first, "medium")
    assert made.do(assessing.sign) == "awaiting countersignature"
    hear()
    assert made.person.row.risk == "high"
    made.do(assessing.countersign, member=made.senior)
    hear()
    assert (made.person.row.risk, made.ask(assessment.harm_level_of, made.id)) == ("medium", "medium")
    made.do(assessing.roll_back, member=made.senior, because="signed too early")
    hear()
    assert (made.person.row.risk, made.ask(assessment.harm_level_of, made.id)) == ("high", "high")


def ready_again(one, level):
    from support.assessing import every_item, every_view

    one.assessment = assessing.start_assessment(by=one.officer, at=one.now(), person_id=one.id)
    one.save(every_item() | every_view())
    one.do(assessing.record_harm, analysis=a_harm(day_of(one.service.at), level))
    one.do(assessing.complete_harm)
    return one


def test_a_level_recorded_by_hand_reaches_the_tier_and_the_register():
    one = being_assessed()
    row = one.person.row
    actions.record_risk(by=one.officer, at=one.now(), case_id=row.id, version=row.version, risk=Risk.HIGH)
    assert one.ask(assessment.harm_level_of, one.id) == "high"
    assert any("risk of serious harm high" in step["because"] for step in one.tier.steps)


@pytest.fixture(scope="module")
def escalating():
    return a_service(ESCALATES)


@pytest.mark.parametrize("level", [Risk.LOW, Risk.MEDIUM, Risk.HIGH, Risk.VERY_HIGH])
def test_what_was_shown_to_follow_is_exactly_what_happens(escalating, level):
    person = a_person(escalating)
    row = person.row
    actions.record_risk(
        by=person.team.senior, at=escalating.later(), case_id=row.id, version=row.version, risk=Risk.LOW,
        rsr=Rsr.BELOW_CUT_OFF,
    )  # fmt: skip
    held = managed(person, *ROLES)
    at, row = escalating.later(), held.row
    with viewing(person.team.senior, at):
        shown = queries.risk_foreseen(row.id, at=at, risk=level, rsr=Rsr.AT_OR_ABOVE_CUT_OFF)
    follows = shown.follows
    open_gaps = Gap.objects.using("owner").filter(case=row.id, during__upper_inf=True)
    gaps_before = set(open_gaps.values_list("kind", flat=True))
    actions.record_risk(
        by=person.team.senior, at=at, case_id=row.id, version=row.version, risk=level,
        rsr=Rsr.AT_OR_ABOVE_CUT_OFF, seen=follows.mark,
    )  # fmt: skip
    ended = Tenure.objects.using("owner").filter(case=row.id, during__upper_inf=False)
    assert {t.id for t in ended if t.during.upper == at} == {one.tenure_id for one in follows.ending}
    assert {t.ended_because for t in ended} <= {follows.because}
    assert set(open_gaps.values_list("kind", flat=True)) == gaps_before | set(follows.gaps)
    assert held.row.oversight is follows.oversight
    with viewing(person.team.senior, at):
        tier = assessment.tier_of(person.id)
    assert (tier.tier if tier else "") == follows.tiers[1]


def test_what_was_shown_is_refused_when_something_else_would_follow_now(escalating):
    person = a_person(escalating)
    at = escalating.later()
    with viewing(person.team.senior, at):
        shown = queries.risk_foreseen(person.row.id, at=at, risk=Risk.LOW)
    with pytest.raises(Refused, match="has changed since it was shown"):
        actions.record_risk(
            by=person.team.senior, at=escalating.later(), case_id=person.case, version=person.row.version,
            risk=Risk.MEDIUM, seen=shown.follows.mark,
        )  # fmt: skip
    assert person.row.risk == "not_assessed"


def test_what_is_heard_late_of_an_assessed_level_changes_a_case_once_and_opens_no_gap_twice():
    one = ready_to_sign("high")
    actions.record_on_timeline(
        by=one.officer, at=one.now(), case_id=one.person.case, kind="note", what="Something later"
    )
    managed(one.person, *ROLES)
    hear()
    assert one.person.row.risk == "high"
    version = one.person.row.version
    follow_assessed_risk(by=one.officer, at=one.now(), case_id=one.person.case)
    assert one.person.row.version == version
