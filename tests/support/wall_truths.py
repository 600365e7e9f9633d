"""New rows about a case that are true: what a policy asks of who answers for it, who is offered it, and who shares it.

Asked of a superuser's connection; what a row's truth stands on is written there, inside the transaction of the attack.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg

from support.service import NOW
from support.wall_world import a_row_like, insert_row
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import new_id

Row = dict[str, Any]
Connection = psycopg.Connection[Any]
FROM_NOW = f"[{NOW.isoformat()},)"
LONG_AGO = "[2001-01-01 00:00+00,2001-01-02 00:00+00)"


def true_to_the_case(c: Connection, row: Row, table: str, member: Member) -> Row:
    """The same row, but what it says of its case is true, as a member of the unit that may write it would say it."""
    made = _TRUTHS.get(table)
    return row | made(c, UUID(row["person_id"]), member) if made else row


def lay_what_may_change(c: Connection, table: str, person: UUID, member: Member) -> None:
    """Make the rows about a person such that a member may change them: an offer stands, and every other has been answered."""
    if table == "supervision_transfer":
        _lay(c, person, _a_transfer(c, person, member))
    if table == "supervision_jointwork":
        case, _, _ = _answering(c, person)
        c.execute(
            "UPDATE supervision_jointwork SET during = tstzrange(%s, NULL), case_id = %s WHERE person_id = %s", [NOW, case, person]
        )  # fmt: skip
    if table == "protection_levelreferred":
        c.execute(
            "UPDATE protection_levelreferred SET state = 'pending', decided_by = NULL, decided_at = NULL, decided_because = ''"
            " WHERE person_id = %s",
            [person],
        )
    if table == "courts_reportenquiry":
        c.execute(f"UPDATE courts_reportenquiry SET {_UNANSWERED} WHERE person_id = %s", [person])
    if table.startswith("protection_meeting"):
        _lay_a_meeting(c, table, person)
    if table == "recall_recallreader":
        name_on_recalls(c, person, member)
    if table == "enforcement_decisionaudit":
        c.execute(
            "UPDATE enforcement_decisionaudit SET auditor_unit = %s, undrawn_because = '', audited_at = NULL, audited_by = NULL,"
            " agrees = NULL WHERE person_id = %s",
            [member.unit_id, person],
        )


_UNANSWERED = "answered = '', said = '', answered_by = NULL, answered_at = NULL"


def _in_hand(c: Connection, person: UUID) -> None:
    """Every report on a person is in hand, and no enquiry for one waits."""
    c.execute(
        "UPDATE courts_reportrequest SET state = 'requested', sent_on = NULL WHERE person_id = %s", [person]
    )
    c.execute(
        "UPDATE courts_reportenquiry SET answered = 'nothing is known', answered_by = member_id, answered_at = at WHERE person_id = %s",
        [person],
    )


def _an_enquiry(c: Connection, person: UUID, member: Member) -> Row:
    """Asked now for a report in hand, and not answered yet."""
    _in_hand(c, person)
    return {"asked_of": "housing", "answered": "", "said": "", "answered_by": None, "answered_at": None}


def _a_proposal(c: Connection, person: UUID, member: Member) -> Row:
    """An order proposed in a report in hand."""
    _in_hand(c, person)
    return {"kind": "community order"}


def _a_feed(c: Connection, person: UUID, member: Member) -> Row:
    """An address of a calendar given now in the open case, where every one before was withdrawn: another test may have made one."""
    c.execute(
        "UPDATE supervision_feed SET ended_at = coalesce(ended_at, at), ended_by = coalesce(ended_by, member_id) WHERE person_id = %s",
        [person],
    )
    return {"digest": new_id().hex * 2, "ended_at": None, "ended_by": None}


def name_on_recalls(c: Connection, person: UUID, member: Member) -> None:
    """Let a member be named on every recall of a person, whose papers open to those named alone."""
    c.execute(
        "INSERT INTO recall_recallreader (id, person_id, recall_id, member_id, named_by, named_at)"
        " SELECT gen_random_uuid(), r.person_id, r.id, %(member)s, r.opened_by, %(at)s FROM recall_recall r"
        " WHERE r.person_id = %(person)s AND NOT EXISTS (SELECT 1 FROM recall_recallreader n"
        " WHERE n.recall_id = r.id AND n.member_id = %(member)s AND n.ended_at IS NULL)",
        {"member": member.id, "at": NOW, "person": person},
    )


def untrue(row: Row, table: str) -> list[Row]:
    """The same true row again and again, each time with one thing in it that is not true of the case."""
    return [row | lie for lie in _UNTRUTHS[table]]


def _answering(c: Connection, person: UUID) -> tuple[UUID, UUID, UUID]:
    """The open case of a person, with the unit and the organisation that answer for it."""
    found = c.execute(
        "SELECT k.id, r.unit_id, r.organisation_id FROM supervision_case k JOIN supervision_responsibility r"
        " ON r.case_id = k.id AND r.person_id = k.person_id AND upper_inf(r.during)"
        " WHERE k.person_id = %s AND k.closed_at IS NULL",
        [person],
    ).fetchone()
    assert found is not None, "nobody answers for the person, so nothing true can be written"
    return found


def _another_unit(c: Connection, unit: UUID) -> tuple[UUID, UUID]:
    found = c.execute(
        "SELECT id, organisation_id FROM access_unit WHERE id <> %s ORDER BY id LIMIT 1", [unit]
    ).fetchone()
    assert found is not None
    return found


def _offer(case: UUID, start: UUID, end: UUID, shared_by: UUID | None) -> Row:
    """An offer that stands: of one unit's case to another, under the agreement of whoever answers."""
    shares = str(shared_by) if shared_by else None
    return {
        "case_id": str(case), "kind": "permanent", "state": "offered", "from_unit": str(start), "to_unit": str(end),
        "shared_by": shares, "answered_at": None, "answer": "", "until": None, "sight": FROM_NOW,
    }  # fmt: skip


