"""The service itself: asks the operating models again who decides what is open, so that a change of model changes hands."""

from __future__ import annotations

from datetime import datetime

from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused

from ..store.following import ask_again


@action(Permission.MOVE_CASES)
def ask_again_who_decides(*, by: Member, at: datetime) -> int:
    """Ask the models again who decides every failure that is open; returns how many changed hands."""
    if by.role != "service":
        raise Refused("Who decides is asked of the models by the service, in a job, not by a member.")
    changed = ask_again(at=at, every=True)
    add_to_line(changed=changed)
    return changed
