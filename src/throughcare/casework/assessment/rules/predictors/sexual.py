"""Sexual reoffending: contact (OSP/DC, DC-SRP) and images or indirect contact (OSP/IIC, IIC-SRP).

The older pair and the OGRS4 pair share points and cut-offs; they differ in what they demand, in what they
say of women, and in the last branch of the images hierarchy, which the table of the edition decides.
"""

from __future__ import annotations

from throughcare.foundation.kernel import Clause, Edition, Finding

from ..editions import Table
from . import history as h
from . import possible
from .arithmetic import from_steps, percent, sigmoid, whole_years
from .fields import Answers, Given, NotScored, Problem, Trouble
from .results import Band, Basis, Missing, Scale, Scored, Term, band_for

COUNTS = ("images", "contact_adult", "contact_child", "non_contact")
CONTACT_REQUIRED = (
    "sex",
    "ever_sexual_offence",
    "date_of_birth",
    "follow_up_date",
    "sanctions",
    "supervision",
)
_CLAUSE = Clause("OSP and its successors", "actuarial service at 66f6739 and 016919c")
_LOWER = {Band.VERY_HIGH: Band.HIGH, Band.HIGH: Band.MEDIUM, Band.MEDIUM: Band.LOW}


def _is_new(instrument: str) -> bool:
    return instrument.endswith("srp")


def check_contact(answers: Answers, instrument: str, *, checked: bool = False) -> tuple[Trouble, ...]:
    """Every trouble with the answers for the contact score; ``checked`` where the one table of histories is asked."""
    checks: list[h.Check] = [h.needs(CONTACT_REQUIRED)]
    if _is_new(instrument):
        checks += [_new_counts(answers, contact=True)]
        if _counted(answers):
            checks += [_no_sanctions, _not_too_many, _last_after_birth, h.follow_up_at(h.MIN_AGE, 110)]
    else:
        checks += [_motivation_known, _old_counts]
    in_range = h.sanctions_from(1, 999) if _is_new(instrument) else h.sanctions_from(1)
    return h.troubles_of(answers, [*checks, in_range, _unexpected(instrument, checked), _born_first])


def check_images(answers: Answers, instrument: str, *, checked: bool = False) -> tuple[Trouble, ...]:
    """Every trouble with the answers for the images score; ``checked`` where the one table of histories is asked."""
    if _is_new(instrument):
        needed = h.needs(("sex", "ever_sexual_offence"))
        checks = [needed, _new_counts(answers, contact=False)]
        if answers.yes("ever_sexual_offence"):
            checks.append(_no_sanctions)
        return h.troubles_of(answers, [*checks, _unexpected(instrument, checked)])
    male = answers.value("sex") == "male"
    needed = h.needs(("sex", "ever_sexual_offence") if male else ("sex",))
    unexpected = _unexpected(instrument, checked)
    return h.troubles_of(answers, [needed, _motivation_known, _old_counts, unexpected])


def _counted(answers: Answers) -> bool:
    return answers.yes("ever_sexual_offence") and answers.value("sex") == "male"


def _motivation_known(answers: Answers) -> Trouble | None:
    if _counted(answers) and not answers.has("sexually_motivated"):
        return Trouble(Problem.MISSING, ("sexually_motivated",))
    return None


def _old_counts(answers: Answers) -> Trouble | None:
    if not _counted(answers):
        return None
    absent = answers.absent(COUNTS)
    if not absent and all(answers.number(name) == 0 for name in COUNTS):
        absent = COUNTS
    return Trouble(Problem.SEXUAL_COUNTS_MISSING, absent) if absent else None


def _new_counts(answers: Answers, *, contact: bool) -> h.Check:
    def check(answers: Answers) -> Trouble | None:
        if answers.value("ever_sexual_offence") is False:
            return None
        absent = answers.absent(COUNTS)
        if contact and _counted(answers):
            absent += answers.absent(("last_sexual_date",))
        return Trouble(Problem.MISSING, absent) if absent else None

    return check


def _no_sanctions(answers: Answers) -> Trouble | None:
    none = all(answers.value(name) == 0 for name in COUNTS)
    return Trouble(Problem.SEXUAL_NO_SANCTIONS, COUNTS) if none else None


