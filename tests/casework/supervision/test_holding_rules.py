"""Who may hold a tenure, and which tenures a case should have: decided purely."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from throughcare.casework.supervision.rules import TenureKind
from throughcare.casework.supervision.rules.holding import (
    check_may_be_appointed,
    check_may_hold,
    sentence_axis,
    wanted_tenures,
)
from throughcare.foundation.kernel import Refused, is_allowed
from throughcare.foundation.operating_model.rules import Function, Place, Risk, Sentence, Subject
from throughcare.foundation.operating_model.rules.presets import preset

OURS, THEIRS = UUID(int=1), UUID(int=2)
TODAY = date(2026, 11, 20)
SUBJECT = Subject(risk=Risk.MEDIUM, sentence=Sentence.COMMUNITY_ORDER)
HOLDING = preset("durham-tees-valley-2012").holder(Function.OFFENDER_MANAGEMENT, SUBJECT, TODAY)


@pytest.mark.parametrize(
    ("kind", "months", "stands"),
    [
        ("community order", None, Sentence.COMMUNITY_ORDER),
        ("youth rehabilitation order", 12, Sentence.COMMUNITY_ORDER),
        ("suspended sentence order", 6, Sentence.SUSPENDED_SENTENCE_ORDER),
        ("imprisonment", 11.9, Sentence.CUSTODY_UNDER_12_MONTHS),
        ("imprisonment", 12, Sentence.CUSTODY_12_MONTHS_OR_MORE),
        ("imprisonment", None, Sentence.CUSTODY_12_MONTHS_OR_MORE),
        ("imprisonment", 0, Sentence.CUSTODY_UNDER_12_MONTHS),
    ],
)
def test_a_sentence_stands_on_the_axis_and_a_length_not_known_is_taken_as_the_longer(kind, months, stands):
    assert sentence_axis(kind, months) is stands


@pytest.mark.parametrize("sentence", [Sentence.NONE, Sentence.AWAITING_SENTENCE, Sentence.DIVERSION])
@pytest.mark.parametrize("place", list(Place))
def test_before_a_sentence_a_case_wants_its_offender_manager_alone(sentence, place):
    assert wanted_tenures(place, sentence) == (TenureKind.OFFENDER_MANAGER,)


def test_after_it_a_case_wants_the_prisons_manager_inside_and_supervision_outside():
    manager = TenureKind.OFFENDER_MANAGER
    inside = wanted_tenures(Place.CUSTODY, Sentence.CUSTODY_12_MONTHS_OR_MORE)
    outside = wanted_tenures(Place.COMMUNITY, Sentence.COMMUNITY_ORDER)
    assert inside == (manager, TenureKind.PRISON_MANAGER)
    assert outside == (manager, TenureKind.SUPERVISOR, TenureKind.RESPONSIBLE_OFFICER)


def may_hold(organisation):
    return check_may_hold(
        TenureKind.OFFENDER_MANAGER,
        holding=replace(HOLDING, model="the model"),
        held_by=OURS,
        organisation_id=organisation,
        names={OURS: "Ours"},
    )


def test_a_member_of_the_body_that_the_model_names_may_hold_it_on_the_models_ground():
    assert may_hold(OURS) == replace(HOLDING, model="the model").finding


def test_a_member_of_another_body_is_refused_with_both_and_the_clause():
    with pytest.raises(Refused) as refusal:
        may_hold(THEIRS)
    for words in ("Under the model", "comes from Ours", str(HOLDING.ground.clause), "another organisation"):
        assert words in refusal.value.because


@pytest.mark.parametrize(
    ("role", "practises", "may"),
    [("offender manager", True, True), ("case administrator", False, False), ("service", True, False)],
)
def test_whoever_keeps_no_record_of_people_is_appointed_to_nobody(role, practises, may):
    kind = TenureKind.OFFENDER_MANAGER
    assert is_allowed(check_may_be_appointed, kind, name="Ada", role=role, practises=practises) is may
