"""Offences: hazard is spent against luck that hangs on the person alone, so that nobody's fate hangs on when they are seen."""

from __future__ import annotations

import numpy as np

from .compiled import compiled
from .luck import SEVERAL, THRESHOLD, luck, waiting
from .slots import has_officer
from .state import (
    COMMUNITY,
    CUSTODY,
    DECILE_OFFENCES,
    FIRST_HALF,
    FOLLOWED,
    FOLLOWED_WEEKS,
    GROUP_OFFENCES,
    LOADS,
    LOGGED,
    NEVER,
    OCCASION,
    OFFENCES,
    PREDICTED,
    REOFFENCES,
    REOFFENDED,
    SQUARES,
    WARM,
    YEAR,
    World,
)


@compiled
def times_hazard(w: World, r: np.void, person: np.void) -> float:
    """How many times the hazard of somebody is what their prediction says: one where no effect is assumed."""
    times = person["helped"] * r["change_times"][person["changes"]]
    if person["state"] == COMMUNITY and person["risk"] >= 1 and has_officer(w, person):
        times *= r["supervised_hazard"]
        ratio = w.post[person["officer"]]["known_load"] / r["usual_load"]
        times *= r["load_times"][int(min(max(ratio - 0.5, 0.0), 1.5) * (LOADS / 1.5))]
    return float(times)


@compiled
def offended(w: World, r: np.void, key: np.uint64, person: np.void, week: int) -> None:
    """Spend the hazard since somebody was last seen against their luck; each time it is spent they offend, in that week (weeks seen up to the one before this)."""
    weeks = week - person["seen"]
    person["seen"] = week
    if person["state"] == CUSTODY or weeks <= 0:
        return
    curve = r["hazard"][person["band"]]
    begins, ends = person["exposed"], min(person["exposed"] + weeks, len(curve) - 1)
    person["exposed"] = ends
    times = times_hazard(w, r, person)
    spent = person["spent"] + times * (curve[ends] - curve[begins])
    if spent < person["threshold"]:
        person["spent"] = spent
        return
    at, upto = begins, float(person["spent"])
    while at < ends:
        upto += times * (curve[at + 1] - curve[at])
        while upto >= person["threshold"]:
            upto -= person["threshold"]
            person["offences"] += 1
            person["threshold"] = waiting(key, person["number"], person["offences"], THRESHOLD)
            an_offence(w, r, key, person, week - (ends - at))
        at += 1
    person["spent"] = upto


@compiled
def logged(w: World, person: np.void, what: int, week: int, many: int) -> None:
    """A row of the log, where one is kept; the rows wanted are counted even where there is no room for more."""
    if len(w.log) == 0:
        return
    at = w.hub["at"][LOGGED]
    w.hub["at"][LOGGED] += 1
    if at >= len(w.log):
        return
    row = w.log[at]
    row["number"], row["what"], row["week"], row["many"] = person["number"], what, week, many
    row["pool"] = person["followed_pool"] if what == YEAR else person["pool"]
    row["sentence"], row["risk"], row["cohort"] = person["sentence"], person["risk"], person["cohort"]
    row["band"], row["changes"] = person["band"], person["changes"]


@compiled
def an_offence(w: World, r: np.void, key: np.uint64, person: np.void, week: int) -> None:
    """One occasion: its offences are counted, and it is proven some weeks later."""
    extra = 0
    if r["several"] > 1:
        at = luck(key, person["number"], person["offences"], SEVERAL)
        extra = int(np.log1p(-at) / np.log(1 - 1 / r["several"]))
    many = 1 + min(extra, 30)
    body = person["pool"] if person["state"] == COMMUNITY else w.hub["nobody"]
    w.out[week, body, OFFENCES] += many
    if week >= w.hub["at"][WARM]:
        w.hub["by_level"][person["risk"], 1] += many
        w.hub["by_decile"][person["band"] * 10 // 64, DECILE_OFFENCES] += many
        w.hub["by_group"][person["cohort"], GROUP_OFFENCES] += many
    logged(w, person, OCCASION, week, many)
    if person["followed"] >= 0 and week < person["followed"] + FOLLOWED_WEEKS:
        if person["count"] == 0 and week < person["followed"] + FOLLOWED_WEEKS // 2:
            w.out[person["followed"], person["followed_pool"], FIRST_HALF] += 1
        person["count"] += many
    if person["convict"] == NEVER:
        person["convict"] = week + max(1, int(r["lag_weeks"]))


@compiled
def follow_up_ends(w: World, r: np.void, person: np.void, week: int) -> None:
    """Once a year is over, count what came of it in the week in which it began."""
    if person["followed"] < 0 or week < person["followed"] + FOLLOWED_WEEKS:
        return
    row = w.out[person["followed"], person["followed_pool"]]
    row[FOLLOWED] += 1
    logged(w, person, YEAR, person["followed"], person["count"])
    row[PREDICTED] += int(1000 * r["two_year"][person["band"]] + 0.5)
    if person["count"] > 0:
        row[REOFFENDED] += 1
        row[REOFFENCES] += person["count"]
        row[SQUARES] += person["count"] * person["count"]
    person["followed"], person["count"] = -1, 0
