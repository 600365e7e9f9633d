"""The strengths-and-needs set as it is asked: each answer can be read, leads where it should, and fills older items."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.shared import shared_path

from throughcare.casework.assessment.actions.prefill_sources import carried_over
from throughcare.casework.assessment.rules.needs.drafts import Answered, Origin
from throughcare.casework.assessment.rules.needs.newer_set import (
    edition_name,
    items_filled,
    not_filled,
    set_questions,
    set_questions_of,
    still_open,
)
from throughcare.casework.assessment.rules.needs.sections import (
    AnswerSet,
    areas,
    item_score,
    sections,
    sections_of_area,
)
from throughcare.casework.assessment.rules.needs.translation import fields_of, known_items, translate
from throughcare.casework.assessment.rules.questions import (
    Asked,
    check_answer,
    items_of,
    question,
    questions_of,
)
from throughcare.foundation.kernel import Refused

NEWER, OLDER = AnswerSet.STRENGTHS_AND_NEEDS, AnswerSet.OLDER_SECTIONS
AT = datetime(2026, 11, 20, tzinfo=UTC)
ITEMS = {item for section in sections().values() for item in section.items}
NEVER_FILLED = {"o4-5", "o8-9", "o9-3", "o9-5", "o11-5", "o12-5", "o12-8"}


def said(later=timedelta(), **answers):
    return {
        name: Answered(value, Origin.PRACTITIONER, "asked", AT + later) for name, value in answers.items()
    }


def an_answer(one):
    codes = st.sampled_from([code for code, _ in one.choices])
    return (
        st.lists(codes, min_size=1, unique=True).map(lambda chosen: tuple(sorted(chosen)))
        if one.several
        else codes
    )


@st.composite
def told(draw):
    """Answers as somebody gives them on the pages: only what is asked, and some of it left for later."""
    answers = {}
    for one in set_questions().values():
        if one.is_asked(answers) and draw(st.booleans()):
            answers[one.name] = draw(an_answer(one))
    return answers


def test_every_answer_that_fills_an_item_of_a_section_is_asked_somewhere():
    read = {
        name
        for item in ITEMS & set(known_items())
        for name in fields_of(item)
        if name == name.upper() and len(name) > 5
    }
    never_asked = read - set_questions().keys() - {"DRUGS_INJECTED"}
    assert never_asked == set()


def test_every_answer_asked_is_read_by_an_item_or_leads_to_one_that_is():
    read = {name for item in known_items() for name in fields_of(item)}
    leads = {name for one in set_questions().values() for name in one.when}
    assert set_questions().keys() <= read | leads


def test_an_answer_is_asked_only_after_one_that_is_asked_before_it_and_can_be_given():
    order = list(set_questions())
    for one in set_questions().values():
        for other, wanted in one.when.items():
            assert order.index(other) < order.index(one.name)
            assert wanted <= {code for code, _ in set_questions()[other].choices}
            assert set_questions()[other].area == one.area


@pytest.mark.parametrize("one", set_questions().values(), ids=lambda one: one.name)
def test_each_answer_has_words_and_choices_of_its_own(one):
    assert one.words
    assert one.area in areas()
    assert len({words for _, words in one.choices}) == len(one.choices) >= 2
    asked = question(one.name)
    assert asked.asked is (Asked.SOME_OF if one.several else Asked.ONE_OF)
    for code, _ in one.choices:
        assert check_answer(one.name, [code] if one.several else code) == ((code,) if one.several else code)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CURRENT_ACCOMMODATION", "A_CASTLE"),
        ("CURRENT_ACCOMMODATION", ["SETTLED"]),
        ("FINANCE_INCOME", ["LOTTERY"]),
        ("DRUGS_INJECTED_HEROIN", ["LAST_SIX", "NEVER"]),
    ],
)
def test_an_answer_that_is_none_of_the_choices_is_refused_by_its_words(name, value):
    with pytest.raises(Refused) as refused:
        check_answer(name, value)
    assert refused.value.field == name
    assert question(name).words in refused.value.because


def test_answers_of_the_published_set_that_no_page_asks_are_still_kept():
    assert check_answer("EDUCATION_DIFFICULTIES", ["READING"]) == ("READING",)
    assert check_answer("OFFENCE_ANALYSIS_LEADER", "YES") == "YES"


def test_nothing_is_filled_from_no_answer():
    assert items_filled({}) == {}
    assert items_of({}) == {}


def test_before_anything_is_said_only_what_the_set_cannot_fill_is_asked_as_before():
    assert {item for area in areas() for item in not_filled(area, {})} == NEVER_FILLED


def test_a_page_of_the_older_sections_asks_none_of_the_sets_answers():
    older = {one.name for area in areas() for one in questions_of(area)}
    assert not older & set_questions().keys()
    assert older >= ITEMS


@given(told())
def test_an_item_is_filled_or_asked_or_still_waits_for_an_answer_of_the_set(answers):
    filled, waiting = items_filled(answers), still_open(answers)
    for area in areas():
        asked = {one.name for one in questions_of(area, NEWER, said(**answers))}
        for section in sections_of_area(area):
            for item in section.items:
                assert (item in filled) + (item in asked) + bool(
                    fields_of(item) & waiting and item not in filled
                ) == 1


@given(told())
def test_what_is_still_open_is_asked_or_hangs_on_something_that_is(answers):
    waiting = still_open(answers)
    assert not waiting & answers.keys()
    asked = {one.name for area in areas() for one in set_questions_of(area, answers)}
    assert asked - answers.keys() <= waiting
    for name in waiting - asked:
        assert set_questions()[name].when.keys() & waiting


@given(told())
def test_whatever_is_filled_is_what_the_published_translation_gives_or_not_known_for_its_nought(answers):
    for item, value in items_filled(answers).items():
        published = translate(item, answers)
        assert published == value or (value == "M" and item_score(published) == 0)


@given(told(), st.data())
def test_one_answer_more_never_makes_a_known_item_of_a_section_lower_by_chance_of_asking(answers, data):
    """A nought that the translation gives by default is never shown while an answer that could raise it is open."""
    filled = items_filled(answers)
    open_now = [
        one for area in areas() for one in set_questions_of(area, answers) if answers.get(one.name) is None
    ]
    if not open_now:
        return
    one = data.draw(st.sampled_from(open_now))
    more = items_filled({**answers, one.name: data.draw(an_answer(one))})
    for item in ITEMS & filled.keys() & more.keys():
        if item_score(filled[item]) == 0 and one.name in fields_of(item):
            assert item_score(more[item]) in {0, None} or filled[item] != translate(item, {})


def test_somebody_who_never_misused_drugs_is_asked_as_before_what_the_set_says_nothing_of():
    answers = {"DRUG_USE": "NO"}
    assert items_filled(answers)["o8-4"] == "0"
    assert set(not_filled("drug-use", answers)) == {"o8-5", "o8-8", "o8-9"}
    assert [one.name for one in set_questions_of("drug-use", answers)] == ["DRUG_USE"]


def test_somebody_who_did_is_not_found_free_of_drugs_before_saying_which():
    answers = {"DRUG_USE": "YES"}
    assert "o8-4" not in items_filled(answers)
    answers |= {"SELECT_MISUSED_DRUGS": ("CANNABIS", "HEROIN")}
    names = {one.name for one in set_questions_of("drug-use", answers)}
    assert {"DRUG_LAST_USED_HEROIN", "DRUGS_INJECTED_HEROIN", "DRUG_LAST_USED_CANNABIS"} <= names
    assert (
        not {"DRUGS_INJECTED_CANNABIS", "DRUG_LAST_USED_CRACK", "HOW_OFTEN_USED_LAST_SIX_MONTHS_HEROIN"}
        & names
    )
    answers |= {"DRUG_LAST_USED_HEROIN": "LAST_SIX", "HOW_OFTEN_USED_LAST_SIX_MONTHS_HEROIN": "DAILY"}
    assert items_filled(answers)["o8-4"] == "2"
    assert items_filled(answers)["o8-5"] == "2"


def test_an_answer_of_the_set_given_later_overtakes_an_item_asked_as_before_and_an_earlier_one_does_not():
    direct = {"o3-4": Answered("2", Origin.PRACTITIONER, "asked", AT)}
    home = {"CURRENT_ACCOMMODATION": "SETTLED", "SUITABLE_HOUSING": "YES"}
    assert items_of(direct | said(timedelta(hours=1), **home))["o3-4"] == "0"
    assert items_of(direct | said(-timedelta(hours=1), **home))["o3-4"] == "2"


def test_answers_carry_over_from_one_set_to_the_other_where_they_mean_the_same_and_say_so():
    before = said(**{"o3-6": "2", "o11-6": "1", "o4-5": "1", "o3-5": "2"})
    found = {one.question: one for one in carried_over(before, NEWER)}
    assert (
        "SUITABLE_HOUSING_LOCATION" not in found
    )  # several answers give that item: the way back would lose something
    assert found["THINKING_BEHAVIOURS_ATTITUDES_PROBLEM_SOLVING"].value == "LIMITED_PROBLEM_SOLVING"
    assert "mean in this set" in found["THINKING_BEHAVIOURS_ATTITUDES_PROBLEM_SOLVING"].source
    assert found["o4-5"].value == "1"  # the set fills nothing of it, so it is asked as before
    assert not {"o3-5", "o11-6"} & found.keys()


def test_answers_of_the_set_become_items_for_the_older_sections():
    before = said(CURRENT_ACCOMMODATION="NO_ACCOMMODATION", temper="1")
    found = {one.question: one.value for one in carried_over(before, OLDER)}
    assert found == {"o3-3": "YES", "o3-4": "2", "o3-5": "2", "o3-6": "2", "temper": "1"}


@given(told())
def test_what_carries_over_to_the_newer_set_can_be_given_there(answers):
    items = {
        item: value
        for item, value in items_filled(answers).items()
        if item in ITEMS and isinstance(value, str)
    }
    for one in carried_over(said(**items), NEWER):
        if one.question in set_questions():
            assert check_answer(one.question, one.value) == one.value


@given(told())
def test_a_way_there_and_back_keeps_what_it_keeps(answers):
    there = carried_over(said(**answers), OLDER)
    back = {
        one.question: one.value
        for one in carried_over(said(**{one.question: one.value for one in there}), NEWER)
    }
    for name in back.keys() & answers.keys() & set_questions().keys():
        assert back[name] == answers[name]


def test_every_answer_of_the_published_cases_that_a_page_asks_is_one_of_its_choices():
    import json

    cases = json.loads(shared_path("vectors/other/san_to_oasys_item_cases.json").read_text())["cases"]
    strange = set()
    for case in cases:
        for one in case["given"]:
            asked = set_questions().get(one["field"])
            value = one.get("values") or one.get("value")
            values = value if isinstance(value, list) else [value]
            if asked:
                strange |= {
                    (one["field"], value) for value in values if value and value not in dict(asked.choices)
                }
    assert {name for name, _ in strange} <= {"DRUGS_INJECTED"}, sorted(strange)


def test_the_questions_have_an_edition():
    assert edition_name() == "strengths-and-needs-questions-1"


@pytest.mark.parametrize(
    ("item", "answers", "comes_to"),
    [
        ("o9-1", {"ALCOHOL_USE": "YES_WITHIN_LAST_THREE_MONTHS"}, None),
        (
            "o9-1",
            {"ALCOHOL_USE": "YES_WITHIN_LAST_THREE_MONTHS", "ALCOHOL_FREQUENCY": "MORE_THAN_4_TIMES_A_WEEK"},
            None,
        ),
        ("o10-5", {"HEALTH_WELLBEING_SELF_HARMED": "NO"}, None),
        (
            "o10-5",
            {
                "HEALTH_WELLBEING_SELF_HARMED": "NO",
                "HEALTH_WELLBEING_ATTEMPTED_SUICIDE_OR_SUICIDAL_THOUGHTS": "NO",
            },
            "NO",
        ),
        ("o5-5", {"FINANCE_INCOME": ("UNKNOWN",)}, "M"),
        ("o5-5", {"FINANCE_INCOME": ("EMPLOYMENT",)}, "0"),
        ("o10-7_V2_HISTPSYCH", {"HEALTH_WELLBEING_MENTAL_HEALTH_CONDITION": "UNKNOWN"}, "M"),
        ("o10-7_V2_PSYCHTREAT", {"HEALTH_WELLBEING_MENTAL_HEALTH_CONDITION": "UNKNOWN"}, "M"),
    ],
)
def test_half_an_answer_and_an_answer_of_not_known_are_never_a_nought(item, answers, comes_to):
    assert items_filled(answers).get(item) == comes_to


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(told())
def test_no_item_is_free_of_need_while_one_open_answer_could_raise_it(answers):
    waiting = still_open(answers)
    for item, value in items_filled(answers).items():
        for name in fields_of(item) & waiting & set_questions().keys():
            for code, _ in set_questions()[name].choices:
                other = translate(item, {**answers, name: code})
                assert (item_score(other) or 0) <= (item_score(value) or 0) or item_score(value) is None
