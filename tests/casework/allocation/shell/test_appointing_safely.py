"""Grade is held at every door, two tabs never overwrite each other, a refusal quotes its line, all roles are one act."""

import pytest
from casework.allocation.shell.shell_builders import allocating
from support.people import joins
from support.wall_visits import browser, caller

from throughcare.casework.allocation.actions import place_case
from throughcare.casework.allocation.models import Suggestion
from throughcare.casework.allocation.queries import Asking
from throughcare.casework.allocation.rules.limits import holding_broken
from throughcare.casework.allocation.rules.people import grades_on
from throughcare.casework.supervision import queries
from throughcare.casework.supervision.actions import Appointing, appoint_holders
from throughcare.casework.supervision.models import Tenure
from throughcare.casework.supervision.rules import TenureKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id

OM, SUPERVISOR, PRISON = TenureKind.OFFENDER_MANAGER, TenureKind.SUPERVISOR, TenureKind.PRISON_MANAGER


@pytest.fixture(scope="module")
def world():
    return allocating()


def running(person):
    rows = Tenure.objects.using("owner").filter(case=person.case, during__upper_inf=True)
    return {row.kind: row.member_id for row in rows}


def test_grade_and_qualification_are_judged_by_the_edition_for_every_role(world):
    grades = grades_on(world.service.at.date())
    assert holding_broken("A1", frozenset(), "PO", frozenset(), grades) == []
    broken = holding_broken("A1", frozenset({"sexual offending"}), "PSO", frozenset(), grades)
    assert [one.rule for one in broken] == ["grade", "specialism"]


@pytest.mark.parametrize("kind", [OM, SUPERVISOR])
def test_a_services_officer_who_may_not_hold_the_case_is_refused_by_action_page_and_api(world, kind):
    person, pso = world.a_waiting_person(), world.hires("PSO")
    said = "a PSO may not hold a case without a tier yet"
    with pytest.raises(Refused, match=said):
        appoint_holders(
            by=world.senior, at=world.service.later(), appointments=[Appointing(person.case, kind, pso.id)]
        )
    sent = {
        "kind": kind.value,
        "member_id": str(pso.id),
        "because": "replaced",
        "idempotency_key": str(new_id()),
    }
    page = browser(world.senior).post(f"/people/{person.id}/appoint", sent)
    assert page.status_code == 200
    answer = caller(world.senior).post(
        f"/api/v1/people/{person.id}/appointments",
        {"kind": kind.value, "member_id": str(pso.id)},
        content_type="application/json",
    )
    assert answer.status_code == 422
    assert kind.value not in running(person)


def test_of_two_tabs_the_second_is_told_and_sees_both(world):
    person = world.a_waiting_person()
    first, second = browser(world.senior), browser(world.senior)
    path = f"/people/{person.id}/appoint"
    for tab in (first, second):
        tab.get(path)
    sent = {"kind": OM.value, "because": "replaced", "saw": ""}
    done = first.post(path, sent | {"member_id": str(world.first.id), "idempotency_key": str(new_id())})
    assert done.status_code == 302
    late = second.post(path, sent | {"member_id": str(world.second.id), "idempotency_key": str(new_id())})
    text = late.content.decode()
    assert late.status_code == 200
    assert f"{world.first.name} was appointed offender manager" in text
    assert running(person)[OM] == world.first.id
    fresh = text.split('name="saw" value="')[1].split('"')[0]
    again = second.post(
        path, sent | {"saw": fresh, "member_id": str(world.second.id), "idempotency_key": str(new_id())}
    )
    assert again.status_code == 302
    assert running(person)[OM] == world.second.id


def test_a_program_that_does_not_say_whom_it_replaces_replaces_nobody(world):
    person = world.a_waiting_person()
    appoint_holders(
        by=world.senior, at=world.service.later(), appointments=[Appointing(person.case, OM, world.first.id)]
    )
    api, url = caller(world.senior), f"/api/v1/people/{person.id}/appointments"
    body = {"kind": OM.value, "member_id": str(world.second.id)}
    assert "While you had this open" in api.post(url, body, content_type="application/json").json()["because"]
    held = Tenure.objects.using("owner").get(case=person.case, kind=OM, during__upper_inf=True)
    assert (
        api.post(url, body | {"instead_of": str(held.id)}, content_type="application/json").status_code == 201
    )


def test_a_role_the_model_gives_to_nobody_is_not_offered_and_its_refusal_quotes_the_line(world):
    person = world.a_waiting_person()
    with viewing(world.senior, world.service.at):
        assert PRISON.value not in queries.roles_of(person.row, at=world.service.at)
    stranger = joins(world.team.unit, "offender manager")
    with pytest.raises(Refused, match=r"The model's line on .*, line [0-9]+ of its file"):
        appoint_holders(
            by=world.senior, at=world.service.later(),
            appointments=[Appointing(person.case, PRISON, stranger.id)],
        )  # fmt: skip


