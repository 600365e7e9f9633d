"""Referrals to services."""

from . import Ends

SHOWN = "tests/casework/interventions/test_referrals.py::test_a_referral_that_a_death_withdrew_goes_on_as_it_stood_when_the_death_was_a_mistake"
ENDS = {"interventions_referral": Ends("t.ended_at IS NULL", SHOWN)}
LASTS = {"interventions_referralstep": "a step that was taken, in the course of a referral that ends itself"}
