"""Jobs of the pages: working out what takes longer than a page may."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from .answers.work import WORK_OUT, Asked, work_out


@app.task(name=WORK_OUT)
def work_out_outcomes(kind: str, given: dict[str, Any]) -> None:
    """Work out one question of the outcomes pages."""
    from .answers.kinds import KINDS

    work_out(Asked(kind, given), KINDS[kind])
