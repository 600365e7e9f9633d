"""Making areas in two processes at once, each with a connection of its own."""

from __future__ import annotations

import multiprocessing
import os
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from multiprocessing.queues import Queue
from typing import Any, Protocol

from throughcare.foundation.access.rules import Member

from .made import Made

Step = Callable[[str], None]
"""Told each thing done, in words."""


class Country(Protocol):
    """What is being made, area by area."""

    def area(self, number: int, founder: Member, step: Step) -> Made:
        """Make one area; gives what the others may need of it."""


PROCESSES = 2
_told: list[Queue[str]] = []


def in_turn(country: Country, areas: Sequence[int], step: Step) -> list[Made]:
    """These areas one after the other, in this process."""
    return [country.area(number, _founder(), step) for number in areas]


def apart(country: Country, areas: Sequence[int], step: Step) -> list[Made]:
    """These areas, the next one begun by whichever process is free; the first failure stops the rest."""
    context = multiprocessing.get_context("spawn")
    told: Queue[str] = context.Queue()
    with ProcessPoolExecutor(PROCESSES, context, _begin, (told,)) as pool:
        working = [pool.submit(_area, country, number) for number in areas]
        try:
            _watch(working, told, step)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [done.result() for done in working]


def _watch(working: list[Future[Any]], told: Queue[str], step: Step) -> None:
    left = set(working)
    while left:
        done, left = wait(left, timeout=0.2)
        for area in done:
            area.result()
        while True:
            try:
                step(told.get_nowait())
            except queue.Empty:
                break


def end_with_parent() -> None:
    """End this process at once when the one that started it is gone, so that nothing half-made goes on alone."""

    def watch() -> None:
        if parent := multiprocessing.parent_process():
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _begin(told: Queue[str]) -> None:
    import django

    end_with_parent()
    django.setup()
    from throughcare.foundation.access.relaxed_commits import hurry

    hurry()
    _told.append(told)


def _area(country: Country, number: int) -> Made:
    return country.area(number, _founder(), _told[0].put)


def _founder() -> Member:
    from django.utils import timezone

    from throughcare.foundation.access import queries
    from throughcare.foundation.access.system_members import FOUNDER

    founder = queries.service_member(FOUNDER, at=timezone.now())
    assert founder is not None
    return founder
