"""The actuarial service's request and response fixtures, older and OGRS4: scores, bands, weights, errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from throughcare.casework.assessment.rules.predictors import (
    Basis,
    NotScored,
    Scored,
    score,
)
from throughcare.casework.assessment.rules.predictors.serious import PARTS, PartsNotScored

from ._actuarial import answers_from, error_of
from .cases import Adapter, Case, Source, unknown

Answer = dict[str, object]
MESSAGE = "the wording of an error message: ours is written for the person asking"

_OLD = {
    "OGRS3": "ogrs3",
    "OVP": "ovp",
    "OGP": "ogp",
    "SNSV": "snsv",
    "OSPDC": "osp-dc",
    "OSPIIC": "osp-iic",
    "RSR": "rsr",
}
_NEW = {
    "ALL_REOFFENDING_PREDICTOR": "arp",
    "VIOLENT_REOFFENDING_PREDICTOR": "vrp",
    "SERIOUS_VIOLENT_REOFFENDING_PREDICTOR": "svrp",
    "DIRECT_CONTACT_SEXUAL_REOFFENDING_PREDICTOR": "dc-srp",
    "IMAGES_AND_INDIRECT_CONTACT_SEXUAL_REOFFENDING_PREDICTOR": "iic-srp",
    "COMBINED_SERIOUS_REOFFENDING_PREDICTOR": "csrp",
}
_ALGORITHMS = {ours: theirs for theirs, ours in (_OLD | _NEW).items()}
_E2E_OLD = {
    "allPredictor": "ogrs3",
    "violentPredictor": "ovp",
    "nonViolentPredictor": "ogp",
    "directContactSexualPredictor": "osp-dc",
    "indirectContactSexualPredictor": "osp-iic",
    "seriousViolencePredictor": "snsv",
    "seriousPredictor": "rsr",
}
_E2E_NEW = {
    "allPredictor": "arp",
    "violentPredictor": "vrp",
    "directContactSexualPredictor": "dc-srp",
    "indirectContactSexualPredictor": "iic-srp",
    "seriousViolentPredictor": "svrp",
    "seriousPredictor": "csrp",
}
_PARTS_NAMES = {
    "osp-dc": "directContactSexualPredictorScore",
    "osp-iic": "indirectContactSexualPredictorScore",
    "snsv": "seriousViolencePredictorScore",
    "dc-srp": "directContactSexualPredictorScore",
    "iic-srp": "indirectContactSexualPredictorScore",
    "svrp": "seriousViolentPredictorScore",
}
_CALCULATED = {"ogrs3", "ovp", "ogp"}
_CONTACT = {
    "contact_adult": "totalContactAdultSexualSanctionsWeight",
    "contact_child": "totalContactChildSexualSanctionsWeight",
    "non_contact": "totalNonContactSexualOffencesWeight",
    "age": "ageAtStartOfFollowUpWeight",
    "last_sexual_age": "ageAtLastSanctionForSexualOffenceWeight",
    "sanctions": "totalNumberOfSanctionsForAllOffencesWeight",
    "stranger_victim": "currentOffenceAgainstVictimStrangerWeight",
}
_PRESENT = {
    "weapon": "offenceInvolveCarryingOrUsingWeaponsWeight",
    "accommodation_suitability": "suitableAccommodationWeight",
    "unemployed": "unemployedWeight",
    "domestic_abuse": "domesticViolenceWeight",
    "offending_activities": "regularOffendingActivitiesWeight",
    "drug_motivation": "drugMotivationWeight",
    "alcohol_current": "chronicDrinkingProblemsWeight",
    "alcohol_excess": "bingeDrinkingProblemsWeight",
    "impulsivity": "impulsivityProblemsWeight",
    "temper": "temperControlWeight",
    "pro_criminal_attitudes": "proCriminalAttitudesWeight",
    "live_in": "liveInRelationshipWeight",
    "relationship_quality": "relationshipQualityWeight",
    "live_in_quality": "multiplicativeRelationshipWeight",
    "drug_heroin": "heroinUsageWeight",
    "drug_methadone": "methadoneUsageWeight",
    "drug_other_opiate": "otherOpiateUsageWeight",
    "drug_crack_cocaine": "crackCocaineUsageWeight",
    "drug_powder_cocaine": "powderCocaineUsageWeight",
    "drug_misused_prescribed": "misusedPrescriptionDrugUsageWeight",
    "drug_benzodiazepines": "benzodiazepinesUsageWeight",
    "drug_cannabis": "cannabisUsageWeight",
    "drug_steroids": "steroidUsageWeight",
    "drug_other_drugs": "otherDrugUsageWeight",
    "past_homicide": "pastHomicideOffenceWeight",
    "past_wounding": "pastWoundingGrievousBodilyHarmOffenceWeight",
    "past_kidnapping": "pastKidnappingOffenceWeight",
    "past_firearms": "pastFirearmsOffenceWeight",
    "past_robbery": "pastRobberyOffenceWeight",
    "past_aggravated_burglary": "pastAggravatedBurglaryOffenceWeight",
    "past_weapons": "pastNonFirearmWeaponOffenceWeight",
    "past_criminal_damage": "pastCriminalDamageOffenceWeight",
    "past_arson": "pastArsonOffenceWeight",
}
_FAMILY = _PRESENT | {
    "constant": "twoYearInterceptWeight",
    "age": "ageGenderPolynomialWeight",
    "sex": "genderWeight",
    "offence": "offenceGroupWeight",
    "first_sanction": "firstSanctionWeight",
    "second_sanction": "secondSanctionWeight",
    "second_gap": "secondSanctionGapWeight",
    "sanctions": "totalNumberOfSanctionsForAllOffencesWeight",
    "free_months": "offenceFreeMonthsWeight",
    "copas": "copasScore",
    "copas_squared": "copasScoreSquared",
    "never_violent": "neverViolentWeight",
    "once_violent": "onceViolentWeight",
}
_FEATURES: Mapping[str, Mapping[str, str]] = {
    "ogrs3": {
        "age_sex": "ageGenderScore",
        "status": "convictionStatusScore",
        "copas": "COPASScore",
        "offence": "offenceGroupParameter",
    },
    "ovp": {},
    "ogp": {},
    "snsv": {
        **_PRESENT,
        "accommodation_suitability": "suitabilityOfAccommodationWeight",
        "constant": "twoYearInterceptWeight",
        "sex": "genderWeight",
        "age": "ageGenderPolynomialWeight",
        "offence": "SNSVWeighting",
        "offence_violence": "SNSVVATPWeight",
        "first_or_second": "numberOfSanctionsWeight",
        "sanctions": "totalNumberOfSanctionsForAllOffencesWeight",
        "second_gap": "secondSanctionCasesOnlyWeight",
        "free_months": "monthsSinceLastSanctionWeight",
        "copas": "threePlusSanctionWeight",
        "violent_history": "violentHistoryWeight",
        "violent_sanctions": "violentSanctionsWeight",
        "violent_rate": "violenceRateWeight",
        "relationship_with_partner": "currentRelationshipWithPartner",
        "domestic_abuse_partner": "domesticViolenceWeight",
        "past_offences": "previousConvictionsWeight",
    },
    "osp-dc": _CONTACT,
    "osp-iic": {},
    "rsr": {},
    "arp": _FAMILY,
    "vrp": _FAMILY
    | {
        "violent_sanctions": "totalNumberOfViolentSanctionsWeight",
        "violent_rate": "copasViolentOffencesScore",
    },
    "svrp": _FAMILY | {"violent_sanctions": "violentSanctionsWeight", "violent_rate": "violenceRateWeight"},
    "dc-srp": _CONTACT,
    "iic-srp": {"images": "imagesAndIndirectContactWeight"},
    "csrp": {},
}


def _is_fixtures(source: Source) -> bool:
    if source.path.suffix != ".json" or not isinstance(source.content, list) or not source.content:
        return False
    return all(
        isinstance(one, dict) and isinstance(one.get("case"), dict) and "response" in one["case"]
        for one in source.content
    )


def _cases(source: Source) -> Iterable[Case]:
    assert isinstance(source.content, list)
    for number, one in enumerate(source.content):
        name = f"{number} {str(one.get('source', '')).rsplit('resources/', 1)[-1]}"
        request, response = one["case"].get("request") or {}, one["case"]["response"]
        answer = _answer_for(response, request)
        if answer is None:
            yield unknown(name)
        else:
            bare, dropped = _bare(response)
            yield Case(name, bare, _later(answer, request), 1e-9, not_compared=(MESSAGE,) * dropped)


def _later(answer: Callable[[Mapping[str, Any]], object], request: Mapping[str, Any]) -> Callable[[], object]:
    return lambda: answer(request)


def _bare(value: object) -> tuple[Any, int]:
    """The expected response with the fields of errors in order, without messages; and how many messages."""
    if isinstance(value, list):
        pairs = [_bare(each) for each in value]
        return [each for each, _ in pairs], sum(count for _, count in pairs)
    if not isinstance(value, dict):
        return value, 0
    kept = {key: _bare(each) for key, each in value.items() if key != "message"}
    bare = {key: each for key, (each, _) in kept.items()}
    if isinstance(bare.get("fields"), list):
        bare["fields"] = sorted(bare["fields"])
    return bare, sum(count for _, count in kept.values()) + ("message" in value)


def _answer_for(response: object, request: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], object] | None:
    if not isinstance(response, dict):
        return None
    if "actuarialPredictors" in response:
        return (
            _everything_old if "seriousViolencePredictor" in response["actuarialPredictors"] else _everything
        )
    algorithm = response.get("algorithm")
    if algorithm in _OLD | _NEW:
        return lambda asked: predictor((_OLD | _NEW)[str(algorithm)], asked)
    shapes = {"ldsScore": learning, "isMstApplicable": maturity, "opdCheck": personality}
    found = next((answer for key, answer in shapes.items() if key in response), None)
    if found is None and "pniPathway" in response:
        return lambda asked: programme_need(asked, old="dateAtStartOfFollowupUserInput" in asked)
    return found


def _follow_up(instrument: str) -> str:
    if instrument in _NEW.values():
        return "dateAtStartOfFollowup"
    return (
        "dateAtStartOfFollowupCalculated" if instrument in _CALCULATED else "dateAtStartOfFollowupUserInput"
    )


def _published(instrument: str) -> str:
    return "published-4.0" if instrument in {"arp", "vrp", "svrp", "iic-srp", "csrp"} else "published-1.0"


def _ask(instrument: str, request: Mapping[str, Any]) -> Scored | NotScored:
    forced = {"STATIC": Basis.STATIC, "DYNAMIC": Basis.DYNAMIC}.get(str(request.get("snsvStaticOrDynamic")))
    answers = answers_from(request, follow_up=_follow_up(instrument))
    try:
        return score(instrument, answers, edition=_published(instrument), force=forced)
    except NotScored as refusal:
        return refusal


def predictor(instrument: str, request: Mapping[str, Any]) -> Answer:
    """Our answer to a request for one predictor, in the service's shape."""
    return _said(instrument, _ask(instrument, request), request)


