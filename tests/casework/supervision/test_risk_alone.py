"""The rule on how risk changes, asked alone: what may be recorded at once, who may agree, and what follows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.assessment.rules.tier.registers import VALUES, level_falls, value_fault
from throughcare.casework.supervision.rules import TenureKind, as_subject
from throughcare.casework.supervision.rules.risk import (
    ORDER,
    Held,
    check_may_answer,
    check_may_be_asked,
    check_may_be_recorded,
    falls,
    highest,
    rank,
    what_follows,
    words,
)
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.operating_model.rules import RiseInRisk, Risk

LEVELS = st.sampled_from(list(Risk))
BODIES = [new_id() for _ in range(3)]
ROLES = (TenureKind.OFFENDER_MANAGER, TenureKind.SUPERVISOR, TenureKind.RESPONSIBLE_OFFICER)


@given(st.lists(LEVELS), LEVELS)
def test_every_change_is_either_recorded_or_asked_for_and_none_is_both(stands, wanted):
    def allowed(check):
        try:
            check(stands, wanted)
        except Refused:
            return False
        return True

    recorded, asked = allowed(check_may_be_recorded), allowed(check_may_be_asked)
    assert recorded is not falls(stands, wanted)
    assert asked is (falls(stands, wanted) and wanted in ORDER)


def subject(risk):
    return as_subject(
        risk=risk,
        sentence="community_order",
        place="community",
        rsr="not_assessed",
        cohorts=[],
        resettled=False,
    )


@given(
    LEVELS, LEVELS, st.booleans(), st.sampled_from([None, *RiseInRisk]),
    st.dictionaries(st.sampled_from(list(TenureKind)), st.sampled_from(BODIES)),
    st.dictionaries(st.sampled_from(list(TenureKind)), st.sampled_from(BODIES)),
    st.sets(st.sampled_from(list(TenureKind))),
)  # fmt: skip
def test_what_follows_ends_exactly_the_roles_that_another_body_holds_and_leaves_no_role_without_holder_or_gap(
    before, after, overseen, on_rise, held, answers, waiting
):
    rows = [Held(new_id(), kind, new_id(), body) for kind, body in held.items()]
    found = what_follows(
        before=subject(before), after=subject(after), overseen=overseen, on_rise=on_rise, held=rows,
        waiting=waiting, answers=answers, unheld=[],
    )  # fmt: skip
    assert {one.kind for one in found.ending} == {k for k in held if answers.get(k, held[k]) != held[k]}
    stays = held.keys() - {one.kind for one in found.ending}
    assert set(ROLES) <= stays | set(found.gaps) | waiting
    assert not stays & set(found.gaps)
    assert set(found.told) == {row.member_id for row in rows}
    assert found.rises is (rank(after) > rank(before))
    assert not (found.oversight and (overseen or not found.rises))


@given(st.lists(LEVELS))
def test_the_highest_of_several_is_never_below_any_and_no_level_is_not_a_low_one(levels):
    assert all(rank(one) <= rank(highest(levels)) for one in levels)
    assert highest([]) is Risk.NOT_ASSESSED
    assert rank(Risk.NOT_ASSESSED) < rank(Risk.LOW)
    assert words(Risk.VERY_HIGH) == "very high"


def test_nobody_answers_what_they_asked_for():
    one, other = new_id(), new_id()
    check_may_answer(one, other)
    with pytest.raises(Refused, match="somebody else"):
        check_may_answer(one, one)


def test_what_was_shown_has_another_mark_as_soon_as_any_of_it_differs():
    def mark(after, tiers=("A", "B")):
        return what_follows(
            before=subject(Risk.HIGH), after=subject(after), overseen=False, on_rise=None, held=[],
            waiting=[], answers={}, unheld=[], tiers=tiers,
        ).mark  # fmt: skip

    assert mark(Risk.LOW) == mark(Risk.LOW)
    assert len({mark(Risk.LOW), mark(Risk.MEDIUM), mark(Risk.LOW, ("A", "C"))}) == 3


def test_a_registered_level_falls_only_from_one_that_stands():
    levels = VALUES["rosh"]
    assert [(a, b) for a in levels for b in levels if level_falls(a, b)] == [
        (a, b) for place, a in enumerate(levels) for b in levels[:place]
    ]
    assert not any(level_falls("", level) for level in levels)
    assert value_fault("rosh", "none such", on=date(2026, 1, 1))
