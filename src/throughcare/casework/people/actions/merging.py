"""Ruling on records that may be one person's, and undoing it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused, new_id

from ..events import PeopleMerged, PeopleUnmerged
from ..models import KeptApart, Merge, Person, Review
from ._matching import ask
from ._seen import NOT_SEEN, said

_CANNOT_MERGE = {
    "hidden": NOT_SEEN,
    "apart": "Somebody ruled that these are never one person. Lift that ruling first, if it was wrong.",
    "merged": "One of these records has been merged already. Open the record that survived.",
}
_CANNOT_UNDO = {
    "hidden": NOT_SEEN,
    "undone": "This merge was undone before.",
    "later": "Another merge was made on top of this one. Undo the later one first.",
}


@action(Permission.MERGE_PEOPLE)
def merge_people(*, by: Member, at: datetime, survivor_id: UUID, merged_id: UUID, because: str) -> UUID:
    """Make one record of two that the doer may see; returns the merge's id, by which it can be undone.

    Refused when the one that would go says that the person died and the one that stays does not.
    """
    if _death_would_go(survivor_id, merged_id):
        raise Refused(
            "The record that would go says that the person died. Let that one stay, or withdraw the death."
        )
    return _merge(by, at, survivor_id, merged_id, _reason(because), review_id=None)


@action(Permission.DECIDE_MATCH)
def decide_review(
    *, by: Member, at: datetime, review_id: UUID, version: int, same: bool, because: str
) -> UUID | None:
    """Rule on a review: the same person (returns the merge's id) or different people (returns None).

    The newer record is merged into the one known before, or stays itself where it alone says that the person died.
    Whoever rules sees both: a review goes to a unit that sees the record known before, and is not ruled by whoever
    sent the newer one unless they saw it too.
    Ruled different, the two are never offered again.
    """
    review = Review.objects.filter(id=review_id).first()
    if review is None:
        raise Refused("There is no such review in your queue.")
    if review.state != Review.State.OPEN or review.version != version:
        raise Refused("Somebody has already decided this review.")
    concerns([review.person_id, review.rival_id])
    add_to_line(review=review_id, same=same)
    reason = _reason(because)
    if same:
        stays, goes = review.rival_id, review.person_id
        if _death_would_go(stays, goes):
            stays, goes = goes, stays
        return _merge(by, at, stays, goes, reason, review_id=review_id)
    if not ask("SELECT people_rule_different(%s, %s::uuid[], %s)", [review_id, _ids(5), reason])[0][0]:
        raise Refused(NOT_SEEN)
    return None


def _death_would_go(survivor: UUID, merged: UUID) -> bool:
    """Whether of two records only the one that would go says that the person died."""
    died = dict(Person.objects.filter(id__in=[survivor, merged]).values_list("id", "died_on"))
    return bool(died.get(merged)) and not died.get(survivor)


def _ids(how_many: int) -> list[UUID]:
    return [new_id() for _ in range(how_many)]


def _reason(because: str) -> str:
    if not because.strip():
        raise Refused("Say why.", field="because")
    return said(because, field="because", longest=500)


def _merge(
    by: Member, at: datetime, survivor: UUID, merged: UUID, because: str, *, review_id: UUID | None
) -> UUID:
    concerns([survivor, merged])
    if survivor == merged:
        raise Refused("A record cannot be merged into itself.")
    merge, alias = new_id(), new_id()
    answer = _answered(
        ask(
            "SELECT people_merge_records(%s, %s, %s, %s, %s, %s)",
            [merge, alias, survivor, merged, review_id, because],
        )
    )
    if answer in _CANNOT_MERGE:
        raise Refused(_CANNOT_MERGE[answer])
    derive_grants("merge", [merge])
    add_to_line(merge=merge)
    announce(PeopleMerged(merge, survivor, merged), at=at, by=by.id)
    return merge


def _answered(rows: list[tuple[object, ...]]) -> str:
    """The database's answer when it is a word; otherwise nothing."""
    answer = rows[0][0]
    return answer.strip('"') if isinstance(answer, str) else ""


@action(Permission.MERGE_PEOPLE)
def unmerge_people(*, by: Member, at: datetime, merge_id: UUID, because: str) -> UUID:
    """Undo a merge: all that moved goes back; returns the id of the record that stands again."""
    reason = _reason(because)
    merge = Merge.objects.filter(id=merge_id).first()
    if merge is None:
        raise Refused(NOT_SEEN)
    concerns([merge.survivor_id, merge.merged_id])
    add_to_line(merge=merge_id)
    answer = _answered(ask("SELECT people_undo_merge(%s, %s)", [merge_id, reason]))
    if answer in _CANNOT_UNDO:
        raise Refused(_CANNOT_UNDO[answer])
    derive_grants("merge", [merge_id])
    announce(PeopleUnmerged(merge_id, merge.survivor_id, merge.merged_id), at=at, by=by.id)
    return merge.merged_id


@action(Permission.MERGE_PEOPLE)
def keep_apart(*, by: Member, at: datetime, person_id: UUID, other_id: UUID, because: str) -> UUID:
    """Rule that two people are never one, and why; returns the ruling's id, by which it can be lifted.

    They are not offered as one again, and cannot be merged, until somebody lifts it.
    """
    reason = _reason(because)
    concerns([person_id, other_id])
    if person_id == other_id:
        raise Refused("A person cannot be kept apart from themselves.")
    ruling = new_id()
    said_so = ask("SELECT people_keep_apart(%s, %s, %s, %s)", [ruling, person_id, other_id, reason])[0][0]
    if said_so == "before":
        raise Refused("Somebody has already ruled that these are never one person.")
    if said_so != "kept":
        raise Refused(NOT_SEEN)
    add_to_line(kept_apart=ruling)
    return ruling


@action(Permission.MERGE_PEOPLE)
def lift_apart(*, by: Member, at: datetime, ruling_id: UUID, because: str) -> None:
    """Lift a ruling that two people are never one, and why: they may be offered as one again."""
    reason = _reason(because)
    ruling = KeptApart.objects.filter(id=ruling_id).first()
    if ruling is None:
        raise Refused(NOT_SEEN)
    concerns([ruling.person_id, ruling.other_id])
    if ask("SELECT people_lift_apart(%s, %s)", [ruling_id, reason])[0][0] != "lifted":
        raise Refused("This ruling was lifted before, or one of the two is not yours to see.")
    add_to_line(lifted=ruling_id)
