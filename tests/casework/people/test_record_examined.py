"""A record is examined once: what is fit comes back as it is kept, and what is not with everything that is wrong with it."""

from __future__ import annotations

from datetime import date

from throughcare.casework.people.rules import check_record, faults_of
from throughcare.casework.people.rules.record import PersonRecord, examined

TODAY = date(2026, 11, 30)


def test_a_record_that_is_fit_is_as_it_would_be_kept_and_one_that_is_not_says_all_that_is_wrong():
    fit = PersonRecord("1", "Robin", "Field", date(1990, 2, 3))
    assert examined(fit, today=TODAY) == check_record(fit, today=TODAY)
    unfit = PersonRecord("2", "Robin\x00", "", date(2027, 1, 1))
    found = examined(unfit, today=TODAY)
    assert isinstance(found, tuple) and len(found) > 1
    assert [str(one) for one in found] == [str(one) for one in faults_of(unfit, today=TODAY)]
