"""A token lasts as long as the password it was made under."""

from __future__ import annotations

import pytest
from django.utils import timezone
from support.people import a_founder, an_office, joins
from support.wall_visits import caller

from throughcare.foundation.access.actions import give_password
from throughcare.foundation.access.models import Account
from throughcare.foundation.access.rules import Member


def given_by_an_administrator(who: Member) -> None:
    account = Account.objects.get(id=who.account_id)
    give_password(by=a_founder(), at=timezone.now(), email=account.email, password="another-one-entirely")


def changed_by_oneself(who: Member) -> None:
    account = Account.objects.get(id=who.account_id)
    account.set_password("another-one-entirely")
    account.save(update_fields=["password"])


@pytest.mark.parametrize("new_password", [given_by_an_administrator, changed_by_oneself])
def test_a_new_password_ends_the_tokens_of_before_whoever_gave_it(new_password):
    who = joins(an_office().unit, "offender manager")
    program = caller(who)
    assert program.get("/api/v1/me").status_code == 200
    new_password(who)
    assert program.get("/api/v1/me").status_code == 401
    assert caller(who).get("/api/v1/me").status_code == 200
