"""How many addresses may be asked about, and from which day what is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from throughcare.casework.victims.rules.enquiries import (
    SOONEST,
    EnquiryAnswer,
    answer_told,
    check_answerable,
    check_may_ask,
    told_on,
)
from throughcare.foundation.kernel import Refused, WorkingCalendar

ASKED = date(2026, 11, 26)
TOLD = date(2026, 12, 3)


def test_every_answer_is_told_on_one_day_and_never_sooner_than_the_database_lets_it():
    assert told_on(ASKED, WorkingCalendar()) == TOLD
    assert told_on(date(2026, 12, 24), WorkingCalendar()) == date(2027, 1, 5)  # over Christmas
    for days in range(400):
        asked = ASKED + timedelta(days=days)
        assert told_on(asked, WorkingCalendar()) >= asked + timedelta(days=SOONEST)


@pytest.mark.parametrize("answer", ["", *EnquiryAnswer])
def test_nothing_is_told_before_its_day_and_no_answer_is_never_no(answer):
    assert answer_told(answer, TOLD, TOLD - timedelta(days=1)) is None
    assert answer_told(answer, TOLD, TOLD) == (answer or "cannot say")


def test_one_more_is_refused_of_a_person_and_of_an_asker():
    check_may_ask(2, 9)
    with pytest.raises(Refused, match="3 addresses were asked about for this person"):
        check_may_ask(3, 0)
    with pytest.raises(Refused, match="You asked about 10 addresses"):
        check_may_ask(0, 10)


def test_an_answer_is_given_once_and_before_its_day():
    check_answerable("", TOLD, TOLD - timedelta(days=1))
    with pytest.raises(Refused, match="answered before: no"):
        check_answerable("no", TOLD, TOLD - timedelta(days=1))
    with pytest.raises(Refused, match="before 3 December 2026"):
        check_answerable("", TOLD, TOLD)
