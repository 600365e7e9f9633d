"""Every operation, called with whatever its description allows and much it does not: never a server error."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def member():
    """A senior who may do most things, with people to do them to, and a token."""
    from support.people import joins
    from support.service import a_person, a_service, managed

    service = a_service()
    person = managed(a_person(service))
    return (
        service,
        person,
        person.team.senior,
        joins(person.team.unit, "administrator"),
        service.officer_of_the_court,
    )


@pytest.fixture(scope="module")
def tokens(member):
    from support.service import NOW

    from throughcare.foundation.access.actions import issue_token

    _, _, *people = member
    return [issue_token(by=one, at=NOW, label="for a test", days=365) for one in people]


@pytest.fixture(scope="module")
def api_schema(database):
    from throughcare.config.wsgi import application

    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


REFUSED_AS_OFTEN = 2


def test_no_call_whatever_is_a_server_error(api_schema, member, tokens):
    from throughcare.faces.api.operation import OPERATIONS

    _, _, *people = member
    asked = 0
    for found in api_schema.get_all_operations():
        operation = found.ok()
        name = operation.definition.raw["operationId"]
        permission = next(may for ending, may in OPERATIONS.items() if name.endswith(f"_{ending}"))
        call_often(
            operation,
            {t: permission is None or p.may(permission) for t, p in zip(tokens, people, strict=True)},
        )
        asked += 1
    assert asked >= 30


def call_often(operation, permitted):
    """Ten calls by each token that may; by one that is refused before anything is read, two."""
    calls = 0

    @given(case=operation.as_strategy())
    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    def call(case):
        nonlocal calls
        calls += 1
        for token, may in permitted.items():
            if may or calls <= REFUSED_AS_OFTEN:
                case.headers = {**(case.headers or {}), "Authorization": f"Bearer {token}"}
                case.call_and_validate(checks=[not_a_server_error])

    call()


def test_the_description_is_openapi_3_1_and_every_operation_is_permitted_or_open():
    from django.test import Client

    from throughcare.faces.api.operation import OPERATIONS

    said = Client().get("/api/v1/openapi.json").json()
    assert said["openapi"].startswith("3.1")
    ids = {op["operationId"] for methods in said["paths"].values() for op in methods.values()}
    assert [id for id in ids if not id.endswith(tuple(f"_{name}" for name in OPERATIONS))] == []
    assert len(ids) == len(OPERATIONS)


def test_without_a_token_nothing_is_said():
    from django.test import Client

    for path in ("/api/v1/me", "/api/v1/caseload", "/api/v1/organisations"):
        assert Client().get(path).status_code == 401


def test_the_same_key_does_a_write_once(member, tokens):
    from django.test import Client

    from throughcare.casework.supervision.models import TimelineEntry
    from throughcare.foundation.kernel import new_id

    _, person, *_ = member
    key, what = str(new_id()), f"Rang about the bus fare {new_id()}"
    headers = {"Authorization": f"Bearer {tokens[0]}", "Idempotency-Key": key}
    for _ in range(3):
        answer = Client().post(
            f"/api/v1/people/{person.id}/entries",
            {"kind": "note", "what": what},
            content_type="application/json",
            headers=headers,
        )
        assert answer.status_code == 201, answer.content
    assert TimelineEntry.objects.using("owner").filter(what=what).count() == 1


def test_a_key_used_for_one_thing_cannot_be_used_for_another(member, tokens):
    from django.test import Client

    from throughcare.foundation.kernel import new_id

    _, person, *_ = member
    headers = {"Authorization": f"Bearer {tokens[0]}", "Idempotency-Key": str(new_id())}
    said = {"kind": "note", "what": "one thing"}
    Client().post(
        f"/api/v1/people/{person.id}/entries", said, content_type="application/json", headers=headers
    )
    risk = {"version": person.row.version, "risk": "high"}
    answer = Client().post(
        f"/api/v1/people/{person.id}/risk", risk, content_type="application/json", headers=headers
    )
    assert answer.status_code == 422
    assert "something else" in answer.json()["because"]


def test_no_two_shapes_share_a_name_so_that_none_is_described_by_anothers():
    """The description keeps one shape for each name: of two with one name, the first would speak for both."""
    from collections import defaultdict

    from ninja import Schema

    from throughcare.faces.index import api_urls

    assert api_urls.urlpatterns
    named, waiting = defaultdict(set), [Schema]
    while waiting:
        shape = waiting.pop()
        waiting += shape.__subclasses__()
        if shape.__module__.startswith("throughcare."):
            named[shape.__name__].add(shape.__module__)
    assert {name: modules for name, modules in named.items() if len(modules) > 1} == {}
