"""Translates the actuarial service's requests and answers to ours and back, name by name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from throughcare.casework.assessment.rules.predictors import Problem, Trouble, Value

RUN_ON = date(2025, 10, 3)
"""The day taken as the assessment's when a request gives none: the service took the day it ran on."""

_LEVELS = {
    "NO_PROBLEMS": 0,
    "SOME_PROBLEMS": 1,
    "SIGNIFICANT_PROBLEMS": 2,
    "FULL_MOTIVATION": 0,
    "PARTIAL_MOTIVATION": 1,
    "NO_MOTIVATION": 2,
    "YES": 0,
    "SOMETIMES": 1,
    "NO": 2,
}
_WORDS = {
    "MALE": "male",
    "FEMALE": "female",
    "COMMUNITY": "community",
    "CUSTODY": "custody",
    "REMAND": "remand",
    "IN_RELATIONSHIP_LIVING_TOGETHER": "living_together",
    "IN_RELATIONSHIP_NOT_LIVING_TOGETHER": "not_living_together",
    "NOT_IN_RELATIONSHIP": "none",
    "ANY_QUALIFICATION": "any",
    "NO_QUALIFICATIONS": "none",
    "LOW": "low",
    "MEDIUM": "medium",
    "HIGH": "high",
    "VERY_HIGH": "very_high",
    "NOT_APPLICABLE": "not_applicable",
}
_PAST = {
    "HOMICIDE": "homicide",
    "WOUNDING_GBH": "wounding",
    "KIDNAPPING": "kidnapping",
    "FIREARMS": "firearms",
    "FIREARM": "firearms",
    "ROBBERY": "robbery",
    "AGGRAVATED_BURGLARY": "aggravated_burglary",
    "WEAPON": "weapons",
    "WEAPONS_NOT_FIREARMS": "weapons",
    "CRIMINAL_DAMAGE": "criminal_damage",
    "ARSON": "arson",
}
_DRUGS = {
    "hasHeroinUsage": "heroin",
    "hasMethadoneUsage": "methadone",
    "hasOtherOpiateUsage": "other_opiate",
    "hasCrackCocaineUsage": "crack_cocaine",
    "hasPowderCocaineUsage": "powder_cocaine",
    "hasMisusedPrescriptionDrugUsage": "misused_prescribed",
    "hasBenzodiazepinesUsage": "benzodiazepines",
    "hasCannabisUsage": "cannabis",
    "hasSteroidsUsage": "steroids",
    "hasOtherDrugsUsage": "other_drug",
    "hasKetamineUsage": "ketamine",
    "hasSpiceUsage": "spice",
    "hasHallucinogensUsage": "hallucinogens",
    "hasSolventsUsage": "solvents",
}
FIELDS = {
    "gender": "sex",
    "dateOfBirth": "date_of_birth",
    "assessmentDate": "assessment_date",
    "dateOfCurrentConviction": "conviction_date",
    "dateAtStartOfFollowup": "follow_up_date",
    "currentOffenceCode": "offence_code",
    "totalNumberOfSanctionsForAllOffences": "sanctions",
    "ageAtFirstSanction": "age_at_first_sanction",
    "supervisionStatus": "supervision",
    "totalNumberOfViolentSanctions": "violent_sanctions",
    "didOffenceInvolveCarryingOrUsingWeapon": "weapon",
    "suitabilityOfAccommodation": "accommodation_suitability",
    "isUnemployed": "unemployed",
    "currentRelationshipWithPartner": "relationship_with_partner",
    "currentRelationshipStatus": "relationship_status",
    "currentAlcoholUseProblems": "alcohol_current",
    "excessiveAlcoholUse": "alcohol_excess",
    "impulsivityProblems": "impulsivity",
    "temperControl": "temper",
    "proCriminalAttitudes": "pro_criminal_attitudes",
    "evidenceOfDomesticAbuse": "domestic_abuse",
    "domesticAbuseAgainstPartner": "domestic_abuse_partner",
    "domesticAbuseAgainstFamily": "domestic_abuse_family",
    "previousConvictions": "past_offences",
    "hasEverCommittedSexualOffence": "ever_sexual_offence",
    "isCurrentOffenceSexuallyMotivated": "sexually_motivated",
    "totalContactAdultSexualSanctions": "contact_adult",
    "totalContactChildSexualSanctions": "contact_child",
    "totalNonContactSexualOffences": "non_contact",
    "totalIndecentImageSanctions": "images",
    "dateOfMostRecentSexualOffence": "last_sexual_date",
    "mostRecentOffenceDate": "last_offence_date",
    "isCurrentOffenceAgainstVictimStranger": "stranger_victim",
    "isCurrentlyOfNoFixedAbodeOrTransientAccommodation": "no_fixed_abode",
    "workRelatedSkills": "work_skills",
    "problemsWithReadingWritingNumeracy": "literacy",
    "hasProblemsWithReading": "reading_problem",
    "hasProblemsWithNumeracy": "numeracy_problem",
    "learningDifficulties": "learning_difficulties",
    "professionalOrVocationalQualifications": "qualifications",
    "hasPeerGroupInfluences": "peer_influence",
    "influenceFromCriminalAssociates": "criminal_associates",
    "recklessnessAndRiskTakingBehaviour": "recklessness",
    "difficultiesCoping": "coping",
    "attitudesTowardsSelf": "attitude_to_self",
    "problemSolvingSkills": "problem_solving",
    "awarenessOfConsequences": "awareness_of_consequences",
    "understandsOtherPeoplesViews": "understands_others",
    "regularOffendingActivities": "offending_activities",
    "currentDrugMisuse": "current_drug_misuse",
    "motivationToTackleDrugMisuse": "drug_motivation",
    "applyOPDOverride": "opd_override",
    "didOffenceInvolveViolenceOrThreatOfViolence": "violence",
    "didOffenceInvolveExcessiveUseOfViolence": "excessive_violence",
    "didOffenceInvolveArson": "offence_arson",
    "offenceMotivationEmotionalState": "emotional_motivation",
    "isAnalysisOfOffenceIssuesLinkedToRisk": "offence_harm_link",
    "hasAccommodationIssuesLinkedToRisk": "accommodation_harm_link",
    "experienceOfChildhood": "childhood",
    "relationshipIssuesLinkedToRisk": "relationship_harm_link",
    "currentPsychologicalProblems": "psychological_problems",
    "currentPsychiatricProblems": "psychiatric_problems",
    "hasCurrentPsychiatricTreatment": "psychiatric_treatment",
    "areEmotionalIssuesLinkedToRisk": "emotional_harm_link",
    "areThinkingAndBehaviourIssuesLinkedToRisk": "thinking_harm_link",
    "hasCustodialSentence": "custodial_sentence",
    "overRelianceOnOthersForFinancialSupport": "over_reliance",
    "manipulativeOrPredatoryBehaviour": "manipulative",
    "isEvidenceOfChildhoodBehaviouralProblems": "childhood_behaviour",
    "hasHistoryOfPsychiatricTreatment": "psychiatric_history",
    "hasBeenOnMedicationForMentalHealthProblems": "medication",
    "hasEverBeenInSpecialHospitalOrRegionalSecureUnit": "secure_hospital",
    "hasSelfHarmOrAttemptedSuicide": "self_harm",
    "attitudeTowardsSupervisionOrLicence": "attitude_to_supervision",
    "controllingOrAggressiveBehaviour": "controlling",
    "hasEscapedOrAbsconded": "escaped",
    "doesRecogniseImpactOfOffendingOnOthers": "recognises_impact",
    "hasDisplayedObsessiveBehaviourLinkedToOffending": "obsessive_behaviour",
    "hasAssaultedOrThreatenedStaff": "assaulted_staff",
    "hasControlIssues": "control_issues",
    "isEligibleForMappa": "mappa_eligible",
    "overallRiskForAssessment": "rosh",
    "highestRiskLevelOverAllAssessments": "highest_rosh",
    "sexualPreoccupation": "sexual_preoccupation",
    "offenceRelatedSexualInterests": "sexual_interests",
    "emotionalCongruenceWithChildren": "emotional_congruence",
    "saraRiskToOthers": "sara_others",
    "saraRiskToPartner": "sara_partner",
    "hostileOrientation": "hostile_orientation",
    "currentRelationshipWithFamilyMembers": "family_relationships",
    "previousCloseRelationships": "previous_relationships",
    "easilyInfluencedByCriminalAssociates": "easily_influenced",
    "isARiskOfSexualHarm": "sexual_harm_risk",
}
_BACK = {ours: theirs for theirs, ours in FIELDS.items()}

