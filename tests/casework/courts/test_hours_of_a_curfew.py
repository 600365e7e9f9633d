"""A curfew keeps the hours that the court said, from its file to the form where the officer records what holds the person."""

from support.service import a_person, a_service, managed
from support.wall_visits import browser

from throughcare.casework.courts.queries import sentences_of
from throughcare.foundation.access.session import viewing


def test_a_curfews_hours_and_an_exclusions_place_are_on_the_record_in_the_courts_words():
    said = "curfew 8 weeks 7pm to 7am; exclusion 6 months from Stockton High Street; unpaid work 60 hours"
    person = managed(a_person(a_service(), requirements=said))
    with viewing(person.team.officer, person.service.later()):
        (sentence,) = sentences_of(person.id)
    assert {one.kind: one.said for one in sentence.requirements} == {
        "curfew": "7pm to 7am, 8 weeks",
        "exclusion": "from Stockton High Street, 6 months",
        "unpaid work": "60 hours",
    }
    page = browser(person.team.officer).get(f"/people/{person.id}/commitments/add").content.decode()
    assert "Curfew, 7pm to 7am, 8 weeks" in page
