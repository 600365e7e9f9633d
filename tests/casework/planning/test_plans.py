"""A plan from stored facts: written, agreed, marked, reviewed, laid from a template, and the order it may end."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from support.cases import at_once
from support.contacts import met
from support.people import as_worker, joins
from support.service import NOW, a_person, a_service, hear, managed
from support.services import a_provider, an_offer, refer

from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.actions import end_order_named
from throughcare.casework.people.actions import merge_people, unmerge_people
from throughcare.casework.planning import actions, queries
from throughcare.casework.planning.models import Answer, Goal, GoalStep, Mark, Review
from throughcare.casework.planning.queries import OfficerSays
from throughcare.casework.planning.rules import AnswerKind, GoalMark, GoalState, StepMark, StepState
from throughcare.casework.supervision.actions import close_case, record_contact
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Decision
from throughcare.foundation.kernel import Refused, WorkingCalendar
from throughcare.foundation.kernel.days import day_of

TODAY = day_of(NOW)
STEP = actions.NewStep("Ask the council for a place on its list", "the person")


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture
def person(service):
    return managed(a_person(service))


def officer(person):
    return person.team.officer


def a_goal(person, words="Have a home of my own", *, steps=(STEP,), wanted_by=TODAY + timedelta(days=90)):
    return actions.add_goal(
        by=officer(person), at=person.service.later(), case_id=person.case, words=words, need="accommodation",
        wanted_by=wanted_by, steps=steps,
    )  # fmt: skip


def plan(person, member=None):
    with viewing(member or officer(person), person.service.later()):
        return queries.plan_of(person.id, at=person.service.at)


def the_goal(person, goal_id):
    return next(goal for goal in plan(person).goals if goal.id == goal_id)


def mark(person, goal_id, kind, note="Has the keys.", by=None):
    goal = the_goal(person, goal_id)
    at = person.service.later()
    actions.mark_goal(
        by=by or officer(person), at=at, goal_id=goal_id, seen=goal.seen, kind=kind, on=day_of(at), note=note
    )


def test_a_plan_is_written_put_to_the_person_and_marked_by_whoever_judges(person):
    goal = a_goal(person)
    assert plan(person).answer is None
    actions.answer_plan(
        by=officer(person),
        at=person.service.later(),
        case_id=person.case,
        kind=AnswerKind.AGREED,
        on=day_of(person.service.at),
    )
    seen = the_goal(person, goal)
    assert (seen.state, [step.what for step in seen.steps]) == (GoalState.CURRENT, [STEP.what])
    step = seen.steps[0]
    at = person.service.later()
    actions.mark_step(
        by=officer(person), at=at, goal_id=goal, step_id=step.id, seen=0, kind=StepMark.DONE, on=day_of(at)
    )
    mark(person, goal, GoalMark.MET)
    seen = the_goal(person, goal)
    assert (seen.state, seen.steps[0].state, seen.seen) == (GoalState.MET, StepState.DONE, 2)
    assert (seen.marks[0].member_id, seen.marks[0].note) == (officer(person).id, "Has the keys.")
    assert plan(person).answer.kind is AnswerKind.AGREED


def test_the_same_goal_step_and_answer_sent_twice_count_once(person):
    goal = a_goal(person)
    assert a_goal(person) == goal
    by, more = (
        officer(person),
        actions.NewStep("Open a bank account", "their officer", TODAY + timedelta(days=9)),
    )
    steps = [actions.add_step(by=by, at=person.service.later(), goal_id=goal, step=more) for _ in range(2)]
    assert steps[0] == steps[1]
    answers = [
        actions.answer_plan(
            by=by, at=person.service.later(), case_id=person.case, kind=AnswerKind.AGREED, on=TODAY
        )
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert len(the_goal(person, goal).steps) == 2


def test_a_plan_changed_after_it_was_agreed_says_so(person):
    a_goal(person)
    by = officer(person)
    actions.answer_plan(
        by=by, at=person.service.later(), case_id=person.case, kind=AnswerKind.AGREED, on=TODAY
    )
    assert not plan(person).is_changed_since
    a_goal(person, "See my children each week", wanted_by=None)
    assert plan(person).is_changed_since


def test_of_two_who_mark_one_goal_at_once_one_is_told(person):
    goal, at, by = a_goal(person), person.service.later(), officer(person)

    def record(kind):
        return lambda: actions.mark_goal(
            by=by, at=at, goal_id=goal, seen=0, kind=kind, on=day_of(at), note="As they told me."
        )

    gave = at_once(record(GoalMark.MET), record(GoalMark.PUT_OFF))
    refused = [one for one in gave if isinstance(one, Refused)]
    assert len(refused) == 1
    assert "Somebody else recorded something" in str(refused[0])
    assert Mark.objects.using("owner").filter(goal=goal).count() == 1


def test_whoever_does_not_see_the_person_sees_and_writes_no_plan(person):
    goal = a_goal(person)
    stranger = joins(a_service().teams[person.team.body].unit, "offender manager")
    assert plan(person, stranger) is None
    with viewing(stranger, person.service.at):
        assert queries.goal(goal) is None
    with pytest.raises(Refused, match="not yours to see"):
        actions.add_goal(by=stranger, at=person.service.later(), case_id=person.case, words="Mine")
    with pytest.raises(Refused, match="not yours to see"):
        actions.mark_goal(
            by=stranger,
            at=person.service.later(),
            goal_id=goal,
            seen=0,
            kind=GoalMark.MET,
            on=TODAY,
            note="x",
        )
    assert Goal.objects.using("owner").filter(case=person.case).count() == 1


def test_whoever_sees_the_person_without_a_part_in_the_case_writes_no_plan(person, service):
    provider = a_provider(service)
    refer(person, an_offer(provider, service))
    assert plan(person, provider.lead) is not None
    given = {"case_id": person.case, "words": "Theirs"}
    with pytest.raises(Refused, match="Only whoever holds a role in this case"):
        actions.add_goal(by=provider.lead, at=person.service.later(), **given)
    colleague = joins(person.team.unit, "offender manager")
    assert actions.add_goal(by=colleague, at=person.service.later(), **given)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"words": "  "}, "Say what is to be reached"),
        ({"words": "x" * 301}, "this has 301"),
        ({"need": "sailing"}, "“sailing” is not a section of need"),
        ({"wanted_by": date(2026, 1, 1)}, "1 January 2026 is past"),
        ({"steps": [actions.NewStep(" ", "the person")]}, "Say what is to be done"),
        ({"steps": [actions.NewStep("Walk", "the cat")]}, "A step is done by one of"),
        ({"case_id": uuid4()}, "no such open case"),
    ],
)
def test_what_cannot_be_a_goal_is_refused_in_plain_words(person, given, says):
    with pytest.raises(Refused, match=says):
        actions.add_goal(
            by=officer(person),
            at=person.service.later(),
            **{"case_id": person.case, "words": "Have a home"} | given,
        )
    assert plan(person).goals == ()


def test_a_first_plan_is_due_once_the_person_was_seen_and_a_review_after_it(person):
    assert plan(person).due is None
    at = person.service.later()
    record_contact(by=officer(person), at=at, meeting=met(person.case, at))
    due = plan(person).due
    assert (due.is_first, due.by) == (True, WorkingCalendar().add(day_of(at), 15))
    a_goal(person)
    at = person.service.later()
    actions.review_plan(
        by=officer(person), at=at, case_id=person.case, on=day_of(at), changed="Moved in with his sister."
    )
    seen = plan(person)
    assert not seen.due.is_first
    assert seen.due.by > day_of(at)
    assert [review.changed for review in seen.reviews] == ["Moved in with his sister."]


def test_a_template_is_laid_by_risk_once_and_what_was_left_out_is_remembered(person):
    with pytest.raises(Refused, match="not assessed"):
        actions.lay_template(
            by=officer(person), at=person.service.later(), case_id=person.case, template="citizenship"
        )
    person.row.__class__.objects.using("owner").filter(id=person.case).update(risk="medium")
    given = {"case_id": person.case, "template": "citizenship", "left_out": {"drugs": "Never used."}}
    made = actions.lay_template(by=officer(person), at=person.service.later(), **given)
    assert len(made) == 5
    assert actions.lay_template(by=officer(person), at=person.service.later(), **given) == ()
    decision = Decision.objects.using("owner").filter(rule="plan template", about_id=person.case).latest("at")
    assert decision.inputs["left_out"] == {"drugs": "Never used."}
    assert decision.inputs["risk"] == "medium"
    assert "2 sessions: what the order asks" in the_goal(person, made[0]).steps[0].what


def sentence(person):
    with viewing(officer(person), person.service.later()):
        (found,) = courts.sentences_of(person.id)
    return found


def end(person, says, by=None):
    found = sentence(person)
    actions.end_order_early(
        by=by or officer(person), at=person.service.later(), person_id=person.id, sentence_id=found.id,
        version=found.version, says=says,
    )  # fmt: skip


def test_an_order_ends_on_the_day_its_officer_names_once_nothing_stands_against_it(service):
    person = managed(a_person(service, requirements="residence"))
    goal = a_goal(person)
    (asked,) = sentence(person).requirements
    says = OfficerSays(
        has_court_review=False, more_to_instruct=False, more_to_plan=False, complied={asked.id: True}
    )
    with pytest.raises(Refused, match="1 of the plan's goals is not met"):
        end(person, says)
    mark(person, goal, GoalMark.MET)
    with pytest.raises(Refused, match="it is not known whether the court reviews this order"):
        end(person, OfficerSays(more_to_instruct=False, more_to_plan=False, complied={asked.id: True}))
    with pytest.raises(Refused, match="Only the responsible officer"):
        end(person, says, by=person.team.senior)
    end(person, says)
    hear()
    now = sentence(person)
    assert (now.state, now.ended_on) == ("completed", day_of(person.service.at))
    decision = Decision.objects.using("owner").filter(rule="early end", about_id=now.id).latest("at")
    assert decision.edition == "early-ending-2026"
    assert decision.inputs["order"]["requirements"][0]["complied"] is True


def test_of_days_up_to_a_number_the_officer_says_whether_they_were_complied_with(service):
    person = managed(a_person(service, requirements="RAR up to 20 days"))
    mark(person, a_goal(person), GoalMark.MET)
    (asked,) = sentence(person).requirements
    unsaid = OfficerSays(has_court_review=False, more_to_instruct=False, more_to_plan=False)
    with pytest.raises(Refused, match="it is not known whether rehabilitation activity was complied with"):
        end(person, unsaid)
    end(person, replace(unsaid, complied={asked.id: True}))
    assert sentence(person).state == "completed"


def test_hours_that_are_not_worked_stand_against_the_end(person):
    says = OfficerSays(has_court_review=False, more_to_instruct=False, more_to_plan=False)
    with pytest.raises(Refused, match="unpaid work: 0 of 120 done"):
        end(person, says)
    with viewing(officer(person), person.service.later()):
        against = queries.against_ending(person.id, sentence_of(person), at=person.service.at, says=says)
    assert {"unpaid work: 0 of 120 done", "rehabilitation activity: 0 of 20 done"} <= {
        one.because for one in against
    }


def sentence_of(person):
    return sentence(person).id


def test_a_named_day_completes_the_sentence_at_the_version_that_was_read(service):
    person = managed(a_person(service))
    found = sentence(person)
    with pytest.raises(Refused, match="Somebody else changed this sentence"):
        end_order_named(
            by=officer(person), at=person.service.later(), sentence_id=found.id, version=found.version + 1
        )
    end_order_named(
        by=officer(person), at=person.service.later(), sentence_id=found.id, version=found.version
    )
    with pytest.raises(Refused, match="completed"):
        end_order_named(
            by=officer(person), at=person.service.later(), sentence_id=found.id, version=found.version + 1
        )


def told(person, words="Have a home of my own", **given):
    answer = actions.AnswerTold(AnswerKind.AGREED, TODAY - timedelta(days=3))
    said = {
        "written_at": NOW - timedelta(days=5),
        "need": "accommodation",
        "steps": (STEP,),
        "answer": answer,
    }
    return actions.GoalTold(person.case, words, **said | given)


def brought(person, *goals, by=None):
    with as_worker():
        return actions.record_plans(by=by or officer(person), at=person.service.later(), goals=goals)


def test_plans_of_another_system_come_in_as_they_were_written_and_once(person):
    goals = told(person), told(person, "See my children")
    assert brought(person, *goals) == 2
    assert brought(person, *goals) == 0
    seen = plan(person)
    assert sorted((goal.words, goal.at, goal.need) for goal in seen.goals) == [
        ("Have a home of my own", NOW - timedelta(days=5), "accommodation"),
        ("See my children", NOW - timedelta(days=5), "accommodation"),
    ]
    assert [(one.kind, one.on) for one in seen.answers] == [(AnswerKind.AGREED, TODAY - timedelta(days=3))]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"words": " "}, "Say what is to be reached"),
        ({"written_at": NOW + timedelta(days=90)}, "the time lies ahead"),
        ({"need": "sailing"}, "not a section of need"),
        (
            {"answer": actions.AnswerTold(AnswerKind.AGREED, TODAY - timedelta(days=30))},
            "The day of an answer lies between",
        ),
        ({"answer": actions.AnswerTold(AnswerKind.NOT_AGREED, TODAY)}, "Say why they did not agree"),
        ({"answer": actions.AnswerTold(AnswerKind.NOT_AGREED, TODAY, "x" * 501)}, "this has 501"),
        ({"member_id": uuid4()}, "a member of your own organisation"),
    ],
)
def test_one_goal_that_cannot_be_so_and_none_of_them_comes_in(person, given, says):
    with pytest.raises(Refused, match=says):
        brought(person, told(person, "Good"), told(person, **given))
    assert plan(person).goals == ()


def whose(person):
    """Whom every row of the plan of a case is about."""
    goals = Goal.objects.using("owner").filter(case=person.case)
    ids = [goal.id for goal in goals]
    rows = [
        *goals,
        *GoalStep.objects.using("owner").filter(goal__in=ids),
        *Mark.objects.using("owner").filter(goal__in=ids),
    ]
    rows += [
        *Answer.objects.using("owner").filter(case=person.case),
        *Review.objects.using("owner").filter(case=person.case),
    ]
    assert len({type(row) for row in rows}) == 5
    return {row.person_id for row in rows}


def test_a_plan_goes_with_its_case_to_the_survivor_of_a_merge_and_back(person, service):
    other = managed(a_person(service))
    close_case(
        by=other.team.senior,
        at=service.later(),
        case_id=other.case,
        version=other.row.version,
        because="The sentence ended",
    )
    goal, by = a_goal(person), officer(person)
    actions.answer_plan(by=by, at=service.later(), case_id=person.case, kind=AnswerKind.AGREED, on=TODAY)
    actions.review_plan(by=by, at=service.later(), case_id=person.case, on=TODAY, changed="Nothing yet.")
    mark(person, goal, GoalMark.PUT_OFF, "Not this year.")
    admin = joins(service.court_unit, "case administrator")
    merge = merge_people(
        by=admin, at=service.later(), survivor_id=other.id, merged_id=person.id, because="One man."
    )
    hear()
    assert whose(person) == {other.id}
    unmerge_people(by=admin, at=service.later(), merge_id=merge, because="Two men after all.")
    hear()
    assert whose(person) == {person.id}
