"""Release in the demonstration: the prison's days, needs asked before the gate, licences being written, sent and approved."""

from __future__ import annotations

from datetime import datetime, timedelta

from throughcare.casework.release import actions, queries
from throughcare.casework.release.rules import DateKind, LicenceMove, NeedKind, NeedState, ProposalAnswer
from throughcare.foundation.access import queries as members
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Place

from ..days import instant
from ..held import Held
from ..history import History
from ..part import Finish, Part

_MOST = 8
_OUT_IN = (3, 6, 12, 17, 25, 40, 60, 80)
_BEDS = (
    (NeedState.IN_PLACE, "With their sister, seen and agreed"),
    (NeedState.NEEDED, "A room that they can pay for"),
    None,
)


def leaving(history: History, given: Finish) -> None:
    """A few people in custody are soon to leave it, by the prison's own day; of some a licence is written."""
    inside = [
        held
        for held in history.ordered(lambda h: "offender manager" in h.holder)
        if held.case.place == Place.CUSTODY and held.inside_on(history.as_at)
    ]
    number = 0
    for held in inside:
        if number < _MOST and _leaves(history, held, number):
            number += 1


def _leaves(history: History, held: Held, number: int) -> bool:
    at = instant(history.as_at - timedelta(days=1), 10) + timedelta(minutes=number)
    by = members.member(held.holder["offender manager"], at=at)
    if by is None or not by.may(May.WRITE_LICENCE):
        return False
    with viewing(by, at):
        seen = queries.release_of(held.case.person_id, at=at)
    if seen is None or not seen.stands.is_inside or seen.stands.is_indeterminate:
        return False
    case = held.case.id
    try:
        actions.record_figure(
            by=by, at=at, case_id=case, kind=DateKind.CONDITIONAL, given_on=history.as_at - timedelta(days=3),
            on=history.as_at + timedelta(days=_OUT_IN[number]), source="the prison's sheet of days",
        )  # fmt: skip
        bed = _BEDS[number % len(_BEDS)]
        if bed is not None:
            due = (
                history.as_at + timedelta(days=max(1, _OUT_IN[number] - 2))
                if bed[0] is NeedState.NEEDED
                else None
            )
            actions.say_need(
                by=by, at=at + timedelta(minutes=20), case_id=case, kind=NeedKind.ACCOMMODATION, state=bed[0], what=bed[1], due=due
            )  # fmt: skip
        if number % 2 == 0:
            made = actions.start_licence(by=by, at=at + timedelta(minutes=30), case_id=case)
            if number % 4 == 2:
                actions.move_licence(
                    by=by, at=at + timedelta(minutes=40), licence_id=made, move=LicenceMove.SUBMIT
                )
        if number % 2:
            _asked_for(held, by, at + timedelta(minutes=50), answered=number % 4 == 3)
    except Refused:
        return False
    return True


def _asked_for(held: Held, by: Member, at: datetime, *, answered: bool) -> None:
    """The prison's manager, or whoever manages the case where there is none, asks for a condition; some are answered."""
    asker = members.member(held.holder.get("prison manager", by.id), at=at) or by
    made = actions.propose_condition(
        by=asker, at=at, person_id=held.case.person_id, code="exclusion-place", said={"where": "the retail park"},
        until=day_of(at) + timedelta(days=300),
    )  # fmt: skip
    if answered:
        actions.answer_proposal(
            by=by, at=at + timedelta(minutes=5), proposal_id=made, answer=ProposalAnswer.IN_PART,
            because="The one shop of it is enough, and they work beside it.",
        )  # fmt: skip


PART = Part(at_the_end={62: leaving})