def _said(instrument: str, told: Scored | NotScored, request: Mapping[str, Any]) -> Answer:
    scored = None if isinstance(told, NotScored) else told
    combined = instrument in PARTS
    troubles = told.troubles if isinstance(told, NotScored) or not combined else ()
    errors = [
        error_of(
            trouble, old=instrument in _OLD.values(), follow_up=_follow_up(instrument), names=_ALGORITHMS
        )
        for trouble in troubles
    ]
    return {
        "algorithm": _ALGORITHMS[instrument],
        "type": _type(instrument, scored),
        "modelVersion": "1.0",
        "thresholdsVersion": "1.0",
        "output": _output(instrument, told, request),
        "featureValues": {} if scored is None or combined else _features(instrument, scored),
        "validationErrors": errors,
    }


def _type(instrument: str, scored: Scored | None) -> str | None:
    if instrument in PARTS:
        return "COMBINED"
    if instrument in {"snsv", "arp", "vrp", "svrp"}:
        return scored.basis.name if scored else None
    return "DYNAMIC" if instrument in {"ovp", "ogp"} else "STATIC"


def _output(instrument: str, told: Scored | NotScored, request: Mapping[str, Any]) -> Answer:
    scored = None if isinstance(told, NotScored) else told
    band = scored.band.name if scored and scored.band else None
    mark = scored.score if scored else None
    if instrument in _CALCULATED:
        points = {} if instrument == "ogrs3" else {"pointScore": scored.points if scored else None}
        one_year = scored.one_year if scored else None
        return {"band": band, "oneYearScore": one_year, "twoYearScore": mark, **points}
    if instrument in {"snsv", "arp", "vrp", "svrp"}:
        return {"band": band, "score": mark}
    female = request.get("gender") == "FEMALE" if scored else None
    sexual = request.get("hasEverCommittedSexualOffence") if scored else None
    shared: Answer = {"band": band, "femaleVersion": female, "hasSexualOffenceHistory": sexual}
    if instrument in PARTS:
        return shared | {"overallScore": mark, "componentScores": _parts(instrument, told, request)}
    if instrument in {"osp-iic", "iic-srp"}:
        return shared | {"score": mark}
    if instrument == "osp-dc" and female:
        shared["hasSexualOffenceHistory"] = False
    reduced = scored.band_reduced if scored else None
    points = {"pointScore": scored.points if scored else None}
    return shared | {"score": mark, **points, "riskBandReductionApplied": reduced}


