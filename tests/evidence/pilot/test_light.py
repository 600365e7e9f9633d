"""The pilot knows no framework, and what describes it loads no compiler."""

import subprocess
import sys

PROGRAM = """
import sys
import throughcare.evidence.pilot.design
import throughcare.faces.pilot.console
print("numba" in sys.modules)
import throughcare.evidence.pilot.running
import throughcare.evidence.pilot.comparing
import throughcare.evidence.pilot.world.weeks
print(*sorted({name.split(".")[0] for name in sys.modules} & {"django", "psycopg"}))
"""


def test_a_design_is_read_without_a_compiler_and_a_pilot_is_run_without_a_framework():
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert ran.stdout.split("\n")[:2] == ["False", ""]
