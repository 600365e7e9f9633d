"""Reading the person an action concerns, through the wall."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F

from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Refused

from ..models import Person
from ..rules import PersonState
from ._matching import ask

NOT_SEEN = "There is no such person, or their record is not yours to see."


def seen(person_id: UUID) -> Person:
    """A person whom the doer may see and whose record still stands; Refused otherwise."""
    concerns(person_id)
    person = Person.objects.filter(id=person_id).first()
    if person is None:
        raise Refused(NOT_SEEN)
    if person.state == PersonState.MERGED:
        raise Refused("This record was merged into another. Open the record that survived.")
    return person


def change(person: Person, version: int, **columns: object) -> None:
    """Change a person's own row if nobody else has since the version that was read."""
    changed = Person.objects.filter(id=person.id, version=version).update(version=F("version") + 1, **columns)
    if not changed:
        raise Refused(
            "Somebody changed this record while you were writing. Look at it as it is now, then enter your change again."
        )


def compare_again(people: Iterable[UUID]) -> None:
    """Have what people are compared by derived again before the next batch is matched."""
    ask("SELECT people_mark_stale(%s::uuid[])", [list(people)])


def said(words: str, *, field: str, longest: int, needed: bool = False) -> str:
    """Words as they will be kept: trimmed, printable, not too long; Refused otherwise."""
    kept = " ".join(words.split())
    if needed and not kept:
        raise Refused("This cannot be empty.", field=field)
    if len(kept) > longest:
        raise Refused(f"This can be {longest} characters long; it is {len(kept)}.", field=field)
    if not kept.isprintable():
        raise Refused("This cannot hold control characters.", field=field)
    return kept
