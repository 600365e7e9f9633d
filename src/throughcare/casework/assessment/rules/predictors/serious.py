"""Serious reoffending put together: RSR (older) and CSRP (OGRS4), each the sum of three parts."""

from __future__ import annotations

from collections.abc import Sequence

from throughcare.foundation.kernel import Clause, Edition, Finding

from ..editions import Table
from .arithmetic import half_up
from .fields import Answers, NotScored, Problem, Trouble
from .results import Scale, Scored, Term, band_for

PARTS = {"rsr": ("osp-dc", "osp-iic", "snsv"), "csrp": ("dc-srp", "iic-srp", "svrp")}
_CLAUSE = Clause("Serious reoffending", "actuarial service at 66f6739 (RSR) and 016919c (CSRP)")

Part = Scored | NotScored


class PartsNotScored(NotScored):
    """A combined score refuses because a part did; ``parts`` holds what each part said."""

    def __init__(self, troubles: tuple[Trouble, ...], parts: Sequence[tuple[str, Part]]) -> None:
        super().__init__(troubles)
        self.parts = tuple(parts)


def combine(
    instrument: str, answers: Answers, edition: Edition[Table], parts: Sequence[tuple[str, Part]]
) -> Scored:
    """The sum of the parts' percentages, and the fixed part for a woman with a sexual offence."""
    refused = tuple(name for name, part in parts if isinstance(part, NotScored))
    if refused:
        raise PartsNotScored(_troubles(instrument, answers, refused), parts)
    scored = [part for _, part in parts if isinstance(part, Scored)]
    fixed = half_up(100 * edition.table["female_sexual"], 2) if _is_fixed(answers) else 0.0
    terms = [Term(part.instrument, part.score or 0.0) for part in scored] + [Term("female_sexual", fixed)]
    total = sum(term.contribution for term in terms)
    mark = half_up(total, 2)
    band = band_for(mark, edition.table["bands"])
    violent = scored[-1]
    return Scored(
        instrument=instrument,
        edition=edition.name,
        offence_mapping=violent.offence_mapping,
        basis=violent.basis,
        score=mark,
        band=band,
        total=total,
        scale=Scale.PERCENT,
        terms=tuple(terms),
        inputs=tuple(sorted(answers.given.items())),
        finding=Finding(instrument, _CLAUSE, f"{mark:.2f}% over two years is the {band.words} band"),
        missing=tuple(one for part in scored for one in part.missing),
        lowest=half_up(fixed + sum(part.lowest or 0.0 for part in scored), 2),
        highest=half_up(fixed + sum(part.highest or 0.0 for part in scored), 2),
        probability=total / 100,
        troubles=tuple(trouble for part in scored for trouble in part.troubles),
        components=tuple(scored),
    )


def _is_fixed(answers: Answers) -> bool:
    return answers.value("sex") == "female" and answers.yes("ever_sexual_offence")


def _troubles(instrument: str, answers: Answers, refused: tuple[str, ...]) -> tuple[Trouble, ...]:
    found = (Trouble(Problem.COMPONENTS, refused),)
    absent = answers.absent(("sex", "ever_sexual_offence"))
    return (*found, Trouble(Problem.MISSING, absent)) if absent and instrument == "csrp" else found
