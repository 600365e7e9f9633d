"""SNSV: the older score of serious violence that is not sexual, static or dynamic; a part of RSR."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from throughcare.foundation.kernel import Clause, Edition, Finding

from .. import editions
from ..editions import Table
from . import history as h
from .arithmetic import percent, polynomial, sigmoid
from .fields import Answers, NotScored, Problem, Trouble
from .history import History
from .results import Basis, Missing, Scale, Scored, Term

CLAUSE = Clause("SNSV", "actuarial service at 66f6739, SNSV")
REQUIRED = (
    "sex",
    "date_of_birth",
    "conviction_date",
    "offence_code",
    "sanctions",
    "age_at_first_sanction",
    "supervision",
    "follow_up_date",
    "violent_sanctions",
)
LEVELS = (
    "accommodation_suitability",
    "relationship_with_partner",
    "alcohol_current",
    "alcohol_excess",
    "impulsivity",
    "temper",
    "pro_criminal_attitudes",
)
DYNAMIC = (
    "weapon",
    "accommodation_suitability",
    "unemployed",
    "relationship_with_partner",
    "alcohol_current",
    "alcohol_excess",
    "impulsivity",
    "temper",
    "pro_criminal_attitudes",
    "past_offences",
)


def check_static(answers: Answers) -> tuple[Trouble, ...]:
    """Every trouble with the answers about history."""
    first = h.first_sanction_first("age_at_first_sanction", "date_of_birth", "conviction_date")
    checks = [
        h.needs((*REQUIRED, "assessment_date")),
        h.sanctions_from(1),
        h.code_format,
        _code_mapped,
        h.violent_within,
        h.conviction_after_birth,
        first,
        h.follow_up_at(h.MIN_AGE),
    ]
    return h.troubles_of(answers, checks)


def _code_mapped(answers: Answers) -> Trouble | None:
    if not answers.has("offence_code") or len(answers.text("offence_code")) != 5:
        return None
    known = editions.offence_weights().get(answers.text("offence_code"))
    if known is None or known.snsv_static is None or known.snsv_dynamic is None:
        return Trouble(Problem.CODE_UNMAPPED, ("offence_code",))
    return None


def abused_partner(answers: Answers) -> bool | None:
    """Whether the person has abused a partner; None when the two answers do not say."""
    if answers.value("domestic_abuse") is False:
        return False
    if not answers.yes("domestic_abuse") or not answers.has("domestic_abuse_partner"):
        return None
    return answers.yes("domestic_abuse_partner")


def check_dynamic(answers: Answers) -> tuple[Trouble, ...]:
    """Which answers about the present are missing."""
    absent = answers.absent(DYNAMIC)
    if abused_partner(answers) is None:
        absent += ("domestic_abuse_partner",) if answers.has("domestic_abuse") else ("domestic_abuse",)
    return (Trouble(Problem.MISSING_DYNAMIC, absent),) if absent else ()


def static_terms(who: History, code: str, basis: Basis, table: Table) -> list[Term]:
    """The terms that history alone gives, with the numbers of the static or the dynamic model."""
    numbers, sex = table[basis.value], "female" if who.female else "male"
    weights, dynamic = editions.offence_weights()[code], basis is Basis.DYNAMIC
    offence = weights.snsv_dynamic if dynamic else weights.snsv_static
    violence = weights.vatp_dynamic if dynamic else weights.vatp_static
    gap = who.years * numbers[f"second_gap_{sex}"]
    once = {1: numbers["first_sanction"], 2: numbers["second_sanction"]}.get(who.sanctions, 0.0)
    return [
        Term("constant", numbers["constant"]),
        Term("sex", numbers["female"] if who.female else 0.0),
        Term("age", polynomial(numbers[f"age_{sex}"], who.age)),
        Term("offence", offence or 0.0),
        Term("offence_violence", violence or 0.0),
        Term("first_or_second", once),
        Term("sanctions", who.sanctions * numbers["sanctions"]),
        Term("second_gap", gap if who.sanctions == 2 else 0.0),
        Term("free_months", polynomial(numbers["months"], who.months)),
        Term("copas", who.copas(table["copas_years"]) * numbers[f"copas_{sex}"]),
        *_violent_terms(who, numbers, sex, table),
    ]


def _violent_terms(who: History, numbers: Mapping[str, Any], sex: str, table: Table) -> list[Term]:
    never = {0: numbers[f"never_violent_{sex}"], 1: numbers["once_violent"]}.get(who.violent, 0.0)
    return [
        Term("violent_history", never),
        Term("violent_sanctions", who.violent * numbers["violent_sanctions"]),
        Term("violent_rate", who.violent_rate(table["violent_years"]) * numbers["violent_rate"]),
    ]


def dynamic_terms(answers: Answers, table: Table) -> list[Term]:
    """The terms that the present gives; an answer not known gives nothing, and is listed as missing."""
    items, past = table["items"], table["past_offences"]
    levels = [Term(name, items[name] * (answers.number(name) if answers.has(name) else 0)) for name in LEVELS]
    return [
        Term("weapon", items["weapon"] * answers.yes("weapon")),
        Term("unemployed", 2 * items["unemployed"] * answers.yes("unemployed")),
        *levels,
        Term("domestic_abuse_partner", items["domestic_abuse_partner"] * (abused_partner(answers) is True)),
        Term("past_offences", sum(past[name] for name in sorted(answers.names("past_offences")))),
    ]


def missing_dynamic(answers: Answers, table: Table) -> list[Missing]:
    """Each answer about the present not known, and the most it could add; none of them lowers the score."""
    tops = {name: 2 * table["items"][name] for name in (*LEVELS, "unemployed")}
    tops["weapon"] = table["items"]["weapon"]
    tops["past_offences"] = sum(table["past_offences"].values())
    found = [Missing(name, 0.0, tops[name]) for name in answers.absent(DYNAMIC)]
    if abused_partner(answers) is None:
        found.append(Missing("domestic_abuse_partner", 0.0, table["items"]["domestic_abuse_partner"]))
    return found


def score(answers: Answers, edition: Edition[Table], force: Basis | None = None) -> Scored:
    """The serious violence score; dynamic when every answer about the present is known, unless forced."""
    table = edition.table
    troubles, doubts = check_static(answers), check_dynamic(answers)
    if troubles or (force is Basis.DYNAMIC and doubts):
        raise NotScored(troubles or doubts)
    basis = force or (Basis.STATIC if doubts else Basis.DYNAMIC)
    who, code = h.history(answers), answers.text("offence_code")
    full = static_terms(who, code, Basis.DYNAMIC, table) + dynamic_terms(answers, table)
    terms = full if basis is Basis.DYNAMIC else static_terms(who, code, Basis.STATIC, table)
    missing = missing_dynamic(answers, table)
    return _scored(answers, edition, basis, (terms, full), missing, doubts)


def _scored(
    answers: Answers,
    edition: Edition[Table],
    basis: Basis,
    terms: tuple[list[Term], list[Term]],
    missing: list[Missing],
    doubts: tuple[Trouble, ...],
) -> Scored:
    logit, centre = (sum(term.contribution for term in some) for some in terms)
    mark, forced = percent(sigmoid(logit)), basis is Basis.STATIC and not doubts
    most = sum(one.most for one in missing)
    return Scored(
        instrument="snsv",
        edition=edition.name,
        offence_mapping=editions.OFFENCES_LEGACY,
        basis=basis,
        score=mark,
        band=None,
        total=logit,
        scale=Scale.LOGIT,
        terms=tuple(terms[0]),
        inputs=tuple(sorted(answers.given.items())),
        finding=Finding(
            "snsv", CLAUSE, f"{mark:.2f}% over two years; this part of RSR has no band of its own"
        ),
        missing=tuple(missing),
        lowest=mark if forced else percent(sigmoid(centre)),
        highest=mark if forced else percent(sigmoid(centre + most)),
        probability=sigmoid(logit),
        troubles=doubts,
    )
