"""What may become of a referral, on which day it is due, and how it may end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from uuid import UUID

import yaml

from throughcare.casework.supervision.rules.attendance import Outcome
from throughcare.foundation.kernel import Clause, Edition, Period, Refused, WorkingCalendar, edition_on

from .away import WHILE_AWAY, check_not_held, is_held, not_before
from .words import Achievement, Ending, ReferralState, StepKind

LONGEST_SESSION = 720
"""Minutes; more is a slip of the pen."""


def check_minutes(outcome: Outcome, minutes: int | None) -> None:
    """Refuse a length that cannot be, or of a session in which nobody took part; None is not told."""
    if minutes is None:
        return
    if not outcome.means.took_part:
        raise Refused("Only a session in which they took part has a length.", field="minutes")
    if not 1 <= minutes <= LONGEST_SESSION:
        raise Refused(f"Give whole minutes, from 1 to {LONGEST_SESSION}.", field="minutes")


def _away(state: ReferralState) -> dict[StepKind, ReferralState]:
    """What follows when the person goes away or comes back leaves a referral where it stands."""
    return dict.fromkeys((*sorted(WHILE_AWAY), StepKind.CARRIED_ON), state)


# What each step makes of a referral that stands so; a step that is not here cannot be taken.
REFERRAL_MOVES: Mapping[ReferralState, Mapping[StepKind, ReferralState]] = {
    ReferralState.SENT: {
        StepKind.TRANSFERRED: ReferralState.SENT,
        StepKind.AMENDED: ReferralState.SENT,
        StepKind.READ: ReferralState.SENT,
        **_away(ReferralState.SENT),
        StepKind.RETURNED: ReferralState.RETURNED,
        StepKind.ACCEPTED: ReferralState.ACCEPTED,
        StepKind.REFUSED: ReferralState.REFUSED,
        StepKind.WITHDRAWN: ReferralState.WITHDRAWN,
    },
    ReferralState.RETURNED: {
        StepKind.TRANSFERRED: ReferralState.RETURNED,
        StepKind.AMENDED: ReferralState.RETURNED,
        StepKind.READ: ReferralState.RETURNED,
        **_away(ReferralState.RETURNED),
        StepKind.ANSWERED: ReferralState.SENT,
        StepKind.WITHDRAWN: ReferralState.WITHDRAWN,
    },
    ReferralState.ACCEPTED: {
        StepKind.TRANSFERRED: ReferralState.ACCEPTED,
        StepKind.AMENDED: ReferralState.ACCEPTED,
        StepKind.READ: ReferralState.ACCEPTED,
        **_away(ReferralState.ACCEPTED),
        StepKind.ASSIGNED: ReferralState.ACCEPTED,
        StepKind.PLANNED: ReferralState.ACCEPTED,
        StepKind.PLAN_RETURNED: ReferralState.ACCEPTED,
        StepKind.PLAN_APPROVED: ReferralState.DELIVERING,
        StepKind.WITHDRAWN: ReferralState.WITHDRAWN,
    },
    ReferralState.DELIVERING: {
        StepKind.TRANSFERRED: ReferralState.DELIVERING,
        StepKind.AMENDED: ReferralState.DELIVERING,
        StepKind.READ: ReferralState.DELIVERING,
        **_away(ReferralState.DELIVERING),
        StepKind.ASSIGNED: ReferralState.DELIVERING,
        StepKind.SESSION: ReferralState.DELIVERING,
        StepKind.END_ASKED: ReferralState.DELIVERING,
        StepKind.CONCLUDED: ReferralState.CONCLUDED,
        StepKind.WITHDRAWN: ReferralState.WITHDRAWN,
    },
    ReferralState.REFUSED: {},
    ReferralState.WITHDRAWN: {},
    ReferralState.CONCLUDED: {},
}
ASIDE = frozenset(
    {StepKind.TRANSFERRED, StepKind.AMENDED, StepKind.READ, StepKind.CARRIED_ON, StepKind.HELD, StepKind.OUT}
)
"""Steps beside the course: what was owed is owed by the same day after them."""
OPEN_REFERRALS = tuple(state for state, moves in REFERRAL_MOVES.items() if moves)
_BEFORE: Mapping[StepKind, StepKind] = {
    StepKind.PLAN_APPROVED: StepKind.PLANNED,
    StepKind.PLAN_RETURNED: StepKind.PLANNED,
    StepKind.PLANNED: StepKind.ASSIGNED,
}


def state_after(steps: Iterable[StepKind]) -> ReferralState:
    """Where a referral stands after its steps, in order; raises Refused at the first that could not be taken.

    What a death or the closing of its case withdrew is taken up again as it stood, when that is undone.
    """
    taken = list(steps)
    if not taken or taken[0] is not StepKind.SENT:
        raise Refused("A referral begins when it is sent.")
    course, before = [ReferralState.SENT], taken[:1]
    for step in taken[1:]:
        if step is StepKind.TAKEN_UP_AGAIN and course[-1] is ReferralState.WITHDRAWN:
            course.pop()
        else:
            course.append(check_step(course[-1], step, before))
        before.append(step)
    return course[-1]


def check_step(state: ReferralState, step: StepKind, before: Sequence[StepKind]) -> ReferralState:
    """What a step makes of a referral that stands so, after these; refused when it cannot be taken."""
    then = REFERRAL_MOVES[state].get(step)
    if then is None:
        raise Refused(f"This referral is {state}, so it cannot be {step}.")
    check_not_held(step, before)
    needed = _BEFORE.get(step)
    if needed is not None and needed not in (_since_moved(before) if needed is StepKind.ASSIGNED else before):
        raise Refused(f"Before a referral is {step} it is {needed}.")
    if (
        step in {StepKind.PLAN_APPROVED, StepKind.PLAN_RETURNED}
        and _last_of_plan(before) is not StepKind.PLANNED
    ):
        raise Refused("No plan waits to be approved.")
    return then


def _since_moved(kinds: Sequence[StepKind]) -> Sequence[StepKind]:
    """The steps since the referral came to the provider that has it: who works on it is that provider's to say."""
    moved = [place for place, kind in enumerate(kinds) if kind is StepKind.TRANSFERRED]
    return kinds[moved[-1] :] if moved else kinds


