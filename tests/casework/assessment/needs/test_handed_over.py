"""Of what a person is given to read no area stands in two lists, and none is told of that nobody judged."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.assessment.rules.needs.handed_over import areas_told_of
from throughcare.casework.assessment.rules.needs.sections import Need, areas, score_all, sections
from throughcare.casework.assessment.rules.needs.views import AreaView, Linked

AREAS = list(areas())
STRENGTHS = st.dictionaries(st.sampled_from(AREAS), st.sampled_from(list(Linked)))
NEEDS = st.dictionaries(st.sampled_from(sorted(sections())), st.sampled_from(list(Need)))


def told_of(strengths, needs):
    views = {
        area: AreaView(area, Linked.NO, Linked.NO, strong, "seen twice") for area, strong in strengths.items()
    }
    scored = {code: replace(score_all({})[code], need=need) for code, need in needs.items()}
    return areas_told_of(views, scored)


@given(STRENGTHS, NEEDS)
def test_no_area_is_in_two_lists_and_each_is_in_one_exactly_when_something_is_known_of_it(strengths, needs):
    told = told_of(strengths, needs)
    every = [*told.going_well, *told.both, *told.help_useful]
    assert len(every) == len(set(every))
    strong = {area for area, said in strengths.items() if said is Linked.YES}
    needed = {sections()[code].area for code, need in needs.items() if need in {Need.STANDARD, Need.SEVERE}}
    assert set(told.going_well) == strong - needed
    assert set(told.both) == strong & needed
    assert set(told.help_useful) == needed - strong
    assert list(told.help_useful) == [area for area in AREAS if area in told.help_useful]


def test_drug_use_that_is_both_a_strength_and_a_need_is_told_of_once():
    told = told_of({"drug-use": Linked.YES}, {"drugs": Need.SEVERE})
    assert (told.going_well, told.both, told.help_useful) == ((), ("drug-use",), ())
