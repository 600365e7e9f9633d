"""A page number, a cell or a version that is no number is answered as a page, never as a fault of ours."""

from __future__ import annotations

import pytest
from support.people import an_office, joins
from support.service import a_person, a_service
from support.wall_visits import browser

from throughcare.foundation.kernel import new_id

ODD = ["²", "٣²", "9" * 5000, "9" * 30, "-1", "0", "1e3", "", "x"]


@pytest.fixture(scope="module")
def head():
    return joins(an_office().unit, "head of delivery unit")


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "address", ["/caseload", "/allocation", "/allocation/plans/00000000-0000-7000-8000-000000000000"]
)
def test_a_page_number_of_any_kind_is_no_fault(head, address, odd):
    assert browser(head).get(address, {"page": odd}).status_code in {200, 404}


@pytest.mark.parametrize("odd", ODD)
def test_a_cell_of_any_kind_is_refused_in_words_or_worked_out(head, odd):
    answer = browser(head).get("/outcomes/measures/people", {"tables": "made-up", "by": "area", "cell": odd})
    assert answer.status_code in {200, 422}


@pytest.mark.parametrize("odd", ODD)
def test_a_version_of_any_kind_ends_nobodys_membership(odd):
    office = an_office()
    answer = browser(joins(office.unit, "administrator")).post(
        f"/members/{office.manager.id}/end", {"version": odd}
    )
    assert answer.status_code == 302
    assert browser(office.manager).get("/caseload").status_code == 200


@pytest.mark.parametrize("odd", ODD)
def test_a_version_of_any_kind_changes_no_report(odd):
    person = a_person(a_service())
    address = f"/people/{person.id}/reports/{new_id()}"
    assert browser(person.team.senior).post(address, {"version": odd}).status_code in {302, 404}
