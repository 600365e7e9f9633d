"""Who arrives: drawn by number alone, before any policy acts, so that the same people come under every design."""

from __future__ import annotations

import numpy as np

from .compiled import compiled
from .luck import (
    ARRIVE,
    BACK,
    BAND,
    DEPORT,
    DISTANCE,
    IOM,
    KIND,
    MAPPA,
    MONTHS,
    MOVE,
    PUBLIC,
    RISK,
    RSR,
    THRESHOLD,
    VIOLENT,
    WOMAN,
    among,
    luck,
    poisson,
    waiting,
)
from .slots import assigned, given_back, next_due, subject, taken, taken_up, weighed
from .state import (
    AREA,
    ARRIVED,
    BANDS,
    CAME,
    COMMUNITY,
    CUSTODY,
    ENDED,
    GROUP_NEVER_BEGUN,
    NEVER,
    NEVER_BEGUN,
    OUT,
    STARTED,
    WARM,
    WENT,
    World,
)

WEEKS_A_MONTH = 365.25 / 12 / 7
COHORT_PURPOSES = np.array([IOM, WOMAN, MAPPA, PUBLIC, VIOLENT, DEPORT])
STOCK_WEEKS = 208


@compiled
def months_drawn(r: np.void, key: np.uint64, number: int, turn: int, kind: int) -> int:
    """The months of a sentence, by its kind."""
    at = luck(key, number, turn, MONTHS)
    if kind <= 4:
        return int(r["order_months"][among(r["order_sums"], at)])
    if kind == 5:
        return int(r["short_months"][among(r["short_sums"], at)])
    return int(r["long_months"][among(r["long_sums"], at)])


@compiled
def described(w: World, r: np.void, key: np.uint64, person: np.void, number: int) -> None:
    """Everything about somebody that no policy changes."""
    person["number"] = number
    person["risk"] = among(r["risk"], luck(key, number, 0, RISK))
    person["rsr"] = 1 if luck(key, number, 0, RSR) < r["rsr"][person["risk"]] else 0
    groups = 0
    for at in range(6):
        if luck(key, number, 0, COHORT_PURPOSES[at]) < r["cohort"][at, person["risk"]]:
            groups |= 1 << at
    person["cohort"] = groups
    person["band"] = int(luck(key, number, 0, BAND) * BANDS)
    odds = r["missed"] / (1 - r["missed"]) if r["missed"] < 1 else 1e9
    far = r["kilometres"] * waiting(key, number, 0, DISTANCE)
    person["far"] = far
    odds *= r["distance_odds"] ** (min(far, 100.0) / 10)
    person["miss"] = odds / (1 + odds)


@compiled
def risk_changes(r: np.void, key: np.uint64, person: np.void, week: int) -> None:
    """The week of the next move between levels of harm; after some moves soon and back."""
    moves = person["moves"]
    person["back"] = 0
    if moves > 0 and luck(key, person["number"], moves, BACK) < r["back"]:
        person["back"] = 1
        person["risk_at"] = week + 1 + int(26 * luck(key, person["number"], moves, MOVE))
        return
    rate = r["up"][person["risk"]] + r["down"][person["risk"]]
    wait = waiting(key, person["number"], moves, MOVE)
    person["risk_at"] = min(week + 1 + int(min(wait / rate, 1e6)), NEVER) if rate > 0 else NEVER


@compiled
def begun(w: World, r: np.void, key: np.uint64, person: np.void, week: int, weeks: float) -> None:
    """Supervision in the community begins: its end, its final third, the first contact, the follow-up."""
    person["state"] = COMMUNITY
    person["ends"] = max(person["ends"], week + max(1, int(weeks))) if weeks > 0 else person["ends"]
    left = person["ends"] - week
    person["third"] = week + (2 * left + 2) // 3
    person["contact"] = week + 1
    person["exposed"], person["seen"] = 0, week
    if person["followed"] < 0:
        person["followed"], person["count"] = week, 0
        person["followed_pool"] = person["pool"]


