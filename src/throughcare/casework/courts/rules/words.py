"""The courts' words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Session(StrEnum):
    """When in the day a court sits."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


class Outcome(StrEnum):
    """What became of a hearing."""

    LISTED = "listed"
    SENTENCED = "sentenced"
    REPORT_REQUESTED = "report requested"
    ADJOURNED = "adjourned"
    COMMITTED = "committed to crown court"
    NOT_PROBATION = "sentenced without probation"
    WARRANT = "warrant"
    DISMISSED = "dismissed"
    DEFERRED = "sentence deferred"
    BREACH_PROVED = "breach proved"
    BREACH_NOT_PROVED = "breach not proved"
    ORDER_CONTINUES = "order continues"
    ORDER_REVOKED = "order revoked"

    @property
    def is_of_a_breach(self) -> bool:
        """Whether it tells what became of a sentence passed before, which the row must name."""
        return self in {
            Outcome.BREACH_PROVED,
            Outcome.BREACH_NOT_PROVED,
            Outcome.ORDER_CONTINUES,
            Outcome.ORDER_REVOKED,
        }


class SentenceKind(StrEnum):
    """The kinds of sentence probation supervises, and those under which it meets nobody."""

    COMMUNITY_ORDER = "community order"
    SUSPENDED_SENTENCE_ORDER = "suspended sentence order"
    YOUTH_REHABILITATION_ORDER = "youth rehabilitation order"
    CUSTODY = "custody"
    EXTENDED_SENTENCE = "extended sentence"
    LIFE = "life sentence"
    PUBLIC_PROTECTION = "imprisonment for public protection"
    YOUTH_PUBLIC_PROTECTION = "detention for public protection"
    DETENTION_AND_TRAINING_ORDER = "detention and training order"
    YOUNG_ADULT_DETENTION = "detention in a young offender institution"

    @property
    def is_custodial(self) -> bool:
        """Whether it begins in custody."""
        return self not in {
            SentenceKind.COMMUNITY_ORDER,
            SentenceKind.SUSPENDED_SENTENCE_ORDER,
            SentenceKind.YOUTH_REHABILITATION_ORDER,
        }


INDETERMINATE: Final = frozenset(
    {SentenceKind.LIFE, SentenceKind.PUBLIC_PROTECTION, SentenceKind.YOUTH_PUBLIC_PROTECTION}
)
"""The kinds that have a minimum term and no end of their own: for life, and for public protection."""


# Each kind as courts and their systems also say it; a word that is said of several kinds stands for none.
_ALSO_SAID: Final[Mapping[str, SentenceKind]] = {
    "co": SentenceKind.COMMUNITY_ORDER,
    "sso": SentenceKind.SUSPENDED_SENTENCE_ORDER,
    "suspended sentence": SentenceKind.SUSPENDED_SENTENCE_ORDER,
    "suspended imprisonment": SentenceKind.SUSPENDED_SENTENCE_ORDER,
    "yro": SentenceKind.YOUTH_REHABILITATION_ORDER,
    "imprisonment": SentenceKind.CUSTODY,
    "immediate imprisonment": SentenceKind.CUSTODY,
    "immediate custody": SentenceKind.CUSTODY,
    "eds": SentenceKind.EXTENDED_SENTENCE,
    "extended determinate sentence": SentenceKind.EXTENDED_SENTENCE,
    "extended sentence of imprisonment": SentenceKind.EXTENDED_SENTENCE,
    "life": SentenceKind.LIFE,
    "life imprisonment": SentenceKind.LIFE,
    "imprisonment for life": SentenceKind.LIFE,
    "custody for life": SentenceKind.LIFE,
    "detention for life": SentenceKind.LIFE,
    "ipp": SentenceKind.PUBLIC_PROTECTION,
    "indeterminate sentence for public protection": SentenceKind.PUBLIC_PROTECTION,
    "indeterminate sentence for the public protection": SentenceKind.PUBLIC_PROTECTION,
    "dpp": SentenceKind.YOUTH_PUBLIC_PROTECTION,
    "dto": SentenceKind.DETENTION_AND_TRAINING_ORDER,
    "detention & training order": SentenceKind.DETENTION_AND_TRAINING_ORDER,
    "yoi": SentenceKind.YOUNG_ADULT_DETENTION,
    "detention in a yoi": SentenceKind.YOUNG_ADULT_DETENTION,
    "detention in young offender institution": SentenceKind.YOUNG_ADULT_DETENTION,
}


def sentence_kind(said: str) -> SentenceKind:
    """The kind of sentence that a court's words name; ValueError where they name none, or could name several.

    >>> sentence_kind("Imprisonment for life").value, sentence_kind("SSO").value
    ('life sentence', 'suspended sentence order')
    """
    words = " ".join(said.casefold().split())
    return _ALSO_SAID.get(words) or SentenceKind(words)


class RequirementKind(StrEnum):
    """What a court may require of somebody in the community."""

    UNPAID_WORK = "unpaid work"
    REHABILITATION_ACTIVITY = "rehabilitation activity"
    PROGRAMME = "programme"
    PROHIBITED_ACTIVITY = "prohibited activity"
    CURFEW = "curfew"
    EXCLUSION = "exclusion"
    RESIDENCE = "residence"
    FOREIGN_TRAVEL_PROHIBITION = "foreign travel prohibition"
    MENTAL_HEALTH_TREATMENT = "mental health treatment"
    DRUG_REHABILITATION = "drug rehabilitation"
    ALCOHOL_TREATMENT = "alcohol treatment"
    ALCOHOL_ABSTINENCE = "alcohol abstinence and monitoring"
    ATTENDANCE_CENTRE = "attendance centre"
    ELECTRONIC_MONITORING = "electronic monitoring"


class Unit(StrEnum):
    """What a length is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


class Runs(StrEnum):
    """How a sentence runs beside another."""

    ALONE = "alone"
    CONCURRENT = "concurrent"
    CONSECUTIVE = "consecutive"


class ReportKind(StrEnum):
    """How full a report the court asked for."""

    ORAL = "oral"
    FAST = "fast"
    STANDARD = "standard"