def _not_too_many(answers: Answers) -> Trouble | None:
    if answers.absent((*COUNTS, "sanctions")):
        return None
    too_many = sum(answers.number(name) for name in COUNTS) > answers.number("sanctions")
    return Trouble(Problem.SEXUAL_RANGE, COUNTS) if too_many else None


def _last_after_birth(answers: Answers) -> Trouble | None:
    if answers.absent(("last_sexual_date", "date_of_birth")):
        return None
    after = answers.date("last_sexual_date") > answers.date("date_of_birth")
    return None if after else Trouble(Problem.LAST_SEXUAL_BEFORE_BIRTH, ("last_sexual_date",))


def _born_first(answers: Answers) -> Trouble | None:
    if answers.absent(("follow_up_date", "date_of_birth")):
        return None
    after = answers.date("follow_up_date") > answers.date("date_of_birth")
    return None if after else Trouble(Problem.FOLLOW_UP_BEFORE_BIRTH, ("follow_up_date",))


def _unexpected(instrument: str, checked: bool) -> h.Check:
    """As published, the older pair refuses a count of nought too; the one table of histories says what cannot be."""

    def check(answers: Answers) -> Trouble | None:
        if checked:
            return None
        if answers.value("ever_sexual_offence") is not False:
            return None
        if _is_new(instrument):
            filled = tuple(name for name in COUNTS if answers.value(name))
            return Trouble(Problem.SEXUAL_UNEXPECTED, ("ever_sexual_offence", *filled)) if filled else None
        filled = tuple(name for name in COUNTS if answers.has(name))
        return Trouble(Problem.SEXUAL_UNEXPECTED, filled) if filled and _is_male(answers) else None

    return check


def _is_male(answers: Answers) -> bool:
    return answers.value("sex") == "male"


def contact_points(answers: Answers, table: Table) -> list[tuple[str, int]]:
    """The points of the contact score, 64 at most."""
    born = answers.date("date_of_birth")
    age = whole_years(born, answers.date("follow_up_date"))
    last = 0
    if answers.has("last_sexual_date"):
        at = whole_years(born, answers.date("last_sexual_date"))
        last = int(from_steps(table["last_sexual_age_from"], max(0, at)))
    return [
        ("contact_adult", _up_to_three(table["contact_adult"], answers.number("contact_adult"))),
        ("contact_child", _up_to_three(table["contact_child"], answers.number("contact_child"))),
        ("non_contact", _up_to_three(table["non_contact"], answers.number("non_contact"))),
        ("age", age_points(age, table)),
        ("last_sexual_age", last),
        ("sanctions", table["two_or_more_sanctions"] if answers.number("sanctions") >= 2 else 0),
        ("stranger_victim", table["stranger_victim"] if answers.yes("stranger_victim") else 0),
    ]


def _up_to_three(points: list[int], count: int) -> int:
    return points[min(count, len(points) - 1)]


