"""Who should take a case as things stand."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import concerns

from ..store.ranking import as_row, ask
from .plans import SuggestionSeen, as_seen


def ranked_now(case_id: UUID, *, by: Member, at: datetime) -> SuggestionSeen:
    """Who should take a case as things stand, for a page: the same list as a suggestion keeps, and nothing is kept of it."""
    found = ask(by, at, case_id, None, access.units_below(by.unit_id))
    concerns(found.about.case.person_id)
    return as_seen(as_row(found, by, at))
