"""Who owes what to a person, and by when they are to be seen again: pure."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.supervision.rules.seeing import (
    Duty,
    is_to_be_seen,
    next_contact,
    owner_of,
    seeing_on,
)
from throughcare.casework.supervision.rules.words import TenureKind
from throughcare.foundation.operating_model.rules import Risk

MET = date(2026, 11, 2)


@given(
    st.sampled_from(list(Duty)),
    st.dictionaries(st.sampled_from([k.value for k in TenureKind]), st.integers()),
)
def test_a_duty_falls_on_the_first_of_its_roles_that_is_held_and_on_nobody_where_none_is(duty, holders):
    owed = [holders[kind] for kind in duty.value if kind in holders]
    assert owner_of(duty, holders) == (owed[0] if owed else None)


def test_contact_is_the_supervisors_and_enforcement_the_responsible_officers_before_the_managers():
    held = {"supervisor": 1, "offender manager": 2, "responsible officer": 3}
    assert owner_of(Duty.CONTACT, held) == 1
    assert owner_of(Duty.SENTENCE, held) == 2
    assert owner_of(Duty.ENFORCEMENT, held) == 3
    assert (
        owner_of(Duty.CONTACT, {"offender manager": 2})
        == owner_of(Duty.ENFORCEMENT, {"offender manager": 2})
        == 2
    )


def test_the_graver_the_risk_the_sooner_the_next_contact_and_the_unknown_is_sooner_than_medium():
    order = ["very_high", "high", "not_assessed", "medium", "low"]
    days = [next_contact(risk, MET, on=MET)[0] for risk in order]
    assert days == sorted(days) and days[2] < days[3]


@pytest.mark.parametrize("risk", [risk.value for risk in Risk])
def test_every_risk_has_its_days_and_the_reason_says_them_and_their_source(risk):
    by, why = next_contact(risk, MET, on=MET)
    days = seeing_on(MET).table.days_between[risk]
    assert by == MET + timedelta(days=days)
    assert f"every {days} days" in why.because and why.clause.paragraph == "seeing-2026"
    assert seeing_on(MET).table.basis == "assumed"


def test_nobody_in_custody_or_not_yet_sentenced_is_owed_contact():
    assert is_to_be_seen("community_order", "community", on=MET)
    assert not is_to_be_seen("community_order", "custody", on=MET)
    assert not is_to_be_seen("awaiting_sentence", "community", on=MET)
