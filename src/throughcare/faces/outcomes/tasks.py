"""Jobs of the pages: working out what takes longer than a page may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from procrastinate.contrib.django import app

from throughcare.foundation.access.work import GIVEN_UP

from .answers.work import WORK_OUT, Asked, give_up, work_out


@app.task(name=WORK_OUT)
def work_out_outcomes(kind: str, given: dict[str, Any]) -> None:
    """Work out one question of the outcomes pages."""
    from .answers.kinds import KINDS

    work_out(Asked(kind, given), KINDS[kind])


def _given_up(asked: Mapping[str, Any]) -> None:
    give_up(Asked(asked["kind"], asked["given"]))


GIVEN_UP[WORK_OUT] = _given_up
