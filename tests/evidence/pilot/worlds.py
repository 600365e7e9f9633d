"""Worlds for tests of the pilot: small, and told what a test says instead of what is assumed."""

from dataclasses import replace

from throughcare.evidence.pilot.design import of_preset
from throughcare.evidence.pilot.running import Spec, prepared

AREA = "one area"


def small(name="transforming-rehabilitation-2014", people=600, **changes):
    """A preset on few people."""
    return replace(of_preset(name), areas={AREA: people}, **changes)


def told(design=None, spec=None, **fields):
    """A prepared run whose area is told other things than are assumed."""
    ready = prepared(design or small(), spec or Spec(weeks=104, replications=1))
    rules = ready.rules[AREA]
    for name, value in fields.items():
        rules[name] = value
    return ready


QUIET = {
    "up": 0, "down": 0, "leaving": 0, "breach": 0, "recall": 0, "need": 0, "hazard": 0, "kind": 1.0, "missed": 0,
}  # fmt: skip
"""Nothing happens: everybody is on an order, nobody is late, moves, offends or leaves."""
