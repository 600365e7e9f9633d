"""What becomes of a case in flight, decided purely."""

from enum import Enum
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.supervision.rules import FUNCTION_OF, TenureKind
from throughcare.casework.supervision.rules.carrying import Fate, course_of
from throughcare.foundation.operating_model.rules import Function, InFlight

OURS, THEIRS, THIRD = uuid4(), uuid4(), uuid4()


class Why(Enum):
    """Why nobody holds a function."""

    NOT_HELD = "nobody"


organisations = st.sampled_from([OURS, THEIRS, THIRD])
tenures = st.dictionaries(st.sampled_from(TenureKind), organisations)
holders = st.fixed_dictionaries(
    {f: st.one_of(organisations, st.just(Why.NOT_HELD)) for f in FUNCTION_OF.values()}
)
rules = st.sampled_from(InFlight)


def course(rule, held, new, answering=OURS):
    return course_of(
        rule, tenures=held, wanted=(TenureKind.OFFENDER_MANAGER,), answering=answering, holder=new.__getitem__
    )


@given(rules, tenures, holders)
def test_only_a_role_that_goes_elsewhere_ends_and_under_stay_none_does(rule, held, new):
    found = course(rule, held, new)
    elsewhere = {kind for kind, organisation in held.items() if new[FUNCTION_OF[kind]] != organisation}
    assert set(found.ends) == (set() if rule is InFlight.STAY else elsewhere)


@given(rules, tenures, holders)
def test_a_case_passes_only_under_move_and_only_to_the_body_that_manages(rule, held, new):
    found = course(rule, held, new)
    manager = new[Function.OFFENDER_MANAGEMENT]
    moves = rule is InFlight.MOVE and isinstance(manager, UUID) and manager != OURS
    assert found.passes_to == (manager if moves else None)


@given(rules, tenures, holders)
def test_a_case_is_untouched_exactly_when_every_role_stays_with_whoever_has_it(rule, held, new):
    manager = new[Function.OFFENDER_MANAGEMENT]
    same = all(new[FUNCTION_OF[kind]] == organisation for kind, organisation in held.items())
    same = same and (not isinstance(manager, UUID) or manager == OURS)
    assert (course(rule, held, new).fate is Fate.UNTOUCHED) is same


@given(rules, tenures, holders)
def test_once_followed_nothing_is_left_to_follow(rule, held, new):
    first = course(rule, held, new)
    after = {kind: organisation for kind, organisation in held.items() if kind not in first.ends}
    second = course(rule, after, new, answering=first.passes_to or OURS)
    assert second.ends == ()
    assert second.passes_to is None