def check_not_to_oneself(receives: UUID | None, answers: UUID, own: Collection[UUID]) -> None:
    """Refuse whoever would keep sight of a person by referring them to a team of their own, without answering for the case."""
    if receives in own and answers not in own:
        raise Refused(
            "That service's referrals come to your own team. The team that answers for the case makes this referral."
        )


def sessions_left_of(planned: int | None, outcomes: Iterable[Outcome]) -> int | None:
    """How many planned sessions are still to be held; None where no plan says how many there are."""
    if planned is None:
        return None
    return max(0, planned - sum(not one.means.again for one in outcomes))


def _last_of_plan(before: Sequence[StepKind]) -> StepKind | None:
    plan = {StepKind.PLANNED, StepKind.PLAN_RETURNED, StepKind.PLAN_APPROVED}
    return next((step for step in reversed(before) if step in plan), None)


@dataclass(frozen=True)
class ReferralClocks:
    """The edition's working days: to answer, to a first meeting, to a plan after it, to approve it, to a report after the end.

    ``to_wait`` is for how long a referral waits for somebody who is away before whoever sent it says whether it goes on.
    """

    source: str
    label: str
    to_answer: int
    to_meet: int
    to_plan: int
    to_approve: int
    to_report: int
    to_wait: int

    def clause(self, which: str) -> Clause:
        """Where a clock stands."""
        return Clause(self.source, which)


@lru_cache(maxsize=1)
def clock_editions() -> tuple[Edition[ReferralClocks], ...]:
    """Every edition of the clocks in the package."""
    text = files(__package__).joinpath("editions", "referral_clocks.yaml").read_text("utf-8")
    return tuple(
        Edition(
            e["name"],
            Period(e["from"], e["until"]),
            ReferralClocks(
                e["source"],
                e["label"],
                e["to_answer"],
                e["to_meet"],
                e["to_plan"],
                e["to_approve"],
                e["to_report"],
                e["to_wait"],
            ),
        )
        for e in yaml.safe_load(text)
    )


@dataclass(frozen=True)
class Due:
    """What is owed on a referral: the step, by which side, by which day."""

    step: StepKind
    by_provider: bool
    on: date


def due_of(
    state: ReferralState,
    steps: Sequence[tuple[StepKind, date]],
    calendar: WorkingCalendar,
    *,
    sessions_left: int | None,
) -> Due | None:
    """The one thing that is owed now, and by which side; None when nothing is but the sessions themselves."""
    table = edition_on(clock_editions(), steps[0][1]).table
    kinds = [kind for kind, _ in steps]
    # A transfer or an amendment restarts nobody's wait: what was owed is owed by the same day, by whoever has the referral now.
    last = next(day for kind, day in reversed(steps) if kind not in ASIDE)
    over = StepKind.END_ASKED in kinds or sessions_left == 0
    if state in OPEN_REFERRALS and is_held(kinds) and not over:
        return _due_while_away(steps, table, calendar)
    if state is ReferralState.SENT:
        return Due(StepKind.ACCEPTED, True, calendar.add(last, table.to_answer))
    if state is ReferralState.RETURNED:
        return Due(StepKind.ANSWERED, False, calendar.add(last, table.to_answer))
    if state is ReferralState.ACCEPTED:
        return _due_before_delivery(steps, kinds, table, calendar)
    return (
        _due_in_delivery(steps, last, table, calendar, over=over)
        if state is ReferralState.DELIVERING
        else None
    )


