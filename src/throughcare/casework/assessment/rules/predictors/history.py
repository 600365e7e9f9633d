"""A person's sanctions and ages, as the actuarial instruments count them, and what is wrong with them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from .arithmetic import whole_months, whole_years
from .fields import Answers, Problem, Trouble

MIN_AGE = 10
MONTHS_CAP = 36


@dataclass(frozen=True)
class History:
    """Sex, ages in whole years, counts of sanctions, months free of offences since follow-up began."""

    female: bool
    age: int
    years: int
    sanctions: int
    violent: int
    months: int

    def copas(self, years_added: int) -> float:
        """The log of the rate of sanctions, from the third on; nothing before it."""
        return math.log(self.sanctions / (self.years + years_added)) if self.sanctions >= 3 else 0.0

    def violent_rate(self, years_added: int) -> float:
        """The log of the rate of violent sanctions; nothing when there are none."""
        return math.log(self.violent / (self.years + years_added)) if self.violent else 0.0


def history(answers: Answers) -> History:
    """The history that the answers tell; they must have been checked."""
    born, convicted = answers.date("date_of_birth"), answers.date("conviction_date")
    follow_up = answers.date("follow_up_date") if answers.has("follow_up_date") else convicted
    return History(
        female=answers.text("sex") == "female",
        age=whole_years(born, follow_up),
        years=whole_years(born, convicted) - answers.number("age_at_first_sanction"),
        sanctions=answers.number("sanctions"),
        violent=answers.number("violent_sanctions") if answers.has("violent_sanctions") else 0,
        months=_free_months(follow_up, answers),
    )


def _free_months(follow_up: date, answers: Answers) -> int:
    if not answers.has("assessment_date") or follow_up >= answers.date("assessment_date"):
        return 0
    return min(MONTHS_CAP, whole_months(follow_up, answers.date("assessment_date")))


Check = Callable[[Answers], Trouble | None]


def troubles_of(answers: Answers, checks: Sequence[Check]) -> tuple[Trouble, ...]:
    """Every trouble that the checks find, in their order."""
    return tuple(trouble for check in checks if (trouble := check(answers)) is not None)


def needs(fields: Sequence[str], problem: Problem = Problem.MISSING) -> Check:
    """A check that every one of these answers is known."""

    def check(answers: Answers) -> Trouble | None:
        absent = answers.absent(list(fields))
        return Trouble(problem, absent) if absent else None

    return check


def code_format(answers: Answers) -> Trouble | None:
    """An offence code has five characters."""
    if answers.has("offence_code") and len(answers.text("offence_code")) != 5:
        return Trouble(Problem.CODE_FORMAT, ("offence_code",))
    return None


def sanctions_from(lowest: int, highest: int = 9999) -> Check:
    """A check that the count of sanctions is in the instrument's range."""

    def check(answers: Answers) -> Trouble | None:
        if answers.has("sanctions") and not lowest <= answers.number("sanctions") <= highest:
            return Trouble(Problem.SANCTIONS_RANGE, ("sanctions",))
        return None

    return check


def violent_within(answers: Answers) -> Trouble | None:
    """Violent sanctions are not more than all sanctions."""
    known = answers.has("violent_sanctions") and answers.has("sanctions")
    if known and answers.number("violent_sanctions") > answers.number("sanctions"):
        return Trouble(Problem.VIOLENT_RANGE, ("violent_sanctions", "sanctions"))
    return None


def _dates_known(answers: Answers, *names: str) -> bool:
    return all(answers.has(name) for name in names)


def conviction_after_birth(answers: Answers) -> Trouble | None:
    """The conviction comes after birth."""
    if not _dates_known(answers, "date_of_birth", "conviction_date"):
        return None
    if answers.date("conviction_date") > answers.date("date_of_birth"):
        return None
    return Trouble(Problem.CONVICTION_BEFORE_BIRTH, ("conviction_date",))


def convicted_at_ten(answers: Answers) -> Trouble | None:
    """The person was at least ten when convicted."""
    if not _dates_known(answers, "date_of_birth", "conviction_date"):
        return None
    if whole_years(answers.date("date_of_birth"), answers.date("conviction_date")) >= MIN_AGE:
        return None
    return Trouble(Problem.CONVICTED_TOO_YOUNG, ("date_of_birth", "conviction_date"))


def first_sanction_first(*fields: str) -> Check:
    """A check that the first sanction does not come after the present conviction."""

    def check(answers: Answers) -> Trouble | None:
        if not _dates_known(answers, "date_of_birth", "conviction_date", "age_at_first_sanction"):
            return None
        born, convicted = answers.date("date_of_birth"), answers.date("conviction_date")
        if convicted <= born or whole_years(born, convicted) >= answers.number("age_at_first_sanction"):
            return None
        return Trouble(Problem.FIRST_AFTER_CONVICTION, fields)

    return check


def follow_up_at(lowest: int, below: int = 150) -> Check:
    """A check that the age at the start of follow-up is in the instrument's range."""

    def check(answers: Answers) -> Trouble | None:
        if not _dates_known(answers, "date_of_birth", "follow_up_date"):
            return None
        age = whole_years(answers.date("date_of_birth"), answers.date("follow_up_date"))
        return None if lowest <= age < below else Trouble(Problem.FOLLOW_UP_RANGE, ("follow_up_date",))

    return check
