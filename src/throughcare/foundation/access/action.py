"""The one door to a write: who may, in one transaction, with one line in the audit."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from datetime import datetime
from typing import Any, ParamSpec, TypeVar, cast
from uuid import UUID

from django.db import DataError, IntegrityError, ProgrammingError, connection

from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.trail import following
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import check_days

from .constraints import sentence_for
from .rates import check_rate
from .rules import Member, check_may
from .session import current, viewing, who

P = ParamSpec("P")
R = TypeVar("R")

ACTIONS: dict[str, Permission] = {}
WALLED_OFF = "42501"  # what the database says when a policy or a privilege stops a write


def action(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an action: keyword-only, by a member, at an instant, permitted, whole, audited."""

    def declare(function: Callable[P, R]) -> Callable[P, R]:
        name = f"{function.__module__.removeprefix('throughcare.')}.{function.__qualname__}"
        ACTIONS[name] = permission

        @functools.wraps(function)
        def act(*args: P.args, **given: P.kwargs) -> R:
            by, at = _doer(name, args, given)
            with viewing(by, at):
                try:
                    with viewing(by, at), following() as trail:
                        check_may(by, permission)
                        check_days(given)
                        check_rate(by, permission, at)
                        result = _translated(function, args, given)
                        ledger.enter(
                            "did",
                            permission.value,
                            who=who(by),
                            at=at,
                            people=trail.people,
                            subject={"action": name, **trail.subject},
                            because=trail.because,
                            request_id=_request(),
                        )
                        return result
                except Refused as refusal:
                    _note_refusal(permission, refusal)
                    raise

        act.permission = permission  # type: ignore[attr-defined]
        return act

    return declare


def _doer(name: str, args: tuple[Any, ...], given: Any) -> tuple[Member, datetime]:
    if args or "by" not in given or "at" not in given:
        raise TypeError(f"{name} is an action: everything is named, with by= and at=")
    return cast(Member, given["by"]), cast(datetime, given["at"])


def _translated(function: Callable[..., R], args: Any, given: Any) -> R:
    try:
        result = function(*args, **given)
        _check_constraints()
        return result
    except IntegrityError as broken:
        raise Refused(sentence_for(broken)) from None
    except (
        DataError,
        UnicodeEncodeError,
    ):  # the second: half of a character, which no text in the database holds
        raise Refused("A value is too long, too large or of the wrong kind. Nothing was changed.") from None
    except ProgrammingError as broken:
        if getattr(broken.__cause__, "sqlstate", None) != WALLED_OFF:
            raise
        raise Refused("There is nothing there that you may write on. Nothing was changed.") from None


def _check_constraints() -> None:
    """Ask at once what would be asked at the commit, in one question where Django puts two."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def _note_refusal(permission: Permission, refusal: Refused) -> None:
    opened = current()
    entry = (permission.value, refusal.noted)
    if opened is not None and entry not in opened.refusals:
        opened.refusals.append(entry)


def _request() -> UUID | None:
    opened = current()
    return opened.request_id if opened else None


@dataclass(frozen=True)
class DoneBefore:
    """The same form or call was sent before and was done then; ``result`` is what it gave, as JSON."""

    result: Any


def once(
    key: UUID | None, act: Callable[..., R], *, by: Member, at: datetime, **given: Any
) -> R | DoneBefore:
    """Run an action at most once for a key; the second time, say what the first gave."""
    if key is None:
        return act(by=by, at=at, **given)
    name = f"{act.__module__}.{act.__qualname__}"
    with viewing(by, at), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_idempotency (id, member_id, key, act, at) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            [new_id(), by.id, key, name, at],
        )
        if cursor.rowcount == 0:
            return _given_before(cursor, by, key, name)
        result = act(by=by, at=at, **given)
        cursor.execute(
            "UPDATE access_idempotency SET result = %s WHERE member_id = %s AND key = %s",
            [json.dumps(_plain(result), default=str), by.id, key],
        )
        return result


def _given_before(cursor: Any, by: Member, key: UUID, name: str) -> DoneBefore:
    cursor.execute(
        "SELECT act, result FROM access_idempotency WHERE member_id = %s AND key = %s", [by.id, key]
    )
    act, result = cursor.fetchone()
    if act != name:
        raise Refused("This key was used for something else. Send a fresh key with each new form or call.")
    return DoneBefore(json.loads(result) if isinstance(result, str) else result)


def _plain(result: object) -> object:
    return asdict(result) if is_dataclass(result) and not isinstance(result, type) else result


def not_yet(keys: Mapping[UUID, R], act: str, *, by: Member, at: datetime) -> list[R]:
    """What of a file was not done under its key before, by this member; the keys are used up from now on.

    Call it in the same transaction as the act: what is refused gives its keys back.
    """
    with viewing(by, at), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_idempotency (id, member_id, key, act, at)"
            " SELECT one.id, %s, one.key, %s, %s FROM unnest(%s::uuid[], %s::uuid[]) AS one (id, key)"
            " ON CONFLICT DO NOTHING RETURNING key",
            [by.id, act, at, [new_id() for _ in keys], list(keys)],
        )
        fresh = {key for (key,) in cursor.fetchall()}
    return [thing for key, thing in keys.items() if key in fresh]
