"""The words of programmes: where a referral stands, how it moves, and which edition of the table is asked."""

from __future__ import annotations

from enum import StrEnum


class EnrolmentState(StrEnum):
    """Where somebody referred to a programme stands."""

    STARTED = "referral started"
    SENT = "sent"
    AWAITING_ASSESSMENT = "awaiting assessment"
    BEING_ASSESSED = "being assessed"
    AWAITING_GROUP = "awaiting a group"
    NOT_READY = "suitable but not ready"
    DEPRIORITISED = "deprioritised"
    SCHEDULED = "scheduled"
    ON_PROGRAMME = "on programme"
    BREACH = "breach"
    DEFERRED = "deferred"
    RECALL = "recall"
    RETURN_TO_COURT = "return to court"
    DESELECTED = "deselected"
    NOT_SUITABLE = "not suitable"
    NOT_ELIGIBLE = "not eligible"
    HELD_SINCE_SENT = "on hold since sent"
    HELD_BEFORE_ASSESSMENT = "on hold before assessment"
    HELD_IN_ASSESSMENT = "on hold in assessment"
    COMPLETE = "complete"
    WITHDRAWN = "withdrawn"


class MovedThrough(StrEnum):
    """What brings a move about: somebody's word, a place or a session of a group, or rejoining within the weeks for it."""

    HAND = "hand"
    GROUP = "group"
    REJOINING = "rejoining"


class MovesEdition(StrEnum):
    """Which edition of the table: the sound one is used; the others are those of two systems, as they were published."""

    SOUND = "sound"
    MANAGE_AND_DELIVER = "manage and deliver"
    SEED = "seed"
    ACCREDITED = "accredited"


class EndedBecause(StrEnum):
    """Why somebody is taken off a programme, or their referral goes back or ends before it is complete."""

    ABSENCE = "did not attend"
    BEHAVIOUR = "behaviour in the group"
    SAFETY = "not safe for them or for others"
    HEALTH = "health"
    WORK = "work or caring"
    MOVED = "moved away"
    CUSTODY = "in custody"
    SENTENCE = "the sentence ended or changed"
    COURT = "the court removed the requirement"
    CAPACITY = "no place"
    MISTAKEN = "mistaken or duplicate"
    OTHER = "other"


class Moment(StrEnum):
    """When something was scored: before the programme, or after it."""

    BEFORE = "before"
    AFTER = "after"
