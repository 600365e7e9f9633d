"""What the attribution page shows: outcomes better than predicted, shared among those who did something for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from throughcare.evidence import outcomes
from throughcare.evidence.extracts.queries import sources
from throughcare.faces.web.look import charts
from throughcare.foundation.kernel import Refused

from .work import Found

if TYPE_CHECKING:
    from throughcare.evidence.outcomes.attribution import Observed, Received, Worth

DEFINITION = "england-and-wales-three-month"
OTHERS = "others together"
MADE_UP_PEOPLE, SEED = 20_000, 11
PLANTED = {"mentoring": 0.05, "accommodation": 0.08, "employment advice": 0.04, "debt advice": 0.02}
"""By how much each part of the made-up people's help lowers their chance of reoffending."""
Plain = dict[str, Any]
# Each person's first event with complete follow-up and a predicted chance, and the days of each part within its year.
PEOPLE = """
WITH first AS (
  SELECT person_id, min_by(event_id, (event_date, event_id)) AS event_id, min(event_date) AS day
  FROM index_events WHERE event_date <= $known::date - INTERVAL 18 MONTH GROUP BY person_id),
hit AS (SELECT DISTINCT f.person_id FROM first f JOIN offences o USING (person_id)
  WHERE NOT o.breach AND o.offence_date > f.day AND o.offence_date <= f.day + INTERVAL 12 MONTH
    AND o.proven_date <= f.day + INTERVAL 18 MONTH),
got AS (SELECT f.person_id, s.{part} AS part, min(s.started_on) AS since,
    sum(least(coalesce(s.ended_on, f.day + INTERVAL 12 MONTH), f.day + INTERVAL 12 MONTH)::date
      - greatest(s.started_on, f.day) + 1) AS days
  FROM first f JOIN services s USING (person_id)
  WHERE s.started_on <= f.day + INTERVAL 12 MONTH AND coalesce(s.ended_on, f.day) >= f.day GROUP BY 1, 2)
SELECT f.person_id, e.predicted, h.person_id IS NOT NULL AS reoffended,
  list(g.part ORDER BY g.since, g.part) FILTER (g.part IS NOT NULL) AS parts,
  list(g.days ORDER BY g.since, g.part) FILTER (g.part IS NOT NULL) AS days
FROM first f JOIN index_events e USING (event_id) LEFT JOIN hit h ON h.person_id = f.person_id
LEFT JOIN got g ON g.person_id = f.person_id WHERE e.predicted IS NOT NULL
GROUP BY ALL ORDER BY f.person_id"""


def shared(*, tables: str, part: str, made: str) -> Found:
    """Share what was better than predicted among providers, or among services, in three ways side by side."""
    from throughcare.evidence.outcomes.attribution import additive_worth, never_apart

    planted = tables == sources.MADE_UP
    people = made_up() if planted else _people(tables, "provider" if part == "provider" else "service")
    fewest = outcomes.definition(DEFINITION).suppress_below
    people = _without_small(people, fewest)
    served = [one.received for one in people if one.received.doses]
    if min(len(served), len(people) - len(served)) < fewest:
        raise Refused(
            f"Fewer than {fewest} people received anything, or fewer received nothing: too few to compare."
        )
    worth = additive_worth(people)
    sizes = Counter(name for one in served for name in one.parts)
    shapley, unidentified = _credited(served, worth)
    even, by_days = (_conventional(served, split) for split in ("equally", "by_dose"))
    parts = [
        {
            "part": name,
            "people": sizes[name],
            "adds": _added(worth, name),
            "equally": even[name],
            "by_days": by_days[name],
            "shapley": shapley.get(name) if shapley else None,
        }
        for name in sorted(sizes)
    ]
    better = sum((one.better_by for one in people if one.received.doses), Fraction(0))
    shown = {
        "people": len(people),
        "served": len(served),
        "several": sum(len(one.parts) > 1 for one in served),
        "better": float(better / len(served)),
        "truth": dict(PLANTED) if planted else None,
        "parts": parts,
        "not_identified": unidentified,
        "together": [list(one) for one in never_apart(served)],
    }
    return Found(shown, _drawn(parts))


