"""An address has one account, and nobody wears a hat that is another's."""

import pytest
from support.people import NOW, a_founder, an_office, joins

from throughcare.foundation.access.actions import add_member, change_hat, make_account
from throughcare.foundation.access.models import Account
from throughcare.foundation.kernel import Refused, new_id


def test_an_address_has_one_account_however_it_is_written():
    email = f"{new_id()}@Example.test"
    made = make_account(by=a_founder(), at=NOW, email=f" {email} ", name="Robin", password=None)
    assert not Account.objects.using("owner").get(id=made).has_usable_password()
    with pytest.raises(Refused, match="already an account"):
        make_account(by=a_founder(), at=NOW, email=email.lower(), name="Robin", password=None)
    with pytest.raises(Refused, match="e-mail address"):
        make_account(by=a_founder(), at=NOW, email="robin", name="Robin", password=None)


def test_one_changes_to_a_hat_of_ones_own_and_to_nobody_elses():
    office = an_office()
    given = {
        "by": a_founder(),
        "at": NOW,
        "unit_id": office.unit,
        "role": "court officer",
        "name": "A second hat",
    }
    second = add_member(**given, account_id=office.manager.account_id)
    assert change_hat(by=office.manager, at=NOW, membership_id=second) == second
    with pytest.raises(Refused, match="do not hold"):
        change_hat(by=office.manager, at=NOW, membership_id=joins(office.unit, "court officer").id)
