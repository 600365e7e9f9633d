"""A letter or a call to a victim: written from its stage, checked by a colleague, sent as they asked, and what they said."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.kernel.written_words import at_most, must_say

from ..models import Letter, Victim
from ..rules import (
    LETTER_MOVES,
    Addressed,
    Choice,
    Going,
    LetterMove,
    LetterState,
    Means,
    StageKind,
    VictimKind,
    VictimState,
    check_goes,
    check_text,
    drafted,
    is_told,
    tells_too_much,
)
from ..store import choice_of, still_untold
from .first import WHAT_CAME_OF_THE_FIRST, check_offered, offered
from .moved import LETTERS
from .steps import not_ahead, victim_in_hand


@action(Permission.KEEP_VICTIMS_TOLD)
def draft_letter(*, by: Member, at: datetime, victim_id: UUID, stage_id: UUID | None = None) -> UUID:
    """Write to a victim: the first letter, about a stage of which they are still to be told, or that of the year. Gives its id.

    The words are those of the edition of the day, and can be changed. The first goes to whoever was not reached yet, and offers
    contact; nothing else is written to whoever is not in the scheme.
    """
    row = victim_in_hand(victim_id)
    stage, on, first = _about(row, stage_id, day_of(at))
    text, edition = drafted(stage, on, addressed(row, by), today=day_of(at), first=first)
    made = Letter(
        id=new_id(), victim_id=row.id, stage_id=stage_id, first=first, edition=edition, text=_fit(text, row, by, at, on if stage else None),
        state=LetterState.DRAFTED.value, since=day_of(at), written_by=by.id, at=at, member_id=by.id,
    )  # fmt: skip
    insert_all([made])
    LETTERS.step(made, by, "", "", LetterState.DRAFTED, day_of(at), "", at)
    add_to_line(victim=row.id, letter=made.id)
    return made.id


def _about(row: Victim, stage_id: UUID | None, today: date) -> tuple[StageKind | None, date, bool]:
    """What a letter is to be about, its day, and whether it is the first; refused where they are not to be told of it."""
    if VictimKind(row.kind).is_spoken_for:
        raise Refused("Nothing is sent to a child: whoever answers for them is told.")
    first = VictimState(row.state).awaits_offer
    if row.state != VictimState.OPTED_IN and not (first and stage_id is None):
        raise Refused(f"They are {row.state}: nothing is written to them.")
    if row.means == Means.NONE:
        raise Refused("They are not to be written to or called. Ask them first, where they come forward.")
    if first:
        check_offered(row)
        return None, today, True
    if stage_id is None:
        if choice_of(row) is not Choice.YEARLY:
            raise Refused("They did not choose a letter each year.", field="stage_id")
        return None, today, False
    found = next((one for one in still_untold(row) if one.id == stage_id), None)
    if found is None:
        raise Refused("That is no stage of which they are still to be told.", field="stage_id")
    return StageKind(found.stage), found.on, False


def addressed(row: Victim, by: Member) -> Addressed:
    """To whom a letter goes, and from whom."""
    team = access.unit(by.unit_id)
    return Addressed(row.name, by.name, team.name if team else "", choice_of(row))


def _fit(text: str, row: Victim, by: Member, at: datetime, stage_on: date | None) -> str:
    places = [name for _, name in supervision.prisons()]
    found = tells_too_much(text, places, addressed(row, by), today=day_of(at), stage_on=stage_on)
    return check_text(text, found)


@action(Permission.KEEP_VICTIMS_TOLD)
def rewrite_letter(*, by: Member, at: datetime, letter_id: UUID, version: int, text: str) -> None:
    """Write a letter anew, before it goes: what was checked is then to be checked again."""
    row, victim = LETTERS.in_hand(letter_id, version)
    fit = _fit(text, victim, by, at, row.stage.on if row.stage else None)
    LETTERS.move(row, by, LetterMove.REWRITE, day_of(at), "", at, text=fit, written_by=by.id, checked_by=None)


@action(Permission.KEEP_VICTIMS_TOLD)
def check_letter(
    *, by: Member, at: datetime, letter_id: UUID, version: int, right: bool, note: str = ""
) -> None:
    """Find right what a colleague wrote, or send it back saying why; nobody checks what they wrote themselves."""
    row, _ = LETTERS.in_hand(letter_id, version)
    if access.is_me(row.written_by):
        raise Refused("You wrote it: a colleague who holds this record checks it.")
    if right:
        LETTERS.move(
            row, by, LetterMove.FIND_RIGHT, day_of(at), at_most(note, "note", 2000), at, checked_by=by.id
        )
        return
    why = must_say(note, "note", "Say what is to be put right.", 2000)
    LETTERS.move(row, by, LetterMove.SEND_BACK, day_of(at), why, at, checked_by=None)


@action(Permission.KEEP_VICTIMS_TOLD)
def send_letter(*, by: Member, at: datetime, letter_id: UUID, version: int, on: date, going: Going) -> None:
    """Record that what was checked went, on which day and how: by the means, at the times and in the language that they asked for."""
    row, victim = LETTERS.in_hand(letter_id, version)
    LETTER_MOVES.check(LetterState(row.state), LetterMove.SEND, "It is")
    not_ahead(on, day_of(at), "on")
    if on < row.since:
        raise Refused(f"That is before it was checked, on {row.since:%-d %B %Y}.", field="on")
    check_goes(
        going, chosen=Means(victim.means), safe_times=victim.safe_times, never=victim.never, interpreter=victim.interpreter
    )  # fmt: skip
    if not _still_told(row, victim):
        raise Refused("They chose otherwise since it was written. Call it off.")
    LETTERS.move(row, by, LetterMove.SEND, on, "", at, sent_on=on, means=going.means.value)
    if row.first:
        offered(victim, by, on, at)


@action(Permission.KEEP_VICTIMS_TOLD)
def hear_letter(
    *, by: Member, at: datetime, letter_id: UUID, version: int, move: LetterMove, on: date, note: str = ""
) -> None:
    """Record what became of a letter that went: what they said to it, that no answer came, or that it came back; or call one off."""
    heard = {LetterMove.ANSWER, LetterMove.NO_ANSWER, LetterMove.CAME_BACK, LetterMove.CALL_OFF}
    if move not in heard:
        raise Refused(
            "Say what became of it: an answer, none, that it came back, or that it is called off.",
            field="move",
        )
    row, _ = LETTERS.in_hand(letter_id, version)
    if row.first and move is not LetterMove.CALL_OFF:
        raise Refused(WHAT_CAME_OF_THE_FIRST, field="move")
    not_ahead(on, day_of(at), "on")
    if on < row.since:
        raise Refused(f"That is before the step before it, on {row.since:%-d %B %Y}.", field="on")
    words = (
        must_say(note, "note", "Write down what they said.", 2000)
        if move is LetterMove.ANSWER
        else at_most(note, "note", 2000)
    )
    LETTERS.move(row, by, move, on, words, at)


def stop_letters(victim: Victim, by: Member, at: datetime) -> None:
    """Call off what is still to go and that they are no longer to be told: they left, or chose otherwise."""
    rows = Letter.objects.select_for_update(of=("self",)).select_related("stage").filter(victim=victim.id)
    for row in rows.filter(state__in=[one.value for one in LetterState if one.is_unsent]):
        if not _still_told(row, victim):
            LETTERS.move(row, by, LetterMove.CALL_OFF, day_of(at), "They chose otherwise.", at)


def _still_told(row: Letter, victim: Victim) -> bool:
    if row.first:
        return VictimState(victim.state).awaits_offer
    if victim.state != VictimState.OPTED_IN:
        return False
    if row.stage is None:
        return choice_of(victim) is Choice.YEARLY
    return is_told(StageKind(row.stage.stage), choice_of(victim), [StageKind(one) for one in victim.stages])
