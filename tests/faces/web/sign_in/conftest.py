"""The whole site in a browser, and an account that may sign in to it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

PASSWORD = "a long enough phrase"


@dataclass(frozen=True)
class Someone:
    """An account that can sign in, and is an offender manager."""

    email: str
    name: str
    password: str = PASSWORD


@pytest.fixture
def someone(database: object) -> Callable[[], Someone]:
    """Makes an account with a password, and a member for it."""
    from support.people import NOW, a_founder, an_office

    from throughcare.foundation.access import actions
    from throughcare.foundation.access.models import Account
    from throughcare.foundation.kernel import new_id

    def make() -> Someone:
        name, email = "Priya Nolan", f"{new_id()}@example.test"
        account = Account.objects.create_user(email, PASSWORD, name=name)
        unit = an_office().unit
        actions.add_member(
            by=a_founder(), at=NOW, unit_id=unit, role="offender manager", name=name, account_id=account.id
        )
        return Someone(email, name)

    return make
