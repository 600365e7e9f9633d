"""Programme need (PNI) and the personality disorder pathway (OPD): screening that uses other scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from throughcare.foundation.kernel import Clause, Edition, Finding

from .. import editions
from ..editions import Table
from . import possible
from .arithmetic import from_steps
from .fields import Answers, NotScored, Problem, Trouble
from .results import Band, Basis, Missing, Scale, Scored, Term

DOMAINS = {
    "sex": ("sexual_preoccupation", "sexual_interests", "emotional_congruence"),
    "thinking": ("pro_criminal_attitudes", "hostile_orientation"),
    "relationships": ("family_relationships", "previous_relationships", "easily_influenced", "controlling"),
    "self_management": ("impulsivity", "temper", "problem_solving", "coping"),
}
_ALWAYS_TWO = {"sex": "sexual_interests", "thinking": "pro_criminal_attitudes"}
_SEXUAL = ("ever_sexual_offence", "sexual_harm_risk")
_BANDS = {"sex": "sex_bands", "thinking": "thinking_bands"}
_CLAUSE = Clause("Programme need", "actuarial service at 66f6739 and 016919c, PNI")


@dataclass(frozen=True)
class Risk:
    """The scores that programme need looks at; None where one could not be worked out."""

    general: float | None = None
    violent: float | None = None
    contact: Band | None = None
    images: Band | None = None
    serious: float | None = None


def need_range(answers: Answers, table: Table) -> tuple[list[Term], list[Missing], int, int]:
    """Points of each domain from what is known, what is missing, and the least and most of them together."""
    terms, missing, least, most = [], [], 0, 0
    for domain, names in DOMAINS.items():
        applies = _sexual(answers) if domain == "sex" else True
        low = _domain(domain, names, answers, 0, table) if applies else 0
        high = _domain(domain, names, answers, 2, table) if applies is not False else 0
        terms.append(Term(domain, float(low)))
        unknown = answers.absent(names) if applies else ()
        unknown += answers.absent(_SEXUAL) if applies is None else ()
        missing += [Missing(name, 0.0, float(high - low)) for name in unknown]
        least, most = least + low, most + high
    return terms, missing, least, most


def _sexual(answers: Answers) -> bool | None:
    """Whether the domain of sexual need applies; None when that is not known."""
    if any(answers.yes(name) for name in _SEXUAL):
        return True
    return None if answers.absent(_SEXUAL) else False


def _domain(domain: str, names: Sequence[str], answers: Answers, unknown: int, table: Table) -> int:
    levels = {name: answers.number(name) if answers.has(name) else unknown for name in names}
    if domain in _ALWAYS_TWO and levels[_ALWAYS_TWO[domain]] == 2:
        return 2
    return int(from_steps(table[_BANDS.get(domain, "four_item_bands")], sum(levels.values())))


def _need(points: int, table: Table) -> str:
    return str(next(name for begins, name in reversed(table["need_bands"]) if points >= begins))


def _sara(answers: Answers) -> set[str]:
    return {str(answers.value(name)) for name in ("sara_partner", "sara_others") if answers.has(name)}


def risk_level(risk: Risk, sara: set[str], table: Table) -> str:
    """High, medium or low, by the highest of the scores that are known."""
    for level in ("high", "medium"):
        bands = {Band.HIGH, Band.VERY_HIGH} if level == "high" else {Band.MEDIUM}
        signs = [
            _at(risk.general, table["general"][level]),
            _at(risk.violent, table["violent"][level]),
            risk.contact in bands,
            risk.images in bands,
            _serious(risk) and _at(risk.serious, table["serious"][level]),
            level in sara or (level == "high" and "very_high" in sara),
        ]
        if any(signs):
            return level
    return "low"


def _at(score: float | None, cut: float) -> bool:
    return score is not None and score >= cut


def _serious(risk: Risk) -> bool:
    unsexual = (None, Band.NOT_APPLICABLE)
    return risk.contact in unsexual and (risk.images in unsexual or risk.images is Band.LOW)


def _pathway(need: str, level: str, risk: Risk, answers: Answers, table: Table) -> str:
    sara = _sara(answers)
    general, violent = table["general"]["high"], table["violent"]["high"]
    both = _at(risk.general, general) and _at(risk.violent, violent)
    high = need == level == "high"
    place = answers.text("supervision")
    if place == "custody" and (both or high or (_at(risk.general, general) and "high" in sara)):
        return "high"
    if place == "community" and (both or high):
        return "moderate"
    middling = {need, level} <= {"medium", "high"} and not high
    return "moderate" if middling or sara & {"medium", "high"} else "alternative"


def programme_need(answers: Answers, edition: Edition[Table], risk: Risk) -> Scored:
    """Which intensity of programme fits: high, moderate, alternative, or an omission that must be filled.

    An answer not known is not nought: the pathway is worked out with each missing answer and score at its
    least and its most, and where they differ (or, in custody and on remand, where the level of need could
    differ) the result is an omission that names the answers.
    """
    if not answers.has("supervision"):
        raise NotScored((Trouble(Problem.MISSING, ("supervision",)),))
    terms, missing, least, most = need_range(answers, edition.table)
    pathway = _settled(answers, edition.table, risk, (least, most))
    asked = [one.name for one in missing if one.name not in _SEXUAL]
    absent = tuple(dict.fromkeys(asked))
    because = {"omission": "answers that are missing could change the pathway"}
    return Scored(
        instrument="pni",
        edition=edition.name,
        offence_mapping=None,
        basis=Basis.DYNAMIC,
        score=float(least),
        band=None,
        total=float(least),
        scale=Scale.POINTS,
        terms=tuple(terms),
        inputs=tuple(sorted(answers.given.items())),
        finding=Finding("pni", _CLAUSE, because.get(pathway, f"need and risk point to {pathway}")),
        missing=tuple(missing),
        lowest=float(least),
        highest=float(most),
        points=least,
        outcome=pathway,
        troubles=(Trouble(Problem.MISSING, absent),) if absent else (),
    )


def _settled(answers: Answers, table: Table, risk: Risk, points: tuple[int, int]) -> str:
    sara = _sara(answers)
    levels = {risk_level(risk, sara, table), risk_level(_worst(risk), sara, table)}
    needs = {_need(each, table) for each in points}
    least = _pathway(_need(points[0], table), risk_level(risk, sara, table), risk, answers, table)
    pathways = {_pathway(need, level, risk, answers, table) for need in needs for level in levels}
    held = answers.text("supervision") != "community" and len(needs) > 1
    unasked = answers.absent(("sara_partner", "sara_others")) and points[0] != points[1]
    unsettled = len(pathways) > 1 or held or (unasked and least == "alternative")
    return "omission" if unsettled else least


def _worst(risk: Risk) -> Risk:
    """The same scores, each one not known taken at its highest."""
    contact, images = risk.contact or Band.VERY_HIGH, risk.images or Band.VERY_HIGH
    numbers = (100.0 if each is None else each for each in (risk.general, risk.violent, risk.serious))
    general, violent, whole = numbers
    return Risk(general, violent, contact, images, whole)


OPD_REQUIRED = ("sex", "rosh", "highest_rosh", "offence_code", "custodial_sentence")
_MALE_LEVELS = ("over_reliance", "manipulative", "recklessness", "impulsivity", "controlling")
_MENTAL = (
    "psychological_problems",
    "psychiatric_problems",
    "psychiatric_history",
    "medication",
    "secure_hospital",
    "psychiatric_treatment",
    "obsessive_behaviour",
)
_CHALLENGING = ("attitude_to_supervision", "assaulted_staff", "escaped", "control_issues")
_FEMALE = (
    "weapon",
    "violence",
    "offence_arson",
    "emotional_motivation",
    "offence_harm_link",
    "accommodation_harm_link",
    "childhood",
    "relationship_harm_link",
    "coping",
    "psychological_problems",
    "self_harm",
    "emotional_harm_link",
    "thinking_harm_link",
)
_OPD_CLAUSE = Clause("Personality disorder pathway", "actuarial service at 66f6739, OPD")


def _opd_troubles(answers: Answers, *, checked: bool) -> tuple[Trouble, ...]:
    absent = answers.absent(OPD_REQUIRED)
    if answers.value("sex") == "female":
        absent += answers.absent(("mappa_eligible",))
    abuse = ("domestic_abuse_partner", "domestic_abuse_family")
    if answers.yes("domestic_abuse"):
        absent += answers.absent(abuse)
    found: tuple[Trouble, ...] = (Trouble(Problem.MISSING, absent),) if absent else ()
    # As published, a plain no of each is refused too; where histories are checked, only a contradiction is.
    named = [name for name in abuse if (answers.yes(name) if checked else answers.has(name))]
    if not answers.yes("domestic_abuse") and named:
        found += (Trouble(Problem.DOMESTIC_ABUSE, ("domestic_abuse", "domestic_abuse_family", abuse[0])),)
    if answers.has("offence_code") and len(answers.text("offence_code")) != 5:
        found += (Trouble(Problem.CODE_FORMAT, ("offence_code",)),)
    return found


def personality(answers: Answers, edition: Edition[Table]) -> Scored:
    """Whether to refer to the personality disorder pathway; raises NotScored with every trouble."""
    troubles = _opd_troubles(answers, checked=possible.asks(edition))
    if troubles:
        raise NotScored(troubles)
    table = edition.table
    men = answers.text("sex") == "male"
    groups = _male(answers, table) if men else {"items": _female(answers)}
    cuts = {"personality": table["male_personality"], "indicators": table["male_indicators"]}
    cuts["items"] = table["female"]
    reached = any(sum(points.values()) >= cuts[group] for group, points in groups.items())
    eligible = _eligible(answers, table)
    outcome = "screen_in" if eligible and reached else "screen_out"
    terms = [Term(name, float(each)) for points in groups.values() for name, each in points.items()]
    missing = tuple(Missing(name, 0.0, 1.0) for name in _opd_unknown(answers, men))
    total = sum(term.contribution for term in terms)
    because = "the person is outside the group that is screened" if not eligible else f"{total:.0f} points"
    return Scored(
        instrument="opd",
        edition=edition.name,
        offence_mapping=editions.OFFENCES_OGRS4,
        basis=Basis.DYNAMIC,
        score=total,
        band=None,
        total=total,
        scale=Scale.POINTS,
        terms=tuple(terms),
        inputs=tuple(sorted(answers.given.items())),
        finding=Finding("opd", _OPD_CLAUSE, because),
        missing=missing,
        lowest=total,
        highest=total + len(missing),
        points=int(total),
        outcome=outcome,
        overridden=_overridden(answers, outcome),
    )


def _overridden(answers: Answers, outcome: str) -> bool | None:
    """Whether a practitioner refers in spite of a screening out, which stands as the result; None when not asked."""
    if not answers.has("opd_override"):
        return None
    return outcome == "screen_out" and answers.yes("opd_override")


def _eligible(answers: Answers, table: Table) -> bool:
    harmful = answers.text("rosh") in table["rosh"]
    if answers.text("sex") == "female":
        return harmful or answers.yes("mappa_eligible")
    code = answers.text("offence_code") in editions.violent_or_sexual_codes()
    return harmful and code and answers.yes("custodial_sentence")


def _any(answers: Answers, names: Sequence[str]) -> int:
    """1 when any of the answers is yes or names a problem."""
    return int(any(answers.value(name) not in (None, False, 0) for name in names))


def _excess(answers: Answers) -> int:
    return 0 if not answers.yes("excessive_violence") else (1 if answers.yes("violence") else 2)


def _male(answers: Answers, table: Table) -> Mapping[str, Mapping[str, int]]:
    first = answers.value("age_at_first_sanction")
    young = isinstance(first, int) and first < table["young_first_sanction_below"]
    personal = {
        "age_at_first_sanction": int(young),
        "violence": _any(answers, ("violence",)),
        "excessive_violence": _excess(answers),
        "recognises_impact": int(answers.value("recognises_impact") is False),
        **{name: _any(answers, (name,)) for name in _MALE_LEVELS},
        "childhood_behaviour": _any(answers, ("childhood_behaviour",)),
    }
    indicators = {
        "childhood": _any(answers, ("childhood",)),
        "mental_health": _any(answers, _MENTAL),
        "self_harm": _any(answers, ("self_harm",)),
        "challenging_behaviour": _any(answers, _CHALLENGING),
    }
    return {"personality": personal, "indicators": indicators}


def _female(answers: Answers) -> Mapping[str, int]:
    abused = _any(answers, ("domestic_abuse_partner", "domestic_abuse_family"))
    points = {name: _any(answers, (name,)) for name in _FEMALE}
    return points | {"excessive_violence": _excess(answers), "domestic_abuse": abused}


def _opd_unknown(answers: Answers, men: bool) -> tuple[str, ...]:
    if not men:
        return answers.absent((*_FEMALE, "excessive_violence"))
    asked = ("age_at_first_sanction", "violence", "excessive_violence", "recognises_impact", *_MALE_LEVELS)
    return answers.absent((*asked, "childhood_behaviour", "childhood", "self_harm"))
