"""The conditions under which a row of victim contact is read and written: by whoever holds it, and by nobody else."""

from __future__ import annotations

from throughcare.foundation.access.walls import holds
from throughcare.foundation.kernel import Permission

KEEPS = holds(Permission.KEEP_VICTIMS_TOLD)
OURS = f"({KEEPS} AND THIS_TABLE.unit_id = (SELECT app_unit()))"
OF_OURS = f"""({KEEPS} AND EXISTS (SELECT 1 FROM victims_coveredsentence c WHERE c.id = THIS_TABLE.covered_id
  AND c.unit_id = (SELECT app_unit())))"""
HELD = "victims_holds(THIS_TABLE.id)"
OF_ONE_HELD = "victims_holds(THIS_TABLE.victim_id)"
# By hand a team takes on what no record here is of; what a record is of is written by one function, for whoever hears of a sentence.
BY_HAND = f"({OURS} AND THIS_TABLE.sentence_id IS NULL AND THIS_TABLE.person_id IS NULL)"