def made_up() -> list[Observed]:
    """Invented people with known additions planted: two of the four parts are only ever received together."""
    import numpy as np

    from throughcare.evidence.outcomes.attribution import Observed, Received

    chance = np.random.default_rng(SEED)
    names, adds = list(PLANTED), np.array(list(PLANTED.values()))
    got = chance.random((MADE_UP_PEOPLE, 4)) < 0.3
    got[:, 3] = got[:, 2]
    predicted = chance.uniform(0.25, 0.75, MADE_UP_PEOPLE)
    again = chance.random(MADE_UP_PEOPLE) < predicted - got @ adds
    days = chance.integers(10, 120, got.shape)
    return [
        Observed(
            Received(str(n), tuple((names[i], Fraction(int(days[n, i]))) for i in np.flatnonzero(got[n]))),
            Fraction(float(predicted[n])) - int(again[n]),
        )
        for n in range(MADE_UP_PEOPLE)
    ]


def _people(tables: str, part: str) -> list[Observed]:
    import duckdb

    from throughcare.evidence.outcomes.attribution import Observed, Received

    held = sources.opened(tables)
    if "services" not in held or "predicted" not in held.columns("index_events"):
        raise Refused("Attribution needs services and predicted chances, which these tables do not hold.")
    with duckdb.connect() as connection:
        held.show_to(connection)
        rows = connection.execute(PEOPLE.format(part=part), {"known": held.known_to.isoformat()}).fetchall()
    return [
        Observed(
            Received(
                str(person),
                tuple(
                    (name, Fraction(int(days))) for name, days in zip(parts or (), doses or (), strict=True)
                ),
            ),
            Fraction(predicted) - int(reoffended),
        )
        for person, predicted, reoffended, parts, doses in rows
    ]


def _without_small(people: list[Observed], fewest: int) -> list[Observed]:
    """Parts too few people received named together as others, and the next smallest with them while they are few."""
    sizes = Counter(part for one in people for part in one.received.parts)
    small = {part for part, size in sizes.items() if size < fewest}
    while small and sum(sizes[part] for part in small) < fewest and len(small) < len(sizes):
        small.add(min((part for part in sizes if part not in small), key=lambda part: (sizes[part], part)))
    return [_renamed(one, small) for one in people] if small else people


def _renamed(one: Observed, small: set[str]) -> Observed:
    from throughcare.evidence.outcomes.attribution import Observed, Received

    doses: dict[str, Fraction] = {}
    for part, dose in one.received.doses:
        name = OTHERS if part in small else part
        doses[name] = doses.get(name, Fraction(0)) + dose
    return Observed(Received(one.received.person, tuple(doses.items())), one.better_by)


def _conventional(served: list[Received], split: str) -> Mapping[str, float]:
    """Each part's share of all the people's outcomes, when each person's is shared by a convention."""
    from throughcare.evidence.outcomes.attribution import Shares, Split, attribute

    held: Counter[str] = Counter()
    for one in attribute(served, split=Split(split)):
        assert isinstance(one, Shares)
        held.update({part: float(share) for part, share in one.by_part.items()})
    return {part: amount / len(served) for part, amount in held.items()}


def _credited(served: list[Received], worth: Worth) -> tuple[dict[str, float] | None, int]:
    """Each part's share of what everybody achieved, order-free, and how many people's cannot be told apart."""
    from throughcare.evidence.outcomes.attribution import NeverSeen, shapley

    credit: Counter[str] = Counter()
    unidentified = 0
    for parts, number in Counter(frozenset(one.parts) for one in served).items():
        try:
            found = shapley(sorted(parts), worth)
        except NeverSeen:
            unidentified += number
            continue
        credit.update({part: float(amount) * number for part, amount in found.items()})
    whole = sum(credit.values())
    return ({part: amount / whole for part, amount in credit.items()} if whole > 0 else None), unidentified


def _added(worth: Worth, part: str) -> float | None:
    from throughcare.evidence.outcomes.attribution import NeverSeen

    try:
        return float(worth(frozenset({part})))
    except NeverSeen:
        return None


def _drawn(parts: list[Plain]) -> dict[str, bytes]:
    """Whole bars, one for each way of sharing whose shares can be drawn: none below nought."""
    ways = {"equally": "equally", "by days received": "by_days", "order-free": "shapley"}
    rows = {
        words: {one["part"]: one[way] for one in parts if one[way] is not None}
        for words, way in ways.items()
        if any(one[way] is not None for one in parts) and all((one[way] or 0) >= 0 for one in parts)
    }
    return {"shares": charts.shares("Whose doing it was", rows, unit="share of outcomes")}