_TYPES = {
    Problem.MISSING: "MISSING_MANDATORY_INPUT",
    Problem.MISSING_DYNAMIC: "MISSING_DYNAMIC_INPUT",
    Problem.CODE_FORMAT: "OFFENCE_CODE_INCORRECT_FORMAT",
    Problem.CODE_UNMAPPED: "OFFENCE_CODE_MAPPING_NOT_FOUND",
    Problem.CODE_NEEDS_EXACT: "NEED_DETAILS_OF_EXACT_OFFENCE",
    Problem.CONVICTED_TOO_YOUNG: "AGE_AT_CURRENT_CONVICTION_LESS_THAN_TEN",
    Problem.FIRST_AFTER_CONVICTION: "AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION",
    Problem.FIRST_RANGE: "AGE_AT_FIRST_SANCTION_OUT_OF_RANGE",
    Problem.CONVICTION_BEFORE_BIRTH: "DATE_OF_CURRENT_CONVICTION_BEFORE_DATE_OF_BIRTH",
    Problem.CONVICTION_AFTER_ASSESSMENT: "DATE_OF_CURRENT_CONVICTION_WITHIN_THREE_MONTHS_OF_ASSESSMENT_DATE",
    Problem.FOLLOW_UP_NEEDED: "DATE_OF_START_OF_FOLLOWUP_REQUIRED",
    Problem.FOLLOW_UP_BEFORE_BIRTH: "DATE_OF_START_OF_FOLLOWUP_BEFORE_DATE_OF_BIRTH",
    Problem.FOLLOW_UP_RANGE: "DATE_OF_START_OF_FOLLOWUP_OUT_OF_RANGE",
    Problem.SEXUAL_COUNTS_MISSING: "SEXUAL_OFFENDING_MISSING_COUNTS",
    Problem.SEXUAL_NO_SANCTIONS: "SEXUAL_REOFFENDING_PREDICTOR_NO_SANCTIONS",
    Problem.SEXUAL_RANGE: "TOTAL_NUMBER_OF_SEXUAL_SANCTIONS_OUT_OF_RANGE",
    Problem.LAST_SEXUAL_BEFORE_BIRTH: "DATE_OF_MOST_RECENT_SEXUAL_OFFENCE_BEFORE_DATE_OF_BIRTH",
    Problem.DRUGS_MOTIVATION: "DRUG_MISUSE_INCONSISTENT_INPUT",
    Problem.DOMESTIC_ABUSE: "DOMESTIC_ABUSE_INCONSISTENT_INPUT",
    Problem.LITERACY: "MISSING_MANDATORY_INPUT",
    Problem.TOO_FEW: "LDS_NOT_ENOUGH_FIELDS_PRESENT",
    Problem.COMPONENTS: "COMPONENT_VALIDATION_ERROR",
}
_OLD_TYPES = {
    Problem.SANCTIONS_RANGE: "TOTAL_NUMBER_OF_SANCTIONS_LESS_THAN_ONE",
    Problem.VIOLENT_RANGE: "VIOLENT_SANCTION_GREATER_THAN_TOTAL_SANCTIONS",
    Problem.SEXUAL_UNEXPECTED: "SEXUAL_OFFENDING_INCONSISTENT_INPUT",
    Problem.FOLLOW_UP_RANGE: "UNEXPECTED_ERROR",
}
_NEW_TYPES = {
    Problem.SANCTIONS_RANGE: "TOTAL_NUMBER_OF_SANCTIONS_OUT_OF_RANGE",
    Problem.VIOLENT_RANGE: "VIOLENT_SANCTION_OUT_OF_RANGE",
    Problem.SEXUAL_UNEXPECTED: "SEXUAL_REOFFENDING_PREDICTOR_INCONSISTENT_INPUT",
}


