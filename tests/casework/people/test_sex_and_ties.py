"""A court's own id ties two records unless something contradicts it, and a sex that is not known is none."""

from datetime import date

import pytest
from support.records import MODEL, a_person

from throughcare.casework.people.rules import Frequencies
from throughcare.casework.people.rules.features import known_sex
from throughcare.casework.people.rules.ties import tie

SHARES = Frequencies(MODEL)


@pytest.mark.parametrize(
    ("code", "sex"), [("M", "M"), ("F", "F"), ("0", None), ("9", None), ("", None), ("m", None)]
)
def test_only_a_known_sex_is_one(code, sex):
    assert known_sex(code) == sex


def test_a_record_under_the_same_courts_id_is_the_same_persons():
    known, arrived = (a_person(id, court_defendants=("d1",)) for id in ("known", "arrived"))
    assert tie([arrived], [known], SHARES).owners == {"arrived": "known"}


def test_one_whom_everything_else_contradicts_waits_for_somebody_to_look():
    known = a_person("known", court_defendants=("d1",))
    other = a_person("arrived", "Mary", "Jones", born=date(1961, 1, 2), court_defendants=("d1",))
    found = tie([other], [known], SHARES)
    assert found.owners == {}
    assert [(one.left, one.right) for one in found.in_doubt] == [("arrived", "known")]


def test_without_the_id_nothing_is_tied():
    found = tie([a_person("arrived")], [a_person("known", court_defendants=("d1",))], SHARES)
    assert (found.owners, found.in_doubt) == ({}, [])