def test_every_role_is_filled_from_one_page_in_one_act(world):
    person, tab = world.a_waiting_person(), browser(world.senior)
    path = f"/allocation/cases/{person.case}"
    text = tab.get(path).content.decode()
    assert "Appoint to every role at once" in text
    sent = {"roles": "yes", "roles-idempotency_key": str(new_id()), **shown(text)}
    sent |= {"roles-reason": "initial allocation", "roles-because": "They know the family."}
    empty = tab.post(path, sent)
    assert empty.status_code == 200 and "at least one role" in empty.content.decode()
    with viewing(world.senior, world.service.at):
        kinds = queries.roles_of(person.row, at=world.service.at)
    chosen = {
        f"roles-{kind.replace(' ', '_')}": str(world.first.id) for kind in kinds if holds(world, person, kind)
    }
    assert tab.post(path, sent | chosen).status_code == 302
    assert len(running(person)) == len(chosen) >= 1


def shown(text):
    """What the page says in its hidden boxes that it showed."""
    return {
        f"roles-{name}": text.split(f'name="roles-{name}" value="')[1].split('"')[0]
        if f'name="roles-{name}" value="' in text
        else ""
        for name in ("saw", "first")
    }


def test_the_list_is_ranked_as_the_page_opens_and_following_it_is_kept_as_a_decision(world):
    person, tab = world.a_waiting_person(), browser(world.senior)
    path = f"/allocation/cases/{person.case}"
    text = tab.get(path).content.decode()
    assert "Who should take the case, the first suggested first" in text
    assert "fits a case without a tier yet" in text
    assert not Suggestion.objects.using("owner").filter(case_id=person.case).exists()
    first = shown(text)["roles-first"]
    sent = {
        "roles": "yes", "roles-offender_manager": first, "roles-reason": "initial allocation",
        "roles-idempotency_key": str(new_id()), **shown(text),
    }  # fmt: skip
    assert tab.post(path, sent).status_code == 302
    kept = Suggestion.objects.using("owner").get(case_id=person.case)
    assert (kept.state, str(kept.chosen)) == ("accepted", first)
    assert kept.ranked[0]["member"] == first and kept.decision_id is not None
    assert str(running(person)[OM]) == first
    assert tab.post(path, sent).status_code == 302  # sent twice: once
    assert Suggestion.objects.using("owner").filter(case_id=person.case).count() == 1


def test_to_pass_over_the_first_of_the_list_needs_a_reason_said_at_its_box(world):
    person, tab = world.a_waiting_person(), browser(world.senior)
    path = f"/allocation/cases/{person.case}"
    text = tab.get(path).content.decode()
    other = next(
        str(one.id) for one in (world.first, world.second) if str(one.id) != shown(text)["roles-first"]
    )
    sent = {
        "roles": "yes", "roles-offender_manager": other, "roles-reason": "initial allocation",
        "roles-idempotency_key": str(new_id()), **shown(text),
    }  # fmt: skip
    refused = tab.post(path, sent)
    assert refused.status_code == 200 and "#id_roles-because" in refused.content.decode()
    assert running(person) == {}
    assert tab.post(path, sent | {"roles-because": "They speak the language."}).status_code == 302
    assert Suggestion.objects.using("owner").get(case_id=person.case).state == "changed"


def test_a_first_of_the_list_that_was_not_shown_is_neither_followed_nor_passed_over(world):
    person = world.a_waiting_person()
    with pytest.raises(Refused, match="Somebody else comes first now"):
        place_case(
            by=world.senior, at=world.service.later(), case_id=person.case, first=str(new_id()),
            appointments=[Appointing(person.case, OM, world.first.id)], because="why",
        )  # fmt: skip
    other = world.a_waiting_person()
    with pytest.raises(Refused, match="to one case"):
        place_case(
            by=world.senior, at=world.service.later(), case_id=person.case,
            appointments=[Appointing(other.case, OM, world.first.id)], because="why",
        )  # fmt: skip
    assert running(person) == running(other) == {}


def test_whom_a_limit_bars_is_refused_and_what_was_asked_for_still_holds(world):
    person = world.a_waiting_person()
    world.suggested(person, asking=Asking(needs=frozenset({"sexual offending"})))
    with pytest.raises(Refused, match="sexual offending"):
        place_case(
            by=world.senior, at=world.service.later(), case_id=person.case,
            appointments=[Appointing(person.case, OM, world.first.id)], because="why",
        )  # fmt: skip
    assert running(person) == {}


def test_home_and_team_rows_open_the_ranked_list(world):
    person, tab = world.a_waiting_person(), browser(world.senior)
    where = f'href="/allocation/cases/{person.case}"'
    for page in ("/", "/team", "/allocation", f"/people/{person.id}"):
        assert where in tab.get(page).content.decode(), page


def holds(world, person, kind):
    """Whether the model gives a role in this case to the organisation of the team."""
    with viewing(world.senior, world.service.at):
        there = queries.holders_there(person.row, at=world.service.at)
    return kind == OM.value or len(there) == 1
