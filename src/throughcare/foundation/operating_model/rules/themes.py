"""Functions in the groups that a reader looks for them in; every function stands in one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .functions import Function

THEMES: Final[Mapping[str, tuple[Function, ...]]] = {
    "Advice to courts and first decisions": (
        Function.ARRANGEMENTS_DUTY,
        Function.COURT_ADVICE,
        Function.SENTENCER_INFORMATION,
        Function.RISK_ASSESSMENT,
        Function.ALLOCATION_DECISION,
        Function.PUBLIC_INTEREST_DECISION,
    ),
    "Managing and supervising people": (
        Function.OFFENDER_MANAGEMENT,
        Function.CUSTODY_MANAGEMENT,
        Function.SUPERVISION,
        Function.RESPONSIBLE_OFFICER,
        Function.COMPLIANCE_MANAGEMENT,
    ),
    "What sentences ask for, and help": (
        Function.PROGRAMMES,
        Function.UNPAID_WORK,
        Function.ACTIVITY_REQUIREMENTS,
        Function.SUPPORT_SERVICES,
        Function.APPROVED_PREMISES,
        Function.ELECTRONIC_MONITORING,
    ),
    "Breach, recall and release": (
        Function.BREACH_NOTICE,
        Function.BREACH_DECISION,
        Function.BREACH_PRESENTATION,
        Function.RECALL_ADVICE,
        Function.RECALL_DECISION,
        Function.LICENCE_MANAGEMENT,
        Function.RESETTLEMENT,
    ),
    "Victims, and working with others": (
        Function.VICTIM_CONTACT,
        Function.RESTORATIVE_JUSTICE_IN_SENTENCE,
        Function.RESTORATIVE_JUSTICE_AS_DIVERSION,
        Function.MAPPA_SEAT,
        Function.IOM_COORDINATION,
        Function.PARTNERSHIP_SEAT,
        Function.FURTHER_OFFENCE_REVIEW,
    ),
    "Deciding what to buy, and buying it": (
        Function.COMMISSIONING_NATIONAL,
        Function.COMMISSIONING_REGIONAL,
        Function.COMMISSIONING_LOCAL,
        Function.BUYING_OFFENDER_MANAGEMENT,
        Function.BUYING_INTERVENTIONS,
        Function.BUYING_SUPPORT_SERVICES,
        Function.BUYING_APPROVED_PREMISES,
        Function.BUYING_ELECTRONIC_MONITORING,
        Function.ADVISORY_SEAT_IN_AWARD,
    ),
    "What all of it stands on": (
        Function.ESTATES_AND_ICT,
        Function.TRAINING_STANDARDS,
        Function.INSPECTION,
        Function.LAST_RESORT,
    ),
}
