"""What somebody without an account asks for: kept until the team looks at it, put forward as a project or set aside with a reason."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.crypto import salted_hmac

from throughcare.foundation.access.action import action
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused

from ..models import PublicAsk
from ..rules.asking import PUBLIC, check_words
from ..rules.words import Nominator
from ..store import digest_of
from .projects import nominate_project
from .steps import said

MOST_WAITING = 200
"""So many wait for one team at most (assumed): whoever asks after that is told to ask later."""


def ask_for_project(
    *,
    at: datetime,
    key: UUID,
    unit_id: UUID,
    title: str,
    problem: str,
    place: str,
    nominator: Nominator,
    asked_for_by: str = "",
) -> str:
    """Ask a team for a project, as anybody and with no account; the secret by which it is followed is told here alone.

    No action, for nobody does it: the form's ``key`` makes the secret, so that the same form sent twice asks once. Nothing that
    says who asked is kept.
    """
    if nominator not in PUBLIC:
        raise Refused("Choose who asks for it.", field="nominator")
    words = [
        check_words(title, "title", "Give the project a name."),
        check_words(problem, "problem", "Say which local problem it would answer."),
        check_words(place, "place", "Say where it would be."),
    ]
    body = "" if nominator is Nominator.RESIDENT else check_words(asked_for_by, "asked_for_by", "")
    secret = salted_hmac("unpaid work asked for by the public", str(key), algorithm="sha256").hexdigest()
    became = _kept(digest_of(secret), unit_id, [*words, nominator.value, body], at)
    if became == "no team":
        raise Refused("Choose a team of the list: that one takes nothing on now.", field="unit_id")
    if became == "too many":
        raise Refused("That team has more to read than it can now. Ask again in a few weeks.")
    ledger.enter(
        "did",
        "ask for a project without an account",
        who=ledger.Who(None),
        at=at,
        subject={"unit": str(unit_id)},
    )
    return secret


def _kept(digest: str, unit_id: UUID, words: list[str], at: datetime) -> str:
    """What the database made of it: kept, no such team, or too many that wait there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unpaid_work_ask(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [digest, unit_id, *words, at, MOST_WAITING],
        )
        [(became,)] = cursor.fetchall()
    return str(became)


@action(Permission.KEEP_PROJECTS)
def put_forward(
    *, by: Member, at: datetime, ask_id: UUID, version: int, title: str, problem: str, place: str
) -> UUID:
    """Make a nominated project of what the public asked for, in words that every member may read. Returns the project."""
    row = _waiting(ask_id, by, version)
    project = nominate_project(
        by=by, at=at, unit_id=row.unit_id, title=title, problem=problem, nominator=Nominator(row.nominator), place=place,
        asked_for_by=row.asked_for_by,
    )  # fmt: skip
    _end(row, project_id=project)
    return project


@action(Permission.KEEP_PROJECTS)
def set_aside(*, by: Member, at: datetime, ask_id: UUID, version: int, because: str) -> None:
    """Take nothing of what the public asked for further, with a reason that whoever asked reads; its own words are not kept."""
    row = _waiting(ask_id, by, version)
    words = said(because, "because", "Say why, in words for whoever asked.", 500)
    _end(
        row,
        set_aside_at=at,
        set_aside_by=by.id,
        set_aside_because=words,
        title="",
        problem="",
        place="",
        asked_for_by="",
    )


def _waiting(ask_id: UUID, by: Member, version: int) -> PublicAsk:
    row = PublicAsk.objects.select_for_update().filter(id=ask_id).first()
    if row is None or row.unit_id not in units_below(by.unit_id):
        raise Refused("There is nothing such that your team was asked for.")
    add_to_line(asked=row.id)
    if row.version != version or row.project_id is not None or row.set_aside_at is not None:
        raise Refused("Somebody else decided on this while you had it open. Look again.")
    return row


def _end(row: PublicAsk, **columns: object) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*columns, "version"])
