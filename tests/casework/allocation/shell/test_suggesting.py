import threading
from dataclasses import replace
from uuid import UUID

import pytest
from casework.allocation.shell.shell_builders import allocating
from support.people import a_founder, joins
from support.service import THERE, managed

from throughcare.casework.allocation import queries
from throughcare.casework.allocation.actions import answer_suggestion
from throughcare.casework.allocation.queries import Asking
from throughcare.casework.allocation.rules.decision import Outcome, Reason, again
from throughcare.casework.allocation.rules.people import Sex
from throughcare.casework.supervision.actions import record_risk
from throughcare.casework.supervision.rules import TenureKind
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Decision
from throughcare.foundation.kernel import Refused
from throughcare.foundation.operating_model.rules import BodyKind, Risk


def members(suggestion):
    return [one["member"] for one in suggestion.ranked]


def barred(suggestion):
    return {one["member"]: "; ".join(one["because"]) for one in suggestion.not_possible}


def answer(world, suggestion, outcome=Outcome.ACCEPTED, **given):
    return answer_suggestion(
        **{"by": world.senior, "at": world.service.later(), "suggestion_id": suggestion.id, "outcome": outcome,
           "reason": Reason.INITIAL_ALLOCATION} | given
    )  # fmt: skip


def test_everybody_with_terms_is_ranked_with_a_price_and_reasons_for_every_line():
    world = allocating()
    seen = world.suggested(world.a_waiting_person())
    assert set(members(seen)) == {str(world.first.id), str(world.second.id)}
    lines = {line["what"] for one in seen.ranked for line in one["lines"]}
    assert lines == {"headroom", "continuity", "distance", "language", "asked_for_sex", "grade"}
    assert all(line["because"] for one in seen.ranked for line in one["lines"])


def test_a_member_whose_terms_are_not_recorded_is_named_and_not_considered():
    world = allocating()
    unknown = joins(world.team.unit, "offender manager")
    seen = world.suggested(world.a_waiting_person())
    assert str(unknown.id) in seen.not_considered
    assert str(unknown.id) not in members(seen)


def test_a_restricted_record_is_suggested_only_to_those_it_is_open_to():
    world = allocating()
    person = world.a_waiting_person()
    access.restrict_record(
        by=world.senior, at=world.service.at, person_id=person.id, because="known to staff",
        open_to=[world.senior.id, world.first.id],
    )  # fmt: skip
    seen = world.suggested(person)
    assert members(seen) == [str(world.first.id)]
    assert barred(seen)[str(world.second.id)] == "the record is not open to them"


def test_nobody_is_suggested_for_their_own_kin_and_the_reason_does_not_say_who():
    world = allocating()
    person = world.a_waiting_person()
    access.declare_kin(by=world.first, at=world.service.at, person_id=person.id)
    seen = world.suggested(person)
    assert members(seen) == [str(world.second.id)]
    assert barred(seen)[str(world.first.id)] == "a declared conflict of interest"


def supervised_by_the_provider():
    """A person managed by the trust and supervised by the provider, which sees the case and has staff with terms."""
    world = allocating()
    person, provider = managed(world.a_waiting_person()), world.service.teams[BodyKind.COMPETED]
    record_risk(
        by=world.first, at=world.service.later(), case_id=person.case, version=person.row.version, risk=Risk.LOW,
        because="assessed",
    )  # fmt: skip
    managed(person, TenureKind.SUPERVISOR)
    theirs = replace(world, team=provider, senior=provider.senior, first=provider.officer)
    theirs.terms_of(provider.officer)
    return theirs, person


def test_the_wrong_organisation_by_the_model_is_never_suggested_and_cannot_be_chosen():
    theirs, person = supervised_by_the_provider()
    seen = theirs.suggested(person)
    assert members(seen) == []
    assert "belongs to" in barred(seen)[str(theirs.first.id)]
    with pytest.raises(Refused, match="belongs to"):
        answer(theirs, seen, Outcome.CHANGED, because="they know the family", member_id=theirs.first.id)
    with pytest.raises(Refused, match="nobody may hold"):
        answer(theirs, seen)


def test_a_wall_between_the_two_organisations_bars_the_other_side():
    theirs, person = supervised_by_the_provider()
    assert "wall" not in barred(theirs.suggested(person))[str(theirs.first.id)]
    access.raise_wall(
        by=a_founder(), at=theirs.service.at, one_side=person.row.organisation_id,
        other_side=theirs.team.organisation, basis="a competition",
    )  # fmt: skip
    assert "on the other side of a wall" in barred(theirs.suggested(person))[str(theirs.first.id)]


def test_a_service_officer_is_not_suggested_for_a_case_that_has_no_tier_yet():
    world = allocating()
    junior = world.hires("PSO")
    assert (
        "may not hold a case without a tier yet"
        in barred(world.suggested(world.a_waiting_person()))[str(junior.id)]
    )


