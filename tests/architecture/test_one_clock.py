"""The clock is read in one place of ours and one of Django's, so that tests can stand on one day for good."""

from __future__ import annotations

import ast
from pathlib import Path

from django.utils import timezone
from support import clock

from throughcare.foundation.kernel import days

ROOT = Path(__file__).parents[2]
READS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
MAY = {
    "src/throughcare/foundation/kernel/days.py",
    "tests/support/clock.py",
    "tests/crash/test_jobs_killed.py",  # tells another process, which has the real clock
    "tests/architecture/test_one_clock.py",
}


def reads_clock(text: str) -> list[int]:
    """The lines that read the clock by Python's own names."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr) in READS
    ]


def test_nothing_but_the_kernel_and_the_clock_of_the_tests_reads_the_clock():
    files = [one for wing in ("src", "tests", "oracles") for one in sorted((ROOT / wing).rglob("*.py"))]
    assert len(files) > 1000
    found = {
        str(one.relative_to(ROOT)): lines
        for one in files
        if "/migrations/" not in str(one) and (lines := reads_clock(one.read_text("utf-8")))
    }
    assert {name: lines for name, lines in found.items() if name not in MAY} == {}
    assert reads_clock("from datetime import datetime\ndatetime.now()") == [2]


def test_pages_jobs_and_days_all_stand_on_the_day_of_the_tests():
    told = [timezone.now(), days.now(), timezone.now()]
    assert told == sorted(told) and told[0] >= clock.START
    assert days.today() == clock.START.date()
