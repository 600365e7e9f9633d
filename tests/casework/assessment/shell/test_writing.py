"""An assessment starts from what is known, keeps everything that was ever said, and never mixes two writers up."""

import pytest
from support.assessing import HISTORY, being_assessed, every_item, signed
from support.people import an_office

from throughcare.casework.assessment import actions, queries
from throughcare.casework.assessment.models import Assessment
from throughcare.casework.assessment.rules.needs.drafts import Origin
from throughcare.casework.assessment.rules.needs.sections import Need
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused


def test_a_new_assessment_is_filled_from_the_record_and_says_where_each_answer_comes_from():
    one = being_assessed()
    answers = one.seen().answers
    assert answers["offence_code"].value == "10501"
    assert answers["conviction_date"].value == "2026-11-02"
    assert answers["supervision"].value == "community"
    assert answers["sanctions"].value == "1"
    assert answers["date_of_birth"].source == "this person's record"
    assert all(answer.origin is Origin.RECORD and not answer.sure for answer in answers.values())


def test_a_second_assessment_is_filled_from_the_first_but_asks_each_view_afresh():
    one = signed()
    one.do(actions.lock)
    again = actions.start_assessment(by=one.officer, at=one.now(), person_id=one.id)
    seen = one.ask(queries.assessment, again, on=one.service.at.date())
    assert seen.previous_id == one.assessment
    assert seen.answers["o3-4"].origin is Origin.EARLIER_ASSESSMENT
    assert not [name for name in seen.answers if name.endswith(".words")]


def test_a_second_one_cannot_be_started_while_one_is_under_way():
    one = being_assessed()
    with pytest.raises(Refused, match="under way"):
        actions.start_assessment(by=one.officer, at=one.now(), person_id=one.id)


def test_saving_what_stands_confirms_it_and_keeps_its_source():
    one = being_assessed()
    one.save({"offence_code": "10501"})
    answer = one.seen().answers["offence_code"]
    assert answer.sure
    assert answer.origin is Origin.RECORD


def test_what_was_said_before_is_never_lost():
    one = being_assessed()
    first = one.save({"o3-4": "1"})
    second = one.save({"o3-4": "2"})
    one.save({"o3-4": ""})
    assert one.ask(queries.answers_at, one.assessment, first)["o3-4"].value == "1"
    assert one.ask(queries.answers_at, one.assessment, second)["o3-4"].value == "2"
    assert one.seen().answers["o3-4"].value is None


def test_two_may_fill_different_questions_at_once_but_not_the_same():
    one = being_assessed()
    opened = one.seen().version
    save = {"assessment_id": one.assessment, "version": opened}
    actions.save_answers(by=one.officer, at=one.now(), answers={"o3-4": "1"}, **save)
    actions.save_answers(by=one.senior, at=one.now(), answers={"o5-3": "1"}, **save)
    with pytest.raises(Refused, match="Somebody else has answered “Suitability”"):
        actions.save_answers(by=one.senior, at=one.now(), answers={"o3-4": "2"}, **save)
    assert one.seen().answers["o3-4"].value == "1"
    assert one.seen().answers["o5-3"].value == "1"


def test_saving_the_same_twice_changes_nothing():
    one = being_assessed()
    first = one.save({"o3-4": "1"})
    assert one.save({"o3-4": "1"}) == first


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"o3-4": "7"}, "Suitability: choose one of"),
        ({"sanctions": "many"}, "whole number"),
        ({"conviction_date": "yesterday"}, "is a day"),
        ({"past_offences": ["piracy"]}, "choose some"),
        ({"drugs_used": ["none", "heroin"]}, "cannot stand beside"),
        ({"no such question": "1"}, "no question"),
    ],
)
def test_an_answer_of_the_wrong_shape_is_refused_by_its_name(answer, said):
    one = being_assessed()
    before = one.seen().answers
    with pytest.raises(Refused, match=said) as refused:
        one.save(answer)
    assert refused.value.field
    assert one.seen().answers == before


def test_a_section_is_a_range_until_every_item_is_known():
    one = being_assessed()
    one.save({"o3-3": "YES", "o3-4": "2"})
    section = one.seen().sections["accommodation"]
    assert (section.lowest, section.highest) == (4, 8)
    assert section.need is Need.OPEN
    one.save(every_item("0") | {"o3-3": "YES"})
    assert one.seen().sections["accommodation"].lowest == one.seen().sections["accommodation"].highest == 2


def test_strengths_and_needs_answers_fill_the_older_sections():
    one = being_assessed()
    one.save({"CURRENT_ACCOMMODATION": "NO_ACCOMMODATION"})
    assert one.seen().sections["accommodation"].lowest == 8


def test_nobody_outside_the_wall_sees_or_writes_it():
    one, other = being_assessed(), an_office().manager
    with viewing(other, one.service.at):
        assert queries.assessment(one.assessment, on=one.service.at.date()) is None
        assert queries.assessments_of(one.id) == []
    with pytest.raises(Refused, match="not yours to see"):
        actions.save_answers(
            by=other, at=one.service.at, assessment_id=one.assessment, version=1, answers=HISTORY
        )
    with pytest.raises(Refused, match="not yours to see"):
        actions.start_assessment(by=other, at=one.service.at, person_id=one.id)
    assert Assessment.objects.using("owner").filter(person_id=one.id).count() == 1
