"""Areas made side by side share a person now and then: whoever passes to another area is let go of, the rest goes on."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any, cast

import pytest
from support.contacts import met
from support.service import Person, Service, a_person, a_service, managed

from throughcare.casework.supervision import actions as supervision
from throughcare.casework.supervision import queries
from throughcare.casework.supervision.models import Contact
from throughcare.demonstration.held import Held
from throughcare.demonstration.history import History
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused

Some = tuple[Service, Member, list[Person], History, list[Held]]


@pytest.fixture
def some() -> Some:
    """Three people, their team's senior, and a history that holds them."""
    service = a_service("england-and-wales-2021")
    people = [managed(a_person(service)) for _ in range(3)]
    by = people[0].team.senior
    history = History(cast(Any, None), Random(1), date(2026, 11, 21), 91)
    with viewing(by, service.later()):
        found = queries.open_cases_of([person.id for person in people])
    held = [
        Held(f"p{n}", found[person.id], service.at.date(), holder={"offender manager": by.id})
        for n, person in enumerate(people)
    ]
    history.__dict__["own_units"] = {person.team.unit for person in people}
    history.open = {one.case.person_id: one for one in held}
    return service, by, people, history, held


def write(by: Member, at: Any, which: list[Held]) -> None:
    meetings = [met(h.case.id, at, by=by.id, what="Telephoned") for h in which]
    supervision.record_contacts(by=by, at=at, meetings=meetings)


def told(person: Person) -> int:
    return Contact.objects.using("owner").filter(case_id=person.case, what="Telephoned").count()


def ends(person: Person, by: Member, service: Service) -> None:
    closing = supervision.Closing(person.case, "moved away")
    supervision.close_cases(by=by, at=service.later(), closings=[closing])


def test_all_is_written_while_every_case_is_held(some: Some) -> None:
    service, by, people, history, held = some
    history.act_on(by, service.later(), held, write)
    assert [told(person) for person in people] == [1, 1, 1]
    assert len(history.open) == 3


def test_whoever_is_gone_is_let_go_of_and_the_others_are_written_once(some: Some) -> None:
    service, by, people, history, held = some
    ends(people[1], by, service)
    history.act_on(by, service.later(), held, write)
    assert [told(person) for person in people] == [1, 0, 1]
    assert set(history.open) == {people[0].id, people[2].id}


def test_nothing_is_asked_for_when_all_are_gone(some: Some) -> None:
    service, by, people, history, held = some
    for person in people:
        ends(person, by, service)
    asked: list[int] = []

    def act(by: Member, at: Any, which: list[Held]) -> None:
        asked.append(len(which))
        write(by, at, which)

    history.act_on(by, service.later(), held, act)
    assert asked == [3]
    assert history.open == {}


def test_another_refusal_is_not_hidden(some: Some) -> None:
    service, by, people, history, held = some

    def before_it_opened(by: Member, at: Any, which: list[Held]) -> None:
        write(by, at - timedelta(days=4000), which)

    with pytest.raises(Refused):
        history.act_on(by, service.later(), held, before_it_opened)
    assert len(history.open) == 3
    assert [told(person) for person in people] == [0, 0, 0]


def test_whoever_answers_to_a_team_of_another_area_is_let_go_of_though_still_seen(some: Some) -> None:
    service, by, _people, history, held = some
    history.__dict__["own_units"] = set()

    def refused(by: Member, at: Any, which: list[Held]) -> None:
        raise Refused("There is no such case, or it is not yours to see.")

    history.act_on(by, service.later(), held, refused)
    assert history.open == {}


def test_the_teams_of_open_cases_are_told_to_whoever_may_see_them(some: Some) -> None:
    service, by, people, _, _ = some
    ids = [person.case for person in people]
    ends(people[2], by, service)
    with viewing(by, service.later()):
        assert queries.teams_of_open(ids) == {person.case: person.team.unit for person in people[:2]}
        assert queries.teams_of_open([]) == {}
    stranger = managed(a_person(a_service("england-and-wales-2021"))).team.officer
    with viewing(stranger, service.later()):
        assert queries.teams_of_open(ids) == {}
