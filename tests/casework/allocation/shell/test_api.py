"""The same by the API: queue, suggestion, answer, workload, plan; by token, behind the same walls."""

import json
from datetime import timedelta

import pytest
from casework.allocation.shell.shell_builders import allocating
from django.test import Client
from django.utils import timezone
from support.people import as_worker
from support.service import THERE

from throughcare.casework.allocation import tasks
from throughcare.foundation.access.actions import issue_token


@pytest.fixture(scope="module")
def world():
    return allocating(at=timezone.now() - timedelta(hours=2))


def calls(member):
    """Ask the API as a member; gives the status and what was answered."""
    token = issue_token(by=member, at=timezone.now(), label="a test")
    client, headers = Client(), {"Authorization": f"Bearer {token}"}

    def call(method, path, body=None):
        given = json.dumps(body) if body is not None else ""
        answer = client.generic(method, f"/api/v1{path}", given, "application/json", headers=headers)
        return answer.status_code, json.loads(answer.content) if answer.content else None

    return call


def test_the_queue_says_of_a_case_without_a_tier_that_it_waits_for_one(world):
    person = world.a_waiting_person()
    status, rows = calls(world.senior)("GET", "/allocation/queue")
    found = next(row for row in rows if row["case_id"] == str(person.case))
    assert (status, found["tier"], found["standing"]) == (200, None, "tier awaited")


def test_a_suggestion_is_asked_for_read_and_answered_once(world):
    person, call = world.a_waiting_person(), calls(world.senior)
    status, made = call("POST", f"/cases/{person.case}/suggestions", {"language": "Polish"})
    assert status == 201
    status, seen = call("GET", f"/suggestions/{made['id']}")
    assert (status, seen["state"], seen["case_id"]) == (200, "open", str(person.case))
    answer = {"outcome": "accepted", "reason": "initial allocation"}
    status, decided = call("POST", f"/suggestions/{made['id']}/answer", answer)
    assert status == 201
    assert call("GET", f"/suggestions/{made['id']}")[1]["decision_id"] == decided["decision"]
    status, refused = call("POST", f"/suggestions/{made['id']}/answer", answer)
    assert status == 422
    assert "answered this suggestion" in refused["because"]


def test_the_workload_tells_capacity_and_where_there_is_none_says_null(world):
    status, rows = calls(world.senior)("GET", "/allocation/workload")
    assert status == 200
    assert {row["member_id"] for row in rows} == {str(world.first.id), str(world.second.id)}
    assert all(row["available"] == 2176 for row in rows)


def test_a_plan_is_asked_for_worked_out_and_carried_out(world):
    person, call = world.a_waiting_person(), calls(world.senior)
    status, made = call("POST", "/plans", {"scope": "waiting"})
    assert status == 201
    assert call("GET", f"/plans/{made['id']}")[1]["state"] == "waiting"
    with as_worker():
        tasks.work_out(plan_id=made["id"], member_id=str(world.senior.id))
    plan = call("GET", f"/plans/{made['id']}")[1]
    assert plan["state"] == "done"
    assert plan["gap"] <= 0.02
    rows = call("GET", f"/plans/{made['id']}/cases")[1]
    row = next(row for row in rows if row["case_id"] == str(person.case))
    status, done = call("POST", f"/plans/{made['id']}/carry-out", {"because": "agreed", "rows": [row["id"]]})
    assert (status, done) == (201, {"changed_hands": 1})


def test_a_plan_is_stopped_by_the_api(world):
    call = calls(world.senior)
    made = call("POST", "/plans", {"scope": "everybody"})[1]
    assert call("POST", f"/plans/{made['id']}/stop")[0] == 204
    with as_worker():
        tasks.work_out(plan_id=made["id"], member_id=str(world.senior.id))
    assert call("GET", f"/plans/{made['id']}")[1]["state"] == "stopped"
    assert call("POST", f"/plans/{made['id']}/start")[0] == 204


def test_an_officer_is_forbidden_and_a_stranger_finds_nothing(world):
    person = world.a_waiting_person()
    made = calls(world.senior)("POST", f"/cases/{person.case}/suggestions", {})[1]
    assert calls(world.first)("GET", "/allocation/queue")[0] == 403
    stranger = allocating(at=timezone.now() - timedelta(hours=2), local=THERE).senior
    assert calls(stranger)("GET", f"/suggestions/{made['id']}")[0] == 404
    assert calls(stranger)("POST", f"/cases/{person.case}/suggestions", {})[0] == 422
