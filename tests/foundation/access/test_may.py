"""Whoever may not is told which role lacks what; whoever may is told nothing."""

from uuid import uuid4

import pytest

from throughcare.foundation.access.rules import ROLES, Member, check_may
from throughcare.foundation.kernel import Permission, Refused


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("permission", Permission)
def test_a_role_may_what_the_table_says_and_nothing_more(role, permission):
    member = Member(uuid4(), "Robin", role, uuid4(), uuid4())
    if permission in ROLES[role].may:
        check_may(member, permission)
    else:
        with pytest.raises(Refused, match=f"^An? {role} may not {permission.value}"):
            check_may(member, permission)