def _parts(instrument: str, told: Scored | NotScored, request: Mapping[str, Any]) -> Answer:
    if isinstance(told, PartsNotScored):
        parts = dict(told.parts)
    elif isinstance(told, Scored):
        parts = {part.instrument: part for part in told.components}
    else:
        parts = {name: _ask(name, request) for name in PARTS[instrument]}
    return {_PARTS_NAMES[name]: _said(name, part, request) for name, part in parts.items()}


def _features(instrument: str, scored: Scored) -> Answer:
    names = _FEATURES[instrument]
    if instrument in {"osp-dc", "dc-srp"}:
        found: Answer = {names[term.name]: term.points for term in scored.terms if term.name in names}
        total = {"totalWeight": scored.points} if found and instrument == "dc-srp" else {}
        return found | total
    found = {names[term.name]: term.contribution for term in scored.terms if term.name in names}
    if instrument == "iic-srp" and scored.band is not None and scored.band.name != "NOT_APPLICABLE":
        return {"imagesAndIndirectContactWeight": scored.probability}
    if instrument in {"arp", "vrp", "svrp"}:
        found["totalWeight"] = scored.total
    return found


def screen(instrument: str, request: Mapping[str, Any], edition: str) -> tuple[Scored | None, list[object]]:
    """One screening's result, None when refused, and its errors in the service's shape."""
    names = [name for name in ("dateAtStartOfFollowup", "dateAtStartOfFollowupUserInput") if name in request]
    follow_up = (names or ["dateAtStartOfFollowup"])[0]
    try:
        told = score(instrument, answers_from(request, follow_up=follow_up), edition=edition)
        troubles = told.troubles
    except NotScored as refusal:
        told, troubles = None, refusal.troubles
    return told, [error_of(each, old=False, follow_up=follow_up, names={}) for each in troubles]