@compiled
def blank(w: World, key: np.uint64, person: np.void) -> None:
    """A record in which nothing is due."""
    person["decide"], person["convict"], person["session"], person["settle"] = NEVER, NEVER, NEVER, NEVER
    person["ends"], person["release"], person["referred"] = 0, NEVER, -1
    person["failed"], person["failed_before"] = -NEVER, -NEVER
    person["officer"], person["generation"], person["points"] = -1, 0, 0
    person["spent"], person["helped"], person["settled"] = 0, 1, 1
    person["attended"], person["changes"], person["serving"], person["sessions"] = 0, 0, 0, 0
    person["offences"], person["moves"], person["terms"], person["count"] = 0, 0, 0, 0
    person["followed"], person["due"], person["lowered"], person["weeks_without_until"] = -1, -1, 0, 0
    person["threshold"] = waiting(key, person["number"], 0, THRESHOLD)


@compiled
def entered(w: World, r: np.void, key: np.uint64, i: int, week: int, began: int, model: int) -> None:
    """Somebody is sentenced: at ``began``, which lies before the first week for those who are there from the start."""
    person = w.people[i]
    number = person["number"]
    kind = 3 + among(r["kind"], luck(key, number, 0, KIND))
    months = months_drawn(r, key, number, 0, kind)
    person["sentence"], person["months"], person["model"] = kind, months, model
    whole = months * WEEKS_A_MONTH
    inside = int(whole / 2) if kind >= 5 else 0
    person["ends"] = began + max(1, int(whole))
    person["state"] = CUSTODY if began + inside > week else COMMUNITY
    person["settled"] = 1
    person["pool"] = r["manages"][model, subject(person)]
    taken_up(w, person)
    w.out[week, person["pool"], STARTED] += 1
    w.out[week, person["pool"], CAME] += 1
    if person["pool"] < w.hub["nobody"]:
        assigned(w, r, key, person, week)
    weighed(w, r, person)
    if person["state"] == CUSTODY:
        person["release"] = began + inside
    else:
        begun(w, r, key, person, week, 0.0)
        gone = max(0, week - began - inside)
        person["third"] = week + max(0, (2 * (person["ends"] - began - inside) + 2) // 3 - gone)
        person["exposed"] = min(gone, 300)
        if gone > 0:
            person["attended"], person["followed"] = min(gone, 100), -1
        if kind >= 5 and gone < r["settle_weeks"]:
            person["settled"] = 0
            person["settle"] = week + int(r["settle_weeks"]) - gone
    if began >= 0:
        person["serving"] = 1
    risk_changes(r, key, person, week)
    next_due(w, i)


@compiled
def arrivals(w: World, r: np.void, key: np.uint64, week: int, began: int, model: int) -> None:
    """Those sentenced in a week; of weeks before the first only those who are still supervised."""
    area = w.hub["at"][AREA]
    for _ in range(poisson(key, area, began + STOCK_WEEKS, ARRIVE, r["arrivals"])):
        number = (area << 32) + w.hub["at"][ARRIVED]
        w.hub["at"][ARRIVED] += 1
        i = taken(w)
        if i < 0:
            return
        person = w.people[i]
        described(w, r, key, person, number)
        blank(w, key, person)
        if began < 0:
            kind = 3 + among(r["kind"], luck(key, number, 0, KIND))
            months = months_drawn(r, key, number, 0, kind)
            if began + int(months * WEEKS_A_MONTH) <= week:
                given_back(w, i)
                continue
        entered(w, r, key, i, week, began, model)


@compiled
def stock(w: World, r: np.void, key: np.uint64) -> None:
    """Those who are there from the start: sentenced in the years before, and not yet at an end."""
    for began in range(-STOCK_WEEKS, 0):
        arrivals(w, r, key, 0, began, 0)


@compiled
def left(w: World, i: int, week: int) -> None:
    """Supervision ends; somebody who is still followed stays in sight, nobody else."""
    person = w.people[i]
    w.out[week, person["pool"], ENDED] += 1
    w.out[week, person["pool"], WENT] += 1
    if person["officer"] >= 0 and w.post[person["officer"]]["generation"] == person["generation"]:
        w.post[person["officer"]]["load"] -= person["points"]
    else:
        w.hub["unheld"][person["pool"]] -= person["points"]
    person["points"], person["officer"], person["state"] = 0, -1, OUT
    if person["serving"] == 4:
        w.out[week, person["pool"], NEVER_BEGUN] += 1
        if week >= w.hub["at"][WARM]:
            w.hub["by_group"][person["cohort"], GROUP_NEVER_BEGUN] += 1
    person["serving"] = 0 if person["serving"] != 2 else 3
    person["decide"], person["session"], person["settle"] = NEVER, NEVER, NEVER
    if person["followed"] < 0 and person["convict"] == NEVER:
        given_back(w, i)
