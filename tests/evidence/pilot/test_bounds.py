"""Every index of the world lies within its array: its weeks are run once with each index checked."""

import os
import subprocess
import sys

PROGRAM = """
from evidence.pilot.worlds import AREA, small, told
from throughcare.evidence.pilot.running import run_world
import numba
assert numba.config.BOUNDSCHECK
world, visits = run_world(told(small(people=300)), AREA, 1)
print(visits)
"""


def test_no_index_lies_outside_its_array():
    surroundings = os.environ | {"NUMBA_BOUNDSCHECK": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=surroundings, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert int(ran.stdout) > 1000
