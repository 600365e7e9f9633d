"""Whoever rules whether two records are one person's reads both side by side, and of nobody whom they are not shown."""

import re

import pytest
from support.people import a_record, an_office, an_uncertain_pair, record
from support.wall_visits import browser

from throughcare.casework.people.models import Address, Person, Review


@pytest.fixture(scope="module")
def office(database):
    return an_office()


@pytest.fixture(scope="module")
def review(office):
    known, unsure = an_uncertain_pair()
    record(office, known)
    found = record(office, unsure)[0].person_id
    return Review.objects.using("owner").get(person_id=found)


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_both_records_stand_side_by_side_with_what_tells_them_apart(office, review):
    said = words(browser(office.admin).get(f"/matches/{review.id}"))
    sides = said.partition("What each record says")[2].partition("What each field adds")[0]
    for id in (review.person_id, review.rival_id):
        person = Person.objects.using("owner").get(id=id)
        assert person.surname in sides and f"{person.date_of_birth:%-d %B %Y}" in sides
        for home in Address.objects.using("owner").filter(person_id=id):
            assert home.postcode in sides
    assert "Not recorded" in sides


def test_what_nobody_could_compare_is_one_line_and_no_row_of_noughts(office, review):
    said = words(browser(office.admin).get(f"/matches/{review.id}"))
    assert said.count("Nothing to compare:") == 1
    assert "Nothing to compare +0.0" not in said


def test_a_record_that_is_not_theirs_to_see_is_nowhere_on_the_page(office, review):
    stranger = an_office()
    record(stranger, a_record())
    assert browser(stranger.admin).get(f"/matches/{review.id}").status_code == 404
