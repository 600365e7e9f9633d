"""The words of accommodation: its kinds, where an application and a stay stand, how much notice was given, and whose turn it is."""

from __future__ import annotations

from enum import StrEnum


class AccommodationKind(StrEnum):
    """The three kinds of accommodation that people are placed in."""

    APPROVED_PREMISES = "approved premises"
    BAIL_AND_CURFEW = "bail and curfew accommodation"
    TRANSITIONAL = "transitional accommodation"


class Regime(StrEnum):
    """What approved premises are run for."""

    NORMAL = "normal"
    PSYCHOLOGICALLY_INFORMED = "psychologically informed"
    ENHANCED_SECURITY = "enhanced security"
    RECOVERY_FOCUSED = "recovery focused"
    MENTAL_HEALTH = "mental health"


class Notice(StrEnum):
    """How much time there is between an application and the day they would arrive."""

    STANDARD = "standard"
    SHORT = "short"
    EMERGENCY = "emergency"


class ApplicationState(StrEnum):
    """Where an application for a place stands."""

    SENT = "sent"
    ASSESSED = "being assessed"
    ASKED = "information asked for"
    REFUSED = "refused"
    WAITING = "waiting for a bed"
    NO_BED = "no bed found"
    PLACED = "bed booked"
    NOT_ARRIVED = "did not arrive"
    RESIDENT = "resident"
    DEPARTED = "departed"
    WITHDRAWN = "withdrawn"


class StayState(StrEnum):
    """Where one booking of a bed stands."""

    BOOKED = "booked"
    ARRIVED = "arrived"
    DEPARTED = "departed"
    NOT_ARRIVED = "not arrived"
    CANCELLED = "cancelled"


class PlacingSide(StrEnum):
    """Who owes something: the team that asked for a place, or the one that gives it."""

    SENDER = "sender"
    DELIVERER = "deliverer"


class Through(StrEnum):
    """What brings a move about: somebody's hand, or what is done with a bed."""

    HAND = "hand"
    BED = "bed"


class Priority(StrEnum):
    """Who goes first where beds are few."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