def answers_from(request: Mapping[str, object], *, follow_up: str) -> dict[str, Value | None]:
    """Our answers for a request; ``follow_up`` is the name of the request's start of follow-up."""
    found: dict[str, Value | None] = {"assessment_date": RUN_ON}
    for theirs, ours in FIELDS.items():
        value = request.get(follow_up if ours == "follow_up_date" else theirs)
        if value is not None:
            found[ours] = _value(ours, value)
    if any(request.get(name) is not None for name in _DRUGS):
        found["drugs_used"] = frozenset(drug for name, drug in _DRUGS.items() if request.get(name) is True)
    return found


def _value(ours: str, value: object) -> Value:
    if ours.endswith("_date") or ours == "date_of_birth":
        return date.fromisoformat(str(value))
    if isinstance(value, list):
        return frozenset(_PAST[str(each)] for each in value)
    if isinstance(value, bool | int):
        return value
    if ours == "offence_code":
        return str(value)
    return _LEVELS[str(value)] if str(value) in _LEVELS else _WORDS[str(value)]


def error_of(trouble: Trouble, *, old: bool, follow_up: str, names: Mapping[str, str]) -> dict[str, object]:
    """The service's error for a trouble: its type and, in order of name, its fields."""
    types = _TYPES | (_OLD_TYPES if old else _NEW_TYPES)
    back = _BACK | dict(names) | {"follow_up_date": follow_up, "ogrs3": "ogrs3TwoYear"}
    fields = sorted(back.get(field, field) for field in trouble.fields)
    if trouble.problem is Problem.LITERACY:
        parent = _BACK["literacy"]
        fields = [f"{parent} Field Not Present But {field} Present" for field in fields]
    if types[trouble.problem] == "UNEXPECTED_ERROR":
        fields = []
    return {"type": types[trouble.problem], "fields": fields}
