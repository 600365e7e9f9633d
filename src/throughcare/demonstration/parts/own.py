"""Own pages in the demonstration: a few of one team were given a code lately, one of which was withdrawn; anybody may be given another."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from throughcare.casework.own import actions
from throughcare.foundation.access import queries as members
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused

from ..days import instant
from ..history import History
from ..part import Finish, Part

_GIVEN, _DAYS_AGO = 4, 3


def own_pages(history: History, given: Finish) -> None:
    """Codes of some days ago, each given by whoever manages the person; the last was withdrawn within the hour."""
    at = instant(history.as_at - timedelta(days=_DAYS_AGO), 11)
    senior = history.staff.signed_in("senior probation officer", at)
    units = set(members.units_below(senior.unit_id)) if senior is not None else set()
    number = 0
    for one in history.ordered(lambda one: one.case.unit_id in units and "offender manager" in one.holder):
        officer = members.member(one.holder["offender manager"], at=at)
        if officer is None or not officer.may(May.GIVE_OWN_CODE) or one.appointed_on is None:
            continue
        if one.appointed_on >= history.as_at - timedelta(days=_DAYS_AGO):
            continue
        with suppress(Refused):
            actions.give_code(by=officer, at=at, case_id=one.case.id)
            number += 1
        if number == _GIVEN:
            actions.withdraw_code(by=officer, at=at + timedelta(minutes=20), case_id=one.case.id)
            return


PART = Part(at_the_end={69: own_pages})
