"""OGRS3: the older score of any reoffending within one and two years, from history alone."""

from __future__ import annotations

import math
from bisect import bisect_right

from throughcare.foundation.kernel import Clause, Edition, Finding

from .. import editions
from ..editions import Table
from . import history as h
from .arithmetic import sigmoid, whole_percent
from .fields import Answers, NotScored, Problem, Trouble
from .results import Basis, Scale, Scored, Term, band_for

CLAUSE = Clause("OGRS3", "actuarial service at 66f6739, OGRS3")
REQUIRED = (
    "sex",
    "date_of_birth",
    "conviction_date",
    "follow_up_date",
    "sanctions",
    "age_at_first_sanction",
    "offence_code",
)


def check(answers: Answers, table: Table) -> tuple[Trouble, ...]:
    """Every trouble with the answers."""
    first = h.first_sanction_first("date_of_birth", "conviction_date", "age_at_first_sanction")
    return h.troubles_of(
        answers,
        [
            h.needs(REQUIRED),
            h.sanctions_from(1),
            h.code_format,
            _code(table),
            h.conviction_after_birth,
            _at_ten_when_born,
            first,
            h.follow_up_at(table["ages_from"][0]),
        ],
    )


def _at_ten_when_born(answers: Answers) -> Trouble | None:
    return None if h.conviction_after_birth(answers) else h.convicted_at_ten(answers)


def _code(table: Table) -> h.Check:
    def check_code(answers: Answers) -> Trouble | None:
        if not answers.has("offence_code") or len(answers.text("offence_code")) != 5:
            return None
        known = editions.offence_weights().get(answers.text("offence_code"))
        if known is None or known.ogrs3 is None:
            return Trouble(Problem.CODE_UNMAPPED, ("offence_code",))
        if known.ogrs3 == table["exact_offence_needed"]:
            return Trouble(Problem.CODE_NEEDS_EXACT, ("offence_code",))
        return None

    return check_code


def age_sex(age: int, female: bool, table: Table) -> float:
    """The weight of age at the start of follow-up, by sex; ages under the first step are refused earlier."""
    weights = table["female" if female else "male"]
    return float(weights[bisect_right(table["ages_from"], age) - 1])


def terms_of(answers: Answers, table: Table, offence: float) -> tuple[Term, ...]:
    """The four terms, without the constant of one or two years."""
    who = h.history(answers)
    rate = math.log(who.sanctions / (table["copas_years"] + who.years))
    status = table["first_sanction" if who.sanctions == 1 else "later_sanction"]
    return (
        Term("age_sex", age_sex(who.age, who.female, table)),
        Term("status", status),
        Term("copas", table["copas_weight"] * rate),
        Term("offence", offence),
    )


def score(answers: Answers, edition: Edition[Table]) -> Scored:
    """The two-year score (and one-year); raises NotScored with every trouble."""
    table = edition.table
    troubles = check(answers, table)
    if troubles:
        raise NotScored(troubles)
    weights = editions.offence_weights()[answers.text("offence_code")]
    return scored(answers, edition, weights.ogrs3 or 0.0)


def scored(answers: Answers, edition: Edition[Table], offence: float) -> Scored:
    """The score for answers already checked, with a given weight for the offence."""
    table = edition.table
    terms = (Term("constant", table["two_year"]), *terms_of(answers, table, offence))
    logit = sum(term.contribution for term in terms)
    mark = whole_percent(sigmoid(logit))
    band = band_for(mark, table["bands"])
    one_year = whole_percent(sigmoid(logit - table["two_year"] + table["one_year"]))
    return Scored(
        instrument="ogrs3",
        edition=edition.name,
        offence_mapping=editions.OFFENCES_LEGACY,
        basis=Basis.STATIC,
        score=mark,
        band=band,
        total=logit,
        scale=Scale.LOGIT,
        terms=terms,
        inputs=tuple(sorted(answers.given.items())),
        finding=Finding("ogrs3", CLAUSE, f"{mark}% over two years is the {band.words} band"),
        lowest=mark,
        highest=mark,
        one_year=one_year,
        probability=sigmoid(logit),
    )
