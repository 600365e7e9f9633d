"""The two teams of an agreement, for whoever is shown its money and not its terms."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from throughcare.foundation.kernel import Refused


def sides_of(agreement_id: UUID) -> tuple[UUID, UUID]:
    """The buyer's team and the provider's; refused for whoever is not shown the agreement's money."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT buyer, provider FROM contracts_sides(%s)", [agreement_id])
        found = cursor.fetchone()
    if found is None:
        raise Refused("There is no such agreement.")
    return found[0], found[1]
