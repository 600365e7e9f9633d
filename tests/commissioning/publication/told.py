"""Competitions as anybody may know them, for the tests of what is published."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from throughcare.commissioning.competition.rules import InHouse, Limits, Objective, Offer, Tie, Unit
from throughcare.commissioning.publication.rules.packaging import Publisher
from throughcare.commissioning.publication.rules.told import Buyer, Dates, Decided, Taken, Told

PUBLISHER = Publisher("A service", "ocds-000000", "https://example.org")
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
OFFER = Offer(
    "Round", (Unit("North", "The north", InHouse(20_000_050, 60), 2), Unit("South", "", InHouse(200))),
    Objective.COST, Limits(quality_floor=50, most_money=50_000_000, small_share=20), (Tie.QUALITY, Tie.SMALL),
)  # fmt: skip
PUBLISHED = Told(
    UUID(int=1), "Round", "procurement-act-2023", "Procurement Act 2023", OFFER, Buyer("buyer-1", "Team, Body"),
    START + 10 * HOUR, Dates(START),
)  # fmt: skip
TAKING = replace(PUBLISHED, dates=Dates(START, START + HOUR))
DECIDED = replace(
    TAKING, dates=Dates(START, START + HOUR, START + 11 * HOUR),
    decided=Decided(START + 11 * HOUR, True, (Taken("Both", "Ash, A charity", ("North", "South")),), (), 18_000_000, True),
)  # fmt: skip
NOTHING = replace(DECIDED, decided=Decided(START + 11 * HOUR, False))
CALLED_OFF = replace(TAKING, dates=Dates(START, START + HOUR, None, START + 2 * HOUR))
_NOTICED_AT = START + 12 * HOUR
NOTICED = replace(
    DECIDED, dates=replace(DECIDED.dates, noticed=_NOTICED_AT), decided=replace(DECIDED.decided, sign_from=date(2026, 3, 12))
)  # fmt: skip
SIGNED = replace(NOTICED, dates=replace(NOTICED.dates, signed=START + timedelta(days=11)))
FALLEN = replace(NOTICED, dates=replace(NOTICED.dates, called_off=START + timedelta(days=11)))
STAGES = {
    "published": PUBLISHED,
    "taking": TAKING,
    "decided": DECIDED,
    "nothing": NOTHING,
    "called off": CALLED_OFF,
    "noticed": NOTICED,
    "signed": SIGNED,
    "fallen": FALLEN,
}

_names = st.text("abcXYZ éß=\"'<&\n", min_size=1, max_size=6)
_units = st.lists(
    st.builds(Unit, _names, _names, st.none() | st.builds(InHouse, st.integers(0, 10**9), st.integers(0, 100)), st.integers(1, 9)),
    min_size=1, max_size=4, unique_by=lambda one: one.name,
).map(tuple)  # fmt: skip


@st.composite
def competitions(draw: st.DrawFn) -> Told:
    """Competitions of every kind and stage."""
    units = draw(_units)
    limits = Limits(
        quality_floor=draw(st.integers(0, 90)), most_money=draw(st.none() | st.integers(1, 10**9)),
        most_units_each=draw(st.none() | st.integers(1, 5)),
    )  # fmt: skip
    offer = Offer(
        "x",
        units,
        draw(st.sampled_from(Objective)),
        limits,
        tuple(draw(st.lists(st.sampled_from(Tie), unique=True))),
    )
    regime = draw(st.sampled_from(["procurement-act-2023", "light-touch-2023", "provider-selection-2023"]))
    whole = Told(
        draw(st.uuids()),
        draw(_names),
        regime,
        regime,
        offer,
        Buyer("b", draw(_names)),
        START + 9 * HOUR,
        Dates(START),
    )
    if not draw(st.booleans()):
        return whole
    made = START + draw(st.integers(0, 5)) * HOUR
    if draw(st.booleans()):
        return replace(whole, dates=Dates(START, made, None, made + HOUR))
    names = [unit.name for unit in units]
    taken = draw(st.lists(st.builds(Taken, _names, _names, st.just(tuple(names))), max_size=1))
    kept = () if taken else tuple(names)
    end = START + 10 * HOUR
    noticed = draw(st.none() | st.just(end + HOUR))
    signed = draw(st.none() | st.just(end + 2 * HOUR)) if noticed else None
    off = None if signed else draw(st.none() | st.just(end + 3 * HOUR))
    first = noticed.date() + timedelta(days=draw(st.integers(0, 12))) if noticed else None
    return replace(
        whole, dates=Dates(START, made, end, off, noticed, signed),
        decided=Decided(end, True, tuple(taken), kept, draw(st.integers(0, 10**9)), draw(st.booleans()), first),
    )  # fmt: skip
