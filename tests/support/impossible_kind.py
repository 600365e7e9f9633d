"""What one thing that cannot be is made of, and what several of them ask."""

from __future__ import annotations

from dataclasses import dataclass

# Where somebody was at an instant, by the last movement before it: in a prison, and not out for a time.
INSIDE = """(SELECT m.kind FROM supervision_movement m WHERE m.person_id = {who} AND m.moved_at <= {at}
 ORDER BY m.moved_at DESC, m.id DESC LIMIT 1)
 IN ('sentenced to custody', 'received into custody', 'moved to another prison', 'returned from temporary licence')"""


@dataclass(frozen=True)
class Impossible:
    """One thing that cannot be: what it is, the question that finds it, and a change that makes one."""

    name: str
    finds: str
    spoil: str
