"""Somebody of whom nothing but a name is known: every page and every operation about them opens, or says in words why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from support.assessing import signed
from support.people import an_office, joins, record
from support.service import a_result, a_service, faults_of, import_rows
from support.wall_visits import browser, caller, pages

from throughcare.casework.courts.models import Sentence
from throughcare.casework.people.models import Person as Record
from throughcare.casework.people.rules import PersonRecord
from throughcare.casework.supervision.actions import Appointing, appoint_holders
from throughcare.casework.supervision.models import Case
from throughcare.casework.supervision.rules import TenureKind
from throughcare.faces.api.operation import api
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import new_id

NOTHING = dict.fromkeys(("given_names", "date_of_birth", "sex", "ethnicity", "pnc", "cro", "postcode", "address", "phone", "requirements", "offence_date"), "")  # fmt: skip
# What else an address names: things that are not there, and the kinds of step that a page is for.
ELSE = {
    "key": "offence", "group": "none", "code": "none", "name": "none", "kind": "phone", "field": "sex", "place_kind": "transitional-accommodation",
    "programme": "none", "template": "none", "matter": "figure",
}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """A person, and the members who may open what there is of them."""

    person: UUID
    members: tuple[Member, ...]
    sentences: tuple[UUID, ...] = ()


@pytest.fixture(scope="module")
def service():
    return a_service()


def sentenced(service: Any, **given: str) -> Known:
    """Somebody sentenced, of whom the court says a name alone, and whose officer is appointed."""
    before = set(Case.objects.using("owner").values_list("id", flat=True))
    report = import_rows(service, a_result(**NOTHING | given))
    assert not report.refused, faults_of(service, report)
    (case,) = Case.objects.using("owner").exclude(id__in=before)
    senior, officer = (joins(case.unit_id, role) for role in ("senior probation officer", "offender manager"))
    held = Appointing(case.id, TenureKind.OFFENDER_MANAGER, officer.id)
    appoint_holders(by=senior, at=service.later(), appointments=[held])
    orders = Sentence.objects.using("owner").filter(person_id=case.person_id).values_list("id", flat=True)
    return Known(case.person_id, (officer, senior, service.officer_of_the_court), tuple(orders))


def assessed(service: Any) -> Known:
    """Somebody assessed and scored, of whom the court said no more than a name and a postcode."""
    one = signed(service=service, **NOTHING | WHO["on an order"] | {"postcode": f"{service.local[1]} 2AB"})
    return Known(one.id, (one.officer, one.senior))


def recorded() -> Known:
    """Somebody with a name and nothing else at all, not even a case, in an office that recorded them."""
    office = an_office()
    [made] = record(office, PersonRecord(str(new_id()), "", f"Of{new_id().hex[-9:]}", None))
    return Known(made.person_id, (office.court, office.admin, office.manager))


WHO = {
    "on an order": {"requirements": "rehabilitation activity"},
    "asked a report about": {"outcome": "report requested", "report_kind": "fast", "sentence_kind": "", "sentence_length": "", "sentence_unit": ""},
    "for life": {"sentence_kind": "life sentence", "sentence_length": "", "sentence_unit": ""},
    "in custody": {"sentence_kind": "custody", "sentence_length": "30", "sentence_unit": "months"},
}  # fmt: skip


@pytest.fixture(scope="module", params=[*WHO, "assessed", "recorded alone"])
def known(request, service):
    if request.param in WHO:
        return sentenced(service, **WHO[request.param])
    return assessed(service) if request.param == "assessed" else recorded()


def addresses(known: Known) -> list[str]:
    """The address of every page about the person, whatever else it names."""
    from django.urls import reverse

    found = []
    for route, names in pages().items():
        if "person_id" in names:
            for sentence in known.sentences or (new_id(),):
                ids = {name: ELSE.get(name, new_id()) for name in names} | {"person_id": known.person}
                found.append(
                    reverse(route, kwargs=ids | ({"sentence_id": sentence} if "sentence_id" in names else {}))
                )
    return sorted({*found, f"/people/{known.person}/own-summary?in=cy"})


def test_nothing_is_known_of_them(known):
    row = Record.objects.using("owner").get(id=known.person)
    assert row.date_of_birth is None and row.surname


def test_every_page_about_them_opens_or_refuses_in_words(known):
    wrong, opened = [], 0
    for who in known.members:
        client = browser(who)
        for address in addresses(known):
            answer = client.get(address)
            opened += answer.status_code == 200
            if answer.status_code >= 500:
                wrong.append((who.role, address.replace(str(known.person), "…"), answer.status_code))
    assert not wrong, wrong
    assert opened > 10


def test_every_operation_about_them_answers_or_refuses_in_words(known):
    wrong, answered = [], 0
    for who in known.members:
        client = caller(who)
        for path, methods in api.get_openapi_schema()["paths"].items():
            if "{person_id}" not in path or "get" not in methods:
                continue
            told = path.replace("{person_id}", str(known.person))
            while "{" in told:
                name = told[told.index("{") + 1 : told.index("}")]
                told = told.replace(f"{{{name}}}", str(ELSE.get(name, new_id())))
            answer = client.get(told)
            answered += answer.status_code == 200
            if answer.status_code >= 500:
                wrong.append((who.role, path, answer.status_code))
    assert not wrong, wrong
    assert answered > 3
