"""OVP (violent) and OGP (general): older scores made of points, from history and the present."""

from __future__ import annotations

import math
from collections.abc import Sequence

from throughcare.foundation.kernel import Clause, Edition, Finding

from ..editions import Table
from . import history as h
from .arithmetic import from_steps, half_up, sigmoid, whole_percent, whole_years
from .fields import Answers, NotScored, Problem, Trouble
from .results import Basis, Scale, Scored, Term, band_for

OVP_REQUIRED = (
    "sex",
    "date_of_birth",
    "follow_up_date",
    "sanctions",
    "violent_sanctions",
    "recognises_impact",
    "no_fixed_abode",
    "unemployed",
    "alcohol_current",
    "alcohol_excess",
    "psychiatric_treatment",
    "temper",
    "pro_criminal_attitudes",
)
OGP_REQUIRED = (
    "no_fixed_abode",
    "unemployed",
    "offending_activities",
    "current_drug_misuse",
    "drug_motivation",
    "problem_solving",
    "awareness_of_consequences",
    "understands_others",
    "pro_criminal_attitudes",
)
OVP_MIN_AGE = 18
_CLAUSE = {
    "ovp": Clause("OVP", "actuarial service at 66f6739, OVP"),
    "ogp": Clause("OGP", "actuarial service at 66f6739, OGP"),
}


def check_ovp(answers: Answers) -> tuple[Trouble, ...]:
    """Every trouble with the answers for OVP."""
    return h.troubles_of(
        answers, [h.needs(OVP_REQUIRED), h.sanctions_from(0), h.violent_within, h.follow_up_at(OVP_MIN_AGE)]
    )


def ovp(answers: Answers, edition: Edition[Table]) -> Scored:
    """The violence score; raises NotScored with every trouble."""
    troubles = check_ovp(answers)
    if troubles:
        raise NotScored(troubles)
    return _scored("ovp", ovp_points(answers, edition.table), answers, edition)


def ovp_points(answers: Answers, table: Table) -> list[tuple[str, int]]:
    """The points of each answer for OVP, at most 100 together."""
    sanctions, violent = answers.number("sanctions"), answers.number("violent_sanctions")
    age = whole_years(answers.date("date_of_birth"), answers.date("follow_up_date"))
    return [
        ("any_sanction", table["any_sanction"] if sanctions else 0),
        ("violent_sanctions", int(from_steps(table["violent_from"], violent))),
        ("non_violent_sanctions", int(from_steps(table["non_violent_from"], sanctions - violent))),
        ("age", int(from_steps(table["age_from"], age))),
        ("sex", table["male"] if answers.text("sex") == "male" else 0),
        ("recognises_impact", 0 if answers.yes("recognises_impact") else table["does_not_recognise_impact"]),
        ("no_fixed_abode", table["no_fixed_abode"] * answers.yes("no_fixed_abode")),
        ("unemployed", table["unemployed"] * answers.yes("unemployed")),
        (
            "alcohol",
            alcohol_points(answers.number("alcohol_current"), answers.number("alcohol_excess"), table),
        ),
        ("psychiatric_treatment", table["psychiatric_treatment"] * answers.yes("psychiatric_treatment")),
        ("temper", table["temper"] * answers.number("temper")),
        (
            "pro_criminal_attitudes",
            table["pro_criminal_attitudes"] * answers.number("pro_criminal_attitudes"),
        ),
    ]


def alcohol_points(current: int, excess: int, table: Table) -> int:
    """Points for drinking now and in excess together, rounded up."""
    return math.ceil(float(table["alcohol"]) * (current + excess))


def ogp(answers: Answers, edition: Edition[Table], ogrs3_two_year: float | None) -> Scored:
    """The general score, which needs the two-year OGRS3; raises NotScored with every trouble."""
    absent = answers.absent(OGP_REQUIRED) + (("ogrs3",) if ogrs3_two_year is None else ())
    if absent or ogrs3_two_year is None:
        raise NotScored((Trouble(Problem.MISSING, absent),))
    return _scored("ogp", ogp_points(answers, edition.table, ogrs3_two_year), answers, edition)


def ogp_points(answers: Answers, table: Table, ogrs3_two_year: float) -> list[tuple[str, int]]:
    """The points of each answer for OGP."""
    drugs = answers.number("current_drug_misuse") + answers.number("drug_motivation")
    thinking = sum(
        answers.number(name)
        for name in ("problem_solving", "awareness_of_consequences", "understands_others")
    )
    over, under = table["thinking"]
    return [
        ("ogrs3", int(half_up(table["ogrs3"] * ogrs3_two_year))),
        ("no_fixed_abode", table["no_fixed_abode"] * answers.yes("no_fixed_abode")),
        ("unemployed", table["unemployed"] * answers.yes("unemployed")),
        ("offending_activities", table["offending_activities"][answers.number("offending_activities")]),
        ("drugs", int(half_up(table["drugs"] * drugs))),
        ("thinking", int(half_up(over * thinking / under))),
        ("pro_criminal_attitudes", table["pro_criminal_attitudes"][answers.number("pro_criminal_attitudes")]),
    ]


def percent_of_points(points: int, table: Table, years: str = "two_year") -> int:
    """The whole percentage that a number of points stands for."""
    return whole_percent(sigmoid(table["per_point"] * points + table[years]))


def _scored(
    name: str, points: Sequence[tuple[str, int]], answers: Answers, edition: Edition[Table]
) -> Scored:
    table, total = edition.table, sum(each for _, each in points)
    terms = [Term(term, table["per_point"] * each, each) for term, each in points]
    terms.append(Term("constant", table["two_year"]))
    logit = sum(term.contribution for term in terms)
    mark = percent_of_points(total, table)
    band = band_for(mark, table["bands"])
    return Scored(
        instrument=name,
        edition=edition.name,
        offence_mapping=None,
        basis=Basis.DYNAMIC,
        score=mark,
        band=band,
        total=logit,
        scale=Scale.LOGIT,
        terms=tuple(terms),
        inputs=tuple(sorted(answers.given.items())),
        finding=Finding(
            name, _CLAUSE[name], f"{total} points, {mark}% over two years, is the {band.words} band"
        ),
        lowest=mark,
        highest=mark,
        one_year=percent_of_points(total, table, "one_year"),
        points=total,
        probability=sigmoid(logit),
    )