def _lay(c: Connection, person: UUID, offer: Row) -> None:
    """Write an offer that stands, as a superuser; those of the person that stood before have been withdrawn by now."""
    c.execute(
        "UPDATE supervision_transfer SET state = 'withdrawn', answered_at = %(at)s,"
        " sight = tstzrange(least(lower(sight), %(at)s), %(at)s) WHERE person_id = %(person)s",
        {"at": NOW, "person": person},
    )
    like = a_row_like(c, "supervision_transfer", "person_id", person)
    insert_row(c, "supervision_transfer", like | offer)


def _a_transfer(c: Connection, person: UUID, member: Member) -> Row:
    """Offered by the team that answers to any other."""
    case, unit, body = _answering(c, person)
    to_unit, theirs = _another_unit(c, unit)
    return _offer(case, unit, to_unit, body if body != theirs else None)


def _a_tenure(c: Connection, person: UUID, member: Member) -> Row:
    """Held from now on by the member, for their unit."""
    case, _, body = _answering(c, person)
    shares = str(body) if body != member.organisation_id else None
    return {
        "case_id": str(case), "member_id": str(member.id), "unit_id": str(member.unit_id), "shared_by": shares,
        "organisation_id": str(member.organisation_id), "during": FROM_NOW, "ended_because": "",
    }  # fmt: skip


def _a_responsibility(c: Connection, person: UUID, member: Member) -> Row:
    """Taken from now on by the member's unit, to which the case is offered."""
    case, unit, body = _answering(c, person)
    start = unit if unit != member.unit_id else _another_unit(c, unit)[0]
    _lay(c, person, _offer(case, start, member.unit_id, body if body != member.organisation_id else None))
    mine = {"unit_id": str(member.unit_id), "organisation_id": str(member.organisation_id)}
    return {"case_id": str(case), "during": FROM_NOW, "sight": FROM_NOW} | mine


def _joint_work(c: Connection, person: UUID, member: Member) -> Row:
    """Begun now with another body's team, for a cohort that the case is in and that nobody works on jointly yet."""
    case, unit, body = _answering(c, person)
    c.execute("UPDATE supervision_case SET cohorts = '{mappa}' WHERE id = %s", [case])
    found = c.execute(
        "SELECT id FROM access_unit WHERE organisation_id <> %s AND NOT id = %s ORDER BY id LIMIT 1",
        [body, unit],
    ).fetchone()
    assert found is not None
    return {
        "case_id": str(case), "cohort": "mappa", "shared_by": str(body), "unit_id": str(found[0]), "during": FROM_NOW,
    }  # fmt: skip


