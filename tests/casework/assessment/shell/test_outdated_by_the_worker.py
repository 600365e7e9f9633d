"""The worker brings outdated tiers up by itself; in a database with no other jobs in it, which it would do as well."""

import os
import subprocess
import sys

from support.assessing import signed
from support.service import a_service

from throughcare.casework.assessment import tasks
from throughcare.casework.assessment.models import Tier


def test_the_worker_itself_carries_the_job_out(empty_database):
    one = signed(service=a_service())
    Tier.objects.using("owner").filter(person_id=one.id, during__upper_inf=True).update(
        edition="v2-checked", digest="of what an earlier edition saw"
    )
    tasks.recompute_every_night.defer(timestamp=0)
    worker = [sys.executable, "-m", "throughcare.faces.console", "worker", "--once", "--concurrency", "1"]
    done = subprocess.run(worker, env=os.environ, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert one.tier.edition == "v3-checked"