def age_points(age: int, table: Table) -> int:
    """Points for age at the start of follow-up: fewer with every three years, none from sixty."""
    if age >= table["age_none_from"]:
        return 0
    return int(table["age_top"] - max(0, (age - table["age_counted_from"]) // table["age_step"]))


def contact(instrument: str, answers: Answers, edition: Edition[Table]) -> Scored:
    """The contact score; raises NotScored with every trouble."""
    troubles = check_contact(answers, instrument, checked=possible.asks(edition))
    if troubles:
        raise NotScored(troubles)
    if not _counted(answers):
        return _not_applicable(instrument, answers, edition, Band.NOT_APPLICABLE)
    table, points = edition.table, contact_points(answers, edition.table)
    total = sum(each for _, each in points)
    native = band_for(total, table["bands"])
    reduced = None if total == 0 else reduces(answers, native, table)
    band = _LOWER[native] if reduced else native
    because = f"{total} of 64 points is the {native.words} band"
    because += f", reduced to {band.words} after five years without offending" if reduced else ""
    terms = [Term(name, table["per_point"] * each, each) for name, each in points]
    missing = _contact_missing(answers, table)
    most = total + sum(round(one.most / table["per_point"]) for one in missing)
    return Scored(
        instrument=instrument,
        edition=edition.name,
        offence_mapping=None,
        basis=Basis.STATIC,
        score=contact_percent(total, table),
        band=band,
        total=table["constant"] + sum(term.contribution for term in terms),
        scale=Scale.LOGIT,
        terms=(Term("constant", table["constant"]), *terms),
        inputs=_inputs(answers),
        finding=Finding(instrument, _CLAUSE, because),
        missing=tuple(missing),
        lowest=contact_percent(total, table),
        highest=contact_percent(most, table),
        points=total,
        probability=contact_probability(total, table),
        band_reduced=reduced,
    )


def contact_probability(points: int, table: Table) -> float:
    """The probability that contact points stand for; nought points are nought, by rule."""
    return 0.0 if points == 0 else sigmoid(table["constant"] + table["per_point"] * points)


def contact_percent(points: int, table: Table) -> float:
    """The percentage that contact points stand for."""
    return percent(contact_probability(points, table))


def _contact_missing(answers: Answers, table: Table) -> list[Missing]:
    most = {
        "last_sexual_date": table["last_sexual_age_from"][-1][1],
        "stranger_victim": table["stranger_victim"],
    }
    return [Missing(name, 0.0, table["per_point"] * most[name]) for name in answers.absent(tuple(most))]


def reduces(answers: Answers, band: Band, table: Table) -> bool:
    """Whether five whole years free of offences in the community bring the band down by one."""
    if answers.text("supervision") == "custody" or band is Band.LOW or not answers.has("assessment_date"):
        return False
    since = ["follow_up_date", "last_offence_date", "last_sexual_date"]
    today = answers.date("assessment_date")
    free = [whole_years(answers.date(name), today) for name in since if answers.has(name)]
    return min(free) >= int(table["reduction_years"])


def images(instrument: str, answers: Answers, edition: Edition[Table]) -> Scored:
    """The images and indirect contact score; raises NotScored with every trouble."""
    troubles = check_images(answers, instrument, checked=possible.asks(edition))
    if troubles:
        raise NotScored(troubles)
    if answers.value("ever_sexual_offence") is not True:
        return _not_applicable(instrument, answers, edition, Band.NOT_APPLICABLE)
    if not _is_male(answers):
        band = Band.LOW if _is_new(instrument) else Band.NOT_APPLICABLE
        return _not_applicable(instrument, answers, edition, band)
    step, probability, band_name = image_step(answers, edition.table)
    mark, band = percent(probability), Band(band_name)
    return Scored(
        instrument=instrument,
        edition=edition.name,
        offence_mapping=None,
        basis=Basis.STATIC,
        score=mark,
        band=band,
        total=probability * 100,
        scale=Scale.PERCENT,
        terms=(Term("images", probability * 100),),
        inputs=_inputs(answers),
        finding=Finding(instrument, _CLAUSE, f"the step that decided is {step}: the {band.words} band"),
        lowest=mark,
        highest=mark,
        probability=probability,
    )


def image_step(answers: Answers, table: Table) -> tuple[str, float, str]:
    """The first step of the hierarchy that fits: its name, probability and band."""
    image, child = answers.number("images"), answers.number("contact_child")
    adult, other = answers.number("contact_adult"), answers.number("non_contact")
    if image:
        name = "images_two" if image >= 2 else "images_one"
    elif child:
        name = "child_two" if child >= 2 else "child_one"
    else:
        counted = bool(adult and other) if table.get("needs_both") else bool(adult or other)
        name = "otherwise" if counted else ("none" if table.get("needs_both") else "no_sanctions")
    probability, band = table[name]
    return name, float(probability), str(band)


def _not_applicable(instrument: str, answers: Answers, edition: Edition[Table], band: Band) -> Scored:
    return Scored(
        instrument=instrument,
        edition=edition.name,
        offence_mapping=None,
        basis=Basis.STATIC,
        score=0.0,
        band=band,
        total=0.0,
        scale=Scale.PERCENT,
        terms=(),
        inputs=_inputs(answers),
        finding=Finding(instrument, _CLAUSE, "it applies to men with a sexual offence only"),
        lowest=0.0,
        highest=0.0,
        probability=0.0,
    )


def _inputs(answers: Answers) -> tuple[tuple[str, Given], ...]:
    return tuple(sorted(answers.given.items()))