def _of_the_case(c: Connection, person: UUID, member: Member) -> Row:
    return {"case_id": str(_answering(c, person)[0])}


def _a_recall(c: Connection, person: UUID, member: Member) -> Row:
    """Considered from now on by the member's unit, and decided by the one that answers for the case."""
    case, unit, _ = _answering(c, person)
    return {
        "case_id": str(case), "state": "considered", "ended_at": None, "sight": FROM_NOW, "from_unit": str(member.unit_id),
        "to_unit": str(unit), "shared_by": None, "opened_by": str(member.id),
    }  # fmt: skip


def _a_pairing(c: Connection, person: UUID, member: Member) -> Row:
    """Asked for now: who it is with, the team whose helpers they are says later."""
    return {"helper_id": None, "state": "asked for"}


def _a_category(c: Connection, person: UUID, member: Member) -> Row:
    """Proposed now in the open case, and confirmed by nobody yet."""
    c.execute(
        "UPDATE protection_protection SET state = 'ended', ended_at = %s, ended_because = 'it was an error' WHERE person_id = %s"
        " AND state <> 'ended'",
        [NOW, person],
    )
    case = {"case_id": str(_answering(c, person)[0])}
    return case | {"state": "proposed", "confirmed_by": None, "ended_at": None, "ended_because": ""}


def _a_level_referred(c: Connection, person: UUID, member: Member) -> Row:
    """Referred now, and decided by nobody yet."""
    return {"state": "pending", "decided_by": None, "decided_at": None, "decided_because": ""}


def _lay_a_meeting(c: Connection, table: str, person: UUID) -> None:
    """Let the category stand, and the meeting be as whoever chairs may change what is of it: called, or held once it decides."""
    c.execute(
        "UPDATE protection_protection SET state = 'confirmed', confirmed_by = opened_by, ended_at = NULL, ended_because = ''"
        " WHERE person_id = %s",
        [person],
    )
    state = "called" if table in {"protection_meeting", "protection_meetinginvited"} else "held"
    c.execute(
        "UPDATE protection_meeting SET state = %s, ended_by = NULL, ended_at = NULL WHERE person_id = %s",
        [state, person],
    )
    c.execute(
        "UPDATE protection_meetinginvited SET came = 'not said', said_by = NULL, said_at = NULL WHERE person_id = %s",
        [person],
    )
    c.execute(
        "UPDATE protection_meetingaction SET state = 'open', ended_by = NULL, ended_at = NULL, came_of_it = '' WHERE person_id = %s",
        [person],
    )


def _a_meeting(c: Connection, person: UUID, member: Member) -> Row:
    """Called now, where none is open."""
    _lay_a_meeting(c, "protection_meeting", person)
    c.execute(
        "UPDATE protection_meeting SET state = 'put off', ended_by = called_by, ended_at = called_at, ended_because = 'nobody came'"
        " WHERE person_id = %s",
        [person],
    )
    return {"state": "called", "level": "2", "ended_by": None, "ended_at": None, "ended_because": ""}


def _invited(c: Connection, person: UUID, member: Member) -> Row:
    """A body asked to a meeting that is called."""
    _lay_a_meeting(c, "protection_meetinginvited", person)
    body = f"police {new_id().hex[:8]}"
    return {"body": body, "member_id": None, "came": "not said", "said_by": None, "said_at": None}


def _decided(c: Connection, person: UUID, member: Member) -> Row:
    """A decision of a meeting that was held."""
    _lay_a_meeting(c, "protection_meetingdecision", person)
    return {
        "number": 99,
        "kind": "something else",
        "what": "a",
        "because": "b",
        "to_whom": "",
        "told": "",
        "told_because": "",
    }


def _given(c: Connection, person: UUID, member: Member) -> Row:
    """An action of a meeting that was held."""
    _lay_a_meeting(c, "protection_meetingaction", person)
    return {"state": "open", "ended_by": None, "ended_at": None, "came_of_it": ""}


