"""Which rows of supervision a page about one person reads, as lists that one statement can read together."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.gathered import Gathered, Rows
from throughcare.foundation.access.queries import Unit

from ..models import Appointment, Case, Contact, Gap, Reminder, Tenure, TimelineEntry, Transfer

MOST = 400
PAGE = 25
_THEIRS = "person_id = %(person)s::uuid"
_OWN = f"SELECT c.id FROM supervision_case c WHERE c.{_THEIRS}"
_LATEST_FIRST = "closed_at DESC NULLS FIRST, opened_at DESC"
_LATEST = f"({_OWN} ORDER BY {_LATEST_FIRST} LIMIT 1)"
_STANDS = "NOT EXISTS (SELECT FROM supervision_contact n WHERE n.corrects_id = t.id)"
_UNTOLD = """NOT EXISTS (SELECT FROM supervision_contact n WHERE n.appointment_id = t.id
  AND NOT EXISTS (SELECT FROM supervision_contact o WHERE o.corrects_id = n.id))"""
_OPEN = "EXISTS (SELECT FROM supervision_case k WHERE k.id = t.case_id AND k.closed_at IS NULL)"

CASES = Rows(Case, _THEIRS, _LATEST_FIRST, 1)
TENURES = Rows(Tenure, f"{_THEIRS} AND NOT isempty(during)", "during DESC, id")
GAPS = Rows(Gap, f"case_id IN ({_OWN}) AND upper_inf(during)", "kind, id")
OFFERS = Rows(Transfer, f"case_id IN ({_OWN}) AND state = 'offered'", "id")
LATEST_ENTRIES = Rows(TimelineEntry, _THEIRS, "at DESC, id DESC", PAGE + 1)
LATEST_CONTACTS = Rows(Contact, _THEIRS, "happened_at DESC, id DESC", PAGE + 1)
CORRECTIONS = Rows(Contact, f"{_THEIRS} AND corrects_id IS NOT NULL", "id")
CORRECTED = Rows(
    Contact, f"{_THEIRS} AND EXISTS (SELECT FROM supervision_contact n WHERE n.corrects_id = t.id)", "id"
)
STANDING = Rows(Contact, f"case_id = {_LATEST} AND {_STANDS}", "happened_at DESC, id DESC", MOST)
APPOINTMENTS = Rows(
    Appointment,
    f"case_id = {_LATEST} AND called_off_at IS NULL AND {_UNTOLD} AND {_OPEN}",
    "starts_at, id",
    MOST,
)

REMINDERS = Rows(Reminder, f"case_id = {_LATEST}", "at DESC, hours, id", 20)

ON_A_CASE: tuple[Rows[Any], ...] = (CASES, TENURES, GAPS, OFFERS)
"""What ``case_of`` reads, for whoever reads more in the same statement."""
ON_A_TIMELINE: tuple[Rows[Any], ...] = (LATEST_ENTRIES, LATEST_CONTACTS, CORRECTIONS, CORRECTED)
"""What the first page of a ``timeline`` of every kind reads."""
ON_CONTACT: tuple[Rows[Any], ...] = (STANDING, APPOINTMENTS, REMINDERS, CORRECTIONS, CORRECTED)
"""What ``contacting`` reads of a person's latest case."""


def named(read: Gathered) -> tuple[dict[UUID, str], dict[UUID, Unit]]:
    """The names of all the members, and all the teams, that what was read names; one question, asked once."""
    return read.once(_named)


def _named(read: Gathered) -> tuple[dict[UUID, str], dict[UUID, Unit]]:
    members = {row.member_id for row in read.some(TENURES)}
    members |= {row.member_id for row in read.some(LATEST_ENTRIES) if row.member_id}
    members |= {row.member_id for row in read.some(LATEST_CONTACTS)}
    members |= {row.held_by for row in read.some(APPOINTMENTS)}
    units = {row.unit_id for row in read.some(CASES)} | {row.unit_id for row in read.some(TENURES)}
    return access.names_and_units(members, units)
