"""What can be done about a failure: what each is called, which side does it, and when it is offered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from throughcare.casework.enforcement import actions
from throughcare.casework.enforcement.queries import FailureSeen, may_be_lodged
from throughcare.casework.enforcement.rules import (
    FAILURE_MOVES,
    FailureState,
    Move,
    Side,
    why_out_of_turn,
)
from throughcare.casework.supervision.rules.absences import LICENCES
from throughcare.faces.web.answering import has_part
from throughcare.faces.web.page import Asking
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May

from .failure_forms import (
    Adjourn,
    AtCourt,
    Decide,
    DecideNot,
    Lodge,
    Noted,
    Outcome,
    PauseClock,
    Plain,
    Refer,
    Return,
)


@dataclass(frozen=True)
class Deed:
    """One thing that can be done: its button, the move, its side, its act and its form."""

    label: str
    move: Move
    side: Side
    act: Callable[..., object]
    form: type[Plain]
    kind: str = ""


_TOLD, _DECIDES = Side.NOTIFIER, Side.DECIDER
DEEDS: Mapping[str, Deed] = {
    "refer": Deed("Tell whoever decides", Move.REFERRED, _TOLD, actions.refer_failure, Refer),
    "answer": Deed("Send what was missing", Move.ANSWERED, _TOLD, actions.answer_return, Noted),
    "accept": Deed("Accept", Move.ACCEPTED, _DECIDES, actions.accept_failure, Plain),
    "take-up": Deed("Take it up", Move.TAKEN_UP, _DECIDES, actions.accept_failure, Plain),
    "return": Deed("Return for evidence", Move.RETURNED, _DECIDES, actions.return_failure, Return, "secondary"),
    "resume": Deed("Let the clock go on", Move.RESUMED, _DECIDES, actions.resume_failure, Plain),
    "warn": Deed("Warn", Move.WARNED, _DECIDES, actions.decide_failure, Decide),
    "breach": Deed("Begin a breach", Move.BREACH_BEGUN, _DECIDES, actions.decide_failure, Decide),
    "recall": Deed("Put forward for recall", Move.PUT_FORWARD, _DECIDES, actions.decide_failure, Decide),
    "not-enforceable": Deed("Not enforceable", Move.NOT_ENFORCEABLE, _DECIDES, actions.decide_failure, DecideNot, "secondary"),
    "pause": Deed("Stop the clock", Move.PAUSED, _DECIDES, actions.pause_failure, PauseClock, "secondary"),
    "lodge": Deed("Say that it is before the court", Move.LODGED, _DECIDES, actions.lodge_breach, Lodge),
    "outcome": Deed("Record what the court did", Move.COURT_DECIDED, _DECIDES, actions.record_court_outcome, Outcome),
    "adjourn": Deed("Adjourned", Move.ADJOURNED, _DECIDES, actions.tell_of_court, Adjourn, "secondary"),
    "warrant": Deed("A warrant was issued", Move.WARRANT_ISSUED, _DECIDES, actions.tell_of_court, AtCourt, "secondary"),
    "look-at-warrant": Deed("Look at the warrant again", Move.WARRANT_REVIEWED, _DECIDES, actions.tell_of_court, AtCourt),
    "executed": Deed("The warrant was executed", Move.WARRANT_EXECUTED, _DECIDES, actions.tell_of_court, AtCourt, "secondary"),
    "withdraw": Deed("Say that it is withdrawn", Move.WITHDRAWN, _DECIDES, actions.withdraw_failure, Noted),
    "rescind": Deed("Rescind", Move.RESCINDED, _DECIDES, actions.rescind_failure, Noted, "warning"),
}  # fmt: skip


def deeds_open(request: Asking, seen: FailureSeen) -> dict[str, Deed]:
    """What the viewer can do about a failure now, what goes on first."""
    line, may = seen.line, request.member.may
    below = set(access.units_below(request.member.unit_id))
    sides = {
        Side.NOTIFIER: may(May.REFER_FAILURE)
        and line.decider_unit is not None
        and (line.notifier_unit in below or has_part(request, line.person_id)),
        Side.DECIDER: may(May.DECIDE_FAILURE) and line.decider_unit in below,
    }
    moves = FAILURE_MOVES[line.state] if line.due else {}
    return {
        slug: deed
        for slug, deed in DEEDS.items()
        if deed.move in moves
        and sides[deed.side]
        and not why_out_of_turn(seen.stands.moves, deed.move)
        and _fits(slug, seen)
    }


def _fits(slug: str, seen: FailureSeen) -> bool:
    row, licence = seen.stands.row, seen.stands.row.sentence in {one.value for one in LICENCES}
    answer = {
        "breach": not licence,
        "recall": licence,
        "return": not row.same_body,
        "take-up": not row.same_body,
        "outcome": seen.line.state is not FailureState.BREACH,
        "lodge": slug != "lodge" or may_be_lodged(row.id),
        "withdraw": Move.LETTER_SENT not in seen.stands.moves,
    }
    return answer.get(slug, True)
