"""The OGRS4 family: all reoffending (ARP), violent (VRP) and serious violent (SVRP), static and dynamic.

Clauses: coefficients and bands of the actuarial service at 016919c; see ``editions/README.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from throughcare.foundation.kernel import Clause, Edition, Finding

from .. import editions
from ..editions import Table
from . import history as h
from .arithmetic import months_later, percent, polynomial, sigmoid, whole_years
from .fields import Answers, NotScored, Problem, Trouble
from .history import History
from .results import Basis, Missing, Scale, Scored, Term, band_for

Features = Mapping[str, float]


@dataclass(frozen=True)
class Item:
    """One answer that adds a coefficient for each level; yes counts ``times``."""

    field: str
    feature: str
    times: int = 1
    top: int = 1


ITEMS = (
    Item("weapon", "CARRY_OR_USE_WEAPON"),
    Item("accommodation_suitability", "ACCOMMODATION_SUITABILITY", top=2),
    Item("unemployed", "UNEMPLOYED", times=2),
    Item("domestic_abuse", "DOMESTIC_ABUSE"),
    Item("offending_activities", "ACTIVITIES_ENCOURAGE_OFFENDING", top=2),
    Item("drug_motivation", "MOTIVATION_TO_TACKLE_DRUG_MISUSE", top=2),
    Item("alcohol_current", "CHRONIC_DRINKING", top=2),
    Item("alcohol_excess", "BINGE_DRINKING", top=2),
    Item("impulsivity", "IMPULSIVITY", top=2),
    Item("temper", "TEMPER", top=2),
    Item("pro_criminal_attitudes", "PRO_CRIMINAL_ATTITUDE", top=2),
)
DRUG_FEATURES = {
    "heroin": ("HEROIN", ("heroin",)),
    "methadone": ("METHADONE", ("methadone",)),
    "other_opiate": ("OTHER_OPIATE", ("other_opiate",)),
    "crack_cocaine": ("CRACK_COCAINE", ("crack_cocaine",)),
    "powder_cocaine": ("POWDER_COCAINE", ("powder_cocaine",)),
    "misused_prescribed": ("PRESCRIPTION_DRUG_MISUSE", ("misused_prescribed",)),
    "benzodiazepines": ("BENZODIAZEPINES", ("benzodiazepines",)),
    "cannabis": ("CANNABIS", ("cannabis",)),
    "steroids": ("STEROIDS", ("steroids",)),
    "other_drugs": ("OTHER_DRUGS", ("other_drug", "ketamine", "spice", "hallucinogens", "solvents")),
}
PAST_FEATURES = {
    "homicide": "PAST_HOMICIDE_OFFENCE",
    "wounding": "PAST_GBH_OFFENCE",
    "kidnapping": "PAST_KIDNAPPING_OFFENCE",
    "firearms": "PAST_FIREARMS_OFFENCE",
    "robbery": "PAST_ROBBERY_OFFENCE",
    "aggravated_burglary": "PAST_AGGRAVATED_BURGLARY_OFFENCE",
    "weapons": "PAST_WEAPON_OFFENCE",
    "criminal_damage": "PAST_CRIMINAL_DAMAGE_OFFENCE",
    "arson": "PAST_ARSON_OFFENCE",
}
_STATIC = ("assessment_date", "date_of_birth", "conviction_date", "age_at_first_sanction", "sex")
_RELATIONSHIP = ("relationship_with_partner", "relationship_status")
_CURVE = ("", "_QUADRATIC", "_CUBIC", "_QUARTIC")


def required_static(predictor: str) -> tuple[str, ...]:
    """The answers about history that a predictor cannot do without, in order."""
    violent = () if predictor == "arp" else ("violent_sanctions",)
    return (*_STATIC, "offence_code", "sanctions", *violent)


def check_static(answers: Answers, predictor: str, table: Table) -> tuple[Trouble, ...]:
    """Every trouble with the answers about history."""
    checks = [
        h.needs(required_static(predictor)),
        h.conviction_after_birth,
        h.first_sanction_first("conviction_date", "age_at_first_sanction"),
        _conviction_near_assessment(table),
        _first_in_range(table),
        h.code_format,
        _code_mapped,
        h.sanctions_from(*table["sanctions"]),
        *([] if predictor == "arp" else [h.violent_within]),
        *([] if predictor == "svrp" else [_follow_up_or_conviction]),
        _follow_up_after_birth,
        h.follow_up_at(0, table["age_below"]),
        _convicted_below(table["age_below"]),
    ]
    return h.troubles_of(answers, checks)


def _conviction_near_assessment(table: Table) -> h.Check:
    def check(answers: Answers) -> Trouble | None:
        if not (answers.has("assessment_date") and answers.has("conviction_date")):
            return None
        assessed, convicted = answers.date("assessment_date"), answers.date("conviction_date")
        if convicted <= months_later(assessed, table["conviction_months_after"]):
            return None
        return Trouble(Problem.CONVICTION_AFTER_ASSESSMENT, ("conviction_date", "assessment_date"))

    return check


def _first_in_range(table: Table) -> h.Check:
    def check(answers: Answers) -> Trouble | None:
        lowest, highest = table["age_at_first_sanction"]
        known = answers.has("age_at_first_sanction")
        if known and not lowest <= answers.number("age_at_first_sanction") <= highest:
            return Trouble(Problem.FIRST_RANGE, ("age_at_first_sanction",))
        return None

    return check


def _code_mapped(answers: Answers) -> Trouble | None:
    if not answers.has("offence_code") or len(answers.text("offence_code")) != 5:
        return None
    if answers.text("offence_code") in editions.offence_categories():
        return None
    return Trouble(Problem.CODE_UNMAPPED, ("offence_code",))


def _follow_up_or_conviction(answers: Answers) -> Trouble | None:
    if answers.has("follow_up_date") or answers.has("conviction_date"):
        return None
    return Trouble(Problem.FOLLOW_UP_NEEDED, ("follow_up_date",))


def _follow_up_after_birth(answers: Answers) -> Trouble | None:
    if not (answers.has("follow_up_date") and answers.has("date_of_birth")):
        return None
    if answers.date("follow_up_date") > answers.date("date_of_birth"):
        return None
    return Trouble(Problem.FOLLOW_UP_BEFORE_BIRTH, ("follow_up_date",))


def _convicted_below(age: int) -> h.Check:
    def check(answers: Answers) -> Trouble | None:
        if not (answers.has("date_of_birth") and answers.has("conviction_date")):
            return None
        if whole_years(answers.date("date_of_birth"), answers.date("conviction_date")) < age:
            return None
        return Trouble(Problem.CONVICTED_TOO_YOUNG, ("date_of_birth", "conviction_date"))

    return check


def check_dynamic(answers: Answers, predictor: str, table: Table) -> tuple[Trouble, ...]:
    """Why the answers about the present do not make a dynamic score."""
    required = table["required_dynamic"][predictor]
    return h.troubles_of(answers, [h.needs(required, Problem.MISSING_DYNAMIC), _motivation_known])


def _motivation_known(answers: Answers) -> Trouble | None:
    if answers.names("drugs_used") and not answers.has("drug_motivation"):
        return Trouble(Problem.DRUGS_MOTIVATION, ("drug_motivation",))
    return None


def static_terms(who: History, code: str, predictor: str, model: str, table: Table) -> list[Term]:
    """The terms that history alone gives."""
    features, categories = editions.coefficients(model)
    sex = "FEMALE" if who.female else "MALE"

    def get(name: str) -> float:
        return features.get(name, 0.0)

    gap = who.years * get(f"YRS_BETWEEN_FIRST_AND_SECOND_SANCTION_{sex}")
    terms = [
        Term("constant", get("TWO_YEAR_CONSTANT")),
        Term("age", polynomial([get(f"AAI{power}_{sex}") for power in _CURVE], who.age)),
        Term("sex", get("FEMALE") if who.female else 0.0),
        Term("offence", categories[editions.offence_categories()[code]]),
        Term("first_sanction", get("FIRST_SANCTION") if who.sanctions == 1 else 0.0),
        Term("second_sanction", get("SECOND_SANCTION") if who.sanctions == 2 else 0.0),
        Term("second_gap", gap if who.sanctions == 2 else 0.0),
        Term("sanctions", who.sanctions * get("SANCTION_OCCASIONS")),
        Term("free_months", polynomial([get(f"OFFENCE_FREE_MONTHS{p}") for p in _CURVE], who.months)),
    ]
    return terms + _rate_terms(who, predictor, features, table)


def _rate_terms(who: History, predictor: str, features: Features, table: Table) -> list[Term]:
    sex = "FEMALE" if who.female else "MALE"
    copas = who.copas(table["copas_years"][predictor])
    if predictor == "arp":
        squared = features[f"THREE_PLUS_SANCTIONS_COPAS_SQUARED_{sex}"]
        return [
            Term("copas", copas * features[f"THREE_PLUS_SANCTIONS_COPAS_G_{sex}"]),
            Term("copas_squared", copas * copas * squared),
        ]
    never = features[f"NEVER_VIOLENT_{sex}"] if who.violent == 0 else 0.0
    rate = who.violent_rate(table["violent_years"]) * features["VIOLENT_RATE"]
    return [
        Term("copas", copas * features[f"THREE_PLUS_SANCTIONS_COPAS_V_{sex}"]),
        Term("never_violent", never),
        Term("once_violent", features["ONCE_VIOLENT"] if who.violent == 1 else 0.0),
        Term("violent_sanctions", who.violent * features["VIOLENT_SANCTIONS"]),
        Term("violent_rate", rate),
    ]


def dynamic_terms(answers: Answers, features: Features) -> list[Term]:
    """The terms that the present gives; an answer not known gives nothing, and is listed as missing."""
    terms = [
        Term(item.field, _level(answers, item.field) * item.times * features[item.feature])
        for item in ITEMS
        if item.feature in features
    ]
    if "LIVE_IN_RELATIONSHIP" in features:
        status = answers.value("relationship_status")
        terms += _relationship(status == "living_together", _level(answers, _RELATIONSHIP[0]), features)
    used, past = answers.names("drugs_used"), answers.names("past_offences")
    for name, (feature, drugs) in DRUG_FEATURES.items():
        if feature in features:
            terms.append(Term(f"drug_{name}", features[feature] if used & set(drugs) else 0.0))
    for name, feature in PAST_FEATURES.items():
        if feature in features:
            terms.append(Term(f"past_{name}", features[feature] if name in past else 0.0))
    return terms


def _level(answers: Answers, field: str) -> int:
    return int(answers.number(field)) if answers.has(field) else 0


def _relationship(living: bool, level: int, features: Features) -> list[Term]:
    return [
        Term("live_in", features["LIVE_IN_RELATIONSHIP"] if living else 0.0),
        Term("relationship_quality", level * features["RELATIONSHIP_QUALITY"]),
        Term("live_in_quality", level * features["QUALITY_OF_LIVE_IN_RELATIONSHIP"] if living else 0.0),
    ]


def missing_dynamic(answers: Answers, features: Features) -> tuple[list[Missing], float, float]:
    """Each answer about the present not known, what it could add, and the least and most of all together."""
    found = [
        _between(item.field, [0.0, item.top * item.times * features[item.feature]])
        for item in ITEMS
        if item.feature in features and not answers.has(item.field)
    ]
    for field, weights in (("drugs_used", _drugs(features)), ("past_offences", _past(features))):
        if weights and not answers.has(field):
            low = sum(weight for weight in weights if weight < 0)
            found.append(Missing(field, low, sum(weight for weight in weights if weight > 0)))
    least, most = sum(one.least for one in found), sum(one.most for one in found)
    if "LIVE_IN_RELATIONSHIP" in features:
        pair, low, high = _missing_relationship(answers, features)
        return found + pair, least + low, most + high
    return found, least, most


def _between(field: str, ends: list[float]) -> Missing:
    return Missing(field, min(ends), max(ends))


def _drugs(features: Features) -> list[float]:
    return [features[name] for name, _ in DRUG_FEATURES.values() if name in features]


def _past(features: Features) -> list[float]:
    return [features[name] for name in PAST_FEATURES.values() if name in features]


def _missing_relationship(answers: Answers, features: Features) -> tuple[list[Missing], float, float]:
    """Living together and the quality of it multiply, so their range is sought over both."""
    level = answers.value("relationship_with_partner")
    status = answers.value("relationship_status")
    levels = [0, 1, 2] if level is None else [_level(answers, _RELATIONSHIP[0])]
    livings = [False, True] if status is None else [status == "living_together"]

    def total(living: bool, at: int) -> float:
        return sum(term.contribution for term in _relationship(living, at, features))

    now = total(status == "living_together", _level(answers, _RELATIONSHIP[0]))
    changes = [total(living, at) - now for living, at in product(livings, levels)]
    absent = answers.absent(_RELATIONSHIP)
    return [_between(field, changes) for field in absent], min(changes), max(changes)


def score(predictor: str, answers: Answers, edition: Edition[Table], force: Basis | None = None) -> Scored:
    """One predictor of the family; raises NotScored with every trouble."""
    table = edition.table
    troubles = check_static(answers, predictor, table)
    if troubles:
        raise NotScored(troubles + check_dynamic(answers, predictor, table))
    doubts = check_dynamic(answers, predictor, table)
    if force is Basis.DYNAMIC and doubts:
        raise NotScored(doubts)
    basis = force or (Basis.STATIC if doubts else Basis.DYNAMIC)
    return _scored(predictor, answers, edition, basis, doubts)


def _scored(
    predictor: str, answers: Answers, edition: Edition[Table], basis: Basis, doubts: tuple[Trouble, ...]
) -> Scored:
    table, models = edition.table, edition.table["predictors"][predictor]
    who, code = h.history(answers), answers.text("offence_code")
    present = editions.coefficients(models["dynamic"])[0]
    full = static_terms(who, code, predictor, models["dynamic"], table) + dynamic_terms(answers, present)
    terms = full if basis is Basis.DYNAMIC else static_terms(who, code, predictor, models["static"], table)
    logit = sum(term.contribution for term in terms)
    missing, least, most = missing_dynamic(answers, present)
    centre = sum(term.contribution for term in full)
    mark = percent(sigmoid(logit))
    band = band_for(mark, table["bands"][predictor])
    forced = basis is Basis.STATIC and not doubts
    return Scored(
        instrument=predictor,
        edition=edition.name,
        offence_mapping=editions.OFFENCES_OGRS4,
        basis=basis,
        score=mark,
        band=band,
        total=logit,
        scale=Scale.LOGIT,
        terms=tuple(terms),
        inputs=tuple(sorted(answers.given.items())),
        finding=Finding(predictor, CLAUSE, f"{mark:.2f}% over two years is the {band.words} band"),
        missing=() if forced else tuple(missing),
        lowest=mark if forced else percent(sigmoid(centre + least)),
        highest=mark if forced else percent(sigmoid(centre + most)),
        probability=sigmoid(logit),
        troubles=() if forced else doubts,
    )


CLAUSE = Clause("OGRS4", "actuarial service at 016919c, service/coefficients")