def _selected(c: Connection, person: UUID) -> None:
    """Whoever has a selection is selected now, and its actions are open."""
    c.execute(
        "UPDATE integrated_selection SET state = 'selected', decided_by = coalesce(decided_by, opened_by),"
        " lead_id = coalesce(lead_id, opened_by), ended_at = NULL WHERE person_id = %s",
        [person],
    )
    c.execute(
        "UPDATE integrated_integratedaction SET state = 'open', ended_by = NULL, ended_at = NULL, came_of_it = '' WHERE person_id = %s",
        [person],
    )


def _an_action(c: Connection, person: UUID, member: Member) -> Row:
    """An action on somebody who is selected."""
    _selected(c, person)
    return {"state": "open", "ended_by": None, "ended_at": None, "came_of_it": ""}


def _an_entry(c: Connection, person: UUID, member: Member) -> Row:
    """What our team did with somebody who is selected."""
    _selected(c, person)
    return {"body": ""}


def _a_selection(c: Connection, person: UUID, member: Member) -> Row:
    """Proposed now in the open case, and decided by nobody yet."""
    c.execute(
        "UPDATE integrated_selection SET state = 'not selected', decided_by = opened_by, ended_at = opened_at WHERE person_id = %s",
        [person],
    )
    case = {"case_id": str(_answering(c, person)[0])}
    return case | {
        "state": "proposed",
        "decided_by": None,
        "leaving_by": None,
        "lead_id": None,
        "ended_at": None,
    }


def _a_code(c: Connection, person: UUID, member: Member) -> Row:
    """Given now in the open case and used by nobody yet, where every code before was withdrawn."""
    c.execute("UPDATE own_code SET ended_at = at, ended_by = member_id WHERE person_id = %s", [person])
    return _of_the_case(c, person, member) | {
        "reference": new_id().hex[-12:],
        "tries": 0,
        "visit": "",
        "opened_at": None,
        "left_at": None,
        "ended_at": None,
        "ended_by": None,
    }


def _named(c: Connection, person: UUID, member: Member) -> Row:
    """By a member who is named on the person's recalls."""
    name_on_recalls(c, person, member)
    return {}


def _of_a_goal(c: Connection, person: UUID, member: Member) -> Row:
    """Of a goal in the person's open case."""
    goal = a_row_like(c, "planning_goal", "person_id", person) | _of_the_case(c, person, member)
    insert_row(c, "planning_goal", goal | {"template": ""})
    return {"goal_id": goal["id"]}


_TRUTHS: dict[str, Callable[[Connection, UUID, Member], Row]] = {
    "supervision_responsibility": _a_responsibility,
    "supervision_tenure": _a_tenure,
    "supervision_transfer": _a_transfer,
    "supervision_jointwork": _joint_work,
    "recall_recall": _a_recall,
    "helpers_pairing": _a_pairing,
    "protection_protection": _a_category,
    "protection_levelreferred": _a_level_referred,
    "protection_meeting": _a_meeting,
    "protection_meetinginvited": _invited,
    "protection_meetingdecision": _decided,
    "protection_meetingaction": _given,
    "integrated_selection": _a_selection,
    "integrated_help": _an_entry,
    "integrated_disruption": _an_entry,
    "integrated_integratedaction": _an_action,
    "own_code": _a_code,
    "supervision_feed": _a_feed,
    "courts_reportenquiry": _an_enquiry,
    "courts_reportproposal": _a_proposal,
    "recall_recallpaper": _named,
    "recall_recallsignature": _named,
    "planning_goal": _of_the_case,
    "planning_answer": _of_the_case,
    "planning_review": _of_the_case,
    "planning_goalstep": _of_a_goal,
    "planning_mark": _of_a_goal,
}

_NOBODY = str(new_id())
_UNTRUTHS: dict[str, list[Row]] = {
    "supervision_responsibility": [{"unit_id": _NOBODY}, {"case_id": _NOBODY}, {"during": LONG_AGO}],
    "supervision_tenure": [
        {"organisation_id": _NOBODY}, {"unit_id": _NOBODY}, {"shared_by": _NOBODY}, {"case_id": _NOBODY}, {"during": LONG_AGO},
    ],
    "supervision_transfer": [
        {"from_unit": _NOBODY}, {"to_unit": _NOBODY}, {"shared_by": _NOBODY}, {"case_id": _NOBODY}, {"state": "accepted"},
    ],
}  # fmt: skip
