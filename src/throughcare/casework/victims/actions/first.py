"""The first letter, which offers contact: that it went begins the clock for an answer, and what they answer stands on it too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Refused

from ..models import Letter, Victim
from ..rules import LETTER_MOVES, LetterMove, LetterState, Scheme, VictimMove, VictimState, check_victim_move
from .moved import LETTERS
from .steps import change_victim, write_step

WHAT_CAME_OF_THE_FIRST = (
    "Record what came of the first letter on their own record: that they came in or stay out, asked for later, did not answer, or"
    " could not be traced."
)
_CAME_OF_IT: Mapping[VictimMove, LetterMove] = {
    VictimMove.OPT_IN: LetterMove.ANSWER,
    VictimMove.OPT_OUT: LetterMove.ANSWER,
    VictimMove.LATER: LetterMove.ANSWER,
    VictimMove.NO_ANSWER: LetterMove.NO_ANSWER,
    VictimMove.NO_TRACE: LetterMove.CAME_BACK,
}


def check_offered(row: Victim) -> None:
    """Refuse a first letter where contact is offered no longer."""
    covered = row.covered
    if covered.ended_on is not None or not Scheme(covered.scheme).is_offered:
        raise Refused("Contact is not offered for this sentence, or no longer. Nothing is written to them.")


def offered(row: Victim, by: Member, on: date, at: datetime) -> None:
    """Move a victim on whose first letter went."""
    before = VictimState(row.state)
    after = check_victim_move(before, VictimMove.INVITE).after
    if on < row.since:
        raise Refused(f"That is before the step before it, on {row.since:%-d %B %Y}.", field="on")
    write_step(
        row, by, move=VictimMove.INVITE.value, before=before.value, after=after.value, on=on, note="", at=at
    )
    change_victim(row, state=after.value, since=on)


def came_of_first(row: Victim, move: VictimMove, by: Member, on: date, at: datetime) -> None:
    """Say on the first letter what a victim's move says of it: an answer, none, or that it came back."""
    came = _CAME_OF_IT.get(move)
    letters = Letter.objects.select_for_update().filter(victim=row.id, first=True).order_by("-at", "-id")
    last = letters.exclude(state=LetterState.CALLED_OFF.value).first()
    if last is None or came is None:
        return
    if came in {one.move for one in LETTER_MOVES.from_state(LetterState(last.state))}:
        LETTERS.move(last, by, came, on, move.value.capitalize(), at)
