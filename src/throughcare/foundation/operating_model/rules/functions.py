"""The functions of a probation system that a model must give to somebody."""

from __future__ import annotations

from enum import StrEnum


class Function(StrEnum):
    """Something that a body is answerable for, for some people, under every operating model."""

    ARRANGEMENTS_DUTY = "arrangements_duty"
    COURT_ADVICE = "court_advice"
    SENTENCER_INFORMATION = "sentencer_information"
    RISK_ASSESSMENT = "risk_assessment"
    ALLOCATION_DECISION = "allocation_decision"
    PUBLIC_INTEREST_DECISION = "public_interest_decision"
    OFFENDER_MANAGEMENT = "offender_management"
    CUSTODY_MANAGEMENT = "custody_management"
    SUPERVISION = "supervision"
    RESPONSIBLE_OFFICER = "responsible_officer"
    COMPLIANCE_MANAGEMENT = "compliance_management"
    PROGRAMMES = "programmes"
    UNPAID_WORK = "unpaid_work"
    ACTIVITY_REQUIREMENTS = "activity_requirements"
    SUPPORT_SERVICES = "support_services"
    APPROVED_PREMISES = "approved_premises"
    ELECTRONIC_MONITORING = "electronic_monitoring"
    BREACH_NOTICE = "breach_notice"
    BREACH_DECISION = "breach_decision"
    BREACH_PRESENTATION = "breach_presentation"
    RECALL_ADVICE = "recall_advice"
    RECALL_DECISION = "recall_decision"
    LICENCE_MANAGEMENT = "licence_management"
    RESETTLEMENT = "resettlement"
    VICTIM_CONTACT = "victim_contact"
    RESTORATIVE_JUSTICE_IN_SENTENCE = "restorative_justice_in_sentence"
    RESTORATIVE_JUSTICE_AS_DIVERSION = "restorative_justice_as_diversion"
    MAPPA_SEAT = "mappa_seat"
    IOM_COORDINATION = "iom_coordination"
    PARTNERSHIP_SEAT = "partnership_seat"
    FURTHER_OFFENCE_REVIEW = "further_offence_review"
    COMMISSIONING_NATIONAL = "commissioning_national"
    COMMISSIONING_REGIONAL = "commissioning_regional"
    COMMISSIONING_LOCAL = "commissioning_local"
    BUYING_OFFENDER_MANAGEMENT = "buying_offender_management"
    BUYING_INTERVENTIONS = "buying_interventions"
    BUYING_SUPPORT_SERVICES = "buying_support_services"
    BUYING_APPROVED_PREMISES = "buying_approved_premises"
    BUYING_ELECTRONIC_MONITORING = "buying_electronic_monitoring"
    ADVISORY_SEAT_IN_AWARD = "advisory_seat_in_award"
    ESTATES_AND_ICT = "estates_and_ict"
    TRAINING_STANDARDS = "training_standards"
    INSPECTION = "inspection"
    LAST_RESORT = "last_resort"

    @property
    def label(self) -> str:
        """The function in words fit for a page."""
        return _capitals(self.value.replace("_", " "))


def _capitals(words: str) -> str:
    for short in ("mappa", "iom", "ict"):
        words = " ".join(short.upper() if word == short else word for word in words.split(" "))
    return words[0].upper() + words[1:]
