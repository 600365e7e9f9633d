"""Slots, the lists of what is due in a week, and who holds whom: load is kept as people come, move and go."""

from __future__ import annotations

import numpy as np

from .compiled import compiled
from .luck import POST, SECOND, luck
from .state import (
    CAME,
    COMMUNITY,
    CUSTODY,
    FREE_TOP,
    FULL,
    NEVER,
    NOW,
    UNSEEN_WEEKS,
    WENT,
    World,
)


@compiled
def unlink(w: World, i: int) -> None:
    """Take somebody off the list of their week."""
    person = w.people[i]
    if person["due"] < 0:
        return
    before, after = person["before"], person["after"]
    if before >= 0:
        w.people[before]["after"] = after
    else:
        w.head[person["due"]] = after
    if after >= 0:
        w.people[after]["before"] = before
    person["due"] = -1


@compiled
def schedule(w: World, i: int, week: int) -> None:
    """Put somebody on the list of a week; a week after the last is never."""
    unlink(w, i)
    if week >= len(w.head):
        return
    first = w.head[week]
    w.people[i]["after"], w.people[i]["before"] = first, -1
    if first >= 0:
        w.people[first]["before"] = i
    w.head[week] = i
    w.people[i]["due"] = week


@compiled
def taken(w: World) -> int:
    """A free slot; -1, and the world says that it is full, where there is none."""
    if w.hub["at"][FREE_TOP] == 0:
        w.hub["at"][FULL] = 1
        return -1
    w.hub["at"][FREE_TOP] -= 1
    return int(w.people[w.hub["at"][FREE_TOP]]["free"])


@compiled
def given_back(w: World, i: int) -> None:
    """Empty a slot."""
    unlink(w, i)
    w.people[i]["state"] = 0
    w.people[i]["number"] = -1
    w.people[w.hub["at"][FREE_TOP]]["free"] = i
    w.hub["at"][FREE_TOP] += 1


@compiled
def subject(person: np.void) -> int:
    """The number of somebody's subject."""
    inside = 1 if person["state"] == CUSTODY else 0
    number = ((person["risk"] * 7 + person["sentence"]) * 2 + inside) * 3 + person["rsr"]
    return int((number * 64 + person["cohort"]) * 2 + person["settled"])


@compiled
def has_officer(w: World, person: np.void) -> bool:
    """Whether their manager is still there."""
    return bool(person["officer"] >= 0 and w.post[person["officer"]]["generation"] == person["generation"])


@compiled
def put_down(w: World, person: np.void) -> None:
    """Take somebody's points off whoever carries them."""
    if has_officer(w, person):
        w.post[person["officer"]]["load"] -= person["points"]
    else:
        w.hub["unheld"][person["pool"]] -= person["points"]


@compiled
def taken_up(w: World, person: np.void) -> None:
    """Put somebody's points on whoever carries them."""
    if has_officer(w, person):
        w.post[person["officer"]]["load"] += person["points"]
    else:
        w.hub["unheld"][person["pool"]] += person["points"]


@compiled
def weighed(w: World, r: np.void, person: np.void) -> None:
    """Weigh somebody anew: by tier and by where the sentence is served."""
    put_down(w, person)
    where = 1 if person["state"] == CUSTODY else (2 if person["sentence"] >= 5 else 0)
    over = 1 if person["rsr"] == 1 else 0
    in_mappa = person["cohort"] >> 2 & 1
    tier = r["tier"][person["risk"], over, in_mappa, person["band"]]
    person["points"] = r["points"][where, tier]
    taken_up(w, person)


@compiled
def chosen(w: World, r: np.void, key: np.uint64, person: np.void, week: int) -> int:
    """An officer of their body: of two that luck names, whoever carried less last week; -1 where there is none."""
    pool = person["pool"]
    first, many = w.hub["first_post"][pool], w.hub["posts"][pool]
    if many == 0:
        return -1
    one = first + int(luck(key, person["number"], week, POST) * many)
    other = first + int(luck(key, person["number"], week, SECOND) * many)
    if w.post[one]["gone"] >= 0 or (
        w.post[other]["gone"] < 0 and w.post[other]["known_load"] < w.post[one]["known_load"]
    ):
        one = other
    return -1 if w.post[one]["gone"] >= 0 else one


@compiled
def assigned(w: World, r: np.void, key: np.uint64, person: np.void, week: int) -> None:
    """Give somebody a manager, where one can be had."""
    put_down(w, person)
    officer = chosen(w, r, key, person, week)
    person["officer"] = officer
    if officer >= 0:
        person["generation"] = w.post[officer]["generation"]
    taken_up(w, person)


@compiled
def held_by(w: World, r: np.void, key: np.uint64, person: np.void, week: int, why: int) -> bool:
    """Let the rule of their model say which body holds somebody; true where another does than before."""
    pool = r["manages"][person["model"], subject(person)]
    if pool == person["pool"]:
        return False
    w.out[week, person["pool"], WENT] += 1
    w.out[week, pool, CAME] += 1
    put_down(w, person)
    person["pool"], person["officer"] = pool, -1
    taken_up(w, person)
    nobody = w.hub["nobody"]
    if pool < nobody:
        assigned(w, r, key, person, week)
    if why >= 0:
        w.out[week, pool, why] += 1
        person["changes"] = min(person["changes"] + 1, 7)
    return True


@compiled
def next_due(w: World, i: int) -> None:
    """Put somebody on the list of the first week in which anything is due."""
    person = w.people[i]
    week = NEVER
    if person["state"] == CUSTODY:
        week = min(person["release"], person["ends"])
    elif person["state"] == COMMUNITY:
        week = min(person["ends"], person["decide"], person["convict"], person["risk_at"], person["session"])
        week = min(week, person["settle"], int(np.ceil(min(person["contact"], np.float32(NEVER)))))
    else:
        week = min(
            person["convict"], person["followed"] + 52 if person["followed"] >= 0 else w.hub["at"][NOW] + 1
        )
    if person["state"] != CUSTODY:
        week = min(week, w.hub["at"][NOW] + UNSEEN_WEEKS)
    schedule(w, i, max(week, w.hub["at"][NOW] + 1))