def learning(request: Mapping[str, Any]) -> Answer:
    """Our answer to a request for the learning screening, in the service's shape."""
    told, errors = screen("lds", request, "published-1.0")
    return {"ldsScore": int(told.outcome or 0) if told else None, "validationError": errors}


def maturity(request: Mapping[str, Any]) -> Answer:
    """Our answer to a request for the maturity screening, in the service's shape."""
    told, errors = screen("mst", request, "published-1.0")
    applies = told.outcome != "not_applicable" if told else None
    flag = told.outcome == "flag" if told else None
    points = told.points if told else None
    return {
        "maturityScore": points,
        "maturityFlag": flag,
        "isMstApplicable": applies,
        "validationError": errors,
    }


def personality(request: Mapping[str, Any]) -> Answer:
    """Our answer to a request for the personality disorder pathway, in the service's shape."""
    told, errors = screen("opd", request, "published-1.0")
    result = told.outcome.upper() if told and told.outcome else None
    return {
        "opdCheck": told is not None,
        "opdOverride": told.overridden if told else None,
        "opdResult": result,
        "validationError": errors,
    }


def programme_need(request: Mapping[str, Any], *, old: bool) -> Answer:
    """Our answer to a request for programme need, in the service's shape."""
    told, errors = screen("pni", request, "published-1.0" if old else "published-4.0")
    pathway = told.outcome if told else "omission"
    return {"pniPathway": (pathway or "").upper(), "validationError": errors}


def _everything_old(request: Mapping[str, Any]) -> Answer:
    return _all_of(request, _E2E_OLD, old=True)


def _everything(request: Mapping[str, Any]) -> Answer:
    return _all_of(request, _E2E_NEW, old=False)


def _all_of(request: Mapping[str, Any], names: Mapping[str, str], *, old: bool) -> Answer:
    return {
        "version": "V1_0",
        "actuarialPredictors": {theirs: predictor(ours, request) for theirs, ours in names.items()},
        "lds": learning(request),
        "mst": maturity(request),
        "opd": personality(request),
        "pni": programme_need(request, old=old),
    }


ADAPTERS = (Adapter("actuarial service fixtures", _is_fixtures, _cases),)
