"""Maturity (MST) and learning (LDS) screening: points that point to help, not to risk."""

from __future__ import annotations

from throughcare.foundation.kernel import Clause, Edition, Finding

from ..editions import Table
from . import history as h
from .arithmetic import from_steps, whole_years
from .fields import Answers, NotScored, Problem, Trouble
from .results import Band, Basis, Missing, Scale, Scored, Term

MST_ANSWERS = (
    "peer_influence",
    "criminal_associates",
    "recklessness",
    "coping",
    "attitude_to_self",
    "impulsivity",
    "temper",
    "problem_solving",
    "awareness_of_consequences",
    "understands_others",
)
LDS_CORE = ("work_skills", "literacy", "learning_difficulties", "qualifications")
_LDS_LEVELS = ("work_skills", "literacy", "learning_difficulties")
_CLAUSE = {
    "mst": Clause("Maturity screening", "actuarial service at 016919c, MST"),
    "lds": Clause("Learning screening", "actuarial service at 016919c, LDS"),
}


def maturity(answers: Answers, edition: Edition[Table]) -> Scored:
    """Whether a young man may need help that suits his maturity; raises NotScored when too little is known."""
    table = edition.table
    age = _age(answers)
    if age is not None and not table["ages"][0] <= age <= table["ages"][1]:
        return _not_applicable("mst", answers, edition, f"it is for men of {_span(table)}, not of {age}")
    troubles = _mst_troubles(answers, table)
    if troubles:
        raise NotScored(troubles)
    if answers.text("sex") != table["sex"]:
        return _not_applicable("mst", answers, edition, f"it is for men of {_span(table)}")
    terms = [Term(name, float(_points(answers, name))) for name in MST_ANSWERS]
    missing = [Missing(name, 0, 1 if name == "peer_influence" else 2) for name in answers.absent(MST_ANSWERS)]
    total = int(sum(term.contribution for term in terms))
    outcome = "flag" if total >= table["flag_from"] else "no_flag"
    because = f"{total} points; {table['flag_from']} or more suggest help that suits his maturity"
    return _screened("mst", answers, edition, terms, missing, (outcome, because))


def _span(table: Table) -> str:
    return "{} to {}".format(*table["ages"])


def _age(answers: Answers) -> int | None:
    if answers.absent(("date_of_birth", "assessment_date")):
        return None
    return whole_years(answers.date("date_of_birth"), answers.date("assessment_date"))


def _mst_troubles(answers: Answers, table: Table) -> tuple[Trouble, ...]:
    absent = answers.absent(("sex", "date_of_birth", "assessment_date"))
    unknown = answers.absent(MST_ANSWERS)
    if len(MST_ANSWERS) - len(unknown) < table["answers_needed"]:
        absent += unknown
    return (Trouble(Problem.MISSING, absent),) if absent else ()


def _points(answers: Answers, name: str) -> int:
    return int(answers.number(name)) if answers.has(name) else 0


def learning(answers: Answers, edition: Edition[Table]) -> Scored:
    """Whether learning may need support (0, 1 or 2); raises NotScored when too little is known."""
    table = edition.table
    troubles = h.troubles_of(answers, [_literacy_first, _core(table)])
    if troubles:
        raise NotScored(troubles)
    flags = ("no_fixed_abode", "reading_problem", "numeracy_problem")
    terms = [Term(name, float(table[name] * answers.yes(name))) for name in flags]
    terms += [Term(name, float(_points(answers, name))) for name in _LDS_LEVELS]
    none = answers.value("qualifications") == "none"
    terms.append(Term("qualifications", float(table["no_qualifications"] if none else 0)))
    tops = {name: table[name] for name in flags} | dict.fromkeys(_LDS_LEVELS, 2)
    tops["qualifications"] = table["no_qualifications"]
    missing = [Missing(name, 0, tops[name]) for name in answers.absent(tuple(tops))]
    total = int(sum(term.contribution for term in terms))
    level = int(from_steps(table["bands"], total))
    return _screened(
        "lds", answers, edition, terms, missing, (str(level), f"{total} points are level {level}")
    )


def _literacy_first(answers: Answers) -> Trouble | None:
    if answers.has("literacy"):
        return None
    below = tuple(name for name in ("reading_problem", "numeracy_problem") if answers.has(name))
    return Trouble(Problem.LITERACY, below) if below else None


def _core(table: Table) -> h.Check:
    def check(answers: Answers) -> Trouble | None:
        known = len(LDS_CORE) - len(answers.absent(LDS_CORE))
        return None if known >= table["core_needed"] else Trouble(Problem.TOO_FEW, LDS_CORE)

    return check


def _screened(
    name: str,
    answers: Answers,
    edition: Edition[Table],
    terms: list[Term],
    missing: list[Missing],
    said: tuple[str, str],
) -> Scored:
    total = sum(term.contribution for term in terms)
    return Scored(
        instrument=name,
        edition=edition.name,
        offence_mapping=None,
        basis=Basis.DYNAMIC,
        score=total,
        band=None,
        total=total,
        scale=Scale.POINTS,
        terms=tuple(terms),
        inputs=tuple(sorted(answers.given.items())),
        finding=Finding(name, _CLAUSE[name], said[1]),
        missing=tuple(missing),
        lowest=total + sum(one.least for one in missing),
        highest=total + sum(one.most for one in missing),
        points=int(total),
        outcome=said[0],
    )


def _not_applicable(name: str, answers: Answers, edition: Edition[Table], because: str) -> Scored:
    return Scored(
        instrument=name,
        edition=edition.name,
        offence_mapping=None,
        basis=Basis.DYNAMIC,
        score=None,
        band=Band.NOT_APPLICABLE,
        total=None,
        scale=Scale.POINTS,
        terms=(),
        inputs=tuple(sorted(answers.given.items())),
        finding=Finding(name, _CLAUSE[name], because),
        outcome="not_applicable",
    )
