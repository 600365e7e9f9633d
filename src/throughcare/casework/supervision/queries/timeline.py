"""Tells everything that happened in a person's cases, contacts and entries in one order, newest first."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.gathered import Gathered
from throughcare.foundation.audit.trail import concerns

from ..models import Contact, TimelineEntry
from ..rules.contacts import ContactKind
from .contacts import ContactSeen, contacts_seen
from .reading import LATEST_CONTACTS, LATEST_ENTRIES, PAGE, named

_CONTACTS = frozenset(kind.value for kind in ContactKind)


@dataclass(frozen=True)
class Happened:
    """One thing that happened: an entry, or a contact with what came of it."""

    id: UUID
    at: datetime
    kind: str
    what: str
    note: str
    member_id: UUID | None
    about_id: UUID | None = None
    contact: ContactSeen | None = None


@dataclass(frozen=True)
class TimelinePage:
    """One page of a timeline, newest first, and where the next begins (None at the end)."""

    entries: tuple[Happened, ...]
    names: dict[UUID, str]
    next: str | None


def timeline(
    person_id: UUID, *, kind: str = "", after: str = "", read: Gathered | None = None
) -> TimelinePage:
    """A page of 25 of everything in a person's cases; ``after`` is the mark a page before gave.

    ``read`` holds what was read of the first page of every kind, and is of use for that alone.
    """
    concerns(person_id)
    if read is not None and not kind and not after:
        return _page(*_first(read), named(read)[0])
    mark = _read_mark(after)
    found = [] if kind in _CONTACTS else _entries(person_id, kind, mark)
    if not kind or kind in _CONTACTS:
        found = _in_order([*found, *_contacts(person_id, kind, mark)])
    shown = found[:PAGE]
    return _page(
        shown, len(found) > PAGE, access.member_names({row.member_id for row in shown if row.member_id})
    )


def _page(shown: list[Happened], is_more: bool, names: dict[UUID, str]) -> TimelinePage:
    return TimelinePage(tuple(shown), names, _mark(shown[-1]) if is_more else None)


def _in_order(found: list[Happened]) -> list[Happened]:
    return sorted(found, key=lambda h: (h.at, h.id), reverse=True)


def _first(read: Gathered) -> tuple[list[Happened], bool]:
    contacts = _as_happened(contacts_seen(read.of(LATEST_CONTACTS), read=read))
    found = _in_order([*map(_entry, read.of(LATEST_ENTRIES)), *contacts])
    return found[:PAGE], len(found) > PAGE


def _entry(e: TimelineEntry) -> Happened:
    return Happened(e.id, e.at, e.kind, e.what, e.note, e.member_id, e.about_id)


def _as_happened(contacts: Iterable[ContactSeen]) -> list[Happened]:
    return [
        Happened(c.id, c.happened_at, c.kind.value, c.what, c.note, c.member_id, contact=c) for c in contacts
    ]


def _entries(person_id: UUID, kind: str, mark: tuple[datetime, UUID] | None) -> list[Happened]:
    rows = TimelineEntry.objects.filter(person_id=person_id)
    if kind:
        rows = rows.filter(kind=kind)
    if mark:
        rows = rows.filter(Q(at__lt=mark[0]) | Q(at=mark[0], id__lt=mark[1]), at__lte=mark[0])
    return [_entry(e) for e in rows.order_by("-at", "-id")[: PAGE + 1]]


def _contacts(person_id: UUID, kind: str, mark: tuple[datetime, UUID] | None) -> list[Happened]:
    rows = Contact.objects.filter(person_id=person_id)
    if kind:
        rows = rows.filter(kind=kind)
    if mark:
        earlier = Q(happened_at__lt=mark[0]) | Q(happened_at=mark[0], id__lt=mark[1])
        rows = rows.filter(earlier, happened_at__lte=mark[0])
    return _as_happened(contacts_seen(list(rows.order_by("-happened_at", "-id")[: PAGE + 1])))


def timeline_kinds(person_id: UUID) -> list[str]:
    """The kinds of entry and of contact a person's timeline has."""
    rows = [TimelineEntry.objects.filter(person_id=person_id), Contact.objects.filter(person_id=person_id)]
    return sorted({kind for row in rows for kind in row.order_by().values_list("kind", flat=True).distinct()})


def _mark(row: Happened) -> str:
    return base64.urlsafe_b64encode(json.dumps([row.at.isoformat(), str(row.id)]).encode()).decode()


def _read_mark(mark: str) -> tuple[datetime, UUID] | None:
    try:
        at, row = json.loads(base64.urlsafe_b64decode(mark.encode()))
        return datetime.fromisoformat(at), UUID(row)
    except (ValueError, TypeError, AttributeError):
        return None
