"""The life of a published brief, as a public marketplace has it: each of its moves is one of ours, and we know no other."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from support.shared import shared_path

from throughcare.commissioning.competition.queries.waiting import BEFORE_CLOSE
from throughcare.commissioning.competition.rules.stages import Envelope, Happened, Stage, stage

CLOSES = datetime(2026, 12, 14, 12, tzinfo=UTC)
BEFORE, AFTER = CLOSES - timedelta(days=1), CLOSES + timedelta(days=1)
BOTH = frozenset(Envelope)


def brief() -> dict[str, object]:
    found = json.loads(shared_path("vectors/commissioning/dmp/brief_lifecycle.json").read_text())
    assert isinstance(found, dict)
    return found


def state(happened: Happened, awarded: bool, at: datetime) -> str:
    """What the marketplace calls the stage at which one of ours stands: called off while open, it is withdrawn, and later cancelled."""
    now = stage(happened, at)
    if now is Stage.CALLED_OFF:
        before = stage(replace(happened, called_off=False), at)
        return "withdrawn" if before in {Stage.KEYS, Stage.OPEN} else "cancelled"
    if now is Stage.DECIDED:
        return "awarded" if awarded else "unsuccessful"
    return "live" if now in {Stage.KEYS, Stage.OPEN} else "closed"


MOVES: dict[str, Callable[[Happened], Happened]] = {
    "a key is made": lambda was: replace(was, keys=min(2, was.keys + 1)),
    "answers are opened": lambda was: replace(was, opened=was.opened | {Envelope.ANSWERS}),
    "quality is signed": lambda was: replace(was, handed_in=True, signed=True),
    "prices are opened": lambda was: replace(was, opened=was.opened | {Envelope.PRICES}),
    "it is decided": lambda was: replace(was, decided=True),
    "it is called off": lambda was: replace(was, called_off=True),
}


def ours() -> set[tuple[str, str]]:
    """Every move of ours between states that differ: by what happens, and by the clock."""
    start = Happened(CLOSES, asks=True)
    known, found = [start], set[tuple[str, str]]()
    waiting = [start]
    while waiting:
        was = waiting.pop()
        for awarded in (True, False):
            found.add((state(was, awarded, BEFORE), state(was, awarded, AFTER)))
        for (words, move), awarded, at in product(MOVES.items(), (True, False), (BEFORE, AFTER)):
            if not _lawful(words, was, at):
                continue
            now = move(was)
            found.add((state(was, awarded, at), state(now, awarded, at)))
            if now not in known and len(known) < 500:
                known.append(now)
                waiting.append(now)
    return {(one, other) for one, other in found if one != other}


def _lawful(words: str, was: Happened, at: datetime) -> bool:
    """What the actions let happen: keys before the close, opening and deciding after it, nothing once it is over."""
    now = stage(was, at)
    if was.called_off or was.decided:
        return False
    if words == "a key is made":
        return now is Stage.KEYS
    if words == "it is decided":
        return now is Stage.PRICED
    return words == "it is called off" or now not in {Stage.KEYS, Stage.OPEN}


def test_every_move_of_a_published_brief_is_one_of_ours_and_we_know_no_other():
    wanted = {
        (one, other.partition(" (")[0])
        for one, other in brief()["allowed"]
        if one != "draft"  # type: ignore[attr-defined]
    }
    found = {
        (one, other)
        for one, other in ours()
        # What happened before the close stays so when the clock goes on: that is no move of its own.
        if (one, other) != ("withdrawn", "cancelled")
    }
    assert found == wanted


@pytest.mark.parametrize("words", ["live", "closed", "withdrawn", "cancelled", "awarded", "unsuccessful"])
def test_each_state_of_a_brief_after_its_draft_is_reached(words):
    assert words in {state for move in ours() for state in move}


def test_the_last_answer_is_due_as_long_before_the_close_as_a_marketplace_has_it():
    assert timedelta(days=int(str(brief()["answers_published_days_before_close"]))) == BEFORE_CLOSE
