"""Integrated offender management in the demonstration: a few of one team, at each stage from proposed to removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from throughcare.casework.integrated import actions, queries
from throughcare.casework.integrated.rules import IntegratedActionState, PartnerAnswer, Rating, Strand
from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access import queries as members
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from ..days import instant
from ..held import Held
from ..history import History
from ..part import Finish, Part

_SINCE = 24
_AGREES, _AGAINST = PartnerAnswer.AGREES, PartnerAnswer.AGAINST


@dataclass
class Course:
    """One person's selection as it is taken along: who manages and leads, and the instant of the last act."""

    person: UUID
    officer: Member
    senior: Member
    at: datetime
    strand: Strand
    id: UUID | None = None
    steps: int = 0

    def act(self, act: Callable[..., object], by: Member, because: str, **given: object) -> None:
        """One act on it, a day after the last."""
        self.at += timedelta(days=1)
        act(by=by, at=self.at, selection_id=self.id, version=self.steps, because=because, **given)
        self.steps += 1

    def proposed(self, because: str) -> None:
        """Put forward by the officer."""
        self.id = actions.propose_selection(
            by=self.officer, at=self.at, person_id=self.person, strand=self.strand, because=because
        )
        self.steps = 1

    def answered(self, said: PartnerAnswer, because: str) -> None:
        """What the police answer."""
        self.act(actions.answer_as_partner, self.officer, because, body="police", said=said)

    def selected(self, because: str) -> None:
        """Proposed, agreed and selected, with the officer as the lead professional."""
        self.proposed(because)
        self.answered(_AGREES, "The sergeant of the joint team: known to every beat in the town.")
        self.act(
            actions.decide_selection, self.senior, "The conference agreed.", strand=self.strand, lead_id=self.officer.id
        )  # fmt: skip

    def rated(self, rating: Rating, because: str) -> None:
        """How the officer says they are doing."""
        self.act(actions.rate, self.officer, because, rating=rating)

    def done(self, act: Callable[..., object], by: Member, what: str) -> None:
        """What was done that day, to help or to disrupt."""
        self.at += timedelta(hours=1)
        act(by=by, at=self.at, selection_id=self.id, what=what, done_on=day_of(self.at))

    def given(self, what: str, owner: Member, days: int) -> UUID:
        """An action given by whoever leads, due so many days after."""
        assert self.id is not None
        self.at += timedelta(days=1)
        return actions.give_action(
            by=self.senior, at=self.at, selection_id=self.id, what=what, owner_id=owner.id,
            due_on=day_of(self.at) + timedelta(days=days),
        )  # fmt: skip


def integrated(history: History, given: Finish) -> None:
    """A few of one team, the first of whom the rule proposes."""
    now = instant(history.as_at, 9)
    senior = history.staff.signed_in("senior probation officer", now)
    if senior is None or not senior.may(May.SELECT_INTEGRATED):
        return
    start = instant(history.as_at - timedelta(days=_SINCE), 10)
    for stage, course in zip(_STAGES, _courses(history, senior, start), strict=False):
        stage(course)


def _courses(history: History, senior: Member, start: datetime) -> list[Course]:
    """Whom somebody of the team has managed since before it began, those of whom the rule proposes a strand first."""
    units = set(members.units_below(senior.unit_id))
    held = history.ordered(lambda one: one.case.unit_id in units and _managed(one, history))
    with viewing(senior, start):
        cases = supervision.open_cases_of([one.case.person_id for one in held])
        found = [one for one in held if one.case.person_id in cases][:40]
        proposed = queries.strands_proposed([one.case.person_id for one in found], history.as_at)
    strands = {person: ruling.strand for person, ruling in proposed.items() if ruling.strand}
    courses = []
    for one in sorted(found, key=lambda one: one.case.person_id not in strands)[: len(_STAGES)]:
        officer = members.member(one.holder["offender manager"], at=start)
        if officer is not None and officer.may(May.WORK_INTEGRATED):
            strand = strands.get(one.case.person_id) or Strand.FREE
            courses.append(Course(one.case.person_id, officer, senior, start, strand))
    return courses


def _managed(one: Held, history: History) -> bool:
    early = history.as_at - timedelta(days=_SINCE + 2)
    return "offender manager" in one.holder and one.appointed_on is not None and one.appointed_on < early


def _stays(course: Course) -> None:
    course.selected("Nine burglaries in a year, and a habit that pays for itself no other way.")
    course.rated(Rating.AMBER, "Comes when fetched, and not otherwise.")
    course.rated(Rating.RED, "Two burglaries on the estate since Friday, by the same way in.")
    course.done(
        actions.record_help, course.officer, "A place on the list of the treatment service, and taken there."
    )
    course.done(
        actions.record_disruption,
        course.officer,
        "The sergeant tells of two patrols at the way in, each night.",
    )
    ended = course.given("Ask the housing team for a room away from the estate.", course.officer, 5)
    course.given("Agree the week's contacts with the sergeant of the joint team.", course.officer, 3)
    course.given("Decide with the police whether a curfew is asked for.", course.senior, 30)
    course.at += timedelta(days=1)
    actions.end_action(
        by=course.officer, at=course.at, integrated_action_id=ended, state=IntegratedActionState.DONE,
        came_of_it="A room in the next town from Monday.",
    )  # fmt: skip


def _leaves(course: Course) -> None:
    course.selected("Out of prison four times in two years, each time for weeks.")
    course.act(actions.propose_removal, course.officer, "In work since spring, and not arrested once.")


def _steady(course: Course) -> None:
    course.selected("Cars taken from drives at night, most often to order.")
    course.rated(Rating.AMBER, "Keeps two appointments of three, and is out late again.")


def _well(course: Course) -> None:
    course.selected("Robbed twice for a phone, with others who are in the cohort.")
    course.rated(Rating.RED, "Seen with the same two on the night of the third.")
    course.rated(Rating.GREEN, "Works nights at the depot since, and keeps away from both.")


def _new(course: Course) -> None:
    course.selected("Shops in the centre, and a habit that nobody treats yet.")


def _removed(course: Course) -> None:
    course.selected("A local choice after two assaults on the same evening.")
    course.act(
        actions.propose_removal, course.officer, "Moved in with family; nothing is left to co-ordinate."
    )
    course.answered(_AGREES, "The sergeant: nothing since the move.")
    course.act(actions.decide_removal, course.senior, "The conference agreed.", removed=True)


def _against(course: Course) -> None:
    course.proposed("Shops in the centre, most weeks.")
    course.answered(_AGAINST, "The sergeant: a neighbourhood officer is enough for now.")
    course.act(
        actions.decide_selection, course.senior, "One officer who knows them is enough for now.", strand=None
    )


def _waits(course: Course) -> None:
    course.at += timedelta(days=_SINCE - 4)
    course.proposed("Vehicles, and a score that rose.")


_STAGES: Sequence[Callable[[Course], None]] = (
    _stays,
    _leaves,
    _waits,
    _against,
    _removed,
    _steady,
    _well,
    _new,
)
"""What becomes of each, the first of whom the rule proposes."""

PART = Part(at_the_end={68: integrated})