def _due_in_delivery(
    steps: Sequence[tuple[StepKind, date]], last: date, table: ReferralClocks, calendar: WorkingCalendar, *, over: bool
) -> Due | None:  # fmt: skip
    kinds = [kind for kind, _ in steps]
    if over:
        return Due(StepKind.CONCLUDED, True, calendar.add(last, table.to_report))
    if StepKind.ASSIGNED not in _since_moved(kinds):
        return Due(StepKind.ASSIGNED, True, calendar.add(_taken_over(steps), table.to_answer))
    return None


def _due_while_away(
    steps: Sequence[tuple[StepKind, date]], table: ReferralClocks, calendar: WorkingCalendar
) -> Due | None:
    """Whoever sent it says whether it goes on: soon once they are out, and else when it has waited as long as it may."""
    kind, day = next(one for one in reversed(steps) if one[0] in WHILE_AWAY)
    days = table.to_answer if kind is StepKind.OUT else table.to_wait
    return Due(StepKind.RESUMED, False, calendar.add(day, days))


def _taken_over(steps: Sequence[tuple[StepKind, date]]) -> date:
    """The day from which the provider that has a referral has had it to give to a worker."""
    begins = {StepKind.ACCEPTED, StepKind.TRANSFERRED}
    return not_before(next(day for kind, day in reversed(steps) if kind in begins), steps)


def _due_before_delivery(
    steps: Sequence[tuple[StepKind, date]],
    kinds: Sequence[StepKind],
    table: ReferralClocks,
    calendar: WorkingCalendar,
) -> Due:
    accepted = not_before(next(day for kind, day in steps if kind is StepKind.ACCEPTED), steps)
    if _last_of_plan(kinds) is StepKind.PLANNED:
        sent = not_before(next(day for kind, day in reversed(steps) if kind is StepKind.PLANNED), steps)
        return Due(StepKind.PLAN_APPROVED, False, calendar.add(sent, table.to_approve))
    if StepKind.ASSIGNED not in _since_moved(kinds):
        return Due(StepKind.ASSIGNED, True, calendar.add(_taken_over(steps), table.to_answer))
    return Due(StepKind.PLANNED, True, calendar.add(accepted, table.to_meet + table.to_plan))


def clocks_on(day: date) -> ReferralClocks:
    """The clocks in force for a referral sent on a day."""
    return edition_on(clock_editions(), day).table


@dataclass(frozen=True)
class SessionsCounted:
    """How many sessions were attended, missed, and have no outcome yet."""

    attended: int
    missed: int
    without_outcome: int


def ending_of(counted: SessionsCounted, *, asked_to_end: bool) -> Ending | None:
    """How delivery would end now; None while it goes on.

    Refer and monitor, its table of conclusions: with nothing attended it is cancelled, with sessions still to come it
    ended early, and with an outcome for every session it is completed.
    """
    if not asked_to_end:
        return None
    if not counted.attended:
        return Ending.CANCELLED
    return Ending.ENDED_EARLY if counted.without_outcome else Ending.COMPLETED


def may_report(counted: SessionsCounted, *, asked_to_end: bool, reported: bool) -> bool:
    """Whether a report at the end can be begun: something was attended, it is over, and none was sent."""
    over = asked_to_end or not counted.without_outcome
    return bool(counted.attended) and over and not reported


def concludes_with(counted: SessionsCounted, *, asked_to_end: bool, reported: bool) -> Ending | None:
    """How a referral concludes now; None while a report is owed or delivery goes on."""
    ending = ending_of(counted, asked_to_end=asked_to_end)
    if ending is None or ending is Ending.CANCELLED:
        return ending
    return ending if reported else None


_WORTH = {Achievement.ACHIEVED: 1.0, Achievement.PARTLY: 0.5, Achievement.NOT_ACHIEVED: 0.0}


def achievement_score(outcomes: Iterable[Achievement], *, reported: bool) -> float:
    """What the outcomes add up to: one for achieved, a half for partly; nothing until the report is sent.

    Added one by one: the system it is compared with drops equal sub-totals (UNION in place of UNION ALL).
    """
    return sum(_WORTH[outcome] for outcome in outcomes) if reported else 0.0
