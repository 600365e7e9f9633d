"""Tells how contacts stand now: each as it was recorded, or as the latest correction of it says."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from ..models import Contact
from .contacts import ContactSeen, contacts_seen

_LATEST = """
WITH RECURSIVE chain AS (
  SELECT c.id AS first, c.id FROM supervision_contact c WHERE c.id = ANY (%s)
  UNION ALL SELECT chain.first, n.id FROM chain JOIN supervision_contact n ON n.corrects_id = chain.id)
SELECT chain.first, chain.id FROM chain
  WHERE NOT EXISTS (SELECT 1 FROM supervision_contact n WHERE n.corrects_id = chain.id)"""


def contacts_as_they_stand(contact_ids: Iterable[UUID]) -> dict[UUID, ContactSeen]:
    """For each contact, as far as the viewer sees it, the one that stands in its place now; two questions."""
    wanted = list(contact_ids)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, [wanted])
        latest = dict(cursor.fetchall())
    rows = list(Contact.objects.filter(id__in=latest.values()))
    standing = {one.id: one for one in contacts_seen(rows)}
    return {first: standing[id] for first, id in latest.items() if id in standing}
