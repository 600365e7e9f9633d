"""Whatever a call names that its operation does not read is refused by that name, in every operation there is."""

import json
import re
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from support.service import a_person, a_service, managed
from support.wall_visits import browser

from throughcare.faces.api.names_sent import unknown_in


class Step(BaseModel):
    """A step, as a call might send it."""

    what: str = ""


class Sent(BaseModel):
    """What a call might send."""

    name: str = ""
    step: Step | None = None
    steps: list[Step] = []
    by_name: dict[str, Step] = {}
    either: list[Step] | Step | None = None
    plain: dict[str, str] = {}


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, ""),
        ({"name": "a", "plain": {"anything": "at all"}, "step": None}, ""),
        ({"naem": "a"}, "The call: no such field: naem (did you mean name?)."),
        ({"step": {"waht": "a"}}, "step: no such field: waht (did you mean what?)."),
        ({"steps": [{"what": "a"}, {"other": 1}]}, "steps.1: no such field: other."),
        ({"by_name": {"first": {"other": 1}}}, "by_name.first: no such field: other."),
        ({"either": {"other": 1}}, "either: no such field: other."),
        ({"either": [{"other": 1}]}, "either.0: no such field: other."),
        (["not", "a", "table"], ""),
    ],
)
def test_a_name_is_refused_wherever_it_stands(sent: object, said: str):
    assert unknown_in(Sent, sent) == said


@given(
    st.recursive(
        st.none() | st.text() | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_whatever_is_sent_is_answered(sent: object):
    named = isinstance(sent, dict) and set(sent) - set(Sent.model_fields)
    assert unknown_in(Sent, sent).startswith("The call: no such field") is bool(named)


@cache
def operations() -> dict[str, Any]:
    """Every operation that reads a body or an address, by its name."""
    from throughcare.faces.api.operation import api
    from throughcare.faces.index import api_urls

    assert api_urls.urlpatterns
    found = [
        one
        for _, router in api._routers
        for view in router.path_operations.values()
        for one in view.operations
    ]
    return {one.view_func.__name__: one for one in found}


@pytest.fixture(scope="module")
def callers():
    """Somebody of each team of a service, and of its court."""
    person = managed(a_person(a_service()))
    return person, [person.team.senior, person.service.officer_of_the_court]


def test_every_operation_that_reads_what_is_sent_says_which_name_it_does_not_know(callers):
    from throughcare.faces.api.operation import OPERATIONS

    person, members = callers
    tried, wrong = 0, []
    for name, operation in operations().items():
        able = [m for m in members if OPERATIONS[name] is None or m.may(OPERATIONS[name])]
        if not able or not any(model.__ninja_param_source__ == "body" for model in operation.models):
            continue
        answer = _call(able[0], operation, person, {"no_such_thing_at_all": 1})
        tried += 1
        if answer.status_code != 422 or "no_such_thing_at_all" not in answer.json()["because"]:
            wrong.append((name, answer.status_code, answer.content[:120]))
    assert not wrong
    assert tried > 100


def test_every_operation_that_reads_an_address_says_which_question_it_does_not_know(callers):
    from throughcare.faces.api.operation import OPERATIONS

    person, members = callers
    wrong = []
    for name, operation in operations().items():
        able = [m for m in members if OPERATIONS[name] is None or m.may(OPERATIONS[name])]
        if able and operation.methods == ["GET"]:
            answer = _call(able[0], operation, person, None, "?no_such_question=1")
            if answer.status_code != 422 or "no_such_question" not in answer.json()["because"]:
                wrong.append((name, answer.status_code, answer.content[:120]))
    assert not wrong


@cache
def _signed_in(member: Any) -> Any:
    return browser(member)


def _call(member: Any, operation: Any, person: Any, body: object, asked: str = "") -> Any:
    path = "/api/v1" + operation.path
    for name in operation.signature.path_params_names:
        path = path.replace(f"{{{name}}}", str(person.id))
    given = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    return getattr(_signed_in(member), operation.methods[0].lower())(path + asked, **given)


def test_the_description_says_that_no_other_field_is_taken():
    from throughcare.faces.api.operation import api

    assert operations()
    described = api.get_openapi_schema()
    bodies = _named_in(
        [one.get("requestBody") for path in described["paths"].values() for one in path.values()]
    )
    schemas = described["components"]["schemas"]
    assert len(bodies) > 150
    assert [name for name in bodies if schemas[name].get("additionalProperties") is not False] == []


def _named_in(described: object) -> set[str]:
    """The schemas that a part of the description names."""
    return set(re.findall(r"#/components/schemas/(\w+)", json.dumps(described, default=str)))
