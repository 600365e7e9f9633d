"""The clock the ledgers are kept by: whether it went back behind what was sealed, and saying that it is right now."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, cast

from throughcare.foundation.kernel import Refused, new_id

TOLERATED = "2 minutes"
"""By how much a clock may be set back and the service go on; ``audit_clock_went_back`` bears the same."""

_AHEAD = f"""SELECT clock_timestamp(), sealed_at FROM audit_batch
  WHERE number = (SELECT max(number) FROM audit_batch) AND sealed_at > clock_timestamp() + interval '{TOLERATED}'"""


def check_clock(cursor: Any) -> None:
    """Refuse, in one line, when the newest lines were sealed at an instant that has not come."""
    cursor.execute(_AHEAD)
    found = cursor.fetchone()
    if found:
        now, sealed = found
        raise Refused(
            f"The clock went back: it is {now:%Y-%m-%d %H:%M} UTC, and lines of the audit were sealed at {sealed:%Y-%m-%d %H:%M}."
            " Nothing was lost. Set the clock right and start again; if it is right now and ran ahead before, say so with"
            " `throughcare audit clock-is-right`."
        )


def accept_clock(connection: Any, *, because: str) -> datetime | None:
    """Say as the owner that the clock is right now and ran ahead before; the instant it had reached, or None if it had not.

    The newest batch is then taken as sealed now, and a line of the audit says what it said before, and why.
    """
    from django.db import transaction

    if not because.strip():
        raise Refused("Say how it is known that the clock is right now.", field="because")
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(_AHEAD)
        found = cursor.fetchone()
        if not found:
            return None
        now, ahead = cast("tuple[datetime, datetime]", found)
        cursor.execute("UPDATE audit_batch SET sealed_at = %s WHERE sealed_at > %s", [now, now])
        cursor.execute(
            "INSERT INTO audit_entry (id, at, kind, act, role, people, subject, because, txid)"
            " VALUES (%s, %s, 'did', 'accept clock', '', '{}', %s, %s, pg_current_xact_id()::text::bigint)",
            [new_id(), now, json.dumps({"sealed_at_said": ahead.isoformat()}), because.strip()[:500]],
        )
    return ahead
