"""A diversion or entry to a voluntary scheme opens a case that says so, where the model gives such cases to somebody."""

from datetime import date

import pytest
from support.people import a_birth, a_name, as_worker
from support.service import a_result, a_service, import_rows

from throughcare.casework.people.models import Person
from throughcare.casework.supervision.actions import Newcomer, open_cases_for_newcomers
from throughcare.casework.supervision.models import Case
from throughcare.casework.supervision.rules import CaseReason
from throughcare.foundation.kernel import Refused


def a_newcomer(reason=CaseReason.DIVERSION, **given):
    said = {
        "ref": "line 2",
        "family_name": a_name(),
        "given_names": "Alex",
        "date_of_birth": a_birth(),
        "postcode": "TS1 3AB",
    }
    return Newcomer(**(said | given), reason=reason)


def opened(service, *newcomers):
    with as_worker():
        return open_cases_for_newcomers(by=service.officer_of_the_court, at=service.at, newcomers=newcomers)


def test_a_person_comes_without_a_court_only_where_the_model_has_somebody_for_them():
    report = opened(a_service("durham-tees-valley-2012"), a_newcomer())
    assert report.opened == ()
    assert len(report.not_held) == 1
    person = Person.objects.using("owner").get(id=report.not_held[0])
    assert person.recorded_until is None, "whoever recorded a person nobody holds still sees them"


def test_a_case_says_what_opened_it():
    service = a_service("durham-tees-valley-2012")
    row = a_result()
    import_rows(service, row)
    known = a_newcomer(
        CaseReason.VOLUNTARY, family_name=row["family_name"], given_names=row["given_names"],
        date_of_birth=date.fromisoformat(row["date_of_birth"]), postcode=row["postcode"],
    )  # fmt: skip
    report = opened(service, known)
    cases = Case.objects.using("owner").filter(id__in=[*report.opened, *report.joined])
    assert {case.opened_because for case in cases} <= {"sentence", "voluntary scheme"}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"reason": CaseReason.SENTENCE}, "comes from a court"),
        ({"postcode": "ZZ1 1AA"}, "names no area"),
        ({"family_name": "=1+1"}, "line 2"),
    ],
)
def test_one_newcomer_unfit_to_keep_refuses_them_all(wrong, says):
    service, fine = a_service(), a_newcomer(ref="line 3")
    with pytest.raises(Refused, match=says):
        opened(service, a_newcomer(**wrong), fine)
    assert not Person.objects.using("owner").filter(surname=fine.family_name).exists()
