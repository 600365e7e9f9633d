"""What a death ends of each table with something ahead for a person, or why it ends nothing of it: a module for each context.

``ENDS`` holds, by table, a condition in SQL of what is still ahead (the row is ``t``) and the test that shows that a death
ends it and that it comes back; ``LASTS`` by table why what stands there stays. Written by hand: a new table
stands in neither.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ends:
    """What of a table is ahead, and the test that shows its end; None where the test of all of them makes such a row."""

    ahead: str
    shown: str | None = None


OPEN_CASE = "EXISTS (SELECT FROM supervision_case k WHERE k.id = t.case_id AND k.closed_at IS NULL)"
RUNS = "upper_inf(t.during)"