def test_accepting_appoints_the_first_of_the_list_and_takes_the_case_from_the_queue():
    world = allocating()
    person = world.a_waiting_person()
    seen = world.suggested(person)
    answer(world, seen)
    now = person.seen_by(world.senior).now
    assert str(now[TenureKind.OFFENDER_MANAGER].member_id) == members(seen)[0]
    assert world.again(seen).state == "accepted"
    with viewing(world.senior, world.service.at):
        assert queries.waiting([world.team.unit], at=world.service.at) == []


def test_changing_appoints_whom_the_person_chose_and_keeps_why():
    world = allocating()
    person = world.a_waiting_person()
    seen = world.suggested(person)
    second = members(seen)[1]
    answer(world, seen, Outcome.CHANGED, because="has worked with the family", member_id=UUID(second))
    now = world.again(seen)
    assert (str(now.chosen), now.because) == (second, "has worked with the family")
    assert str(person.seen_by(world.senior).now[TenureKind.OFFENDER_MANAGER].member_id) == second


def test_refusing_must_say_why_and_leaves_the_case_in_the_queue():
    world = allocating()
    person = world.a_waiting_person()
    seen = world.suggested(person)
    with pytest.raises(Refused, match="say why"):
        answer(world, seen, Outcome.REFUSED)
    answer(world, seen, Outcome.REFUSED, because="waiting for a transfer")
    assert world.again(seen).state == "refused"
    with viewing(world.senior, world.service.at):
        assert [one.case_id for one in queries.waiting([world.team.unit], at=world.service.at)] == [
            person.case
        ]


def test_a_decision_replays_from_its_ledger_row():
    world = allocating()
    seen = world.suggested(world.a_waiting_person(), asking=Asking(language="Polish", sex=Sex.FEMALE))
    decision = answer(world, seen)
    row = Decision.objects.using("owner").get(id=decision)
    replayed = again(row.inputs)
    assert [one.practitioner for one in replayed.ranked] == members(seen)
    assert [round(one.price, 6) for one in replayed.ranked] == [round(one["price"], 6) for one in seen.ranked]
    assert row.outcome["chosen"] == members(seen)[0]
    assert row.edition == seen.edition


def test_an_asked_for_language_and_sex_move_the_one_who_has_them_to_the_front():
    world = allocating()
    fluent = world.hires(languages=("Polish",), sex=Sex.FEMALE)
    seen = world.suggested(world.a_waiting_person(), asking=Asking(language="Polish", sex=Sex.FEMALE))
    assert members(seen)[0] == str(fluent.id)


def test_a_newer_suggestion_overtakes_the_open_one():
    world = allocating()
    person = world.a_waiting_person()
    older = world.suggested(person)
    world.suggested(person)
    assert world.again(older).state == "overtaken"
    with pytest.raises(Refused, match="newer one"):
        answer(world, older)


def test_a_restriction_made_after_the_list_was_shown_still_holds():
    world = allocating()
    person = world.a_waiting_person()
    seen = world.suggested(person)
    access.restrict_record(
        by=world.senior,
        at=world.service.at,
        person_id=person.id,
        because="a threat",
        open_to=[world.senior.id],
    )
    with pytest.raises(Refused, match="not open to them"):
        answer(world, seen)
    assert world.again(seen).state == "open"


def test_a_case_that_changed_hands_meanwhile_is_not_decided_on_the_old_list():
    world = allocating()
    person = world.a_waiting_person()
    seen = world.suggested(person)
    managed(person)
    with pytest.raises(Refused, match="changed hands"):
        answer(world, seen)


def test_of_two_people_who_answer_one_suggestion_at_once_exactly_one_is_heard():
    world = allocating()
    person = world.a_waiting_person()
    seen = world.suggested(person)
    other = joins(world.team.unit, "senior probation officer")
    at, start, heard = world.service.later(), threading.Barrier(2), []

    def one(by):
        from django.db import connections

        start.wait()
        try:
            answer(world, seen, by=by, at=at)
            heard.append("done")
        except Refused as refusal:
            heard.append(refusal.because)
        finally:
            connections.close_all()

    both = [threading.Thread(target=one, args=(by,)) for by in (world.senior, other)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(word == "done" for word in heard) == [False, True]
    assert Decision.objects.using("owner").filter(about="allocation", about_id=person.case).count() == 1


def test_an_officer_may_neither_ask_nor_answer():
    world = allocating()
    person = world.a_waiting_person()
    seen = world.suggested(person)
    with pytest.raises(Refused, match="may not allocate a case"):
        answer(world, seen, by=world.first)


def test_a_senior_of_another_service_sees_no_such_case():
    from throughcare.casework.allocation.actions import suggest_for_case

    world, other = allocating(), allocating(local=THERE)
    person = world.a_waiting_person()
    with pytest.raises(Refused, match="not yours to see"):
        suggest_for_case(by=other.senior, at=other.service.at, case_id=person.case)


def test_colleagues_who_do_not_allocate_cannot_read_a_suggestion_or_who_is_barred():
    from throughcare.casework.allocation.models import Suggestion

    world = allocating()
    world.suggested(world.a_waiting_person())
    with viewing(world.first, world.service.at):
        assert not Suggestion.objects.exists()
