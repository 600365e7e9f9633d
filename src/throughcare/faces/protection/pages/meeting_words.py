"""A meeting in words: where it stands, what it still owes, who was there, what it decided, and who does what of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from throughcare.casework.protection.queries import MeetingActionSeen, MeetingSeen
from throughcare.casework.protection.rules import (
    DISCLOSING,
    Came,
    MeetingActionState,
    MeetingDecides,
    MeetingState,
)
from throughcare.faces.web.look.parts import Colour, Column, Lines, Link, Row, Table, Tag, Unknown
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel.days import day_of

_COLOURS: Mapping[str, Colour] = {
    MeetingState.CALLED: "blue",
    MeetingState.HELD: "purple",
    MeetingState.CLOSED: "green",
    MeetingState.PUT_OFF: "grey",
    MeetingActionState.OPEN: "blue",
    MeetingActionState.DONE: "green",
    MeetingActionState.PASSED_ON: "grey",
}
DECIDED = {
    MeetingDecides.LEVEL: "Level",
    MeetingDecides.DISCLOSURE: "Disclosure",
    MeetingDecides.NO_DISCLOSURE: "No disclosure",
    MeetingDecides.OTHER: "Decision",
}


def meeting_tag(state: str) -> Tag:
    """Where a meeting or an action of it stands."""
    return Tag(first_capital(state), _COLOURS[state])


def meeting_rows(seen: MeetingSeen, reader: UUID) -> list[Row]:
    """The head of a meeting: where it stands and, for whoever was invited, whether they were there."""
    row = seen.row
    rows = [
        Row("Meeting", Lines(row.meets_on, [row.place])),
        Row("Level and category", f"Level {row.level}, category {row.category}"),
        Row(
            "Where it stands", Lines(meeting_tag(row.state), [row.ended_because] if row.ended_because else [])
        ),
        Row("Called", Lines(row.called_at, [seen.called_by])),
    ]
    if row.late_because:
        rows.append(Row("Why it meets later than it was due", row.late_because))
    own = next((one.row.came for one in seen.invited if one.row.member_id == reader), None)
    if own in {Came.APOLOGIES, Came.ABSENT}:
        rows.append(
            Row(
                "You",
                f"You {'sent apologies' if own == Came.APOLOGIES else 'were absent'}: this is what was said and decided",
            )
        )
    return rows


def still_owed(seen: MeetingSeen) -> list[str]:
    """What a meeting that was held has to record before it can be closed."""
    if seen.state is not MeetingState.HELD:
        return []
    owed = [] if MeetingDecides.LEVEL in seen.decided else ["which level it is from now on"]
    return owed if DISCLOSING & seen.decided else [*owed, "what is disclosed, or that nothing is and why"]


def minutes(seen: MeetingSeen) -> list[Row]:
    """What was said, as somebody absent reads it; empty before it is closed."""
    row = seen.row
    if seen.state is not MeetingState.CLOSED:
        return []
    return [
        Row("What each agency told", row.shared),
        Row("How the risk was assessed", row.assessed),
        Row("What the plan is", row.planned),
    ]


def invited_table(seen: MeetingSeen) -> Table:
    """Who was invited, and whether they came."""
    return Table(
        "Who was invited",
        [Column("Who"), Column("Whether they came")],
        [
            [
                first_capital(one.name) if one.row.body else one.name,
                Unknown("Not said yet") if one.row.came == Came.NOT_SAID else first_capital(one.row.came),
            ]
            for one in seen.invited
        ],
    )


def decisions_table(seen: MeetingSeen) -> Table:
    """What was decided, why, and who differed."""
    return Table(
        "What was decided",
        [Column("About"), Column("Decision"), Column("Why"), Column("Who differed")],
        [
            [
                DECIDED[MeetingDecides(one.kind)],
                Lines(
                    one.what,
                    [f"To: {one.to_whom}", f"The person is {one.told}", *filter(None, [one.told_because])],
                )
                if one.told
                else one.what,
                one.because,
                one.dissent or "Nobody",
            ]
            for one in seen.decisions
        ],
        empty="Nothing is recorded yet.",
    )


def actions_table(seen: MeetingSeen, at: datetime, can: Mapping[UUID, list[Link]]) -> Table:
    """Who does what by when, and what came of it."""
    return Table(
        "Actions",
        [Column("What"), Column("Who"), Column("By"), Column("What came of it"), Column("Do", hidden=True)],
        [
            [
                one.row.what,
                one.owner,
                Lines(one.row.due_on, [Tag("Late", "red")] if _is_late(one, at) else []),
                Lines(meeting_tag(one.row.state), [one.row.came_of_it] if one.row.came_of_it else []),
                Lines(*_first(can.get(one.row.id, []))),
            ]
            for one in seen.actions
        ],
        empty="No action was given.",
    )


def _first(links: list[Link]) -> tuple[object, list[Link]]:
    return (links[0], links[1:]) if links else ("", [])


def _is_late(one: MeetingActionSeen, at: datetime) -> bool:
    return one.row.state == MeetingActionState.OPEN and one.row.due_on < day_of(at)


def meetings_table(found: list[MeetingSeen]) -> Table:
    """Somebody's meetings, the last first."""
    return Table(
        "Meetings",
        [Column("Day"), Column("Level"), Column("Where it stands"), Column("Decided")],
        [
            [
                Link(f"{one.row.meets_on:%-d %B %Y}", f"/protection/meetings/{one.row.id}"),
                f"Level {one.row.level}",
                meeting_tag(one.row.state)
                if one.goes_on or one.state not in {MeetingState.CALLED, MeetingState.HELD}
                else Tag("Stopped: it ended first", "grey"),
                "; ".join(decision.what for decision in one.decisions) or "Nothing yet",
            ]
            for one in found
        ],
    )
