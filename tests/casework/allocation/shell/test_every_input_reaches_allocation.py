"""From stored facts through the service: every input of who should take a case, changed, changes what is suggested."""

import pytest
from casework.allocation.shell.placing import Placing
from casework.allocation.shell.shell_builders import allocating
from support.inputs import CannotMatter, Elsewhere, check_reaches, check_whole, reaching, with_defaults
from support.service import THERE

from throughcare.casework.allocation.actions import (
    answer_suggestion,
)
from throughcare.casework.allocation.rules.capacity import Hours
from throughcare.casework.allocation.rules.decision import Outcome, Reason
from throughcare.casework.allocation.rules.forecast import KnownCase
from throughcare.casework.allocation.rules.nightly import TierCount
from throughcare.casework.allocation.rules.people import CaseToPlace, Practitioner, Sex
from throughcare.casework.allocation.rules.points import Contacts, OpenCase, workload
from throughcare.casework.allocation.rules.queue import Unallocated
from throughcare.casework.allocation.rules.reductions import Reduction
from throughcare.foundation.access.models import Unit
from throughcare.foundation.kernel import Refused

FACTS = [
    CaseToPlace,
    Practitioner,
    OpenCase,
    Hours,
    Unallocated,
    KnownCase,
    Reduction,
    TierCount,
    Contacts,
    workload,
]


@pytest.mark.parametrize("facts", FACTS, ids=lambda one: one.__name__)
def test_no_input_of_allocation_has_a_silent_default(facts):
    assert with_defaults(facts) == []


@pytest.fixture(scope="module")
def world():
    made = allocating(local=THERE)
    Unit.objects.using("owner").filter(id=made.team.unit).update(postcode="TS18 1AA")
    return made


HERE = "casework/allocation/shell"
TIERS, SUGGESTING = f"{HERE}/test_tiers.py", f"{HERE}/test_suggesting.py"
WALL = Elsewhere(SUGGESTING, "test_a_wall_between_the_two_organisations_bars_the_other_side")
WRONG_BODY = Elsewhere(
    SUGGESTING, "test_the_wrong_organisation_by_the_model_is_never_suggested_and_cannot_be_chosen"
)
CASE = {
    "id": CannotMatter("it names the case; what is barred by it is an input of the officer's"),
    "tier": Elsewhere(TIERS, "test_a_grade_that_may_not_hold_the_tier_is_barred_by_name_of_the_tier"),
    "points": Placing.goes_inside,
    "home": Placing.moves_home,
    "since": CannotMatter("kept with what was asked, and no price or limit reads it"),
    "held_by": WRONG_BODY,
    "manager": Placing.holds,
    "earlier_managers": Placing.held_before,
    "language": lambda one: one.asks(language="Urdu"),
    "asked_for": lambda one: one.asks(sex=Sex.FEMALE),
    "needs": lambda one: one.asks(needs=frozenset({"sexual offending"})),
    "only": CannotMatter("a restricted record reaches the rule as restricted_from, of each officer"),
    "walls": WALL,
}
OFFICER = {
    "id": CannotMatter("it names the officer"),
    "grade": lambda one: one.terms("PSO"),
    "office": CannotMatter(
        "its name is read by the closing of an office alone; what is priced is the position"
    ),
    "position": lambda one: Unit.objects.using("owner").filter(id=one.who.unit_id).update(postcode="EX1 1AA"),
    "available": lambda one: one.terms(hours="20"),
    "load": lambda one: one.holds(one.world.a_waiting_person()),
    "body": WRONG_BODY,
    "sex": lambda one: (one.asks(sex=Sex.FEMALE), one.terms(sex=Sex.FEMALE)),
    "languages": lambda one: one.terms(languages=("Urdu",)),
    "qualifications": lambda one: one.terms(qualifications=("sexual offending",)),
    "restricted_from": Placing.restricted,
    "conflicts": Placing.kin,
    "barred_from": WALL,
}
BEFORE = {
    "sex": {"sex": Sex.FEMALE},
    "languages": {"language": "Urdu"},
    "qualifications": {"needs": frozenset({"sexual offending"})},
}


@pytest.mark.parametrize("name", reaching(CASE))
def test_every_input_of_a_case_to_place_reaches_what_is_suggested(world, name):
    one = Placing(world)
    before = one.of_case()
    CASE[name](one)
    check_reaches(name, before, one.of_case())


@pytest.mark.parametrize("name", reaching(OFFICER))
def test_every_input_of_a_practitioner_reaches_what_is_suggested(world, name):
    one = Placing(world)
    if name in BEFORE:
        one.asks(**BEFORE[name])
    before = one.of_officer()
    OFFICER[name](one)
    check_reaches(name, before, one.of_officer())


def test_every_input_of_what_is_suggested_has_a_row():
    check_whole(CaseToPlace, CASE)
    check_whole(Practitioner, OFFICER)


def test_a_qualification_that_was_asked_for_and_lost_since_bars_at_the_moment_of_deciding(world):
    one = Placing(world)
    one.terms(qualifications=("sexual offending",))
    one.asks(needs=frozenset({"sexual offending"}))
    shown = world.suggested(one.person, asking=one.asking)
    assert str(one.who.id) in {row["member"] for row in shown.ranked}
    world.service.later(days=1)
    one.terms()
    with pytest.raises(Refused, match="not qualified for sexual offending"):
        answer_suggestion(
            by=world.senior, at=world.service.later(), suggestion_id=shown.id, outcome=Outcome.CHANGED,
            reason=Reason.INITIAL_ALLOCATION, because="they know the work", member_id=one.who.id,
        )  # fmt: skip
